"""What of a network matters to one target: the second step of `exact`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .dominators import immediate_dominators, spans
from .events import every, some
from .reduction import Arc, joined


def leading(entering: Mapping[int, Sequence[Arc]], top: int, target: int) -> list[Arc]:
    """The arcs that lead from `top` to the target, and not out of it; `entering` has the arcs to every node.

    >>> leading({1: [Arc((0,), 1, 0), Arc((2,), 1, 3)], 2: [Arc((1,), 2, 1)]}, 0, 2)
    [Arc(tails=(1,), head=2, event=1), Arc(tails=(0,), head=1, event=0)]
    """
    needed = [target]
    seen = {target, top}
    found: list[Arc] = []
    for node in needed:
        for arc in entering.get(node, ()):
            if target not in arc.tails:
                found.append(arc)
                fresh = [tail for tail in arc.tails if tail not in seen]
                seen.update(fresh)
                needed.extend(fresh)
    return found


def focus(arcs: Sequence[Arc], top: int, target: int) -> list[Arc]:
    """The fewest arcs found that decide whether `target` is reached from `top`, out of those that lead there.

    Left out is what leads there only back through its own start, or no longer starts anywhere; a node with one way in
    and one way out becomes part of the way.

    >>> focus([Arc((0,), 1, 0), Arc((1,), 2, 1), Arc((0,), 2, 2)], 0, 2)
    [Arc(tails=(0,), head=2, event=Any(parts=(2, All(parts=(0, 1)))))]
    """
    kept = _started(_onward(arcs, top, target), top)
    entering: dict[int, list[Arc]] = {}
    for arc in kept:
        entering.setdefault(arc.head, []).append(arc)
    return _shortened(leading(entering, top, target), top, target)


def _onward(arcs: Sequence[Arc], top: int, target: int) -> list[Arc]:
    """Without the arcs from whose head every way to the target leads back through one of their tails."""
    place = {target: 0}
    for arc in arcs:
        for node in (arc.head, *arc.tails):
            place.setdefault(node, len(place))
    backward: list[list[int]] = [[] for _ in place]
    for arc in arcs:
        backward[place[arc.head]].extend(place[tail] for tail in arc.tails)
    span = spans(immediate_dominators(backward))

    def returns(arc: Arc) -> bool:
        moment = span[place[arc.head]][0]
        return any(span[place[tail]][0] <= moment < span[place[tail]][1] for tail in arc.tails if tail != top)

    return [arc for arc in arcs if not returns(arc)]


def _started(arcs: Sequence[Arc], top: int) -> list[Arc]:
    """The arcs whose tails the top still reaches."""
    leaving: dict[int, list[int]] = {}
    missing = [len(arc.tails) for arc in arcs]
    for place, arc in enumerate(arcs):
        for tail in arc.tails:
            leaving.setdefault(tail, []).append(place)
    reached = {top}
    stack = [top]
    while stack:
        for place in leaving.get(stack.pop(), ()):
            missing[place] -= 1
            head = arcs[place].head
            if not missing[place] and head not in reached:
                reached.add(head)
                stack.append(head)
    return [arc for place, arc in enumerate(arcs) if not missing[place]]


def _shortened(arcs: Sequence[Arc], top: int, target: int) -> list[Arc]:
    """Every node with one arc in and one arc out taken into that arc, and parallel arcs joined, while there are any."""
    events = {(arc.tails, arc.head): arc.event for arc in joined(arcs)}
    into: dict[int, set[tuple[tuple[int, ...], int]]] = {}
    out: dict[int, set[tuple[tuple[int, ...], int]]] = {}
    for ends in events:
        into.setdefault(ends[1], set()).add(ends)
        for tail in ends[0]:
            out.setdefault(tail, set()).add(ends)
    stack = sorted(into, reverse=True)
    while stack:
        middle = stack.pop()
        if middle == target or not len(into.get(middle, ())) == 1 == len(out.get(middle, ())):
            continue
        first, second = *into[middle], *out[middle]
        event = every(events.pop(first), events.pop(second))
        for tails, head in (first, second):
            into[head].discard((tails, head))
            for tail in tails:
                out[tail].discard((tails, head))
        head = second[1]
        tails = tuple(sorted({*first[0], *second[0]} - {middle, top})) or (top,)
        if head not in tails:
            ends = tails, head
            events[ends] = some(events[ends], event) if ends in events else event
            into[head].add(ends)
            for tail in tails:
                out.setdefault(tail, set()).add(ends)
        stack.extend(node for node in {*tails, head} if node != top)
    return [Arc(*ends, event) for ends, event in events.items()]
