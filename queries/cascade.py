"""Exposure by drawing worlds: every edge open or closed, 64 worlds at a time, and counting who is reached."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ..errors import UsageError
from .intervals import paired, wilson
from .topology import Floats, Network, Shocks, shock_probabilities

if TYPE_CHECKING:
    from .downstream import Downstream

__all__ = ["Estimate", "Network", "Shocks", "difference", "sample"]

Counts = npt.NDArray[np.int64]

RARE = 0.01
"""A node is rare when its likeliest way is open with a lower probability than this: plain counting could miss it."""

FIRST_LOOK = 16
"""Blocks drawn before the first look at the intervals, whole rounds; each later look comes at twice as many."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number for every node with its 95 % interval, and how it was come by.

    `worlds` is 0 when the method is exact: then the interval is the number itself. Unpacks as estimate, low, high.
    """

    estimate: Floats = field(repr=False)
    low: Floats = field(repr=False)
    high: Floats = field(repr=False)
    method: str
    worlds: int = 0
    seed: int | None = None

    def __iter__(self) -> Iterator[Floats]:
        return iter((self.estimate, self.low, self.high))


def sample(
    network: Network,
    shocks: Shocks,
    *,
    worlds: int = 4096,
    precision: float | None = None,
    seed: int = 0,
    threads: int = 1,
) -> Estimate:
    """The exposure of every node, estimated from at most `worlds` drawn worlds (rounded up to a multiple of 64).

    With `precision`, stops as soon as no interval is wider than that; it looks after 1,024 worlds and at every
    doubling. The same seed gives the same answer on any number of threads.

    The estimate is unbiased. It is the share of worlds in which a node is reached, with Wilson's interval. For a rare
    node, one whose likeliest way is open with probability L < 1 %, only the worlds in which that way is *not* wholly
    open are counted: exposure = L + (1 - L) x P(reached | that way is not open), so the estimate is never below L and
    never 0. What nothing can reach is exactly 0, and what is reached for certain exactly 1.

    >>> network = Network(4, [0, 1, 0], [1, 2, 3], [0.5, 0.4, 0.0001])
    >>> exposure, low, high = sample(network, [0], worlds=1024, seed=7)
    >>> bool(low[2] < 0.2 < high[2]), round(float(exposure[3]), 6)
    (True, 0.0001)
    """
    # Imported here because numba takes most of a second.
    from .downstream import downstream

    check_drawing(worlds, seed, threads, precision)
    net = downstream(network, shock_probabilities(network, shocks))
    done = 0
    reach, along = np.zeros((2, net.nodes.size), np.int64)
    found = np.zeros((3, net.nodes.size))
    for blocks in _looks(worlds, precision):
        more = _counted(net, (done, blocks), seed, threads)
        reach, along, done = reach + more[0], along + more[1], blocks
        found = _intervals(net, reach, along, done * 64)
        if precision is not None and float(np.max(found[2] - found[1], initial=0.0)) <= precision:
            break
    full = np.zeros((3, network.n))
    full[:, net.nodes] = found
    return Estimate(full[0], full[1], full[2], "sampled", done * 64, seed)


def _counted(net: Downstream, span: tuple[int, int], seed: int, threads: int) -> Counts:
    """In how many worlds of a span of blocks each node is reached, and the rare ones' likeliest ways are open."""
    from .counting import count_reached

    rare = _lineage(net, (net.likely > 0) & (net.likely < RARE))

    def count(first: int, stride: int, blocks: int) -> tuple[Counts, ...]:
        mine = np.zeros((2, net.nodes.size), np.int64)
        count_reached(net, first, stride, blocks, seed, rare, mine[0], mine[1])
        return mine[0], mine[1]

    return np.sum(in_threads(count, *span, threads), axis=0)


