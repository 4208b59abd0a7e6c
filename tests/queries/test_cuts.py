"""Cuts: the smallest sets, against trying them all."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from araz.errors import UsageError
from araz.queries.cuts import cuts, into
from araz.queries.exact import exact
from araz.queries.topology import Network

from .networks import at_random, regional


def by_trying(network, shocks, target, threshold, choices):
    """All smallest sets of choices without which exposure is at most the threshold, as (exposure, choices)."""
    for size in range(len(choices) + 1):
        found = []
        for taken in combinations(range(len(choices)), size):
            left = network.probabilities.copy()
            left[[edge for choice in taken for edge in choices[choice]]] = 0
            exposure = exact(network.with_probabilities(left), shocks)[target]
            if exposure <= threshold + 1e-12:
                found.append((round(float(exposure), 12), taken))
        if found:
            return size, sorted(found)
    return len(choices) + 1, []


@pytest.mark.parametrize("threshold", [0, 0.1, 0.4])
@pytest.mark.parametrize("seed", range(10))
def test_the_smallest_cuts_of_edges_are_all_found(seed, threshold):
    network, _ = at_random(seed, nodes=6, edges=11, chances=(0.3, 0.6, 0.9, 1.0))
    found = cuts(network, [0], 3, threshold)
    size, expected = by_trying(network, [0], 3, threshold, [(edge,) for edge in range(11)])
    assert [(round(cut.exposure, 12), cut.choices) for cut in found.found] == expected
    assert found.at_least == size
    assert found.complete


@pytest.mark.parametrize("seed", range(10))
def test_the_smallest_cuts_of_nodes_are_all_found(seed):
    network, _ = at_random(seed, nodes=7, edges=14, chances=(0.3, 0.6, 0.9))
    choices = into(network, [1, 2, 4, 5, 6])
    found = cuts(network, [0], 3, 0.15, choices)
    size, expected = by_trying(network, [0], 3, 0.15, choices)
    assert [(round(cut.exposure, 12), cut.choices) for cut in found.found] == expected
    assert found.at_least == size


def test_nothing_need_be_cut_where_exposure_is_low_already():
    found = cuts(Network(2, [0], [1], [0.1]), [0], 1, 0.2)
    assert [cut.choices for cut in found.found] == [()]
    assert found.at_least == 0


def test_no_cut_is_found_where_none_will_do():
    network = Network(3, [0, 1, 0], [1, 2, 2], [0.5, 0.5, 0.9])
    found = cuts(network, [0], 2, 0.1, [(0,), (1,)])
    assert found.found == ()
    assert found.complete
    assert cuts(network, [0, (2, 0.5)], 2, 0.1).found == ()


def test_two_certain_ways_are_both_cut():
    network = Network(4, [0, 0, 1, 2], [1, 2, 3, 3], [1.0] * 4)
    found = cuts(network, [0], 3, 0.5)
    assert found.at_least == 2
    assert (0, 1) in [cut.choices for cut in found.found]


def test_a_search_that_gives_up_still_finds_a_small_cut_and_says_so():
    network = regional(2)
    target = int(np.argsort(-exact(network, [0]))[3])
    full = cuts(network, [0], target, 0.0)
    quick = cuts(network, [0], target, 0.0, looks=1)
    assert full.complete
    assert not quick.complete
    assert quick.found[0].exposure <= 1e-12
    assert quick.at_least <= full.at_least <= len(quick.found[0].choices)


def test_where_exposure_is_sampled_the_cut_is_not_called_complete():
    network = regional(2)
    target = int(np.argsort(-exact(network, [0]))[3])
    found = cuts(network, [0], target, 0.1, most=0, worlds=1024)
    assert (found.method, found.complete, found.at_least) == ("sampled", False, 1)
    left = network.probabilities.copy()
    left[list(found.found[0].choices)] = 0
    assert exact(network.with_probabilities(left), [0])[target] < 0.15


def test_questions_that_make_no_sense_are_named():
    network = Network(2, [0], [1], [0.5])
    with pytest.raises(UsageError, match="target 2"):
        cuts(network, [0], 2, 0.1)
    with pytest.raises(UsageError, match=r"threshold 1\.0"):
        cuts(network, [0], 1, 1.0)
    with pytest.raises(UsageError, match="choice 1: edge 1; edges are 0 to 0"):
        cuts(network, [0], 1, 0.1, [[0], [1]])
