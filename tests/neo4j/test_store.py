"""The Neo4j store against the in-memory reference: the same records, the same triples, the same counts."""

from __future__ import annotations

from dataclasses import replace
from threading import Thread

import pyoxigraph as ox
import pytest
from araz.errors import StoreReadOnly
from araz.graph.claim import Claim, Entity, Name, Passage, Review, Source, Verdict
from araz.graph.memory import MemoryStore
from araz.graph.neo4j import Neo4jStore
from araz.graph.rdf import read_triples
from araz.graph.ref import Ref
from araz.graph.store import Batch
from araz.ontology.vocabulary import Kind, Modality, Relation
from neo4j import ManagedTransaction
from neo4j.exceptions import Neo4jError

from .random_graphs import RandomGraph, together
from .server import Server

IRAN, PLANT, PRESS = Ref("ent", "iran"), Ref("ent", "plant"), Ref("src", "press")
SAID = Passage(PRESS, 0, 4, "Oil.", lang="en")
OPERATES = Claim(IRAN, Relation.OPERATES, PLANT, evidence=(SAID,))
OWNS = Claim(IRAN, Relation.OWNS, PLANT, evidence=(SAID,))


def test_five_hundred_random_graphs_go_from_rdf_to_neo4j_and_back_unchanged(store: Neo4jStore) -> None:
    origin = MemoryStore()
    origin.write(together(range(500)))
    lines = list(origin.ntriples())
    records = read_triples(quad.triple for quad in ox.parse("".join(lines), ox.RdfFormat.N_TRIPLES))
    assert not records.problems
    store.write(Batch(records.sources, records.entities, records.claims))
    assert list(store.ntriples()) == lines


