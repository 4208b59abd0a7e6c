"""Exact exposure of every node, where the network allows it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ..errors import UsageError
from .adjacency import TooLarge
from .cascade import Estimate, sample
from .diagram import Diagram, build
from .events import Event, chance, spread
from .focus import focus, leading
from .frontier import arrange
from .reduction import Arc, reduce
from .topology import Floats, Network, Shocks, probabilities_of

__all__ = ["MOST", "Formula", "TooLarge", "cost", "exact", "exposure"]

MOST = 4_000_000.0
"""How many steps the exact method takes on before it raises `TooLarge`: about a second's work."""

ARC = 200.0
"""How many steps the work on one arc that leads to a target counts as, whatever the states are."""


class Formula:
    """Exposure as a function of the edges' probabilities, worked out once, evaluated and differentiated many times.

    Every node's part is worked out when it is first asked for. Raises `TooLarge` when all parts together would take
    more than `most` steps: that depends on the network alone, never on the clock. A `settled` formula is cheaper where
    edges have probability 0 or 1, but holds for the network's own probabilities only.

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
        self._parts: dict[int, Diagram | Event] = {}

    def exposure(self, probabilities: npt.ArrayLike | None = None) -> Floats:
        """The exposure of every node, at the network's probabilities or others."""
        chances = self._chances(probabilities)
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
        product = 1.0
        for place in self._ancestry(node):
            product *= self._from_above(place, chances)
        return product if node in self._certain or node in self._local else 0.0

    def slopes(self, node: int, probabilities: npt.ArrayLike | None = None) -> Floats:
        """The derivative of a node's exposure by every edge's probability: Birnbaum's importance of the edge."""
        chances = self._chances(probabilities)
        slopes = np.zeros(chances.size)
        places = self._ancestry(node)
        factors = [self._from_above(place, chances) for place in places]
        for number, place in enumerate(places):
            others = float(np.prod(factors[:number] + factors[number + 1 :]))
            part = self._part(place)
            if isinstance(part, Diagram):
                part.slopes(chances, others, slopes)
            else:
                spread(part, others, chances, slopes)
        return slopes[: self.network.edges]

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
        part = self._part(node)
        return part.probability(chances) if isinstance(part, Diagram) else chance(part, chances)

    def _part(self, node: int) -> Diagram | Event:
        if node not in self._parts:
            self._parts[node] = self._worked_out(node)
        return self._parts[node]

    def _worked_out(self, node: int) -> Diagram | Event:
        top = self._reduced.above[node]
        arcs = self._paid(leading(self._reduced.entering, top, node))
        arcs = focus(arcs, top, node) if len(arcs) > 1 else arcs
        if len(arcs) == 1:
            return arcs[0].event
        plan = arrange(arcs, top, node)
        # The estimate is right within a factor of two or so; what is built is counted exactly.
        if plan.cost > 4 * self._left:
            raise TooLarge(plan.cost)
        diagram = build(plan, self._left)
        self._left -= diagram.rows
        return diagram

    def _paid(self, arcs: list[Arc]) -> list[Arc]:
        self._left -= ARC * len(arcs) if len(arcs) > 1 else 1.0
        if self._left < 0:
            raise TooLarge(ARC * len(arcs))
        return arcs


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

    >>> cost(Network(3, [0, 1, 0], [1, 2, 2], [0.5, 0.4, 0.5]), [0])
    601.0
    """
    try:
        reduced = reduce(network, shocks)
        total = 0.0
        for node in reduced.order:
            top = reduced.above[node]
            arcs = leading(reduced.entering, top, node)
            total += ARC * len(arcs) if len(arcs) > 1 else 1.0
            if total > 100 * MOST:
                return float("inf")
            arcs = focus(arcs, top, node) if len(arcs) > 1 else arcs
            total += arrange(arcs, top, node).cost if len(arcs) > 1 else 0.0
    except TooLarge:
        return float("inf")
    return total
