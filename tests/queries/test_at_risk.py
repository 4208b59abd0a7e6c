"""What is at risk: distributions worked out by hand, shares, and the bundled example."""

from __future__ import annotations

import json

import araz
import numpy as np
import pytest
from araz.errors import UnknownEntity
from araz.ontology.transmission import load_rules
from araz.ontology.vocabulary import Kind, Measure
from araz.queries.amounts import Range
from araz.queries.at_risk import at_risk
from araz.queries.cascade import sample
from araz.queries.columns import read_columns
from araz.queries.exact import exact
from araz.queries.joint import joint
from araz.queries.network import transmission
from araz.queries.scenario import Scenario, Shock
from araz.queries.topology import Network

from .networks import at_random
from .regions import one_rule, ref, region, said, struck, thing


def plants(*capacities, claims=(), kind=Kind.HYDRO_PLANT):
    """A store of plants a, b, c … of these capacities in MW, all operated by Iran."""
    named = list(zip("abcdefghijklmnopqrstuvwxyz", capacities, strict=False))
    entities = [thing(name, kind, (value, "MW", "electricity", "")) for name, value in named]
    return region(entities, [*(said(f"iran operates {name}") for name, _ in named), *claims])


def at(value):
    return Range(value, value)


def test_independent_plants_add_up_as_coins_do(tmp_path):
    # 20 and 80 MW, each lost with 1/2: 0, 20, 80 or 100 MW, each with 1/4.
    store = plants(20.0, 80.0)
    found = at_risk(store, *struck(store, rules=one_rule(tmp_path, 0.5)))
    (line,) = found.lines
    assert (found.method, found.worlds, found.means) == ("exact", 0, "exact")
    spread = line.distribution
    assert (spread.mean, spread.low, spread.median, spread.high, spread.most) == (
        *(at(50.0), at(0.0), at(20.0), at(100.0), at(100.0)),
    )


def test_plants_that_fall_together_are_lost_together(tmp_path):
    # Iran is struck with 1/2, and then both go for sure: 0 or 100 MW. The mean is the same, the middle is not.
    store = plants(20.0, 80.0)
    found = at_risk(store, *struck(store, probability=0.5, rules=one_rule(tmp_path, 1.0)))
    spread = found.lines[0].distribution
    assert (spread.mean, spread.median, spread.high) == (at(50.0), at(0.0), at(100.0))


def test_many_plants_are_drawn_and_come_near_the_binomial(tmp_path):
    # 20 plants of 1 MW, each lost with 1/2: 6, 10 and 14 are the quantiles of the binomial distribution.
    store = plants(*[1.0] * 20)
    network, scenario = struck(store, rules=one_rule(tmp_path, 0.5))
    found = at_risk(store, network, scenario)
    spread = found.lines[0].distribution
    assert (found.method, found.worlds, found.means) == ("sampled", 4096, "exact")
    assert spread.mean.low == pytest.approx(10.0)
    assert (spread.low, spread.median, spread.high, spread.most) == (at(6.0), at(10.0), at(14.0), at(20.0))
    assert found == at_risk(store, network, scenario)


def test_figures_that_differ_make_the_whole_distribution_a_range(tmp_path):
    plant = thing("a", Kind.HYDRO_PLANT, (80, "MW", "electricity", ""), (0.1, "GW", "electricity", ""))
    store = region([plant], [said("iran operates a")])
    (line,) = at_risk(store, *struck(store, rules=one_rule(tmp_path, 0.5))).lines
    # Both units are as frequent, so the first in the alphabet is shown.
    assert (line.unit, line.distribution.mean) == ("GW", Range(0.04, 0.05))
    assert line.assets[0].notes == ("sources differ: 0.08 to 0.1 GW",)


def test_each_state_has_its_declared_share_and_else_an_equal_one(tmp_path):
    # a: 100 MW, of which 40 are declared to be Iran's, so 60 are left to Azerbaijan. b: 20 MW, 10 each.
    claims = [
        said("iran participatesIn a", (40, "MW", "electricity")),
        *(said(f"azerbaijan operates {plant}") for plant in "ab"),
    ]
    store = plants(100.0, 20.0, claims=claims)
    (line,) = at_risk(store, *struck(store, rules=one_rule(tmp_path, 0.5))).lines
    shares = {state.state: state for state in line.states}
    assert shares[ref("iran")].distribution.mean == at(25.0)
    assert shares[ref("azerbaijan")].distribution.mean == at(35.0)
    assert shares[ref("iran")].assumed == (ref("b"),)
    assert shares[ref("azerbaijan")].assumed == (ref("a"), ref("b"))
    assert shares[ref("azerbaijan")].distribution.most == at(70.0)


def test_lines_and_plants_are_not_added_up(tmp_path):
    line = thing("w", Kind.POWER_LINE, (50, "MW", "electricity", ""))
    plant = thing("a", Kind.HYDRO_PLANT, (50, "MW", "electricity", ""))
    store = region([line, plant], [said("iran operates a"), said("iran operates w")])
    found = at_risk(store, *struck(store, rules=one_rule(tmp_path, 0.5)))
    assert [(each.family, each.distribution.most) for each in found.lines] == [
        *(("PowerLine", at(50.0)), ("PowerPlant", at(50.0))),
    ]


def test_gas_and_oil_are_not_added_up_though_both_are_volumes(tmp_path):
    pipes = [thing("g", Kind.PIPELINE, (2, "bcm/y", "gas", "")), thing("o", Kind.PIPELINE, (9, "bbl/d", "oil", ""))]
    store = region(pipes, [said("iran operates g"), said("iran operates o")])
    found = at_risk(store, *struck(store, rules=one_rule(tmp_path, 0.5)))
    assert [(each.of, each.unit) for each in found.lines] == [("gas", "bcm/y"), ("oil", "bbl/d")]


