"""What a reader hands over: items, one after the other, and where each of them stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from ..graph.claim import Claim, Entity, Source
from .report import Rejected

Item = Source | Entity | Claim | Rejected
"""Something on its way into a store, or a record that could not be read."""

Progress = Callable[[str, int], None]
"""Called now and then with what is being done ("reading") and how many items are through."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Items to be taken once, in order. `place(n)` says where item n (from 0) stands; `notes` is complete at the end.

    >>> Reading([], lambda n: f"a.jsonl:{n + 1}").place(4)
    'a.jsonl:5'
    """

    items: Iterable[Item]
    place: Callable[[int], str]
    notes: list[str] = field(default_factory=list)
