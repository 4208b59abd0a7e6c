"""Columns: the same from every way of reading, with every field of a claim that counts."""

from __future__ import annotations

import dataclasses

import araz
import numpy as np
import pytest
from araz.errors import StoreError
from araz.graph.claim import Claim, Passage, Review, Verdict
from araz.graph.dates import Interval
from araz.graph.memory import MemoryStore
from araz.graph.oxigraph import OxigraphStore
from araz.graph.ref import Ref
from araz.graph.store import Batch, Table
from araz.ontology.vocabulary import Kind, Modality, Relation
from araz.queries import columns as module
from araz.queries.columns import KINDS, MODALITIES, RELATIONS, VERDICTS, Columns, read_columns

from .regions import ref, thing

SAID = Passage(Ref("src", "a"), 0, 5, "Said.")


def same(one: Columns, other: Columns) -> bool:
    pairs = [(getattr(one, f.name), getattr(other, f.name)) for f in dataclasses.fields(Columns)]
    return all(np.array_equal(a, b) if isinstance(a, np.ndarray) else a == b for a, b in pairs)


@pytest.fixture
def odd():
    """Claims with everything that can be odd about one."""
    spaced = "if 100 % of it\nburns, “so to say”"
    claims = [
        Claim(ref("iran"), Relation.OPERATES, ref("dam"), evidence=(SAID,), confidence=0.7),
        Claim(ref("iran"), Relation.OWNS, ref("dam"), Modality.CONDITIONAL, spaced, evidence=(SAID,)),
        Claim(ref("iran"), Relation.BUILDS, ref("dam"), Modality.CONDITIONAL, ref("war"), evidence=(SAID,)),
        Claim(ref("x"), Relation.OWNS, ref("y"), valid=Interval("2020", "2024-05-31"), evidence=(SAID,)),
        Claim(
            ref("x"), Relation.BUILDS, ref("y"), evidence=(SAID,), review=Review(Verdict.REJECTED, "me"), confidence=0.1
        ),
    ]
    return Batch(entities=[thing("iran", Kind.STATE), thing("dam", Kind.DAM), thing("z", Kind.RIVER)], claims=claims)


def test_every_way_of_reading_gives_the_same(odd):
    stores = OxigraphStore.in_memory(), MemoryStore()
    for store in stores:
        store.write(odd)
    columns = [read_columns(store) for store in stores]
    assert same(columns[0], columns[1])
    assert same(columns[0], module._by_query(stores[1]))


def test_the_example_reads_the_same_either_way():
    with araz.open("example") as graph:
        assert same(read_columns(graph.store), module._by_claim(graph.store))


def test_columns_say_what_the_claims_say(odd):
    store = OxigraphStore.in_memory()
    store.write(odd)
    columns = read_columns(store)
    assert columns.claims == tuple(sorted(claim.id.local for claim in odd.claims))
    assert [str(entity) for entity in columns.entities] == ["ent:dam", "ent:iran", "ent:x", "ent:y", "ent:z"]
    assert columns.names == ("Dam", "Iran", "ent:x", "ent:y", "Z")
    assert [KINDS[kind] for kind in columns.kinds] == ["Dam", "State", "Entity", "Entity", "River"]
    for claim in odd.claims:
        at = columns.claims.index(claim.id.local)
        assert columns.entities[columns.subjects[at]] == claim.subject
        assert columns.entities[columns.objects[at]] == claim.object
        assert RELATIONS[columns.relations[at]] is claim.relation
        assert MODALITIES[columns.modalities[at]] is claim.modality
        assert columns.confidences[at] == claim.confidence
        assert VERDICTS[columns.verdicts[at]] == (claim.review.verdict if claim.review else "")
        condition = columns.conditions[at]
        assert (None if condition < 0 else columns.terms[condition]) == claim.condition
        assert (columns.dates[columns.starts[at]], columns.dates[columns.ends[at]]) == (
            claim.valid.start,
            claim.valid.end,
        )


def test_an_empty_store_has_empty_columns():
    columns = read_columns(OxigraphStore.in_memory())
    assert (columns.claims, columns.entities, columns.kinds.size) == ((), (), 0)
    assert not columns.of_kind(Kind.STATE).any()


def test_of_kind_takes_the_classes_below(odd):
    store = OxigraphStore.in_memory()
    store.write(odd)
    columns = read_columns(store)
    infrastructure = columns.of_kind(Kind.INFRASTRUCTURE, Kind.WATER_BODY)
    assert [str(e) for e, is_one in zip(columns.entities, infrastructure, strict=True) if is_one] == [
        "ent:dam",
        "ent:z",
    ]


def test_a_store_without_sparql_is_read_claim_by_claim(odd, monkeypatch):
    from araz.errors import UsageError

    store, other = OxigraphStore.in_memory(), MemoryStore()
    store.write(odd)
    other.write(odd)

    def refuse(*_):
        raise UsageError("this store does not answer SPARQL")

    monkeypatch.setattr(store, "select", refuse)
    assert same(read_columns(store), read_columns(other))


def test_an_answer_cut_short_is_an_error(odd, monkeypatch):
    store = OxigraphStore.in_memory()
    store.write(odd)
    monkeypatch.setattr(store, "select", lambda *_: Table(("count", "lines"), ((2, "a b c d e f"),)))
    with pytest.raises(StoreError, match="cut its answer short"):
        read_columns(store)
