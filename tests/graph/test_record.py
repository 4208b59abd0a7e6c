"""JSON records: strict in, complete out."""

from __future__ import annotations

import json

import pytest
from araz.errors import InputError
from araz.graph.claim import Claim, Entity, Source
from araz.graph.record import claim_record, entity_record, read_claim, read_entity, read_source, source_record
from hypothesis import given, settings

from .strategies import claims, entities, sources

SAID = {"source": "src:a", "start": 0, "end": 4, "quote": "Oil."}
CLAIM = {"subject": "ent:a", "relation": "owns", "object": "ent:b", "evidence": [SAID]}
ENTITY = {"type": "entity", "id": "ent:a", "kind": "State", "names": [{"text": "A", "lang": "en"}]}
SOURCE = {"type": "source", "id": "src:a", "title": "A"}


def through_json(record: object):
    return json.loads(json.dumps(record, ensure_ascii=False))


@given(claims())
@settings(max_examples=60, deadline=None)
def test_a_claim_comes_back_from_its_record_with_every_field(claim: Claim) -> None:
    back = read_claim(through_json(claim_record(claim)))
    assert back == claim
    assert back.id == claim.id


@given(entities())
@settings(max_examples=60, deadline=None)
def test_an_entity_comes_back_from_its_record_with_every_field(entity: Entity) -> None:
    assert read_entity(through_json(entity_record(entity))) == entity


@given(sources())
@settings(max_examples=60, deadline=None)
def test_a_source_comes_back_from_its_record_with_every_field(source: Source) -> None:
    assert read_source(through_json(source_record(source))) == source


