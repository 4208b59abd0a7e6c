"""Which records each write of a store touched, from stamp to stamp: what follows a store need not read all of it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from ..errors import InputError
from .changes import Changes
from .ref import Ref

# After a large write all is read anew in any case, and an old journal is of no use to anybody.
_MOST, _LARGEST = 20_000, 2_000_000

# A line that was cut off lacks it.
_END = "."


class Journal:
    """The writes of one store, each with the ids that it put or took out; in a file, or in memory where there is none.

    It may know too little, never a part of a write: a file that was damaged or cut off only knows of fewer writes.

    >>> Journal().between("a", "a"), Journal().between("a", "b")
    (frozenset(), None)
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._text = ""

    def add(self, before: str, changes: Changes) -> None:
        """Note a write that was made at the stamp `before`."""
        records = chain(changes.old_claims, changes.new_claims, changes.new_entities, changes.new_sources)
        ids = sorted({str(record.id) for record in records})
        if len(ids) > _MOST:
            self._start_over()
            return
        # The line break comes first, so that no line is ever joined to one that was cut off.
        self._append("\n" + " ".join((before, changes.stamp, *ids, _END)))

    def between(self, before: str, after: str) -> frozenset[Ref] | None:
        """The ids touched by the writes that led from one stamp to another; None where that is not known."""
        writes = {} if before == after else dict(self._writes())
        touched: set[Ref] = set()
        while after != before:
            # Each write is followed once: two stamps that lead to each other would never end.
            found = writes.pop(after, None)
            if found is None:
                return None
            after, *ids = found
            try:
                touched.update(map(Ref.parse, ids))
            except InputError:
                return None
        return frozenset(touched)

    def _writes(self) -> Iterator[tuple[str, list[str]]]:
        """Each stamp with the one before it and the ids between them, as they stand there."""
        for line in self._read().split("\n"):
            words = line.split(" ")
            if len(words) > 2 and words[-1] == _END:
                yield words[1], [words[0], *words[2:-1]]

    def _read(self) -> str:
        if self._file is None:
            return self._text
        try:
            return self._file.read_text("ascii")
        except (OSError, UnicodeDecodeError):
            return ""

    def _append(self, line: str) -> None:
        if self._file is None:
            self._text = (self._text if len(self._text) < _LARGEST else "") + line
            return
        # A write that is not noted costs the next push some time, and nothing else.
        with contextlib.suppress(OSError):
            fresh = self._file.exists() and self._file.stat().st_size >= _LARGEST
            with self._file.open("w" if fresh else "a", encoding="ascii", newline="\n") as file:
                file.write(line)

    def _start_over(self) -> None:
        self._text = ""
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.unlink(missing_ok=True)
