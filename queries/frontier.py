"""The order in which the arcs towards a target are decided, and what that may cost: the third step of `exact`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .adjacency import TooLarge
from .reduction import Arc

STAND_INS = 6
"""How many stand-ins may be in use at once: their 2^6 truth values fill a 64-bit word."""

PER_NODE, PER_STAND_IN = 0.7, 0.21
"""How much a node in play adds to the logarithm (base 2) of the number of states, and how much each stand-in that it
may depend on adds. Fitted to 300 plans for networks of 64 to 160 edges with cycles: the estimated number of rows was
within a factor of 2 of the true one for two plans in three."""

WEIGHTS = (1.0, 3.0), (0.0, 0.5, 1.5, 2.0, 5.0)
"""What a stand-in counts, in nodes, when the order is chosen: values tried first, and those tried in costly cases."""

COSTLY = 5_000
"""How many rows make a case costly."""


@dataclass(frozen=True, slots=True)
class Step:
    """The decision of one arc: what must be done before it, and what is settled by it.

    `tails` are the arc's tails but for the top, which is reached; `assumed` are (tail, stand-in): tails that more can
    reach later; `stand_in` is the head's, if it has one, and `touched` the nodes that may depend on it, else the head;
    `closed` is (stand-in, nodes that may depend on it) when nothing more can reach the head; `stays` are the nodes in
    play after it, `leaves` those no longer so.
    """

    arc: Arc
    tails: tuple[int, ...]
    assumed: tuple[tuple[int, int], ...]
    stand_in: int | None
    touched: tuple[int, ...]
    closed: tuple[int, tuple[int, ...]] | None
    stays: tuple[int, ...]
    leaves: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The decisions towards `target` in order.

    A node's truth table is the bits `table`, shifted left, of the state's word: `places[node]` is (word, shift), and
    `words` how many words a state takes. `cost` is about how many rows (states, before merging) the steps take.
    """

    target: int
    steps: tuple[Step, ...]
    places: dict[int, tuple[int, int]]
    table: int
    words: int
    cost: float


def arrange(arcs: Sequence[Arc], top: int, target: int) -> Plan:
    """The cheapest plan found. Raises `TooLarge` when every order tried needs too many stand-ins.

    >>> plan = arrange([Arc((0,), 1, 0), Arc((0,), 2, 1), Arc((1,), 2, 2)], 0, 2)
    >>> [step.arc.event for step in plan.steps], round(plan.cost)
    ([0, 1, 2], 11)
    """
    best: Plan | None = None
    for weights in WEIGHTS:
        for weight in weights:
            plan = _Book(arcs, top, target).plan(list(_narrow(arcs, top, weight)))
            if plan is not None and (best is None or plan.cost < best.cost):
                best = plan
        if best is not None and best.cost < COSTLY:
            break
    if best is None:
        raise TooLarge(2.0 ** min(len(arcs), 1000))
    return best


def _nodes(arc: Arc, top: int) -> set[int]:
    return {arc.head, *arc.tails} - {top}


def _narrow(arcs: Sequence[Arc], top: int, weight: float) -> Iterator[int]:
    """The nodes in an order that keeps few of them in play: the next is always the one that adds least.

    A node that something later can reach counts `weight` more, because it needs a stand-in.
    """
    ends = [_nodes(arc, top) for arc in arcs]
    outside = [len(nodes) for nodes in ends]
    touching: dict[int, list[int]] = {}
    awaited: dict[int, int] = {}
    for place, arc in enumerate(arcs):
        awaited[arc.head] = awaited.get(arc.head, 0) + 1
        for node in ends[place]:
            touching.setdefault(node, []).append(place)
    left = {node: len(places) for node, places in touching.items()}
    near = {arc.head for arc in arcs if arc.tails == (top,)}
    inside: set[int] = set()

    def burden(node: int) -> tuple[float, int, int]:
        done = [place for place in touching[node] if outside[place] == 1]
        spent: dict[int, int] = {}
        fed: dict[int, int] = {}
        for place in done:
            fed[arcs[place].head] = fed.get(arcs[place].head, 0) + 1
            for end in ends[place]:
                spent[end] = spent.get(end, 0) + 1
        in_play = 1 - sum(left[end] == count for end, count in spent.items())
        late = (awaited.get(node, 0) > 0) - sum(
            awaited[end] == count for end, count in fed.items() if end in inside or end == node
        )
        return in_play + weight * late, -len(done), node

    while len(inside) < len(left):
        node = min(near or left.keys() - inside, key=burden)
        yield node
        inside.add(node)
        near.discard(node)
        for place in touching[node]:
            outside[place] -= 1
            near.update(ends[place] - inside)
            if not outside[place]:
                awaited[arcs[place].head] -= 1
                for end in ends[place]:
                    left[end] -= 1


