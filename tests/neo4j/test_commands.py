"""Every command on a Neo4j server, as people use it: the same answers as on disk, one clear line for what fails."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from araz.graph.bolt import Connection
from araz.graph.neo4j import Neo4jStore

from ..cli.hostile import HOSTILE, assert_names_are_only_names, write_hostile
from ..cli.inprocess import Run, araz  # noqa: F401 - a fixture
from .server import Server, free_port

EXAMPLE = Path(__file__).parents[2] / "loaders" / "example" / "claims.jsonl"
SECRET = "pass-word/of@mine"  # noqa: S105 - a password that must show nowhere
IN_PERCENT_CODE = "pass-word%2Fof%40mine"

# Every command that asks something of a store, with what it takes besides the store.
ASKING = {
    "ask": ("ask", "shared-infrastructure", "Iran", "Azerbaijan", "--format", "json"),
    "ask-in-words": ("ask", "Which corridors run through Iran?", "--format", "json"),
    "whatif": ("whatif", "Iran", "--format", "json"),
    "sparql": ("sparql", "SELECT ?a ?b { ?a az:operates ?b } ORDER BY ?a ?b", "--format", "json"),
    "cypher": ("cypher", "MATCH (a)-[:OPERATES]->(b) RETURN a.id, b.name ORDER BY a.id, b.id", "--format", "json"),
    "show": ("show", "Khudafarin HPP", "--format", "json"),
    "validate": ("validate", "--format", "json"),
    "export": ("export", "--as", "n-quads"),
    "export-graphml": ("export", "--as", "graphml"),
}

PAGES = {
    "report": ("report", "neighbours", "Iran"),
    "report-in-words": ("report", "Which shared infrastructure is exposed if Iran destabilises?"),
    "view": ("view", "Khudafarin dam", "--hops", "2"),
    "view-what-if": ("view", "--whatif", "Iran"),
}


@pytest.fixture
def address(store: Neo4jStore, server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """The address of the server, whose login stands in the environment; nothing is in it."""
    monkeypatch.setenv("NEO4J_USERNAME", server.username)
    monkeypatch.setenv("NEO4J_PASSWORD", server.password)
    monkeypatch.chdir(tmp_path)
    return server.uri.replace("bolt://", "neo4j://")


@pytest.fixture
def region(araz: Run, address: str) -> str:  # noqa: F811
    """The example in a store on disk."""
    assert araz("load", EXAMPLE, "--db", "region.db").code == 0
    return "region.db"


def test_every_command_answers_on_neo4j_as_on_disk(araz: Run, address: str, region: str) -> None:  # noqa: F811
    loaded = araz("load", EXAMPLE, "--db", address, "--format", "json")
    assert loaded.code == 0, loaded.err
    assert json.loads(loaded.out)["claims"]["new"] > 300
    again = json.loads(araz("load", EXAMPLE, "--db", address, "--format", "json").out)
    assert (again["claims"]["new"], again["claims"]["updated"]) == (0, 0)
    for name, command in ASKING.items():
        here, there = araz(*command, "--db", region), araz(*command, "--db", address)
        assert here.code == 0, here.err
        assert there == here, name


def test_a_push_brings_everything_and_the_second_one_nothing(araz: Run, address: str, region: str) -> None:  # noqa: F811
    first = json.loads(araz("push", address, "--db", region, "--format", "json").out)
    assert first["claims"]["new"] > 300
    second = json.loads(araz("push", address, "--db", region, "--format", "json").out)
    assert second["claims"] == {"new": 0, "updated": 0, "unchanged": first["claims"]["new"], "withdrawn": 0}
    same = ("export", "--as", "n-quads", "--db")
    assert araz(*same, address).out == araz(*same, region).out


def test_a_dry_run_shows_the_difference_and_changes_nothing(
    araz: Run,  # noqa: F811
    address: str,
    region: str,
) -> None:
    araz("push", address, "--db", region)
    before = araz("export", "--as", "n-quads", "--db", region).out
    change = (
        "MATCH (s:Entity {id: 'ent:iran'})<-[:SUBJECT]-(c:Claim) WITH c ORDER BY c.id LIMIT 1 SET c.confidence = 0.123"
    )
    araz("cypher", f"{change} RETURN c.id", "--write", "--db", address)
    done = araz("pull", address, "--dry-run", "--db", region, "--format", "json")
    found = json.loads(done.out)
    assert [each["field"] for each in found["changes"]] == ["confidence", "method"]
    assert found["changes"][0]["after"] == "0.123"
    assert araz("export", "--as", "n-quads", "--db", region).out == before
    shown = araz("pull", address, "--dry-run", "--db", region, "--format", "table")
    assert "changed claim" in shown.out


def test_a_pull_takes_over_what_passes_the_checks_and_keeps_the_rest_in_quarantine(
    araz: Run,  # noqa: F811
    address: str,
    region: str,
) -> None:
    araz("push", address, "--db", region)
    made = (
        "MATCH (s:Entity {id: $s}), (o:Entity {id: $o}), (p:Passage) WITH s, o, p ORDER BY p.id LIMIT 1"
        " CREATE (c:Claim {id: $id, relation: 'borders', modality: 'possible', confidence: 0.6})"
        " CREATE (c)-[:SUBJECT]->(s) CREATE (c)-[:OBJECT]->(o) CREATE (c)-[:EVIDENCE]->(p) RETURN c.id"
    )
    for number, other in (("1", "ent:armenia"), ("2", "ent:iran")):
        given = ("-p", "s=ent:iran", "-p", f"o={other}", "-p", f"id=mine-{number}")
        assert araz("cypher", made, *given, "--write", "--db", address).code == 0
    done = araz("pull", address, "--db", region, "--format", "json")
    found = json.loads(done.out)
    assert done.code == 3
    assert sorted((each["what"], each["after"].split(" (")[0]) for each in found["changes"]) == [
        ("new claim", "ent:iran borders ent:armenia"),
        ("new claim", "ent:iran borders ent:iran"),
    ]
    assert len(found["rejected"]) == 1
    assert "ent:iran" in Path(region, "quarantine.jsonl").read_text("utf-8")
    shown = json.loads(araz("show", "ent:armenia", "--db", region, "--format", "json").out)
    assert [each["method"] for each in shown["claims"] if each["method"] == "neo4j"] == ["neo4j"]
    araz("push", address, "--db", region)
    asked = ("cypher", "MATCH (c:Claim) WHERE NOT c.id STARTS WITH 'claim:' RETURN c.id AS id", "--db", address)
    assert json.loads(araz(*asked).out)["rows"] == [["mine-2"]], "what was turned away stays where it was made"


def _failing(araz: Run, address: str, *command: object, code: int = 3) -> str:  # noqa: F811
    done = araz(*command)
    assert done.code == code, done
    said = done.line()
    assert "pass-word" not in said + done.out
    return said


COMMANDS = (
    ("push", "{address}", "--db", "example"),
    ("pull", "{address}", "--dry-run", "--db", "example"),
    ("ask", "neighbours", "Iran", "--db", "{address}"),
    ("cypher", "RETURN 1", "--db", "{address}"),
    ("load", str(EXAMPLE), "--db", "{address}"),
)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_a_wrong_password_is_one_line_that_does_not_show_it(
    araz: Run,  # noqa: F811
    address: str,
    command: tuple[str, ...],
) -> None:
    # A name for each: after three wrong passwords the server takes no logins of that name for a while.
    wrong = address.replace("://", f"://ana-{command[0]}:{IN_PERCENT_CODE}@")
    said = _failing(araz, wrong, *(part.format(address=wrong) for part in command))
    assert "the server refuses this login; set NEO4J_USERNAME and NEO4J_PASSWORD" in said


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_a_host_that_does_not_answer_is_one_line(
    araz: Run,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    command: tuple[str, ...],
) -> None:
    monkeypatch.setattr("araz.graph.bolt._PATIENCE", 0.5)
    nowhere = f"bolt://neo4j:{IN_PERCENT_CODE}@127.0.0.1:{free_port()}"
    said = _failing(araz, nowhere, *(part.format(address=nowhere) for part in command))
    assert "no Neo4j server answers" in said


@pytest.mark.parametrize("address", [f"neo4j:/ana:{IN_PERCENT_CODE}@host", f"https://ana:{IN_PERCENT_CODE}@host"])
def test_an_address_of_something_else_is_not_repeated(araz: Run, address: str) -> None:  # noqa: F811
    done = araz("push", address, "--db", "example")
    assert done.code == 2
    assert "pass-word" not in done.line()


@pytest.fixture
def theirs(store: Neo4jStore) -> Iterator[None]:
    """A constraint of somebody else's that the example breaks."""
    connection = Connection(store.address)
    connection.define(["CREATE CONSTRAINT theirs FOR (n:Claim) REQUIRE n.method IS UNIQUE"])
    yield
    connection.define(["DROP CONSTRAINT theirs"])
    connection.close()


