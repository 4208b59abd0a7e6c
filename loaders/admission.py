"""What of a load may go in: items against each other, against the store and against the registry."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from ..graph.claim import Claim, Entity, Source
from ..graph.merged import merges
from ..graph.record import claim_record, entity_record, source_record
from ..graph.ref import Ref
from ..graph.store import Batch, Store
from .checks import Checks, Fault
from .merging import merge_entity, merge_review, merge_source, moved
from .report import Json, Rejected

_REVIEWED = """
PREFIX az: <https://w3id.org/araz/ontology#>
SELECT DISTINCT ?claim WHERE { ?claim az:verdict|az:hasDecision ?decision }
"""
_CITING = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX src: <https://w3id.org/araz/source/>
SELECT DISTINCT ?claim WHERE {
  VALUES ?source { src:briefing }
  ?passage dcterms:source ?source .
  ?claim prov:wasDerivedFrom ?passage .
}
"""


REVIEW = "review"
"""The method of a claim that a reviewer wrote."""


class Registry(Protocol):
    """Entities that are known beforehand."""

    def entity(self, ref: Ref) -> Entity | None:
        """The entity of that id, if the registry has it."""
        ...

    def source(self, ref: Ref) -> Source | None:
        """The source of that id that its entities' attributes cite."""
        ...


@dataclass(slots=True)
class Arrivals:
    """The items of one load by what they are, each with its number, and the place of number n."""

    place: Callable[[int], str]
    sources: list[tuple[int, Source]] = field(default_factory=list)
    entities: list[tuple[int, Entity]] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    claim_numbers: list[int] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)


