"""What words without a name point at: "it", "the country", "both plants", "these communities"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...graph.ref import Ref
from ...ontology.schema import load_schema
from ...ontology.vocabulary import Kind
from .naming import Cast
from .nouns import class_of
from .spotting import Form, Spot

_PERSON = frozenset(("he", "him", "his", "she", "her", "hers", "himself", "herself"))
_THING = frozenset(("it", "its", "itself", "this", "that", "which", "whose", "who"))
_SEVERAL = frozenset(("they", "them", "their", "theirs", "themselves", "both", "these", "those"))
_TWO = frozenset(("both", "two", "either", "neither"))
_FAR = 60
"""How many mentions back an antecedent may stand."""


def resolve(spots: Sequence[Spot], cast: Cast) -> None:
    """Fill in `cast.of` for the pointing mentions, from left to right; one that points at nothing found stays empty."""
    for number, spot in enumerate(spots):
        if spot.form is Form.POINTING and not cast.of[number]:
            cast.of[number] = _antecedents(spots, number, cast)


def _antecedents(spots: Sequence[Spot], number: int, cast: Cast) -> tuple[Ref, ...]:
    words = spots[number].text.lower().split()
    pronoun = words[0] if len(words) == 1 else ""
    if pronoun in _PERSON:
        return _first(ref for ref, kind in _before(spots, number, cast) if kind is Kind.PERSON)
    if pronoun in _THING:
        return _first(
            ref
            for ref, kind in _preferred(spots, number, cast)
            if kind is not Kind.PERSON and kind is not Kind.COMMODITY
        )
    noun = class_of(words)
    if pronoun in _SEVERAL or noun is None:
        return _several(spots, number, cast, _TWO & set(words))
    kind, plural = noun
    matching = list(dict.fromkeys(ref for ref, other in _before(spots, number, cast) if _fits(other, kind)))
    if plural:
        return tuple(sorted(matching[: 2 if _TWO & set(words) else 3]))
    return tuple(matching[:1])


def _fits(kind: Kind, wanted: Kind) -> bool:
    schema = load_schema()
    return schema.is_a(kind, wanted) or (kind != Kind.ENTITY and schema.is_a(wanted, kind))


def _first(refs: Iterator[Ref]) -> tuple[Ref, ...]:
    found = next(refs, None)
    return () if found is None else (found,)


def _before(spots: Sequence[Spot], number: int, cast: Cast) -> Iterator[tuple[Ref, Kind]]:
    """Entities mentioned before, the nearest first, with their class."""
    for at in range(number - 1, max(-1, number - _FAR), -1):
        if len(cast.of[at]) == 1:
            ref = cast.of[at][0]
            yield ref, cast.entities[ref].kind


def _preferred(spots: Sequence[Spot], number: int, cast: Cast) -> Iterator[tuple[Ref, Kind]]:
    """For "it": who its sentence began with, else who the sentence before began with, else the nearest."""
    sentence = spots[number].sentence
    for wanted in (sentence, sentence - 1):
        for at in range(max(0, number - _FAR), number):
            if spots[at].sentence == wanted and len(cast.of[at]) == 1:
                ref = cast.of[at][0]
                yield ref, cast.entities[ref].kind
    yield from _before(spots, number, cast)


def _several(spots: Sequence[Spot], number: int, cast: Cast, two: frozenset[str]) -> tuple[Ref, ...]:
    """For "they" and "both": several that were pointed at together, a group, or those that a sentence names."""
    sentence = spots[number].sentence
    for at in range(number - 1, max(-1, number - _FAR), -1):
        if sentence - spots[at].sentence > 1:
            break
        if len(cast.of[at]) > 1:
            return cast.of[at]
        if not two and len(cast.of[at]) == 1 and _is_many(spots[at], cast.entities[cast.of[at][0]].kind):
            return cast.of[at]
    for wanted in (sentence, sentence - 1):
        together = [
            cast.of[at][0]
            for at in range(max(0, number - _FAR), number)
            if spots[at].sentence == wanted and len(cast.of[at]) == 1
        ]
        schema = load_schema()
        distinct = list(dict.fromkeys(ref for ref in together if schema.is_a(cast.entities[ref].kind, Kind.ACTOR)))
        if len(distinct) >= 2:
            return tuple(sorted(distinct[:2]))
    return ()


def _is_many(spot: Spot, kind: Kind) -> bool:
    """Whether a mention is of many: a people, a crowd or fighters, in the plural."""
    schema = load_schema()
    groups = (Kind.COMMUNITY, Kind.ETHNIC_GROUP, Kind.ARMED_GROUP)
    word = spot.text.split()[-1].lower()
    return any(schema.is_a(kind, group) for group in groups) and (
        word in _SEVERAL or word.endswith(("s", "people", "men")) or spot.form is Form.DESCRIBED
    )
