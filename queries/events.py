"""Independent events made of edges: all of several, or any of several, nested."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TypeAlias

from .topology import Floats


@dataclass(frozen=True, slots=True)
class All:
    """The event that every part happens."""

    parts: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """The event that at least one part happens."""

    parts: tuple[Event, ...]


Event: TypeAlias = int | All | Any
"""An edge (the event that it is open), or a combination in which no edge occurs twice."""


def every(*events: Event) -> Event:
    """All of the events, without needless nesting.

    >>> every(every(0, 1), 2)
    All(parts=(0, 1, 2))
    """
    flat = tuple(chain.from_iterable(one.parts if isinstance(one, All) else (one,) for one in events))
    return flat[0] if len(flat) == 1 else All(flat)


def some(*events: Event) -> Event:
    """Any of the events, without needless nesting.

    >>> some(some(0, 1), every(2, 3))
    Any(parts=(0, 1, All(parts=(2, 3))))
    """
    flat = tuple(chain.from_iterable(one.parts if isinstance(one, Any) else (one,) for one in events))
    return flat[0] if len(flat) == 1 else Any(flat)


def edges_of(event: Event) -> list[int]:
    """The edges that an event is made of.

    >>> edges_of(some(some(0, 1), every(2, 3)))
    [0, 1, 2, 3]
    """
    return [event] if isinstance(event, int) else [edge for part in event.parts for edge in edges_of(part)]


def chance(event: Event, chances: Floats) -> float:
    """The probability of an event, from the probabilities of all edges.

    >>> import numpy as np
    >>> chance(Any((0, All((1, 2)))), np.array([0.5, 0.5, 0.5]))
    0.625
    """
    if isinstance(event, int):
        return float(chances[event])
    product = 1.0
    if isinstance(event, All):
        for part in event.parts:
            product *= chance(part, chances)
        return product
    for part in event.parts:
        product *= 1.0 - chance(part, chances)
    return 1.0 - product


def spread(event: Event, slope: float, chances: Floats, slopes: Floats) -> None:
    """Add to `slopes`, for every edge of an event, `slope` times the derivative of the event's probability by it.

    >>> import numpy as np
    >>> slopes = np.zeros(3)
    >>> spread(Any((0, All((1, 2)))), 1.0, np.array([0.5, 0.5, 0.2]), slopes)
    >>> slopes
    array([0.9 , 0.1 , 0.25])
    """
    if isinstance(event, int):
        slopes[event] += slope
        return
    # Leave-one-out products by a sweep from either side: dividing would fail at 0 and 1.
    each = [chance(part, chances) for part in event.parts]
    factors = each if isinstance(event, All) else [1.0 - one for one in each]
    before = 1.0
    after = [1.0]
    for factor in reversed(factors[1:]):
        after.append(after[-1] * factor)
    for part, factor, rest in zip(event.parts, factors, reversed(after), strict=True):
        spread(part, slope * before * rest, chances, slopes)
        before *= factor
