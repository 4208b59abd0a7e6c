"""Columns: the same from every way of reading, with every field of a claim that counts."""

from __future__ import annotations

import araz
import pytest
from araz.errors import StoreError
from araz.graph.claim import Claim, Passage, Review, Verdict
from araz.graph.dates import Interval
from araz.graph.memory import MemoryStore
from araz.graph.oxigraph import OxigraphStore
from araz.graph.ref import Ref
from araz.graph.store import Batch, Table
from araz.ontology.vocabulary import Kind, Modality, Relation, Term
from araz.queries.columnqueries import columns_by_query
from araz.queries.columns import KINDS, MODALITIES, RELATIONS, VERDICTS, columns_by_claim, read_columns
from hypothesis import given, settings

from ..graph.strategies import batches
from .regions import ref, same_columns, thing

SAID = Passage(Ref("src", "a"), 0, 5, "Said.")


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
    assert same_columns(columns[0], columns[1])
    assert same_columns(columns[0], columns_by_query(stores[1]))


@settings(max_examples=30, deadline=None)
@given(batches())
def test_any_claims_read_the_same_by_query_and_one_by_one(batch):
    store, plain = OxigraphStore.in_memory(), MemoryStore()
    store.write(batch)
    plain.write(batch)
    assert same_columns(columns_by_query(store), columns_by_claim(plain))


def test_the_example_reads_the_same_either_way():
    with araz.open("example") as graph:
        assert same_columns(read_columns(graph.store), columns_by_claim(graph.store))


def test_columns_say_what_the_claims_say(odd):
    store = OxigraphStore.in_memory()
    store.write(odd)
    columns = read_columns(store)
    assert list(columns.claims) == sorted(claim.id.local for claim in odd.claims)
    assert [str(entity) for entity in columns.entities] == ["ent:dam", "ent:iran", "ent:x", "ent:y", "ent:z"]
    assert list(columns.names) == ["Dam", "Iran", "ent:x", "ent:y", "Z"]
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
    assert (len(columns.claims), len(columns.entities), columns.kinds.size) == (0, 0, 0)
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
    assert same_columns(read_columns(store), read_columns(other))


def test_an_answer_cut_short_is_an_error(odd, monkeypatch):
    store = OxigraphStore.in_memory()
    store.write(odd)
    monkeypatch.setattr(store, "select", lambda *_: Table(("count", "lines"), ((2, "a b c d e f"),)))
    with pytest.raises(StoreError, match="cut its answer short"):
        read_columns(store)


def test_a_session_reads_a_store_once_until_it_changes(odd, monkeypatch):
    store = OxigraphStore.in_memory()
    store.write(odd)
    first = read_columns(store)
    with monkeypatch.context() as patch:
        patch.setattr(store, "select", lambda *_: pytest.fail("the store was read again"))
        assert read_columns(store) is first
    store.write(Batch(withdrawn=[odd.claims[0].id]))
    assert len(read_columns(store).claims) == len(first.claims) - 1


def test_of_several_values_of_a_property_the_least_counts(odd):
    store = OxigraphStore.in_memory()
    store.write(odd)
    before = read_columns(store)
    claim = odd.claims[3].id.iri
    store._store.update(
        f'INSERT DATA {{ <{claim}> <{Term.VALID_TO}> "2024-01" , "2025" . <{claim}> <{Term.CONFIDENCE}> 2e0 }}'
    )
    columns = columns_by_query(store)
    assert list(columns.claims) == list(before.claims)
    at = list(columns.claims).index(odd.claims[3].id.local)
    assert (columns.dates[columns.ends[at]], columns.confidences[at]) == ("2024-01", 1.0)
