"""Bounds on exposure that need no sampling: the likeliest way to each node, and a number it cannot exceed.

The arrays are those of `topology.Network`. For the model see there; for why the bounds hold, each function.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .topology import Floats, Network, Shocks, shock_probabilities

_ROUNDS = 200
_STILL = 1e-9


@dataclass(frozen=True, slots=True)
class Ways:
    """The likeliest way to every node that is reached at all.

    `order` are the nodes by falling likelihood; `entered[v]` the edges over which v is entered: one, or all edges of a
    redundant group, or none for a node that a shock strikes.
    """

    network: Network
    struck: dict[int, float]
    order: tuple[int, ...]
    entered: dict[int, tuple[int, ...]]

    def edges(self, node: int) -> list[int]:
        """The edges of the way to a node, each after those that lead to its tail."""
        found: dict[int, None] = {}
        self._collect(node, found)
        return list(found)

    def probability(self, node: int) -> float:
        """The probability that the whole way is open: the product over its edges and the shocks it starts from.

        It is a lower bound of the node's exposure, because the node is reached whenever the way is open.
        """
        edges = self.edges(node)
        ends = {int(self.network.tails[edge]) for edge in edges} or {node}
        chance = float(np.prod([self.struck[end] for end in ends if not self.entered[end]]))
        return chance * float(np.prod(self.network.probabilities[edges]))

    def _collect(self, node: int, found: dict[int, None]) -> None:
        # A stack of our own: a way may be longer than Python's recursion goes.
        stack = [(edge, False) for edge in reversed(self.entered[node])]
        while stack:
            edge, ready = stack.pop()
            if edge in found:
                continue
            if ready:
                found[edge] = None
            else:
                stack.append((edge, True))
                stack += [(before, False) for before in reversed(self.entered[int(self.network.tails[edge])])]


def likeliest(network: Network, shocks: Shocks) -> Ways:
    """The likeliest way to each node, by Knuth's generalisation of Dijkstra's algorithm to AND-OR graphs (1977).

    A redundant group is entered once all of its inputs are, with the product of their likelihoods. Of equally likely
    ways the one found over the smaller edge is kept, so that the same network gives the same ways.

    >>> ways = likeliest(Network(3, [0, 1, 0], [1, 2, 2], [0.5, 0.8, 0.3]), [0])
    >>> ways.edges(2), ways.probability(2)
    ([0, 1], 0.4)
    """
    struck = shock_probabilities(network, shocks)
    starts, leaving = _by_tail(network)
    heads, probabilities = network.heads.tolist(), network.probabilities.tolist()
    group_of, members = _groups(network)
    waiting = [len(edges) for edges in members]
    likelihood: dict[int, float] = {}
    entered: dict[int, tuple[int, ...]] = {}
    heap: list[tuple[float, tuple[int, ...], int]] = [(-chance, (), node) for node, chance in struck.items()]
    heapq.heapify(heap)
    while heap:
        minus, edges, node = heapq.heappop(heap)
        if node in entered:
            continue
        entered[node], likelihood[node] = edges, -minus
        for edge in leaving[starts[node] : starts[node + 1]]:
            chance, by = likelihood[node] * probabilities[edge], (edge,)
            group = group_of.get(edge)
            if group is not None:
                waiting[group] -= 1
                if waiting[group]:
                    continue
                by = members[group]
                chance = float(np.prod([likelihood[int(network.tails[e])] * probabilities[e] for e in by]))
            if chance > 0 and heads[edge] not in entered:
                heapq.heappush(heap, (-chance, by, heads[edge]))
    return Ways(network, struck, tuple(entered), entered)


def ceiling(ways: Ways) -> Floats:
    """A number for every node that its exposure does not exceed; 0 for what is not reached at all.

    Let U be such numbers (at first: 1 for what can be reached). A node is reached when a shock strikes it or some edge
    is open whose tail is reached without it. These events grow with the set of open edges, so by Harris' inequality
    the chance that none happens is at least the product of the chances that each does not. Whether an edge is open is
    independent of whether its tail is reached without the node. Hence 1 - (1 - shock) x product of (1 - p U(tail)) is
    again such a number; a redundant group counts as one edge with the product of its p and the least of its U.
    Repeating this only lowers U, and cycles may keep it above the exposure.

    >>> network = Network(3, [0, 0, 1], [1, 2, 2], [0.5, 0.5, 0.5])
    >>> ceiling(likeliest(network, [0])).tolist()
    [1.0, 0.5, 0.625]
    """
    network = ways.network
    spared = np.ones(network.n)
    spared[list(ways.struck)] = 1 - np.array(list(ways.struck.values()))
    alone = np.ones(network.edges, np.bool_)
    alone[network.group_edges] = False
    edges = np.flatnonzero(alone & (network.tails != network.heads))
    tails, heads, chances = network.tails[edges], network.heads[edges], network.probabilities[edges]
    order = np.argsort(heads, kind="stable")
    tails, heads, chances = tails[order], heads[order], chances[order]
    first = np.flatnonzero(np.diff(heads, prepend=-1))
    entering = heads[first]
    groups = [(int(v), list(members)) for v, members in network.groups]
    upper = np.zeros(network.n)
    upper[list(ways.order)] = 1
    for _ in range(_ROUNDS):
        unreached = spared.copy()
        if first.size:
            unreached[entering] *= np.multiply.reduceat(1 - chances * upper[tails], first)
        for node, members in groups:
            inputs = upper[network.tails[members]]
            unreached[node] *= 1 - np.prod(network.probabilities[members]) * inputs.min()
        lower = np.minimum(upper, 1 - unreached)
        settled = np.max(upper - lower, initial=0.0) < _STILL
        upper = lower
        if settled:
            break
    return upper


def _by_tail(network: Network) -> tuple[Sequence[int], list[int]]:
    starts = np.zeros(network.n + 1, np.int64)
    np.cumsum(np.bincount(network.tails, minlength=network.n), out=starts[1:])
    return starts.tolist(), np.argsort(network.tails, kind="stable").tolist()


def _groups(network: Network) -> tuple[dict[int, int], list[tuple[int, ...]]]:
    members = [edges for _, edges in network.groups]
    return {edge: group for group, edges in enumerate(members) for edge in edges}, members
