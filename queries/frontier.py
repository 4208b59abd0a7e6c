"""The order in which the arcs towards a target are decided, and what that may cost: the third step of `exact`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .reduction import Arc

STAND_INS = 6
"""How many stand-ins may be in use at once: their 2^6 truth values fill a 64-bit word."""

PER_NODE, PER_STAND_IN = 0.7, 0.21
"""How much a node in play adds to the logarithm (base 2) of the number of states, and how much each stand-in that it
may depend on adds. Fitted to 300 plans for networks of 64 to 160 edges with cycles: the estimated number of rows was
within a factor of 2 of the true one for two plans in three."""

WEIGHTS = (1.0, 3.0, 0.0, 0.5, 1.5, 2.0, 5.0)
"""What a stand-in counts, in nodes, when the order is chosen: these are tried in turn."""

CHEAP = 100.0
"""A plan is cheap when it takes fewer rows than this for each arc: then looking for a better one takes longer."""


@dataclass(frozen=True, slots=True)
class Step:
    """The decision of one arc: what must be done before it, and what is settled by it.

    `tails` are the arc's tails but for the top, which is reached; `assumed` are (tail, stand-in): tails that more can
    reach later; `stand_in` is the head's, if it has one; `closed` is a stand-in whose node nothing more can reach;
    `kept` are the bits of each word of a state that belong to nodes still in play.
    """

    arc: Arc
    tails: tuple[int, ...]
    assumed: tuple[tuple[int, int], ...]
    stand_in: int | None
    closed: int | None
    kept: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The decisions towards `target` in order.

    A node's truth table is the bits `table`, shifted left, of the state's word: `places[node]` is (word, shift).
    `cost` is about how many rows (states, before merging) the steps take.
    """

    target: int
    steps: tuple[Step, ...]
    places: dict[int, tuple[int, int]]
    table: int
    cost: float


def attempt(arcs: Sequence[Arc], top: int, target: int, weight: float) -> Plan | None:
    """A plan in one order, chosen with a weight for stand-ins; None when it needs too many of them.

    >>> plan = attempt([Arc((0,), 1, 0), Arc((0,), 2, 1), Arc((1,), 2, 2)], 0, 2, 1.0)
    >>> ([step.arc.event for step in plan.steps], round(plan.cost)) if plan else None
    ([0, 1, 2], 11)
    """
    book = _Book(arcs, top, target)
    return book.plan() if book.decide(list(_Choice(arcs, top, weight).order())) else None


def _nodes(arc: Arc, top: int) -> set[int]:
    return {arc.head, *arc.tails} - {top}


class _Choice:
    """Which node to take next, so that few are in play: always the one that adds least.

    A node that something later can reach counts `weight` more, because it needs a stand-in.
    """

    def __init__(self, arcs: Sequence[Arc], top: int, weight: float) -> None:
        self.arcs = arcs
        self.top = top
        self.weight = weight
        self.ends = [_nodes(arc, top) for arc in arcs]
        self.touching: dict[int, list[int]] = {}
        for place, nodes in enumerate(self.ends):
            for node in nodes:
                self.touching.setdefault(node, []).append(place)
        self.left = {node: len(places) for node, places in self.touching.items()}  # arcs yet to be decided
        self.awaited = dict.fromkeys(self.left, 0)  # of these, the ones that lead to the node
        for arc in arcs:
            self.awaited[arc.head] += 1
        self.outside = [set(nodes) for nodes in self.ends]
        self.ripe: dict[int, list[int]] = {node: [] for node in self.left}  # arcs that a node would complete
        for place, nodes in enumerate(self.ends):
            if len(nodes) == 1:
                self.ripe[arcs[place].head].append(place)

    def order(self) -> Iterator[int]:
        """The nodes, one after the other; those next to what has been taken come first."""
        near = {arc.head for arc in self.arcs if arc.tails == (self.top,)}
        to_come = set(self.left)
        while to_come:
            node = min(near or to_come, key=self._burden)
            yield node
            to_come.discard(node)
            near.discard(node)
            for place in self.ripe[node]:
                self.awaited[self.arcs[place].head] -= 1
                for end in self.ends[place]:
                    self.left[end] -= 1
            for place in self.touching[node]:
                outside = self.outside[place]
                outside.discard(node)
                near |= outside
                if len(outside) == 1:
                    self.ripe[next(iter(outside))].append(place)

    def _burden(self, node: int) -> tuple[float, int, int]:
        spent: dict[int, int] = {}
        fed: dict[int, int] = {}
        for place in self.ripe[node]:
            head = self.arcs[place].head
            fed[head] = fed.get(head, 0) + 1
            for end in self.ends[place]:
                spent[end] = spent.get(end, 0) + 1
        change = 1.0 + self.weight * (self.awaited[node] > 0)
        for end, count in spent.items():
            change -= self.left[end] == count
        for end, count in fed.items():
            change -= self.weight * (self.awaited[end] == count)
        return change, -len(self.ripe[node]), node


