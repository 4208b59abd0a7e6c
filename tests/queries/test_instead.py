"""What could stand in for an asset: declared, found, and why."""

from __future__ import annotations

import json

import araz
import pytest
from araz.errors import UnknownEntity
from araz.ontology.transmission import load_rules
from araz.ontology.vocabulary import Kind, Modality
from araz.queries.cascade import sample
from araz.queries.columns import read_columns
from araz.queries.figures import Range
from araz.queries.instead import instead
from araz.queries.network import transmission
from araz.queries.scenario import Scenario, Shock

from .regions import one_rule, ref, region, said, struck, thing


def asked(entities, claims, asset, folder, **more):
    store = region(entities, claims)
    return instead(store, *struck(store, rules=one_rule(folder, 0.5), **more), ref(asset))


def kinds(*names, kind=Kind.CORRIDOR):
    return [thing(name, kind) for name in names]


def test_a_declared_alternative_is_found_whichever_way_it_was_said(tmp_path):
    claims = [said("iran operates a"), said("b alternativeTo a"), said("a alternativeTo c")]
    found = asked(kinds("a", "b", "c"), claims, "a", tmp_path)
    assert [(each.name, each.declared, each.why) for each in found.alternatives] == [
        ("B", True, "declared to be an alternative to A"),
        ("C", True, "declared to be an alternative to A"),
    ]
    assert found.alternatives[0].claims == (claims[1].id,)
    assert (found.exposure, found.note) == (0.5, "")


@pytest.mark.parametrize("modality", [Modality.REPORTED, Modality.NEGATED])
def test_only_a_claim_that_stands_declares_an_alternative(tmp_path, modality):
    claims = [said("iran operates a"), said("b alternativeTo a", modality=modality)]
    assert asked(kinds("a", "b"), claims, "a", tmp_path).alternatives == ()


def test_a_declared_alternative_that_touches_what_is_struck_says_so(tmp_path):
    claims = [said("iran operates a"), said("b alternativeTo a"), said("b passesThrough iran")]
    (found,) = asked(kinds("a", "b"), claims, "a", tmp_path).alternatives
    assert found.why == "declared to be an alternative to A, but not clear of Iran"


SHARED = [said("iran participatesIn a"), said("azerbaijan participatesIn a"), said("russia participatesIn a")]


def test_an_asset_of_the_same_class_that_ties_the_same_states_is_found(tmp_path):
    claims = [*SHARED, said("azerbaijan participatesIn b"), said("b passesThrough russia")]
    (found,) = asked(kinds("a", "b"), claims, "a", tmp_path).alternatives
    assert not found.declared
    assert found.why == "a transport corridor that ties Azerbaijan and Russia and does not touch Iran"
    assert set(found.claims) == {claims[3].id, claims[4].id}


def test_one_of_several_states_is_not_enough(tmp_path):
    claims = [*SHARED, said("azerbaijan participatesIn b")]
    assert asked(kinds("a", "b"), claims, "a", tmp_path).alternatives == ()


def test_a_state_that_is_left_out_is_named(tmp_path):
    claims = [*SHARED, said("india participatesIn a")]
    claims += [said("azerbaijan participatesIn b"), said("russia participatesIn b")]
    (found,) = asked(kinds("a", "b"), claims, "a", tmp_path).alternatives
    assert found.why == (
        "a transport corridor that ties Azerbaijan and Russia, though not India, and does not touch Iran"
    )


@pytest.mark.parametrize("tie", ["iran operates b", "b passesThrough iran", "b dependsOn c"])
def test_what_belongs_to_or_needs_the_struck_state_is_not_found(tmp_path, tie):
    claims = [*SHARED, said("azerbaijan participatesIn b"), said("russia participatesIn b")]
    claims += [said("c locatedIn iran"), said(tie)]
    assert asked(kinds("a", "b", "c"), claims, "a", tmp_path).alternatives == ()


