"""From pairs of mentions to claims: which relations hold, in what mode, who says so, on what condition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ...graph.ref import Ref
from ...ontology.schema import load_schema
from ...ontology.vocabulary import Kind, Modality, Relation
from .calibration import Calibration, Evidence
from .conditions import conditions_in
from .extraction import Extracted, Span
from .models import MODALITIES, RELATIONS, Floats, Models, PairAsked, PairsTold
from .naming import Cast
from .pairs import bucket_of, pairs_of
from .spotting import Form, Layout, Spot, Window

METHOD = "reader"
_SPOKEN = 0.0
"""Above this logit the first of a pair is taken for the speaker of what is said of the second."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """A claim, and what speaks for it."""

    claim: Extracted
    evidence: Evidence


def claim_all(
    laid: Layout, spots: Sequence[Spot], cast: Cast, models: Models, calibration: Calibration
) -> list[Drafted]:
    """The claims of a text, each with its confidence and what speaks for it, in the order of the text."""
    drafted: list[Drafted] = []
    for batch in _grouped(laid.windows):
        drafted.extend(_drafts(laid, batch, spots, cast, models, calibration))
    return _distinct(drafted)


def _grouped(windows: Sequence[Window], size: int = 6) -> Iterator[Sequence[Window]]:
    ordered = sorted(windows, key=lambda window: window.last - window.first)
    for at in range(0, len(ordered), size):
        yield ordered[at : at + size]


def _drafts(
    laid: Layout,
    windows: Sequence[Window],
    spots: Sequence[Spot],
    cast: Cast,
    models: Models,
    calibration: Calibration,
) -> Iterator[Drafted]:
    inside = [
        [n for n, spot in enumerate(spots) if window.first <= spot.first and spot.last <= window.last and cast.of[n]]
        for window in windows
    ]
    marked = [
        [(spots[n].first - w.first, spots[n].last - w.first, cast.entities[cast.of[n][0]].kind) for n in numbers]
        for w, numbers in zip(windows, inside, strict=True)
    ]
    asked, ends = list[PairAsked](), list[tuple[int, int]]()
    for text, numbers in enumerate(inside):
        for a, b in pairs_of([spots[n].sentence for n in numbers]):
            one, two = spots[numbers[a]], spots[numbers[b]]
            if set(cast.of[numbers[a]]) & set(cast.of[numbers[b]]):
                continue
            together = one.sentence == two.sentence
            bucket = bucket_of((one.first, one.last), (two.first, two.last), together=together)
            asked.append(PairAsked(text, a, b, bucket))
            ends.append((numbers[a], numbers[b]))
    texts = [[word.text for word in laid.words[w.first : w.last]] for w in windows]
    told = models.relate(texts, marked, asked) if asked else None
    if told is not None and told.kept:
        yield from _told(laid, spots, cast, [ends[n] for n in told.kept], told, calibration)


def _told(
    laid: Layout,
    spots: Sequence[Spot],
    cast: Cast,
    ends: Sequence[tuple[int, int]],
    told: PairsTold,
    calibration: Calibration,
) -> Iterator[Drafted]:
    over = told.relations[:, :-1] - told.relations[:, -1:]
    speaks = {pair: float(told.speaks[row]) for row, pair in enumerate(ends)}
    for row, (first, second) in enumerate(ends):
        for number in np.flatnonzero(over[row] > calibration.lowest):
            relation, logit = RELATIONS[int(number)], float(over[row, number])
            for subject in cast.of[first]:
                for object_ in cast.of[second]:
                    kinds = cast.entities[subject].kind, cast.entities[object_].kind
                    if load_schema().may_relate(relation, *kinds) is not None:
                        continue
                    yield _draft(
                        laid, spots, cast, (first, second), (subject, relation, object_), logit, told.modalities[row],
                        speaks, calibration,
                    )  # fmt: skip


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
    low, high = sorted((one.sentence, two.sentence))
    sentence: Span = laid.sentences[low][0], laid.sentences[high][1]
    modality, condition = _mode(laid, spots, cast, pair, sentence, modalities)
    speaker = _speaker(spots, cast, pair, speaks) if modality is not Modality.ASSERTED else None
    evidence = Evidence(
        logit, one.sure, two.sure, one.sentence == two.sentence, Form.POINTING in (one.form, two.form), said[1]
    )
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
        confidence=calibration.confidence(evidence),
        method=METHOD,
    )
    return Drafted(claim, evidence)


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
    spots: Sequence[Spot], cast: Cast, pair: tuple[int, int], speaks: dict[tuple[int, int], float]
) -> Ref | None:
    """Who says it: the mention that the model takes for the speaker of what is said of both ends."""
    schema = load_schema()
    best, chosen = _SPOKEN, None
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
