"""On which numbers an answer rests: effects known in closed form, the same walks each time, SALib asked for by name."""

from __future__ import annotations

import sys

import araz
import numpy as np
import pytest
from araz.errors import UsageError
from araz.queries.library import library
from araz.queries.morris import effects, walks
from araz.queries.scenario import Scenario, Shock, read_scenario
from araz.queries.sensitivity import kendall_distance, sensitivity

HORMUZ = Scenario((Shock("ent:strait-of-hormuz", "border-closure"),), seed=2)


@pytest.fixture(scope="module")
def store():
    with araz.open("example") as graph:
        yield graph.store


@pytest.fixture(scope="module")
def drought(store):
    return sensitivity(store, read_scenario(library()["drought-on-the-araz"], store), of="HydroPlant", trajectories=4)


def test_effects_of_a_product_are_those_worked_out_by_hand(store):
    # One way: 0.95 x 0.9 x (dependsOn 0.675, likely, 0.55 to 0.8) x (passesThrough 0.875, very likely, 0.8 to 0.95).
    found = sensitivity(store, HORMUZ, trajectories=40)
    assert found.method == "exact"
    assert found.evaluations == 40 * 3
    depends, passes = found.effects
    assert (depends.coefficient, depends.low, depends.high) == (
        "rule:dependsOn-backward-under-border-closure",
        0.55,
        0.8,
    )
    assert (passes.coefficient, passes.low, passes.high) == (
        "rule:passesThrough-backward-under-border-closure",
        0.8,
        0.95,
    )
    assert depends.exposure[0] == pytest.approx(0.25 * 0.95 * 0.9 * 0.875, rel=0.03)
    assert passes.exposure[0] == pytest.approx(0.15 * 0.95 * 0.9 * 0.675, rel=0.05)
    assert depends.ranking == passes.ranking == 0


def test_what_moves_the_ranking_most_comes_first(drought):
    moved = [effect.ranking for effect in drought.effects]
    assert moved == sorted(moved, reverse=True)
    assert drought.effects[0].ranking > 0
    assert list(drought.exposure) == sorted(drought.exposure, reverse=True)
    assert all(len(effect.exposure) == len(drought.assets) for effect in drought.effects)


def test_only_what_is_on_a_way_to_an_asset_is_moved(drought):
    names = {effect.coefficient for effect in drought.effects}
    assert {"rule:onRiver-backward-under-drought", "absorption:State"} <= names
    assert "modality:negated" not in names
    assert "modality:asserted" not in names
    assert not any("under-sanctions" in name for name in names)


def test_every_coefficient_stays_in_the_band_of_its_word(drought):
    for effect in drought.effects:
        assert 0.01 <= effect.low <= effect.value <= effect.high <= 0.99
    (state,) = [effect for effect in drought.effects if effect.coefficient == "absorption:State"]
    assert (state.low, state.value, state.high) == (0.05, 0.125, 0.2)


def test_a_word_may_be_one_grade_off(store):
    (one, _) = sensitivity(store, HORMUZ, trajectories=2, off_by=1).effects
    assert (one.low, one.value, one.high) == (0.45, 0.675, 0.95)


def test_the_same_seed_gives_the_same_answer(store):
    first, again = (sensitivity(store, HORMUZ, trajectories=3) for _ in range(2))
    assert first == again
    assert first.record() == again.record()


def test_sampled_effects_are_near_the_exact_ones(store):
    exact = sensitivity(store, HORMUZ, trajectories=6)
    drawn = sensitivity(store, HORMUZ, trajectories=6, most=0, worlds=16_384)
    assert drawn.method == "sampled"
    for one, other in zip(exact.effects, drawn.effects, strict=True):
        assert one.coefficient == other.coefficient
        assert one.exposure[0] == pytest.approx(other.exposure[0], abs=0.02)


def test_only_the_most_exposed_are_looked_at_when_asked_for(store):
    scenario = Scenario((Shock("ent:araz-river", "drought"),))
    found = sensitivity(store, scenario, of="HydroPlant", top=2, trajectories=2)
    assert len(found.assets) == 2
    assert found.columns[0] == "coefficient"
    assert len(found.rows) == len(found.effects)


def test_nothing_exposed_is_an_empty_answer(store):
    found = sensitivity(store, HORMUZ, of="Vessel")
    assert (found.assets, found.effects, found.evaluations) == ((), (), 0)


def test_without_salib_the_error_says_what_to_install(store, monkeypatch):
    for name in [name for name in sys.modules if name.partition(".")[0] == "SALib"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "SALib", None)
    with pytest.raises(UsageError, match=r"^sensitivity needs SALib; pip install araz\[sensitivity\]$"):
        sensitivity(store, HORMUZ)


def test_what_would_take_too_long_is_refused(store):
    with pytest.raises(UsageError, match="take too long; ask for fewer trajectories"):
        sensitivity(store, HORMUZ, trajectories=100_000, most=0)


@pytest.mark.parametrize("wrong", [{"trajectories": 1}, {"off_by": -1}, {"top": 0}])
def test_a_number_that_makes_no_sense_is_refused(store, wrong):
    with pytest.raises(UsageError, match="give 2, 0, 1 or more"):
        sensitivity(store, HORMUZ, **wrong)


def test_a_linear_model_has_its_slopes_as_effects():
    ranges = {"a": (0.0, 1.0), "b": (0.2, 0.4), "c": (0.5, 0.6)}
    points = walks(ranges, 5, seed=3)
    sizes, spreads = effects(ranges, points, np.column_stack([points @ [1, -10, 0], points @ [0, 0, 1]]))
    assert sizes == pytest.approx(np.array([[1, 0], [2, 0], [0, 0.1]]))
    assert spreads == pytest.approx(np.zeros((3, 2)), abs=1e-9)


def test_the_distance_of_two_orders_counts_pairs():
    assert kendall_distance([1, 2, 3, 4], [1, 2, 3, 4]) == 0
    assert kendall_distance([1, 2, 3, 4], [4, 3, 2, 1]) == 1
    assert kendall_distance([1, 1], [1, 2]) == 0.5
