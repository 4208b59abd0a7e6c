"""Claims, entities and sources survive the way to a property graph and back."""

from __future__ import annotations

import pytest
from araz.errors import ArazError
from araz.graph.claim import Claim, Entity, Name, Passage, Source
from araz.graph.properties import (
    claim_row,
    entity_row,
    labels_of,
    read_claim,
    read_entity,
    read_source,
    relationship_types,
    source_row,
)
from araz.graph.ref import Ref
from araz.ontology.vocabulary import Kind, Modality, Relation
from hypothesis import given, settings

from ..neo4j import strategies

SAID = Passage(Ref("src", "a"), 0, 4, "Oil.")
OWNS = Claim(Ref("ent", "a"), Relation.OWNS, Ref("ent", "b"), evidence=(SAID,))


@given(strategies.claims)
@settings(max_examples=400, deadline=None)
def test_a_claim_comes_back_from_its_row_with_every_field(claim: Claim) -> None:
    back = read_claim(claim_row(claim))
    assert back == claim
    assert back.id == claim.id


@given(strategies.entities)
@settings(max_examples=300, deadline=None)
def test_an_entity_comes_back_from_its_row_with_every_field(entity: Entity) -> None:
    assert read_entity(entity_row(entity)) == entity


@given(strategies.sources)
@settings(max_examples=100, deadline=None)
def test_a_source_comes_back_from_its_row_with_every_field(source: Source) -> None:
    assert read_source(source_row(source)) == source


@given(strategies.claims)
@settings(max_examples=200, deadline=None)
def test_a_row_holds_only_what_a_cypher_engine_keeps(claim: Claim) -> None:
    row = claim_row(claim)
    for properties in (row["properties"], *(passage["properties"] for passage in row["passages"])):
        for value in properties.values():
            assert type(value) in (str, int, float, list), value
            if isinstance(value, list):
                assert value, "an empty list has no type in Neo4j"
                assert len({type(item) for item in value}) == 1


@pytest.mark.parametrize("modality", Modality)
def test_only_an_asserted_claim_is_a_relationship_too(modality: Modality) -> None:
    claim = Claim(Ref("ent", "a"), Relation.OWNS, Ref("ent", "b"), modality, evidence=(SAID,))
    assert ("relationship" in claim_row(claim)) == (modality is Modality.ASSERTED)


def test_a_relationship_carries_its_claim_so_that_parallel_ones_stay_apart() -> None:
    relationship = claim_row(OWNS).get("relationship")
    assert relationship is not None
    assert relationship["properties"]["claim"] == str(OWNS.id)
    assert (relationship["subject"], relationship["type"], relationship["object"]) == ("ent:a", "OWNS", "ent:b")


@pytest.mark.parametrize("kind", Kind)
def test_labels_run_from_the_widest_to_the_kind(kind: Kind) -> None:
    labels = labels_of(kind.value)
    assert labels[0] == "Entity"
    assert labels[-1] == kind.value


def test_every_relation_has_a_type_of_its_own() -> None:
    types = relationship_types()
    assert set(types) == {relation.value for relation in Relation}
    assert len(set(types.values())) == len(types)


def test_a_label_of_somebody_else_does_not_change_the_kind() -> None:
    row = entity_row(Entity(Ref("ent", "a"), Kind.HYDRO_PLANT, (Name("A"),)))
    row["labels"] = ["Zebra", *row["labels"], "Favourite"]
    assert read_entity(row).kind is Kind.HYDRO_PLANT


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("confidence", "high", "confidence is 'high', not a number"),
        ("confidence", 1.7, "confidence 1.7 is not between 0 and 1"),
        ("relation", "ownz", "relation: unknown term 'ownz'; did you mean owns?"),
        ("valid_from", "2025-02-30", "'2025-02-30' is not a date"),
        ("valid_from", 2025, "valid_from is 2025, not text"),
        ("quantity_values", [1.0], "quantity_… lists have different lengths"),
        ("quantity_values", 1.0, "quantity_values is 1.0, not a list"),
        ("verdict", "maybe", "verdict: unknown term 'maybe'"),
    ],
)
def test_what_somebody_changed_to_something_unusable_is_named(key: str, value: object, said: str) -> None:
    row = claim_row(OWNS)
    changed: dict[str, object] = {**row, "properties": {**row["properties"], key: value}}
    with pytest.raises(ArazError) as raised:
        read_claim(changed)
    assert said in str(raised.value)
