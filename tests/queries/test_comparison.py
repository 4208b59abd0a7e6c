"""One scenario against another: exact where both are, else from the same worlds."""

from __future__ import annotations

import araz
import numpy as np
import pytest
from araz.errors import UnknownTerm
from araz.graph.ref import Ref
from araz.queries.comparison import compare
from araz.queries.library import library
from araz.queries.scenario import Scenario, Shock, read_scenario


@pytest.fixture(scope="module")
def store():
    with araz.open("example") as graph:
        yield graph.store


def scenario(*shocks, **more):
    return Scenario(tuple(Shock(*shock) for shock in shocks), **more)


def test_a_scenario_does_not_differ_from_itself(store):
    drought = read_scenario(library()["drought-on-the-araz"], store)
    found = compare(store, drought, drought, of="HydroPlant")
    assert found.method == "exact"
    assert found.worlds is None
    assert found.results
    assert all(line.low == line.difference == line.high == 0 for line in found.results)


def test_half_the_chance_of_the_only_shock_is_half_the_exposure(store):
    sure, even = scenario(("Iran", "state-collapse", 1.0)), scenario(("Iran", "state-collapse", 0.5))
    found = compare(store, sure, even, of="HydroPlant")
    assert found.method == "exact"
    assert len(found.results) == 6
    for line in found.results:
        assert line.other == pytest.approx(line.one / 2, abs=1e-12)
        assert line.low == line.high == line.difference == pytest.approx(line.one / 2, abs=1e-12)


def test_the_largest_difference_comes_first_whatever_its_sign(store):
    shut, dry = scenario(("Strait of Hormuz", "border-closure")), scenario(("ent:araz-river", "drought"))
    found = compare(store, shut, dry, of="Corridor")
    sizes = [abs(line.difference) for line in found.results]
    assert sizes == sorted(sizes, reverse=True)
    assert [line.rank for line in found.results] == list(range(1, len(sizes) + 1))
    assert {line.difference > 0 for line in found.results} == {True, False}
    assert compare(store, shut, dry, of="Corridor", top=2).results == found.results[:2]


def test_turning_the_question_round_turns_the_sign(store):
    shut, dry = scenario(("Strait of Hormuz", "border-closure")), scenario(("ent:araz-river", "drought"))
    one = {line.entity: line.difference for line in compare(store, shut, dry, of="Corridor").results}
    other = {line.entity: line.difference for line in compare(store, dry, shut, of="Corridor").results}
    assert one == {entity: -gap for entity, gap in other.items()}


def test_what_either_strikes_is_left_out(store):
    found = compare(
        store, scenario(("ent:instc", "outage")), scenario(("ent:araz-corridor", "outage")), most=0, worlds=64
    )
    assert not {Ref("ent", "instc"), Ref("ent", "araz-corridor")} & {line.entity for line in found.results}


PAIRS = {
    "one kind": (scenario(("Iran", "border-closure")), scenario(("Iran", "border-closure", 0.5))),
    "two kinds": (scenario(("ent:araz-river", "drought")), scenario(("Strait of Hormuz", "border-closure"))),
    "one kind against two": (
        scenario(("ent:araz-river", "drought"), seed=3),
        scenario(("ent:araz-river", "drought"), ("Strait of Hormuz", "border-closure", 0.5)),
    ),
}


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
def test_drawn_differences_hold_the_exact_ones(store, pair):
    exact = {line.entity: line for line in compare(store, *pair, of="Infrastructure", most=1e8).results}
    drawn = compare(store, *pair, of="Infrastructure", most=0, worlds=16_384)
    assert drawn.method == "sampled, same worlds"
    assert (drawn.worlds, drawn.seed) == (16_384, pair[0].seed)
    inside = [line.low - 1e-9 <= exact[line.entity].difference <= line.high + 1e-9 for line in drawn.results]
    assert np.mean(inside) >= 0.85
    assert all(line.high - line.low < 0.03 for line in drawn.results)
    assert all(abs(line.difference - exact[line.entity].difference) < 0.02 for line in drawn.results)


def test_what_the_second_kind_of_shock_cannot_reach_does_not_differ(store):
    drought = scenario(("ent:araz-river", "drought"), seed=3)
    both = scenario(("ent:araz-river", "drought"), ("Strait of Hormuz", "border-closure"), seed=3)
    found = compare(store, drought, both, most=0, worlds=1024)
    gaps = {str(line.entity): (line.low, line.difference, line.high) for line in found.results}
    assert gaps["ent:khudafarin-plant"] == (0.0, 0.0, 0.0)
    assert gaps["ent:instc"][2] < 0


def test_the_record_and_the_table_say_the_same(store):
    found = compare(
        store, scenario(("Strait of Hormuz", "border-closure")), scenario(("Strait of Hormuz", "border-closure", 0.5))
    )
    record = found.record()
    assert (record["method"], record["worlds"]) == ("exact", None)
    assert record["one"]["shocks"][0]["entity"] == "ent:strait-of-hormuz"
    (line,) = record["results"]
    assert dict(zip(found.columns, found.rows[0], strict=True)) == {
        "rank": 1,
        "asset": line["name"],
        "class": "Corridor",
        **{key: round(line[key], 4) for key in ("one", "other", "difference", "low", "high")},
    }


def test_an_unknown_class_is_an_error_with_a_suggestion(store):
    with pytest.raises(UnknownTerm, match="did you mean"):
        compare(store, scenario(("Iran",)), scenario(("Iran",)), of="HydroPlnt")
