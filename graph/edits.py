"""What one transaction does to the property graph on a Neo4j server. Claims come as the rows that it sends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from ..ontology.schema import load_schema
from . import cells, statements
from .bolt import rows_of
from .claim import Claim, Entity, Source
from .marks import bound, claim_mark, entity_mark, source_mark
from .properties import (
    CLAIM_ALWAYS,
    CLAIM_KEYS,
    ENTITY_KEYS,
    SOURCE_KEYS,
    ClaimRow,
    claim_row,
    entity_row,
    source_row,
)

if TYPE_CHECKING:
    from neo4j import ManagedTransaction

_T = TypeVar("_T")

# Rows of one UNWIND: large enough to make round trips cheap, small enough for a server with little memory.
_PART = 5_000

MARKED = "mark"
"""The property that holds the mark of a record that Araz put there."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Records to put, and ids of claims to take out. `changed` are claims whose id is there already.

    The rows of claims bear their marks: `marked_row` makes them.
    """

    sources: Sequence[Source] = ()
    entities: Sequence[Entity] = ()
    new: Sequence[ClaimRow] = ()
    changed: Sequence[ClaimRow] = ()
    gone: Sequence[str] = ()

    def __bool__(self) -> bool:
        return bool(self.sources or self.entities or self.new or self.changed or self.gone)


def marked_row(claim: Claim) -> ClaimRow:
    """A claim as a row that bears its mark."""
    row = claim_row(claim)
    row["properties"][MARKED] = bound(claim.id, claim_mark(claim))
    return row


def apply(tx: ManagedTransaction, edit: Edit) -> None:
    """Carry out an edit. Nodes and relationships of others stay."""
    broken = [row for rows in _parts(edit.changed) for row in _rewrite(tx, rows)]
    loose = _unlink(tx, [*(row["id"] for row in broken), *edit.gone])
    for ids in _parts(edit.gone):
        rows_of(tx, statements.REMOVE_CLAIMS, ids=ids, nothing=dict.fromkeys((*CLAIM_KEYS, MARKED)))
    for sources in _parts(edit.sources):
        rows_of(tx, statements.PUT_SOURCES, rows=[_source(source) for source in sources])
    for entities in _parts(edit.entities):
        rows_of(tx, statements.PUT_ENTITIES, rows=[_entity(entity) for entity in entities])
    for rows in _parts(broken):
        _put_claims(tx, rows, statements.CHANGED_CLAIMS)
    for rows in _parts(edit.new):
        _put_claims(tx, rows, statements.NEW_CLAIMS)
    _forget(tx, loose)


@dataclass(slots=True)
class _Loose:
    """What stood beside claims that are unlinked, and may now stand alone."""

    entities: set[str]
    passages: set[str]
    sources: set[str]


def _unlink(tx: ManagedTransaction, ids: Sequence[str]) -> _Loose:
    loose = _Loose(set(), set(), set())
    for part in _parts(ids):
        for row in rows_of(tx, statements.TOUCHED, ids=part):
            loose.entities.update(cells.texts(row, "entities"))
            loose.passages.update(cells.texts(row, "passages"))
            loose.sources.update(cells.texts(row, "sources"))
        rows_of(tx, statements.UNLINK_RELATIONSHIPS, ids=part)
        rows_of(tx, statements.UNLINK, ids=part)
    return loose


def _rewrite(tx: ManagedTransaction, rows: Sequence[ClaimRow]) -> list[ClaimRow]:
    """Change claims that are there and tied as they should be; give back the others."""
    slim = [
        {
            "id": row["id"],
            "properties": row["properties"],
            "subject": row["subject"],
            "object": row["object"],
            "ties": _ties(row),
        }
        for row in rows
    ]
    found = rows_of(tx, statements.REWRITTEN_CLAIMS, rows=slim, nothing=_MAY_BE)
    done = set(cells.texts(found[0], "ids"))
    kept = [row for row in rows if row["id"] in done]
    if kept:
        _put_passages(tx, kept)
    relationships = [row["relationship"] for row in kept if "relationship" in row]
    if relationships:
        rows_of(tx, statements.RELATIONSHIPS, rows=relationships)
    return [row for row in rows if row["id"] not in done]


def _ties(row: ClaimRow) -> list[str]:
    """What a claim's node is tied to, each with the type of the tie."""
    ends = (("SUBJECT", row["subject"]), ("OBJECT", row["object"]))
    others = (("IF", row.get("condition")), ("SAID_BY", row.get("speaker")))
    passages = sorted({passage["id"] for passage in row["passages"]})
    found = [f"{kind} {end}" for kind, end in (*ends, *others) if end is not None]
    return [*found, *(f"EVIDENCE {passage}" for passage in passages)]