def test_an_asset_does_not_count_beside_another_that_it_lies_in(tmp_path):
    # b (30 MW) is a part of a (100 MW): 0, 30, 100 or 100 MW, each with 1/4. The most is 100, not 130.
    store = plants(100.0, 30.0, claims=[said("b locatedIn a")])
    (line,) = at_risk(store, *struck(store, rules=one_rule(tmp_path, 0.5))).lines
    spread = line.distribution
    assert (spread.mean, spread.median, spread.high, spread.most) == (at(57.5), at(30.0), at(100.0), at(100.0))


def test_people_of_a_region_count_and_those_of_a_state_only_when_asked(tmp_path):
    region_ = thing("north", Kind.REGION, (5e6, "persons", "", "2025", Measure.POPULATION))
    state = thing("azerbaijan", Kind.STATE, (1e7, "persons", "", "2025", Measure.POPULATION))
    claims = [said("iran borders azerbaijan"), said("iran controls north")]
    store = region([region_, state], claims)
    rules = one_rule(tmp_path, 0.5, "controls, az:borders")
    network, scenario = struck(store, rules=rules)
    (line,) = at_risk(store, network, scenario).lines
    assert (line.unit, line.family, line.distribution.mean) == ("persons", "Region", at(2.5e6))
    (line,) = at_risk(store, network, scenario, assets=[ref("azerbaijan")]).lines
    assert line.distribution.mean == at(5e6)


def test_what_is_reached_without_a_figure_is_named(tmp_path):
    store = region([thing("a", Kind.DAM)], [said("iran operates a")])
    found = at_risk(store, *struck(store, rules=one_rule(tmp_path, 0.5)))
    assert found.lines == ()
    assert [(each.name, each.exposure) for each in found.unknown] == [("A", 0.5)]
    assert found.note == "no figure is known of what is reached"


def test_what_nothing_reaches_is_not_at_risk(tmp_path):
    store = region(
        [thing("a", Kind.DAM, (1, "MW", "electricity", ""))], [said("armenia operates a"), said("iran borders armenia")]
    )
    found = at_risk(store, *struck(store, rules=one_rule(tmp_path, 0.5)))
    assert (found.lines, found.note) == ((), "nothing that is asked about is reached")


def test_what_is_struck_itself_is_left_out(tmp_path):
    store = plants(20.0, 80.0)
    scenario = Scenario((Shock(ref("a"), "state-collapse"), Shock(ref("iran"), "state-collapse")))
    network = transmission(read_columns(store), scenario, one_rule(tmp_path, 0.5))
    (line,) = at_risk(store, network, scenario).lines
    assert [each.name for each in line.assets] == ["B"]


def test_an_unknown_asset_is_an_error(tmp_path):
    store = plants(20.0)
    with pytest.raises(UnknownEntity, match="ent:bb"):
        at_risk(store, *struck(store, rules=one_rule(tmp_path, 0.5)), assets=[ref("bb")])


@pytest.mark.parametrize("seed", range(20))
def test_all_worlds_together_give_the_exact_exposures(seed):
    network, shocks = at_random(seed, nodes=5, edges=9)
    worlds = joint(network, shocks, range(network.n))
    assert worlds.method == "exact"
    assert np.allclose(worlds.reached @ worlds.weights, exact(network, shocks), atol=1e-12)


def test_drawn_worlds_are_those_that_the_sampler_counts():
    random = np.random.default_rng(3)
    network = Network(30, random.integers(0, 30, 90), random.integers(0, 30, 90), random.uniform(0.3, 0.9, 90))
    worlds = joint(network, [0], range(30), worlds=1024, seed=7)
    drawn = sample(network, [0], worlds=1024, seed=7)
    common = drawn.estimate > 0.05
    assert np.allclose((worlds.reached @ worlds.weights)[common], drawn.estimate[common], atol=1e-12)


@pytest.fixture(scope="module")
def example():
    with araz.open("example") as graph:
        store = graph.store
        scenario = Scenario((Shock(ref("iran"), "state-collapse"),), seed=1)
        network = transmission(read_columns(store), scenario, load_rules())
        yield at_risk(store, network, scenario, estimate=sample(network.network, network.shocks, seed=1))


def test_the_example_adds_up_the_shared_plants(example):
    line = next(each for each in example.lines if (each.measure, each.family) == (Measure.CAPACITY, "PowerPlant"))
    assert (line.unit, line.of) == ("MW", "electricity")
    amounts = {str(each.entity): each.amount for each in line.assets}
    assert amounts["ent:khudafarin-plant"] == at(102.0)
    assert amounts["ent:qiz-qalasi-plant"] == at(80.0)
    assert line.distribution.mean.low == pytest.approx(sum(each.exposure * each.amount.low for each in line.assets))


def test_the_example_tells_azerbaijan_what_it_stands_to_lose(example):
    parts = {(line.measure, line.family): part for line, part in example.of_state(ref("azerbaijan"))}
    # Khudafarin 51 or 100 MW, Qiz Qalasi 40, half of Ordubad's 36.
    assert parts[Measure.CAPACITY, "PowerPlant"].distribution.most == Range(109.0, 158.0)
    assert parts[Measure.CAPACITY, "PowerPlant"].assumed == (ref("ordubad-plant"),)


def test_the_example_names_what_is_exposed_without_a_figure(example):
    names = {str(each.entity): each for each in example.unknown}
    assert "ent:instc" in names
    assert names["ent:meghri-plant"].notes == ("the whole is not known, only 100 MW (electricity, planned)",)


def test_the_answer_is_json(example):
    assert json.loads(json.dumps(example.record()))["lines"][0]["p95"]