class _Book:
    """The book-keeping of one plan: which node may depend on which stand-in, and when each can be let go."""

    def __init__(self, arcs: Sequence[Arc], top: int, target: int) -> None:
        self.arcs = arcs
        self.top = top
        self.target = target
        self.waiting: dict[int, int] = {}  # arcs yet to be decided, by node
        self.entering: dict[int, int] = {}  # of these, the ones that lead to the node
        for arc in arcs:
            self.entering[arc.head] = self.entering.get(arc.head, 0) + 1
            for node in _nodes(arc, top):
                self.waiting[node] = self.waiting.get(node, 0) + 1
        self.depends: dict[int, set[int]] = {}  # the nodes in play, and the stand-ins each may depend on
        self.held: dict[int, int] = {}  # the stand-in of a node
        self.free = list(range(STAND_INS))
        self.used = 0
        self.columns: dict[int, int] = {}
        self.spare: list[int] = []
        self.width = 0

    def plan(self, order: Sequence[int]) -> Plan | None:
        """The plan for nodes in an order, or None when it needs too many stand-ins."""
        place = {node: number for number, node in enumerate(order)}
        due: list[list[Arc]] = [[] for _ in order]
        for arc in self.arcs:
            due[max(place[node] for node in _nodes(arc, self.top))].append(arc)
        steps: list[Step] = []
        size, cost = 0.0, 0.0
        for node, arcs in zip(order, due, strict=True):
            # What leads to the node comes first: it may then need no stand-in.
            for arc in sorted(arcs, key=lambda arc: arc.head != node):
                step = self._decide(arc)
                if step is None:
                    return None
                steps.append(step)
                cost += 2.0 ** (size + 1)
                size = min(size + 1, self._size())
        table = 1 << self.used
        each = 64 // table
        places = {node: (column // each, column % each * table) for node, column in self.columns.items()}
        return Plan(self.target, tuple(steps), places, (1 << table) - 1, -(-self.width // each), cost)

    def _enter(self, node: int) -> None:
        if node not in self.depends:
            self.depends[node] = set()
            if not self.spare:
                self.spare.append(self.width)
                self.width += 1
            self.columns[node] = self.spare.pop()

    def _decide(self, arc: Arc) -> Step | None:
        for node in _nodes(arc, self.top):
            self._enter(node)
            self.waiting[node] -= 1
        tails = tuple(tail for tail in arc.tails if tail != self.top)
        assumed: list[tuple[int, int]] = []
        for tail in tails:
            if self.entering[tail] and tail not in self.held:
                if not self.free:
                    return None
                assumed.append((tail, self._hold(tail)))
        source = set[int]().union(*(self.depends[tail] for tail in tails))
        stand_in = self.held.get(arc.head)
        touched = (arc.head,) if stand_in is None else self._depending(stand_in)
        for node in touched:
            self.depends[node] |= source
        for node in self.depends:
            # The diagram counts every node as reached where the target is.
            self.depends[node] |= self.depends.get(self.target, set())
        self.entering[arc.head] -= 1
        closed = self._close(arc.head)
        leaves = tuple(node for node in self.depends if not self.waiting[node] and node != self.target)
        for node in leaves:
            del self.depends[node]
            self.spare.append(self.columns[node])
        return Step(arc, tails, tuple(assumed), stand_in, touched, closed, tuple(self.depends), leaves)

    def _hold(self, node: int) -> int:
        stand_in = self.free.pop(0)
        self.held[node] = stand_in
        self.used = max(self.used, stand_in + 1)
        self.depends[node].add(stand_in)
        return stand_in

    def _depending(self, stand_in: int) -> tuple[int, ...]:
        return tuple(node for node, on in self.depends.items() if stand_in in on)

    def _close(self, head: int) -> tuple[int, tuple[int, ...]] | None:
        """Nothing more can reach the head: what its stand-in stood for will not come."""
        if self.entering[head] or head not in self.held:
            return None
        stand_in = self.held.pop(head)
        nodes = self._depending(stand_in)
        for node in nodes:
            self.depends[node].discard(stand_in)
        self.free.append(stand_in)
        self.free.sort()
        return stand_in, nodes

    def _size(self) -> float:
        return sum(PER_NODE + PER_STAND_IN * len(on) for on in self.depends.values())
