"""What a reader finds in a text: entities, their mentions, and claims. The form of `araz extract --format json`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar, cast

from ...errors import InputError
from ...graph.claim import Quantity
from ...graph.dates import ALWAYS, Interval
from ...graph.display import Displayed
from ...graph.fields import Record, record_of, records, required_text, text
from ...graph.ref import Ref
from ...ontology.vocabulary import Kind, Modality, Relation

_T = TypeVar("_T", Kind, Relation, Modality)

Span = tuple[int, int]
"""Code points of the text: start, and end (exclusive)."""


@dataclass(frozen=True, slots=True)
class Found:
    """An entity of a text. `linked`: known to the registry (`score` 0..1, how sure), else minted here for a `reason`.

    `alternatives` are other entities that its names may mean, the likeliest first, each with its score. `named` is
    false for what the text only describes ("protesters").
    """

    id: Ref
    kind: Kind
    name: str
    named: bool = True
    linked: bool = False
    score: float = 1.0
    alternatives: tuple[tuple[Ref, float], ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a text names or describes an entity. What only points at it ("it", "the country") is no mention."""

    entity: Ref
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Extracted:
    """A claim that a text makes, with the sentence that makes it and where its two ends stand.

    `condition` is an entity or the text's own words. `confidence` is 0..1: how likely the text says so.
    """

    subject: Ref
    relation: Relation
    object: Ref
    modality: Modality
    sentence: Span
    subject_span: Span
    object_span: Span
    condition: Ref | str | None = None
    attributed_to: Ref | None = None
    quantities: tuple[Quantity, ...] = ()
    valid: Interval = ALWAYS
    confidence: float = 1.0
    method: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Extraction(Displayed):
    """All that a reader found in one text, in the order of the text."""

    text: str = field(repr=False)
    entities: tuple[Found, ...] = ()
    mentions: tuple[Mention, ...] = ()
    claims: tuple[Extracted, ...] = ()

    def record(self) -> dict[str, object]:
        """The JSON form.

        >>> sorted(Extraction("Iran.").record())
        ['claims', 'entities', 'mentions', 'text']
        """
        return {
            "text": self.text,
            "entities": [_entity_record(entity) for entity in self.entities],
            "mentions": [{"entity": str(m.entity), "start": m.start, "end": m.end} for m in self.mentions],
            "claims": [_claim_record(claim) for claim in self.claims],
        }


def _entity_record(entity: Found) -> dict[str, object]:
    record: dict[str, object] = {
        "id": str(entity.id),
        "class": str(entity.kind),
        "name": entity.name,
        "named": entity.named,
        "linked": entity.linked,
        "score": round(entity.score, 4),
    }
    if entity.alternatives:
        record["alternatives"] = [{"id": str(ref), "score": round(score, 4)} for ref, score in entity.alternatives]
    if entity.reason:
        record["reason"] = entity.reason
    return record


def _claim_record(claim: Extracted) -> dict[str, object]:
    condition = claim.condition
    return {
        "id": claim.id,
        "subject": str(claim.subject),
        "relation": str(claim.relation),
        "object": str(claim.object),
        "modality": str(claim.modality),
        "condition": {"entity": str(condition)} if isinstance(condition, Ref) else condition,
        "attributed_to": None if claim.attributed_to is None else str(claim.attributed_to),
        "quantities": [{"value": q.value, "unit": q.unit, "of": q.of} for q in claim.quantities],
        "valid": {"from": claim.valid.start, "to": claim.valid.end},
        "sentence": list(claim.sentence),
        "subject_span": list(claim.subject_span),
        "object_span": list(claim.object_span),
        "confidence": round(claim.confidence, 4),
        "method": claim.method,
    }


def read_extraction(record: Record) -> Extraction:
    """An extraction from its JSON form. Keys that this form does not have are left aside.

    Ids without a prefix are taken as `ent:`. Raises `InputError` for an unknown class, relation or modality, and for a
    span that is not in the text.

    >>> said = {"text": "Iran.", "entities": [{"id": "iran", "class": "State", "name": "Iran"}],
    ...         "mentions": [{"entity": "iran", "start": 0, "end": 4}]}
    >>> read_extraction(said).mentions
    (Mention(entity=Ref(prefix='ent', local='iran'), start=0, end=4),)
    """
    whole = required_text(record, "text")
    entities = tuple(_read_entity(each) for each in records(record, "entities"))
    mentions = tuple(
        Mention(_ref(each, "entity"), *_span([each.get("start"), each.get("end")], whole))
        for each in records(record, "mentions")
    )
    return Extraction(whole, entities, mentions, tuple(_read_claim(each, whole) for each in records(record, "claims")))


def _read_entity(record: Record) -> Found:
    named = record.get("named", True)
    return Found(
        _ref(record, "id"),
        _word(Kind, required_text(record, "class"), "class"),
        required_text(record, "name"),
        named is True,
        record.get("linked") is True,
        _number(record.get("score"), 1.0),
        tuple((_ref(each, "id"), _number(each.get("score"), 0.0)) for each in records(record, "alternatives")),
        text(record, "reason"),
    )


def _read_claim(record: Record, whole: str) -> Extracted:
    condition = record.get("condition")
    by = text(record, "attributed_to")
    valid: Record = record_of(record, "valid") if record.get("valid") else {}
    sentence = _span(record.get("sentence"), whole)
    return Extracted(
        _ref(record, "subject"),
        _word(Relation, required_text(record, "relation"), "relation"),
        _ref(record, "object"),
        _word(Modality, text(record, "modality", "asserted"), "modality"),
        sentence,
        _span(record["subject_span"], whole) if record.get("subject_span") else sentence,
        _span(record["object_span"], whole) if record.get("object_span") else sentence,
        _ref(cast("Record", condition), "entity") if isinstance(condition, Mapping) else _words(condition),
        _to_ref(by) if by else None,
        tuple(
            Quantity(_number(each.get("value"), 0.0), required_text(each, "unit"), text(each, "of"))
            for each in records(record, "quantities")
        ),
        Interval(text(valid, "from"), text(valid, "to")) if valid else ALWAYS,
        _number(record.get("confidence"), 1.0),
        text(record, "method"),
        text(record, "id"),
    )


def _words(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _number(value: object, default: float) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else default


def _ref(record: Record, key: str) -> Ref:
    return _to_ref(required_text(record, key))


def _to_ref(name: str) -> Ref:
    return Ref.parse(name if ":" in name else f"ent:{name}")


def _word(words: type[_T], name: str, what: str) -> _T:
    try:
        return words(name)
    except ValueError:
        raise InputError(
            f"there is no {what} {name!r}", remedy=f"use one of the ontology's: araz.ontology ({what})"
        ) from None


def _span(value: object, whole: str) -> Span:
    if isinstance(value, list | tuple):
        ends = cast("list[object]", value)
        if len(ends) == 2:
            start, end = ends
            if isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(whole):
                return start, end
    raise InputError(
        f"{value!r} is not a span of a text of {len(whole)} characters", remedy="give start and end in code points"
    )
