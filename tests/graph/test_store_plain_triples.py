"""Which claims stand as plain triples, alike in every store."""

from __future__ import annotations

from dataclasses import replace

import pytest
from araz.graph.claim import (
    Claim,
    Review,
    Verdict,
)
from araz.graph.ref import Ref
from araz.graph.store import Batch, Store
from araz.ontology.vocabulary import Modality, Relation

from .region import (
    IRAN,
    OPERATES,
    OPERATES_TOO,
    PLAIN,
    SAID,
    by_id,
    says,
)


@pytest.mark.parametrize("modality", Modality)
def test_only_an_asserted_claim_stands_as_a_plain_triple(store: Store, modality: Modality) -> None:
    store.write(Batch(claims=(replace(OPERATES, modality=modality),)))
    assert says(store, PLAIN) == (modality is Modality.ASSERTED)


def test_a_negated_claim_does_not_take_the_plain_triple_of_another_away(store: Store) -> None:
    denied = replace(OPERATES, modality=Modality.NEGATED)
    store.write(Batch(claims=(OPERATES, denied)))
    assert says(store, PLAIN)
    store.write(Batch(withdrawn=(OPERATES.id,)))
    assert not says(store, PLAIN)
    assert list(store.claims()) == [denied]


def test_the_plain_triple_goes_with_the_last_claim_that_says_it(store: Store) -> None:
    store.write(Batch(claims=(OPERATES, OPERATES_TOO)))
    store.write(Batch(withdrawn=(OPERATES.id,)))
    assert says(store, PLAIN)
    store.write(Batch(withdrawn=(OPERATES_TOO.id,)))
    assert not says(store, PLAIN)


def test_a_rejected_claim_loses_its_plain_triple_and_gets_it_back_when_accepted(store: Store) -> None:
    store.write(Batch(claims=(OPERATES,)))
    rejected = replace(OPERATES, review=Review(Verdict.REJECTED, "Ana"))
    store.write(Batch(claims=(rejected,)))
    assert not says(store, PLAIN)
    assert list(store.claims()) == [rejected]
    store.write(Batch(claims=(replace(OPERATES, review=Review(Verdict.ACCEPTED, "Ana")),)))
    assert says(store, PLAIN)


def test_a_rejected_claim_does_not_hold_the_plain_triple_of_a_withdrawn_one(store: Store) -> None:
    rejected = replace(OPERATES_TOO, review=Review(Verdict.REJECTED, "Ana"))
    store.write(Batch(claims=(OPERATES, rejected)))
    assert says(store, PLAIN)
    store.write(Batch(withdrawn=(OPERATES.id,)))
    assert not says(store, PLAIN)


def test_parallel_claims_stay_apart(store: Store) -> None:
    store.write(Batch(claims=(OPERATES, OPERATES_TOO)))
    rows = store.select(
        "SELECT ?claim { ?claim rdf:subject ent:iran ; rdf:predicate az:operates } ORDER BY ?claim"
    ).rows
    assert rows == tuple((claim.id,) for claim in by_id((OPERATES, OPERATES_TOO)))


def test_a_symmetric_relation_stands_only_as_it_was_claimed(store: Store) -> None:
    store.write(Batch(claims=(Claim(IRAN, Relation.BORDERS, Ref("ent", "armenia"), evidence=(SAID,)),)))
    assert says(store, "ASK { ent:iran az:borders ent:armenia }")
    assert not says(store, "ASK { ent:armenia az:borders ent:iran }")


# All stores alike
