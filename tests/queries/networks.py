"""Small networks at random, and their exposure by brute force: every world is looked at."""

from __future__ import annotations

import numpy as np
from araz.queries.topology import Network, shock_probabilities
from hypothesis import strategies as st

CHANCES = (0.0, 1.0, 0.5, 0.9, 0.25, 0.1, 0.7)


def at_random(seed, *, nodes=6, edges=12, groups=True, chances=CHANCES):
    """A network with cycles, parallel edges, self loops and, where wanted, groups; and shocks on it."""
    luck = np.random.default_rng(seed)
    tails = luck.integers(0, nodes, edges)
    heads = luck.integers(0, nodes, edges)
    probabilities = luck.choice(chances, edges)
    found = []
    if groups:
        for node in range(nodes):
            inputs = [edge for edge in range(edges) if heads[edge] == node]
            if len(inputs) > 1 and luck.random() < 0.5:
                found.append((node, inputs[: int(luck.integers(2, len(inputs) + 1))]))
    shocks = [0] if luck.random() < 0.5 else [(0, 0.5), (int(luck.integers(0, nodes)), 0.8)]
    return Network(nodes, tails, heads, probabilities, found), shocks


def enumerated(network, shocks):
    """The exposure of every node, summed over all 2^(edges + shocks) worlds."""
    hit = shock_probabilities(network, shocks)
    chances = np.array([*network.probabilities, *hit.values()])
    worlds = np.arange(2**chances.size, dtype=np.int64)
    is_open = (worlds >> np.arange(chances.size)[:, None] & 1).astype(bool)
    weight = np.where(is_open, chances[:, None], 1 - chances[:, None]).prod(axis=0)
    reached = np.zeros((network.n, worlds.size), bool)
    for place, node in enumerate(hit):
        reached[node] |= is_open[network.edges + place]
    grouped = set(network.group_edges.tolist())
    alone = [(edge,) for edge in range(network.edges) if edge not in grouped]
    ways = [(int(network.heads[edges[0]]), edges) for edges in alone] + list(network.groups)
    while True:
        before = reached.sum()
        for head, edges in ways:
            passes = np.ones(worlds.size, bool)
            for edge in edges:
                passes &= is_open[edge] & reached[network.tails[edge]]
            reached[head] |= passes
        if reached.sum() == before:
            return reached @ weight


@st.composite
def networks(draw, most_nodes=6, most_edges=10, groups=True):
    """A network and shocks, for property tests."""
    n = draw(st.integers(1, most_nodes))
    node = st.integers(0, n - 1)
    chance = st.sampled_from(CHANCES) | st.floats(0, 1)
    edges = draw(st.lists(st.tuples(node, node, chance), max_size=most_edges))
    tails, heads, chances = zip(*edges, strict=True) if edges else ((), (), ())
    found = []
    for head in sorted(set(heads)) if groups else ():
        inputs = [edge for edge, other in enumerate(heads) if other == head]
        if draw(st.booleans()):
            found.append((head, inputs[: draw(st.integers(1, len(inputs)))]))
    shocks = draw(st.lists(st.tuples(node, chance), min_size=1, max_size=3))
    return Network(n, tails, heads, chances, found), shocks


def regional(seed, *, states=8, assets=30, services=8, back=0.15, border=0.25):
    """A network as a region's claims give it: states, what they run, what depends on that, a few ways back."""
    luck = np.random.default_rng(seed)
    n = states + assets + services
    weight = 1 / np.arange(1, states + 1)
    edges = []
    for asset in range(states, states + assets):
        for state in luck.choice(states, luck.integers(1, 4), replace=False, p=weight / weight.sum()):
            edges.append((state, asset, luck.uniform(0.2, 0.9)))
            if luck.random() < back:
                edges.append((asset, state, luck.uniform(0.02, 0.3)))
        if luck.random() < 0.4:
            edges.append((asset, luck.integers(states, states + assets), luck.uniform(0.1, 0.6)))
    pairs = [(one, other) for one in range(states) for other in range(states) if one != other]
    edges.extend((*pair, luck.uniform(0.02, 0.2)) for pair in pairs if luck.random() < border / 2)
    for service in range(states + assets, n):
        inputs = luck.choice(np.arange(states, states + assets), 2, replace=False)
        edges.extend((asset, service, luck.uniform(0.1, 0.6)) for asset in inputs)
    tails, heads, chances = zip(*edges, strict=True)
    return Network(n, tails, heads, chances)
