"""The bundled example: every claim stands in the text, at the offsets it gives, and says what the ontology allows."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from araz.graph.claim import Claim, Entity
from araz.graph.record import read_claim, read_entity
from araz.graph.ref import Ref
from araz.loaders import example_build
from araz.loaders.example_build import sentences
from araz.loaders.registry import load_registry
from araz.ontology.schema import load_schema

FOLDER = example_build.FOLDER
TEXT = (FOLDER / "briefing.txt").read_text("utf-8")
RECORDS = [json.loads(line) for line in (FOLDER / "claims.jsonl").read_text("utf-8").splitlines()]
CLAIMS = [read_claim(record) for record in RECORDS if record["type"] == "claim"]
DECLARED = {str(entity.id): entity for entity in (read_entity(r) for r in RECORDS if r["type"] == "entity")}
HEADLINE = (
    "ent:khudafarin-plant",
    "ent:qiz-qalasi-plant",
    "ent:ordubad-plant",
    "ent:marazad-plant",
    "ent:instc",
    "ent:araz-corridor",
    "ent:azerbaijan-iran-electricity",
)


@pytest.fixture(scope="module")
def entities() -> dict[str, Entity]:
    """Every entity that the claims name, from the registry or the example itself."""
    found = {ref: load_registry().entity(Ref.parse(ref)) for claim in CLAIMS for ref in named(claim)}
    return {ref: entity for ref, entity in found.items() if entity is not None} | DECLARED


def named(claim: Claim) -> list[str]:
    refs = [claim.subject, claim.object, claim.attributed_to]
    if not isinstance(claim.condition, str):
        refs.append(claim.condition)
    return [str(ref) for ref in refs if ref is not None]


def plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def test_the_briefing_has_70_to_110_sentences():
    assert 70 <= len(sentences(TEXT)) <= 110


def test_the_briefing_says_that_it_is_an_illustration():
    assert "illustration" in TEXT[:500]
    assert "Araz project" in TEXT[:200]


def test_there_are_at_least_150_claims_and_none_twice():
    assert len(CLAIMS) >= 150
    assert len({claim.id for claim in CLAIMS}) == len(CLAIMS)


def test_every_quote_is_the_text_at_its_offsets():
    for claim in CLAIMS:
        for passage in claim.evidence:
            assert TEXT[passage.start : passage.end] == passage.quote


def test_every_passage_lies_within_one_sentence():
    spans = [(sentence.start, sentence.end) for sentence in sentences(TEXT)]
    for claim in CLAIMS:
        for passage in claim.evidence:
            assert any(start <= passage.start and passage.end <= end for start, end in spans), passage.quote


def test_nearly_every_sentence_carries_a_claim():
    starts = {passage.start for claim in CLAIMS for passage in claim.evidence}
    bare = [s.text for s in sentences(TEXT) if not any(s.start <= start < s.end for start in starts)]
    assert len(bare) <= 3, bare


def test_all_five_modalities_occur_at_least_ten_times():
    counts = Counter(str(claim.modality) for claim in CLAIMS)
    assert set(counts) == set(load_schema().modalities)
    assert min(counts.values()) >= 10


def test_modality_condition_and_speaker_agree():
    for claim in CLAIMS:
        assert (claim.condition is not None) == (claim.modality == "conditional"), claim
        if claim.modality == "reported":
            assert claim.attributed_to is not None, claim
        if claim.modality == "asserted":
            assert claim.attributed_to is None, claim


def test_confidences_vary_and_every_claim_is_annotated():
    assert len({claim.confidence for claim in CLAIMS}) >= 10
    assert all(0.5 <= claim.confidence <= 0.99 for claim in CLAIMS)
    assert {claim.method for claim in CLAIMS} == {"annotated"}


def test_quantities_are_in_units_of_the_ontology():
    quantities = [quantity for claim in CLAIMS for quantity in claim.quantities]
    assert len(quantities) >= 30
    assert [q for q in quantities if q.unit not in load_schema().units] == []


def test_the_electricity_trade_is_quantified_and_dated():
    sold = next(
        claim
        for claim in CLAIMS
        if (str(claim.subject), claim.relation, claim.valid.end) == ("ent:azerbaijan", "exportsTo", "2025-04")
    )
    assert {(q.value, q.unit) for q in sold.quantities} == {(11_400_000, "kWh"), (324_000, "USD")}
    assert sold.valid.start == "2025-01"


def test_at_least_two_claims_are_denied_by_another():
    said = {(c.subject, c.relation, c.object) for c in CLAIMS if c.modality in ("asserted", "reported")}
    denied = {(c.subject, c.relation, c.object) for c in CLAIMS if c.modality == "negated"}
    assert len(said & denied) >= 2


@pytest.mark.parametrize("asset", HEADLINE)
def test_iran_and_azerbaijan_both_hold_a_stake_in_each_asset_of_the_headline_question(asset: str):
    stakes = {name for name, term in load_schema().relations.items() if term.stake == "subject"}
    held = {str(c.subject) for c in CLAIMS if str(c.object) == asset and c.stands and c.relation in stakes}
    assert {"ent:iran", "ent:azerbaijan"} <= held


def test_the_plants_are_on_the_river():
    on_river = {str(c.subject) for c in CLAIMS if c.relation == "onRiver" and str(c.object) == "ent:araz-river"}
    assert set(HEADLINE[:4]) <= on_river


def test_the_situations_of_both_outcomes_hang_on_iran():
    assert {"ent:iran-unrest", "ent:iran-state-failure", "ent:iran-unrest-subsides"} <= {
        str(c.object) for c in CLAIMS if c.relation == "experiences" and str(c.subject) == "ent:iran"
    }
    conditions = Counter(str(c.condition) for c in CLAIMS if c.condition is not None)
    assert conditions["ent:iran-state-failure"] >= 10
    assert conditions["ent:iran-unrest-subsides"] >= 3


def test_every_entity_is_known_to_the_registry_or_declared(entities: dict[str, Entity]):
    assert {ref for claim in CLAIMS for ref in named(claim)} - entities.keys() == set()


def test_every_declared_entity_is_used_and_none_is_in_the_registry():
    assert DECLARED.keys() - {ref for claim in CLAIMS for ref in named(claim)} == set()
    assert [ref for ref in DECLARED if load_registry().entity(Ref.parse(ref)) is not None] == []


def test_domain_and_range_are_respected(entities: dict[str, Entity]):
    schema = load_schema()
    for claim in CLAIMS:
        kinds = entities[str(claim.subject)].kind, entities[str(claim.object)].kind
        assert schema.may_relate(claim.relation, *kinds) is None, claim


def test_the_passage_of_an_infrastructure_or_flow_claim_names_the_asset(entities: dict[str, Entity]):
    schema = load_schema()
    for claim in CLAIMS:
        for ref in (str(claim.subject), str(claim.object)):
            entity = entities[ref]
            if schema.is_a(entity.kind, "Infrastructure") or schema.is_a(entity.kind, "Flow"):
                quote = f" {plain(claim.evidence[0].quote)} "
                assert any(f" {plain(name.text)} " in quote for name in entity.names), (ref, quote)


def test_no_six_words_in_a_row_are_those_of_the_article(shared: Path):
    article = plain((shared / "article" / "iran-azerbaijan.txt").read_text("utf-8")).split()
    briefing = plain(TEXT).split()
    theirs = {tuple(article[n : n + 6]) for n in range(len(article) - 5)}
    assert [run for n in range(len(briefing) - 5) if (run := tuple(briefing[n : n + 6])) in theirs] == []
