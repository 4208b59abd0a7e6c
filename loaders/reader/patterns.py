"""Claims that words alone tell, and models miss: joint work on assets, places in places, neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest

from ...graph.ref import Ref
from ...ontology.schema import load_schema
from ...ontology.vocabulary import Kind, Modality, Relation
from .extraction import Extracted
from .naming import Cast
from .spotting import Layout, Spot

METHOD = "pattern"

_JOINT = re.compile(
    r"\b(?:co-?operat(?:e|es|ed|ing)|collaborat(?:e|es|ed|ing)|work(?:s|ed|ing)? together|participat(?:e|es|ed|ing)|"
    r"(?:take|takes|took|taking) part|partner(?:s|ed|ing)?|(?:are|is) (?:partners|involved|engaged)|team(?:s|ed)? up)\b"
    r"(?:\s\w+ly)?\s(?:within|in|on|along|over|at|through)\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"\b(?:not|never|neither|nor|no longer|refus\w+|stopp\w+|without|unable|declin\w+)\b[^,;]*\Z", re.IGNORECASE
)
_HOPED = re.compile(
    r"\b(?:may|might|could|will|would|plan\w*|hop\w+|want\w*|intend\w*|should|if)\b[^,;]*\Z", re.IGNORECASE
)
_IN = re.compile(r"\s*(?:,\s*)?(?:in|inside|within)(?:\sthe)?\s*\Z")
_NEIGHBOURS = re.compile(r"(?:’s|'s)\s(?:\w+\s){0,3}neighbou?rs?\s*\Z", re.IGNORECASE)
_LIST = re.compile(r"\s*(?:,|,?\s*and|,?\s*or|&)\s*(?:the\s)?\Z")

_CONFIDENCE = {Relation.PARTICIPATES_IN: 0.7, Relation.LOCATED_IN: 0.6, Relation.BORDERS: 0.8}


def claims_by_pattern(laid: Layout, spots: Sequence[Spot], cast: Cast) -> Iterator[Extracted]:
    """The claims of a text that a pattern tells, each with its sentence."""
    by_sentence: dict[int, list[int]] = {}
    for number, spot in enumerate(spots):
        if cast.of[number]:
            by_sentence.setdefault(spot.sentence, []).append(number)
    for sentence, numbers in by_sentence.items():
        start, end = laid.sentences[sentence]
        for subject, relation, object_, modality in _found(laid, spots, cast, numbers, (start, end)):
            for one in cast.of[subject]:
                for two in cast.of[object_]:
                    if one != two and _may(cast, one, relation, two):
                        yield Extracted(
                            one,
                            relation,
                            two,
                            modality,
                            (start, end),
                            (spots[subject].start, spots[subject].end),
                            (spots[object_].start, spots[object_].end),
                            confidence=_CONFIDENCE[relation],
                            method=METHOD,
                        )


def _may(cast: Cast, one: Ref, relation: Relation, two: Ref) -> bool:
    return load_schema().may_relate(relation, cast.entities[one].kind, cast.entities[two].kind) is None


Told = tuple[int, Relation, int, Modality]


def _found(
    laid: Layout, spots: Sequence[Spot], cast: Cast, numbers: Sequence[int], sentence: tuple[int, int]
) -> Iterator[Told]:
    yield from _joint(laid, spots, cast, numbers, sentence)
    for before, after in pairwise(numbers):
        between = laid.text[spots[before].end : spots[after].start]
        if (
            _IN.match(between)
            and _is(cast, before, Kind.INFRASTRUCTURE, Kind.SETTLEMENT)
            and _is(cast, after, Kind.STATE, Kind.REGION)
        ):
            yield before, Relation.LOCATED_IN, after, Modality.ASSERTED
        if _NEIGHBOURS.match(between) and _is(cast, before, Kind.STATE):
            for other in _listed(laid, spots, numbers, after):
                yield before, Relation.BORDERS, other, Modality.ASSERTED


def _joint(
    laid: Layout, spots: Sequence[Spot], cast: Cast, numbers: Sequence[int], sentence: tuple[int, int]
) -> Iterator[Told]:
    """ "They cooperate within the X Corridor and collaborate on the Y and Z plants": they take part in each of them."""
    cues = list(_JOINT.finditer(laid.text, *sentence))
    subjects: list[int] = []
    for cue, following in zip_longest(cues, cues[1:]):
        near = [n for n in numbers if spots[n].end <= cue.start() and _is(cast, n, Kind.ACTOR)]
        # What stands after another cue is what is worked on, not who works.
        if not subjects or not any(other.end() <= cue.start() for other in cues):
            subjects = _listed_before(laid, spots, near)
        stop = _stop(laid.text, cue.end(), sentence[1] if following is None else following.start())
        modality = _mood(laid.text[sentence[0] : cue.start()])
        assets = [n for n in numbers if cue.end() <= spots[n].start < stop and _is(cast, n, Kind.INFRASTRUCTURE)]
        # "took part in the strikes on X" is not about taking part in X.
        if assets and laid.text[cue.end() : spots[assets[0]].start].strip().lower() in ("", "the", "both the"):
            for subject in subjects:
                for asset in assets:
                    yield subject, Relation.PARTICIPATES_IN, asset, modality


def _mood(before: str) -> Modality:
    if _NEGATED.search(before):
        return Modality.NEGATED
    return Modality.POSSIBLE if _HOPED.search(before) else Modality.ASSERTED


def _stop(text: str, start: int, end: int) -> int:
    at = text.find(";", start, end)
    return end if at < 0 else at


def _is(cast: Cast, number: int, *kinds: Kind) -> bool:
    schema = load_schema()
    return all(any(schema.is_a(cast.entities[ref].kind, kind) for kind in kinds) for ref in cast.of[number])


def _listed(laid: Layout, spots: Sequence[Spot], numbers: Sequence[int], first: int) -> list[int]:
    """A mention and those that stand in one list with it, from left to right."""
    found = [first]
    for n in numbers[list(numbers).index(first) + 1 :]:
        if _LIST.match(laid.text[spots[found[-1]].end : spots[n].start]) is None:
            break
        found.append(n)
    return found


def _listed_before(laid: Layout, spots: Sequence[Spot], near: Sequence[int]) -> list[int]:
    """The last mention and those that stand in one list with it, from right to left."""
    found = list(near[-1:])
    for n in reversed(near[:-1]):
        if _LIST.match(laid.text[spots[n].end : spots[found[-1]].start]) is None:
            break
        found.append(n)
    return found[::-1]
