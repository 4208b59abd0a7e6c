"""Claims, entities and sources as JSON records, and back: strict, and fast enough for 200,000 at a time.

An optional key may be missing or null. An unknown key, or a value of the wrong type, is an `InputError` that names
both. The caller knows the file and the line, and adds them with `error.at(place)`.
"""

from __future__ import annotations

from functools import lru_cache

from ..errors import InputError
from ..ontology.vocabulary import Kind, Measure, Modality, Relation
from .claim import Attribute, Claim, Entity, Name, Passage, Point, Quantity, Review, Source, Verdict
from .dates import ALWAYS, interval
from .fields import (
    Record,
    check_keys,
    list_of,
    number,
    offset,
    optional_text,
    record_of,
    records,
    required_text,
    text,
    texts,
    word,
    wrong,
)
from .ref import Ref

_CLAIM_KEYS = frozenset(
    {"type", "id", "subject", "relation", "object", "modality", "condition", "attributed_to", "valid_from", "valid_to"}
    | {"quantities", "confidence", "method", "review", "evidence"}
)
_PASSAGE_KEYS = frozenset({"source", "start", "end", "quote", "record", "lang"})
_QUANTITY_KEYS = frozenset({"value", "unit", "of"})
_REVIEW_KEYS = frozenset({"verdict", "by", "on", "reason", "became", "before"})
_ENTITY_KEYS = frozenset({"type", "id", "kind", "names", "same_as", "point", "attributes", "description"})
_NAME_KEYS = frozenset({"text", "lang"})
_ATTRIBUTE_KEYS = frozenset({"measure", "value", "unit", "of", "source", "as_of"})
_SOURCE_KEYS = frozenset({"type", "id", "title", "publisher", "published", "url", "sha256", "licence", "lang", "text"})

_KINDS = {kind.value: kind for kind in Kind}
_RELATIONS = {relation.value: relation for relation in Relation}
_MODALITIES = {modality.value: modality for modality in Modality}
_MEASURES = {measure.value: measure for measure in Measure}
_VERDICTS = {verdict.value: verdict for verdict in Verdict}


def claim_record(claim: Claim) -> dict[str, object]:
    """A claim as a JSON record, every key present.

    >>> said = Passage(Ref("src", "a"), 0, 4, "Oil.")
    >>> record = claim_record(Claim(Ref("ent", "a"), Relation.OWNS, Ref("ent", "b"), evidence=(said,)))
    >>> record["relation"], record["evidence"]
    ('owns', [{'source': 'src:a', 'start': 0, 'end': 4, 'quote': 'Oil.'}])
    """
    return {
        "id": str(claim.id),
        "subject": str(claim.subject),
        "relation": claim.relation.value,
        "object": str(claim.object),
        "modality": claim.modality.value,
        "condition": None if claim.condition is None else str(claim.condition),
        "attributed_to": None if claim.attributed_to is None else str(claim.attributed_to),
        "valid_from": claim.valid.start,
        "valid_to": claim.valid.end,
        "quantities": [{"value": q.value, "unit": q.unit, "of": q.of} for q in claim.quantities],
        "confidence": claim.confidence,
        "method": claim.method,
        "review": None if claim.review is None else review_record(claim.review),
        "evidence": [_passage_record(passage) for passage in claim.evidence],
    }


def entity_record(entity: Entity) -> dict[str, object]:
    """An entity as a JSON record, every key present.

    >>> entity_record(Entity(Ref("ent", "iran"), Kind.STATE, (Name("Iran", "en"),)))["names"]
    [{'text': 'Iran', 'lang': 'en'}]
    """
    return {
        "type": "entity",
        "id": str(entity.id),
        "kind": entity.kind.value,
        "names": [{"text": name.text, "lang": name.lang} for name in entity.names],
        "same_as": list(entity.same_as),
        "point": None if entity.point is None else [entity.point.lat, entity.point.lon],
        "attributes": [
            {
                "measure": attribute.measure.value,
                "value": attribute.quantity.value,
                "unit": attribute.quantity.unit,
                "of": attribute.quantity.of,
                "source": None if attribute.source is None else str(attribute.source),
                "as_of": attribute.as_of,
            }
            for attribute in entity.attributes
        ],
        "description": entity.description,
    }


def source_record(source: Source) -> dict[str, object]:
    """A source as a JSON record, every key present.

    >>> source_record(Source(Ref("src", "briefing"), "A briefing"))["title"]
    'A briefing'
    """
    return {
        "type": "source",
        "id": str(source.id),
        "title": source.title,
        "publisher": source.publisher,
        "published": source.published,
        "url": source.url,
        "sha256": source.sha256,
        "licence": source.licence,
        "lang": source.lang,
        "text": source.text,
    }


def review_record(review: Review) -> dict[str, object]:
    """A review as a JSON record; a reason, what became of the claim and overtaken decisions only where there are some.

    >>> review_record(Review(Verdict.ACCEPTED, "Ana", "2025-01-31"))
    {'verdict': 'accepted', 'by': 'Ana', 'on': '2025-01-31'}
    """
    record: dict[str, object] = {"verdict": review.verdict.value, "by": review.by, "on": review.on}
    if review.reason:
        record["reason"] = review.reason
    if review.became is not None:
        record["became"] = str(review.became)
    if review.before:
        record["before"] = [review_record(each) for each in review.before]
    return record


def _passage_record(passage: Passage) -> dict[str, object]:
    record: dict[str, object] = {
        "source": str(passage.source),
        "start": passage.start,
        "end": passage.end,
        "quote": passage.quote,
    }
    if passage.record:
        record["record"] = passage.record
    if passage.lang:
        record["lang"] = passage.lang
    return record


