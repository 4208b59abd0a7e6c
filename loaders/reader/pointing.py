"""What words without a name point at: "it", "the country", "both plants", "these communities"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...graph.ref import Ref
from ...ontology.schema import load_schema
from ...ontology.vocabulary import Kind
from .antecedents import antecedent
from .naming import Cast
from .nouns import class_of
from .spotting import Form, Layout, Spot

_PERSON = frozenset(("he", "him", "his", "she", "her", "hers", "himself", "herself"))
_THING = frozenset(("it", "its", "itself", "this", "that", "which", "whose", "who"))
_SEVERAL = frozenset(("they", "them", "their", "theirs", "themselves", "both", "these", "those"))
_TWO = frozenset(("both", "two", "either", "neither"))
_SIZES = {"both": 2, "neither": 2, "the two": 2, "both sides": 2, "the pair": 2, "all three": 3, "the three": 3,
          "the latter": 2, "the former": 2}  # fmt: skip
"""How many a list has that such words point back at."""
_LIST = re.compile(r"\s*(?:,|,?\s*and|,?\s*or|&|,?\s*nor)\s*(?:the\s)?\Z")
_FAR = 60
"""How many mentions back an antecedent may stand."""


def resolve(laid: Layout, spots: Sequence[Spot], cast: Cast) -> None:
    """Fill in `cast.of` for the pointing mentions, from left to right; one that points at nothing found stays empty."""
    for number, spot in enumerate(spots):
        if spot.form is Form.POINTING and not cast.of[number]:
            cast.of[number] = _antecedents(laid, spots, number, cast)


def _antecedents(laid: Layout, spots: Sequence[Spot], number: int, cast: Cast) -> tuple[Ref, ...]:
    words = spots[number].text.lower().split()
    pronoun = words[0] if len(words) == 1 else ""
    if pronoun in _PERSON:
        return _first(ref for ref, kind in _before(spots, number, cast) if kind is Kind.PERSON)
    if pronoun in _THING:
        found = antecedent(laid, spots, number, cast)
        return () if found is None else (found,)
    size = _SIZES.get(" ".join(words))
    listed = _last_list(laid, spots, number, cast, size) if size else ()
    if listed:
        one = {"latter": listed[-1:], "former": listed[:1]}.get(words[-1])
        return tuple(sorted(listed)) if one is None else one
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


def _last_list(laid: Layout, spots: Sequence[Spot], number: int, cast: Cast, size: int) -> tuple[Ref, ...]:
    """The nearest list of so many before a mention, in its sentence or the two before, in the order of the text."""
    run, after = list[Ref](), number
    for at in range(number - 1, max(-1, number - _FAR), -1):
        if spots[number].sentence - spots[at].sentence > 2:
            break
        if len(cast.of[at]) != 1:
            continue
        goes_on = run and _LIST.match(laid.text[spots[at].end : spots[after].start]) is not None
        if not goes_on and len(run) == size:
            break
        run = [cast.of[at][0], *run] if goes_on else [cast.of[at][0]]
        after = at
    return tuple(run) if len(set(run)) == size else ()


def _is_many(spot: Spot, kind: Kind) -> bool:
    """Whether a mention is of many: a people, a crowd or fighters, in the plural."""
    schema = load_schema()
    groups = (Kind.COMMUNITY, Kind.ETHNIC_GROUP, Kind.ARMED_GROUP)
    word = spot.text.split()[-1].lower()
    return any(schema.is_a(kind, group) for group in groups) and (
        word in _SEVERAL or word.endswith(("s", "people", "men")) or spot.form is Form.DESCRIBED
    )
