"""Claims in an Oxigraph store, in memory or on disk: the store that Araz uses unless told otherwise."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path

import pyoxigraph as ox

from ..errors import StoreError, StoreReadOnly
from ..ontology.vocabulary import Term
from .ahead import Ahead
from .changes import EMPTY, Changes, Stored, changes_of
from .claim import Claim, Entity, Source
from .derived import Derived
from .generations import FAILURES, Draft, Generations
from .journal import Journal
from .ntriples import sorted_lines
from .parts import Parts
from .reading import read_claims, read_entities, read_sources
from .ref import Ref
from .sparql import ids_of, reading, table_of
from .store import Batch, Table, Value, Written
from .updates import ENTITY, STAMP_QUERY, additions, ids_query, removal, stamping

_TYPE = ox.NamedNode(Term.TYPE)
_CLAIM = ox.NamedNode(Term.CLAIM)
_CONFIDENCE = ox.NamedNode(Term.CONFIDENCE)
_METHOD = ox.NamedNode(Term.METHOD)
_PASSAGE = ox.NamedNode(Term.WAS_DERIVED_FROM)
_DECISION = ox.NamedNode(Term.HAS_DECISION)
_VERDICT = ox.NamedNode(Term.VERDICT)

# A load is cut into parts: into few, for each leaves files that questions have to look into, and into small ones, for
# each is held in memory (100 MB at the most).
_PARTS, _SMALLEST, _LARGEST = 4, 5_000, 50_000


class OxigraphStore:
    """Claims in Oxigraph. On disk, a reader sees the store as it was when opened, whatever a writer does meanwhile.

    One process at a time may have a store on disk open for writing. `recovered` tells of an interrupted write that was
    undone on opening, or is None. `derived` keeps what is worked out from the store.

    >>> store = OxigraphStore.in_memory()
    >>> store.stamp()
    '0'
    """

    def __init__(self, store: ox.Store, generations: Generations | None, *, writable: bool) -> None:
        self._store = store
        self._generations = generations
        self._writable = writable
        self._ahead: Ahead | None = None
        self.recovered = None if generations is None else generations.recovered
        self.derived = Derived(None if generations is None else generations.folder)
        self._journal = Journal(None if generations is None else generations.folder / "TOUCHED")

    @classmethod
    def in_memory(cls) -> OxigraphStore:
        """A new empty store that lives as long as this object."""
        return cls(ox.Store(), None, writable=True)

    @classmethod
    def open(cls, path: str | Path, *, write: bool = False) -> OxigraphStore:
        """The store in a folder. With `write` it is made if need be, and locked against other writers until closed.

        Raises `StoreError` for what is not a store, `StoreLocked` when another process writes.
        """
        generations = Generations(Path(path), write=write)
        try:
            return cls(generations.read(), generations, writable=write)
        except BaseException:
            generations.close()
            raise

    @property
    def writable(self) -> bool:
        """Whether `write` may be called."""
        return self._writable

    @property
    def engine(self) -> ox.Store:
        """The Oxigraph store that answers, for tools that read it without a copy. A write on disk opens another."""
        return self._store

    def stamp(self) -> str:
        """A version mark; "0" while nothing was ever written."""
        rows = self._rows(STAMP_QUERY).rows
        return str(rows[0][0]) if rows else EMPTY

    def write(self, batch: Batch) -> Written:
        """Write all of `batch` or nothing. On disk this makes a new generation, which costs about 0.1 s."""
        if not self._writable:
            raise StoreReadOnly("the store was opened for reading", remedy="open it with write=True")
        before = self.stamp()
        changes = changes_of(batch, self._stored(batch), before)
        if not changes:
            return changes.written
        if self._generations is None:
            _apply(self._store, changes)
        else:
            draft, rest = self._drafted(changes)
            self._store = self._generations.advance(self._store, lambda store: _apply(store, rest), draft)
        self._journal.add(before, changes)
        return changes.written

    def touched_since(self, stamp: str) -> frozenset[Ref] | None:
        """The ids of what was put or withdrawn since the store bore a stamp; None where that is not known any more."""
        return self._journal.between(stamp, self.stamp())

    def foresee(self, claims: Sequence[Claim]) -> None:
        """Begin to load claims that will most likely be in the next write. Does nothing in a store that holds some."""
        if self._generations is None or not self._writable or self.stamp() != EMPTY:
            return
        try:
            if self._ahead is None:
                self._ahead = Ahead(self._generations.begin())
            self._ahead.add(claims)
        except (StoreError, *FAILURES):
            # The write will meet the same obstacle, and tell of it.
            self._forget_ahead()

    def _drafted(self, changes: Changes) -> tuple[Draft | None, Changes]:
        """The draft in which a part of the changes is loaded already, if there is one, and the rest of them."""
        ahead = self._ahead
        if ahead is None:
            return None, changes
        try:
            ahead.finish()
            rest = ahead.rest(changes)
        except FAILURES:
            rest = None
        if rest is None:
            self._forget_ahead()
            return None, changes
        self._ahead = None
        return ahead.draft, rest

    def _forget_ahead(self) -> None:
        ahead, self._ahead = self._ahead, None
        if ahead is not None and self._generations is not None:
            with contextlib.suppress(*FAILURES):
                ahead.finish()
            self._generations.discard(ahead.draft)

    def claims(self, ids: Iterable[Ref] | None = None) -> Iterator[Claim]:
        """Claims with all their fields, by id."""
        return read_claims(self._construct, self._ids(Term.CLAIM, ids))

    def entities(self, ids: Iterable[Ref] | None = None) -> Iterator[Entity]:
        """Entities with all their fields, by id."""
        return read_entities(self._construct, self._ids(ENTITY, ids))

    def sources(self, ids: Iterable[Ref] | None = None) -> Iterator[Source]:
        """Sources with all their fields, by id."""
        return read_sources(self._construct, self._ids(Term.SOURCE, ids))

    def mention(self, refs: Iterable[Ref]) -> None:
        """Let entities be known that nobody describes: each as the object of a statement of no claim."""
        nothing, said = ox.NamedNode("urn:araz:nothing"), ox.NamedNode(Term.OBJECT)
        self._store.extend(ox.Quad(nothing, said, ox.NamedNode(ref.iri)) for ref in refs)

    def select(self, query: str, parameters: Mapping[str, Value] | None = None) -> Table:
        """Run a read-only SELECT or ASK."""
        return self._rows(reading(query, parameters))

    def ntriples(self) -> Iterator[str]:
        """Every triple as a line of N-Triples, sorted, each with its line break."""
        dump = self._store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()) or b""
        return iter(sorted_lines(dump.decode()))

    def close(self) -> None:
        """Let go of the files and of the writer's lock."""
        self._forget_ahead()
        self._store = ox.Store()
        self._writable = False
        self.derived = Derived()
        if self._generations is not None:
            self._generations.close()

    def _rows(self, query: str) -> Table:
        try:
            return table_of(self._store.query(query))
        except FAILURES as error:
            raise self._failure(error) from None

    def _construct(self, query: str) -> Iterable[ox.Triple]:
        try:
            answer = self._store.query(query)
            return list(answer) if isinstance(answer, ox.QueryTriples) else []
        except FAILURES as error:
            raise self._failure(error) from None

    def _failure(self, error: Exception) -> StoreError:
        if self._generations is None:
            return StoreError(f"the store in memory fails ({error})", remedy="start again with a new one")
        return self._generations.failure("cannot be read", error)

    def _ids(self, kind: str, ids: Iterable[Ref] | None) -> list[Ref]:
        return sorted(set(ids)) if ids is not None else ids_of(self._rows(ids_query(kind)))

    def _stored(self, batch: Batch) -> Stored:
        if self.stamp() == EMPTY:
            return Stored({}, {}, {})
        claims: dict[Ref, Claim] = {}
        other: list[Ref] = list(batch.withdrawn)
        for claim in batch.claims:
            node = ox.NamedNode(claim.id.iri)
            if ox.Quad(node, _TYPE, _CLAIM) in self._store:
                if self._same(claim, node):
                    claims[claim.id] = claim
                else:
                    other.append(claim.id)
        claims.update({claim.id: claim for claim in self.claims(other)})
        return Stored(
            claims,
            {entity.id: entity for entity in self.entities(entity.id for entity in batch.entities)},
            {source.id: source for source in self.sources(source.id for source in batch.sources)},
        )

    def _same(self, claim: Claim, node: ox.NamedNode) -> bool:
        """Whether a claim is stored just so. Looking for its quads is five times as fast as reading it.

        The id stands for all but confidence, method, review and the words of the passages.
        """
        return (
            claim.review is None
            and ox.Quad(node, _CONFIDENCE, ox.Literal(claim.confidence)) in self._store
            and ox.Quad(node, _METHOD, ox.Literal(claim.method)) in self._store
            and all(ox.Quad(node, _PASSAGE, ox.NamedNode(said.id.iri)) in self._store for said in claim.evidence)
            and next(self._store.quads_for_pattern(node, _VERDICT, None), None) is None
            and next(self._store.quads_for_pattern(node, _DECISION, None), None) is None
        )


def _apply(store: ox.Store, changes: Changes) -> None:
    taken_out = removal(changes)
    if taken_out:
        store.update(taken_out)
    records = len(changes.new_sources) + len(changes.new_entities) + len(changes.new_claims)
    size, lines = min(_LARGEST, max(_SMALLEST, -(-records // _PARTS))), additions(changes)
    with Parts(store) as parts:
        for first in lines:
            parts.add(chain([first], islice(lines, size - 1)))
    store.update(stamping(changes.stamp))
