"""Review keeps the same promises on a Neo4j server, where people may decide by hand as well."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from araz.graph.claim import Review, Verdict
from araz.graph.memory import MemoryStore
from araz.graph.neo4j import Neo4jStore
from araz.graph.store import Batch, Store
from araz.graph.sync import pull, push

from ..graph.review_promises import DAY, PROMISES, RUNS, load, sitting, stored


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
def test_review_keeps_its_promise(promise: Callable[[Store], None], store: Neo4jStore) -> None:
    promise(store)


def test_what_was_decided_is_pushed_and_nothing_else_is(store: Neo4jStore) -> None:
    origin = MemoryStore()
    load(origin, RUNS)
    push(origin, store)
    sitting(origin).reject(RUNS.id, "a joke")
    assert push(origin, store).claims_updated == 1
    assert stored(store, RUNS.id) == stored(origin, RUNS.id)
    sitting(origin).reopen(RUNS.id)
    assert push(origin, store).claims_updated == 1
    assert push(origin, store).claims_updated == 0
    assert stored(store, RUNS.id) == stored(origin, RUNS.id)


def test_a_verdict_written_by_hand_is_one_decision_more(store: Neo4jStore) -> None:
    origin = MemoryStore()
    load(origin, RUNS)
    sitting(origin).accept(RUNS.id)
    push(origin, store)
    store.cypher("MATCH (c:Claim) SET c.verdict = 'rejected', c.reviewed_by = 'Bo'", write=True)
    (pulled,) = pull(store, origin).claims
    assert pulled.review == Review(Verdict.REJECTED, "Bo", DAY).after([Review(Verdict.ACCEPTED, "Ana", DAY)])
    origin.write(Batch(claims=[pulled]))
    assert push(origin, store).claims_updated == 1
    assert stored(store, RUNS.id).review == pulled.review
