"""One test for each rule that the relations of the ontology keep."""

from __future__ import annotations

import re

import pytest
from araz.errors import UnknownTerm
from araz.ontology.schema import load_schema
from araz.ontology.vocabulary import Relation

from .test_classes import DARK_GROUND, PAPER, contrast

SCHEMA = load_schema()
RELATIONS = SCHEMA.relations

STRUCTURE = """
    borders locatedIn onRiver upstreamOf passesThrough connects operates owns builds controls participatesIn memberOf
    dependsOn alternativeTo exportsTo suppliesTo investsIn finances livesIn kinOf leads activeIn occupies alliedWith
    strategicPartnerOf rivalOf intervenesIn mediates registeredIn supports promotes represses experiences causes
    endangers affects
"""
PLOVER = {
    "agreesWith": "AGREE",
    "consults": "CONSULT",
    "backs": "SUPPORT",
    "cooperatesWith": "COOPERATE",
    "aids": "AID",
    "yieldsTo": "YIELD",
    "requestsFrom": "REQUEST",
    "accuses": "ACCUSE",
    "rejects": "REJECT",
    "threatens": "THREATEN",
    "protestsAgainst": "PROTEST",
    "mobilisesAgainst": "MOBILIZE",
    "sanctions": "SANCTION",
    "coerces": "COERCE",
    "assaults": "ASSAULT",
}
SUBJECT_STAKES = {"operates", "owns", "builds", "controls", "participatesIn", "investsIn", "finances"}
OBJECT_STAKES = {"connects", "passesThrough", "locatedIn"}

each_relation = pytest.mark.parametrize("term", RELATIONS.values(), ids=RELATIONS.keys())


def test_the_relations_are_those_of_the_design():
    assert set(RELATIONS) == {*STRUCTURE.split(), *PLOVER}
    assert [relation.value for relation in Relation] == list(RELATIONS)


@each_relation
def test_every_relation_has_words(term):
    assert term.label
    assert term.inverse_label
    assert len(term.definition) > 20
    assert term.definition.endswith(".")


@each_relation
def test_every_relation_has_a_domain_and_a_range_of_known_classes(term):
    assert term.domain
    assert term.range
    assert {*term.domain, *term.range} <= set(SCHEMA.classes)


@each_relation
def test_no_domain_or_range_names_a_class_and_one_above_it(term):
    for names in (term.domain, term.range):
        assert len(set(names)) == len(names)
        for name in names:
            assert not set(SCHEMA.classes[name].ancestors[1:]) & set(names)


@each_relation
def test_a_symmetric_relation_reads_the_same_both_ways(term):
    if term.symmetric:
        assert term.domain == term.range
        assert term.label == term.inverse_label
        assert term.inverse == term.name
        assert term.stake is None
    else:
        assert term.label != term.inverse_label


@each_relation
def test_inverses_are_mutual(term):
    if term.inverse:
        inverse = RELATIONS[term.inverse]
        assert inverse.inverse == term.name
        assert (inverse.domain, inverse.range) == (term.range, term.domain)


@pytest.mark.parametrize("what", ["neo4j", "label", "definition"])
def test_no_two_relations_share(what):
    said = [getattr(term, what) for term in RELATIONS.values()]
    assert len(set(said)) == len(said)


@each_relation
def test_every_neo4j_type_needs_no_quoting(term):
    assert re.fullmatch("[A-Z][A-Z0-9]*(_[A-Z0-9]+)*", term.neo4j)


def test_each_interaction_matches_its_plover_root():
    assert {name: term.plover for name, term in RELATIONS.items() if term.plover} == PLOVER


def test_stakes_are_held_by_those_who_run_pay_for_or_host_an_asset():
    assert {name for name, term in RELATIONS.items() if term.stake == "subject"} == SUBJECT_STAKES
    assert {name for name, term in RELATIONS.items() if term.stake == "object"} == OBJECT_STAKES


def test_what_feeds_something_else_could_be_another_thing():
    feeding = {"dependsOn": "object", "suppliesTo": "subject", "exportsTo": "subject"}
    ways = {"passesThrough": "object", "connects": "object"}
    assert {name: term.feeder for name, term in RELATIONS.items() if term.feeder} == feeding | ways


@each_relation
def test_the_end_across_from_a_stake_can_be_an_asset_and_the_stake_a_state(term):
    if term.stake is not None:
        asset, holder = (term.range, term.domain) if term.stake == "subject" else (term.domain, term.range)
        assert any("Infrastructure" in SCHEMA.classes[name].ancestors for name in asset)
        assert any(name in SCHEMA.classes["State"].ancestors for name in holder)


def test_a_relation_takes_subclasses_of_its_domain_and_range():
    assert SCHEMA.may_relate("operates", "GovernmentBody", "Substation") is None
    assert SCHEMA.may_relate("participatesIn", "State", "ElectricityFlow") is None


def test_a_relation_refuses_other_classes_with_a_reason():
    assert SCHEMA.may_relate("operates", "River", "HydroPlant") == "the subject of operates is an actor, not a river"
    assert SCHEMA.may_relate("onRiver", "HydroPlant", "State") == "the object of onRiver is a river, not a state"


def test_a_bare_entity_is_not_refused():
    assert SCHEMA.may_relate("operates", "Entity", "Entity") is None


def test_an_unknown_relation_or_class_is_an_error_with_a_near_name():
    with pytest.raises(UnknownTerm, match="did you mean operates"):
        SCHEMA.may_relate("operate", "State", "HydroPlant")
    with pytest.raises(UnknownTerm, match="did you mean HydroPlant"):
        SCHEMA.is_a("HydroPlan", "Infrastructure")


@each_relation
def test_every_relation_has_a_colour_that_stands_out_from_its_ground(term):
    assert contrast(term.colour, PAPER) >= 3
    assert contrast(term.dark_colour, DARK_GROUND) >= 3


def test_no_two_modalities_are_drawn_with_the_same_line():
    lines = [modality.line for modality in SCHEMA.modalities.values()]
    assert len(set(lines)) == len(lines)
    assert SCHEMA.modalities["asserted"].line == ()
