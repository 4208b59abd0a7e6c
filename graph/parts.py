"""N-Triples into Oxigraph in parts, several at a time."""

from __future__ import annotations

import os
from collections.abc import Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING

import pyoxigraph as ox

if TYPE_CHECKING:
    from types import TracebackType


class Parts:
    """Loads lines into a store, a part at a time, while the next part is being written out.

    Oxigraph lets go of Python while it loads, and one load alone does not keep two processors busy. Every part is held
    in memory, and leaves files that questions have to look into. What fails is raised by the next call, or by the last.

    >>> store = ox.Store()
    >>> with Parts(store) as parts:
    ...     parts.add(["<a:> <a:> <a:> .\\n", "<b:> <b:> <b:> .\\n"])
    >>> len(store)
    2
    """

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._workers = min(4, os.cpu_count() or 1)
        self._loaders = ThreadPoolExecutor(self._workers)
        self._loading: set[Future[None]] = set()

    def add(self, lines: Iterable[str]) -> None:
        """Load these lines, as soon as there is room."""
        part = b"".join([line.encode() for line in lines])
        if len(self._loading) == self._workers:
            done, self._loading = wait(self._loading, return_when=FIRST_COMPLETED)
            for load in done:
                load.result()
        load = self._loaders.submit(self._store.bulk_load, part, ox.RdfFormat.N_TRIPLES, lenient=True)
        self._loading.add(load)

    def finish(self) -> None:
        """Wait until all is loaded, or failed. Nothing may be added afterwards."""
        self._loaders.shutdown()
        for load in self._loading:
            load.result()

    def __enter__(self) -> Parts:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if error is None:
            self.finish()
        else:
            self._loaders.shutdown()
