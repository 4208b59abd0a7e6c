"""Exact exposure of every node, where the network allows it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from ..errors import UsageError
from .adjacency import TooLarge
from .cascade import Estimate, sample
from .diagram import Diagram, build
from .events import Event, chance, edges_of, spread
from .frontier import Plan
from .planning import planned
from .reduction import reduce
from .topology import Floats, Network, Shocks, probabilities_of

__all__ = ["MOST", "Formula", "TooLarge", "cost", "exact", "exposure"]

MOST = 2_000_000.0
"""How many steps the exact method takes on before it raises `TooLarge`: about half a second's work."""


class Formula:
    """Exposure as a function of the edges' probabilities, worked out once, evaluated and differentiated many times.

    Every node's part is worked out when it is first asked for. Raises `TooLarge` when all parts asked for would take
    more than `most` steps: that is estimated before they are worked out, from the network alone, never by the clock.
    A `settled` formula is cheaper where edges have probability 0 or 1, but holds for the network's own probabilities.

    >>> formula = Formula(Network(3, [0, 1, 0], [1, 2, 2], [0.5, 0.4, 0.5]), [0])
    >>> formula.of(2), round(formula.of(2, [0.5, 0.4, 0.0]), 6), formula.slopes(2)
    (0.6, 0.2, array([0.2 , 0.25, 0.8 ]))
    """

    def __init__(self, network: Network, shocks: Shocks, *, most: float = MOST, settled: bool = False) -> None:
        self.network = network
        self._settled = settled
        self._reduced = reduce(network, shocks, settled=settled)
        self._local = {node: place for place, node in enumerate(self._reduced.nodes)}
        self._certain = frozenset(self._reduced.certain)
        self._left = most
        # Estimates are right within a factor of two or so: twice the rows may be taken before it is given up after all.
        self._rows = 2 * most
        self._plans: dict[int, Event | Plan] = {}
        self._parts: dict[int, _Part] = {}

    def exposure(self, probabilities: npt.ArrayLike | None = None) -> Floats:
        """The exposure of every node, at the network's probabilities or others."""
        chances = self._chances(probabilities)
        self._plan(self._reduced.order)
        found = np.zeros(self.network.n)
        found[list(self._reduced.certain)] = 1.0
        reached = [1.0] * len(self._reduced.nodes)
        for node in self._reduced.order:
            reached[node] = reached[self._reduced.above[node]] * self._from_above(node, chances)
            found[self._reduced.nodes[node]] = reached[node]
        return found

    def of(self, node: int, probabilities: npt.ArrayLike | None = None) -> float:
        """The exposure of one node, at the network's probabilities or others."""
        chances = self._chances(probabilities)
        self.plan([node])
        product = 1.0
        for place in self._ancestry(node):
            product *= self._from_above(place, chances)
        return product if node in self._certain or node in self._local else 0.0

    def slopes(self, node: int, probabilities: npt.ArrayLike | None = None) -> Floats:
        """The derivative of a node's exposure by every edge's probability: Birnbaum's importance of the edge."""
        chances = self._chances(probabilities)
        self.plan([node])
        slopes = np.zeros(chances.size)
        places = self._ancestry(node)
        factors = [self._from_above(place, chances) for place in places]
        for number, place in enumerate(places):
            others = float(np.prod(factors[:number] + factors[number + 1 :]))
            self._part(place).spread(others, chances, slopes)
        return slopes[: self.network.edges]

    def plan(self, nodes: Iterable[int]) -> None:
        """Decide whether the parts of nodes can all be worked out; it raises `TooLarge` before any work if they cannot.

        >>> Formula(Network(2, [0], [1], [0.5]), [0]).plan([1])
        """
        self._plan([place for node in nodes for place in reversed(self._ancestry(node))])

    def _plan(self, places: Iterable[int]) -> None:
        fresh = [place for place in dict.fromkeys(places) if place not in self._plans]
        if fresh:
            plans, taken = planned(self._reduced, fresh, self._left, polish=not self._settled)
            self._plans.update(plans)
            self._left -= taken

    def _chances(self, probabilities: npt.ArrayLike | None) -> Floats:
        own = self._reduced.chances
        if probabilities is None:
            return own
        if self._settled:
            raise UsageError("a settled formula has one set of probabilities", remedy="make one that is not settled")
        given = probabilities_of(probabilities, self.network.edges)
        return np.concatenate([given, own[self.network.edges :]])

    def _ancestry(self, node: int) -> list[int]:
        """A node and its dominators, up to what is reached for certain."""
        found: list[int] = []
        place = self._local.get(node, 0)
        while place:
            found.append(place)
            place = self._reduced.above[place]
        return found

    def _from_above(self, node: int, chances: Floats) -> float:
        """P(the node is reached, once its dominator is)."""
        return self._part(node).probability(chances)

    def _part(self, node: int) -> _Part:
        if node not in self._parts:
            self._parts[node] = _Part(self._worked_out(node))
        return self._parts[node]

    def _worked_out(self, node: int) -> Diagram | Event:
        plan = self._plans[node]
        if not isinstance(plan, Plan):
            return plan
        diagram = build(plan, self._rows)
        self._rows -= diagram.rows
        return diagram


