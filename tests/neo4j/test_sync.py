"""Push and pull between a store and Neo4j."""

from __future__ import annotations

from dataclasses import replace

import pytest
from araz.graph.claim import Claim, Entity, Name, Passage, Review, Verdict
from araz.graph.marks import claim_mark, fingerprints
from araz.graph.memory import MemoryStore
from araz.graph.neo4j import Neo4jStore
from araz.graph.oxigraph import OxigraphStore
from araz.graph.ref import Ref
from araz.graph.store import Batch
from araz.graph.sync import METHOD, pull, push, settle
from araz.ontology.vocabulary import Kind, Modality, Relation

from .random_graphs import RandomGraph, together

IRAN, PLANT, PRESS = Ref("ent", "iran"), Ref("ent", "plant"), Ref("src", "press")
SAID = Passage(PRESS, 0, 4, "Oil.", lang="en")
OPERATES = Claim(IRAN, Relation.OPERATES, PLANT, evidence=(SAID,), confidence=0.8)


def lines(store) -> list[str]:
    return list(store.ntriples())


@pytest.fixture
def source() -> OxigraphStore:
    """A store of random graphs to push."""
    made = OxigraphStore.in_memory()
    made.write(together(range(40)))
    return made


def test_marks_taken_by_a_query_are_those_of_the_claims(source: OxigraphStore) -> None:
    assert fingerprints(source) == {str(claim.id): claim_mark(claim) for claim in source.claims()}


def test_after_a_push_neo4j_holds_what_the_store_holds(source: OxigraphStore, store: Neo4jStore) -> None:
    done: list[int] = []
    written = push(source, store, done.append)
    assert lines(store) == lines(source)
    assert store.stamp() == source.stamp()
    assert written.claims_new == len(fingerprints(source))
    assert done == sorted(done)
    assert done[-1] >= written.claims_new


def test_a_second_push_writes_nothing(source: OxigraphStore, store: Neo4jStore) -> None:
    push(source, store)
    again = push(source, store)
    assert (again.claims_new, again.claims_updated, again.claims_withdrawn, again.entities_new) == (0, 0, 0, 0)


def test_a_push_brings_changes_and_takes_out_what_was_withdrawn(source: OxigraphStore, store: Neo4jStore) -> None:
    push(source, store)
    claims = list(source.claims())
    changed = [replace(claim, confidence=0.123) for claim in claims[:5]]
    rejected = [replace(claim, review=Review(Verdict.REJECTED, "Ana")) for claim in claims[5:9]]
    named = [replace(next(source.entities()), names=(Name("Another"),))]
    fresh = RandomGraph(999).batch()
    source.write(
        Batch(
            fresh.sources,
            [*fresh.entities, *named],
            [*changed, *rejected, *fresh.claims],
            [claim.id for claim in claims[9:20]],
        )
    )
    written = push(source, store)
    assert (written.claims_updated, written.claims_withdrawn) == (9, 11)
    assert written.claims_new == len(fresh.claims)
    assert lines(store) == lines(source)


def test_a_push_leaves_what_others_keep_in_the_same_database(source: OxigraphStore, store: Neo4jStore) -> None:
    store.cypher("CREATE (:Person {name: 'Ana'})-[:KNOWS]->(:Entity {name: 'no id'})", write=True)
    store.cypher("CREATE (:Claim {id: 9})", write=True)
    push(source, store)
    push(MemoryStore(), store)
    kept = store.cypher("MATCH (n) WHERE NOT n:ArazStore AND n.mark IS NULL RETURN count(n) AS n").rows
    assert kept == ((3,),)
    assert list(store.claims()) == []


def test_a_pull_right_after_a_push_finds_nothing(source: OxigraphStore, store: Neo4jStore) -> None:
    push(source, store)
    assert not pull(store, source)