@pytest.mark.parametrize("seed", range(6))
def test_a_run_of_writes_and_withdrawals_leaves_what_the_reference_keeps(store: Neo4jStore, seed: int) -> None:
    reference, graph = MemoryStore(), RandomGraph(seed)
    for _ in range(5):
        held = [claim.id for claim in reference.claims()]
        changed = [replace(claim, confidence=0.25) for claim in reference.claims(held[:2])]
        withdrawn = graph.random.sample(held, len(held) // 2)
        made = graph.batch(most_claims=10)
        batch = Batch(made.sources, made.entities, [*made.claims, *changed], withdrawn)
        assert store.write(batch) == reference.write(batch)
        assert store.stamp() == reference.stamp()
        assert list(store.ntriples()) == list(reference.ntriples())
    assert _stray(store) == 0


def test_writing_the_same_twice_changes_nothing(store: Neo4jStore) -> None:
    batch = Batch([Source(PRESS, "Press")], [Entity(IRAN, Kind.STATE, (Name("Iran", "en"),))], [OPERATES])
    store.write(batch)
    stamp = store.stamp()
    again = store.write(batch)
    assert (again.claims_unchanged, again.claims_new, again.entities_known) == (1, 0, 1)
    assert store.stamp() == stamp


def test_parallel_claims_stay_parallel_relationships(store: Neo4jStore) -> None:
    other = replace(OPERATES, evidence=(replace(SAID, start=10, end=14),))
    store.write(Batch(claims=[OPERATES, other]))
    found = store.cypher(
        "MATCH (:Entity {id: $a})-[r:OPERATES]->() RETURN r.claim AS claim ORDER BY claim", {"a": IRAN}
    )
    assert found.rows == tuple(sorted([(OPERATES.id,), (other.id,)]))


@pytest.mark.parametrize("modality", [m for m in Modality if m is not Modality.ASSERTED])
def test_what_is_not_asserted_is_never_a_relationship(store: Neo4jStore, modality: Modality) -> None:
    store.write(Batch(claims=[replace(OPERATES, modality=modality)]))
    assert store.cypher("MATCH ()-[r:OPERATES]->() RETURN r").rows == ()


def test_a_rejected_claim_stays_and_its_relationship_goes(store: Neo4jStore) -> None:
    store.write(Batch(claims=[OPERATES]))
    store.write(Batch(claims=[replace(OPERATES, review=Review(Verdict.REJECTED, "Ana", "2025"))]))
    assert store.cypher("MATCH (c:Claim) RETURN c.verdict AS v").rows == (("rejected",),)
    assert store.cypher("MATCH ()-[r:OPERATES]->() RETURN r").rows == ()


def test_a_passage_of_two_claims_stays_until_the_last_one_is_withdrawn(store: Neo4jStore) -> None:
    store.write(Batch(claims=[OPERATES, OWNS]))
    store.write(Batch(withdrawn=[OPERATES.id]))
    assert store.cypher("MATCH (p:Passage) RETURN count(p) AS n").rows == ((1,),)
    store.write(Batch(withdrawn=[OWNS.id]))
    assert store.cypher("MATCH (n) WHERE NOT n:ArazStore RETURN count(n) AS n").rows == ((0,),)


def test_an_entity_that_changes_its_class_loses_the_old_labels(store: Neo4jStore) -> None:
    store.write(Batch(entities=[Entity(PLANT, Kind.HYDRO_PLANT, (Name("Plant"),), description="old")]))
    store.cypher("MATCH (n:Entity) SET n:Favourite, n.colour = 'red'", write=True)
    store.write(Batch(entities=[Entity(PLANT, Kind.DAM, (Name("Plant"),))]))
    asked = "MATCH (n:Entity) UNWIND labels(n) AS label RETURN label, n.colour, n.description ORDER BY label"
    labels = ("Dam", "Entity", "Favourite", "Infrastructure")
    assert store.cypher(asked).rows == tuple((label, "red", None) for label in labels)


def test_nodes_and_relationships_of_others_stay_as_they_are(store: Neo4jStore) -> None:
    store.cypher(
        "CREATE (a:Person {id: 7, name: 'Ana'})-[:LIKES {since: 2020}]->(b:Entity {name: 'no id of ours'})"
        " CREATE (:Claim {id: 'of another program', text: 'x'})",
        write=True,
    )
    store.write(Batch(claims=[OPERATES]))
    store.cypher("MATCH (c:Claim {id: $c}), (a:Person) CREATE (a)-[:NOTED]->(c)", {"c": OPERATES.id}, write=True)
    assert [claim.id for claim in store.claims()] == [OPERATES.id]
    assert list(store.entities()) == []
    store.write(Batch(withdrawn=[OPERATES.id]))
    kept = store.cypher("MATCH (a:Person)-[r]->(b) RETURN type(r) AS t, a.name AS n, b.name AS m ORDER BY t").rows
    assert kept == (("LIKES", "Ana", "no id of ours"), ("NOTED", "Ana", None))
    assert store.cypher("MATCH (c:Claim) RETURN c.id AS id").rows == (("of another program",),)
    assert store.cypher("MATCH (c:Withdrawn) RETURN keys(c) AS k").rows == (("[]",),)


def test_what_somebody_broke_by_hand_is_put_right_by_the_next_write(store: Neo4jStore) -> None:
    store.write(Batch(claims=[OPERATES]))
    store.cypher("MATCH (c:Claim) SET c.confidence = 'high' REMOVE c.relation", write=True)
    store.cypher("MATCH (:Claim)-[r:SUBJECT]->() DELETE r", write=True)
    store.write(Batch(claims=[OPERATES]))
    assert list(store.claims()) == [OPERATES]


def test_a_second_store_sees_at_once_what_the_first_one_wrote(store: Neo4jStore, server: Server) -> None:
    second = Neo4jStore(server.uri)
    store.write(Batch(claims=[OPERATES]))
    assert [claim.id for claim in second.claims()] == [OPERATES.id]
    second.close()


def test_two_writers_at_once_lose_nothing(store: Neo4jStore, server: Server) -> None:
    def write(batch: Batch) -> None:
        other = Neo4jStore(server.uri, write=True)
        other.write(batch)
        other.close()

    claims = [replace(OPERATES, evidence=(replace(SAID, start=n * 10, end=n * 10 + 4),)) for n in range(60)]
    parts = [Batch(claims=claims[n::3]) for n in range(3)]
    threads = [Thread(target=write, args=(part,)) for part in parts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(list(store.claims())) == 60


def test_a_store_opened_for_reading_takes_no_writes(store: Neo4jStore, server: Server) -> None:
    reading = Neo4jStore(server.uri)
    with pytest.raises(StoreReadOnly, match="opened for reading"):
        reading.write(Batch(claims=[OPERATES]))
    with pytest.raises(StoreReadOnly, match="opened for reading"):
        reading.cypher("CREATE (:Note)", write=True)
    reading.close()


def test_sparql_is_answered_from_a_copy_that_follows_the_writes(store: Neo4jStore) -> None:
    asked = "SELECT ?who ?what { ?who az:operates ?what }"
    assert store.select(asked).rows == ()
    store.write(Batch(claims=[OPERATES]))
    assert store.select(asked).rows == ((IRAN, PLANT),)
    store.cypher("MATCH (n) DETACH DELETE n", write=True)
    assert store.select(asked).rows == ()


def test_the_constraints_and_indexes_are_there(store: Neo4jStore) -> None:
    kinds = store.cypher("SHOW INDEXES YIELD name, type WHERE name STARTS WITH 'araz' RETURN type, count(*) AS n")
    assert {"FULLTEXT", "POINT", "RANGE"} <= {row[0] for row in kinds.rows}


def _stray(store: Neo4jStore) -> object:
    """How many nodes and relationships there are that nothing accounts for."""
    return store.cypher(
        "OPTIONAL MATCH (p:Passage) WHERE NOT EXISTS { MATCH (p)<-[:EVIDENCE]-() }"
        " WITH count(p) AS passages OPTIONAL MATCH (e:Entity) WHERE e.name IS NULL AND NOT EXISTS { MATCH (e)--() }"
        " WITH passages, count(e) AS entities OPTIONAL MATCH ()-[r]->() WHERE r.claim IS NOT NULL"
        " AND NOT EXISTS { MATCH (c:Claim {id: r.claim}) WHERE c.modality = 'asserted' AND c.verdict IS NULL"
        " OR c.verdict = 'accepted' }"
        " WITH passages, entities, count(r) AS relationships RETURN passages + entities + relationships AS stray"
    ).rows[0][0]


def test_a_passing_fault_of_the_server_is_met_by_trying_again(store: Neo4jStore) -> None:
    tries: list[int] = []

    def fails_once(tx: ManagedTransaction) -> None:
        tries.append(1)
        tx.run("CREATE (:Note)").consume()
        if len(tries) == 1:
            code = "Neo.TransientError.Transaction.DeadlockDetected"
            raise Neo4jError._hydrate_neo4j(code=code, message="two waited for each other")

    store.transact(fails_once)
    assert len(tries) == 2
    assert store.cypher("MATCH (n:Note) RETURN count(n) AS n").rows == ((1,),)
