"""The folder of a store on disk: finished generations of a RocksDB, one of them current, and a lock for the writer.

    araz.db/
      FORMAT    "araz 1": this folder is a store, and of which kind
      CURRENT   the name of the generation that counts; missing while the store is empty
      LOCK      held by the one process that writes
      gen-7/    the generation before, for processes that still read it
      gen-8/    the current generation: never written to again

A write copies the current generation (hard links, so it takes a millisecond), changes the copy, and then replaces
CURRENT, which is atomic. A writer that dies on the way leaves an unfinished generation that nobody reads, and that the
next writer removes. A writer that made the folder and wrote nothing takes it away again.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox

from ..errors import StoreError
from .folder import Writer, check_folder, replace_file, sync

FAILURES = (OSError, RuntimeError)
"""What pyoxigraph raises when the disk fails, or when the files on it are damaged."""
_GENERATION = re.compile(r"gen-(\d{1,18})\Z")
# What RocksDB calls a copy that it has not finished.
_HALF_COPIED = re.compile(r"gen-\d{1,18}\.tmp\Z")


class Generations:
    """One store's folder, open for reading or, by one process at a time, for writing.

    `recovered` says in one line what an interrupted write left behind and was removed; None when there was nothing.
    Raises `StoreError` for a folder that is not a store or cannot be used, `StoreLocked` when another process writes.
    """

    def __init__(self, folder: Path, *, write: bool) -> None:
        self.folder = folder
        self.recovered: str | None = None
        self._writer: Writer | None = None
        self._pin: int | None = None
        if write:
            self._writer = Writer(folder)
            try:
                self.recovered = self._recover()
            except BaseException:
                self._writer.close()
                raise
        else:
            check_folder(folder)

    def read(self) -> ox.Store:
        """The current generation, as it is now and will stay."""
        for _ in range(10):
            current = self._current()
            if current is None:
                return ox.Store()
            path = self.folder / current
            self._hold(path)
            try:
                return ox.Store.read_only(str(path))
            except FAILURES as error:
                # A writer may have moved on and cleared up between the two steps.
                if self._current() == current:
                    raise self.failure("cannot be read", error) from None
        raise StoreError("the store changes too fast to be opened", place=str(self.folder), remedy="try again")

    def begin(self) -> Draft:
        """The draft of a store's first generation. It counts for nothing until `advance` is given it."""
        path = self._next()
        try:
            return Draft(path)
        except BaseException as error:
            self._give_up(path, error)
            raise

    def advance(self, current: ox.Store, change: Callable[[ox.Store], None], draft: Draft | None = None) -> ox.Store:
        """Change a copy of `current`, make that the current generation, and open it. On any error nothing changes.

        With a `draft`, it is changed instead of a copy.
        """
        path = self._next()
        try:
            if draft is None:
                if self._current() is not None:
                    current.backup(str(path))
                draft = Draft(path)
            change(draft.store)
            draft.store.flush()
            draft.close()
            self._publish(path)
        except BaseException as error:
            self._give_up(path, error, draft)
            raise
        fresh = self.read()
        self._forget(before=_number(path.name) - 1)
        return fresh

    def discard(self, draft: Draft) -> None:
        """Remove a draft."""
        draft.close()
        shutil.rmtree(draft.path, ignore_errors=True)

    def close(self) -> None:
        """Let go of the generation being read, of the lock, and of a store that nothing was ever written to."""
        self._release_pin()
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def _current(self) -> str | None:
        try:
            name = (self.folder / "CURRENT").read_text("ascii").strip()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise self.failure("cannot be read", error) from None
        if _GENERATION.match(name) is None or not (self.folder / name).is_dir():
            raise StoreError(
                f"CURRENT names {name[:40]!r}, which is not there",
                place=str(self.folder),
                remedy="restore the folder from a copy, or load into a new one",
            )
        return name

    def _next(self) -> Path:
        name = self._current()
        return self.folder / f"gen-{_number(name) + 1 if name is not None else 1}"

    def _give_up(self, path: Path, error: BaseException, draft: Draft | None = None) -> None:
        """Leave nothing of a generation that could not be finished. Raises `StoreError` where the disk is to blame."""
        # The frames that failed still hold the unfinished generation open, and with it its place on the disk.
        traceback.clear_frames(error.__traceback__)
        if draft is not None:
            draft.close()
        # Should the disk fail after CURRENT was replaced, then the new generation is the one that counts.
        if self._current() != path.name:
            shutil.rmtree(path, ignore_errors=True)
        if isinstance(error, FAILURES):
            raise self.failure("cannot be written to, and was left as it was", error) from None

    def _publish(self, path: Path) -> None:
        for file in path.iterdir():
            sync(file)
        sync(path)
        replace_file(self.folder / "CURRENT", f"{path.name}\n")

    def _recover(self) -> str | None:
        current = self._current()
        newest = 0 if current is None else _number(current)
        unfinished = [path for path in self._found() if _number(path.name) > newest]
        unfinished += [path for path in self.folder.iterdir() if _HALF_COPIED.match(path.name)]
        for path in unfinished:
            shutil.rmtree(path)
        if not unfinished:
            return None
        return f"{self.folder}: a write was interrupted; it was undone whole, and everything before it is there"

    def _found(self) -> Iterator[Path]:
        return (path for path in sorted(self.folder.iterdir()) if _GENERATION.match(path.name))

    def _forget(self, *, before: int) -> None:
        for path in self._found():
            if _number(path.name) < before and not _held(path):
                shutil.rmtree(path, ignore_errors=True)

    def _hold(self, path: Path) -> None:
        self._release_pin()
        self._pin = _hold(path)

    def _release_pin(self) -> None:
        if self._pin is not None:
            os.close(self._pin)
            self._pin = None

    def failure(self, what: str, error: Exception) -> StoreError:
        """What the disk or RocksDB says, as an error that names the store."""
        full = "No space left" in str(error) or "File too large" in str(error)
        remedy = "make room on the disk" if full else "check the disk and the folder's permissions"
        return StoreError(f"the store {what} ({error})", place=str(self.folder), remedy=remedy)


class Draft:
    """A generation that is being made: its folder, and the store in it until it is closed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._store: ox.Store | None = ox.Store(str(path))

    @property
    def store(self) -> ox.Store:
        """What is being written to."""
        if self._store is None:
            raise StoreError("the draft is closed", place=str(self.path), remedy="begin another one")
        return self._store

    def close(self) -> None:
        """Let go of the files."""
        self._store = None


def _number(name: str) -> int:
    return int(name.removeprefix("gen-"))


def _hold(path: Path) -> int | None:
    """Mark a generation as being read. On Windows, and where locks do not work, nothing holds it."""
    if os.name != "posix":
        return None
    import fcntl

    descriptor = None
    with contextlib.suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY)
        fcntl.flock(descriptor, fcntl.LOCK_SH)
    return descriptor


def _held(path: Path) -> bool:
    """Whether some process still reads a generation."""
    if os.name != "posix":
        return False
    import fcntl

    with contextlib.suppress(FileNotFoundError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
        finally:
            os.close(descriptor)
    return False
