"""Sampled exposure: unbiased, honest about its error, the same on every run."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest
from araz.errors import UsageError
from araz.queries.cascade import Network, difference, sample
from araz.queries.exact import exact
from araz.queries.intervals import wilson
from hypothesis import given, settings
from hypothesis import strategies as st

from .networks import at_random, enumerated, networks, regional

MIDDLING = (0.2, 0.4, 0.6, 0.8)


def test_intervals_hold_the_truth_for_95_of_100_nodes():
    inside = total = 0
    for number in range(40):
        network, shocks = at_random(number, nodes=8, edges=18, chances=MIDDLING)
        truth = exact(network, shocks)
        for seed in range(50):
            estimate, low, high = sample(network, shocks, worlds=1024, seed=1000 * number + seed)
            open_ = high > low
            inside += int(((low <= truth) & (truth <= high))[open_].sum())
            total += int(open_.sum())
            assert np.allclose(estimate[~open_], truth[~open_])
    assert total > 5000
    assert 0.93 <= inside / total <= 0.97


@pytest.mark.parametrize("seed", range(3))
def test_exact_and_sampled_exposure_of_a_region_with_cycles_and_groups_agree(seed):
    plain = regional(seed, back=0.3, border=0.4)
    groups = [(node, np.flatnonzero(plain.heads == node)[:2].tolist()) for node in range(10, 30, 4)]
    groups = [(node, edges) for node, edges in groups if len(edges) == 2]
    network = Network(plain.n, plain.tails, plain.heads, plain.probabilities, groups)
    truth = exact(network, [0, (1, 0.3)], most=1e8)
    found = sample(network, [0, (1, 0.3)], worlds=65536, seed=seed)
    open_ = (truth > 0) & (truth < 1)
    error = np.sqrt(truth * (1 - truth) / found.worlds)
    assert open_.sum() > 30
    assert (abs(found.estimate - truth)[open_] < 4.5 * error[open_]).all()


def test_estimates_are_unbiased_for_common_and_for_rare_nodes():
    tails, heads = [0, 0, 1, 2, 3, 1, 4, 5], [1, 2, 3, 3, 4, 5, 5, 4]
    network = Network(6, tails, heads, [0.5, 0.05, 0.1, 0.1, 0.1, 0.02, 0.5, 0.3], [(3, [2, 3])])
    truth = exact(network, [(0, 0.7)])
    runs = np.array([sample(network, [(0, 0.7)], worlds=1024, seed=seed).estimate for seed in range(400)])
    error = runs.std(axis=0) / np.sqrt(len(runs))
    assert (abs(runs.mean(axis=0) - truth) < 4 * error + 1e-12).all()
    assert truth[4] < 0.01 < truth[2]


def test_a_rare_exposure_is_not_reported_as_zero():
    chain = Network(4, [0, 1, 2], [1, 2, 3], [0.01, 0.1, 0.1])
    found = sample(chain, [0], worlds=64)
    assert np.isclose(found.estimate[3], 1e-4)
    assert np.isclose(found.low[3], 1e-4)
    assert found.high[3] > 1e-4


def test_a_node_never_reached_in_any_world_still_has_an_upper_bound():
    both = Network(3, [0, 0, 1, 1], [1, 1, 2, 2], [0.001] * 4, [(1, [0, 1]), (2, [2, 3])])
    found = sample(both, [0], worlds=128)
    assert found.estimate[2] == 0
    assert 0 < found.high[2] < 0.05


def test_what_nothing_can_reach_is_exactly_zero_and_what_is_certain_exactly_one():
    network = Network(6, [0, 1, 3, 4, 0], [1, 2, 4, 3, 5], [1.0, 1.0, 0.5, 0.5, 0.0])
    found = sample(network, [0], worlds=64)
    for numbers in found:
        assert numbers[:3].tolist() == [1, 1, 1]
        assert numbers[3:].tolist() == [0, 0, 0]


def test_wilson_intervals_are_those_of_the_textbook():
    low, high = wilson(np.array([0, 1, 10, 50, 100]), 100)
    assert np.allclose(low, [0, 0.0018, 0.0552, 0.4038, 0.9630], atol=5e-5)
    assert np.allclose(high, [0.0370, 0.0545, 0.1744, 0.5962, 1], atol=5e-5)


@given(networks(), st.integers(0, 2**63 - 1))
@settings(max_examples=40, deadline=None)
def test_a_sample_never_contradicts_what_is_certain(drawn, seed):
    network, shocks = drawn
    truth = enumerated(network, shocks)
    found = sample(network, shocks, worlds=256, seed=seed)
    assert (found.estimate[truth == 0] == 0).all()
    assert (found.high[truth > 1e-15] > 0).all()
    assert np.allclose(found.estimate[truth > 1 - 1e-15], 1)
    assert (found.low <= found.estimate + 1e-15).all()
    assert (found.estimate <= found.high + 1e-15).all()


@pytest.mark.parametrize("threads", [2, 3, 7])
def test_the_same_seed_gives_the_same_answer_on_any_number_of_threads(threads):
    network = regional(2)
    one = sample(network, [0, (1, 0.5)], worlds=2000, seed=9)
    many = sample(network, [0, (1, 0.5)], worlds=2000, seed=9, threads=threads)
    assert one.estimate.tobytes() == many.estimate.tobytes()
    assert one.high.tobytes() == many.high.tobytes()
    assert one.worlds == many.worlds == 2048


def test_the_draws_of_a_seed_stay_what_they_are():
    tails, heads = [0, 0, 1, 2, 3, 4, 2], [1, 2, 3, 3, 4, 5, 5]
    network = Network(6, tails, heads, [0.5, 0.25, 0.75, 0.125, 0.9, 0.3, 0.01], [(3, [2, 3])])
    found = sample(network, [(0, 0.8)], worlds=640, seed=42)
    assert (found.estimate[:5] * 640).round(6).tolist() == [509, 264, 134, 10, 9]


def test_another_seed_gives_another_answer():
    network = regional(2)
    assert (sample(network, [0], seed=1).estimate != sample(network, [0], seed=2).estimate).any()


def test_keys_make_luck_independent_of_the_order_of_edges():
    network, shocks = at_random(11, nodes=7, edges=16, groups=False, chances=MIDDLING)
    keys = np.arange(16) * 77 + 5
    order = np.random.default_rng(1).permutation(16)
    one = Network(7, network.tails, network.heads, network.probabilities, keys=keys)
    other = Network(7, network.tails[order], network.heads[order], network.probabilities[order], keys=keys[order])
    assert sample(one, shocks).estimate.tobytes() == sample(other, shocks).estimate.tobytes()


def test_drawing_stops_when_the_intervals_are_narrow_enough():
    network = Network(2, [0], [1], [0.5])
    rough = sample(network, [0], worlds=1_000_000, precision=0.05)
    fine = sample(network, [0], worlds=1_000_000, precision=0.01)
    assert rough.worlds == 2048
    assert fine.worlds == 65536
    for found, width in ((rough, 0.05), (fine, 0.01)):
        assert found.high[1] - found.low[1] <= width
    assert sample(network, [0], worlds=1000, precision=0.001).worlds == 1024


def test_a_million_isolated_nodes_are_no_trouble():
    found = sample(Network(1_000_000, [], [], []), [5], worlds=640)
    assert found.estimate.sum() == 1


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"worlds": 0}, "0 worlds"),
        ({"seed": -1}, "seed -1"),
        ({"threads": 0}, "0 threads"),
        ({"precision": 0.0}, "precision 0.0"),
        ({"precision": float("nan")}, "precision nan"),
    ],
)
def test_options_that_make_no_sense_are_named(options, says):
    with pytest.raises(UsageError, match=says):
        sample(Network(2, [0], [1], [0.5]), [0], **options)


def test_differences_hold_the_truth_and_are_sharper_than_two_samples():
    inside = total = 0
    for number in range(30):
        network, shocks = at_random(number, nodes=8, edges=18, chances=MIDDLING)
        other = network.with_probabilities(network.probabilities * 0.9)
        truth = exact(network, shocks) - exact(other, shocks)
        for seed in range(20):
            found = difference(network, other, shocks, shocks, worlds=1024, seed=100 * number + seed)
            unsure = found.high > found.low
            inside += int(((found.low <= truth) & (truth <= found.high))[unsure].sum())
            total += int(unsure.sum())
            assert np.allclose(truth[~unsure], 0)
    assert total > 2000
    assert 0.93 <= inside / total <= 0.985
    one, two = sample(network, shocks, worlds=1024), sample(other, shocks, worlds=1024)
    apart = np.hypot(one.high - one.low, two.high - two.low)
    assert ((found.high - found.low)[unsure] < apart[unsure]).all()


def test_what_no_change_can_reach_differs_by_exactly_zero():
    network = Network(5, [0, 1, 0, 3], [1, 2, 3, 4], [0.5, 0.5, 0.5, 0.5])
    found = difference(network, network.with_probabilities([0.5, 0.1, 0.5, 0.5]), [0], [0])
    assert found.high[[0, 1, 3, 4]].tolist() == found.low[[0, 1, 3, 4]].tolist() == [0, 0, 0, 0]
    assert found.low[2] > 0


def test_what_differs_out_of_reach_makes_no_difference():
    one = Network(5, [0, 1, 3], [1, 2, 2], [0.5, 0.5, 0.5], keys=[1, 2, 3])
    other = Network(5, [0, 1, 4, 3], [1, 2, 2, 4], [0.5, 0.5, 0.9, 0.9], [(2, [1, 2])], keys=[1, 2, 4, 5])
    same = Network(5, [0, 1, 4, 3], [1, 2, 2, 4], [0.5, 0.5, 0.9, 0.9], keys=[1, 2, 4, 5])
    found = difference(one, same, [0], [0])
    assert found.low.tolist() == found.high.tolist() == [0.0] * 5
    assert difference(one, other, [0], [0]).low[2] > 0
    assert difference(one, same, [0], [0, 3]).high[2] < 0


def test_differences_of_shocks_and_of_groups_are_seen():
    apart = Network(3, [0, 1], [2, 2], [0.9, 0.9])
    joint = Network(3, [0, 1], [2, 2], [0.9, 0.9], [(2, [0, 1])])
    change = difference(apart, joint, [0, 1], [0, 1], seed=3)
    assert change.low[2] < 0.99 - 0.81 < change.high[2]
    change = difference(apart, apart, [0], [(0, 0.5)], seed=3)
    assert change.low[0] < 0.5 < change.high[0]
    assert change.low[1] == change.high[1] == 0


def test_edges_of_different_networks_are_matched_by_their_keys():
    one = Network(3, [0, 1], [1, 2], [0.5, 0.5], keys=[10, 20])
    other = Network(3, [0, 1, 0], [2, 2, 1], [0.3, 0.5, 0.5], keys=[30, 20, 10])
    change = difference(other, one, [0], [0], seed=1)
    assert change.estimate[1] == 0 == change.high[1]
    assert change.low[2] < exact(other, [0])[2] - exact(one, [0])[2] < change.high[2]
    empty = Network(3, [], [], [], keys=[])
    assert difference(one, empty, [0], [0]).low[1] > 0.4


def test_networks_that_cannot_be_compared_are_refused():
    one = Network(2, [0], [1], [0.5])
    with pytest.raises(UsageError, match="number the nodes of both alike"):
        difference(one, Network(3, [0], [1], [0.5]), [0], [0])
    with pytest.raises(UsageError, match="give both networks keys"):
        difference(one, Network(2, [0, 0], [1, 1], [0.5, 0.5]), [0], [0])
    with pytest.raises(UsageError, match="give both networks keys"):
        difference(one, Network(2, [0], [1], [0.5], keys=[4]), [0], [0])


def test_sampling_works_where_nothing_can_be_written(tmp_path):
    code = (
        "import sys; import numba.core.caching as c;"
        "[setattr(k, 'from_function', classmethod(lambda *_: None)) for k in c.CacheImpl._locator_classes];"
        "from araz.queries.worlds import bits; import numpy as np; print(bits(np.uint64(7)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "HOME": str(tmp_path)},
    )
    assert done.stdout.strip() == "3"