def test_what_is_left_out_or_null_has_its_default() -> None:
    optional = (
        *("id", "modality", "condition", "attributed_to", "valid_from", "valid_to", "quantities", "confidence"),
        *("method", "review"),
    )
    assert read_claim({**CLAIM, **dict.fromkeys(optional)}) == read_claim(CLAIM)
    claim = read_claim(CLAIM)
    assert (claim.modality, claim.confidence, claim.method, claim.review) == ("asserted", 1.0, "annotated", None)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("confidance", 0.5, "a claim has no key 'confidance' (here 0.5); did you mean 'confidence'?"),
        ("colour", "red", "a claim has no key 'colour' (here 'red'); use attributed_to"),
        ("type", "entity", "type 'entity' is not 'claim'"),
        ("subject", None, "'subject' is missing"),
        ("subject", 7, "'subject' is 7; give a text"),
        ("subject", "iran", "'iran' is not an id"),
        ("subject", "src:a", "subject 'src:a' does not start with ent:"),
        ("subject", "foo:a", "unknown prefix 'foo'"),
        ("subject", "ent:a b", "'a b' is not a usable id"),
        ("object", ["ent:b"], "'object' is ['ent:b']; give a text"),
        ("relation", "ownz", "unknown relation 'ownz'; did you mean owns?"),
        ("modality", "certain", "unknown modality 'certain'"),
        ("modality", True, "'modality' is True"),
        ("attributed_to", "wd:Q1", "attributed_to 'wd:Q1' does not start with ent:"),
        ("valid_from", 2025, "'valid_from' is 2025; give a text"),
        ("valid_from", "2025-02-30", "'2025-02-30' is not a date"),
        ("confidence", 1.7, "confidence 1.7 is not between 0 and 1"),
        ("confidence", True, "'confidence' is True; give a number"),
        ("confidence", "0.7", "'confidence' is '0.7'; give a number"),
        ("confidence", float("nan"), "confidence nan is not between 0 and 1"),
        ("confidence", 10**400, "'confidence' is 1000"),
        ("condition", " ", "a condition is empty"),
        ("condition", 1, "'condition' is 1"),
        ("method", "a\x00b", "a method holds the character U+0000"),
        ("quantities", 0, "'quantities' is 0; give a list"),
        ("quantities", [5], "'quantities' is 5; give a list of objects"),
        ("quantities", [{"value": 5}], "'unit' is missing"),
        ("quantities", [{"value": False, "unit": "MW"}], "'value' is False"),
        ("quantities", [{"value": 5, "unit": "MW", "per": "h"}], "a quantity has no key 'per'"),
        ("review", "accepted", "'review' is 'accepted'; give an object"),
        ("review", {"verdict": "maybe", "by": "Ana"}, "unknown verdict 'maybe'"),
        ("review", {"verdict": "accepted"}, "'by' is missing"),
        ("evidence", [], "a claim has no evidence"),
        ("evidence", SAID, "'evidence' is {'source'"),
        ("evidence", [{**SAID, "start": "0"}], "'start' is '0'; give a whole number"),
        ("evidence", [{**SAID, "start": 0.0}], "'start' is 0.0; give a whole number"),
        ("evidence", [{**SAID, "start": True}], "'start' is True"),
        ("evidence", [{**SAID, "end": 5}], "5 characters long, its quote 4"),
        ("evidence", [{**SAID, "page": 3}], "a passage has no key 'page'"),
        ("evidence", [{"start": 0, "end": 4, "quote": "Oil."}], "'source' is missing"),
        ("id", "claim:0123", "id 'claim:0123' is not that of what the claim says"),
    ],
)
def test_a_claim_that_cannot_be_taken_names_key_and_value(key: str, value: object, said: str) -> None:
    with pytest.raises(InputError) as raised:
        read_claim({**CLAIM, key: value})
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("id", "wd:Q1", "id 'wd:Q1' does not start with ent:"),
        ("kind", "Sate", "unknown kind 'Sate'; did you mean State?"),
        ("names", [], "has no name"),
        ("names", ["A"], "'names' is 'A'; give a list of objects"),
        ("names", [{"text": "A", "language": "en"}], "a name has no key 'language'"),
        ("names", [{"text": "A", "lang": "English"}], "'English' is not a language tag"),
        ("same_as", "wd:Q1", "'same_as' is 'wd:Q1'; give a list"),
        ("same_as", [794], "'same_as' is 794; give a list of texts"),
        ("point", [40], "'point' is [40]; give a list of latitude and longitude"),
        ("point", ["40", 47], "'point' is '40'; give a number"),
        ("point", [47, 400], "is not on Earth"),
        (
            "attributes",
            [{"measure": "hieght", "value": 3, "unit": "m"}],
            "unknown measure 'hieght'; did you mean height",
        ),
        ("attributes", [{"measure": "height", "value": 3, "unit": "m", "as_of": "yesterday"}], "is not a date"),
        ("colour", "red", "an entity has no key 'colour'"),
    ],
)
def test_an_entity_that_cannot_be_taken_names_key_and_value(key: str, value: object, said: str) -> None:
    with pytest.raises(InputError) as raised:
        read_entity({**ENTITY, key: value})
    assert said in str(raised.value)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("id", "ent:a", "id 'ent:a' does not start with src:"),
        ("title", None, "'title' is missing"),
        ("url", "javascript:alert(1)", "is not a web address"),
        ("sha256", "abc", "is not a SHA-256"),
        ("author", "Ana", "a source has no key 'author'"),
    ],
)
def test_a_source_that_cannot_be_taken_names_key_and_value(key: str, value: object, said: str) -> None:
    with pytest.raises(InputError) as raised:
        read_source({**SOURCE, key: value})
    assert said in str(raised.value)


def test_a_condition_is_an_entity_only_when_it_reads_as_one() -> None:
    assert str(read_claim({**CLAIM, "condition": "ent:iran-unrest"}).condition) == "ent:iran-unrest"
    for text in ("if talks fail", "ent:not an id", "src:a", "ent:"):
        assert read_claim({**CLAIM, "condition": text}).condition == text


def test_a_long_value_is_cut_in_the_message() -> None:
    with pytest.raises(InputError) as raised:
        read_claim({**CLAIM, "confidence": "x" * 10_000})
    assert len(str(raised.value)) < 200