def _put_claims(tx: ManagedTransaction, rows: Sequence[ClaimRow], statement: str) -> None:
    _ensure(tx, rows)
    # Passages were put just before: the claims need only their ids.
    slim = [
        [
            row["properties"],
            row["subject"],
            row["object"],
            [passage["id"] for passage in row["passages"]],
            [row["relationship"]["type"]] if "relationship" in row else [],
        ]
        for row in rows
    ]
    rows_of(tx, statement, rows=slim, nothing=_MAY_BE)
    conditions = [{"id": row["id"], "to": row["condition"]} for row in rows if "condition" in row]
    if conditions:
        rows_of(tx, statements.CONDITIONS, rows=conditions)
    speakers = [{"id": row["id"], "to": row["speaker"]} for row in rows if "speaker" in row]
    if speakers:
        rows_of(tx, statements.SPEAKERS, rows=speakers)


def _ensure(tx: ManagedTransaction, rows: Sequence[ClaimRow]) -> None:
    """Put the passages, and a bare node for every entity and source that the claims name."""
    entities: dict[str, None] = {}
    for row in rows:
        entities[row["subject"]] = entities[row["object"]] = None
        for end in (row.get("condition"), row.get("speaker")):
            if end is not None:
                entities[end] = None
    rows_of(tx, statements.ENSURE_ENTITIES, ids=list(entities))
    sources = dict.fromkeys(passage["source"] for row in rows for passage in row["passages"])
    rows_of(tx, statements.ENSURE_SOURCES, ids=list(sources))
    _put_passages(tx, rows)


def _put_passages(tx: ManagedTransaction, rows: Sequence[ClaimRow]) -> None:
    passages = {passage["id"]: passage for row in rows for passage in row["passages"]}
    rows_of(tx, statements.PUT_PASSAGES, rows=[[each["source"], each["properties"]] for each in passages.values()])


def _forget(tx: ManagedTransaction, loose: _Loose) -> None:
    for part in _parts(sorted(loose.passages)):
        rows_of(tx, statements.FORGET_PASSAGES, ids=part)
    for part in _parts(sorted(loose.entities)):
        rows_of(tx, statements.FORGET_ENTITIES, ids=part)
    for part in _parts(sorted(loose.sources)):
        rows_of(tx, statements.FORGET_SOURCES, ids=part)


def _entity(entity: Entity) -> dict[str, object]:
    row = entity_row(entity)
    stale = [name for name in load_schema().classes if name not in row["labels"]]
    properties = {**_NO_ENTITY, **row["properties"], MARKED: bound(entity.id, entity_mark(entity))}
    return {"id": row["id"], "labels": list(row["labels"]), "stale": stale, "properties": properties}


def _source(source: Source) -> dict[str, object]:
    row = source_row(source)
    properties = {**_NO_SOURCE, **row["properties"], MARKED: bound(source.id, source_mark(source))}
    return {"id": row["id"], "properties": properties}


# A key that a record no longer has must be taken off the node; keys of others stay.
_MAY_BE: dict[str, None] = dict.fromkeys(key for key in CLAIM_KEYS if key not in CLAIM_ALWAYS)
_NO_ENTITY: dict[str, None] = dict.fromkeys(ENTITY_KEYS)
_NO_SOURCE: dict[str, None] = dict.fromkeys(SOURCE_KEYS)


def _parts(items: Iterable[_T]) -> Iterator[list[_T]]:
    rest = iter(items)
    while part := list(islice(rest, _PART)):
        yield part
