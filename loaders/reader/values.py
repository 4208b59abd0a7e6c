"""Gives claims the quantities and the dates of their sentence, each to the claim that it stands nearest to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...graph.claim import Quantity
from ...graph.dates import ALWAYS
from ...ontology.vocabulary import Relation
from .extraction import Extracted, Span
from .quantities import quantities_in
from .times import Timed, times_in

# What can be measured or paid: a quantity beside another relation is of something else.
_MEASURED = frozenset(
    Relation(name)
    for name in [
        "exportsTo",
        "suppliesTo",
        "finances",
        "investsIn",
        "owns",
        "builds",
        "aids",
        "operates",
        "participatesIn",
        "connects",
        "dependsOn",
        "cooperatesWith",
        "agreesWith",
        "livesIn",
        "controls",
        "borders",
        "passesThrough",
        "mobilisesAgainst",
    ]
)


def with_values(text: str, claims: Sequence[Extracted]) -> list[Extracted]:
    """The same claims, with quantities and dates."""
    by_sentence: dict[Span, list[int]] = {}
    for number, claim in enumerate(claims):
        by_sentence.setdefault(claim.sentence, []).append(number)
    given = list(claims)
    for sentence, numbers in by_sentence.items():
        _give_quantities(text, sentence, numbers, given)
        _give_times(text, sentence, numbers, given)
    return given


def _give_quantities(text: str, sentence: Span, numbers: Sequence[int], given: list[Extracted]) -> None:
    measured = [n for n in numbers if given[n].relation in _MEASURED]
    if not measured:
        return
    for each in quantities_in(text, *sentence):
        near = min(measured, key=lambda n: _distance(given[n], (each.start, each.end)))
        alike = [
            n for n in measured if given[n].relation is given[near].relation and given[n].subject == given[near].subject
        ]
        for n in alike if _distance(given[near], (each.start, each.end)) <= 90 else ():
            held: tuple[Quantity, ...] = given[n].quantities
            given[n] = replace(given[n], quantities=tuple(sorted({*held, each.quantity})))


def _give_times(text: str, sentence: Span, numbers: Sequence[int], given: list[Extracted]) -> None:
    timed = [each for each in times_in(text, *sentence) if each.valid != ALWAYS]
    for n in numbers:
        near = min(timed, key=lambda each: _distance(given[n], (each.start, each.end)), default=None)
        if near is not None and _dates(near, text, sentence) and _distance(given[n], (near.start, near.end)) <= 120:
            given[n] = replace(given[n], valid=near.valid)


def _dates(timed: Timed, text: str, sentence: Span) -> bool:
    """Whether a date says when: with a word before it, or at the sentence's beginning; "the 1957 treaty" does not."""
    return bool(timed.lead) or timed.valid.start != timed.valid.end or timed.start - sentence[0] < 12


def _distance(claim: Extracted, span: Span) -> int:
    """Code points between a span and the nearer of a claim's ends; nothing for one between both."""
    low = min(claim.subject_span[0], claim.object_span[0])
    high = max(claim.subject_span[1], claim.object_span[1])
    if low <= span[0] and span[1] <= high:
        return 0
    return low - span[1] if span[1] <= low else span[0] - high
