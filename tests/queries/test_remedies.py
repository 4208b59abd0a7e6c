"""What would bring an asset's exposure down, checked by putting the scenario again with the claims denied."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO

import araz
import pytest
from araz.errors import UsageError
from araz.graph.store import Table
from araz.queries.scenario import Assumption
from rich.console import Console


@pytest.fixture(scope="module")
def graph():
    with araz.open("example") as graph:
        yield graph


@pytest.fixture(scope="module")
def collapse(graph):
    return graph.whatif("Iran")


@pytest.mark.parametrize(
    ("asset", "threshold"), [("ent:bushehr-plant", 0.4), ("ent:btc-pipeline", 0.05), ("ent:araz-corridor", 0.4)]
)
def test_denying_the_claims_leaves_the_exposure_that_is_told(graph, collapse, asset, threshold):
    found = collapse.remedies(asset, threshold=threshold)
    assert found.complete
    assert found.found
    for remedy in found.found:
        denied = tuple(Assumption(claim, holds=False) for claims in remedy.taken for claim in claims)
        again = graph.whatif(scenario=replace(collapse.scenario, assumptions=denied), of=asset)
        left = again.results[0].exposure if again.results else 0.0
        assert left == pytest.approx(remedy.exposure, abs=1e-9)
        assert left <= threshold


@pytest.mark.parametrize("asset", ["ent:bushehr-plant", "ent:araz-corridor"])
def test_no_smaller_set_of_claims_would_do(graph, collapse, asset):
    (remedy, *_) = collapse.remedies(asset, threshold=0.4).found
    for spared in range(len(remedy.taken)):
        fewer = remedy.taken[:spared] + remedy.taken[spared + 1 :]
        denied = tuple(Assumption(claim, holds=False) for claims in fewer for claim in claims)
        again = graph.whatif(scenario=replace(collapse.scenario, assumptions=denied), of=asset)
        assert again.results[0].exposure > 0.4


def test_assets_are_shielded_where_the_way_leads_through_them(collapse):
    found = collapse.remedies("ent:btc-pipeline", threshold=0.05, by="assets")
    assert found.complete
    assert all(0 <= remedy.exposure <= 0.05 for remedy in found.found)
    assert all(len(refs) == 1 for remedy in found.found for refs in remedy.taken)


def test_an_asset_that_is_struck_directly_is_not_helped_by_shielding_others(collapse):
    found = collapse.remedies("ent:araz-corridor", threshold=0.4, by="assets")
    assert found.complete
    assert found.found == ()


def test_two_kinds_of_shock_are_both_shut_out(graph):
    both = graph.whatif(araz.Shock("Iran", "sanctions"), araz.Shock("Armenia", "border-closure"))
    (remedy, *_) = both.remedies(both.results[0].entity, threshold=0.05).found
    assert remedy.exposure <= 0.05


@pytest.mark.parametrize(("given", "words"), [({"by": "luck"}, "claims or assets"), ({"threshold": 1.5}, "1.5")])
def test_a_wrong_call_is_named(collapse, given, words):
    with pytest.raises(UsageError, match=words):
        collapse.remedies(**given)


def test_an_answer_prints_itself_in_rich_without_taking_names_for_markup(collapse):
    out = StringIO()
    Console(width=100, file=out).print(collapse, Table(("a",), (("[bold]x[/bold]",),)))
    assert "Khudafarin" in out.getvalue()
    assert "[bold]x[/bold]" in out.getvalue()
