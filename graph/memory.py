"""Claims in plain dictionaries: the reference that the fast stores are held against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

import pyoxigraph as ox

from .changes import EMPTY, Stored, changes_of
from .claim import Claim, Entity, Source
from .ntriples import claim_lines, entity_lines, sorted_lines, source_lines
from .ref import Ref
from .sparql import reading, table_of
from .store import Batch, Table, Value, Written

_Record = TypeVar("_Record")


class MemoryStore:
    """Claims in dictionaries: easy to read and to trust, and slow to ask.

    >>> store = MemoryStore()
    >>> store.stamp()
    '0'
    """

    writable = True
    recovered = None

    def __init__(self) -> None:
        self._stamp = EMPTY
        self._claims: dict[Ref, Claim] = {}
        self._entities: dict[Ref, Entity] = {}
        self._sources: dict[Ref, Source] = {}
        self._asked: ox.Store | None = None

    def stamp(self) -> str:
        """A version mark; "0" while nothing was ever written."""
        return self._stamp

    def write(self, batch: Batch) -> Written:
        """Write all of `batch`."""
        changes = changes_of(batch, Stored(self._claims, self._entities, self._sources), self._stamp)
        for claim in changes.old_claims:
            del self._claims[claim.id]
        self._claims.update({claim.id: claim for claim in changes.new_claims})
        self._entities.update({entity.id: entity for entity in changes.new_entities})
        self._sources.update({source.id: source for source in changes.new_sources})
        self._stamp = changes.stamp
        self._asked = None
        return changes.written

    def claims(self, ids: Iterable[Ref] | None = None) -> Iterator[Claim]:
        """Claims with all their fields, by id."""
        return _records(self._claims, ids)

    def entities(self, ids: Iterable[Ref] | None = None) -> Iterator[Entity]:
        """Entities with all their fields, by id."""
        return _records(self._entities, ids)

    def sources(self, ids: Iterable[Ref] | None = None) -> Iterator[Source]:
        """Sources with all their fields, by id."""
        return _records(self._sources, ids)

    def select(self, query: str, parameters: Mapping[str, Value] | None = None) -> Table:
        """Run a read-only SELECT or ASK, on a copy in RDF that is made when first asked for after a write."""
        text = reading(query, parameters)
        if self._asked is None:
            self._asked = ox.Store()
            self._asked.bulk_load(self._text().encode(), ox.RdfFormat.N_TRIPLES, lenient=True)
        return table_of(self._asked.query(text))

    def ntriples(self) -> Iterator[str]:
        """Every triple as a line of N-Triples, sorted, each with its line break."""
        return iter(sorted_lines(self._text()))

    def _text(self) -> str:
        texts = (
            *map(source_lines, self._sources.values()),
            *map(entity_lines, self._entities.values()),
            *map(claim_lines, self._claims.values()),
        )
        return "".join(texts)

    def close(self) -> None:
        """Forget everything."""
        self._claims, self._entities, self._sources, self._asked = {}, {}, {}, None


def _records(stored: Mapping[Ref, _Record], ids: Iterable[Ref] | None) -> Iterator[_Record]:
    wanted = stored if ids is None else stored.keys() & set(ids)
    return iter([stored[key] for key in sorted(wanted)])
