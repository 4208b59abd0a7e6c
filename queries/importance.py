"""How much each edge matters to a node's exposure: Birnbaum's importance (1969), the derivative by its probability."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ..errors import UsageError
from .adjacency import TooLarge
from .cascade import Counts, in_threads
from .exact import MOST, Formula
from .intervals import paired, wilson
from .topology import Floats, Indices, Network, Shocks, shock_probabilities

if TYPE_CHECKING:
    from .downstream import Downstream

OFTEN = 0.9
"""Edges open more often than this are closed on purpose, since too few worlds close them by chance."""

MOST_OFTEN = 200
"""How many edges are closed on purpose at most: each takes as long as a sample of its own."""


@dataclass(frozen=True, slots=True)
class Importance:
    """`slope[i, t]`: by how much target t's exposure grows per unit of edge `edges[i]`'s probability, 0 to 1.

    Exposure is linear in each edge's probability, so an edge that opens for certain adds `slope x (1 - p)` and one that
    is denied takes away `slope x p`. `low` and `high` bound it with 95 % confidence; `worlds` is 0 when it is exact.
    """

    edges: Indices
    targets: tuple[int, ...]
    slope: Floats = field(repr=False)
    low: Floats = field(repr=False)
    high: Floats = field(repr=False)
    method: str
    worlds: int = 0
    seed: int | None = None


def importance(
    network: Network,
    shocks: Shocks,
    targets: Sequence[int],
    *,
    edges: Sequence[int] | None = None,
    most: float = MOST,
    worlds: int = 4096,
    seed: int = 0,
    threads: int = 1,
) -> Importance:
    """Birnbaum's importance of edges (all of them by default) for the exposure of targets.

    It is P(target reached if the edge is open) - P(target reached if it is closed). Exact where that takes at most
    `most` steps, else counted in the worlds that `sample` draws: how often the edge is closed and opening it alone
    would reach the target, over how often it is closed. Edges more probable than 0.9 are closed on purpose instead,
    each in all worlds. Both are unbiased. Raises `TooLarge` when more than 200 edges would have to be closed so.

    >>> network = Network(3, [0, 1, 0], [1, 2, 2], [0.5, 0.4, 0.5])
    >>> importance(network, [0], [2]).slope[:, 0]
    array([0.2 , 0.25, 0.8 ])
    """
    for target in targets:
        if not 0 <= target < network.n:
            raise UsageError(f"target {target}", remedy=f"nodes are 0 to {network.n - 1}")
    wanted = np.arange(network.edges, dtype=np.int32) if edges is None else np.asarray(edges, np.int32)
    for edge in edges if edges is not None else ():
        if not 0 <= edge < network.edges:
            raise UsageError(f"edge {edge}", remedy=f"edges are 0 to {network.edges - 1}")
    if not targets:
        raise UsageError("no target", remedy="name at least one node")
    hit = shock_probabilities(network, shocks)
    try:
        formula = Formula(network, hit.items(), most=most)
        slope = np.stack([formula.slopes(target)[wanted] for target in targets], axis=1)
    except TooLarge:
        return _sampled(network, hit, tuple(targets), wanted, (worlds, seed, threads))
    return Importance(wanted, tuple(targets), slope, slope, slope, "exact")


@dataclass(frozen=True, slots=True)
class _Inputs:
    """Edges downstream of the shocks that lead to a target, in parallel arrays.

    `ids` are their numbers in the network; `spots` their places among the packed edges, or among the groups' edges
    where `groups` names a group (-1: none); `tails` where they start.
    """

    ids: Indices
    spots: Indices
    tails: Indices
    groups: Indices

    def where(self, chosen: npt.NDArray[np.bool_]) -> _Inputs:
        return _Inputs(self.ids[chosen], self.spots[chosen], self.tails[chosen], self.groups[chosen])


def _inputs(net: Downstream, wanted: npt.NDArray[np.bool_]) -> _Inputs:
    alone = np.flatnonzero(wanted[net.edges]).astype(np.int32)
    tails = np.repeat(np.arange(net.nodes.size, dtype=np.int32), np.diff(net.starts))
    grouped = np.flatnonzero(wanted[net.group_edges]).astype(np.int32)
    sizes = np.diff(net.group_starts)
    groups = np.repeat(np.arange(sizes.size, dtype=np.int32), sizes)
    return _Inputs(
        np.concatenate([net.edges[alone], net.group_edges[grouped]]),
        np.concatenate([alone, grouped]),
        np.concatenate([tails[alone], net.group_tails[grouped]]),
        np.concatenate([np.full(alone.size, -1, np.int32), groups[grouped]]),
    )


def _sampled(
    network: Network, hit: dict[int, float], targets: tuple[int, ...], edges: Indices, draws: tuple[int, int, int]
) -> Importance:
    # Imported here because numba takes most of a second.
    from .downstream import downstream

    net = downstream(network, hit, keep=True, useful=_leading_to(network, targets))
    number = np.full(network.n, -1, np.int32)
    number[net.nodes] = np.arange(net.nodes.size, dtype=np.int32)
    places = number[list(targets)]
    near = np.flatnonzero(places >= 0)
    wanted = np.zeros(network.edges, np.bool_)
    wanted[edges] = True
    inputs = _inputs(net, wanted)
    seldom = network.probabilities[inputs.ids] <= OFTEN
    full = np.zeros((3, network.edges, len(targets)))
    for some, method in ((inputs.where(seldom), _opened), (inputs.where(~seldom), _closed)):
        full[np.ix_(np.arange(3), some.ids, near)] = method(net, some, places[near], network.probabilities, draws)
    worlds, seed, _ = draws
    found = full[:, edges]
    return Importance(edges, targets, found[0], found[1], found[2], "sampled", -(-worlds // 64) * 64, seed)


def _opened(net: Downstream, inputs: _Inputs, targets: Indices, chances: Floats, draws: tuple[int, int, int]) -> Floats:
    """Slope, low and high from the worlds in which an edge is closed, by what opening it would change."""
    from .counting import count_pivotal

    worlds, seed, threads = draws
    blocks = -(-worlds // 64)

    def count(first: int, stride: int, stop: int) -> tuple[Counts, ...]:
        mine = np.zeros((inputs.ids.size, targets.size), np.int64)
        count_pivotal(net, first, stride, stop, seed, inputs.spots, inputs.tails, inputs.groups, targets, mine)
        return (mine,)

    pivotal = np.sum([share[0] for share in in_threads(count, 0, blocks, threads)], axis=0)
    closed = 1.0 - chances[inputs.ids][:, None]
    low, high = wilson(pivotal, 64 * blocks)
    return np.minimum(np.stack([pivotal / (64 * blocks), low, high]) / closed, 1.0)


def _closed(net: Downstream, inputs: _Inputs, targets: Indices, chances: Floats, draws: tuple[int, int, int]) -> Floats:
    """Slope, low and high from closing one edge after the other in all worlds."""
    from .counting import count_apart

    worlds, seed, threads = draws
    blocks = -(-worlds // 64)
    if inputs.ids.size > MOST_OFTEN:
        raise TooLarge(float(inputs.ids.size * worlds * net.heads.size))
    found = np.zeros((3, inputs.ids.size, targets.size))
    for place, (spot, group) in enumerate(zip(inputs.spots, inputs.groups, strict=True)):
        field_name = "thresholds" if group < 0 else "group_thresholds"
        thresholds = getattr(net, field_name).copy()
        thresholds[spot] = 0
        less = net._replace(**{field_name: thresholds})

        def count(first: int, stride: int, stop: int, less: Downstream = less) -> tuple[Counts, ...]:
            mine = np.zeros((2, targets.size), np.int64)
            count_apart(net, less, targets, targets, first, stride, stop, seed, mine[0], mine[1])
            return (mine[0], mine[1])

        only, never = np.sum(in_threads(count, 0, blocks, threads), axis=0)
        found[:, place] = np.clip(np.stack(paired(only, never, 64 * blocks)) / chances[inputs.ids[place]], 0.0, 1.0)
    return found


def _leading_to(network: Network, targets: Sequence[int]) -> npt.NDArray[np.bool_]:
    """Which edges have a head that can lead to a target, groups taken apart."""
    from .downstream import downstream

    back = Network(network.n, network.heads, network.tails, np.ones(network.edges))
    leads = np.zeros(network.n, np.bool_)
    leads[downstream(back, dict.fromkeys(sorted(set(targets)), 1.0)).nodes] = True
    return leads[network.heads]
