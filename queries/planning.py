"""Whether the exact method would take too long, decided before the work: the plans of all parts asked for, and no more.

Planning itself is bounded. Every part gets one quick plan; where all together would cost too much, the dearest are
planned again, in other orders, until they cost less or the tries are used up. All of it depends on the network alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .adjacency import TooLarge
from .events import Event
from .focus import focus, leading
from .frontier import CHEAP, WEIGHTS, Plan, attempt
from .reduction import Arc, Reduced

ARC = 120.0
"""How many steps planning counts as for each arc that leads to a target: in a large part more, in proportion."""

LARGE = 1000.0
"""A part of so many arcs counts double for each."""

HOPELESS = 8.0
"""Quick plans that cost so many times too much are not tried again: better orders seldom gain as much."""


@dataclass(slots=True)
class _Draft:
    """A part with the cheapest plan so far, None when every order tried needed too many stand-ins."""

    arcs: Sequence[Arc]
    top: int
    target: int
    tried: int = 0
    plan: Plan | None = None

    @property
    def cost(self) -> float:
        return float("inf") if self.plan is None else self.plan.cost

    @property
    def work(self) -> float:
        """How many steps one try counts as."""
        return _work(self.arcs)

    def again(self) -> None:
        plan = attempt(self.arcs, self.top, self.target, WEIGHTS[self.tried])
        self.tried += 1
        if plan is not None and plan.cost < self.cost:
            self.plan = plan


def planned(
    reduced: Reduced, nodes: Sequence[int], most: float, *, polish: bool = False
) -> tuple[Mapping[int, Event | Plan], float]:
    """The plans of the parts of nodes (local numbers), an event where that is all there is; and what they cost.

    Raises `TooLarge` when they would take more than `most` steps, or planning them would. With `polish`, plans are
    made cheaper still, which pays where they are gone through many times.
    """
    events: dict[int, Event | Plan] = {}
    drafts: dict[int, _Draft] = {}
    walked = total = 0.0
    for node in nodes:
        top = reduced.above[node]
        arcs = leading(reduced.entering, top, node)
        walked += _work(arcs) if len(arcs) > 1 else 1.0
        if walked > most:
            raise TooLarge(walked)
        arcs = focus(arcs, top, node) if len(arcs) > 1 else arcs
        if len(arcs) == 1:
            events[node] = arcs[0].event
            continue
        drafts[node] = draft = _Draft(arcs, top, node)
        draft.again()
        total += 0.0 if draft.plan is None else draft.plan.cost
        if total > HOPELESS * most:
            raise TooLarge(total)
    total = _cheaper(list(drafts.values()), most, polish=polish)
    return events | {node: draft.plan for node, draft in drafts.items() if draft.plan is not None}, walked + total


def _cheaper(drafts: Sequence[_Draft], most: float, *, polish: bool) -> float:
    """Plan again what is dearest, while all together costs too much; what that comes to."""
    tries = most / 2
    while (total := sum(draft.cost for draft in drafts)) > most:
        left = [draft for draft in drafts if draft.tried < len(WEIGHTS)]
        if not left or tries <= 0:
            raise TooLarge(total if total < float("inf") else 2.0 ** min(max(len(d.arcs) for d in drafts), 1000))
        dearest = max(left, key=lambda draft: (draft.cost, -draft.tried))
        if dearest.cost < (total - most) / len(drafts):
            raise TooLarge(total)
        tries -= dearest.work
        dearest.again()
    for draft in drafts if polish else ():
        while draft.tried < len(WEIGHTS) and draft.cost >= CHEAP * len(draft.arcs) and tries > 0:
            tries -= draft.work
            draft.again()
    return sum(draft.cost for draft in drafts)


def _work(arcs: Sequence[Arc]) -> float:
    return ARC * len(arcs) * (1.0 + len(arcs) / LARGE)
