"""Claims, entities and sources as rows of a property graph, and back: pure, lossless.

    (:Claim {id, relation, modality, …})-[:SUBJECT|OBJECT]->(:Entity:Infrastructure:PowerPlant:HydroPlant {id, name, …})
    (:Claim)-[:IF]->(:Entity)   (:Claim)-[:SAID_BY]->(:Entity)   (:Claim)-[:EVIDENCE]->(:Passage)-[:IN]->(:Source)
    (:Entity)-[:OPERATES {claim, confidence, valid_from, valid_to}]->(:Entity)      one for each claim that stands

A row is a plain dictionary that goes as it is into `UNWIND $rows` of any Cypher engine. A property that has nothing to
say is left out. Lists that belong together (`quantity_values`, `quantity_units`, `quantity_of`) have equal lengths;
so have those of the decisions about a claim (`decisions`, `decided_by`, …: see `decisions.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NotRequired, TypedDict, cast

from ..errors import InputError
from ..ontology.schema import load_schema
from ..ontology.vocabulary import Kind, Measure, Modality, Relation
from . import cells
from .claim import Attribute, Claim, Entity, Name, Passage, Point, Quantity, Review, Source, Verdict
from .dates import Interval
from .decisions import DECISION_KEYS, decision_lists, read_decisions, review_of
from .ref import Ref

Property = str | int | float | list[str] | list[float]
"""What a node or a relationship keeps under one key."""

Properties = dict[str, Property]


class PassageRow(TypedDict):
    """A passage with the id of its source."""

    id: str
    source: str
    properties: Properties


class RelationshipRow(TypedDict):
    """The plain relationship that a standing claim also is."""

    type: str
    subject: str
    object: str
    properties: Properties


class ClaimRow(TypedDict):
    """A claim with the ids of its ends, of the entity it depends on and of who says it, and its passages."""

    id: str
    properties: Properties
    subject: str
    object: str
    passages: list[PassageRow]
    condition: NotRequired[str]
    speaker: NotRequired[str]
    relationship: NotRequired[RelationshipRow]


class NodeRow(TypedDict):
    """An entity or a source: its labels, the widest first, and its properties."""

    id: str
    labels: Sequence[str]
    properties: Properties


@cache
def relationship_types() -> Mapping[str, str]:
    """The relationship type of each relation: {"operates": "OPERATES", …}, from the ontology."""
    return {name: term.neo4j for name, term in load_schema().relations.items()}


@cache
def labels_of(kind: str) -> tuple[str, ...]:
    """The labels of an entity of a kind, the widest first.

    >>> labels_of("HydroPlant")
    ('Entity', 'Infrastructure', 'PowerPlant', 'HydroPlant')
    """
    return tuple(reversed(load_schema().classes[kind].ancestors))


def claim_row(claim: Claim) -> ClaimRow:
    """A claim as a row, with the plain relationship if it stands.

    >>> said = Passage(Ref("src", "a"), 0, 4, "Oil.")
    >>> row = claim_row(Claim(Ref("ent", "a"), Relation.OWNS, Ref("ent", "b"), evidence=(said,)))
    >>> row["properties"]["relation"], row["relationship"]["type"]
    ('owns', 'OWNS')
    """
    name = str(claim.id)
    relation = claim.relation.value
    properties: Properties = {
        "id": name,
        "relation": relation,
        "modality": claim.modality.value,
        "confidence": claim.confidence,
        "method": claim.method,
    }
    row: ClaimRow = {
        "id": name,
        "properties": properties,
        "subject": str(claim.subject),
        "object": str(claim.object),
        "passages": [passage_row(passage) for passage in claim.evidence],
    }
    if claim.condition is not None:
        if isinstance(claim.condition, str):
            properties["condition"] = claim.condition
        else:
            row["condition"] = str(claim.condition)
    if claim.attributed_to is not None:
        row["speaker"] = str(claim.attributed_to)
    if claim.valid.start:
        properties["valid_from"] = claim.valid.start
    if claim.valid.end:
        properties["valid_to"] = claim.valid.end
    if claim.quantities:
        properties["quantity_values"] = [q.value for q in claim.quantities]
        properties["quantity_units"] = [q.unit for q in claim.quantities]
        properties["quantity_of"] = [q.of for q in claim.quantities]
    if claim.review is not None:
        properties.update(review_properties(claim.review))
    if claim.stands:
        row["relationship"] = relationship_row(row)
    return row


def relationship_row(row: ClaimRow) -> RelationshipRow:
    """The plain relationship of the row of a claim that stands."""
    said = row["properties"]
    properties: Properties = {"claim": row["id"], "confidence": said["confidence"]}
    for key in ("valid_from", "valid_to"):
        if key in said:
            properties[key] = said[key]
    return {
        "type": relationship_types()[str(said["relation"])],
        "subject": row["subject"],
        "object": row["object"],
        "properties": properties,
    }


def review_properties(review: Review) -> Properties:
    """What a claim's node says of a review: the verdict that counts, if one does, and every decision."""
    properties: Properties = {}
    if review.verdict is not Verdict.REOPENED:
        properties["verdict"] = review.verdict.value
        properties["reviewed_by"] = review.by
        if review.on:
            properties["reviewed_on"] = review.on
    properties.update(decision_lists(review))
    return properties


