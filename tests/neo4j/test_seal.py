"""The short way of a push: only what the store touched is looked at, and yet nothing that happened there is missed."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from araz.graph import statements
from araz.graph.claim import Name
from araz.graph.difference import Seal, compare_all
from araz.graph.memory import MemoryStore
from araz.graph.neo4j import Neo4jStore
from araz.graph.oxigraph import OxigraphStore
from araz.graph.store import Batch
from araz.graph.sync import push

from .random_graphs import RandomGraph, together

# What somebody may do in Browser between two pushes that the next one puts right. {n} tells several of them apart.
BY_HAND = {
    "claim deleted": "MATCH (n:Claim) WITH n ORDER BY n.id SKIP 3 LIMIT 1 DETACH DELETE n",
    "two claims deleted": "MATCH (n:Claim) WITH n ORDER BY n.id LIMIT 2 DETACH DELETE n",
    "all deleted": "MATCH (n) WHERE NOT n:ArazStore DETACH DELETE n",
    "claims exchanged their ids": "MATCH (n:Claim) WITH n ORDER BY n.id LIMIT 2 WITH collect(n) AS c"
    " WITH c[0] AS a, c[1] AS b, c[0].id AS x, c[1].id AS y SET a.id = 'claim:0' SET b.id = x SET a.id = y",
    "id changed": "MATCH (n:Claim) WITH n ORDER BY n.id LIMIT 1 SET n.id = 'mine-{n}'",
    "id lengthened": "MATCH (n:Claim) WITH n ORDER BY n.id LIMIT 1 SET n.id = n.id + 'x{n}'",
    "mark removed": "MATCH (n:Claim) WITH n ORDER BY n.id LIMIT 1 REMOVE n.mark SET n.confidence = 0.77",
    "mark changed": "MATCH (n:Claim) WITH n ORDER BY n.id LIMIT 1 SET n.mark = n.id + ' {n}', n.confidence = 0.77",
    "mark of another kind": "MATCH (n:Claim) WITH n ORDER BY n.id LIMIT 1 SET n.mark = {n}, n.confidence = 0.77",
    "marks exchanged": "MATCH (n:Claim) WITH n ORDER BY n.id LIMIT 2 WITH collect(n) AS c"
    " WITH c[0] AS a, c[1] AS b, c[0].mark AS x, c[1].mark AS y SET a.mark = y SET b.mark = x"
    " SET a.confidence = 0.77",
    "label removed": "MATCH (n:Claim) WITH n ORDER BY n.id LIMIT 1 REMOVE n:Claim",
    "entity deleted": "MATCH (n:Entity) WHERE n.mark IS NOT NULL AND NOT (n)--() WITH n LIMIT 1 DELETE n",
    "entity lost its mark": "MATCH (n:Entity) WHERE n.mark IS NOT NULL WITH n ORDER BY n.id LIMIT 1"
    " REMOVE n.mark SET n.description = 'by hand'",
    "source lost its mark": "MATCH (n:Source) WHERE n.mark IS NOT NULL WITH n ORDER BY n.id LIMIT 1"
    " REMOVE n.mark SET n.name = 'by hand'",
}


def lines(store) -> list[str]:
    return list(store.ntriples())


@pytest.fixture
def source() -> OxigraphStore:
    """A store of random graphs to push, with an entity that no claim is about."""
    made = OxigraphStore.in_memory()
    batch = together(range(40))
    alone = replace(batch.entities[0], id=replace(batch.entities[0].id, local="alone"), names=(Name("Alone"),))
    made.write(Batch(batch.sources, [*batch.entities, alone], batch.claims))
    return made


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collects the queries that Araz reads the server with."""
    asked: list[str] = []
    fetch = Neo4jStore.fetch

    def listening(self: Neo4jStore, query: str, **parameters: object) -> list[dict[str, object]]:
        asked.append(query)
        return fetch(self, query, **parameters)

    monkeypatch.setattr(Neo4jStore, "fetch", listening)
    return asked


def change(source: OxigraphStore, seed: int) -> None:
    """A few claims new, changed and withdrawn; an entity and a source changed."""
    random, fresh = Random(seed), RandomGraph(1000 + seed).batch()  # noqa: S311 - the same every time
    claims = random.sample(list(source.claims()), 6)
    entity = replace(random.choice(list(source.entities())), names=(Name(f"Name {seed}"),))
    told = replace(random.choice(list(source.sources())), title=f"Title {seed}")
    changed = [replace(claim, confidence=random.random()) for claim in claims[:4]]
    withdrawn = [claim.id for claim in claims[4:]]
    source.write(Batch([*fresh.sources, told], [*fresh.entities, entity], [*fresh.claims[:5], *changed], withdrawn))


