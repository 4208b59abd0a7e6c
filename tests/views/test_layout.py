"""Where nodes stand: apart, in layers, in clusters, and the same every time."""

from __future__ import annotations

import random

import numpy as np
import pytest
from araz.views.layout import around, communities, explored, layered, whole


def ring_of_hubs(count: int, hubs: int) -> list[tuple[int, int]]:
    """Hubs in a ring, the other nodes tied to one each and some to one another."""
    draw = random.Random(1)  # noqa: S311 (a test graph, not a secret)
    pairs = [(hub, (hub + 1) % hubs) for hub in range(hubs)]
    pairs += [(node, node % hubs) for node in range(hubs, count)]
    return pairs + [(draw.randrange(hubs, count), draw.randrange(hubs, count)) for _ in range(count // 4)]


def nearest(places) -> np.ndarray:
    far = np.linalg.norm(places[:, None] - places[None], axis=2)
    np.fill_diagonal(far, np.inf)
    return far.min(axis=1)


@pytest.mark.parametrize("count", [2, 30, 150, 600])
def test_no_node_stands_on_another(count):
    places = explored(count, ring_of_hubs(count, max(1, count // 30))).places
    assert nearest(places).min() > 20


@pytest.mark.parametrize("count", [0, 1, 3])
def test_few_nodes_or_none_have_places_too(count):
    assert whole(count, []).shape == (count, 2)


def test_the_same_graph_has_the_same_layout():
    pairs = ring_of_hubs(400, 9)
    assert (explored(400, pairs).places == explored(400, pairs).places).all()


def test_what_is_tied_stands_nearer_than_what_is_not():
    pairs = ring_of_hubs(120, 6)
    places = whole(120, pairs)
    tied = np.mean([np.linalg.norm(places[one] - places[other]) for one, other in pairs])
    assert tied < 0.6 * np.linalg.norm(places[:, None] - places[None], axis=2).mean()


def test_more_than_150_nodes_are_in_clusters_and_fewer_are_not():
    assert explored(150, ring_of_hubs(150, 5)).centres == ()
    many = explored(300, ring_of_hubs(300, 6))
    assert 3 <= len(many.centres) < 60
    assert len(many.cluster) == 300


def test_a_cluster_holds_its_members():
    layout = explored(300, ring_of_hubs(300, 6))
    homes = np.array(layout.centres)[list(layout.cluster)]
    own = np.linalg.norm(layout.places - homes, axis=1)
    strange = np.linalg.norm(layout.places[:, None] - np.array(layout.centres)[None], axis=2).min(axis=1)
    assert (own <= strange + 1e-6).mean() > 0.9


def test_what_is_tied_to_nothing_makes_one_cluster():
    assert communities(8, [(0, 1), (1, 2), (2, 3), (3, 0), (0, 2)])[-1] == [4, 5, 6, 7]


def test_layers_keep_their_columns_and_their_order():
    places = layered({0: 0, 1: 1, 2: 1, 3: 1, 4: 2}, [(0, 1), (0, 2), (0, 3), (3, 4)])
    assert list(places[:, 0]) == [0, 250, 250, 250, 500]
    assert places[1, 1] < places[2, 1] < places[3, 1]
    assert places[4, 1] == places[3, 1]


def test_the_rest_stands_outside_of_what_is_shown():
    places = around(np.array([[0.0, 0], [60, 0], [0, 0], [0, 0]]), [0, 1], [(1, 2), (0, 3)])
    assert np.linalg.norm(places[2:] - [30, 0], axis=1).min() > 90
    assert nearest(places).min() > 20
