"""Random graphs and random queries: the embedded engine and Neo4j against a brute-force evaluator."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from random import Random

import kglite
from araz.errors import InputError
from araz.graph.cypher import CypherGraph
from araz.graph.neo4j import Neo4jStore

from .clauses import Query
from .drawing import draw_graph, draw_queries
from .semantics import Graph

# Queries, and how many of their answers may be wrong: one in five thousand. Each known one stands in docs/cypher.md.
WANTED, WRONG_AT_MOST = 5_000, 1
EACH = 20

Cases = Iterator[tuple[Graph, list[tuple[Query, list[list[object]]]]]]


def cases(graphs: range, each: int = EACH) -> Cases:
    """Graphs, each with queries and the rows that they have by definition."""
    for seed in graphs:
        random = Random(seed)  # noqa: S311 - the same every time
        graph = draw_graph(random)
        yield graph, list(draw_queries(random, graph, each))


def test_at_most_one_answer_in_five_thousand_is_wrong() -> None:
    asked, wrong, refused = 0, [], []
    for graph, queries in cases(range(WANTED // EACH)):
        engine = embedded(graph)
        for query, rows in queries:
            asked += 1
            try:
                found = engine.cypher(query.text, seconds=20).rows
            except InputError as error:
                refused.append((query.text, str(error)))
                continue
            if not alike(query, found, rows):
                wrong.append((query.text, found, rows))
    assert asked >= WANTED * 0.99
    assert len(wrong) <= WRONG_AT_MOST, wrong
    assert len(refused) <= asked * 0.002, refused


def test_neo4j_agrees_with_the_evaluator(store: Neo4jStore) -> None:
    asked, wrong, refused = 0, [], []
    for graph, queries in cases(range(10_000, 10_012), 10):
        store.transact(lambda tx: tx.run("MATCH (n) DETACH DELETE n").consume())
        for statement, parameters in creating(graph):
            store.transact(lambda tx, s=statement, p=parameters: tx.run(s, p).consume())
        for query, rows in queries:
            asked += 1
            try:
                found = store.cypher(query.text).rows
            except InputError as error:
                refused.append((query.text, str(error)))
                continue
            if not alike(query, found, rows):
                wrong.append((query.text, found, rows))
    assert asked >= 110
    assert wrong == []
    assert len(refused) <= asked * 0.02, refused


def creating(graph: Graph) -> Iterator[tuple[str, dict[str, object]]]:
    """The statements that make a graph, the same on both engines."""
    for node in graph.nodes:
        query = f"CREATE (n:{':'.join(node.labels)} {{id: $id, name: null}}) SET n += $p"
        yield query, {"id": node.properties["id"], "p": dict(node.properties)}
    for link in graph.links:
        a, b = (graph.nodes[end].properties["id"] for end in (link.start, link.end))
        query = f"MATCH (a {{id: $a}}) MATCH (b {{id: $b}}) CREATE (a)-[r:{link.type}]->(b) SET r = $p"
        yield query, {"a": a, "b": b, "p": dict(link.properties)}


def embedded(graph: Graph) -> CypherGraph:
    made = kglite.KnowledgeGraph()
    keys = {"primary_key": "id", "optional": ["v", "s", "name"]}
    made.define_schema({"nodes": dict.fromkeys("ABC", keys)})
    for statement, parameters in creating(graph):
        made.cypher(statement, params=parameters)
    return CypherGraph(made, None)


def alike(query: Query, found: Sequence[Sequence[object]], expected: Sequence[Sequence[object]]) -> bool:
    """Whether the rows are the same, in the same order where the query leaves no choice."""
    left, right = list(map(shown, found)), list(map(shown, expected))
    return left == right if query.ordered else sorted(left) == sorted(right)


def shown(row: Sequence[object]) -> str:
    cells = [json.loads(cell) if isinstance(cell, str) and cell.startswith("[") else cell for cell in row]
    # In which order values are collected is each engine's own choice.
    return json.dumps([sorted(map(json.dumps, map(rounded, c))) if isinstance(c, list) else rounded(c) for c in cells])


def rounded(cell: object) -> object:
    return round(float(cell), 9) if isinstance(cell, int | float) and not isinstance(cell, bool) else cell
