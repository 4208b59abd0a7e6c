"""The queries that the documentation shows run, on every engine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .backends import data
from .conftest import Engine, MakeEngine

DOCS = Path(__file__).parents[2] / "docs"
BLOCK = re.compile(r"```cypher\n(.*?)```", re.DOTALL)
QUERIES = {
    f"{page}-{number}": query
    for page in ("cypher", "neo4j")
    for number, query in enumerate(
        re.findall(r"```cypher\n(.*?)```", (DOCS / f"{page}.md").read_text("utf-8"), re.DOTALL)
    )
}


def test_the_page_on_neo4j_has_ten_queries() -> None:
    assert sum(name.startswith("neo4j-") for name in QUERIES) >= 10


def test_every_query_of_the_documentation_finds_something(engine_of: MakeEngine) -> None:
    engine: Engine = engine_of(data("example"))[1]
    for name, query in QUERIES.items():
        found = engine.cypher(query)
        assert found.rows or name == "cypher-2" or "island" in found.columns, name


@pytest.mark.parametrize("page", ["cypher", "neo4j", "rdf-tools"])
def test_every_link_of_a_page_leads_somewhere(page: str) -> None:
    text = (DOCS / f"{page}.md").read_text("utf-8")
    for target in re.findall(r"\]\(([\w./-]+\.md)", text):
        assert (DOCS / target).is_file(), target