def test_a_push_of_what_changed_does_not_read_all_marks_and_is_as_good(
    source: OxigraphStore, store: Neo4jStore, looked_at: list[str]
) -> None:
    push(source, store)
    assert statements.MARKS in looked_at
    for seed in range(5):
        change(source, seed)
        looked_at.clear()
        written = push(source, store)
        assert statements.MARKS not in looked_at
        assert lines(store) == lines(source)
        assert store.stamp() == source.stamp()
        total = sum(1 for _ in source.claims())
        assert written.claims_new + written.claims_updated + written.claims_unchanged == total
        assert written.claims_withdrawn == 2


def test_several_writes_are_pushed_at_once_and_none_of_them_is_looked_for(
    source: OxigraphStore, store: Neo4jStore, looked_at: list[str]
) -> None:
    push(source, store)
    for seed in range(2):
        change(source, seed)
    looked_at.clear()
    push(source, store)
    assert statements.MARKS not in looked_at
    assert lines(store) == lines(source)


def test_an_unchanged_store_of_any_kind_is_pushed_without_reading_all_marks(
    store: Neo4jStore, looked_at: list[str]
) -> None:
    here = MemoryStore()
    here.write(together(range(5)))
    push(here, store)
    looked_at.clear()
    written = push(here, store)
    assert statements.MARKS not in looked_at
    assert (written.claims_new, written.claims_updated) == (0, 0)
    assert written.claims_unchanged == sum(1 for _ in here.claims())


@pytest.mark.parametrize("also_here", [False, True], ids=["alone", "with changes of the store"])
@pytest.mark.parametrize("statement", BY_HAND.values(), ids=BY_HAND.keys())
def test_what_somebody_did_by_hand_is_seen_and_put_right(
    source: OxigraphStore, store: Neo4jStore, looked_at: list[str], statement: str, also_here: bool
) -> None:
    push(source, store)
    by_hand(store, statement.replace("{n}", "1"))
    assert lines(store) != lines(source) or "exchanged" in statement or "SET" in statement
    if also_here:
        change(source, 1)
    looked_at.clear()
    push(source, store)
    assert statements.MARKS in looked_at
    assert lines(store) == lines(source)
    looked_at.clear()
    push(source, store)
    assert statements.MARKS not in looked_at


@pytest.mark.parametrize("seed", range(12))
def test_after_any_run_of_writes_hand_edits_and_pushes_comparing_all_finds_nothing_more(
    source: OxigraphStore, store: Neo4jStore, seed: int
) -> None:
    random = Random(seed)  # noqa: S311 - the same every time
    push(source, store)
    for turn in range(1, 7):
        for _ in range(random.randrange(3)):
            change(source, random.randrange(10_000))
        for _ in range(random.randrange(3)):
            by_hand(store, random.choice(list(BY_HAND.values())).replace("{n}", f"{turn}{random.randrange(10**6)}"))
        push(source, store)
        found = compare_all(source, store)
        assert (found.claims_new, found.claims_changed, found.gone) == (0, 0, [])
        assert (found.entities, found.sources) == ([], [])
        assert str(Seal.on(store)) == str(found.seal) == store.fetch(statements.NOTED)[0]["seal"]


def test_a_write_past_the_store_breaks_the_seal(source: OxigraphStore, store: Neo4jStore, looked_at: list[str]) -> None:
    push(source, store)
    first = next(source.claims())
    store.write(Batch(claims=[replace(first, confidence=0.001)]))
    store.cypher("MATCH (n:Claim) RETURN count(n) AS n", write=True)
    looked_at.clear()
    push(source, store)
    assert statements.MARKS in looked_at
    assert lines(store) == lines(source)


def test_another_store_is_compared_in_all(source: OxigraphStore, store: Neo4jStore, looked_at: list[str]) -> None:
    push(source, store)
    other = OxigraphStore.in_memory()
    other.write(together(range(20, 40)))
    looked_at.clear()
    push(other, store)
    assert statements.MARKS in looked_at
    assert {claim.id for claim in store.claims()} == {claim.id for claim in other.claims()}


def by_hand(store: Neo4jStore, statement: str) -> None:
    """Change the graph as somebody does in Browser, where neither stamp nor seal moves."""
    store.transact(lambda tx: tx.run(statement).consume())
