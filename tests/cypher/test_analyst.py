"""Forty queries that an analyst would write: the embedded engine and Neo4j answer them alike."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from araz.graph.cypher import CypherGraph
from araz.graph.memory import MemoryStore
from araz.graph.neo4j import Neo4jStore
from araz.graph.store import Batch, Table

from .backends import data

TEXT = Path(__file__).with_name("analyst.cypher").read_text(encoding="utf-8")
QUERIES = ["\n".join(q.splitlines()) for q in TEXT.split("\n", 2)[2].split("\n\n") if q.strip()]


def test_there_are_forty_of_them() -> None:
    assert len(QUERIES) >= 40


@pytest.fixture(scope="module", params=["example", 1, 4])
def batch(request: pytest.FixtureRequest) -> Batch:
    return data(str(request.param))


def test_the_embedded_engine_answers_each_of_them(batch: Batch) -> None:
    store = MemoryStore()
    store.write(batch)
    graph = CypherGraph.of(store)
    assert sum(bool(graph.cypher(query).rows) for query in QUERIES) > 25


def test_neo4j_gives_the_same_rows(store: Neo4jStore, batch: Batch) -> None:
    reference = MemoryStore()
    reference.write(batch)
    graph = CypherGraph.of(reference)
    store.write(batch)
    for query in QUERIES:
        assert rows(graph.cypher(query), query) == rows(store.cypher(query), query), query


def rows(table: Table, query: str) -> list[str]:
    """Rows as text: in their order where the query gives one, numbers to nine digits."""
    plain = [[round(cell, 9) if isinstance(cell, float) else cell and str(cell) for cell in row] for row in table.rows]
    lines = [json.dumps(row) for row in plain]
    return lines if " ORDER BY " in query else sorted(lines)
