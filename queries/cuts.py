"""The smallest sets of edges, or of things that stand for edges, whose loss brings a node's exposure down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from ..errors import UsageError
from .adjacency import TooLarge
from .cascade import sample
from .exact import MOST, Formula
from .paths import paths
from .topology import Floats, Network, Shocks, shock_probabilities
from .ways import Ways

ROUNDING = 1e-12
"""By how much an exposure may exceed the threshold and still be taken as equal to it."""

PATHS = 10
"""Where exposure has to be sampled, only choices on this many of the most probable paths are tried."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A set of choices (their numbers, ascending), and the exposure that is left without them."""

    choices: tuple[int, ...]
    exposure: float


@dataclass(frozen=True, slots=True)
class Cuts:
    """The sets found, by the exposure they leave, least first, then by their numbers.

    No set of fewer than `at_least` choices will do. If `complete`, the sets found are all that are so small; else the
    search gave up, and the one found is small but perhaps not smallest. None found and complete: no set will do.
    """

    found: tuple[Cut, ...]
    at_least: int
    complete: bool
    method: str


def into(network: Network, nodes: Iterable[int]) -> list[tuple[int, ...]]:
    """For each node all edges that lead to it: the choices for which assets to shield. A shock on a node still hits it.

    >>> into(Network(3, [0, 0, 1], [1, 2, 2], [0.5] * 3), [2])
    [(1, 2)]
    """
    return [tuple(np.flatnonzero(network.heads == node).tolist()) for node in nodes]


def cuts(
    network: Network,
    shocks: Shocks,
    target: int,
    threshold: float,
    choices: Sequence[Sequence[int]] | None = None,
    *,
    looks: int = 2000,
    most: float = MOST,
    worlds: int = 4096,
    seed: int = 0,
) -> Cuts:
    """The smallest sets of choices without whose edges the target's exposure is at most `threshold`.

    A choice is a set of edges that are lost together: those of a claim, or those into a node (`into`); by default every
    edge is one. Sets of 1, 2, … choices are searched in full. While one way to the target is more probable than the
    threshold, any set that will do must break it, so that only its edges need be tried. After `looks` evaluations the
    search gives up: then the choice that helps most is taken, again and again, and what proves needless put back. Where
    exposure cannot be had exactly, only this second search is made, with sampled exposure (the same worlds throughout).

    >>> network = Network(4, [0, 0, 1, 2], [1, 2, 3, 3], [0.5, 0.9, 0.5, 0.9])
    >>> cuts(network, [0], 3, 0.3).found
    (Cut(choices=(1,), exposure=0.25), Cut(choices=(3,), exposure=0.25))
    """
    edges = [(edge,) for edge in range(network.edges)] if choices is None else [tuple(choice) for choice in choices]
    _check(network, target, threshold, edges)
    threshold += ROUNDING
    hit = shock_probabilities(network, shocks)
    try:
        judge = _Judge(network, hit, target, edges, Formula(network, hit.items(), most=most))
        judge.exposure(frozenset())
    except TooLarge:
        judge = _Judge(network, hit, target, edges, None, (worlds, seed))
    if judge.exposure(frozenset()) <= threshold:
        return Cuts((Cut((), judge.exposure(frozenset())),), 0, complete=True, method=judge.method)
    if judge.exposure(frozenset(range(len(edges)))) > threshold:
        return Cuts((), len(edges) + 1, complete=True, method=judge.method)
    return _searched(judge, threshold, looks)


def _check(network: Network, target: int, threshold: float, choices: Sequence[Sequence[int]]) -> None:
    if not 0 <= target < network.n:
        raise UsageError(f"target {target}", remedy=f"nodes are 0 to {network.n - 1}")
    if not 0 <= threshold < 1:
        raise UsageError(f"threshold {threshold}", remedy="give an exposure from 0 up to below 1")
    for number, choice in enumerate(choices):
        for edge in choice:
            if not 0 <= edge < network.edges:
                raise UsageError(f"choice {number}: edge {edge}", remedy=f"edges are 0 to {network.edges - 1}")


def _searched(judge: _Judge, threshold: float, looks: int) -> Cuts:
    size = 1
    if judge.formula is not None:
        level = {frozenset[int]()}
        while judge.looks <= looks:
            found, level = _widened(judge, level, threshold, looks)
            if judge.looks > looks:
                break
            if found:
                return Cuts(_sorted(found), size, complete=True, method=judge.method)
            size += 1
    taken = _greedy(judge, threshold)
    return Cuts((Cut(tuple(sorted(taken)), judge.exposure(taken)),), size, complete=False, method=judge.method)