def check_drawing(worlds: int, seed: int, threads: int, precision: float | None = None) -> None:
    """Raise `UsageError` for numbers that no worlds can be drawn with."""
    if worlds < 1:
        raise UsageError(f"{worlds} worlds", remedy="draw at least 1")
    if not 0 <= seed < 2**63:
        raise UsageError(f"seed {seed}", remedy="give a whole number from 0 to 2^63 - 1")
    if threads < 1:
        raise UsageError(f"{threads} threads", remedy="give at least 1")
    if precision is not None and not 0 < precision <= 1:
        raise UsageError(f"precision {precision}", remedy="give an interval width above 0 and up to 1")


def _looks(worlds: int, precision: float | None) -> Iterator[int]:
    """After how many blocks to look at the intervals; the last is all."""
    blocks = -(-worlds // 64)
    look = blocks if precision is None else FIRST_LOOK
    while look < blocks:
        yield look
        look *= 2
    yield blocks


def in_threads(
    count: Callable[[int, int, int], tuple[Counts, ...]], done: int, blocks: int, threads: int
) -> list[tuple[Counts, ...]]:
    """`count(first round, stride, blocks)` for all blocks not done yet, shared out over threads round by round."""
    from .worlds import LANES

    # What is done is whole rounds: `_looks` sees to it.
    first = done // LANES
    threads = min(threads, -(-blocks // LANES) - first)
    if threads == 1:
        return [count(first, 1, blocks)]
    with ThreadPoolExecutor(threads) as pool:
        shares = [pool.submit(count, first + number, threads, blocks) for number in range(threads)]
        return [share.result() for share in shares]


def _lineage(net: Downstream, wanted: npt.NDArray[np.bool_]) -> npt.NDArray[np.int32]:
    """The wanted nodes and all nodes on their likeliest ways, ascending: the start of a way comes before its end."""
    fresh = np.flatnonzero(wanted)
    kept = np.zeros(wanted.size, np.bool_)
    while fresh.size:
        kept[fresh] = True
        tails = np.unique(net.tails[fresh])
        tails = tails[tails >= 0]
        fresh = tails[~kept[tails]]
    return np.flatnonzero(kept).astype(np.int32)


def _intervals(net: Downstream, reach: Counts, along: Counts, worlds: int) -> Floats:
    """Estimate, low and high of the nodes downstream."""
    rare = (net.likely > 0) & (net.likely < RARE)
    floor = np.where(rare, net.likely, 0.0)
    # Within the worlds where a rare node's likeliest way is not open, being reached is a plain binomial count.
    hits = np.where(rare, reach - along, reach)
    trials = np.where(rare, np.maximum(worlds - along, 1), worlds)
    low, high = wilson(hits, trials)
    found = floor + (1.0 - floor) * np.stack([hits / trials, low, high])
    found[:, net.likely >= 1.0] = 1.0
    return found


def difference(
    one: Network,
    other: Network,
    shocks: Shocks,
    other_shocks: Shocks,
    *,
    worlds: int = 4096,
    seed: int = 0,
    threads: int = 1,
) -> Estimate:
    """Exposure in one network under `shocks` minus exposure in another under `other_shocks`, for every node.

    Both are drawn with the same luck, edge by edge (by `keys`, or by place where neither has keys), so that what they
    share cancels out. The interval is for the difference of paired counts. A node that no changed edge, group or shock
    can reach differs by exactly 0.

    >>> one, other = Network(2, [0], [1], [0.5]), Network(2, [0], [1], [0.4])
    >>> change = difference(one, other, [0], [0], seed=1)
    >>> bool(change.low[1] < 0.1 < change.high[1]), float(change.estimate[0])
    (True, 0.0)
    """
    # Imported here because numba takes most of a second.
    from .downstream import downstream

    check_drawing(worlds, seed, threads)
    if one.n != other.n:
        raise UsageError(f"networks of {one.n} and {other.n} nodes", remedy="number the nodes of both alike")
    if (one.keys is None or other.keys is None) and (one.keys is not other.keys or one.edges != other.edges):
        raise UsageError("the networks' edges cannot be matched", remedy="give both networks keys")
    hits = shock_probabilities(one, shocks), shock_probabilities(other, other_shocks)
    nodes = np.flatnonzero(_affected(one, other, *hits)).astype(np.int32)
    nets = downstream(one, hits[0]), downstream(other, hits[1])
    blocks = -(-worlds // 64)
    apart = _apart(nets, nodes, one.n, blocks, seed, threads)
    full = np.zeros((3, one.n))
    full[:, nodes] = paired(apart[0], apart[1], blocks * 64)
    return Estimate(full[0], full[1], full[2], "sampled, same worlds", blocks * 64, seed)


def _apart(
    nets: tuple[Downstream, Downstream],
    nodes: npt.NDArray[np.int32],
    n: int,
    blocks: int,
    seed: int,
    threads: int,
) -> Counts:
    """In how many worlds each node is reached in the first network only, and in the second only."""
    from .counting import count_apart

    places, places2 = _places(nets[0], nodes, n), _places(nets[1], nodes, n)

    def count(first: int, stride: int, stop: int) -> tuple[Counts, ...]:
        mine = np.zeros((2, nodes.size), np.int64)
        count_apart(nets[0], nets[1], places, places2, first, stride, stop, seed, mine[0], mine[1])
        return mine[0], mine[1]

    return np.sum(in_threads(count, 0, blocks, threads), axis=0)


def _places(net: Downstream, nodes: npt.NDArray[np.int32], n: int) -> npt.NDArray[np.int32]:
    number = np.full(n, -1, np.int32)
    number[net.nodes] = np.arange(net.nodes.size, dtype=np.int32)
    return number[nodes]


def _affected(
    one: Network, other: Network, hit: dict[int, float], other_hit: dict[int, float]
) -> npt.NDArray[np.bool_]:
    """The nodes that some difference between two networks or their shocks can reach, in either network."""
    from .downstream import downstream

    # Groups are taken apart: one changed input is enough to change what a group does.
    loose = [Network(each.n, each.tails, each.heads, each.probabilities) for each in (one, other)]
    changed = {node for node in {*hit, *other_hit} if hit.get(node) != other_hit.get(node)}
    shared = set(_named_groups(one)) & set(_named_groups(other))
    pairs = ((one, other, hit, loose[0]), (other, one, other_hit, loose[1]))
    for mine, theirs, struck, apart in pairs:
        # What the shocks do not reach makes no difference, whatever differs there: a layer that only one of them has.
        reached = np.zeros(mine.n, np.bool_)
        reached[downstream(apart, struck).nodes] = True
        changed.update(np.unique(mine.heads[_unmatched(mine, theirs) & reached[mine.tails]]).tolist())
        changed.update(node for node, edges in _named_groups(mine) if (node, edges) not in shared and reached[node])
    affected = np.zeros(one.n, np.bool_)
    for network in loose:
        affected[downstream(network, dict.fromkeys(sorted(changed), 1.0)).nodes] = True
    return affected


def _named_groups(network: Network) -> list[tuple[int, tuple[int, ...]]]:
    keys = network.keys
    return [
        (node, edges if keys is None else tuple(sorted(int(keys[edge]) for edge in edges)))
        for node, edges in network.groups
    ]


def _unmatched(one: Network, other: Network) -> npt.NDArray[np.bool_]:
    """Which edges of one network are not found, the same in every way, in the other."""
    if one.keys is None or other.keys is None:
        return (one.tails != other.tails) | (one.heads != other.heads) | (one.probabilities != other.probabilities)
    order = np.argsort(other.keys)
    place = np.searchsorted(other.keys[order], one.keys).clip(max=max(other.edges - 1, 0))
    if not other.edges:
        return np.ones(one.edges, np.bool_)
    match = order[place]
    return (
        (other.keys[match] != one.keys)
        | (one.tails != other.tails[match])
        | (one.heads != other.heads[match])
        | (one.probabilities != other.probabilities[match])
    )
