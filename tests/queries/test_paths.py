"""Paths: all of them, in order, against a plain search; crossings against networkx."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
from araz.errors import UsageError
from araz.queries.exact import exact
from araz.queries.paths import crossings, paths
from araz.queries.topology import Network
from araz.queries.ways import Ways
from hypothesis import given, settings

from .networks import at_random, networks, regional


def simple_paths(network, shocks, target):
    """Every simple path by plain recursion: (probability, nodes, edges)."""
    found = []

    def walk(nodes, edges, probability):
        if nodes[-1] == target:
            found.append((probability, nodes, edges))
            return
        for edge in range(network.edges):
            head, p = int(network.heads[edge]), float(network.probabilities[edge])
            if network.tails[edge] == nodes[-1] and head not in nodes and p > 0:
                walk((*nodes, head), (*edges, (edge,)), probability * p)

    for shock in shocks:
        node, probability = shock if isinstance(shock, tuple) else (shock, 1.0)
        walk((node,), (), probability)
    return sorted(found, key=lambda path: (-float(f"{path[0]:.12g}"), len(path[1]), path[1], path[2]))


@pytest.mark.parametrize("seed", range(30))
def test_all_simple_paths_are_found_best_first(seed):
    network, _ = at_random(seed, nodes=7, edges=16, groups=False)
    shocks = [(0, 0.5), 1]
    expected = simple_paths(network, shocks, 4)
    found = paths(network, shocks, 4, 1000)
    assert [(path.nodes, path.hops) for path in found] == [(nodes, edges) for _, nodes, edges in expected]
    assert np.allclose([path.probability for path in found], [p for p, _, _ in expected])
    few = paths(network, shocks, 4, 3)
    assert np.allclose([path.probability for path in few], [p for p, _, _ in expected[:3]])


def test_a_path_through_a_group_counts_what_else_the_group_needs():
    network = Network(4, [0, 0, 1, 2, 0], [1, 2, 3, 3, 3], [0.5, 0.8, 0.9, 0.9, 0.1], [(3, [2, 3])])
    best, other = paths(network, [0], 3)
    assert best.nodes == (0, 1, 3)
    assert best.hops == ((0,), (2, 3))
    assert best.beside == ((), (2,))
    assert np.isclose(best.probability, 0.5 * 0.8 * 0.9 * 0.9)
    assert (other.nodes, other.hops) == ((0, 3), ((4,),))
    assert crossings(network, [0], 3) == (0,)


def test_a_group_that_needs_the_target_is_no_way_to_it():
    network = Network(4, [0, 1, 0, 2, 3], [1, 2, 3, 3, 1], [0.5] * 5, [(3, [2, 3])])
    assert [path.nodes for path in paths(network, [0], 1)] == [(0, 1)]


def test_a_node_that_nothing_reaches_has_no_paths_and_crosses_nothing():
    network = Network(3, [0, 1], [1, 2], [0.5, 0.0])
    assert paths(network, [0], 2) == []
    assert crossings(network, [0], 2) == ()


def test_a_shocked_target_is_its_own_path():
    best, other = paths(Network(2, [0], [1], [0.5]), [0, (1, 0.7)], 1)
    assert (best.nodes, best.hops, best.probability) == ((1,), (), 0.7)
    assert other.nodes == (0, 1)


@given(networks())
@settings(max_examples=60, deadline=None)
def test_the_best_way_is_never_more_probable_than_the_exposure(drawn):
    network, shocks = drawn
    ways = Ways(network, shocks)
    truth = exact(network, shocks)
    assert (ways.best <= truth + 1e-12).all()
    assert ((ways.best > 0) == (truth > 0)).all() or (truth[ways.best == 0] < 1e-12).all()
    for target in range(network.n):
        found = paths(network, shocks, target, 4, ways=ways)
        assert all(one.probability >= other.probability - 1e-12 for one, other in pairwise(found))
        assert all(path.probability <= truth[target] + 1e-12 for path in found)
        assert len({(path.nodes, path.hops) for path in found}) == len(found)


@pytest.mark.parametrize("seed", range(30))
def test_crossings_are_the_dominators(seed):
    network, _ = at_random(seed, nodes=8, edges=12, groups=False, chances=(0.5, 0.9))
    graph = nx.DiGraph([(-1, 0), (-1, 1), *zip(network.tails.tolist(), network.heads.tolist(), strict=True)])
    above = nx.immediate_dominators(graph, -1)
    for target in range(2, 8):
        expected, node = set(), target
        while above.get(node, -1) not in (-1, None):
            node = above[node]
            expected.add(node)
        assert set(crossings(network, [0, 1], target)) == expected


def test_a_thing_that_is_several_nodes_is_crossed_when_every_way_crosses_one_of_them():
    # Two layers of three things, 0 to 2 and 3 to 5, and a last one, 6 to 8, that is reached from either.
    network = Network(9, [0, 1, 3, 4, 2, 5], [1, 2, 4, 5, 8, 8], [0.5] * 4 + [1.0] * 2)
    assert crossings(network, [0, 3], 8) == ()
    assert crossings(network, [0, 3], 8, size=3) == (0, 1)
    ahead = Network(9, [0, 1, 3, 2, 5], [1, 2, 5, 8, 8], [0.5] * 3 + [1.0] * 2)
    assert crossings(ahead, [0, 3], 8, size=3) == (0,)


def test_a_group_is_crossed_at_all_of_its_nodes():
    network = Network(4, [0, 0, 1, 2], [1, 2, 3, 3], [0.5] * 4, [(3, [2, 3])])
    assert set(crossings(network, [0], 3)) == {0, 1, 2}


def test_renumbering_edges_changes_neither_paths_nor_crossings():
    network, _ = at_random(4, nodes=7, edges=16, groups=False, chances=(0.3, 0.5, 0.6))
    order = np.random.default_rng(0).permutation(16)
    other = Network(7, network.tails[order], network.heads[order], network.probabilities[order])
    for target in range(7):
        moved = [tuple(int(order[e]) for hop in path.hops for e in hop) for path in paths(other, [0], target, 99)]
        assert sorted(moved) == sorted(tuple(e for hop in p.hops for e in hop) for p in paths(network, [0], target, 99))
        assert crossings(network, [0], target) == crossings(other, [0], target)


def test_questions_that_make_no_sense_are_named():
    network = regional(0)
    with pytest.raises(UsageError, match="target 1000; nodes are 0 to"):
        paths(network, [0], 1000)
    with pytest.raises(UsageError, match="target -1"):
        crossings(network, [0], -1)
    with pytest.raises(UsageError, match="0 paths"):
        paths(network, [0], 1, 0)
