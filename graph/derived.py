"""What is worked out from a store and kept as long as the store stays as it is."""

from __future__ import annotations

from pathlib import Path


class Derived:
    """Keeps what was worked out from a store, each under a name and with the stamp that the store bore.

    `folder` is the folder of a store on disk, in which files of the same kind may be kept; else None.

    >>> derived = Derived()
    >>> derived.keep("columns", "stamp 1", [1, 2])
    >>> derived.find("columns", "stamp 1"), derived.find("columns", "stamp 2")
    ([1, 2], None)
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self._kept: dict[str, tuple[str, object]] = {}

    def find(self, name: str, stamp: str) -> object | None:
        """What is kept under a name, if the store still bears the stamp."""
        found = self._kept.get(name)
        return found[1] if found is not None and found[0] == stamp else None

    def keep(self, name: str, stamp: str, value: object) -> None:
        """Keep a value in place of what was kept under its name."""
        self._kept[name] = stamp, value
