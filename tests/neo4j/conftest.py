"""The server and an empty store on it, for every test in this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from araz.graph.neo4j import Neo4jStore

from ..conftest import absent
from .artifacts import Unavailable
from .server import Server, running


@pytest.fixture(scope="session")
def server() -> Server:
    """The Neo4j of this run; skips when there is none, fails when ARAZ_REQUIRE names neo4j."""
    try:
        return running()
    except Unavailable as reason:
        absent("neo4j", str(reason))


@pytest.fixture(scope="session")
def opened(server: Server) -> Iterator[Neo4jStore]:
    """One store for the whole run: connecting and making indexes is the slow part."""
    patch = pytest.MonkeyPatch()
    patch.setenv("NEO4J_USERNAME", server.username)
    patch.setenv("NEO4J_PASSWORD", server.password)
    store = Neo4jStore(server.uri, write=True)
    yield store
    # A server of somebody's own is left as it was found.
    empty(store)
    store.close()
    patch.undo()


@pytest.fixture
def store(opened: Neo4jStore) -> Neo4jStore:
    """The store, emptied of everything."""
    empty(opened)
    return opened


def empty(store: Neo4jStore) -> None:
    """Delete everything on a server."""
    store.transact(lambda tx: tx.run("MATCH (n) DETACH DELETE n").consume())
