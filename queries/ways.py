"""The best way of exposure to every node, and what every way crosses."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ..errors import UsageError
from .adjacency import Adjacency
from .topology import Floats, Network, Shocks, shock_probabilities

START = -1
"""Stands for the shock itself, where a way begins."""


@dataclass(frozen=True, slots=True)
class Hop:
    """A step that exposure may take: over an edge, over all edges of a group, or, without edges, a shock from START.

    `chance` is its probability. A group's hop starts at the one of its nodes that is least probably reached, and its
    chance counts the best ways to the other nodes, `beside`, too.
    """

    tail: int
    head: int
    edges: tuple[int, ...]
    chance: float
    beside: tuple[int, ...] = ()


class Ways:
    """The hops of a network under shocks, with the best way to every node: found once, asked many times.

    `best[v]` is the probability of the most probable way to v, a proven lower bound of its exposure; 0 if there is no
    way. A way over a group needs a way to each of its nodes; since an open edge never hinders, the probability of all
    of them together is at least the product (Harris 1960).

    >>> ways = Ways(Network(3, [0, 1, 0], [1, 2, 2], [0.5, 0.4, 0.1]), [(0, 0.5)])
    >>> ways.best
    array([0.5 , 0.25, 0.1 ])
    >>> ways.crossed(2)
    [0, 1, 2]
    """

    def __init__(self, network: Network, shocks: Shocks) -> None:
        self.network = network
        self.around = Adjacency(network)
        self.hit = shock_probabilities(network, shocks)
        self.best: Floats = np.zeros(network.n)
        self._came: dict[int, Hop] = {}
        self._turn: dict[int, int] = {}  # when the best way to a node was settled
        self._groups: dict[int, list[Hop]] = {}
        self._settle()

    def _settle(self) -> None:
        """Dijkstra's search, with Knuth's generalisation (1977) for groups: a group is ripe when all its nodes are."""
        around = self.around
        missing = {group: len(tails) for group, tails in around.group_tails.items()}
        queue = [(-chance, node, Hop(START, node, (), chance)) for node, chance in self.hit.items()]
        heapq.heapify(queue)
        number = self.network.n
        while queue:
            negative, _, came = heapq.heappop(queue)
            node = came.head
            if node in self._came:
                continue
            self._came[node] = came
            self._turn[node] = len(self._turn)
            self.best[node] = -negative
            hops = list(self._plain_from(node))
            for group in around.grouped(node):
                missing[group] -= 1
                if not missing[group] and (hop := self._ripe(group, node)) is not None:
                    self._groups.setdefault(hop.head, []).append(hop)
                    hops.append(hop)
            for hop in hops:
                if hop.head not in self._came:
                    number += 1
                    heapq.heappush(queue, (negative * hop.chance, number, hop))

    def _plain_from(self, node: int) -> Iterator[Hop]:
        network = self.network
        for edge in self.around.leaving(node):
            if network.probabilities[edge] > 0:
                yield Hop(node, int(network.heads[edge]), (edge,), float(network.probabilities[edge]))

    def _ripe(self, group: int, last: int) -> Hop | None:
        """The hop over a group whose nodes are all reached, `last` the last; None if it is of no use to its head."""
        network = self.network
        head = int(network.group_heads[group])
        edges = tuple(self.around.members(group))
        beside = tuple(tail for tail in self.around.group_tails[group] if tail != last)
        chance = float(np.prod(network.probabilities[list(edges)]) * np.prod(self.best[list(beside)]))
        needs_head = any(head in self.crossed(tail) for tail in (last, *beside))
        return None if chance == 0 or needs_head else Hop(last, head, edges, chance, beside)

    def entering(self, node: int) -> list[Hop]:
        """Every hop to a node from nodes that can be reached, and the shock on it."""
        network = self.network
        found = [Hop(START, node, (), self.hit[node])] if node in self.hit else []
        for edge in self.around.entering(node):
            tail, chance = int(network.tails[edge]), float(network.probabilities[edge])
            if tail in self._came and chance > 0:
                found.append(Hop(tail, node, (edge,), chance))
        return found + self._groups.get(node, [])

    def crossed(self, node: int) -> list[int]:
        """The nodes on the best way to a node, likeliest first, itself last; none if there is no way.

        On a way over a group these are the nodes on the best ways to all of the group's nodes.
        """
        found: set[int] = set()
        stack = [node] if node in self._came else []
        while stack:
            place = stack.pop()
            if place not in found:
                found.add(place)
                came = self._came[place]
                stack.extend(tail for tail in (came.tail, *came.beside) if tail != START)
        return sorted(found, key=self._turn.__getitem__)

    def edges(self, node: int) -> tuple[int, ...]:
        """The edges on the best way to a node, ascending.

        >>> Ways(Network(3, [0, 1, 0], [1, 2, 2], [0.5, 0.4, 0.1]), [0]).edges(2)
        (0, 1)
        """
        return tuple(sorted({edge for place in self.crossed(node) for edge in self._came[place].edges}))


def crossings(network: Network, shocks: Shocks, target: int, *, size: int | None = None) -> tuple[int, ...]:
    """The nodes that every way to a target crosses: without any one of them it cannot be reached.

    These are the target's dominators, from the shock on, without the target itself. The shocked node is among them if
    it is the only one. A target that nothing reaches has none. With `size`, node v stands for the thing v % size, and
    these are the things of which every way crosses some node.

    >>> crossings(Network(5, [0, 1, 1, 2, 3], [1, 2, 3, 4, 4], [0.5] * 5), [0], 4)
    (0, 1)
    """
    if not 0 <= target < network.n:
        raise UsageError(f"target {target}", remedy=f"nodes are 0 to {network.n - 1}")
    size = network.n if size is None else size
    ways = Ways(network, shocks)
    found: list[int] = []
    # What every way crosses, the best way crosses too.
    for thing in dict.fromkeys(node % size for node in ways.crossed(target)):
        if thing != target % size:
            usable = (network.probabilities > 0) & (network.heads % size != thing)
            if target not in ways.around.reached((hit for hit in ways.hit if hit % size != thing), usable):
                found.append(thing)
    return tuple(found)
