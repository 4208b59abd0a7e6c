"""What the registry knows of states, as claims: who borders whom, who is a member of what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..graph.claim import Claim, Passage, Quantity, Source
from ..graph.dates import Interval
from ..graph.ref import Ref
from ..ontology.schema import load_schema
from ..ontology.vocabulary import Kind, Relation
from .registry import CURATED, FACTBOOK, Membership, Neighbour, Registry

METHOD = "registry"
"""The method of the claims: no text was read for them."""

_BORDERS = "Geography, Land boundaries"
_MEMBERSHIPS = "Government, International organization participation"


def reference_claims(registry: Registry, refs: Iterable[Ref]) -> Iterator[Claim | Source]:
    """The borders and memberships of these states: first the sources, then claims on records of theirs.

    A border between two of them comes once, from the first. Only full members are members. What the Factbook says
    holds for the year it is of; a curated membership holds from its date on.

    >>> from araz.loaders.registry import load_registry
    >>> found = reference_claims(load_registry(), [Ref("ent", "iran"), Ref("ent", "armenia")])
    >>> [item.quantities[0].value for item in found if isinstance(item, Claim) and item.object.local == "armenia"]
    [44.0]
    """
    yield from (source for ref in (CURATED, FACTBOOK) if (source := registry.source(ref)) is not None)
    kinds = {entity.id: entity.kind for entity in registry}
    done: set[Ref] = set()
    for ref in dict.fromkeys(refs):
        for border in registry.borders(ref):
            if border.ref not in done and _may(kinds, ref, Relation.BORDERS, border.ref):
                yield _border(registry, ref, border)
        for place in registry.memberships(ref):
            if not place.role and _may(kinds, ref, Relation.MEMBER_OF, place.organisation):
                yield _membership(registry, ref, place)
        done.add(ref)


def _may(kinds: Mapping[Ref, Kind], subject: Ref, relation: Relation, object_: Ref) -> bool:
    # A dependent territory has borders and seats too, but is no state to the ontology.
    if subject not in kinds or object_ not in kinds:
        return False
    return load_schema().may_relate(relation.value, kinds[subject].value, kinds[object_].value) is None


def _border(registry: Registry, ref: Ref, border: Neighbour) -> Claim:
    return Claim(
        subject=ref,
        relation=Relation.BORDERS,
        object=border.ref,
        valid=Interval(border.as_of, border.as_of),
        quantities=(Quantity(border.km, "km", "land border"),),
        evidence=(_passage(registry, ref, _BORDERS, border.text),),
        method=METHOD,
    )


def _membership(registry: Registry, ref: Ref, place: Membership) -> Claim:
    curated = Passage(CURATED, record=f"{place.organisation} members {ref}")
    return Claim(
        subject=ref,
        relation=Relation.MEMBER_OF,
        object=place.organisation,
        valid=Interval(place.since or place.as_of, place.as_of),
        evidence=(_passage(registry, ref, _MEMBERSHIPS, place.text) if place.text else curated,),
        method=METHOD,
    )


def _passage(registry: Registry, ref: Ref, field: str, text: str) -> Passage:
    page = next(cited.text for cited in registry.citations(ref) if cited.source == FACTBOOK)
    return Passage(FACTBOOK, quote=text, record=f"{page}, {field}: {text}", lang="en")
