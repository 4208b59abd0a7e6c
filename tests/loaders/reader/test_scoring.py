"""Scores that can be counted by hand, and a form that goes out and back."""

from dataclasses import replace

import pytest
from araz.errors import InputError
from araz.graph.claim import Quantity
from araz.graph.dates import Interval
from araz.graph.ref import Ref
from araz.loaders.reader.extraction import Extracted, Extraction, Found, Mention, read_extraction
from araz.loaders.reader.scoring import alignment, per_relation, score
from araz.ontology.vocabulary import Kind, Modality, Relation

TEXT = "Iran sells gas to Turkey. Baku denied it."
IRAN, TURKEY, BAKU = (Ref("ent", name) for name in ("iran", "turkiye", "azerbaijan"))


def said(relation: Relation = Relation.EXPORTS_TO, modality: Modality = Modality.ASSERTED) -> Extracted:
    return Extracted(IRAN, relation, TURKEY, modality, (0, 25), (0, 4), (18, 24))


def meant(*claims: Extracted) -> Extraction:
    entities = tuple(Found(ref, Kind.STATE, ref.local) for ref in (IRAN, TURKEY, BAKU))
    mentions = (Mention(IRAN, 0, 4), Mention(TURKEY, 18, 24), Mention(BAKU, 26, 30))
    return Extraction(TEXT, entities, mentions, claims)


def by_name(gold: Extraction, found: Extraction) -> dict[str, tuple[int, int, int]]:
    return {row.what: (row.count.meant, row.count.said, row.count.right) for row in score([(gold, found)], draws=20)}


def test_the_annotation_itself_is_all_right() -> None:
    gold = meant(said())
    assert all(row.count.f1 == row.low == row.high == 1 for row in score([(gold, gold)], draws=20))


def test_a_wrong_class_counts_for_the_span_alone() -> None:
    gold = meant()
    found = replace(gold, entities=(replace(gold.entities[0], kind=Kind.REGION), *gold.entities[1:]))
    rows = by_name(gold, found)
    assert rows["entities: span"] == (3, 3, 3)
    assert rows["entities: span and class"] == (3, 3, 2)


def test_a_description_is_neither_right_nor_wrong_as_a_name() -> None:
    gold = meant()
    gold = replace(gold, entities=(replace(gold.entities[0], named=False), *gold.entities[1:]))
    assert by_name(gold, meant())["entities: span"] == (2, 2, 2)


def test_direction_relation_and_modality_are_counted_one_after_the_other() -> None:
    turned = replace(said(), subject=TURKEY, object=IRAN)
    rows = by_name(meant(said()), meant(turned))
    assert (rows["claims: ends and relation"], rows["claims: with direction"]) == ((1, 1, 1), (1, 1, 0))
    rows = by_name(meant(said()), meant(said(Relation.SUPPLIES_TO)))
    assert (rows["claims: ends"], rows["claims: ends and relation"]) == ((1, 1, 1), (1, 1, 0))
    rows = by_name(meant(said()), meant(said(modality=Modality.NEGATED)))
    assert rows["claims: with direction"] == (1, 1, 1)
    assert rows["claims: with direction and modality"] == (1, 1, 0)


def test_a_relation_that_reads_both_ways_has_no_direction() -> None:
    border = said(Relation.BORDERS)
    rows = by_name(meant(border), meant(replace(border, subject=TURKEY, object=IRAN)))
    assert rows["claims: with direction"] == (1, 1, 1)


CORE, CORE_MODAL = "core claims: with direction", "core claims: with direction and modality"


def described(extraction: Extraction, *which: Ref) -> Extraction:
    kinds = (replace(entity, named=entity.id not in which) for entity in extraction.entities)
    return replace(extraction, entities=tuple(kinds))


def test_core_claims_are_those_between_two_names() -> None:
    gold, also = meant(said()), said(Relation.OWNS)
    assert by_name(gold, meant(said(), also))[CORE] == (1, 2, 1)
    assert by_name(described(gold, TURKEY), meant(said(), also))[CORE] == (0, 1, 0)
    assert by_name(gold, described(meant(also), IRAN))[CORE] == (1, 0, 0)
    assert by_name(gold, described(meant(said()), IRAN))[CORE] == (1, 1, 1)


def test_a_core_claim_in_the_wrong_mode_is_found_but_not_right() -> None:
    rows = by_name(meant(said()), meant(said(modality=Modality.NEGATED)))
    assert (rows[CORE], rows[CORE_MODAL]) == ((1, 1, 1), (1, 1, 0))


def test_saying_a_claim_twice_is_right_once() -> None:
    assert by_name(meant(said()), meant(said(), said()))["claims: with direction"] == (1, 2, 1)


def test_entities_are_told_by_where_they_stand_and_not_by_their_ids() -> None:
    other = Ref("ent", "persia")
    found = Extraction(TEXT, (Found(other, Kind.STATE, "Persia"),), (Mention(other, 0, 4),))
    assert alignment(meant(), found) == {other: IRAN}


def test_claims_are_counted_by_relation() -> None:
    counts = per_relation([(meant(said()), meant(said(Relation.OWNS)))])
    assert {name: (count.meant, count.said, count.right) for name, count in counts.items()} == {
        "exportsTo": (1, 0, 0),
        "owns": (0, 1, 0),
    }


def test_the_json_form_goes_out_and_back() -> None:
    whole = replace(
        said(modality=Modality.CONDITIONAL),
        condition="the line is mended",
        attributed_to=BAKU,
        quantities=(Quantity(2.0, "bcm/y", "gas"),),
        valid=Interval("2025", ""),
        confidence=0.25,
        method="reader",
        id="claim:1",
    )
    extraction = meant(whole, replace(whole, condition=IRAN))
    assert read_extraction(extraction.record()) == extraction


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"mentions": [{"entity": "a", "start": 3, "end": 99}]}, "not a span"),
        ({"mentions": [{"entity": "a", "start": 3, "end": 3}]}, "not a span"),
        ({"entities": [{"id": "a", "class": "Planet", "name": "Mars"}]}, "no class 'Planet'"),
        ({"claims": [{"subject": "a", "relation": "loves", "object": "b", "sentence": [0, 4]}]}, "no relation 'loves'"),
        ({"text": 7}, "'text' is 7"),
    ],
)
def test_what_is_wrong_in_a_file_is_named(change: dict[str, object], problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        read_extraction({"text": TEXT, **change})
