"""Records out of any RDF store that answers CONSTRUCT: in parts, so that a store of any size can be read through."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

import pyoxigraph as ox

from ..errors import StoreError
from .claim import Claim, Entity, Source
from .rdf import Records, read_triples
from .ref import Ref
from .updates import claims_query, entities_query, sources_query

Construct = Callable[[str], Iterable[ox.Triple]]
"""Runs a CONSTRUCT query."""

# A part's ids must fit a request to a server, and its records the memory.
_PART = 500


def read_claims(construct: Construct, ids: Iterable[Ref]) -> Iterator[Claim]:
    """The claims with these ids, in their order; ids must be sorted."""
    for part in _parts(ids):
        yield from _sound(read_triples(construct(claims_query(part)))).claims


def read_entities(construct: Construct, ids: Iterable[Ref]) -> Iterator[Entity]:
    """The entities with these ids, in their order; ids must be sorted."""
    for part in _parts(ids):
        yield from _sound(read_triples(construct(entities_query(part)))).entities


def read_sources(construct: Construct, ids: Iterable[Ref]) -> Iterator[Source]:
    """The sources with these ids, in their order; ids must be sorted."""
    for part in _parts(ids):
        yield from _sound(read_triples(construct(sources_query(part)))).sources


def _parts(ids: Iterable[Ref]) -> Iterator[Sequence[Ref]]:
    rest = iter(ids)
    while part := list(islice(rest, _PART)):
        yield part


def _sound(records: Records) -> Records:
    for problem in records.problems:
        raise StoreError(
            f"the store holds something that Araz cannot read: {problem.error}",
            remedy="take it out with the tool that put it there",
        )
    return records