class _Book:
    """The book-keeping of one plan: which node may depend on which stand-in, and when each can be let go.

    Sets of stand-ins are numbers, bit c for stand-in c.
    """

    def __init__(self, arcs: Sequence[Arc], top: int, target: int) -> None:
        self.arcs = arcs
        self.top = top
        self.target = target
        self.cost = 0.0
        self.waiting: dict[int, int] = {}  # arcs yet to be decided, by node
        self.entering: dict[int, int] = {}  # of these, the ones that lead to the node
        for arc in arcs:
            self.entering[arc.head] = self.entering.get(arc.head, 0) + 1
            for node in _nodes(arc, top):
                self.waiting[node] = self.waiting.get(node, 0) + 1
        self.depends: dict[int, int] = {}  # the nodes in play, and the stand-ins each may depend on
        self.held: dict[int, int] = {}  # the stand-in of a node
        self.free = list(range(STAND_INS))
        self.used = 0
        # The target's column is its own from the start: until it enters, it reads as not reached.
        self.columns = {target: 0}
        self.spare: list[int] = []
        self.width = 1
        self.steps: list[tuple[Step, list[int]]] = []

    def decide(self, order: Sequence[int]) -> bool:
        """Go through the arcs for nodes in an order; False when that needs too many stand-ins."""
        place = {node: number for number, node in enumerate(order)}
        due: list[list[Arc]] = [[] for _ in order]
        for arc in self.arcs:
            due[max(place[node] for node in _nodes(arc, self.top))].append(arc)
        size = 0.0
        for node, arcs in zip(order, due, strict=True):
            # What leads to the node comes first: it may then need no stand-in.
            for arc in sorted(arcs, key=lambda arc: arc.head != node):
                if not self._decided(arc):
                    return False
                self.cost += 2.0 ** (size + 1)
                size = min(size + 1, self._size())
        return True

    def plan(self) -> Plan:
        """The plan that was gone through."""
        table = 1 << self.used
        each = 64 // table
        places = {node: (column // each, column % each * table) for node, column in self.columns.items()}
        masks = [((1 << table) - 1) << column % each * table for column in range(self.width)]
        steps: list[Step] = []
        for step, columns in self.steps:
            kept = [0] * -(-self.width // each)
            for column in columns:
                kept[column // each] |= masks[column]
            steps.append(replace(step, kept=tuple(kept)))
        return Plan(self.target, tuple(steps), places, (1 << table) - 1, self.cost)

    def _enter(self, node: int) -> None:
        if node not in self.depends:
            self.depends[node] = 0
            if node == self.target:
                return
            if not self.spare:
                self.spare.append(self.width)
                self.width += 1
            self.columns[node] = self.spare.pop()

    def _decided(self, arc: Arc) -> bool:
        nodes = _nodes(arc, self.top)
        for node in nodes:
            self._enter(node)
            self.waiting[node] -= 1
        tails = tuple(tail for tail in arc.tails if tail != self.top)
        assumed: list[tuple[int, int]] = []
        source = 0
        for tail in tails:
            if self.entering[tail] and tail not in self.held:
                if not self.free:
                    return False
                assumed.append((tail, self._hold(tail)))
            source |= self.depends[tail]
        stand_in = self.held.get(arc.head)
        if stand_in is None:
            self.depends[arc.head] |= source
        else:
            for node, on in self.depends.items():
                if on >> stand_in & 1:
                    self.depends[node] = on | source
        # The diagram counts every node as reached where the target is.
        certain = self.depends.get(self.target, 0)
        self.entering[arc.head] -= 1
        closed = self._close(arc.head)
        gone = 0 if closed is None else 1 << closed
        for node, on in self.depends.items():
            self.depends[node] = (on | certain) & ~gone
        for node in nodes:
            if not self.waiting[node] and node != self.target:
                del self.depends[node]
                self.spare.append(self.columns[node])
        step = Step(arc, tails, tuple(assumed), stand_in, closed, ())
        self.steps.append((step, [self.columns[node] for node in self.depends]))
        return True

    def _hold(self, node: int) -> int:
        stand_in = self.free.pop(0)
        self.held[node] = stand_in
        self.used = max(self.used, stand_in + 1)
        self.depends[node] |= 1 << stand_in
        return stand_in

    def _close(self, head: int) -> int | None:
        """The head's stand-in, if nothing more can reach the head: what it stood for will not come."""
        if self.entering[head] or head not in self.held:
            return None
        stand_in = self.held.pop(head)
        self.free.append(stand_in)
        self.free.sort()
        return stand_in

    def _size(self) -> float:
        return sum(PER_NODE + PER_STAND_IN * on.bit_count() for on in self.depends.values())
