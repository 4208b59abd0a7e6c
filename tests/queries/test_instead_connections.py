"""What ties two states: ways that share nothing, and what all of them cross."""

from __future__ import annotations

import json
from itertools import combinations, pairwise

import araz
import networkx as nx
import numpy as np
import pytest
from araz.errors import UnknownEntity, UsageError
from araz.graph.ref import Ref
from araz.ontology.vocabulary import Kind, Modality
from araz.queries.columns import read_columns
from araz.queries.connections import chokepoints, redundancy
from araz.queries.disjoint import apart, links_apart
from araz.queries.scenario import Scenario, Shock

from .regions import ref, region, said, thing

IRAN, AZERBAIJAN = ref("iran"), ref("azerbaijan")


def columns(*lines, **kinds):
    """A region of roads (letters) and whatever `kinds` says, by claims in words."""
    claims = [said(line) for line in lines]
    named = {end.local for claim in claims for end in (claim.subject, claim.object)}
    roads = {name: Kind.ROAD for name in sorted(named) if len(name) == 1}
    return read_columns(region([thing(name, kind) for name, kind in {**roads, **kinds}.items()], claims))


def crossed(known, **more):
    return {each.entity.local: each.why for each in chokepoints(known, IRAN, AZERBAIJAN, **more)}


def test_two_roads_side_by_side_are_two_ways():
    known = columns("a connects iran", "a connects azerbaijan", "b connects iran", "b connects azerbaijan")
    found = redundancy(known, IRAN, AZERBAIJAN)
    assert [(each.family, each.ways, each.links) for each in found.families] == [("Road", 2, 2)]
    assert found.independent == ((ref("a"),), (ref("b"),))
    assert [len(tie.claims) for tie in found.ties] == [2, 2]
    assert chokepoints(known, IRAN, AZERBAIJAN) == ()


def test_two_roads_that_meet_in_a_third_are_one_way_with_two_links():
    # iran - a, b - m - c, d - azerbaijan: everything passes m.
    known = columns(
        *("iran operates a", "iran operates b", "a connects m", "b connects m"),
        *("m connects c", "m connects d", "azerbaijan operates c", "azerbaijan operates d"),
    )
    (found,) = redundancy(known, IRAN, AZERBAIJAN).families
    assert (found.ways, found.links) == (1, 2)
    assert crossed(known) == {"m": "every way crosses it"}


def test_a_bridge_that_both_roads_depend_on_is_a_chokepoint():
    known = columns(
        *("a connects iran", "a connects azerbaijan", "b connects iran", "b connects azerbaijan"),
        *("a dependsOn bridge", "b dependsOn bridge"),
        bridge=Kind.FACILITY,
    )
    assert crossed(known) == {"bridge": "every way crosses something that depends on it"}
    found = redundancy(known, IRAN, AZERBAIJAN)
    assert found.families[0].ways == 2
    assert len(found.independent) == 1


def test_a_road_that_the_only_other_way_depends_on_is_a_chokepoint():
    known = columns(
        *("a connects iran", "a connects azerbaijan", "b connects iran", "b connects azerbaijan", "b dependsOn a"),
    )
    assert crossed(known) == {"a": "every way crosses it, or something that depends on it"}


def test_a_way_keeps_to_one_family_of_assets():
    # A dam that Iran shares with Armenia, and a road from Armenia to Azerbaijan, are no way.
    known = columns(
        *("iran operates dam", "armenia operates dam", "a connects armenia", "a connects azerbaijan"),
        dam=Kind.DAM,
    )
    found = redundancy(known, IRAN, AZERBAIJAN)
    assert (found.families, found.note) == ((), "no claim that stands ties them together")


def test_a_way_may_cross_a_third_state_and_a_place():
    known = columns(
        *("a connects iran", "a connects town", "town locatedIn armenia", "b connects armenia"),
        "b connects azerbaijan",
        town=Kind.SETTLEMENT,
    )
    (found,) = redundancy(known, IRAN, AZERBAIJAN).families
    assert found.routes == ((ref("a"), ref("town"), ref("armenia"), ref("b")),)
    assert set(crossed(known)) == {"a", "town", "armenia", "b"}


def test_a_border_or_a_river_is_no_way():
    known = columns(
        *("iran borders azerbaijan", "river passesThrough iran", "river passesThrough azerbaijan"), river=Kind.RIVER
    )
    assert redundancy(known, IRAN, AZERBAIJAN).families == ()
    assert chokepoints(known, IRAN, AZERBAIJAN) == ()


