"""What the shocks of a sampled network can reach, packed for the worlds to run through."""

# numba compiles most of these functions and checks their types then.
# pyright: basic

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from .topology import Network, frozen
from .worlds import FULL, GAMMA, Numbers, Words, compiled, mixed

Offsets = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

SHOCK = np.uint64(0xA0761D6478BD642F)
"""Sets the luck of a shock on node i apart from that of edge i."""


class Downstream(NamedTuple):
    """What the shocks can reach, numbered anew in breadth-first order: shocked nodes first, tails beside each other.

    `nodes[i]` is node i in the network. Node i's edges are `starts[i]` to `starts[i + 1]`, each with its head, its
    threshold (its probability times 2^64; FULL means 1), the key of its luck and its number in the network; likewise
    the groups' edges, group g's from `group_starts[g]`. `needed[need_starts[i]:need_starts[i + 1]]` are the groups that
    need node i. `likely[i]` is the probability of one way to node i, and `parents[i]` that way's last edge, or -1.
    """

    nodes: Numbers
    starts: Offsets
    heads: Numbers
    thresholds: Words
    keys: Words
    edges: Numbers
    group_heads: Numbers
    group_starts: Offsets
    group_tails: Numbers
    group_thresholds: Words
    group_keys: Words
    group_edges: Numbers
    need_starts: Offsets
    needed: Numbers
    shock_thresholds: Words
    shock_keys: Words
    likely: Floats
    parents: Numbers
    tails: Numbers


@compiled
def by_tail(n, tails, wanted):
    """The wanted edges sorted by tail: where each node's start, and the edges."""
    starts = np.zeros(n + 1, np.int64)
    for e in range(tails.size):
        if wanted[e]:
            starts[tails[e] + 1] += 1
    for v in range(n):
        starts[v + 1] += starts[v]
    place = starts[:-1].copy()
    order = np.empty(starts[n], np.int32)
    for e in range(tails.size):
        if wanted[e]:
            order[place[tails[e]]] = e
            place[tails[e]] += 1
    return starts, order


@compiled
def thresholds_of(probabilities):
    """Probabilities as 64-bit fractions; FULL stands for 1."""
    found = np.empty(probabilities.size, np.uint64)
    for i in range(probabilities.size):
        p = probabilities[i]
        found[i] = FULL if p >= 1.0 else np.uint64(p * 18446744073709551616.0)
    return found


@compiled
def mixed_all(words):
    """The hash of every word."""
    found = np.empty(words.size, np.uint64)
    for i in range(words.size):
        found[i] = mixed(words[i])
    return found


@compiled
def reached(n, heads, starts, order, shocks, group_heads, group_starts, member_starts, members, group_of):
    """All nodes that shocks can reach, in breadth-first order, and every node's number in it (-1: not reached)."""
    number = np.full(n, -1, np.int32)
    nodes = np.empty(n, np.int32)
    missing = np.diff(group_starts)
    count = 0
    for s in shocks:
        number[s] = count
        nodes[count] = s
        count += 1
    at = 0
    while at < count:
        u = nodes[at]
        at += 1
        for j in range(starts[u], starts[u + 1]):
            v = heads[order[j]]
            if number[v] < 0:
                number[v] = count
                nodes[count] = v
                count += 1
        for j in range(member_starts[u], member_starts[u + 1]):
            g = group_of[members[j]]
            missing[g] -= 1
            if missing[g] == 0 and number[group_heads[g]] < 0:
                number[group_heads[g]] = count
                nodes[count] = group_heads[g]
                count += 1
    return nodes[:count].copy(), number, missing


@compiled
def copied(nodes, number, starts, order, heads, probabilities, edge_keys):
    """The reached nodes' edges side by side: starts, heads, thresholds, keys and numbers in the network."""
    size = 0
    for u in nodes:
        size += starts[u + 1] - starts[u]
    new_starts = np.empty(nodes.size + 1, np.int64)
    new_heads = np.empty(size, np.int32)
    thresholds = np.empty(size, np.uint64)
    keys = np.empty(size, np.uint64)
    edges = np.empty(size, np.int32)
    at = 0
    for i in range(nodes.size):
        new_starts[i] = at
        for j in range(starts[nodes[i]], starts[nodes[i] + 1]):
            e = order[j]
            new_heads[at] = number[heads[e]]
            p = probabilities[e]
            thresholds[at] = FULL if p >= 1.0 else np.uint64(p * 18446744073709551616.0)
            keys[at] = mixed((edge_keys[e] if edge_keys.size else np.uint64(e)) + GAMMA)
            edges[at] = e
            at += 1
    new_starts[nodes.size] = at
    return new_starts, new_heads, thresholds, keys, edges


