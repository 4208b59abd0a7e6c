"""Neo4j's Cypher on the embedded engine: what is respelled gives Neo4j's answer, what is refused says what to write."""

from __future__ import annotations

from pathlib import Path

import pytest
from araz.errors import InputError, StoreReadOnly, UsageError
from araz.graph.claim import Claim, Entity, Name, Passage
from araz.graph.cypher import CypherGraph
from araz.graph.dialect import respelled
from araz.graph.memory import MemoryStore
from araz.graph.oxigraph import OxigraphStore
from araz.graph.ref import Ref
from araz.graph.store import Batch
from araz.ontology.vocabulary import Kind, Relation

SAID = Passage(Ref("src", "a"), 3, 7, "Oil.")
IRAN, PLANT, FIRM = Ref("ent", "iran"), Ref("ent", "plant"), Ref("ent", "firm")
OWNS = Claim(IRAN, Relation.OWNS, PLANT, evidence=(SAID,), confidence=0.5)
BATCH = Batch(
    entities=[
        Entity(IRAN, Kind.STATE, (Name("Iran", "en"),)),
        Entity(PLANT, Kind.HYDRO_PLANT, (Name("Plant"),)),
        Entity(FIRM, Kind.COMPANY, (Name("Firm"),)),
    ],
    claims=[OWNS, Claim(IRAN, Relation.OWNS, PLANT, evidence=(Passage(Ref("src", "b"), 0, 4, "Oil."),))],
)


@pytest.fixture(scope="module")
def graph() -> CypherGraph:
    store = MemoryStore()
    store.write(BATCH)
    return CypherGraph.of(store)


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("MATCH (n:Entity) WHERE (n)-[:OWNS]->() RETURN n.id", ((IRAN,),)),
        ("MATCH (n:Entity) WHERE NOT (n)--() RETURN n.id", ((FIRM,),)),
        ("MATCH (n:Entity) WHERE EXISTS { (n)-[:OWNS]->() } RETURN n.id", ((IRAN,),)),
        ("MATCH (n:Entity) WHERE (COUNT { (n)-[:OWNS]->() } > 1 AND n.id <> 'x') RETURN n.id", ((IRAN,),)),
        ("MATCH (n:Entity) WHERE COUNT { (n)-[:OWNS]->() } = 2 RETURN n.id", ((IRAN,),)),
        (
            "MATCH (n:Entity) OPTIONAL MATCH (n)-[:OWNS]->(m) WITH DISTINCT n, m WHERE NOT (m:State) RETURN n.id",
            ((IRAN,),),
        ),
        ("MATCH (p:Passage) RETURN p.start, p.end ORDER BY p.end", ((0, 4), (3, 7))),
        ("MATCH (p:Passage {end: 7}) RETURN p.start", ((3,),)),
        ("MATCH (a)-[r:OWNS]->() MATCH (c:Claim {id: r.claim}) WHERE c.confidence < 1 RETURN c.id", ((OWNS.id,),)),
        ("MATCH (n:Actor&Company) RETURN n.id", ((FIRM,),)),
        ("MATCH (n:State) /* a comment */ RETURN keys(n) AS k // another", (('["id", "name", "name_lang"]',),)),
        ("MATCH (n:Company) RETURN properties(n) AS p", (('{"id": "ent:firm", "name": "Firm"}',),)),
        (
            "MATCH (n:State) OPTIONAL MATCH (n)-[:LEADS]->(m) RETURN [(n)-[:OWNS]->(x) WHERE x:Dam | x.id] AS d",
            (("[]",),),
        ),
        ("MATCH p = shortestPath((a:State)-[*..3]-(b:HydroPlant)) RETURN length(p) AS n", ((1,),)),
        ("RETURN 'a--b (c)-->(d) ; LOAD CSV' AS t", (("a--b (c)-->(d) ; LOAD CSV",),)),
        ("MATCH (n:Entity) WHERE n.`name` STARTS WITH 'I' RETURN n.name;", (("Iran",),)),
    ],
)
def test_a_query_gives_what_neo4j_gives(graph: CypherGraph, query: str, rows: tuple[tuple[object, ...], ...]) -> None:
    assert graph.cypher(query).rows == rows


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("MATCH (a)-[*]->(b) RETURN b", "give the bound"),
        ("MATCH (a)-[r:OWNS*2..]->(b) RETURN b", "give the bound"),
        ("MATCH (n:!State) RETURN n", "write WHERE NOT n:Label"),
        ("MATCH (n) RETURN n.title", "a source's title is its name"),
        ("MATCH (n) RETURN id(n)", "use n.id"),
        ("MATCH (n) RETURN elementId(n)", "use n.id"),
        ("LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line", "LOAD CSV reads files"),
        ("MATCH (n) RETURN n; MATCH (m) DELETE m", "more than one statement"),
        ("MATCH (n) RETURN n.id FORMAT CSV", "FORMAT CSV is not Cypher"),
        ("RETURN COLLECT { MATCH (n) RETURN n.id } AS l", "COLLECT { … } is not there"),
        ("MATCH p = SHORTEST 1 (a)-->(b) RETURN p", "write shortestPath"),
        ("MATCH ((a)-[:OWNS]->(b)){1,3} RETURN a", "quantified paths are not there"),
        ("CALL apoc.help('x')", "the procedure apoc is not there"),
        ("MATCH (n) RETURN 'open", "is opened and not closed"),
        ("MUTCH (n) RETURN n", "syntax error"),
        ("MATCH (n:Entity {nosuch: 1}) RETURN n", "Unknown property 'nosuch'"),
    ],
)
def test_what_is_refused_says_why_on_one_line(graph: CypherGraph, query: str, said: str) -> None:
    with pytest.raises(InputError) as raised:
        graph.cypher(query)
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("query", ["CREATE (:X)", "MATCH (n) DETACH DELETE n", "MATCH (n) SET n.a = 1", "MERGE (:Y)"])
def test_a_query_that_writes_is_refused_unless_asked(graph: CypherGraph, query: str) -> None:
    with pytest.raises(StoreReadOnly):
        graph.cypher(query)