def test_a_claim_that_does_not_stand_ties_nothing():
    claims = [said("a connects iran"), said("a connects azerbaijan", modality=Modality.POSSIBLE)]
    known = read_columns(region([thing("a", Kind.ROAD)], claims))
    assert redundancy(known, IRAN, AZERBAIJAN).families == ()


def test_a_scenario_takes_away_what_it_strikes_and_what_needs_it():
    known = columns(
        *("a connects iran", "a connects azerbaijan", "b connects iran", "b connects azerbaijan", "b dependsOn bridge"),
        bridge=Kind.FACILITY,
    )
    scenario = Scenario((Shock(ref("bridge"), "outage"),))
    assert redundancy(known, IRAN, AZERBAIJAN, scenario=scenario).families[0].ways == 1
    assert crossed(known, scenario=scenario) == {"a": "every way crosses it"}
    # The two states themselves stay: the question is what ties them.
    struck = Scenario((Shock(IRAN),))
    assert redundancy(known, IRAN, AZERBAIJAN, scenario=struck).families[0].ways == 2


def test_what_is_no_state_or_not_there_is_an_error():
    known = columns("a connects iran", "a connects azerbaijan")
    with pytest.raises(UsageError, match="ent:a is no state"):
        redundancy(known, ref("a"), IRAN)
    with pytest.raises(UsageError, match="named twice"):
        chokepoints(known, IRAN, IRAN)
    with pytest.raises(UnknownEntity, match="ent:iram"):
        redundancy(known, ref("iram"), IRAN)


@pytest.mark.parametrize("seed", range(60))
def test_ways_apart_are_as_many_as_networkx_finds(seed):
    random = np.random.default_rng(seed)
    pairs = [pair for pair in combinations(range(9), 2) if pair != (0, 8) and random.random() < 0.35]
    graph = nx.Graph()
    graph.add_nodes_from(range(9))
    graph.add_edges_from(pairs)
    around = {node: sorted(graph[node]) for node in graph}
    ways = apart(around, 0, 8)
    assert len(ways) == nx.node_connectivity(graph, 0, 8)
    assert links_apart(around, 0, 8) == nx.edge_connectivity(graph, 0, 8)
    between = [node for way in ways for node in way[1:-1]]
    assert len(between) == len(set(between))
    assert all(graph.has_edge(*step) for way in ways for step in pairwise(way))


@pytest.mark.parametrize("seed", range(12))
def test_chokepoints_are_what_breaks_every_way_by_itself(seed):
    random = np.random.default_rng(seed)
    nodes = ["iran", "azerbaijan", *"abcdef"]
    pairs = [pair for pair in combinations(nodes, 2) if pair != ("iran", "azerbaijan") and random.random() < 0.3]
    known = columns(*(f"{b} connects {a}" for a, b in pairs), "iran borders azerbaijan")
    graph = nx.Graph(pairs)
    graph.add_nodes_from(nodes)
    expected = set()
    if nx.has_path(graph, "iran", "azerbaijan"):
        for node in "abcdef":
            rest = graph.subgraph(set(nodes) - {node})
            expected |= set() if nx.has_path(rest, "iran", "azerbaijan") else {node}
    assert set(crossed(known)) == expected


@pytest.fixture(scope="module")
def example():
    with araz.open("example") as graph:
        yield read_columns(graph.store)


def test_the_example_ties_azerbaijan_to_turkiye_by_one_railway(example):
    found = chokepoints(example, AZERBAIJAN, ref("turkiye"))
    assert [str(each.entity) for each in found] == ["ent:baku-tbilisi-kars-railway"]
    assert found[0].claims


def test_the_example_ties_iran_to_azerbaijan_many_times(example):
    found = redundancy(example, IRAN, AZERBAIJAN)
    families = {each.family: each.ways for each in found.families}
    assert (families["PowerPlant"], families["Dam"]) == (4, 2)
    assert chokepoints(example, IRAN, AZERBAIJAN) == ()
    assert json.loads(json.dumps(found.record()))["families"]


def test_both_states_may_be_named_in_either_order(example):
    one, other = redundancy(example, IRAN, AZERBAIJAN), redundancy(example, AZERBAIJAN, IRAN)
    assert [(each.family, each.ways, each.links, each.ties) for each in one.families] == [
        (each.family, each.ways, each.links, each.ties) for each in other.families
    ]


def test_every_chokepoint_cites_claims_that_exist(example):
    known = set(example.claims)
    for each in chokepoints(example, ref("india"), ref("russia")):
        assert {claim.local for claim in each.claims} <= known
        assert each.record()["claims"]
        assert isinstance(each.entity, Ref)
