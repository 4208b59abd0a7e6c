"""Claims on a Neo4j server: the property graph, behind the same protocol as every store, and asked in Cypher."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from ..errors import ArazError, StoreReadOnly
from . import cells, edits, statements
from .answers import bound, table
from .bolt import Address, Connection, plain_cell, rows_of
from .changes import EMPTY, Stored, changes_of
from .claim import Claim, Entity, Source
from .marks import mark
from .ntriples import claim_lines, entity_lines, sorted_lines, source_lines
from .properties import read_claim, read_entity, read_source
from .ref import Ref
from .store import Batch, Store, Table, Value, Written

if TYPE_CHECKING:
    from neo4j import ManagedTransaction

    from .oxigraph import OxigraphStore

_T = TypeVar("_T")
_Record = TypeVar("_Record", Claim, Entity, Source)

TIME_LIMIT = 60.0
"""Seconds that a query may take unless told otherwise."""

_PART = 1_000


class Neo4jStore:
    """Claims on a Neo4j server (5.26 or newer), at an address such as `neo4j+s://ana@example.org/region`.

    User and password come from the address, or from NEO4J_USERNAME and NEO4J_PASSWORD. Opening it for writing makes
    the constraints and indexes. `cypher` asks on the server, in a transaction that may not write.
    Raises `StoreError` when no server answers or the login is refused.
    """

    recovered = None

    def __init__(self, address: str, *, write: bool = False) -> None:
        self.address = Address.parse(address)
        self._connection = Connection(self.address)
        self._writable = write
        self._copy: OxigraphStore | None = None
        self._copied = EMPTY
        self._names: tuple[str, OxigraphStore] | None = None
        if write:
            try:
                self._connection.define(statements.SCHEMA)
            except ArazError:
                self.close()
                raise

    def __repr__(self) -> str:
        return f"Neo4jStore({str(self.address)!r})"

    @property
    def writable(self) -> bool:
        """Whether `write` may be called."""
        return self._writable

    def stamp(self) -> str:
        """A version mark; "0" while nothing was ever written. What people change by hand does not move it."""
        return self._connection.read(_stamp)

    def write(self, batch: Batch) -> Written:
        """Write all of `batch`, or nothing, in one transaction."""

        def work(tx: ManagedTransaction) -> Written:
            stamp = _locked_stamp(tx)
            stored, there = _stored(tx, batch)
            changes = changes_of(batch, stored, stamp)
            if changes:
                # A claim that somebody made unreadable by hand is there all the same, and is put right.
                rows = [edits.marked_row(claim) for claim in changes.new_claims]
                new = [row for row in rows if row["id"] not in there]
                changed = [row for row in rows if row["id"] in there]
                put = {claim.id for claim in changes.new_claims}
                gone = [str(claim.id) for claim in changes.old_claims if claim.id not in put]
                edit = edits.Edit(changes.new_sources, changes.new_entities, new, changed, gone)
                edits.apply(tx, edit)
                set_stamp(tx, changes.stamp)
            return changes.written

        written = self.transact(work)
        if self._copy is not None:
            # What is written here need not be fetched again.
            self._copy.write(batch)
            self._copied = self.stamp()
        return written

    def transact(self, work: Callable[[ManagedTransaction], _T]) -> _T:
        """Run `work` in one transaction that writes, tried again on passing faults."""
        self._check_writable()
        return self._connection.write(work)

    def claims(self, ids: Iterable[Ref] | None = None) -> Iterator[Claim]:
        """Claims with all their fields, by id, as they now stand on the server."""
        rows = self._rows(statements.CLAIMS, statements.CLAIMS_OF, ids)
        return (read_at(read_claim, row) for row in rows if _is_claim(row))

    def entities(self, ids: Iterable[Ref] | None = None) -> Iterator[Entity]:
        """Entities with all their fields, by id. A node that is only named by claims is none."""
        rows = self._rows(statements.ENTITIES, statements.ENTITIES_OF, ids)
        return (read_at(read_entity, row) for row in rows if is_described(row))

    def sources(self, ids: Iterable[Ref] | None = None) -> Iterator[Source]:
        """Sources with all their fields, by id. A node that is only cited is none."""
        rows = self._rows(statements.SOURCES, statements.SOURCES_OF, ids)
        return (read_at(read_source, row) for row in rows if is_described(row))

    def select(self, query: str, parameters: Mapping[str, Value] | None = None) -> Table:
        """Run a read-only SELECT or ASK, on a copy of the graph in its RDF form.

        Neo4j does not answer SPARQL. The copy is fetched when first asked for, and again when the stamp has moved: what
        this needs is small and rare. For more, ask in Cypher.
        """
        stamp = self.stamp()
        if self._copy is None or self._copied != stamp:
            from .oxigraph import OxigraphStore

            copy = OxigraphStore.in_memory()
            copy.write(Batch(tuple(self.sources()), tuple(self.entities()), tuple(self.claims())))
            self._copy, self._copied = copy, stamp
        return self._copy.select(query, parameters)

    def directory(self) -> Store:
        """Entities and sources alone, to look names up in SPARQL: a small copy, fetched like that of `select`.

        What claims name and nobody described is in it as the object of some statement.
        """
        stamp = self.stamp()
        if self._copy is not None and self._copied == stamp:
            return self._copy
        if self._names is None or self._names[0] != stamp:
            from .oxigraph import OxigraphStore

            rows = [row for row in self._rows(statements.ENTITIES, "", None) if isinstance(row["id"], str)]
            names = OxigraphStore.in_memory()
            described = [read_at(read_entity, row) for row in rows if is_described(row)]
            names.write(Batch(tuple(self.sources()), tuple(described)))
            names.mention(Ref.parse(str(row["id"])) for row in rows if not is_described(row) and _is_id(row))
            self._names = stamp, names
        return self._names[1]

    def cypher(
        self,
        query: str,
        parameters: Mapping[str, object] | None = None,
        *,
        write: bool = False,
        seconds: float = TIME_LIMIT,
        rows: int | None = None,
    ) -> Table:
        """Run one Cypher query, its `$parameters` bound: for reading, unless `write` says otherwise.

        The server ends it after `seconds`; `rows` is the most rows fetched.
        """
        given = bound(parameters)

        def work(tx: ManagedTransaction) -> Table:
            answer = tx.run(query, given)  # pyright: ignore[reportArgumentType] (the analyst's own query)
            records = answer if rows is None else islice(answer, rows)
            return table(answer.keys(), [[plain_cell(cell) for cell in record.values()] for record in records])

        def changing(tx: ManagedTransaction) -> Table:
            stamp = _locked_stamp(tx)
            answer = work(tx)
            set_stamp(tx, mark(stamp, query, repr(given)))
            return answer

        if write:
            self._check_writable()
            return self._connection.write(changing)
        return self._connection.read(work, seconds=seconds)

    def ntriples(self) -> Iterator[str]:
        """Every triple of the RDF form as a line of N-Triples, sorted, each with its line break."""
        texts = (
            *map(source_lines, self.sources()),
            *map(entity_lines, self.entities()),
            *map(claim_lines, self.claims()),
        )
        return iter(sorted_lines("".join(texts)))

    def close(self) -> None:
        """Let go of the connections."""
        self._connection.close()

    def fetch(self, query: str, **parameters: object) -> list[dict[str, object]]:
        """The records of a query of Araz's own, read in one transaction."""
        return self._connection.read(lambda tx: rows_of(tx, query, **parameters))

    def _check_writable(self) -> None:
        if not self._writable:
            raise StoreReadOnly("the store was opened for reading", remedy="open it with write=True")

    def _rows(self, every: str, some: str, ids: Iterable[Ref] | None) -> Iterator[Mapping[str, object]]:
        if ids is None:
            yield from self._connection.stream(every)
            return
        wanted = iter(sorted({str(ref) for ref in ids}))
        while part := list(islice(wanted, _PART)):
            yield from self.fetch(some, ids=part)


