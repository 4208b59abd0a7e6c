"""Opens a store by its address, and what answers Cypher about it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import UsageError
from .store import Store

if TYPE_CHECKING:
    from .cypher import CypherGraph
    from .neo4j import Neo4jStore

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
        # A slash too few: the text is not repeated, since it may hold a password.
        if re.match(r"(?:https?|neo4j|bolt)(?:\+\w+)?:", address):
            raise UsageError("the address of the server is not usable", remedy="write SCHEME://HOST:PORT")
        return OxigraphStore.open(Path(address), write=write)
    if scheme in {"http", "https"}:
        from .endpoint import EndpointStore

        return EndpointStore(address, write=write)
    if is_neo4j(address):
        return open_neo4j(address, write=write)
    raise UsageError(f"a store cannot be at {scheme}://", remedy="give a folder, or an http(s), neo4j or bolt address")


def is_neo4j(address: str) -> bool:
    """Whether an address is that of a Neo4j server.

    >>> is_neo4j("neo4j+s://example.org"), is_neo4j("https://example.org/sparql")
    (True, False)
    """
    scheme, separator, _ = address.partition("://")
    return bool(separator) and scheme.partition("+")[0] in {"neo4j", "bolt"}


def open_neo4j(address: str, *, write: bool = False) -> Neo4jStore:
    """The Neo4j server at an address; `UsageError` for an address of anything else."""
    if not is_neo4j(address):
        # The text is not repeated: it may hold a password.
        raise UsageError("this is not the address of a Neo4j server", remedy="write neo4j://HOST:7687/DATABASE")
    from .neo4j import Neo4jStore

    return Neo4jStore(address, write=write)


def folder_for_cypher(address: str) -> Path | None:
    """Where the embedded Cypher graph of a store is kept: beside a store on disk, else nowhere but in memory.

    >>> folder_for_cypher("region.db") == Path("region.db") / "cypher", folder_for_cypher("memory:")
    (True, None)
    """
    on_disk = address not in (MEMORY, "example") and "://" not in address
    return Path(address) / "cypher" if on_disk else None


def open_cypher(store: Store, address: str) -> CypherGraph | Neo4jStore:
    """What answers Cypher about a store: the Neo4j server that it is, or the embedded engine."""
    from .neo4j import Neo4jStore

    if isinstance(store, Neo4jStore):
        return store
    from .cypher import CypherGraph

    return CypherGraph.of(store, folder_for_cypher(address))
