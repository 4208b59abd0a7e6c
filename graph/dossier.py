"""A dossier: all that is claimed about one entity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..errors import UnknownEntity
from .claim import Claim, Entity, Source
from .display import Displayed
from .record import claim_record, entity_record
from .ref import Ref
from .store import Store

_ABOUT = """
PREFIX az: <https://w3id.org/araz/ontology#>
PREFIX ent: <https://w3id.org/araz/id/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX prov: <http://www.w3.org/ns/prov#>
SELECT DISTINCT ?claim WHERE {
  VALUES ?entity { ent:iran }
  { ?claim rdf:subject ?entity } UNION { ?claim rdf:object ?entity }
  UNION { ?claim az:condition ?entity } UNION { ?claim prov:wasAttributedTo ?entity }
}
"""


@dataclass(frozen=True, slots=True)
class Dossier(Displayed):
    """One entity, the claims that name it (by id order), and the entities and sources those claims mention."""

    entity: Entity
    claims: tuple[Claim, ...]
    entities: Mapping[Ref, Entity]
    sources: Mapping[Ref, Source]

    def record(self) -> dict[str, object]:
        """The dossier as JSON: {"entity", "claims"}."""
        return {"entity": entity_record(self.entity), "claims": [claim_record(claim) for claim in self.claims]}


def dossier(store: Store, ref: Ref) -> Dossier:
    """Collect what is claimed about `ref`: as subject, as object, as condition, as speaker.

    Rejected claims are in it too, with their review: what was turned down is kept, and shown as such.
    """
    entity = next(store.entities([ref]), None)
    if entity is None:
        raise UnknownEntity(str(ref))
    found = store.select(_ABOUT, {"entity": ref})
    claims = tuple(store.claims([row[0] for row in found.rows if isinstance(row[0], Ref)]))
    named = {ref for claim in claims for ref in mentioned(claim)}
    cited = {passage.source for claim in claims for passage in claim.evidence}
    return Dossier(
        entity,
        claims,
        {each.id: each for each in store.entities(sorted(named))},
        {each.id: each for each in store.sources(sorted(cited))},
    )


def mentioned(claim: Claim) -> tuple[Ref, ...]:
    """Every entity that a claim names: its ends, its speaker, its condition."""
    others = (claim.attributed_to, claim.condition)
    return (claim.subject, claim.object, *(ref for ref in others if isinstance(ref, Ref)))