def read_at(reader: Callable[[Mapping[str, object]], _Record], row: Mapping[str, object]) -> _Record:
    """A record of a row; an error names the node."""
    try:
        return reader(row)
    except ArazError as error:
        raise error.at(cells.text(row, "id")) from None


def set_stamp(tx: ManagedTransaction, stamp: str, seal: str | None = None) -> None:
    """Put the stamp on the store's own node, made if need be, and the seal where it is known."""
    rows_of(tx, statements.SET_STAMP, stamp=stamp, seal=seal)


def _stamp(tx: ManagedTransaction) -> str:
    found = rows_of(tx, statements.STAMP)
    return (cells.text(found[0], "stamp") if found else "") or EMPTY


def _locked_stamp(tx: ManagedTransaction) -> str:
    return cells.text(rows_of(tx, statements.LOCK)[0], "stamp") or EMPTY


def _stored(tx: ManagedTransaction, batch: Batch) -> tuple[Stored, set[str]]:
    """What the server holds under the ids of a batch, and the ids of the claims that are there in any shape."""
    rows = _found(tx, statements.CLAIMS_OF, [*(claim.id for claim in batch.claims), *batch.withdrawn])
    claims = {Ref.parse(cells.text(row, "id")): claim for row in rows if (claim := _readable(read_claim, row))}
    entities = _found(tx, statements.ENTITIES_OF, [entity.id for entity in batch.entities])
    sources = _found(tx, statements.SOURCES_OF, [source.id for source in batch.sources])
    stored = Stored(
        claims,
        {found.id: found for row in entities if (found := _readable(read_entity, row))},
        {found.id: found for row in sources if (found := _readable(read_source, row))},
    )
    return stored, {cells.text(row, "id") for row in rows}


def _found(tx: ManagedTransaction, query: str, ids: Sequence[Ref]) -> list[dict[str, object]]:
    names = iter(dict.fromkeys(str(ref) for ref in ids))
    rows: list[dict[str, object]] = []
    while part := list(islice(names, _PART)):
        rows += rows_of(tx, query, ids=part)
    return rows


def _readable(reader: Callable[[Mapping[str, object]], _Record], row: Mapping[str, object]) -> _Record | None:
    try:
        return reader(row)
    except ArazError:
        return None


def _is_claim(row: Mapping[str, object]) -> bool:
    """Whether a node labelled Claim is one of ours, and not another program's."""
    return isinstance(row["id"], str) and row["id"].startswith("claim:")


def _is_id(row: Mapping[str, object]) -> bool:
    try:
        return Ref.parse(str(row["id"])).prefix == "ent"
    except ArazError:
        return False


def is_described(row: Mapping[str, object]) -> bool:
    """Whether a node is an entity or a source of ours that somebody described, and not only named or cited."""
    properties = row["properties"]
    return isinstance(row["id"], str) and isinstance(properties, Mapping) and "name" in properties
