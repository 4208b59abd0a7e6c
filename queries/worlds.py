"""Worlds drawn 64 at a time: bit i of a word says whether a node is reached, or an edge open, in world i of a block.

Four blocks run side by side, each in a lane of its own, so that the network is walked less often.

Compiled with numba, so this module is imported only when something is sampled. Luck is counter-based: whether an edge
is open in a world depends on the seed, the edge's key and the world's number alone, never on who asks or in what order.
"""

# numba compiles these functions and checks their types then; unsigned words do not survive numpy's own stubs.
# pyright: basic

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, cast

import numba
import numpy as np
import numpy.typing as npt

Words = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.int32]
Compiled = TypeVar("Compiled", bound=Callable[..., Any])

GAMMA = np.uint64(0x9E3779B97F4A7C15)
FULL = np.uint64(2**64 - 1)
ZERO = np.uint64(0)
ONE = np.uint64(1)

LANES = 4
"""How many blocks of 64 worlds run side by side."""


def compiled(function: Compiled) -> Compiled:
    """A function compiled on its first call, without the interpreter's lock; kept on disk where a folder allows it.

    What was kept is used as long as the function's own file is unchanged: whoever changes a function here that others
    call from other files must save those files too (or delete `__pycache__`).
    """
    return _made(function)


def borrowing(function: Compiled) -> Compiled:
    """A compiled function that makes no arrays: it works on its caller's, and keeps none.

    Without this numba counts who holds every array at every call, by atomic steps that took two thirds of all time on
    some processors. It refuses a function that does make one.
    """
    return _made(function, _nrt=False)


def _made(function: Compiled, **more: bool) -> Compiled:
    options: dict[str, Any] = {"nogil": True, "error_model": "numpy", **more}
    try:
        made = numba.njit(cache=True, **options)(function)
    except RuntimeError:  # neither beside the code nor in the user's cache can anything be written
        made = numba.njit(**options)(function)
    return cast("Compiled", made)


@borrowing
def mixed(x):
    """A hash of 64 bits to 64 bits: the finalizer of SplitMix64 (Steele, Lea and Flood 2014)."""
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


@borrowing
def bits(word):
    """How many bits are set."""
    word -= (word >> ONE) & np.uint64(0x5555555555555555)
    word = (word & np.uint64(0x3333333333333333)) + ((word >> np.uint64(2)) & np.uint64(0x3333333333333333))
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((word * np.uint64(0x0101010101010101)) >> np.uint64(56))


@borrowing
def draw_luck(seed, block, luck):
    """Put down what tells the luck of so many blocks, from one on, from that of all others."""
    for w in range(LANES):
        luck[w] = mixed(mixed(np.uint64(seed) + GAMMA) + GAMMA * np.uint64(block + w + 1))


@borrowing
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
    """What one thread works with: a word per node or edge and lane, all zero between rounds.

    `seen[v]` are the worlds in which v is reached, `fresh[v]` those that it has yet to pass on; bit v of `due` says
    that there are any. `memo[e]` are the worlds in which edge e is open, once `kept` says so for its tail. `touched`
    lists the nodes that were reached in any world. `luck` is that of the lanes' blocks, `hand` what a node passes on,
    `gift` what one gains.
    """

    seen: Words
    fresh: Words
    due: Words
    memo: Words
    kept: npt.NDArray[np.bool_]
    touched: Numbers
    luck: Words
    hand: Words
    gift: Words


