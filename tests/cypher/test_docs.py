"""What the pages on Cypher, Neo4j and RDF tools show runs: queries on every engine, commands and Python as shown."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from ..cli.inprocess import Run, araz  # noqa: F401 - a fixture
from ..neo4j.server import Server
from .backends import EXAMPLE, data
from .conftest import Engine, MakeEngine

DOCS = Path(__file__).parents[2] / "docs"
PAGES = ("cypher", "neo4j", "rdf-tools")


def blocks(page: str, kind: str) -> list[str]:
    """The blocks of one kind on a page."""
    return re.findall(rf"```{kind}\n(.*?)```", (DOCS / f"{page}.md").read_text("utf-8"), re.DOTALL)


def commands(page: str) -> list[list[str]]:
    """The commands that a page shows, each as its words."""
    lines = [line for block in blocks(page, "console") for line in block.splitlines()]
    return [shlex.split(line)[1:] for line in lines if line.startswith("araz ")]


QUERIES = {f"{page}-{number}": query for page in PAGES for number, query in enumerate(blocks(page, "cypher"))}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that the pages load, and the catalogue."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(EXAMPLE.parent, tmp_path, dirs_exist_ok=True)
    (tmp_path / "queries").symlink_to(DOCS.parent / "queries")
    return tmp_path


def test_the_page_on_neo4j_has_ten_queries() -> None:
    assert sum(name.startswith("neo4j-") for name in QUERIES) >= 10


def test_every_query_of_the_documentation_finds_something(engine_of: MakeEngine) -> None:
    engine: Engine = engine_of(data("example"))[1]
    for name, query in QUERIES.items():
        found = engine.cypher(query)
        assert found.rows or "island" in found.columns, name


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("command", commands("cypher"), ids=lambda words: words[1][:40])
def test_every_command_of_the_page_on_cypher_answers(araz: Run, command: list[str]) -> None:  # noqa: F811
    done = araz(*command)
    assert done.code == 0, done.err
    assert done.out


@pytest.mark.usefixtures("place")
def test_the_commands_of_the_page_on_rdf_tools_run_in_their_order(araz: Run, oxigraph_server: str) -> None:  # noqa: F811
    for command in commands("rdf-tools"):
        words = [word.replace("http://localhost:3030/region/sparql", f"{oxigraph_server}/query") for word in command]
        assert araz(*words).code == 0, command
    assert {path.name for path in Path().iterdir()} >= {"region.ttl", "region.graphml", "region.gexf", "tables"}


@pytest.mark.usefixtures("place", "store")
def test_the_commands_of_the_page_on_neo4j_run_in_their_order(
    araz: Run,  # noqa: F811
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NEO4J_USERNAME", server.username)
    monkeypatch.setenv("NEO4J_PASSWORD", server.password)
    assert araz("load", "claims.jsonl", "--db", "region.db").code == 0
    by_hand = next(block for block in blocks("neo4j", "text") if "CREATE" in block)
    for command in commands("neo4j"):
        words = [word.replace("neo4j://localhost:7687", server.uri) for word in command]
        if "--dry-run" in words:
            assert araz("cypher", by_hand, "--write", "--db", server.uri).code == 0
        done = araz(*words)
        assert done.code == 0, (command, done.err)
        if "--dry-run" in words:
            assert "ent:iran participatesIn ent:instc (possible, 0.6)" in done.out


@pytest.mark.parametrize("page", PAGES)
def test_the_python_of_a_page_runs(page: str) -> None:
    for block in blocks(page, "python"):
        exec(compile(block, page, "exec"), {})  # noqa: S102 - our own pages


def test_the_style_sheet_names_what_is_in_the_graph() -> None:
    from araz.ontology.schema import load_schema

    sheet = blocks("neo4j", "css")[0]
    named = set(re.findall(r"^node\.(\w+)", sheet, re.MULTILINE))
    assert named
    assert named - set(load_schema().classes) == {"Claim", "Passage", "Source"}


@pytest.mark.parametrize("page", PAGES)
def test_every_link_of_a_page_leads_somewhere(page: str) -> None:
    text = (DOCS / f"{page}.md").read_text("utf-8")
    for target in re.findall(r"\]\(([\w./-]+\.(?:md|py))", text):
        assert (DOCS / target).is_file(), target