def test_a_query_that_takes_too_long_is_ended(graph: CypherGraph) -> None:
    with pytest.raises(UsageError, match="time limit"):
        graph.cypher(
            "UNWIND range(1, 4000) AS a UNWIND range(1, 4000) AS b UNWIND range(1, 99) AS c RETURN count(c)",
            seconds=0.3,
        )


def test_no_more_rows_come_than_asked_for(graph: CypherGraph) -> None:
    assert len(graph.cypher("UNWIND range(1, 100) AS a RETURN a", rows=3).rows) == 3


def test_a_graph_beside_a_store_is_reopened_and_rebuilt_when_the_store_has_changed(tmp_path: Path) -> None:
    store = OxigraphStore.in_memory()
    store.write(Batch(claims=[OWNS]))
    count = "MATCH (c:Claim) RETURN count(c) AS n"
    assert CypherGraph.of(store, tmp_path / "cypher").cypher(count).rows == ((1,),)
    file = tmp_path / "cypher" / "graph.kgl"
    written = file.stat().st_mtime_ns
    assert CypherGraph.of(store, tmp_path / "cypher").cypher(count).rows == ((1,),)
    assert file.stat().st_mtime_ns == written
    store.write(BATCH)
    assert CypherGraph.of(store, tmp_path / "cypher").cypher(count).rows == ((2,),)
    assert sorted(path.name for path in file.parent.iterdir()) == ["LOCK", "graph.kgl"]


def test_a_damaged_graph_is_built_anew(tmp_path: Path) -> None:
    store = MemoryStore()
    store.write(BATCH)
    CypherGraph.of(store, tmp_path)
    (tmp_path / "graph.kgl").write_bytes(b"not a graph")
    assert CypherGraph.of(store, tmp_path).cypher("MATCH (c:Claim) RETURN count(c) AS n").rows == ((2,),)


def test_what_is_written_when_asked_lasts_until_the_store_changes(tmp_path: Path) -> None:
    store = MemoryStore()
    store.write(BATCH)
    CypherGraph.of(store, tmp_path).cypher("CREATE (:Note {id: 'n', name: 'mine'})", write=True)
    notes = "MATCH (n:Note) RETURN n.name"
    assert CypherGraph.of(store, tmp_path).cypher(notes).rows == (("mine",),)
    store.write(Batch(withdrawn=[OWNS.id]))
    assert CypherGraph.of(store, tmp_path).cypher(notes).rows == ()


def test_a_query_without_anything_to_respell_stays_as_it_is() -> None:
    query = "MATCH (a:State)-[r:OWNS|OPERATES*1..3]->(b {id: $b})\nWHERE a.name =~ '.*' AND r[0].x - (1) > 2\nRETURN a"
    assert respelled(query) == query