def test_a_solar_plant_may_replace_a_hydro_plant_but_a_port_no_corridor(tmp_path):
    claims = [said("iran operates a"), said("azerbaijan operates a"), said("azerbaijan operates s")]
    plants = [thing("a", Kind.HYDRO_PLANT), thing("s", Kind.SOLAR_PLANT)]
    (found,) = asked(plants, claims, "a", tmp_path).alternatives
    assert found.why == "a solar power plant that serves Azerbaijan and does not touch Iran"
    others = [thing("a", Kind.CORRIDOR), thing("s", Kind.PORT)]
    assert asked(others, claims, "a", tmp_path).alternatives == ()


def test_a_line_known_for_oil_is_no_alternative_to_one_for_gas(tmp_path):
    claims = [said("iran operates a"), said("azerbaijan operates a")]
    claims += [said("azerbaijan operates o"), said("azerbaijan operates g"), said("azerbaijan operates u")]
    pipes = [
        thing("a", Kind.PIPELINE, (2, "bcm/y", "gas", "")),
        thing("o", Kind.PIPELINE, (9, "bbl/d", "oil", "")),
        thing("g", Kind.PIPELINE, (1, "bcm/y", "gas", "")),
        thing("u", Kind.PIPELINE),
    ]
    found = asked(pipes, claims, "a", tmp_path)
    assert [each.name for each in found.alternatives] == ["G", "U"]
    assert [amount.whole for each in found.alternatives for amount in each.amounts] == [Range(1.0, 1.0)]


def test_declared_alternatives_come_first_then_the_least_exposed(tmp_path):
    # d is declared, and as exposed as a. Georgia, struck with 1/5, holds c, so c touches what is struck; b does not.
    claims = [
        said("iran operates a"),
        said("azerbaijan operates a"),
        said("d alternativeTo a"),
        said("iran operates d"),
    ]
    claims += [said("azerbaijan operates b"), said("azerbaijan operates c"), said("georgia operates c")]
    store = region(kinds("a", "b", "c", "d"), claims)
    scenario = Scenario((Shock(ref("iran")), Shock(ref("georgia"), probability=0.2)))
    network = transmission(read_columns(store), scenario, one_rule(tmp_path, 0.5))
    found = instead(store, network, scenario, ref("a"))
    assert [(each.name, each.exposure) for each in found.alternatives] == [("D", 0.5), ("B", 0.0)]


def test_nothing_known_is_said_in_words(tmp_path):
    alone = asked(kinds("a"), [said("b supports c")], "a", tmp_path, name="b")
    assert "no state is known to hold a stake in it" in alone.note
    struck_all = asked(kinds("a"), [said("iran operates a")], "a", tmp_path)
    assert "all states with a stake in it are struck" in struck_all.note
    single = asked(kinds("a"), SHARED, "a", tmp_path)
    assert "nothing of its class serves the same states" in single.note


def test_an_unknown_asset_is_an_error(tmp_path):
    with pytest.raises(UnknownEntity, match="ent:aa"):
        asked(kinds("a"), SHARED, "aa", tmp_path)


@pytest.fixture(scope="module")
def example():
    with araz.open("example") as graph:
        store = graph.store
        scenario = Scenario((Shock(ref("iran")),))
        network = transmission(read_columns(store), scenario, load_rules())
        drawn = sample(network.network, network.shocks)
        yield lambda name: instead(store, network, scenario, ref(name), estimate=drawn)


def test_the_middle_corridor_is_the_alternative_to_the_instc_and_less_exposed(example):
    found = example("instc")
    assert [str(each.entity) for each in found.alternatives] == ["ent:middle-corridor"]
    assert found.alternatives[0].exposure < found.exposure


def test_the_other_gas_line_of_armenia_is_bigger_than_that_from_iran(example):
    found = example("iran-armenia-gas-pipeline")
    (other,) = [each for each in found.alternatives if each.declared]
    assert (other.amounts[0].whole, found.amounts[0].whole) == (Range(12.0, 12.0), Range(2.3, 2.3))


def test_the_answer_is_json(example):
    assert json.loads(json.dumps(example("araz-corridor").record()))["alternatives"][0]["declared"] is True
