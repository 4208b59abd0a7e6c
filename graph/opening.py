"""Opens a store by its address."""

from __future__ import annotations

from pathlib import Path

from ..errors import UsageError
from .store import Store

MEMORY = "memory:"


def open_store(address: str, *, write: bool = False) -> Store:
    """The store at an address: for reading, or with `write` also for writing.

    `memory:` is a new store in memory (always writable); http(s)://… a SPARQL server; neo4j://… and bolt://… a Neo4j
    server; anything else a folder on disk, which `write` makes if need be.

    >>> open_store("memory:").stamp()
    '0'
    >>> open_store("ftp://example.org")
    Traceback (most recent call last):
    ...
    araz.errors.UsageError: a store cannot be at ftp://; give a folder, or an http(s), neo4j or bolt address
    """
    # Imported when asked for: each brings in what only it needs.
    if address == MEMORY:
        from .oxigraph import OxigraphStore

        return OxigraphStore.in_memory()
    scheme, separator, _ = address.partition("://")
    if not separator:
        from .oxigraph import OxigraphStore

        if not address.strip():
            raise UsageError("the store has no address", remedy="name a folder")
        return OxigraphStore.open(Path(address), write=write)
    if scheme in {"http", "https"}:
        from .endpoint import EndpointStore

        return EndpointStore(address, write=write)
    if scheme.partition("+")[0] in {"neo4j", "bolt"}:
        from .neo4j import Neo4jStore

        return Neo4jStore(address, write=write)
    raise UsageError(f"a store cannot be at {scheme}://", remedy="give a folder, or an http(s), neo4j or bolt address")
