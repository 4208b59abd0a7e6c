"""A server that dies in the middle of a push, and one that takes no writes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from araz.errors import StoreError
from araz.graph.marks import fingerprints
from araz.graph.neo4j import Neo4jStore
from araz.graph.oxigraph import OxigraphStore
from araz.graph.sync import push

from ..cli.inprocess import Run, araz  # noqa: F401 - a fixture
from ..conftest import never
from .random_graphs import together
from .server import Server

EXAMPLE = Path(__file__).parents[2] / "loaders" / "example" / "claims.jsonl"


def lines(store) -> list[str]:
    return list(store.ntriples())


def test_a_server_killed_in_the_middle_of_a_push_ends_up_whole(
    server: Server, store: Neo4jStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    if server.kill is None or server.start is None:
        never("this server is not ours to kill")
    monkeypatch.setattr("araz.graph.sync._PART", 50)
    monkeypatch.setattr("araz.graph.bolt._PATIENCE", 2.0)
    source = OxigraphStore.in_memory()
    source.write(together(range(60)))
    kill = server.kill
    steps: Iterator[int] = iter(range(1000))

    def interrupt(_done: int) -> None:
        if next(steps) == 5:
            kill()

    impatient = Neo4jStore(server.uri, write=True)
    try:
        with pytest.raises(StoreError) as raised:
            push(source, impatient, interrupt)
    finally:
        server.start()
    assert "no Neo4j server answers" in str(raised.value)
    assert server.password not in str(raised.value)
    again = Neo4jStore(server.uri, write=True)
    there = again.cypher("MATCH (c:Claim) RETURN count(c) AS n").rows[0][0]
    assert isinstance(there, int)
    total = len(fingerprints(source))
    assert 0 < there < total
    written = push(source, again)
    assert written.claims_new == total - there
    assert lines(again) == lines(source)
    doubled = "MATCH ()-[r]->() WHERE r.claim IS NOT NULL WITH r.claim AS c, count(*) AS n WHERE n > 1 RETURN c"
    assert again.cypher(doubled).rows == ()
    again.close()
    impatient.close()


def test_a_database_that_takes_no_writes_is_one_line_and_still_answers(
    araz: Run,  # noqa: F811
    server: Server,
    store: Neo4jStore,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The community edition has no roles to take the right to write from a user; a database can be set to read-only.
    if server.kill is None or server.start is None or server.home is None:
        never("this server is not ours to configure")
    monkeypatch.setenv("NEO4J_USERNAME", server.username)
    monkeypatch.setenv("NEO4J_PASSWORD", server.password)
    settings = server.home / "conf" / "neo4j.conf"
    before = settings.read_text("utf-8")
    push(_example(), store)
    server.kill()
    settings.write_text(f"{before}server.databases.default_to_read_only=true\n", "utf-8")
    server.start()
    try:
        for command in (
            ("push", server.uri, "--db", "memory:"),
            ("load", EXAMPLE, "--db", server.uri),
            ("cypher", "CREATE (:Note)", "--write", "--db", server.uri),
        ):
            done = araz(*command)
            assert done.code == 3
            assert "this user or database takes no writes" in done.line()
            assert server.password not in done.err
        assert araz("ask", "neighbours", "Iran", "--db", server.uri).code == 0
    finally:
        server.kill()
        settings.write_text(before, "utf-8")
        server.start()


def _example() -> OxigraphStore:
    from araz.loaders.loading import load
    from araz.loaders.registry import load_registry

    store = OxigraphStore.in_memory()
    load(store, EXAMPLE, registry=load_registry())
    return store
