"""Which of a language model's claims are accepted: those that the text and the ontology bear out.

The words that a claim is made in must stand in the text, both ends must be mentioned in or beside them, and the
relation must be one that may hold between such things. All else is counted with its reason.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from ...graph.ref import Ref
from ...ontology.schema import load_schema
from ...ontology.vocabulary import Kind, Modality
from ..reader.conditions import conditions_in
from ..reader.extraction import Extracted, Span
from ..reader.spotting import Layout
from .account import Account, Left
from .answers import Offer, OfferedClaim
from .parts import Part
from .placing import Group, Placed
from .quotes import Searched

_LONGEST = 3
"""Sentences that a passage may touch."""

_OCCURRENCES = 8
"""Places of a passage that stands in a text several times which are looked at."""


@dataclass(frozen=True, slots=True)
class Terms:
    """On which a claim is accepted: what its confidence is multiplied by, the least it must be then, its `method`."""

    trust: float
    threshold: float
    method: str


@dataclass(frozen=True, slots=True)
class _Made:
    """Where a claim is made: the sentences (first, last, by number) and the mentions of its ends, by number."""

    low: int
    high: int
    subject: int
    object: int


class Acceptance:
    """Takes the claims of one text, or leaves them and says why."""

    def __init__(self, laid: Layout, searched: Searched, placed: Placed, terms: Terms, account: Account) -> None:
        self._laid, self._searched, self._placed = laid, searched, placed
        self._terms, self._account = terms, account
        self._begins = [start for start, _ in laid.sentences]

    def accept(self, offers: Sequence[tuple[Part, Offer]]) -> list[Extracted]:
        """The claims accepted, each once, in the order of the text."""
        best: dict[tuple[object, ...], Extracted] = {}
        for number, (part, offer) in enumerate(offers):
            names = {name: entity.id for entity in reversed(offer.entities) for name in entity.names}
            ids = names | {entity.id: entity.id for entity in offer.entities}
            for claim in offer.claims:
                accepted = self._accept(claim, part, number, ids)
                if accepted is None:
                    continue
                accepted = _ordered(accepted)
                key = _statement(accepted)
                if key in best:
                    self._account.leave(Left.TWICE, claim.passage)
                if key not in best or best[key].confidence < accepted.confidence:
                    best[key] = accepted
        self._account.accepted += len(best)
        return sorted(best.values(), key=lambda c: (c.sentence, c.subject_span, c.object_span, c.relation))

    def _accept(self, claim: OfferedClaim, part: Part, number: int, ids: dict[str, str]) -> Extracted | None:
        if claim.subject not in ids or claim.object not in ids:
            return self._leave(Left.NO_END, claim.object if claim.subject in ids else claim.subject)
        ends = (number, ids[claim.subject]), (number, ids[claim.object])
        made = self._where(claim, part, *ends)
        if made is None:
            return None
        subject, object_ = self._placed.refs[made.subject], self._placed.refs[made.object]
        if subject == object_:
            return self._leave(Left.ONE_END, claim.passage)
        kinds = self._placed.entities[subject].kind, self._placed.entities[object_].kind
        wrong = load_schema().may_relate(claim.relation, *kinds)
        if wrong is not None:
            return self._leave(Left.CLASSES, wrong)
        confidence = claim.confidence * self._terms.trust
        if confidence < self._terms.threshold:
            return self._leave(Left.UNSURE, claim.passage)
        return self._extracted(claim, made, confidence, (number, ids.get(claim.attributed_to, "")))

    def _leave(self, reason: Left, example: object) -> None:
        self._account.leave(reason, example)

    def _where(self, claim: OfferedClaim, part: Part, subject: Group, object_: Group) -> _Made | None:
        """The place where a claim is made, out of those where its passage stands."""
        reason = Left.INVENTED
        for span in islice(self._searched.all(claim.passage, part.start, part.end), _OCCURRENCES):
            low, high = self._sentence(span[0]), self._sentence(span[1] - 1)
            if high - low >= _LONGEST:
                reason = Left.TOO_LONG
            else:
                reason = Left.NOT_MENTIONED
                ends = self._mention(subject, span, low, high), self._mention(object_, span, low, high)
                if ends[0] is not None and ends[1] is not None:
                    at = [self._placed.spots[end].sentence for end in ends if end is not None]
                    if any(low <= each <= high for each in at):
                        return _Made(min(low, *at), max(high, *at), ends[0], ends[1])
        return self._leave(reason, claim.passage)

    def _sentence(self, at: int) -> int:
        return max(0, bisect_right(self._begins, at) - 1)

    def _mention(self, group: Group, span: Span, low: int, high: int) -> int | None:
        """The mention of an end that a passage means: within it, else in its sentences, else in one beside them."""
        best: tuple[int, int] | None = None
        for number in self._placed.mentions_of(group):
            spot = self._placed.spots[number]
            if not low - 1 <= spot.sentence <= high + 1:
                continue
            within = span[0] <= spot.start and spot.end <= span[1]
            far = 0 if within else 1 if low <= spot.sentence <= high else 2
            if best is None or far < best[0]:
                best = far, number
        return None if best is None else best[1]

    def _extracted(self, claim: OfferedClaim, made: _Made, confidence: float, speaker: Group) -> Extracted:
        placed = self._placed
        sentence = self._laid.sentences[made.low][0], self._laid.sentences[made.high][1]
        spans = [(placed.spots[n].start, placed.spots[n].end) for n in (made.subject, made.object)]
        modality, condition = self._mode(claim, sentence, spans)
        by = self._speaker(claim, made, speaker)
        if by is not None and modality is Modality.ASSERTED:
            # What somebody else says is not said in the source's own voice.
            modality = Modality.REPORTED
        return Extracted(
            placed.refs[made.subject],
            claim.relation,
            placed.refs[made.object],
            modality,
            sentence,
            spans[0],
            spans[1],
            condition,
            by,
            confidence=confidence,
            method=self._terms.method,
        )

    def _mode(self, claim: OfferedClaim, sentence: Span, ends: list[Span]) -> tuple[Modality, Ref | str | None]:
        if claim.modality is not Modality.CONDITIONAL:
            return claim.modality, None
        for start, end in self._conditions(claim, sentence):
            if not all(start <= first and last <= end for first, last in ends):
                return Modality.CONDITIONAL, self._situation((start, end)) or self._laid.text[start:end]
        self._account.leave(Left.NO_CONDITION, claim.condition or claim.passage)
        return Modality.POSSIBLE, None

    def _conditions(self, claim: OfferedClaim, sentence: Span) -> Iterator[Span]:
        """The words that the model gives for a condition, where they stand; else what the sentence says for one."""
        yield from self._searched.all(claim.condition.strip(" ,.;"), *sentence)
        yield from ((found.start, found.end) for found in conditions_in(self._laid.text, *sentence))

    def _situation(self, span: Span) -> Ref | None:
        """The situation that is the whole of a condition, but for an article."""
        for number, spot in enumerate(self._placed.spots):
            entity = self._placed.entities[self._placed.refs[number]]
            if spot.end == span[1] and span[0] <= spot.start and load_schema().is_a(entity.kind, Kind.SITUATION):
                before = self._laid.text[span[0] : spot.start].strip().lower()
                return entity.id if before in ("", "a", "an", "the") else None
        return None

    def _speaker(self, claim: OfferedClaim, made: _Made, group: Group) -> Ref | None:
        if not claim.attributed_to:
            return None
        for number in self._placed.mentions_of(group):
            if made.low - 1 <= self._placed.spots[number].sentence <= made.high + 1:
                entity = self._placed.entities[self._placed.refs[number]]
                if load_schema().is_a(entity.kind, Kind.ACTOR):
                    return entity.id
        return self._leave(Left.NO_SPEAKER, claim.attributed_to)


def _statement(claim: Extracted) -> tuple[object, ...]:
    """What two claims share that say the same in the same place."""
    ends = str(claim.subject), str(claim.object)
    symmetric = load_schema().relations[claim.relation].symmetric
    return tuple(sorted(ends)) if symmetric else ends, claim.relation, claim.sentence


def _ordered(claim: Extracted) -> Extracted:
    """A claim that reads both ways, with its ends in the order of the text."""
    if not load_schema().relations[claim.relation].symmetric or claim.subject_span <= claim.object_span:
        return claim
    return replace(
        claim,
        subject=claim.object,
        object=claim.subject,
        subject_span=claim.object_span,
        object_span=claim.subject_span,
    )
