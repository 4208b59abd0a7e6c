"""The fast checks: each rule, in the words of the shapes, and the same verdict as pySHACL."""

from __future__ import annotations

from dataclasses import replace

import pytest
from araz.graph.claim import Attribute, Claim, Entity, Name, Passage, Quantity, Source
from araz.graph.ntriples import claim_lines, entity_lines, source_lines
from araz.graph.ref import Ref
from araz.loaders.checks import Checks, Fault
from araz.ontology.shapes import find_violations, load_shapes
from araz.ontology.vocabulary import Kind, Measure, Modality, Relation
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rdflib import Graph

TEXT = "Iran operates the plant, says Azerbaijan."
NOTE, DATA = Source(Ref("src", "note"), "A note", text=TEXT), Source(Ref("src", "data"), "A table")
IRAN = Entity(Ref("ent", "iran"), Kind.STATE, (Name("Iran"),))
PLANT = Entity(Ref("ent", "plant"), Kind.HYDRO_PLANT, (Name("The plant"),))
RIVER = Entity(Ref("ent", "river"), Kind.RIVER, (Name("The river"),))
SOMETHING = Entity(Ref("ent", "something"), Kind.ENTITY, (Name("Something"),))
UNREST = Entity(Ref("ent", "unrest"), Kind.UNREST, (Name("Unrest"),))
ENTITIES = (IRAN, PLANT, RIVER, SOMETHING, UNREST)
SAID = Passage(NOTE.id, 0, 4, "Iran")
GOOD = Claim(IRAN.id, Relation.OPERATES, PLANT.id, evidence=(SAID,))


def checks() -> Checks:
    return Checks({each.id: each.kind for each in ENTITIES}, {each.id: each.text for each in (NOTE, DATA)})


def fault_of(item: Claim | Entity | Source) -> Fault:
    fault = checks().item(item)
    assert fault is not None
    return fault


def test_good_items_have_no_fault():
    record = Passage(DATA.id, record="row 7")
    reported = replace(GOOD, modality=Modality.REPORTED, attributed_to=IRAN.id)
    conditional = replace(GOOD, modality=Modality.CONDITIONAL, condition=UNREST.id, quantities=(Quantity(1, "MW"),))
    for item in (GOOD, reported, conditional, replace(GOOD, evidence=(SAID, record)), NOTE, DATA, *ENTITIES):
        assert checks().item(item) is None


def test_a_source_whose_text_is_not_kept_cannot_be_looked_up():
    assert checks().claim(replace(GOOD, evidence=(Passage(DATA.id, 7, 11, "Oil."),))) is None


# A claim that breaks a rule, the shape, and the key of the record that is at fault.
BAD = [
    (replace(GOOD, subject=Ref("ent", "irn")), "SubjectShape", "subject"),
    (replace(GOOD, object=Ref("ent", "plan")), "ObjectShape", "object"),
    (replace(GOOD, subject=PLANT.id), "DistinctEndsShape", "object"),
    (replace(GOOD, subject=RIVER.id), "SubjectClassShape", "relation"),
    (replace(GOOD, object=RIVER.id), "ObjectClassShape", "relation"),
    (replace(GOOD, modality=Modality.CONDITIONAL), "ConditionShape", "condition"),
    (replace(GOOD, condition="if it rains"), "ConditionShape", "modality"),
    (replace(GOOD, modality=Modality.CONDITIONAL, condition=Ref("ent", "rain")), "ConditionShape", "condition"),
    (replace(GOOD, modality=Modality.REPORTED), "AttributionShape", "attributed_to"),
    (replace(GOOD, attributed_to=IRAN.id), "AttributionShape", "modality"),
    (replace(GOOD, modality=Modality.POSSIBLE, attributed_to=Ref("ent", "he")), "AttributionShape", "attributed_to"),
    (replace(GOOD, quantities=(Quantity(1, "megawatts"),)), "UnitShape", "quantities"),
    (replace(GOOD, method=""), "MethodShape", "method"),
    (replace(GOOD, evidence=(Passage(Ref("src", "none"), 0, 4, "Iran"),)), "PassageSourceShape", "evidence"),
    (replace(GOOD, evidence=(Passage(Ref("src", "none"), record="row 7"),)), "PassageSourceShape", "evidence"),
    (replace(GOOD, evidence=(Passage(NOTE.id, 1, 5, "Iran"),)), "QuoteShape", "evidence"),
    (replace(GOOD, evidence=(SAID, Passage(NOTE.id, 400, 404, "Iran"))), "QuoteShape", "evidence"),
]


@pytest.mark.parametrize(("claim", "shape", "key"), BAD)
def test_each_rule_turns_its_claim_away_in_the_words_of_the_shape(claim, shape, key):
    fault = fault_of(claim)
    assert (fault.shape, fault.key) == (shape, key)
    turned_away = fault.rejected({}, "a.jsonl:1")
    assert turned_away.problem == f"{load_shapes()[shape].message} ({fault.detail})"
    assert turned_away.remedy in (fault.remedy, load_shapes()[shape].remedy)
    assert turned_away.remedy
    assert "\n" not in str(turned_away)


def test_the_remedy_of_a_wrong_offset_is_the_right_one():
    assert fault_of(replace(GOOD, evidence=(Passage(NOTE.id, 9, 13, "Iran"),))).remedy == "give start 0 and end 4"


