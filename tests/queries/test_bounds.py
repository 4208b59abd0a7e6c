"""The ceiling: exposure never exceeds it, in any network."""

from __future__ import annotations

import numpy as np
import pytest
from araz.queries.bounds import ceiling
from araz.queries.exact import exact
from araz.queries.topology import Network
from araz.queries.ways import Ways
from hypothesis import given, settings

from .networks import at_random, enumerated, networks


@settings(max_examples=200, deadline=None)
@given(networks())
def test_exposure_lies_between_the_best_way_and_the_ceiling(case):
    network, shocks = case
    ways = Ways(network, shocks)
    truth = exact(network, shocks)
    assert np.all(ways.best <= truth + 1e-9)
    assert np.all(truth <= ceiling(ways) + 1e-9)


@pytest.mark.parametrize("seed", range(30))
def test_it_holds_against_every_world(seed):
    network, shocks = at_random(seed)
    assert np.all(enumerated(network, shocks) <= ceiling(Ways(network, shocks)) + 1e-9)


def test_on_a_tree_it_is_the_exposure_itself():
    network = Network(4, [0, 1, 1], [1, 2, 3], [0.5, 0.4, 1.0])
    assert ceiling(Ways(network, [(0, 0.5)])).tolist() == pytest.approx([0.5, 0.25, 0.1, 0.25])


def test_what_is_not_reached_has_none_even_on_a_cycle():
    network = Network(4, [0, 2, 3], [1, 3, 2], [0.5, 1.0, 1.0])
    assert ceiling(Ways(network, [0])).tolist() == [1, 0.5, 0, 0]


def test_a_network_without_edges_has_the_shocks_alone():
    assert ceiling(Ways(Network(2, [], [], []), [(1, 0.3)])).tolist() == pytest.approx([0, 0.3])