def passage_row(passage: Passage) -> PassageRow:
    """A passage as a row; `start` and `end` are left out where it has no offsets."""
    name = str(passage.id)
    properties: Properties = {"id": name}
    if passage.start >= 0:
        properties["start"] = passage.start
        properties["end"] = passage.end
    if passage.quote:
        properties["quote"] = passage.quote
    if passage.record:
        properties["record"] = passage.record
    if passage.lang:
        properties["lang"] = passage.lang
    return {"id": name, "source": str(passage.source), "properties": properties}


def entity_row(entity: Entity) -> NodeRow:
    """An entity as a row: the name to show in `name`, the others in `aliases`, attributes in `measure_…` lists."""
    shown, *others = entity.names
    properties: Properties = {"id": str(entity.id), "name": shown.text}
    if shown.lang:
        properties["name_lang"] = shown.lang
    if others:
        properties["aliases"] = [name.text for name in others]
        properties["alias_langs"] = [name.lang for name in others]
    if entity.same_as:
        properties["same_as"] = list(entity.same_as)
    if entity.point is not None:
        properties["lat"] = entity.point.lat
        properties["lon"] = entity.point.lon
    if entity.description:
        properties["description"] = entity.description
    if entity.attributes:
        properties["measure_names"] = [each.measure.value for each in entity.attributes]
        properties["measure_values"] = [each.quantity.value for each in entity.attributes]
        properties["measure_units"] = [each.quantity.unit for each in entity.attributes]
        properties["measure_of"] = [each.quantity.of for each in entity.attributes]
        properties["measure_sources"] = ["" if each.source is None else str(each.source) for each in entity.attributes]
        properties["measure_dates"] = [each.as_of for each in entity.attributes]
    return {"id": str(entity.id), "labels": labels_of(entity.kind.value), "properties": properties}


def source_row(source: Source) -> NodeRow:
    """A source as a row; its title is the node's `name`, which is what Neo4j's tools show."""
    properties: Properties = {"id": str(source.id), "name": source.title}
    for key in SOURCE_TEXTS:
        value: str = getattr(source, key)
        if value:
            properties[key] = value
    return {"id": str(source.id), "labels": ("Source",), "properties": properties}


SOURCE_TEXTS = ("publisher", "published", "url", "sha256", "licence", "lang", "text")
"""The fields of a source that are kept under their own names."""

CLAIM_ALWAYS = ("id", "relation", "modality", "confidence", "method")
CLAIM_KEYS = (
    *("id", "relation", "modality", "condition", "confidence", "method", "valid_from", "valid_to"),
    *("quantity_values", "quantity_units", "quantity_of", "verdict", "reviewed_by", "reviewed_on"),
    *DECISION_KEYS,
)
ENTITY_KEYS = (
    *("id", "name", "name_lang", "aliases", "alias_langs", "same_as", "lat", "lon", "description"),
    *("measure_names", "measure_values", "measure_units", "measure_of", "measure_sources", "measure_dates"),
)
PASSAGE_KEYS = ("id", "start", "end", "quote", "record", "lang")
SOURCE_KEYS = ("id", "name", *SOURCE_TEXTS)
RELATIONSHIP_KEYS = ("claim", "confidence", "valid_from", "valid_to")
"""Every property that a node or a relationship may have; `CLAIM_ALWAYS`: those that every claim has."""


def read_claim(row: Mapping[str, object]) -> Claim:
    """The claim of a row of `claim_row`'s shape, from any engine; its id is worked out anew.

    A property that is missing has the dataclass's default. `InputError` names a property that cannot be taken.
    """
    properties = _properties(row)
    condition = row.get("condition")
    speaker = row.get("speaker")
    return Claim(
        subject=cells.ref(row, "subject"),
        relation=cells.term(Relation, properties, "relation"),
        object=cells.ref(row, "object"),
        modality=cells.term(Modality, properties, "modality"),
        condition=cells.text(properties, "condition") or None if condition is None else cells.ref(row, "condition"),
        attributed_to=None if speaker is None else cells.ref(row, "speaker"),
        valid=Interval(cells.text(properties, "valid_from"), cells.text(properties, "valid_to")),
        quantities=_quantities(properties, "quantity"),
        evidence=tuple(read_passage(passage) for passage in _rows(row, "passages")),
        confidence=cells.number(properties, "confidence", 1.0),
        method=cells.text(properties, "method"),
        review=_review(properties),
    )