class Admission:
    """Decides over the items of one load. What it turns away is added to `arrived.rejected`."""

    def __init__(
        self, store: Store, arrived: Arrivals, registry: Registry | None, *, replace: bool, moving: bool = True
    ) -> None:
        self._moving = moving
        self._store, self._arrived, self._registry, self._replace = store, arrived, registry, replace
        self._sources: dict[Ref, Source] = {}
        self._entities: dict[Ref, Entity] = {}
        self._borrowed = False

    def batch(self) -> Batch:
        """What may be written, and what is withdrawn."""
        if self._moving:
            self._move_merged()
        named = self._named()
        known = {entity.id: entity for entity in self._store.entities(sorted(named))}
        self._take_registered(named - known.keys())
        texts = {source.id: source.text for source in self._take_sources()}
        # One mapping for all that is known by the end: entities that arrive are added to it as they pass.
        kinds = {entity.id: entity.kind for entity in (*known.values(), *self._entities.values())}
        checks = Checks(kinds, texts)
        self._take_entities(checks, known)
        kinds.update((entity.id, entity.kind) for entity in self._entities.values())
        claims = self._with_reviews(self._passing(checks))
        self._leave_out_unused(claims)
        return Batch(
            tuple(self._sources.values()),
            tuple(self._entities.values()),
            tuple(claims.values()),
            self._withdrawn(claims) if self._replace else (),
        )

    def _take_registered(self, named: set[Ref]) -> None:
        if self._registry is not None:
            found = [self._registry.entity(ref) for ref in sorted(named)]
            self._entities.update((entity.id, entity) for entity in found if entity is not None)
            self._borrowed = bool(self._entities)

    def _leave_out_unused(self, claims: dict[Ref, Claim]) -> None:
        """Drop what only claims that were turned away had asked of the registry."""
        if not (self._borrowed and self._arrived.rejected):
            return
        used = {entity.id for _, entity in self._arrived.entities} | _named_by(claims.values())
        self._entities = {ref: entity for ref, entity in self._entities.items() if ref in used}
        cited = {source.id for _, source in self._arrived.sources}
        cited.update([passage.source for claim in claims.values() for passage in claim.evidence])
        cited.update([a.source for each in self._entities.values() for a in each.attributes if a.source is not None])
        self._sources = {ref: source for ref, source in self._sources.items() if ref in cited}

    def _named(self) -> set[Ref]:
        """Every entity that the items speak of."""
        return {entity.id for _, entity in self._arrived.entities} | _named_by(self._arrived.claims)

    def _cited(self) -> set[Ref]:
        """Every source that the items, and the registry's entities among them, speak of."""
        cited = {source.id for _, source in self._arrived.sources}
        cited.update([passage.source for claim in self._arrived.claims for passage in claim.evidence])
        entities = [*self._entities.values(), *(entity for _, entity in self._arrived.entities)]
        cited.update([each.source for entity in entities for each in entity.attributes if each.source is not None])
        return cited

    def _take_sources(self) -> Iterable[Source]:
        """Every source that is known by the end, those that arrive merged into those of the store."""
        cited = self._cited()
        known = {source.id: source for source in self._store.sources(sorted(cited))}
        checks = Checks({}, {})
        for number, source in self._arrived.sources:
            before = self._sources.get(source.id)
            # Twice in one load, with two texts, is a contradiction even where the load replaces what was said before.
            retold = self._replace and before is None
            before = before or known.get(source.id)
            merged = checks.source(source) or (merge_source(before, source, retold=retold) if before else source)
            if isinstance(merged, Fault):
                self._reject(merged, source_record(source), number)
            else:
                self._sources[source.id] = merged
        if self._registry is not None:
            found = [self._registry.source(ref) for ref in sorted(cited - known.keys() - self._sources.keys())]
            self._sources.update((source.id, source) for source in found if source is not None)
        return {**known, **self._sources}.values()

    def _take_entities(self, checks: Checks, known: dict[Ref, Entity]) -> None:
        for number, entity in self._arrived.entities:
            before = self._entities.get(entity.id) or known.get(entity.id)
            merged = checks.entity(entity) or (merge_entity(before, entity) if before else entity)
            if isinstance(merged, Fault):
                self._reject(merged, entity_record(entity), number)
            else:
                self._entities[entity.id] = merged

    def _passing(self, checks: Checks) -> dict[Ref, Claim]:
        """The claims that break no rule, by id; said twice, the later one counts."""
        passing: dict[Ref, Claim] = {}
        for number, claim in zip(self._arrived.claim_numbers, self._arrived.claims, strict=True):
            fault = checks.claim(claim)
            if fault is None:
                passing[claim.id] = claim
            else:
                # Without its id, which any mending would make wrong.
                record = {key: value for key, value in claim_record(claim).items() if key != "id"}
                self._reject(fault, record, number)
        return passing

    def _with_reviews(self, claims: dict[Ref, Claim]) -> dict[Ref, Claim]:
        """The same claims, each with what the store knows of decisions about it, for a decision outlives a load."""
        reviewed = [row[0] for row in self._store.select(_REVIEWED).rows]
        decided = [ref for ref in reviewed if isinstance(ref, Ref) and ref in claims]
        for stored in self._store.claims(decided) if decided else ():
            claim = claims[stored.id]
            claim = dataclasses.replace(claim, review=merge_review(stored.review, claim.review))
            if stored.method == REVIEW:
                # No extractor is better than the reviewer who wrote the claim.
                claim = dataclasses.replace(claim, confidence=stored.confidence, method=stored.method)
            claims[stored.id] = claim
        return claims

    def _move_merged(self) -> None:
        """Let claims about an entity that a reviewer merged into another be about that one.

        What the store holds as rejected stays so, under its own id; only where it was the merge that rejected it does
        the moved claim come with it.
        """
        claims, numbers = self._arrived.claims, self._arrived.claim_numbers
        merged: Mapping[Ref, Ref] = merges(self._store) if claims else {}
        places = [at for at, claim in enumerate(claims) if not merged.keys().isdisjoint(_named_by([claim]))]
        if not merged or not places:
            return
        known = {claim.id: claim for claim in self._store.claims([claims[at].id for at in places])}
        brought = {claim.id for claim in claims}
        for at in places:
            claim, there = claims[at], known.get(claims[at].id)
            now = moved(claim, merged)
            if there is None and not claim.rejected:
                claims[at] = dataclasses.replace(now, review=claim.review)
            elif there is not None and there.review is not None and there.review.became == now.id not in brought:
                claims.append(now)
                numbers.append(numbers[at])

    def _withdrawn(self, claims: dict[Ref, Claim]) -> tuple[Ref, ...]:
        """Claims in the store from the sources of this load that it does not make. None when a record was turned away:
        it may be one of them.
        """
        if self._arrived.rejected:
            return ()
        sources = {*self._sources, *(passage.source for claim in claims.values() for passage in claim.evidence)}
        found = [row[0] for ref in sorted(sources) for row in self._store.select(_CITING, {"source": ref}).rows]
        gone = {ref for ref in found if isinstance(ref, Ref) and ref not in claims}
        # What a reviewer wrote is no claim of the load's, and what one rejected must not come back some other day.
        return tuple(
            sorted(each.id for each in self._store.claims(gone) if each.method != REVIEW and not each.rejected)
        )

    def _reject(self, fault: Fault, record: Json, number: int) -> None:
        self._arrived.rejected.append(fault.rejected(record, self._arrived.place(number)))


def _named_by(claims: Iterable[Claim]) -> set[Ref]:
    named: set[Ref] = set()
    add = named.add
    for claim in claims:
        add(claim.subject)
        add(claim.object)
        if claim.attributed_to is not None:
            add(claim.attributed_to)
        if isinstance(claim.condition, Ref):
            add(claim.condition)
    return named
