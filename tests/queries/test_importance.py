"""Importance: the derivative of exposure, exact or from the worlds."""

from __future__ import annotations

import numpy as np
import pytest
from araz.errors import UsageError
from araz.queries.exact import TooLarge, exact
from araz.queries.importance import importance
from araz.queries.topology import Network

from .networks import at_random, regional


def apart(network, shocks, edge, targets):
    """P(target | edge open) - P(target | edge closed)."""
    given = np.array([network.probabilities, network.probabilities])
    given[:, edge] = 1, 0
    up, down = (exact(network.with_probabilities(p), shocks) for p in given)
    return (up - down)[targets]


@pytest.mark.parametrize("seed", range(20))
def test_exact_importance_is_what_opening_and_closing_an_edge_changes(seed):
    network, shocks = at_random(seed, nodes=6, edges=14)
    found = importance(network, shocks, [2, 5])
    assert found.method == "exact"
    for edge in range(network.edges):
        assert np.allclose(found.slope[edge], apart(network, shocks, edge, [2, 5]), atol=1e-12)


def test_importance_of_some_edges_only():
    network, shocks = at_random(1, nodes=6, edges=14)
    whole = importance(network, shocks, [2])
    part = importance(network, shocks, [2], edges=[7, 3])
    assert part.edges.tolist() == [7, 3]
    assert np.allclose(part.slope, whole.slope[[7, 3]])


def test_sampled_importance_holds_the_truth_for_95_of_100_edges():
    inside = total = 0
    for number in range(12):
        network, shocks = at_random(number, nodes=6, edges=18, chances=(0.2, 0.5, 0.8, 0.95, 1.0))
        truth = importance(network, shocks, [2, 5]).slope
        for seed in range(8):
            found = importance(network, shocks, [2, 5], most=0, worlds=1024, seed=100 * number + seed)
            if found.method == "exact":
                continue
            matters = truth > 1e-9
            inside += int(((found.low <= truth) & (truth <= found.high))[matters].sum())
            total += int(matters.sum())
            assert np.allclose(found.slope[~matters], 0)
    assert total > 500
    assert 0.93 <= inside / total <= 0.985


def test_an_edge_of_probability_zero_has_importance_too():
    network = Network(3, [0, 1, 0], [1, 2, 2], [0.5, 0.4, 0.0])
    assert importance(network, [0], [2]).slope[2, 0] == pytest.approx(0.8)
    found = importance(network, [0], [2], most=0, worlds=4096)
    assert found.low[2, 0] < 0.8 < found.high[2, 0]


def test_threads_and_seeds_are_respected():
    network = regional(1)
    one = importance(network, [0], [20, 30], most=0, worlds=1000, seed=4)
    two = importance(network, [0], [20, 30], most=0, worlds=1000, seed=4, threads=2)
    assert one.slope.tobytes() == two.slope.tobytes()
    assert one.worlds == 1024
    assert (importance(network, [0], [20, 30], most=0, worlds=1000, seed=5).slope != one.slope).any()


def test_too_many_edges_to_close_one_by_one_is_said():
    n = 300
    network = Network(n, [*range(n - 1), 0], [*range(1, n), n - 1], [1.0] * (n - 1) + [0.5])
    with pytest.raises(TooLarge):
        importance(network, [0], [n - 1], most=0)
    assert importance(network, [0], [n - 1], edges=[5, n - 1], most=0, worlds=640).slope[0, 0] > 0.3


def test_questions_that_make_no_sense_are_named():
    network = Network(2, [0], [1], [0.5])
    with pytest.raises(UsageError, match="no target"):
        importance(network, [0], [])
    with pytest.raises(UsageError, match="target 2; nodes are 0 to 1"):
        importance(network, [0], [2])