def test_what_people_changed_in_neo4j_comes_back_as_claims(store: Neo4jStore) -> None:
    here = MemoryStore()
    entity = Entity(IRAN, Kind.STATE, (Name("Iran", "en"),))
    surer = replace(OPERATES, evidence=(replace(SAID, start=10, end=14),))
    here.write(Batch(entities=[entity], claims=[OPERATES, surer]))
    push(here, store)
    store.cypher("MATCH (c:Claim {id: $id}) SET c.modality = 'reported'", {"id": OPERATES.id}, write=True)
    store.cypher("MATCH (c:Claim {id: $id}) SET c.confidence = 0.4", {"id": surer.id}, write=True)
    store.cypher("MATCH (e:Entity {id: 'ent:iran'}) SET e.aliases = ['Persia'], e.alias_langs = ['en']", write=True)
    pulled = pull(store, here)
    reported = replace(OPERATES, modality=Modality.REPORTED, method=METHOD)
    assert set(pulled.claims) == {reported, replace(surer, confidence=0.4, method=METHOD)}
    assert pulled.gone == (OPERATES.id,)
    assert [each.names for each in pulled.entities] == [(Name("Iran", "en"), Name("Persia", "en"))]
    assert pulled.problems == ()
    assert lines(here) == lines(here), "a pull writes nothing"
    here.write(Batch(entities=pulled.entities, claims=pulled.claims, withdrawn=pulled.gone))
    push(here, store)
    assert lines(store) == lines(here)
    assert not pull(store, here)


def test_a_claim_made_by_hand_comes_back_and_gets_its_own_id(store: Neo4jStore) -> None:
    here = MemoryStore()
    here.write(Batch(claims=[OPERATES]))
    push(here, store)
    store.cypher(
        "MATCH (s:Entity {id: 'ent:iran'}), (o:Entity {id: 'ent:plant'}), (p:Passage)"
        " CREATE (c:Claim {id: 'mine', relation: 'owns', modality: 'possible', confidence: 0.5})"
        " CREATE (c)-[:SUBJECT]->(s) CREATE (c)-[:OBJECT]->(o) CREATE (c)-[:EVIDENCE]->(p)",
        write=True,
    )
    pulled = pull(store, here)
    owns = Claim(IRAN, Relation.OWNS, PLANT, Modality.POSSIBLE, evidence=(SAID,), confidence=0.5, method=METHOD)
    assert pulled.claims == (owns,)
    assert (pulled.by_hand, pulled.gone) == ({"mine": owns.id}, ())
    assert pulled.record()["claims"][0]["method"] == METHOD
    here.write(Batch(claims=pulled.claims))
    settle(store, pulled, here)
    push(here, store)
    assert [claim.id for claim in store.claims()] == sorted([OPERATES.id, owns.id])
    assert not pull(store, here)


def test_a_claim_deleted_in_neo4j_is_named_as_gone(store: Neo4jStore) -> None:
    here = MemoryStore()
    here.write(Batch(claims=[OPERATES]))
    push(here, store)
    _by_hand(store, "MATCH (c:Claim) DETACH DELETE c")
    assert pull(store, here).gone == (OPERATES.id,)


def test_what_cannot_be_taken_is_a_problem_that_says_where_and_why(store: Neo4jStore) -> None:
    here = MemoryStore()
    here.write(Batch(claims=[OPERATES]))
    push(here, store)
    _by_hand(store, "MATCH (c:Claim) SET c.confidence = 'high'")
    _by_hand(store, "MATCH (s:Entity {id: 'ent:iran'}), (o:Entity {id: 'ent:plant'}) CREATE (s)-[:OWNS]->(o)")
    problems = [str(problem) for problem in pull(store, here).problems]
    assert problems[0] == f"claim {OPERATES.id}: confidence is 'high', not a number; make it a number"
    assert "(ent:iran)-[:OWNS]->(ent:plant) stands without a claim" in problems[1]


def _by_hand(store: Neo4jStore, statement: str) -> None:
    """Change the graph as somebody does in Browser, where the stamp does not move."""
    store.transact(lambda tx: tx.run(statement).consume())
