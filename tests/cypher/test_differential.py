"""Random graphs and random queries: the embedded engine against a brute-force evaluator and against Neo4j."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import kglite
import pytest
from araz.errors import InputError
from araz.graph.cypher import CypherGraph
from araz.graph.neo4j import Neo4jStore

# Queries, and how many of their answers may be wrong: one in five thousand. Each known one stands in docs/cypher.md.
WANTED, WRONG_AT_MOST = 5_000, 1

REFUSED = "a path of any length"
ROWS_CUT = re.compile(r" (?:LIMIT|SKIP) ")


@pytest.fixture(scope="module")
def cases(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, object]]:
    """Graphs, each with queries and the rows that the evaluator found."""
    folder = tmp_path_factory.mktemp("cases")
    made: list[dict[str, object]] = []
    for seed, options in ((1, ()), (2, ("v2",))):
        out = folder / f"{seed}.jsonl"
        script = shared / "cypher" / "query_generator.py"
        per_graph, graphs = 10, WANTED // 20
        command = [
            sys.executable,
            "-B",
            str(script),
            str(seed * 100_000),
            str(graphs),
            str(per_graph),
            str(out),
            *options,
        ]
        subprocess.run(command, check=True, capture_output=True)
        made += [json.loads(line) for line in out.read_text().splitlines()]
    return made


def test_at_most_one_answer_in_five_thousand_is_wrong(cases: list[dict[str, object]]) -> None:
    asked, wrong, failed = 0, [], []
    for case in cases:
        graph = embedded(case)
        for query in queries(case):
            asked += 1
            try:
                found = graph.cypher(query["neo"], seconds=20)
            except InputError as error:
                if REFUSED not in str(error):
                    failed.append((query["neo"], str(error)))
                continue
            if not alike(query["neo"], found.rows, query["rows"]):
                wrong.append(query["neo"])
    assert asked >= WANTED
    assert len(wrong) <= WRONG_AT_MOST, wrong
    assert len(failed) <= asked * 0.002, failed


def test_neo4j_agrees_with_the_evaluator_and_with_the_embedded_engine(
    store: Neo4jStore, cases: list[dict[str, object]]
) -> None:
    wrong, refused, asked = [], 0, 0
    for case in cases[:: len(cases) // 12]:
        store.transact(lambda tx: tx.run("MATCH (n) DETACH DELETE n").consume())
        for statement, parameters in creating(case):
            store.transact(lambda tx, s=statement, p=parameters: tx.run(s, p).consume())
        for query in queries(case):
            asked += 1
            try:
                found = store.cypher(query["neo"])
            except InputError:
                # The generator mixes label signs and grouping keys in ways that Neo4j is strict about.
                refused += 1
                continue
            if not alike(query["neo"], found.rows, query["rows"]):
                wrong.append(query["neo"])
    # Neo4j 5.26 loses a row of OPTIONAL MATCH … WHERE (COUNT { … } < 1 OR COUNT { … } > 0): see docs/cypher.md.
    assert all("OPTIONAL MATCH" in query and "COUNT {" in query for query in wrong)
    assert len(wrong) <= 1
    assert refused < asked * 0.2


def queries(case: dict[str, object]) -> list[dict[str, object]]:
    return case["qs"]  # pyright: ignore


def creating(case: dict[str, object]) -> Iterator[tuple[str, dict[str, object]]]:
    nodes, rels = case["nodes"], case["rels"]
    for node in nodes:  # pyright: ignore
        query = f"CREATE (n:{':'.join(node['labels'])} {{id: $id, name: null}}) SET n += $p"
        yield query, {"id": node["props"]["id"], "p": node["props"]}
    for rel in rels:  # pyright: ignore
        ends = {"a": nodes[rel["s"]]["props"]["id"], "b": nodes[rel["t"]]["props"]["id"], "p": rel["props"]}  # pyright: ignore
        yield f"MATCH (a {{id: $a}}) MATCH (b {{id: $b}}) CREATE (a)-[r:{rel['type']}]->(b) SET r = $p", ends


def embedded(case: dict[str, object]) -> CypherGraph:
    graph = kglite.KnowledgeGraph()
    keys = {"primary_key": "id", "optional": ["v", "s", "name"]}
    graph.define_schema({"nodes": dict.fromkeys("ABC", keys)})
    for statement, parameters in creating(case):
        graph.cypher(statement, params=parameters)
    return CypherGraph(graph, None)


def alike(query: str, found: tuple[tuple[object, ...], ...], expected: list[list[object]]) -> bool:
    if ROWS_CUT.search(query):
        # Which of several equal rows are cut is the engine's own choice.
        return len(found) == len(expected)
    return sorted(map(shown, found)) == sorted(map(shown, expected))


def shown(row: tuple[object, ...] | list[object]) -> str:
    cells = [json.loads(cell) if isinstance(cell, str) and cell.startswith("[") else cell for cell in row]
    return json.dumps([sorted(map(json.dumps, map(rounded, c))) if isinstance(c, list) else rounded(c) for c in cells])


def rounded(cell: object) -> object:
    return round(float(cell), 9) if isinstance(cell, int | float) and not isinstance(cell, bool) else cell