def read_passage(row: Mapping[str, object]) -> Passage:
    """The passage of a row of `passage_row`'s shape."""
    properties = _properties(row)
    return Passage(
        source=cells.ref(row, "source"),
        start=cells.whole(properties, "start"),
        end=cells.whole(properties, "end"),
        quote=cells.text(properties, "quote"),
        record=cells.text(properties, "record"),
        lang=cells.text(properties, "lang"),
    )


def read_entity(row: Mapping[str, object]) -> Entity:
    """The entity of a row of `entity_row`'s shape. Its kind is the deepest of its labels that the ontology knows."""
    properties = _properties(row)
    classes = load_schema().classes
    known = [label for label in cells.texts(row, "labels") if label in classes]
    deepest = min(known, key=lambda label: (-len(classes[label].ancestors), label), default=Kind.ENTITY.value)
    shown = Name(cells.text(properties, "name"), cells.text(properties, "name_lang"))
    aliases = _parallel(properties, ("aliases", "alias_langs"))
    placed = properties.get("lat") is not None and properties.get("lon") is not None
    return Entity(
        id=cells.ref(properties, "id"),
        kind=Kind(deepest),
        names=(shown, *(Name(text, lang) for text, lang in aliases)),
        same_as=tuple(cells.texts(properties, "same_as")),
        point=Point(cells.number(properties, "lat"), cells.number(properties, "lon")) if placed else None,
        attributes=_attributes(properties),
        description=cells.text(properties, "description"),
    )


def read_source(row: Mapping[str, object]) -> Source:
    """The source of a row of `source_row`'s shape."""
    properties = _properties(row)
    return Source(
        cells.ref(properties, "id"),
        cells.text(properties, "name"),
        **{key: cells.text(properties, key) for key in SOURCE_TEXTS},
    )


def _attributes(properties: Mapping[str, object]) -> tuple[Attribute, ...]:
    lists = _parallel(properties, ("measure_names", "measure_sources", "measure_dates"))
    quantities = _quantities(properties, "measure")
    if len(lists) != len(quantities):
        raise InputError("the measure_… lists have different lengths", remedy="give them as many values each")
    return tuple(
        Attribute(cells.as_term(Measure, name, "measure_names"), quantity, Ref.parse(source) if source else None, as_of)
        for (name, source, as_of), quantity in zip(lists, quantities, strict=True)
    )


def _quantities(properties: Mapping[str, object], prefix: str) -> tuple[Quantity, ...]:
    if f"{prefix}_values" not in properties and f"{prefix}_units" not in properties:
        return ()
    values = cells.items(properties, f"{prefix}_values")
    texts = _parallel(properties, (f"{prefix}_units", f"{prefix}_of"))
    if len(values) != len(texts):
        raise InputError(f"the {prefix}_… lists have different lengths", remedy="give them as many values each")
    numbers = [cells.as_number(value, f"{prefix}_values") for value in values]
    return tuple(Quantity(number, unit, of) for number, (unit, of) in zip(numbers, texts, strict=True))


def _parallel(properties: Mapping[str, object], keys: Sequence[str]) -> list[tuple[str, ...]]:
    """The texts that stand together under several keys. A list that is missing altogether holds nothing but ""."""
    lists = [cells.texts(properties, key) for key in keys]
    longest = max(map(len, lists))
    lists = [each or [""] * longest for each in lists]
    if any(len(each) != longest for each in lists):
        raise InputError(f"{' and '.join(keys)} have different lengths", remedy="give them as many values each")
    return list(zip(*lists, strict=True))


def _review(properties: Mapping[str, object]) -> Review | None:
    verdict, current = cells.text(properties, "verdict"), None
    if verdict:
        decided = cells.as_term(Verdict, verdict, "verdict")
        current = Review(decided, cells.text(properties, "reviewed_by"), cells.text(properties, "reviewed_on"))
    return review_of(current, read_decisions(properties))


def _properties(row: Mapping[str, object]) -> Mapping[str, object]:
    return cast("Mapping[str, object]", row["properties"])


def _rows(row: Mapping[str, object], key: str) -> Sequence[Mapping[str, object]]:
    return cast("Sequence[Mapping[str, object]]", row[key])
