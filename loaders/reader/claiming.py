"""From pairs of mentions to claims: which relations hold, in what mode, who says so, on what condition."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ...graph.ref import Ref
from ...ontology.schema import load_schema
from ...ontology.vocabulary import Kind, Modality, Relation
from ..registry import Role
from .calibration import Calibration, Evidence
from .conditions import conditions_in
from .extraction import Extracted, Span
from .models import MODALITIES, RELATIONS, Floats, Models, PairAsked, PairsTold
from .naming import Cast
from .pairs import bucket_of, pairs_of
from .spotting import Form, Layout, Spot

METHOD = "reader"
_SPOKEN = 0.0
"""Above this logit the first of a pair is taken for the speaker of what is said of the second."""
_HARDLY_SPOKEN = -2.5
"""The same where somebody must be the speaker."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """A claim, and what speaks for it."""

    claim: Extracted
    evidence: Evidence


def claim_all(
    laid: Layout, spots: Sequence[Spot], cast: Cast, models: Models, calibration: Calibration
) -> list[Drafted]:
    """The claims of a text, each with its confidence and what speaks for it, in the order of the text."""
    asked, ends = list[PairAsked](), list[tuple[int, int]]()
    texts, marked = list[list[str]](), list[list[tuple[int, int, Kind]]]()
    for numbers in _by_sentence(spots, cast):
        first, last = _words_of(laid, spots[numbers[0]].sentence)
        texts.append([word.text for word in laid.words[first:last]])
        marked.append(
            [(spots[n].first - first, spots[n].last - first, cast.entities[cast.of[n][0]].kind) for n in numbers]
        )
        for a, b in pairs_of([0] * len(numbers)):
            one, two = numbers[a], numbers[b]
            if not set(cast.of[one]) & set(cast.of[two]) and _may_relate(cast, one, two):
                bucket = bucket_of(
                    (spots[one].first, spots[one].last), (spots[two].first, spots[two].last), together=True
                )
                asked.append(PairAsked(len(texts) - 1, a, b, bucket))
                ends.append((one, two))
    if not asked:
        return []
    told = models.relate(texts, marked, asked)
    return _distinct(list(_told(laid, spots, cast, ends, told, calibration)))


def _by_sentence(spots: Sequence[Spot], cast: Cast) -> Iterator[list[int]]:
    """The numbers of the mentions with an entity, sentence by sentence, where there are two or more."""
    found: dict[int, list[int]] = {}
    for number, spot in enumerate(spots):
        if cast.of[number]:
            found.setdefault(spot.sentence, []).append(number)
    for numbers in found.values():
        if len(numbers) > 1:
            yield numbers


def _words_of(laid: Layout, sentence: int) -> tuple[int, int]:
    """The words of a sentence: first, last + 1."""
    return bisect_left(laid.sentence_of, sentence), bisect_right(laid.sentence_of, sentence)


def _may_relate(cast: Cast, one: int, two: int) -> bool:
    """Whether any relation may hold between two mentions, or one may speak of the other."""
    return _some_relation(cast.entities[cast.of[one][0]].kind, cast.entities[cast.of[two][0]].kind)


@cache
def _some_relation(one: Kind, two: Kind) -> bool:
    schema = load_schema()
    return schema.is_a(one, Kind.ACTOR) or any(schema.may_relate(relation, one, two) is None for relation in RELATIONS)


def _told(
    laid: Layout,
    spots: Sequence[Spot],
    cast: Cast,
    ends: Sequence[tuple[int, int]],
    told: PairsTold,
    calibration: Calibration,
) -> Iterator[Drafted]:
    speaks = {pair: float(told.speaks[row]) for row, pair in enumerate(ends)}
    for row, (first, second) in enumerate(ends):
        for subject in cast.of[first]:
            for object_ in cast.of[second]:
                kinds = cast.entities[subject].kind, cast.entities[object_].kind
                for relation, logit in _likely(told.relations[row], *kinds, calibration.lowest):
                    said = subject, relation, object_
                    pair = first, second
                    yield _draft(laid, spots, cast, pair, said, logit, told.modalities[row], speaks, calibration)


def _likely(row: Floats, subject: Kind, object_: Kind, lowest: float) -> Iterator[tuple[Relation, float]]:
    """The likeliest relations that the ontology allows, at most two, each with its log odds above `lowest`."""
    allowed = np.where(_allowed(subject, object_), row, -1e4)
    chances = np.exp(allowed - allowed.max())
    chances /= chances.sum()
    for number in np.argsort(-chances[:-1])[:2]:
        chance = float(np.clip(chances[number], 1e-6, 1 - 1e-6))
        odds = math.log(chance / (1 - chance))
        if odds > lowest:
            yield RELATIONS[int(number)], odds


@cache
def _allowed(subject: Kind, object_: Kind) -> NDArray[np.bool_]:
    """Which relations may hold between two classes, and none, which always may."""
    schema = load_schema()
    may = [schema.may_relate(relation, subject, object_) is None for relation in RELATIONS]
    return np.array([*may, True])


def _draft(
    laid: Layout,
    spots: Sequence[Spot],
    cast: Cast,
    pair: tuple[int, int],
    said: tuple[Ref, Relation, Ref],
    logit: float,
    modalities: Floats,
    speaks: dict[tuple[int, int], float],
    calibration: Calibration,
) -> Drafted:
    one, two = spots[pair[0]], spots[pair[1]]
    sentence: Span = laid.sentences[one.sentence]
    modality, condition = _mode(laid, spots, cast, pair, sentence, modalities)
    speaker = None if modality is Modality.ASSERTED else _speaker(spots, cast, pair, speaks)
    if modality is Modality.REPORTED and speaker is None:
        # Somebody is said to say it: the likeliest to, and where nobody is named, it is no more than possible.
        speaker = _speaker(spots, cast, pair, speaks, least=_HARDLY_SPOKEN)
        modality = Modality.POSSIBLE if speaker is None else modality
    evidence = Evidence(logit, one.sure, two.sure, Form.POINTING in (one.form, two.form), said[1])
    claim = Extracted(
        said[0],
        said[1],
        said[2],
        modality,
        sentence,
        (one.start, one.end),
        (two.start, two.end),
        condition,
        speaker,
        confidence=calibration.confidence(evidence) * _known_better(one, said),
        method=METHOD,
    )
    return Drafted(claim, evidence)


def _known_better(subject: Spot, said: tuple[Ref, Relation, Ref]) -> float:
    """Less than 1 where the registry says that a person leads somebody else."""
    led = {ref for ref, role in subject.leads if role is Role.LEADER}
    return 0.3 if said[1] is Relation.LEADS and led and said[2] not in led else 1.0


def _mode(
    laid: Layout,
    spots: Sequence[Spot],
    cast: Cast,
    pair: tuple[int, int],
    sentence: Span,
    modalities: Floats,
) -> tuple[Modality, Ref | str | None]:
    """The modality, with its condition. Conditional needs the words of a condition; without, it is only possible."""
    ranked = [MODALITIES[int(n)] for n in np.argsort(-modalities)]
    if ranked[0] is not Modality.CONDITIONAL:
        return ranked[0], None
    spans = [(spots[n].start, spots[n].end) for n in pair]
    for found in conditions_in(laid.text, *sentence):
        # A condition holds for what stands outside its clause.
        if not all(found.start <= start and end <= found.end for start, end in spans):
            words = laid.text[found.start : found.end].strip(' ,“”"')
            return Modality.CONDITIONAL, _as_entity(laid, spots, cast, (found.start, found.end)) or words
    return (Modality.POSSIBLE if ranked[1] is Modality.ASSERTED else ranked[1]), None


def _as_entity(laid: Layout, spots: Sequence[Spot], cast: Cast, span: Span) -> Ref | None:
    """The situation that is the whole of a condition: "in the event of a blockade"."""
    schema = load_schema()
    for number, spot in enumerate(spots):
        if span[0] <= spot.start and spot.end <= span[1] and len(cast.of[number]) == 1:
            around = laid.text[span[0] : spot.start].strip(" ").lower() + laid.text[spot.end : span[1]].strip()
            entity = cast.entities[cast.of[number][0]]
            if around in ("", "a", "an", "the") and schema.is_a(entity.kind, Kind.SITUATION):
                return entity.id
    return None


def _speaker(
    spots: Sequence[Spot],
    cast: Cast,
    pair: tuple[int, int],
    speaks: dict[tuple[int, int], float],
    least: float = _SPOKEN,
) -> Ref | None:
    """Who says it: the mention that the model takes for the speaker of what is said of both ends."""
    schema = load_schema()
    best, chosen = least, None
    for number, spot in enumerate(spots):
        if number in pair and spot.form is Form.DESCRIBED:
            continue
        heard = [speaks[number, end] for end in pair if (number, end) in speaks]
        if heard and cast.of[number] and schema.is_a(cast.entities[cast.of[number][0]].kind, Kind.ACTOR):
            score = max(heard) if number in pair else sum(heard) / len(heard)
            if score > best:
                best, chosen = score, cast.of[number][0]
    return chosen


def _distinct(drafted: Sequence[Drafted]) -> list[Drafted]:
    """One claim for each statement of a sentence: the surest; a relation that reads both ways counts once."""
    schema = load_schema()
    best: dict[tuple[object, ...], Drafted] = {}
    for each in drafted:
        claim = each.claim
        ends = (str(claim.subject), str(claim.object))
        if schema.relations[claim.relation].symmetric:
            if claim.subject_span > claim.object_span:
                claim = replace(
                    claim,
                    subject=claim.object,
                    object=claim.subject,
                    subject_span=claim.object_span,
                    object_span=claim.subject_span,
                )
            ends = tuple(sorted(ends))
        key = (*ends, claim.relation, claim.sentence)
        if key not in best or claim.confidence > best[key].claim.confidence:
            best[key] = Drafted(claim, each.evidence)
    return sorted(best.values(), key=lambda each: _place(each.claim))


def _place(claim: Extracted) -> tuple[Span, Span, Span, str]:
    return claim.sentence, claim.subject_span, claim.object_span, claim.relation