def test_the_remedy_of_a_quote_that_is_not_there_is_to_quote():
    fault = fault_of(replace(GOOD, evidence=(Passage(NOTE.id, 0, 4, "Iraq"),)))
    assert (fault.detail, fault.remedy) == (
        "src:note has 'Iran' at 0 to 4, not 'Iraq'",
        "quote the source's own words",
    )


def test_an_unknown_end_is_guessed_at():
    fault = fault_of(replace(GOOD, object=Ref("ent", "plan")))
    assert fault.remedy == "did you mean ent:plant? Else describe ent:plan in a record of its own"


def test_guessing_ends_before_it_gets_slow():
    many = {Ref("ent", f"plant-{n}"): Kind.DAM for n in range(20_000)}
    slow = Checks({IRAN.id: IRAN.kind, **many}, {NOTE.id: TEXT})
    faults = [slow.claim(replace(GOOD, object=Ref("ent", f"plnt-{n}"))) for n in range(120)]
    assert faults[0] is not None
    assert faults[0].remedy.startswith("did you mean")
    assert faults[-1] is not None
    assert faults[-1].remedy.startswith("describe")


BAD_ITEMS = [
    (replace(IRAN, id=Ref("wd", "Q794")), "record"),
    (replace(NOTE, id=Ref("ent", "note")), "record"),
    (replace(NOTE, title=" "), "TitleShape"),
    (replace(PLANT, attributes=(Attribute(Measure.CAPACITY, Quantity(1, "megs")),)), "UnitShape"),
    (replace(PLANT, attributes=(Attribute(Measure.CAPACITY, Quantity(1, "km")),)), "DimensionShape"),
    (
        replace(PLANT, attributes=(Attribute(Measure.CAPACITY, Quantity(1, "MW"), Ref("src", "none")),)),
        "PassageSourceShape",
    ),
]


@pytest.mark.parametrize(("item", "shape"), BAD_ITEMS)
def test_bad_entities_and_sources_are_turned_away(item, shape):
    fault = fault_of(item)
    assert fault.shape == shape
    assert str(fault.rejected({}, "a.jsonl:1")).startswith("a.jsonl:1: ")


# Random claims, most of them bad in some way, of which the fast checks and pySHACL must think alike.

# pySHACL takes a second for each example: making a failing one smaller would take minutes.
SLOW = {
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
    "phases": (Phase.explicit, Phase.reuse, Phase.generate),
}

ends = st.sampled_from([each.id for each in ENTITIES])
claims = st.builds(
    Claim,
    subject=ends,
    relation=st.sampled_from(Relation),
    object=ends,
    modality=st.sampled_from(Modality),
    condition=st.none() | ends | st.just("if it rains"),
    attributed_to=st.none() | ends,
    quantities=st.lists(
        st.builds(Quantity, st.just(1.0), st.sampled_from(("MW", "km", "megs", "MW ", "%"))), max_size=2
    ).map(tuple),
    evidence=st.lists(
        st.sampled_from((SAID, Passage(NOTE.id, 5, 13, "operates"), Passage(DATA.id, record="row 7"))), min_size=1
    ).map(tuple),
    confidence=st.floats(0, 1),
    method=st.sampled_from(("annotated", "annotated", "")),
)


def by_pyshacl(found: list[Claim]) -> dict[str, set[str]]:
    """The shapes that pySHACL says each claim breaks, by the claim's IRI."""
    lines = "".join([*map(claim_lines, found), *map(entity_lines, ENTITIES), *map(source_lines, (NOTE, DATA))])
    broken: dict[str, set[str]] = {}
    for finding in find_violations(Graph().parse(data=lines, format="nt")):
        broken.setdefault(finding.focus.partition("#")[0], set()).add(finding.shape.name)
    return broken


@settings(max_examples=4, **SLOW)
@given(st.lists(claims, min_size=20, max_size=40, unique_by=lambda claim: claim.id))
def test_the_fast_checks_and_pyshacl_agree(found):
    fast = checks()
    broken = by_pyshacl(found)
    for claim in found:
        fault = fast.claim(claim)
        shapes = broken.get(claim.id.iri, set())
        # The fast checks stop at the first rule; pySHACL names them all.
        assert (fault is None) == (not shapes), (claim, fault, shapes)
        assert fault is None or fault.shape in shapes, (claim, fault, shapes)


units = st.builds(Quantity, st.just(1.0), st.sampled_from(("MW", "km", "megs", "persons", "USD")))
measured = st.lists(st.builds(Attribute, st.sampled_from(Measure), units), max_size=2).map(tuple)


@settings(max_examples=4, **SLOW)
@given(st.lists(measured, min_size=10, max_size=30))
def test_the_fast_checks_and_pyshacl_agree_on_measures(found):
    entities = [replace(PLANT, id=Ref("ent", f"p{n}"), attributes=attributes) for n, attributes in enumerate(found)]
    graph = Graph().parse(data="".join(map(entity_lines, entities)), format="nt")
    broken = {finding.focus.partition("#")[0]: finding.shape.name for finding in find_violations(graph)}
    for entity in entities:
        fault = checks().entity(entity)
        assert (fault is None) == (entity.id.iri not in broken), (entity, fault, broken)
