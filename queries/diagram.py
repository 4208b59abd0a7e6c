"""Whether a target is reached, as a layered decision diagram: the last step of `exact`.

The arcs are decided one after the other. Between two decisions all that matters about the past is which of the nodes
still in play are reached: that is the state, and equal states merge. In a cycle a node may have to pass exposure on
before everything that can reach it is decided; a stand-in variable then means "it will be reached later", and the state
holds, for every node, a truth table over the stand-ins in use. When an arc u -> y with stand-in c opens, c becomes true
wherever u is reached without c: the least fixed point, so that nothing reaches itself. This is the frontier method for
network reliability (Sekine, Imai and Tani 1995) with least fixed points in place of connected components, so that
directed cycles and groups work alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .adjacency import TooLarge
from .events import chance, spread
from .frontier import Plan, Step
from .reduction import Arc
from .topology import Floats

Words = npt.NDArray[np.uint64]
Rows = npt.NDArray[np.int32]

TABLES = tuple(sum(1 << row for row in range(64) if row >> bit & 1) for bit in range(6))
"""TABLES[b] is the truth table of stand-in b alone: its bit r is bit b of r."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One decision over all states: `moved` states split, then every row (states, then the split-off ones) merges.

    `merged[row]` is the row's state in the next layer, which has `states` of them.
    """

    arc: Arc
    moved: Rows
    merged: Rows
    states: int


@dataclass(frozen=True, slots=True)
class Diagram:
    """All decisions towards a target, and in which final states it is reached; it serves any probabilities."""

    layers: tuple[Layer, ...]
    reached: npt.NDArray[np.bool_]

    @property
    def rows(self) -> int:
        """How many rows there are in all, the measure of its cost."""
        return sum(layer.merged.size for layer in self.layers)

    def probability(self, chances: Floats) -> float:
        """P(the target is reached), from the probabilities of all edges."""
        mass = np.ones(1)
        for _, _, after in self._descent(chances):
            mass = after
        return min(1.0, float(mass[self.reached].sum()))

    def _descent(self, chances: Floats) -> Iterator[tuple[Layer, float, Floats]]:
        mass = np.ones(1)
        for layer in self.layers:
            open_ = chance(layer.arc.event, chances)
            rows = np.concatenate([mass, mass[layer.moved] * open_])
            rows[layer.moved] *= 1.0 - open_
            mass = np.bincount(layer.merged, rows, layer.states).astype(np.float64, copy=False)
            yield layer, open_, mass

    def slopes(self, chances: Floats, factor: float, slopes: Floats) -> None:
        """Add to `slopes` the derivative of the probability by every edge, times `factor`."""
        passed = list(self._descent(chances))
        masses = [np.ones(1), *(mass for _, _, mass in passed)]
        worth = self.reached.astype(np.float64)
        for (layer, open_, _), mass in zip(reversed(passed), reversed(masses[:-1]), strict=True):
            rows = worth[layer.merged]
            gain = rows[mass.size :] - rows[layer.moved]
            spread(layer.arc.event, factor * float(mass[layer.moved] @ gain), chances, slopes)
            worth = rows[: mass.size]
            worth[layer.moved] += open_ * gain


def build(plan: Plan, most: float) -> Diagram:
    """The diagram of a plan. Raises `TooLarge` beyond `most` rows."""
    every = np.uint64(sum(1 << shift for shift in range(0, 64, plan.table.bit_length())))
    states = np.zeros((len(plan.steps[0].kept), 1), np.uint64)
    layers: list[Layer] = []
    total = 0
    for step in plan.steps:
        for node, stand_in in step.assumed:
            word, shift = plan.places[node]
            states[word] |= np.uint64((TABLES[stand_in] & plan.table) << shift)
        opened = _opened(states, step, plan, every)
        moved = np.flatnonzero((opened != states).any(axis=0))
        rows = np.concatenate([states, opened[:, moved]], axis=1)
        total += rows.shape[1]
        if total > most:
            raise TooLarge(max(plan.cost, total))
        # Where the target is reached nothing else matters: one value for all others lets more states merge.
        rows |= _get(rows, plan, plan.target) * every
        if step.closed is not None:
            rows = _without(rows, step.closed)
        rows &= np.array(step.kept, np.uint64)[:, None]
        states, merged = _distinct(rows)
        layers.append(Layer(step.arc, moved.astype(np.int32), merged, states.shape[1]))
    return Diagram(tuple(layers), _get(states, plan, plan.target) != 0)


def _opened(states: Words, step: Step, plan: Plan, every: np.uint64) -> Words:
    """What every state becomes when the step's arc opens; a truth table times `every` is that of all nodes.

    Where the head has a stand-in, that becomes true wherever the arc fires without it: a node that is reached with it
    then is. Where it was true already, and for nodes that do not depend on it, nothing changes.
    """
    fire = np.full(states.shape[1], plan.table, np.uint64)
    for tail in step.tails:
        fire &= _get(states, plan, tail)
    if step.stand_in is not None:
        return states | (_with(states, step.stand_in) & (fire * every))
    opened = states.copy()
    word, shift = plan.places[step.arc.head]
    opened[word] |= fire << np.uint64(shift)
    return opened


def _get(states: Words, plan: Plan, node: int) -> Words:
    word, shift = plan.places[node]
    return (states[word] >> np.uint64(shift)) & np.uint64(plan.table)


def _with(tables: Words, stand_in: int) -> Words:
    """The tables with a stand-in taken as true."""
    true = tables & np.uint64(TABLES[stand_in])
    return true | (true >> np.uint64(1 << stand_in))


def _without(tables: Words, stand_in: int) -> Words:
    """The tables with a stand-in taken as false."""
    false = tables & ~np.uint64(TABLES[stand_in])
    return false | (false << np.uint64(1 << stand_in))


def _distinct(rows: Words) -> tuple[Words, Rows]:
    """The distinct columns of `rows`, and which of them each column is."""
    order = np.lexsort(rows) if len(rows) > 1 else np.argsort(rows[0], kind="stable")
    ordered = rows[:, order]
    fresh = np.ones(order.size, np.bool_)
    np.any(ordered[:, 1:] != ordered[:, :-1], axis=0, out=fresh[1:])
    merged = np.empty(order.size, np.int32)
    merged[order] = np.cumsum(fresh) - 1
    return ordered[:, fresh], merged