@compiled
def bench(nodes, edges):
    """A clean bench for so many nodes and edges."""
    return Bench(
        np.zeros((nodes, LANES), np.uint64),
        np.zeros((nodes, LANES), np.uint64),
        np.zeros(nodes // 64 + 1, np.uint64),
        np.zeros((edges, LANES), np.uint64),
        np.zeros(nodes, np.bool_),
        np.empty(nodes, np.int32),
        np.zeros(LANES, np.uint64),
        np.zeros(LANES, np.uint64),
        np.zeros(LANES, np.uint64),
    )


@borrowing
def take(at, v, count):
    """Node v is reached in the worlds of `gift`, some of them new; returns how many nodes are touched then."""
    before = ZERO
    for w in range(LANES):
        before |= at.seen[v, w]
        at.seen[v, w] |= at.gift[w]
        at.fresh[v, w] |= at.gift[w]
    if before == ZERO:
        at.touched[count] = v
        count += 1
    at.due[v >> 6] |= ONE << np.uint64(v & 63)
    return count


@borrowing
def spread(net, known, at, count):
    """Pass on everything that is due until nothing is; returns how many nodes are touched then.

    `known[v]`, if not None, are worlds in which v was reached before and needs no more passing on. Nodes take turns by
    number, over and over: most of what a node will pass on has come in by then.
    """
    due = at.due
    again = 0
    while again < due.size:
        place = again
        again = due.size
        while place < due.size:
            word = due[place]
            if word:
                due[place] = word & (word - ONE)
                u = (place << 6) + bits((word & (ZERO - word)) - ONE)
                count, lowest = pass_on(net, known, at, u, count)
                if lowest < place:
                    again = min(again, lowest)
            else:
                place += 1
    return count


@borrowing
def pass_on(net, known, at, u, count):
    """Node u passes on what is fresh; returns how many nodes are touched, and the least place in `due` that it set."""
    lowest = at.due.size
    for w in range(LANES):
        at.hand[w] = at.fresh[u, w]
        at.fresh[u, w] = ZERO
    if not at.kept[u]:
        at.kept[u] = True
        keep(net, at, u)
    for e in range(net.starts[u], net.starts[u + 1]):
        v = net.heads[e]
        some = ZERO
        for w in range(LANES):
            gained = at.hand[w] & at.memo[e, w] & ~at.seen[v, w]
            if known is not None:
                gained &= ~known[v, w]
            at.gift[w] = gained
            some |= gained
        if some:
            count = take(at, v, count)
            lowest = min(lowest, v >> 6)
    for j in range(net.need_starts[u], net.need_starts[u + 1]):
        if joint(net, known, at, net.needed[j]):
            v = net.group_heads[net.needed[j]]
            count = take(at, v, count)
            lowest = min(lowest, v >> 6)
    return count, lowest


@borrowing
def keep(net, at, u):
    """Draw every edge of node u for the worlds in which it could still matter."""
    for e in range(net.starts[u], net.starts[u + 1]):
        for w in range(LANES):
            at.memo[e, w] = drawn(net.keys[e] ^ at.luck[w], net.thresholds[e], ~at.seen[net.heads[e], w])


@borrowing
def joint(net, known, at, group):
    """Put in `gift` the worlds of `hand` in which a group fires anew: all tails reached, all edges open."""
    some = ZERO
    for w in range(LANES):
        head = net.group_heads[group]
        wanted = at.hand[w] & ~at.seen[head, w]
        if known is not None:
            wanted &= ~known[head, w]
        for m in range(net.group_starts[group], net.group_starts[group + 1]):
            tail = net.group_tails[m]
            reached = at.seen[tail, w]
            if known is not None:
                reached |= known[tail, w]
            wanted &= reached
        for m in range(net.group_starts[group], net.group_starts[group + 1]):
            wanted = drawn(net.group_keys[m] ^ at.luck[w], net.group_thresholds[m], wanted)
        at.gift[w] = wanted
        some |= wanted
    return some != ZERO


@borrowing
def flood(net, lanes, at):
    """Draw the worlds of the first `lanes` lanes: who is reached in which; returns how many nodes were touched."""
    count = 0
    for s in range(net.shock_keys.size):
        some = ZERO
        for w in range(LANES):
            at.gift[w] = ZERO
            if w < lanes:
                at.gift[w] = drawn(net.shock_keys[s] ^ at.luck[w], net.shock_thresholds[s], FULL)
            some |= at.gift[w]
        if some:
            count = take(at, s, count)
    return spread(net, None, at, count)


@borrowing
def wipe(at, count):
    """Make the bench clean again after a round."""
    for i in range(count):
        at.kept[at.touched[i]] = False
        for w in range(LANES):
            at.seen[at.touched[i], w] = ZERO
