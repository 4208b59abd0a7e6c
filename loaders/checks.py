"""The rules of `ontology/shapes.ttl` in fast form, for claims, entities and sources that are well-formed in themselves.

What is wrong and what to do are told in the words of the shape. Two rules look beyond what a shape can see in a
batch: the entities a claim names must be known, and a passage must stand in the text of its source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from ..graph.claim import Attribute, Claim, Entity, Passage, Source
from ..graph.ref import Ref
from ..ontology.schema import load_schema
from ..ontology.shapes import load_shapes
from ..ontology.vocabulary import Kind, Modality, Relation
from .report import UNREADABLE, Json, Rejected

_UNCHECKED = "?"
_GUESSES = 100
_COMPARED = 1000


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that an item breaks: the shape, what it is in this case, and the key of the record that is at fault."""

    shape: str
    detail: str
    key: str = ""
    remedy: str = ""

    def rejected(self, record: Json, place: str) -> Rejected:
        """The record as turned away, in the words of the shape."""
        shape = load_shapes().get(self.shape)
        if shape is None:
            return Rejected(record, place, self.shape, self.detail, self.remedy, self.key)
        problem, remedy = f"{shape.message} ({self.detail})", self.remedy or shape.remedy
        return Rejected(record, place, self.shape, problem, remedy, self.key)


