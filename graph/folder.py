"""The folder of a store on disk: what tells that it is one, who writes to it, and that none is left for nothing."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from ..errors import StoreError, StoreLocked

FORMAT = "araz 1"
QUARANTINE = "quarantine.jsonl"
"""The file in the folder that keeps what was turned away; it may be there before the store is."""

# What a writer that died while making the store may leave, and a load that brought nothing but what was turned away.
_NO_STORE = frozenset({"FORMAT.new", "LOCK", QUARANTINE})


class Writer:
    """The one writer of a store's folder, from opening to closing. It makes the folder if need be.

    A store that it made and that nothing was written to is gone when it closes: only what is in quarantine stays.
    Raises `StoreError` for what is not a store or cannot be used, `StoreLocked` when another process writes.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     writer = Writer(Path(place) / "araz.db")
    ...     writer.close()
    ...     is_free(Path(place) / "araz.db")
    True
    """

    def __init__(self, folder: Path) -> None:
        from filelock import FileLock, Timeout

        self._folder = folder
        self._made_folders = _make(folder)
        # Not bound to a thread: a store may be closed by another one than opened it.
        self._lock = FileLock(folder / "LOCK", timeout=0, thread_local=False)
        try:
            self._lock.acquire()
        except Timeout:
            raise StoreLocked(
                "another process is writing to this store",
                place=str(folder),
                remedy="wait until it ends, or open it for reading",
            ) from None
        except OSError as error:
            raise _not_writable(folder, error) from None
        try:
            self._made = self._mark()
        except BaseException:
            self._lock.release()
            raise

    def close(self) -> None:
        """Let go of the lock, and of a store that was made for nothing."""
        for_nothing = self._made and _holds_only(self._folder, _NO_STORE | {"FORMAT"})
        if for_nothing:
            # Under the lock: the next writer may be about to make it anew. Windows removes its lock file by itself.
            with contextlib.suppress(OSError):
                (self._folder / "FORMAT").unlink()
                (self._folder / "LOCK").unlink()
        self._made = False
        self._lock.release()
        if for_nothing:
            with contextlib.suppress(OSError):
                for folder in self._made_folders:
                    folder.rmdir()

    def _mark(self) -> bool:
        """Make the folder a store; False where it is one. Under the lock: another may just have given its store up."""
        try:
            missing = not (self._folder / "FORMAT").exists()
            if missing:
                replace_file(self._folder / "FORMAT", f"{FORMAT}\n")
        except OSError as error:
            raise _not_writable(self._folder, error) from None
        check_folder(self._folder)
        return missing


def is_free(folder: Path) -> bool:
    """Whether there is no store, and nothing that is in the way of making one.

    >>> is_free(Path("no-such-folder")), is_free(Path(__file__).parent), is_free(Path(__file__))
    (True, False, False)
    """
    return not folder.exists() or _holds_only(folder, _NO_STORE)


def check_folder(folder: Path) -> None:
    """Raise `StoreError` where a folder is no store that can be read."""
    try:
        found = (folder / "FORMAT").read_text("ascii").strip()
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
        raise _not_a_store(folder) from None
    except OSError as error:
        raise StoreError(
            f"the store cannot be read ({error.strerror})", place=str(folder), remedy="check its permissions"
        ) from None
    if found != FORMAT:
        kind, _, version = found.partition(" ")
        if kind == "araz" and version.isdigit():
            raise StoreError(
                f"the store has format {version}, which this version of Araz does not know",
                place=str(folder),
                remedy="update Araz",
            )
        raise _not_a_store(folder)


def replace_file(path: Path, text: str) -> None:
    """Put a text into a file, whole or not at all, also where the machine stops on the way."""
    fresh = path.with_name(f"{path.name}.new")
    with fresh.open("w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Have a file or folder put on the disk."""
    # Windows cannot sync a folder, and syncs a file only when it is open for writing.
    if os.name == "posix":
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _make(folder: Path) -> list[Path]:
    """Make a folder for a store, and give those that were not there, the innermost first."""
    try:
        made = [each for each in (folder, *folder.parents) if not each.exists()]
        folder.mkdir(parents=True, exist_ok=True)
        names = {each.name for each in folder.iterdir()}
    except FileExistsError:
        raise StoreError("this is a file, not a store", place=str(folder), remedy="name a folder") from None
    except OSError as error:
        raise _not_writable(folder, error) from None
    if not names <= _NO_STORE:
        check_folder(folder)
    return made


def _holds_only(folder: Path, names: frozenset[str]) -> bool:
    try:
        return {each.name for each in folder.iterdir()} <= names
    except OSError:
        return False


def _not_a_store(folder: Path) -> StoreError:
    if is_free(folder):
        return StoreError("there is no store here", place=str(folder), remedy="make it with araz load")
    what = "folder" if folder.is_dir() else "file"
    return StoreError(f"this {what} is not an Araz store", place=str(folder), remedy="name another folder")


def _not_writable(folder: Path, error: OSError) -> StoreError:
    return StoreError(
        f"the store cannot be written to ({error.strerror or error})",
        place=str(folder),
        remedy="check the permissions of the folder, or name another one",
    )