def read_claim(record: Record) -> Claim:
    """The claim of a JSON record. A given `id` must be the one that the claim's content makes.

    Raises `InputError` for a missing or unknown key, a value of the wrong type, and whatever `Claim` refuses.

    >>> said = {"source": "src:a", "start": 0, "end": 4, "quote": "Oil."}
    >>> claim = read_claim({"subject": "ent:a", "relation": "owns", "object": "ent:b", "evidence": [said]})
    >>> claim == read_claim(claim_record(claim))
    True
    """
    check_keys(record, _CLAIM_KEYS, "claim")
    # Most records leave most keys out: what is not there is not read.
    get = record.get
    dated = get("valid_from") is not None or get("valid_to") is not None
    claim = Claim(
        subject=_ref("ent", required_text(record, "subject"), "subject"),
        relation=word(_RELATIONS, required_text(record, "relation"), "relation"),
        object=_ref("ent", required_text(record, "object"), "object"),
        modality=word(_MODALITIES, text(record, "modality", "asserted"), "modality"),
        condition=None if get("condition") is None else _condition(required_text(record, "condition")),
        attributed_to=None if get("attributed_to") is None else _speaker(record),
        valid=interval(text(record, "valid_from"), text(record, "valid_to")) if dated else ALWAYS,
        quantities=() if get("quantities") is None else tuple(map(_quantity, records(record, "quantities"))),
        evidence=tuple([_passage(passage) for passage in records(record, "evidence")]),
        confidence=1.0 if get("confidence") is None else number(record, "confidence"),
        method=text(record, "method", "annotated"),
        review=None if get("review") is None else _review(record_of(record, "review")),
    )
    given = optional_text(record, "id")
    if given is not None and given != str(claim.id):
        raise InputError(
            f"id {given!r} is not that of what the claim says and where ({claim.id})", remedy="leave the id out"
        )
    return claim


def read_entity(record: Record) -> Entity:
    """The entity of a JSON record; raises `InputError` as `read_claim` does.

    >>> read_entity({"id": "ent:iran", "kind": "State", "names": [{"text": "Iran", "lang": "en"}]}).name
    'Iran'
    """
    check_keys(record, _ENTITY_KEYS, "entity")
    return Entity(
        id=_ref("ent", required_text(record, "id"), "id"),
        kind=word(_KINDS, required_text(record, "kind"), "kind"),
        names=tuple(map(_name, records(record, "names"))),
        same_as=tuple(texts(record, "same_as")),
        point=_point(record),
        attributes=tuple(map(_attribute, records(record, "attributes"))),
        description=text(record, "description"),
    )


def read_source(record: Record) -> Source:
    """The source of a JSON record; raises `InputError` as `read_claim` does.

    >>> read_source({"id": "src:briefing", "title": "A briefing", "published": "2025-01"}).published
    '2025-01'
    """
    check_keys(record, _SOURCE_KEYS, "source")
    return Source(
        id=_ref("src", required_text(record, "id"), "id"),
        title=required_text(record, "title"),
        publisher=text(record, "publisher"),
        published=text(record, "published"),
        url=text(record, "url"),
        sha256=text(record, "sha256"),
        licence=text(record, "licence"),
        lang=text(record, "lang"),
        text=text(record, "text"),
    )


def _speaker(record: Record) -> Ref:
    return _ref("ent", required_text(record, "attributed_to"), "attributed_to")


def _passage(record: Record) -> Passage:
    check_keys(record, _PASSAGE_KEYS, "passage")
    return Passage(
        source=_ref("src", required_text(record, "source"), "source"),
        start=offset(record, "start"),
        end=offset(record, "end"),
        quote=text(record, "quote"),
        record=text(record, "record"),
        lang=text(record, "lang"),
    )


def _quantity(record: Record) -> Quantity:
    check_keys(record, _QUANTITY_KEYS, "quantity")
    return Quantity(number(record, "value"), required_text(record, "unit"), text(record, "of"))


def _review(record: Record) -> Review:
    check_keys(record, _REVIEW_KEYS, "review")
    verdict = word(_VERDICTS, required_text(record, "verdict"), "verdict")
    became = optional_text(record, "became")
    return Review(
        verdict,
        required_text(record, "by"),
        text(record, "on"),
        text(record, "reason"),
        None if became is None else _ref("claim", became, "became"),
        tuple(map(_review, records(record, "before"))),
    )


def _name(record: Record) -> Name:
    check_keys(record, _NAME_KEYS, "name")
    return Name(required_text(record, "text"), text(record, "lang"))


def _attribute(record: Record) -> Attribute:
    check_keys(record, _ATTRIBUTE_KEYS, "attribute")
    source = optional_text(record, "source")
    return Attribute(
        measure=word(_MEASURES, required_text(record, "measure"), "measure"),
        quantity=Quantity(number(record, "value"), required_text(record, "unit"), text(record, "of")),
        source=None if source is None else _ref("src", source, "source"),
        as_of=text(record, "as_of"),
    )


def _point(record: Record) -> Point | None:
    if record.get("point") is None:
        return None
    pair = list_of(record, "point")
    if len(pair) != 2:
        raise wrong("point", pair, "a list of latitude and longitude")
    return Point(number({"point": pair[0]}, "point"), number({"point": pair[1]}, "point"))


# Ids, conditions and dates come back again and again in one file: each is parsed once.
@lru_cache(maxsize=65536)
def _ref(prefix: str, text: str, what: str) -> Ref:
    ref = Ref.parse(text)
    if ref.prefix != prefix:
        raise InputError(f"{what} {text!r} does not start with {prefix}:", remedy=f"write {prefix}:name")
    return ref


@lru_cache(maxsize=4096)
def _condition(text: str) -> Ref | str:
    if not text.startswith("ent:"):
        return text
    try:
        return Ref.parse(text)
    except InputError:
        return text