@pytest.mark.usefixtures("theirs")
@pytest.mark.parametrize("command", [COMMANDS[0], COMMANDS[-1]], ids=lambda command: command[0])
def test_a_batch_that_a_constraint_rejects_is_one_line_and_nothing_of_it_is_there(
    araz: Run,  # noqa: F811
    address: str,
    store: Neo4jStore,
    command: tuple[str, ...],
) -> None:
    said = _failing(araz, address, *(part.format(address=address) for part in command))
    assert "a constraint of the database rejects the batch, and nothing of it was written" in said
    assert store.cypher("MATCH (c:Claim) RETURN count(c) AS n").rows == ((0,),)


def test_a_name_that_looks_like_a_query_changes_nothing_in_any_command(
    araz: Run,  # noqa: F811
    address: str,
    tmp_path: Path,
) -> None:
    # Every other one: each command connects anew.
    assert_names_are_only_names(araz, address, tmp_path, step=2)


def test_names_that_look_like_queries_go_to_neo4j_and_come_back(
    araz: Run,  # noqa: F811
    address: str,
    tmp_path: Path,
) -> None:
    araz("load", write_hostile(tmp_path / "hostile.jsonl"), "--db", "region.db")
    assert araz("push", address, "--db", "region.db").code == 0
    same = ("export", "--as", "n-quads", "--db")
    assert araz(*same, address).out == araz(*same, "region.db").out
    nothing = araz("pull", address, "--dry-run", "--db", "region.db", "--format", "json")
    assert json.loads(nothing.out)["changes"] == []
    rename = "MATCH (e:Entity {id: 'ent:h0'}) SET e.name = $n RETURN e.id"
    araz("cypher", rename, "--param", f"n={HOSTILE[1]} 2", "--write", "--db", address)
    assert araz("pull", address, "--db", "region.db").code == 0
    assert araz(*same, address).out == araz(*same, "region.db").out
    shown = araz("show", f"{HOSTILE[1]} 2", "--db", "region.db", "--format", "json")
    assert json.loads(shown.out)["entity"]["id"] == "ent:h0"


def test_pages_show_on_neo4j_what_they_show_on_disk(
    araz: Run,  # noqa: F811
    address: str,
    region: str,
) -> None:
    araz("push", address, "--db", region)
    for name, command in PAGES.items():
        for place, db in (("here", region), ("there", address)):
            done = araz(*command, "--output", f"{place}.html", "--db", db)
            assert done.code == 0, (name, place, done.err)
        assert Path("there.html").read_text("utf-8") == Path("here.html").read_text("utf-8"), name


def test_a_query_on_the_server_is_ended_after_its_time_and_cut_after_its_rows(araz: Run, address: str) -> None:  # noqa: F811
    slow = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN count(*) AS n"
    said = _failing(araz, address, "cypher", slow, "--timeout", "0.5", "--db", address, code=2)
    assert "longer than its time limit" in said
    cut = araz("cypher", "UNWIND range(1, 9) AS a RETURN a", "--limit", "3", "--db", address, "--format", "json")
    assert json.loads(cut.out)["rows"] == [[1], [2], [3]]
