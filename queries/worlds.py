"""Worlds drawn 64 at a time: bit w of a word says whether a node is reached, or an edge open, in world w of a block.

Compiled with numba, so this module is imported only when something is sampled. Luck is counter-based: whether an edge
is open in a world depends on the seed, the edge's key and the world's number alone, never on who asks or in what order.
"""

# numba compiles these functions and checks their types then; unsigned words do not survive numpy's own stubs.
# pyright: basic

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

import numba
import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from .downstream import Downstream

Words = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.int32]
Counts = npt.NDArray[np.int64]
Compiled = TypeVar("Compiled", bound=Callable[..., Any])

GAMMA = np.uint64(0x9E3779B97F4A7C15)
FULL = np.uint64(2**64 - 1)
ZERO = np.uint64(0)
ONE = np.uint64(1)


def compiled(function: Compiled) -> Compiled:
    """A function compiled on its first call, without the interpreter's lock; kept on disk where a folder allows it."""
    options: dict[str, Any] = {"nogil": True, "error_model": "numpy"}
    try:
        made = numba.njit(cache=True, **options)(function)
    except RuntimeError:  # neither beside the code nor in the user's cache can anything be written
        made = numba.njit(**options)(function)
    return cast("Compiled", made)


@compiled
def mixed(x):
    """A hash of 64 bits to 64 bits: the finalizer of SplitMix64 (Steele, Lea and Flood 2014)."""
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


@compiled
def bits(word):
    """How many bits are set."""
    word -= (word >> ONE) & np.uint64(0x5555555555555555)
    word = (word & np.uint64(0x3333333333333333)) + ((word >> np.uint64(2)) & np.uint64(0x3333333333333333))
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((word * np.uint64(0x0101010101010101)) >> np.uint64(56))


@compiled
def luck_of(seed, block):
    """The number that tells one block's luck from another's."""
    return mixed(mixed(np.uint64(seed) + GAMMA) + GAMMA * np.uint64(block + 1))


@compiled
def drawn(start, threshold, wanted):
    """In which of the `wanted` worlds an edge is open: there a uniform 64-bit number is below its threshold.

    The numbers of all worlds are compared bit by bit from the top, one random word a bit, until every wanted world is
    decided: about 8 words for 64 worlds.
    """
    if threshold == FULL:
        return wanted
    opened = ZERO
    while wanted and threshold:
        for _ in range(4):  # four bits a turn, because the processor can then hash them side by side
            start += GAMMA
            luck = mixed(start)
            # All ones where the threshold's bit is 1: a world whose own bit is 0 is then below, else it is level.
            bit = ZERO - (threshold >> np.uint64(63))
            opened |= wanted & bit & ~luck
            wanted &= ~(luck ^ bit)
            threshold <<= ONE
    return opened


class Bench(NamedTuple):
    """What one thread works with: words per node and per edge, all zero between blocks.

    `seen[v]` are the worlds in which v is reached, `fresh[v]` those that it has yet to pass on; bit v of `due` says
    that there are any. `memo[e]` are the worlds in which edge e is open, once `kept` says so for its tail. `touched`
    lists the nodes that were reached in any world.
    """

    seen: Words
    fresh: Words
    due: Words
    memo: Words
    kept: npt.NDArray[np.bool_]
    touched: Numbers


