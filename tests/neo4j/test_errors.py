"""What goes wrong with a server: one clear line each, and the password in none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from araz.errors import ArazError, InputError, StoreError, StoreReadOnly, UsageError
from araz.graph.bolt import Address, Connection, translated
from araz.graph.claim import Claim, Passage
from araz.graph.neo4j import Neo4jStore
from araz.graph.opening import open_store
from araz.graph.ref import Ref
from araz.graph.store import Batch
from araz.ontology.vocabulary import Relation
from neo4j.exceptions import Neo4jError

from .server import Server, free_port

SECRET = "pass-word/of@mine"  # noqa: S105 - a password that must show nowhere
CLAIM = Claim(
    Ref("ent", "a"), Relation.OWNS, Ref("ent", "b"), evidence=(Passage(Ref("src", "s"), 0, 4, "Oil."),), confidence=0.5
)


def failing(address: str, kind: type[ArazError]) -> str:
    """The one line of the error that opening an address raises."""
    with pytest.raises(kind) as raised:
        open_store(address)
    said = str(raised.value)
    assert "\n" not in said
    assert SECRET not in said
    assert "pass-word" not in said
    assert SECRET not in repr(raised.value.__cause__)
    return said


def test_a_wrong_password_is_named_without_being_shown(server: Server) -> None:
    host = server.uri.removeprefix("bolt://")
    said = failing(f"bolt://neo4j:pass-word%2Fof%40mine@{host}", StoreError)
    assert said == (
        f"{server.uri}: the server refuses this login; set NEO4J_USERNAME and NEO4J_PASSWORD to the right ones"
    )


@pytest.mark.parametrize(
    ("code", "kind", "said"),
    [
        ("Neo.ClientError.Security.AuthenticationRateLimit", StoreError, "takes no logins for a while"),
        ("Neo.ClientError.Security.Forbidden", StoreReadOnly, "takes no writes"),
        ("Neo.ClientError.General.ForbiddenOnReadOnlyDatabase", StoreReadOnly, "takes no writes"),
        ("Neo.TransientError.General.OutOfMemoryError", StoreError, "look at the server's log"),
    ],
)
def test_what_a_server_says_is_one_line(code: str, kind: type[ArazError], said: str) -> None:
    with pytest.raises(kind) as raised, translated(Address("bolt://host")):
        raise Neo4jError._hydrate_neo4j(code=code, message="first\nsecond")
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_server_that_is_not_there_is_named() -> None:
    port = free_port()
    said = failing(f"bolt://neo4j:pass-word%2Fof%40mine@127.0.0.1:{port}", StoreError)
    assert said.startswith(f"bolt://127.0.0.1:{port}: no Neo4j server answers")


def test_a_host_that_is_not_known_is_named() -> None:
    said = failing("neo4j://neo4j:pass-word%2Fof%40mine@no-such-host.invalid:7687", StoreError)
    assert said.startswith("neo4j://no-such-host.invalid:7687: ")


@pytest.mark.parametrize("address", ["neo4j://", "neo4j://ana:pass-word%2Fof%40mine@host:notaport", "bolt+x://ana:y@h"])
def test_an_unusable_address_is_not_repeated(address: str) -> None:
    said = failing(address, UsageError)
    assert "write neo4j://HOST:7687/DATABASE" in said


def test_a_database_that_is_not_there_is_named(store: Neo4jStore, server: Server) -> None:
    said = failing(f"{server.uri}/nosuchdatabase", StoreError)
    assert "the server has no such database" in said


def test_an_address_takes_user_and_password_from_itself_or_from_the_environment() -> None:
    environment = {"NEO4J_USERNAME": "ana", "NEO4J_PASSWORD": "secret", "NEO4J_DATABASE": "region"}
    assert Address.parse("neo4j://host", environment) == Address("neo4j://host", "ana", "secret", "region")
    named = Address.parse("neo4j+s://bea:pass-word%2Fof%40mine@host:7000/north", environment)
    assert named == Address("neo4j+s://host:7000", "bea", SECRET, "north")
    assert SECRET not in repr(named)
    assert str(named) == "neo4j+s://host:7000/north"


def test_a_store_never_shows_its_password(store: Neo4jStore, server: Server) -> None:
    assert server.password not in repr(store)
    assert server.password not in repr(store.address)


def test_a_batch_rejected_by_a_constraint_leaves_nothing_behind(store: Neo4jStore) -> None:
    connection = Connection(store.address)
    connection.define(["CREATE CONSTRAINT theirs FOR (n:Claim) REQUIRE n.confidence IS UNIQUE"])
    try:
        other = replace(CLAIM, relation=Relation.OPERATES)
        with pytest.raises(StoreError, match="nothing of it was written") as raised:
            store.write(Batch(claims=[CLAIM, other]))
        assert "\n" not in str(raised.value)
        assert store.cypher("MATCH (n) WHERE NOT n:ArazStore RETURN count(n) AS n").rows == ((0,),)
    finally:
        connection.define(["DROP CONSTRAINT theirs"])
        connection.close()


def test_a_query_that_writes_is_refused_when_run_for_reading(store: Neo4jStore) -> None:
    with pytest.raises(StoreReadOnly, match="the query writes"):
        store.cypher("CREATE (:Note)")


def test_a_query_that_is_not_cypher_is_an_input_error(store: Neo4jStore) -> None:
    with pytest.raises(InputError, match="Neo4j refuses the query: Invalid input 'MUTCH'"):
        store.cypher("MUTCH (n) RETURN n")


def test_a_query_that_takes_too_long_is_ended(store: Neo4jStore) -> None:
    with pytest.raises(UsageError, match="longer than its time limit"):
        store.cypher("UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN count(*)", seconds=1)


def test_no_more_rows_come_than_asked_for(store: Neo4jStore) -> None:
    assert len(store.cypher("UNWIND range(1, 1000) AS a RETURN a", rows=7).rows) == 7


def test_nodes_and_relationships_come_as_json_the_same_from_every_engine(store: Neo4jStore) -> None:
    from araz.graph.cypher import CypherGraph
    from araz.graph.memory import MemoryStore

    reference = MemoryStore()
    reference.write(Batch(claims=[CLAIM]))
    store.write(Batch(claims=[CLAIM]))
    query = "MATCH p = (a:Entity)-[r:OWNS]->(b) RETURN p, r, a, [1, 2.5, null] AS l, {x: a.id} AS m"
    assert store.cypher(query).rows == CypherGraph.of(reference).cypher(query).rows
