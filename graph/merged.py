"""Which entities a reviewer merged: `owl:sameAs` between two entities of the store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .ref import Ref
from .store import Store

_EVERY = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
SELECT ?kept ?gone WHERE { ?kept owl:sameAs ?gone . FILTER (STRSTARTS(STR(?gone), "https://w3id.org/araz/id/")) }
"""
_ONE = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX ent: <https://w3id.org/araz/id/>
SELECT ?kept WHERE { VALUES ?gone { ent:iran } ?kept owl:sameAs ?gone }
"""


def merges(store: Store) -> Mapping[Ref, Ref]:
    """Every entity that counts as another, with the one that it counts as in the end.

    >>> from .claim import Entity, Name
    >>> from .memory import MemoryStore
    >>> from .store import Batch
    >>> from ..ontology.vocabulary import Kind
    >>> store = MemoryStore()
    >>> persia = Entity(Ref("ent", "iran"), Kind.STATE, (Name("Iran"),), same_as=("ent:persia",))
    >>> _ = store.write(Batch(entities=[persia]))
    >>> {str(gone): str(kept) for gone, kept in merges(store).items()}
    {'ent:persia': 'ent:iran'}
    """
    found = sorted((gone, kept) for kept, gone in store.select(_EVERY).rows if _both(kept, gone))
    return _followed({gone: kept for gone, kept in found if isinstance(gone, Ref) and isinstance(kept, Ref)})


def kept_for(store: Store, refs: Iterable[Ref]) -> list[Ref]:
    """The same entities, each that was merged into another replaced by that one; sorted, none twice."""
    found: set[Ref] = set()
    for ref in refs:
        seen, at = {ref}, ref
        while (kept := _kept(store, at)) is not None and kept not in seen:
            at = kept
            seen.add(at)
        found.add(at)
    return sorted(found)


def _kept(store: Store, gone: Ref) -> Ref | None:
    rows = store.select(_ONE, {"gone": gone}).rows
    return min((row[0] for row in rows if isinstance(row[0], Ref) and row[0].prefix == "ent"), default=None)


def _both(kept: object, gone: object) -> bool:
    return isinstance(kept, Ref) and isinstance(gone, Ref) and kept.prefix == "ent" and kept != gone


def _followed(direct: Mapping[Ref, Ref]) -> Mapping[Ref, Ref]:
    """Each to the end of its chain; what leads back to itself is left alone."""
    ends: dict[Ref, Ref] = {}
    for gone in direct:
        seen, at = {gone}, direct[gone]
        while at in direct and at not in seen:
            seen.add(at)
            at = direct[at]
        if at not in seen:
            ends[gone] = at
    return ends