def _sorted(found: dict[frozenset[int], float]) -> tuple[Cut, ...]:
    sets = [Cut(tuple(sorted(taken)), exposure) for taken, exposure in found.items()]
    return tuple(sorted(sets, key=lambda cut: (round(cut.exposure, 12), cut.choices)))


def _widened(
    judge: _Judge, level: set[frozenset[int]], threshold: float, looks: int
) -> tuple[dict[frozenset[int], float], set[frozenset[int]]]:
    """Every set with one choice more that may still lead to a smallest set; those that will do already come first."""
    found: dict[frozenset[int], float] = {}
    wider: set[frozenset[int]] = set()
    for taken in sorted(level, key=sorted):
        for choice, exposure in judge.without(taken, judge.candidates(taken, threshold)).items():
            more = taken | {choice}
            if exposure <= threshold:
                found[more] = exposure
            else:
                wider.add(more)
        if judge.looks > looks:
            break
    return found, wider


def _greedy(judge: _Judge, threshold: float) -> frozenset[int]:
    taken: frozenset[int] = frozenset()
    while judge.exposure(taken) > threshold:
        left = judge.without(taken, judge.candidates(taken, threshold))
        # Where no single choice helps, as when two certain ways lead to the target, the first on the best way is taken.
        taken |= {min(left, key=lambda choice: (round(left[choice], 12), choice))}
    for choice in sorted(taken):
        if judge.exposure(taken - {choice}) <= threshold:
            taken -= {choice}
    return taken


class _Judge:
    """What the target's exposure is without some choices: exact by a formula, else sampled."""

    def __init__(
        self,
        network: Network,
        hit: dict[int, float],
        target: int,
        edges: Sequence[tuple[int, ...]],
        formula: Formula | None,
        draws: tuple[int, int] = (0, 0),
    ) -> None:
        self.network = network
        self.hit = hit
        self.target = target
        self.edges = edges
        self.formula = formula
        self.draws = draws
        self.method = "exact" if formula is not None else "sampled"
        self.looks = 0
        self.choices_of: dict[int, list[int]] = {}
        for choice, members in enumerate(edges):
            for edge in members:
                self.choices_of.setdefault(edge, []).append(choice)

    def _left(self, taken: frozenset[int]) -> Floats:
        left = self.network.probabilities.copy()
        left[[edge for choice in taken for edge in self.edges[choice]]] = 0.0
        return left

    def exposure(self, taken: frozenset[int]) -> float:
        """The target's exposure without the choices taken."""
        self.looks += 1
        left = self._left(taken)
        if self.formula is not None:
            return self.formula.of(self.target, left)
        worlds, seed = self.draws
        drawn = sample(self.network.with_probabilities(left), self.hit.items(), worlds=worlds, seed=seed)
        return float(drawn.estimate[self.target])

    def without(self, taken: frozenset[int], candidates: Iterable[int]) -> dict[int, float]:
        """The exposure without the choices taken and one candidate more, for every candidate."""
        found: dict[int, float] = {}
        slopes: Floats | None = None
        left = self._left(taken)
        for choice in candidates:
            if self.formula is None or len(self.edges[choice]) != 1:
                found[choice] = self.exposure(taken | {choice})
                continue
            if slopes is None:
                self.looks += 1
                slopes = self.formula.slopes(self.target, left)
                whole = self.formula.of(self.target, left)
                # Exposure is linear in each edge's probability.
                slopes = whole - slopes * left
            found[choice] = max(float(slopes[self.edges[choice][0]]), 0.0)
        return found

    def candidates(self, taken: frozenset[int], threshold: float) -> list[int]:
        """The choices of which any set that will do, and holds those taken, must hold one more; never none."""
        network = self.network.with_probabilities(self._left(taken))
        ways = Ways(network, self.hit.items())
        if ways.best[self.target] > threshold:
            return self._choices(ways.edges(self.target))
        near: list[int] = []
        if self.formula is None:
            found = paths(network, self.hit.items(), self.target, PATHS, ways=ways)
            near = self._choices(edge for path in found for hop in path.hops for edge in hop)
        return near or self._choices(np.flatnonzero(network.probabilities > 0).tolist())

    def _choices(self, edges: Iterable[int]) -> list[int]:
        return sorted({choice for edge in edges for choice in self.choices_of.get(edge, ())})
