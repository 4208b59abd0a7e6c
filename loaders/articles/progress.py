"""What of a long list is done: a file of JSON Lines that only grows, and says so after any kind of end."""

from __future__ import annotations

import json
import os
from pathlib import Path
from types import TracebackType
from typing import Self, cast

from ...errors import InputError
from .workers import Failed

_HEAD = '{"araz": "progress", "version": 1}\n'


class Progress:
    """The record of a batch: which places are done, which failed and why.

    Each outcome is one line, written in one piece; a line that an end by force cut short is passed over when the file
    is opened again, and its document is read again. What failed is not `done`: the next run tries it anew. Raises
    `InputError` for a file that is something else.

    >>> with Progress("run.jsonl") as progress:
    ...     progress.add("a.txt")
    ...     progress.add_failed(Failed("b.pdf", "it is empty"))
    >>> with Progress("run.jsonl") as again:
    ...     print(sorted(again.done), again.failed)
    ['a.txt'] {'b.pdf': 'it is empty'}
    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self.done: set[str] = set()
        self.failed: dict[str, str] = {}
        try:
            self._file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        except OSError as error:
            raise InputError(
                f"the record of progress cannot be kept ({error.strerror})", place=str(path), remedy="name another file"
            ) from None
        try:
            self._read()
        except BaseException:
            self.close()
            raise

    def add(self, place: str) -> None:
        """A document is done: its result is where it belongs."""
        self._write({"done": place})
        self._count({"done": place})

    def add_failed(self, failed: Failed) -> None:
        """A document could not be read."""
        self._write({"failed": failed.place, "problem": failed.problem})
        self._count({"failed": failed.place, "problem": failed.problem})

    def close(self) -> None:
        """Close the file. Nothing waits to be written."""
        if self._file >= 0:
            os.close(self._file)
        self._file = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _write(self, record: dict[str, str]) -> None:
        os.write(self._file, f"{json.dumps(record, ensure_ascii=False)}\n".encode(errors="surrogatepass"))
        os.fsync(self._file)

    def _count(self, record: dict[str, str]) -> None:
        if "done" in record:
            self.done.add(record["done"])
            self.failed.pop(record["done"], None)
        elif "failed" in record:
            self.failed[record["failed"]] = record.get("problem", "")

    def _read(self) -> None:
        with self.path.open("rb") as stream:
            head = stream.readline(1 << 16)
            if not _HEAD.encode().startswith(head):
                raise InputError("this is no record of progress", place=str(self.path), remedy="name a new file")
            last = head
            for last in stream:
                record = _record(last)
                if record is not None:
                    self._count(record)
        if not head.endswith(b"\n"):
            # New, or ended by force within its first line.
            os.ftruncate(self._file, 0)
            os.write(self._file, _HEAD.encode())
        elif not last.endswith(b"\n"):
            os.write(self._file, b"\n")


def _record(line: bytes) -> dict[str, str] | None:
    try:
        value = json.loads(line.decode(errors="surrogatepass"))
    except ValueError:
        return None
    if not isinstance(value, dict):
        return None
    fields = cast("dict[object, object]", value)
    return {str(key): each for key, each in fields.items() if isinstance(each, str)}
