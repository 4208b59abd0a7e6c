"""A what-if answer that is asked further: tables, paths, crossings, comparison, what is at risk."""

from __future__ import annotations

import araz
import pytest
from araz.errors import UsageError
from araz.queries.results import COLUMNS


@pytest.fixture(scope="module")
def graph():
    with araz.open("example") as graph:
        yield graph


@pytest.fixture(scope="module")
def closed(graph):
    return graph.whatif(scenario="hormuz-closed", of="infrastructure")


def test_the_table_has_a_row_for_each_asset_and_becomes_a_data_frame(closed):
    table = closed.table()
    assert table.columns == COLUMNS
    assert [row[1] for row in table.rows] == [str(line.entity) for line in closed.results]
    frame = closed.to_pandas()
    assert list(frame.columns) == list(COLUMNS)
    assert frame["exposure"].tolist() == [line.exposure for line in closed.results]


def test_more_paths_can_be_asked_for_the_likeliest_first(closed):
    line = closed.results[-1]
    paths = closed.paths(line.entity, count=3)
    chances = [path.probability for path in paths]
    assert chances == sorted(chances, reverse=True)
    assert chances[0] == pytest.approx(line.paths[0].probability)
    assert all(path.hops[-1].end == line.entity for path in paths)


def test_what_every_path_crosses_lies_on_every_path(closed):
    for line in closed.results:
        for ref in closed.crossed(line.entity):
            for path in closed.paths(line.entity, count=3):
                assert ref in {hop.end for hop in path.hops}


def test_the_weakest_step_is_the_one_believed_least(closed):
    for line in closed.results:
        path = line.paths[0]
        assert path.weakest in path.hops
        assert all(path.weakest.belief <= hop.belief + 1e-12 for hop in path.hops)


def test_means_at_risk_come_from_the_exposures_of_the_answer(graph):
    found = graph.whatif("Iran")
    exposures = {line.entity: line.exposure for line in found.results}
    risk = found.at_risk()
    assert risk.lines
    for line in risk.lines:
        for asset in line.assets:
            assert asset.exposure == exposures[asset.entity]


def test_a_comparison_takes_a_name_an_answer_or_a_scenario(graph, closed):
    other = graph.whatif(scenario="drought-on-the-araz")
    by_name = closed.compare("drought-on-the-araz")
    assert by_name.record() == closed.compare(other).record() == closed.compare(other.scenario).record()


def test_a_sweep_keeps_to_the_assets_of_the_answer(closed):
    steps = closed.sweep("ent:strait-of-hormuz", [0.5, 1.0]).steps
    assert [step.value for step in steps] == [0.5, 1.0]


@pytest.mark.parametrize(
    ("asset", "words"), [("ent:btc-pipeline", "ent:btc-pipeline is not in the answer"), ("Irann", "unknown entity")]
)
def test_an_asset_that_is_not_in_the_answer_is_said_so(closed, asset, words):
    with pytest.raises(UsageError, match=words):
        closed.line(asset)


def test_an_answer_without_assets_has_no_first_one(graph):
    empty = graph.whatif("Iran", of="Vessel")
    assert empty.results == ()
    with pytest.raises(UsageError, match="no assets"):
        empty.line()
    assert empty.table().rows == ()
    assert empty.at_risk().lines == ()


def test_shocks_and_a_named_scenario_strike_together(graph):
    both = graph.whatif(araz.Shock("Armenia", "outage", 0.5), scenario="hormuz-closed")
    assert [str(shock.entity) for shock in both.scenario.shocks] == ["ent:strait-of-hormuz", "ent:armenia"]


def test_a_claim_that_matters_flips_or_moves_the_answer(closed):
    flips = closed.flips()
    assert flips.assets == tuple(line.entity for line in closed.results)
    asset = closed.results[0]
    (first, *_) = closed.importance(asset.entity)
    assert first.claim in {claim.id for path in closed.paths(asset.entity) for hop in path.hops for claim in hop.claims}
    assert 0 < first.importance <= 1


def test_what_is_asked_further_keeps_to_the_method_and_the_worlds_of_the_answer(graph):
    found = graph.whatif(scenario="hormuz-closed", method="sampled", worlds=640)
    compared = found.compare("drought-on-the-araz")
    assert (compared.method, compared.worlds) == ("sampled, same worlds", 640)
    assert {step.method for step in found.sweep("ent:strait-of-hormuz", [0.5, 1.0]).steps} == {"sampled"}


def test_things_struck_alike_are_named_together(graph):
    found = graph.whatif("Iran", "Armenia")
    assert found.happening == "Iran and Armenia should collapse"