@compiled
def likeliest(starts, heads, edges, probabilities, shock_probabilities):
    """The best way to every node among those that only lead from lower to higher numbers: probability, last edge, tail.

    A node that only groups reach has probability 0.
    """
    count = starts.size - 1
    likely = np.zeros(count)
    parents = np.full(count, -1, np.int32)
    tails = np.full(count, -1, np.int32)
    likely[: shock_probabilities.size] = shock_probabilities
    for u in range(count):
        for e in range(starts[u], starts[u + 1]):
            chance = likely[u] * probabilities[edges[e]]
            if heads[e] > u and chance > likely[heads[e]]:
                likely[heads[e]] = chance
                parents[heads[e]] = e
                tails[heads[e]] = u
    return likely, parents, tails


def downstream(
    network: Network,
    hit: dict[int, float],
    *,
    keep: bool = False,
    useful: npt.NDArray[np.bool_] | None = None,
) -> Downstream:
    """Everything that the shocks (node to probability, ascending) can reach.

    Edges of probability 0 are left out unless `keep`, and so are edges that are not `useful`.

    >>> packed = downstream(Network(4, [0, 1, 0], [1, 2, 3], [0.5, 0.5, 0.0]), {0: 1.0})
    >>> packed.nodes.tolist(), packed.heads.tolist(), packed.likely.tolist()
    ([0, 1, 2], [1, 2], [1.0, 0.5, 0.25])
    """
    sound = np.ones(network.edges, np.bool_) if keep else network.probabilities > 0
    if useful is not None:
        sound &= useful
    alone = sound & (network.tails != network.heads)
    alone[network.group_edges] = False
    starts, order = by_tail(network.n, network.tails, alone)
    sizes = np.diff(network.group_starts)
    group_of = np.repeat(np.arange(sizes.size, dtype=np.int32), sizes)
    # A group that cannot fire keeps its edges out of the count, so that it is never complete.
    members = by_tail(network.n, frozen(network.tails[network.group_edges]), sound[network.group_edges])
    shocks = np.fromiter(hit, np.int32, len(hit))
    nodes, number, missing = reached(
        network.n, network.heads, starts, order, shocks, network.group_heads, network.group_starts, *members, group_of
    )
    keys = frozen(np.empty(0, np.uint64)) if network.keys is None else network.keys
    packed = copied(nodes, number, starts, order, network.heads, network.probabilities, keys)
    chances = np.fromiter(hit.values(), np.float64, len(hit))
    return Downstream(
        nodes,
        *packed,
        *_groups(network, number, nodes.size, np.flatnonzero(missing == 0)),
        thresholds_of(frozen(chances)),
        mixed_all(shocks.astype(np.uint64) ^ SHOCK),
        *likeliest(packed[0], packed[1], packed[4], network.probabilities, chances),
    )


def _groups(
    network: Network, number: Numbers, nodes: int, live: npt.NDArray[np.intp]
) -> tuple[Numbers, Offsets, Numbers, Words, Words, Numbers, Offsets, Numbers]:
    """The live groups packed: heads, starts, tails, thresholds, keys, edges, and which groups need which node."""
    sizes = np.diff(network.group_starts)[live]
    inside = np.isin(np.repeat(np.arange(network.group_heads.size), np.diff(network.group_starts)), live)
    edges = network.group_edges[inside]
    tails = number[network.tails[edges]]
    need_starts, needs = by_tail(nodes, frozen(tails), np.ones(tails.size, np.bool_))
    ids = edges.astype(np.uint64) if network.keys is None else network.keys[edges]
    return (
        number[network.group_heads[live]],
        np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)]),
        tails,
        thresholds_of(frozen(network.probabilities[edges])),
        mixed_all(ids + GAMMA),
        edges,
        need_starts,
        np.repeat(np.arange(live.size, dtype=np.int32), sizes)[needs],
    )
