"""What the drawn worlds are counted for. A round is as many blocks of 64 worlds as run side by side.

Each function adds to the arrays that it is given, for the rounds `first`, `first + stride`, ... of `blocks` in all.
"""

# numba compiles these functions and checks their types then; unsigned words do not survive numpy's own stubs.
# pyright: basic

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from .worlds import (
    FULL,
    LANES,
    ZERO,
    Numbers,
    bench,
    bits,
    borrowing,
    compiled,
    draw_luck,
    drawn,
    flood,
    spread,
    take,
    wipe,
)

if TYPE_CHECKING:
    from .downstream import Downstream

Counts = npt.NDArray[np.int64]


@compiled
def count_reached(
    net: Downstream,
    first: int,
    stride: int,
    blocks: int,
    seed: int,
    rare: Numbers,
    reach: Counts,
    along: Counts,
) -> None:
    """Add the number of worlds in which each node is reached.

    `along` counts the worlds in which the likeliest way to a node is open, for the nodes of `rare`, ascending.
    """
    at = bench(net.nodes.size, net.heads.size)
    way = np.zeros((net.nodes.size if rare.size else 0, LANES), np.uint64)
    for block in range(first * LANES, blocks, stride * LANES):
        draw_luck(seed, block, at.luck)
        count = flood(net, blocks - block, at)
        for v in rare:
            e = net.parents[v]
            for w in range(LANES):
                way[v, w] = ZERO
                if at.seen[v, w]:
                    if e < 0:
                        open_ = drawn(net.shock_keys[v] ^ at.luck[w], net.shock_thresholds[v], FULL)
                    else:
                        open_ = drawn(net.keys[e] ^ at.luck[w], net.thresholds[e], way[net.tails[v], w])
                    way[v, w] = open_
                    along[v] += bits(open_)
        for i in range(count):
            for w in range(LANES):
                reach[at.touched[i]] += bits(at.seen[at.touched[i], w])
        wipe(at, count)


@compiled
def count_apart(
    one: Downstream,
    other: Downstream,
    ones: Numbers,
    others: Numbers,
    first: int,
    stride: int,
    blocks: int,
    seed: int,
    only_one: Counts,
    only_other: Counts,
) -> None:
    """Add how often node `ones[i]` of one network is reached where node `others[i]` of the other is not; and v.v.

    A number of -1 stands for a node that is never reached.
    """
    at = bench(one.nodes.size, one.heads.size)
    there = bench(other.nodes.size, other.heads.size)
    for block in range(first * LANES, blocks, stride * LANES):
        draw_luck(seed, block, at.luck)
        draw_luck(seed, block, there.luck)
        count = flood(one, blocks - block, at)
        count2 = flood(other, blocks - block, there)
        for i in range(ones.size):
            for w in range(LANES):
                mine = at.seen[ones[i], w] if ones[i] >= 0 else ZERO
                theirs = there.seen[others[i], w] if others[i] >= 0 else ZERO
                only_one[i] += bits(mine & ~theirs)
                only_other[i] += bits(theirs & ~mine)
        wipe(at, count)
        wipe(there, count2)


@borrowing
def closed_alone(net, known, at, e, tail, group):
    """Put in `gift` the worlds in which edge e alone keeps its head unreached: its tail is reached and it is closed.

    `tail` is the edge's. For `group` >= 0, e is a place among the groups' edges: then the group's other edges must be
    open, and all its tails reached.
    """
    some = ZERO
    for w in range(LANES):
        if group < 0:
            missing = known[tail, w] & ~known[net.heads[e], w]
            missing &= ~drawn(net.keys[e] ^ at.luck[w], net.thresholds[e], missing)
        else:
            missing = ~known[net.group_heads[group], w]
            for m in range(net.group_starts[group], net.group_starts[group + 1]):
                missing &= known[net.group_tails[m], w]
                if m != e:
                    missing = drawn(net.group_keys[m] ^ at.luck[w], net.group_thresholds[m], missing)
            missing &= ~drawn(net.group_keys[e] ^ at.luck[w], net.group_thresholds[e], missing)
        at.gift[w] = missing
        some |= missing
    return some != ZERO


@compiled
def count_pivotal(
    net: Downstream,
    first: int,
    stride: int,
    blocks: int,
    seed: int,
    edges: Numbers,
    tails: Numbers,
    groups: Numbers,
    targets: Numbers,
    pivotal: Counts,
) -> None:
    """Add how often edge i is closed, and opening it alone would reach a target: `pivotal[i, target]`."""
    at = bench(net.nodes.size, net.heads.size)
    known = np.zeros((net.nodes.size, LANES), np.uint64)
    for block in range(first * LANES, blocks, stride * LANES):
        draw_luck(seed, block, at.luck)
        count = flood(net, blocks - block, at)
        known[:] = ZERO
        for i in range(count):
            known[at.touched[i]] = at.seen[at.touched[i]]
            at.seen[at.touched[i]] = ZERO
        for i in range(edges.size):
            if closed_alone(net, known, at, edges[i], tails[i], groups[i]):
                head = net.heads[edges[i]] if groups[i] < 0 else net.group_heads[groups[i]]
                count = spread(net, known, at, take(at, head, 0))
                for t in range(targets.size):
                    for w in range(LANES):
                        pivotal[i, t] += bits(at.seen[targets[t], w])
                for j in range(count):
                    at.seen[at.touched[j]] = ZERO
        # Edges drawn for these blocks must not be kept for the next, whoever asked for them.
        at.kept[:] = False