@compiled
def bench(nodes, edges):
    """A clean bench for so many nodes and edges."""
    return Bench(
        np.zeros(nodes, np.uint64),
        np.zeros(nodes, np.uint64),
        np.zeros(nodes // 64 + 1, np.uint64),
        np.zeros(edges, np.uint64),
        np.zeros(nodes, np.bool_),
        np.empty(nodes, np.int32),
    )


@compiled
def take(at, v, gained, count):
    """Node v is reached in more worlds; returns how many nodes are touched then."""
    if at.seen[v] == ZERO:
        at.touched[count] = v
        count += 1
    at.seen[v] |= gained
    at.fresh[v] |= gained
    at.due[v >> 6] |= ONE << np.uint64(v & 63)
    return count


@compiled
def spread(net, luck, known, at, count):
    """Pass on everything that is due until nothing is; returns how many nodes are touched then.

    `known[v]`, if not None, are worlds in which v was reached before and needs no more passing on. Nodes take turns by
    number, over and over: most of what a node will pass on has come in by then.
    """
    seen, memo, due = at.seen, at.memo, at.due
    again = 0
    while again < due.size:
        place = again
        again = due.size
        while place < due.size:
            word = due[place]
            if word == ZERO:
                place += 1
                continue
            due[place] = word & (word - ONE)
            u = (place << 6) + bits((word & (ZERO - word)) - ONE)
            fresh = at.fresh[u]
            at.fresh[u] = ZERO
            first, last = net.starts[u], net.starts[u + 1]
            if not at.kept[u]:
                at.kept[u] = True
                for e in range(first, last):
                    memo[e] = drawn(net.keys[e] ^ luck, net.thresholds[e], ~seen[net.heads[e]])
            for e in range(first, last):
                v = net.heads[e]
                gained = fresh & memo[e] & ~seen[v]
                if known is not None:
                    gained &= ~known[v]
                if gained:
                    count = take(at, v, gained, count)
                    if v >> 6 < place:
                        again = min(again, v >> 6)
            for j in range(net.need_starts[u], net.need_starts[u + 1]):
                v = net.group_heads[net.needed[j]]
                gained = joint(net, luck, known, at, net.needed[j], fresh & ~seen[v])
                if gained:
                    count = take(at, v, gained, count)
                    if v >> 6 < place:
                        again = min(again, v >> 6)
    return count


@compiled
def joint(net, luck, known, at, group, wanted):
    """In which of the wanted worlds a group fires: all its tails are reached and all its edges open."""
    if known is not None:
        wanted &= ~known[net.group_heads[group]]
    for m in range(net.group_starts[group], net.group_starts[group + 1]):
        tail = net.group_tails[m]
        if known is None:
            wanted &= at.seen[tail]
        else:
            wanted &= at.seen[tail] | known[tail]
    for m in range(net.group_starts[group], net.group_starts[group + 1]):
        wanted = drawn(net.group_keys[m] ^ luck, net.group_thresholds[m], wanted)
    return wanted


@compiled
def flood(net, luck, at):
    """Draw the worlds of one block: who is reached in which; returns how many nodes were touched."""
    count = 0
    for s in range(net.shock_keys.size):
        hit = drawn(net.shock_keys[s] ^ luck, net.shock_thresholds[s], FULL)
        if hit:
            count = take(at, s, hit, count)
    return spread(net, luck, None, at, count)


@compiled
def wipe(at, count):
    """Make the bench clean again after a block."""
    for i in range(count):
        at.seen[at.touched[i]] = ZERO
        at.kept[at.touched[i]] = False


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
    """Add, for every `stride`-th block from `first`, the number of worlds in which each node is reached.

    `along` counts the worlds in which the likeliest way to a node is open, for the nodes of `rare`, ascending.
    """
    at = bench(net.nodes.size, net.heads.size)
    way = np.zeros(net.nodes.size if rare.size else 0, np.uint64)
    for block in range(first, blocks, stride):
        luck = luck_of(seed, block)
        count = flood(net, luck, at)
        for v in rare:
            way[v] = ZERO
            if at.seen[v]:
                e = net.parents[v]
                if e < 0:
                    way[v] = drawn(net.shock_keys[v] ^ luck, net.shock_thresholds[v], FULL)
                else:
                    way[v] = drawn(net.keys[e] ^ luck, net.thresholds[e], way[net.tails[v]])
                along[v] += bits(way[v])
        for i in range(count):
            reach[at.touched[i]] += bits(at.seen[at.touched[i]])
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
    for block in range(first, blocks, stride):
        luck = luck_of(seed, block)
        count = flood(one, luck, at)
        count2 = flood(other, luck, there)
        for i in range(ones.size):
            mine = at.seen[ones[i]] if ones[i] >= 0 else ZERO
            theirs = there.seen[others[i]] if others[i] >= 0 else ZERO
            only_one[i] += bits(mine & ~theirs)
            only_other[i] += bits(theirs & ~mine)
        wipe(at, count)
        wipe(there, count2)


@compiled
def closed_alone(net, luck, known, e, tail, group):
    """In which worlds edge e is all that keeps its head from being reached: its tail is reached and the edge closed.

    `tail` is the edge's. For `group` >= 0, e is a place among the groups' edges: then the group's other edges must be
    open, and all its tails reached.
    """
    if group < 0:
        missing = known[tail] & ~known[net.heads[e]]
        return missing & ~drawn(net.keys[e] ^ luck, net.thresholds[e], missing)
    missing = ~known[net.group_heads[group]]
    for m in range(net.group_starts[group], net.group_starts[group + 1]):
        missing &= known[net.group_tails[m]]
        if m != e:
            missing = drawn(net.group_keys[m] ^ luck, net.group_thresholds[m], missing)
    return missing & ~drawn(net.group_keys[e] ^ luck, net.group_thresholds[e], missing)


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
    known = np.zeros(net.nodes.size, np.uint64)
    reached = np.empty(net.nodes.size, np.int32)
    for block in range(first, blocks, stride):
        luck = luck_of(seed, block)
        count = flood(net, luck, at)
        for i in range(count):
            v = reached[i] = at.touched[i]
            known[v] = at.seen[v]
            at.seen[v] = ZERO
        for i in range(edges.size):
            lost = closed_alone(net, luck, known, edges[i], tails[i], groups[i])
            if lost:
                head = net.heads[edges[i]] if groups[i] < 0 else net.group_heads[groups[i]]
                more = spread(net, luck, known, at, take(at, head, lost, 0))
                for t in range(targets.size):
                    pivotal[i, t] += bits(at.seen[targets[t]])
                for j in range(more):
                    at.seen[at.touched[j]] = ZERO
        # Edges drawn for one block must not be kept for the next, whoever asked for them.
        at.kept[:] = False
        for i in range(count):
            known[reached[i]] = ZERO
