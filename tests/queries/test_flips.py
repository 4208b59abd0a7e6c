"""What would flip an answer: every claim accepted and rejected, against the network made anew from the claims."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from araz.errors import UsageError
from araz.graph.ref import Ref
from araz.ontology.transmission import load_rules
from araz.ontology.vocabulary import Kind, Modality, Relation, ShockKind
from araz.queries.belief import place_of
from araz.queries.columns import read_columns
from araz.queries.exact import exact
from araz.queries.flips import flips
from araz.queries.network import transmission
from araz.queries.reweighing import Reweighing
from araz.queries.scenario import Assumption, Scenario, Shock

from .regions import from_source, ref, region, said, thing

RULES = load_rules()
OPERATES = RULES.find(ShockKind.STATE_COLLAPSE, Relation.OPERATES, "forward").probability
REPORTED = 0.7

NAMES = ("dam", "port", "line", "mill")
LINES = ("iran operates dam", "iran operates port", "iran suppliesTo iraq", "iraq operates line", "line dependsOn dam")
LINES += ("mill dependsOn port", "mill dependsOn dam", "dam alternativeTo port", "iran experiences failure")
LINES += ("iraq owns mill", "failure endangers line", "port dependsOn line", "iraq borders iran")


def at_random(seed):
    """A region with cycles, corroboration, redundancy, and a condition that the shock meets; all claims by place."""
    luck = np.random.default_rng(seed)
    claims = {}
    for number in range(14):
        line = LINES[int(luck.integers(len(LINES)))]
        modality = (Modality.ASSERTED, Modality.ASSERTED, Modality.REPORTED, Modality.CONDITIONAL)[
            int(luck.integers(4))
        ]
        more = {"condition": ref("failure")} if modality is Modality.CONDITIONAL else {}
        confidence = float(luck.choice([0.3, 0.6, 1.0]))
        claim = from_source(f"s{number}", line, modality=modality, confidence=confidence, **more)
        claims[claim.id] = claim
    things = [thing(name, Kind.HYDRO_PLANT) for name in NAMES]
    return region([*things, thing("failure", Kind.STATE_FAILURE)], list(claims.values()))


def asked(store, names=NAMES, **more):
    columns = read_columns(store)
    scenario = Scenario((Shock(ref("iran"), "state-collapse"),), **more)
    assets = [place_of(columns, ref(name)) for name in names if ref(name) in columns.entities]
    return columns, scenario, assets


@pytest.mark.parametrize("seed", range(25))
def test_a_reweighed_network_exposes_as_one_made_anew(seed):
    columns, scenario, _ = asked(at_random(seed))
    base = transmission(columns, scenario, RULES)
    reweighing = Reweighing(columns, scenario, RULES, base)
    for claim, name in enumerate(columns.claims):
        for accepted in (True, False) if reweighing.weights[claim] > 0 else ():
            found = reweighing.network_with(claim, accepted) or base
            anew = replace(scenario, assumptions=(Assumption(Ref("claim", name), accepted),))
            expected = transmission(columns, anew, RULES)
            assert exact(found.network, found.shocks) == pytest.approx(exact(expected.network, expected.shocks))


@pytest.mark.parametrize("seed", range(6))
def test_every_claim_that_moves_an_exposure_is_found_with_its_effect_and_ranks(seed):
    columns, scenario, assets = asked(at_random(seed))
    found = flips(columns, scenario, RULES, assets)
    assert found.method == "exact"
    places = [place_of(columns, asset) for asset in found.assets]
    reweighing = Reweighing(columns, scenario, RULES, transmission(columns, scenario, RULES))
    moved = {}
    for claim, name in enumerate(columns.claims):
        tried = reweighing.weights[claim] > 0 or claim in reweighing.alternatives
        for accepted in (True, False) if tried else ():
            anew = replace(scenario, assumptions=(Assumption(Ref("claim", name), accepted),))
            network = transmission(columns, anew, RULES)
            after = exact(network.network, network.shocks)[places]
            if np.abs(after - found.exposure).max() > 1e-9:
                moved[Ref("claim", name), accepted] = after
    assert {(change.claim, change.accepted) for change in found.changes} == set(moved)
    for change in found.changes:
        after = moved[change.claim, change.accepted]
        assert change.exposure == pytest.approx(after)
        assert abs(change.effect) == pytest.approx(np.abs(after - found.exposure).max())
        assert sorted(change.ranks) == list(range(1, len(places) + 1))
        assert all(after[a] >= after[b] - 1e-9 for a, b in pairs_by_rank(change.ranks))
    effects = [round(abs(change.effect), 9) for change in found.changes]
    assert effects == sorted(effects, reverse=True)


def pairs_by_rank(ranks):
    order = sorted(range(len(ranks)), key=ranks.__getitem__)
    return pairwise(order)


def two_plants(*more):
    things = [thing(name, Kind.HYDRO_PLANT) for name in ("dam", "port")]
    high, low = said("iran operates dam", confidence=0.9), said("iran operates port", confidence=0.6)
    return region(things, [high, low, *more]), high, low


def test_accepting_the_lower_and_rejecting_the_higher_claim_change_places():
    store, high, low = two_plants()
    found = flips(*asked(store, ("port", "dam"))[:2], RULES, asked(store, ("port", "dam"))[2])
    assert found.assets == (ref("dam"), ref("port"))
    by = {(change.claim, change.accepted): change for change in found.flipping}
    assert set(by) == {(low.id, True), (high.id, False)}
    accepted = by[low.id, True]
    assert accepted.ranks == (2, 1)
    assert [(swap.above, swap.below) for swap in accepted.swaps] == [(ref("dam"), ref("port"))]
    assert accepted.effect == pytest.approx(OPERATES * 0.4)
    assert (accepted.weight, accepted.moved) == (0.6, ref("port"))
    assert by[high.id, False].effect == pytest.approx(-OPERATES * 0.9)


def test_rejecting_one_of_two_that_say_the_same_leaves_the_other():
    second = from_source("b", "iran operates dam", confidence=0.5)
    store, high, _ = two_plants(second)
    columns, scenario, assets = asked(store, ("dam", "port"))
    found = flips(columns, scenario, RULES, assets)
    change = next(each for each in found.changes if each.claim == high.id and not each.accepted)
    assert change.exposure[0] == pytest.approx(OPERATES * 0.5)
    assert change.effect == pytest.approx(OPERATES * (0.5 - 0.95))


def test_claims_that_alone_bring_an_asset_across_a_threshold_are_told():
    store, high, low = two_plants()
    columns, scenario, assets = asked(store, ("dam", "port"))
    found = flips(columns, scenario, RULES, assets)
    across = {(each.flip.claim, each.flip.accepted): (each.over, each.under) for each in found.across(OPERATES * 0.8)}
    assert across == {(low.id, True): ((ref("port"),), ()), (high.id, False): ((), (ref("dam"),))}
    with pytest.raises(UsageError, match=r"threshold 1\.2"):
        found.across(1.2)


def test_a_claim_about_an_alternative_may_flip_the_answer():
    claims = [
        said("iran operates dam"),
        said("iran operates port"),
        said("mill dependsOn dam"),
        said("mill dependsOn port"),
    ]
    alternative = said("dam alternativeTo port", modality=Modality.REPORTED)
    things = [thing(name, Kind.HYDRO_PLANT) for name in ("dam", "port", "mill")]
    columns, scenario, assets = asked(region(things, [*claims, alternative]), ("dam", "mill"))
    found = flips(columns, scenario, RULES, assets)
    (change,) = [each for each in found.changes if each.claim == alternative.id]
    assert (change.accepted, change.moved) == (True, ref("mill"))
    assert change.effect < 0


def test_sampled_flips_agree_with_exact_ones():
    columns, scenario, assets = asked(at_random(3))
    exactly, drawn = (flips(columns, scenario, RULES, assets, most=most, worlds=65_536) for most in (1e6, 0))
    assert (exactly.method, drawn.method) == ("exact", "sampled")
    effects = {(change.claim, change.accepted): change.effect for change in drawn.changes}
    assert all(
        effects[c.claim, c.accepted] == pytest.approx(c.effect, abs=0.01)
        for c in exactly.changes
        if abs(c.effect) > 0.02
    )


def test_nothing_asked_about_flips_nothing():
    columns, scenario, _ = asked(at_random(0))
    assert flips(columns, scenario, RULES, []).record()["flips"] == []