class Checks:
    """Checks items against the entities and sources that are known by then: the batch's own and the store's.

    `texts` holds the text of each known source, "" where it is not kept.

    >>> from ..graph.claim import Name
    >>> iran = Entity(Ref("ent", "iran"), Kind.STATE, (Name("Iran"),))
    >>> said = Passage(Ref("src", "a"), 0, 6, "Iran I")
    >>> claim = Claim(iran.id, Relation.BORDERS, Ref("ent", "irak"), evidence=(said,))
    >>> fault = Checks({iran.id: iran.kind}, {said.source: "Iran is"}).claim(claim)
    >>> fault.shape if fault else ""
    'ObjectShape'
    """

    def __init__(self, kinds: Mapping[Ref, Kind], texts: Mapping[Ref, str]) -> None:
        self._kinds, self._texts = kinds, texts
        self._schema = load_schema()
        self._units = self._schema.units
        self._ends: dict[tuple[Relation, Kind, Kind], str | None] = {}
        self._near: dict[str, list[str]] = {}
        self._guesses = 0

    def item(self, item: Claim | Entity | Source) -> Fault | None:
        """The first rule that an item breaks, or None."""
        if isinstance(item, Claim):
            return self.claim(item)
        return self.entity(item) if isinstance(item, Entity) else self.source(item)

    def claim(self, claim: Claim) -> Fault | None:
        """The first rule that a claim breaks, or None. This runs once for each of very many claims."""
        kinds, texts = self._kinds, self._texts
        subject_kind, object_kind = kinds.get(claim.subject), kinds.get(claim.object)
        if subject_kind is None or object_kind is None:
            return self._unknown_end(claim, subject_kind is None)
        if claim.subject == claim.object:
            return Fault("DistinctEndsShape", str(claim.subject), "object")
        ends = (claim.relation, subject_kind, object_kind)
        reason = self._ends.get(ends, _UNCHECKED)
        if reason is not None:
            if reason is _UNCHECKED:
                reason = self._ends[ends] = self._schema.may_relate(*ends)
            if reason is not None:
                return self._wrong_end(claim, reason)
        modality, speaker, condition = claim.modality, claim.attributed_to, claim.condition
        if (
            condition is not None
            or modality is Modality.CONDITIONAL
            or speaker is not None
            or modality is Modality.REPORTED
        ):
            fault = self._mode(claim)
            if fault is not None:
                return fault
        for passage in claim.evidence:
            text = texts.get(passage.source)
            # A source whose text is not kept, and a passage that is a record, cannot be looked up.
            if not text or passage.start < 0:
                if text is None:
                    return _unknown_source(passage)
            elif text[passage.start : passage.end] != passage.quote:
                return _wrong_quote(passage, text)
        for quantity in claim.quantities:
            if quantity.unit not in self._units:
                return self._unknown_unit(quantity.unit, "quantities")
        return None if claim.method else Fault("MethodShape", "it is empty", "method")

    def entity(self, entity: Entity) -> Fault | None:
        """The first rule that an entity breaks, or None."""
        if entity.id.prefix != "ent":
            return Fault(UNREADABLE, f"{entity.id} is not an entity's id", "id", "write the id as ent:name")
        for attribute in entity.attributes:
            fault = self._attribute(attribute)
            if fault is not None:
                return fault
        return None

    def source(self, source: Source) -> Fault | None:
        """The first rule that a source breaks, or None."""
        if source.id.prefix != "src":
            return Fault(UNREADABLE, f"{source.id} is not a source's id", "id", "write the id as src:name")
        return None if source.title.strip() else Fault("TitleShape", f"{source.id} has an empty one", "title")

    def _attribute(self, attribute: Attribute) -> Fault | None:
        unit = self._units.get(attribute.quantity.unit)
        if unit is None:
            return self._unknown_unit(attribute.quantity.unit, "attributes")
        dimensions = self._schema.measures[attribute.measure].dimensions
        if unit.dimension not in dimensions:
            detail = f"{unit.symbol} measures {unit.dimension}, {attribute.measure} is {' or '.join(dimensions)}"
            return Fault("DimensionShape", detail, "attributes")
        if attribute.source is not None and attribute.source not in self._texts:
            return Fault("PassageSourceShape", f"{attribute.source} is not described", "attributes")
        return None

    def _unknown_end(self, claim: Claim, subject: bool) -> Fault:
        if subject:
            return self._unknown(claim.subject, "SubjectShape", "subject")
        return self._unknown(claim.object, "ObjectShape", "object")

    def _unknown(self, ref: Ref, shape: str, key: str) -> Fault:
        near = self._near_ids(ref)
        guess = f"did you mean {' or '.join(near)}? Else " if near else ""
        return Fault(shape, f"{ref} is not a known entity", key, f"{guess}describe {ref} in a record of its own")

    def _near_ids(self, ref: Ref) -> list[str]:
        # Comparing names is slow: in a file that gets all of them wrong, a hundred guesses are enough.
        self._guesses += 1
        if self._guesses > _GUESSES:
            return []
        if not self._near:
            for known in self._kinds:
                self._near.setdefault(known.local[:1], []).append(str(known))
        return get_close_matches(str(ref), self._near.get(ref.local[:1], ())[:_COMPARED], n=2, cutoff=0.75)

    def _wrong_end(self, claim: Claim, reason: str) -> Fault:
        shape = "SubjectClassShape" if reason.startswith("the subject") else "ObjectClassShape"
        return Fault(shape, f"{claim.subject} {claim.relation} {claim.object}: {reason}", "relation")

    def _mode(self, claim: Claim) -> Fault | None:
        modality, speaker, condition = claim.modality, claim.attributed_to, claim.condition
        if (modality is Modality.CONDITIONAL) != (condition is not None):
            what = f"it is {modality} and has {'no condition' if condition is None else 'one'}"
            return Fault("ConditionShape", what, "condition" if modality is Modality.CONDITIONAL else "modality")
        if modality is Modality.REPORTED and speaker is None:
            return Fault("AttributionShape", "it is reported and names no speaker", "attributed_to")
        if modality is Modality.ASSERTED and speaker is not None:
            return Fault("AttributionShape", f"it is asserted and names {speaker}", "modality")
        if isinstance(condition, Ref) and condition not in self._kinds:
            return self._unknown(condition, "ConditionShape", "condition")
        if speaker is not None and speaker not in self._kinds:
            return self._unknown(speaker, "AttributionShape", "attributed_to")
        return None

    def _unknown_unit(self, symbol: str, key: str) -> Fault:
        unit = self._schema.unit(symbol)
        near = [unit.symbol] if unit is not None else get_close_matches(symbol, self._units, n=2)
        remedy = f"write {' or '.join(near)}" if near else ""
        return Fault("UnitShape", f"{symbol!r} is not known", key, remedy)


def _unknown_source(passage: Passage) -> Fault:
    return Fault(
        "PassageSourceShape",
        f"{passage.source} is not described",
        "evidence",
        f"describe {passage.source} in a record of its own, or load the file that does",
    )


def _wrong_quote(passage: Passage, text: str) -> Fault:
    start, end, quote = passage.start, passage.end, passage.quote
    stands = f"{passage.source} has {_short(text[start:end])} at {start} to {end}, not {_short(quote)}"
    at = text.find(quote)
    if at < 0:
        return Fault("QuoteShape", stands, "evidence", "quote the source's own words")
    if text.find(quote, at + 1) >= 0:
        return Fault("QuoteShape", stands, "evidence")
    return Fault("QuoteShape", stands, "evidence", f"give start {at} and end {at + len(quote)}")


def _short(text: str) -> str:
    return repr(text if len(text) <= 40 else f"{text[:37]}...")
