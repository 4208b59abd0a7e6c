"""A catalogued question asked in Cypher: on the embedded engine or on Neo4j, with the rows that SPARQL gives."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Protocol, cast, runtime_checkable

from ..errors import UsageError
from ..graph.ref import Ref
from ..graph.store import Store, Table, Value
from .questions import CATALOGUE, CLAIMS, Question


@runtime_checkable
class CypherEngine(Protocol):
    """What answers Cypher: the embedded engine, or a Neo4j server."""

    def cypher(self, query: str, parameters: Mapping[str, object] | None = None) -> Table:
        """Run one query for reading."""
        ...


@runtime_checkable
class KeepsDirectory(Protocol):
    """A store that cannot be asked in SPARQL without fetching all of it, and hands out its names by themselves."""

    def directory(self) -> Store:
        """Entities and sources alone."""
        ...


def directory(store: Store) -> Store:
    """Where names are looked up for a question that is asked in Cypher: the store itself, or its names alone."""
    return store.directory() if isinstance(store, KeepsDirectory) else store


def cypher_of(question: Question) -> str:
    """The Cypher text of a question, from the file beside its SPARQL.

    >>> from .questions import questions
    >>> cypher_of(questions()["neighbours"]).splitlines()[2]
    'MATCH (state:Entity {id: $state})-[r:BORDERS]-(neighbour:State)'
    """
    path = CATALOGUE / f"{question.id}.cypher"
    if not path.is_file():
        raise UsageError(f"{question.id} is not asked in Cypher", remedy="ask it by its id; Python answers it")
    return path.read_text(encoding="utf-8")


def answer(
    engine: CypherEngine, question: Question, bound: Mapping[str, Ref | tuple[Ref, ...]]
) -> tuple[Table, tuple[tuple[Ref, ...], ...]]:
    """The table of a question, and the sorted claim ids behind each of its rows.

    `bound` holds the entities asked about; an optional parameter that is left out is null.
    """
    parameters: dict[str, object] = {parameter.name: None for parameter in question.parameters}
    parameters.update(bound)
    found = engine.cypher(cypher_of(question), parameters)
    width = found.columns.index(CLAIMS)
    table = Table(found.columns[:width], tuple(row[:width] for row in found.rows))
    return table, tuple(_claims(row[width]) for row in found.rows)


def _claims(cell: Value) -> tuple[Ref, ...]:
    """The ids in a list of ids, or in a list of such lists; nulls stand for what an OPTIONAL MATCH did not find."""
    found: set[Ref] = set()
    rest: list[object] = [json.loads(cell)] if isinstance(cell, str) else []
    while rest:
        each = rest.pop()
        if isinstance(each, list):
            rest += cast("list[object]", each)
        elif isinstance(each, str):
            found.add(Ref.parse(each))
    return tuple(sorted(found))