class _Part:
    """A node's part of a formula, with its first value and its last: between two evaluations most edges stay."""

    def __init__(self, content: Diagram | Event) -> None:
        self.content = content
        events = [layer.arc.event for layer in content.layers] if isinstance(content, Diagram) else [content]
        self._edges = np.array([edge for event in events for edge in edges_of(event)], np.intp)
        self._first: tuple[Floats, float] | None = None
        self._last: tuple[Floats, float] | None = None
        self._slopes: Floats | None = None

    def probability(self, chances: Floats) -> float:
        """The probability, from the probabilities of all edges."""
        if self._first is None:
            self._first = chances.copy(), self._afresh(chances)
            return self._first[1]
        base, found = self._first
        mine = chances[self._edges]
        changed = np.flatnonzero(mine != base[self._edges])
        if not changed.size:
            return found
        if self._last is not None and np.array_equal(self._last[0], mine):
            return self._last[1]
        if changed.size == 1:
            # No edge is in a part twice, so the probability is linear in each.
            if self._slopes is None:
                self._slopes = np.zeros(chances.size)
                self.spread(1.0, base, self._slopes)
            edge = self._edges[changed[0]]
            found += float(self._slopes[edge] * (chances[edge] - base[edge]))
            found = min(max(found, 0.0), 1.0)
        else:
            found = self._afresh(chances)
        self._last = mine, found
        return found

    def _afresh(self, chances: Floats) -> float:
        content = self.content
        return content.probability(chances) if isinstance(content, Diagram) else chance(content, chances)

    def spread(self, factor: float, chances: Floats, slopes: Floats) -> None:
        """Add to `slopes` the derivative of the probability by every edge, times `factor`."""
        if isinstance(self.content, Diagram):
            self.content.slopes(chances, factor, slopes)
        else:
            spread(self.content, factor, chances, slopes)


def exact(network: Network, shocks: Shocks, *, most: float = MOST) -> Floats:
    """The exposure of every node: the probability that it is reached. Raises `TooLarge` beyond `most` steps.

    >>> exact(Network(3, [0, 1, 0], [1, 2, 2], [0.5, 0.4, 0.5]), [0])
    array([1. , 0.5, 0.6])
    """
    return Formula(network, shocks, most=most, settled=True).exposure()


def exposure(
    network: Network,
    shocks: Shocks,
    *,
    most: float = MOST,
    worlds: int = 4096,
    precision: float | None = None,
    seed: int = 0,
    threads: int = 1,
) -> Estimate:
    """The exposure of every node: exact if that takes at most `most` steps, else sampled as `sample` does.

    >>> exposure(Network(2, [0], [1], [0.5]), [0]).method
    'exact'
    """
    try:
        found = exact(network, shocks, most=most)
    except TooLarge:
        return sample(network, shocks, worlds=worlds, precision=precision, seed=seed, threads=threads)
    return Estimate(found, found, found, "exact")


def cost(network: Network, shocks: Shocks) -> float:
    """About how many steps `exact` would take; infinite where it would not try. It costs far less than `exact` itself.

    >>> round(cost(Network(3, [0, 1, 0], [1, 2, 2], [0.5, 0.4, 0.5]), [0]), 1)
    362.1
    """
    try:
        reduced = reduce(network, shocks)
        return planned(reduced, reduced.order, MOST)[1]
    except TooLarge:
        return float("inf")
