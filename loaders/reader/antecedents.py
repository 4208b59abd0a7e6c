"""Whom "it" and "its" point at: the candidates before them, weighed.

What speaks for a candidate was fitted to the open corpus (1,050 pronouns, a logistic regression), and rounded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ...graph.ref import Ref
from ...ontology.schema import load_schema
from ...ontology.vocabulary import Kind
from .naming import Cast
from .spotting import Form, Layout, Spot

_FAR = 40
"""How many mentions back an antecedent may stand."""
_BACK = 2
"""How many sentences back."""
_NEVER = (Kind.PERSON, Kind.COMMODITY, Kind.ETHNIC_GROUP, Kind.COMMUNITY)
_KINDS = ((Kind.WATER_BODY, -0.6), (Kind.PLACE, -1.5), (Kind.INFRASTRUCTURE, 0.4), (Kind.AGREEMENT, 0.6),
          (Kind.POLITICAL_PARTY, 0.7), (Kind.STATE, -0.25), (Kind.SITUATION, -0.4), (Kind.FLOW, 0.3))  # fmt: skip
_PREPOSITIONS = frozenset(
    ("in", "on", "at", "of", "to", "from", "by", "with", "for", "into", "over", "across", "through", "near", "against",
     "under", "between", "via", "towards", "toward", "off", "inside", "within", "outside", "around", "along", "among",
     "beyond", "anti", "than")
)  # fmt: skip
_SKIPPED = frozenset(("the", "a", "an", "-"))
"""What may stand between a preposition and a name; "anti-Iranian" is not about Iran's own doings."""


def antecedent(laid: Layout, spots: Sequence[Spot], number: int, cast: Cast) -> Ref | None:
    """The likeliest entity that a pronoun for one thing, by its number, points at; None without a candidate."""
    best, chosen = float("-inf"), None
    heard = Counter(ref for at in range(max(0, number - _FAR), number) for ref in cast.of[at] if len(cast.of[at]) == 1)
    for rank, at in enumerate(_candidates(spots, number, cast)):
        ref = cast.of[at][0]
        weight = (
            _of_place(laid, spots, number, at, _is_first(spots, at, cast), rank)
            + 0.6 * min(heard[ref], 4)
            + _of_kind(cast.entities[ref].kind)
        )
        if weight > best:
            best, chosen = weight, ref
    return chosen


def _candidates(spots: Sequence[Spot], number: int, cast: Cast) -> Iterator[int]:
    """The last mention of each entity that may be meant, the nearest first."""
    seen = set[Ref]()
    schema = load_schema()
    for at in range(number - 1, max(-1, number - _FAR), -1):
        if spots[number].sentence - spots[at].sentence > _BACK:
            return
        if len(cast.of[at]) != 1 or cast.of[at][0] in seen:
            continue
        ref = cast.of[at][0]
        seen.add(ref)
        if not any(schema.is_a(cast.entities[ref].kind, never) for never in _NEVER):
            yield at


def _is_first(spots: Sequence[Spot], at: int, cast: Cast) -> bool:
    """Whether a mention is the first of its sentence that is of one entity."""
    before = at - 1
    while before >= 0 and spots[before].sentence == spots[at].sentence:
        if len(cast.of[before]) == 1:
            return False
        before -= 1
    return True


def _of_place(laid: Layout, spots: Sequence[Spot], number: int, at: int, first: bool, rank: int) -> float:
    """What speaks for a mention by where it stands."""
    here, there = spots[number], spots[at]
    owns = here.text.lower() == "its"
    begins = here.first == 0 or laid.words[here.first - 1].text in ".!?"
    away = here.sentence - there.sentence
    weight = (0.6, 0.65, 0.0)[min(rank, 2)] + (0.8 if owns and rank == 0 else 0.0)
    if first:
        weight += (1.05, 1.3 + (0.5 if begins else 0.0), 0.0)[away]
    weight -= 0.4 if away == _BACK else 0.0
    if _follows_preposition(laid, there):
        weight -= 1.0 + (0.4 if owns else 0.0) + (0.5 if begins else 0.0)
    if there.last < len(laid.words) and laid.words[there.last].text in "'’":
        weight -= 0.2 if owns else 0.6
    return weight + (0.8 if there.form is Form.POINTING else 0.2 if there.form is Form.NAMED else 0.0)


def _follows_preposition(laid: Layout, spot: Spot) -> bool:
    before = [word.text.lower() for word in laid.words[max(0, spot.first - 2) : spot.first]]
    if before and before[-1] in _SKIPPED:
        before.pop()
    return bool(before) and before[-1] in _PREPOSITIONS


def _of_kind(kind: Kind) -> float:
    schema = load_schema()
    return next((weight for above, weight in _KINDS if schema.is_a(kind, above)), 0.0)
