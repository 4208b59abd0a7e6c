"""The files for neo4j-admin: what its own importer makes of them is the graph that a push makes."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path

import pytest
from araz.graph.bulk import command, export_bulk
from araz.graph.memory import MemoryStore
from araz.graph.neo4j import Neo4jStore
from araz.graph.store import Batch
from araz.graph.sync import push

from ..conftest import absent
from .artifacts import Unavailable, classpath
from .random_graphs import together
from .server import in_java, new_home


@pytest.fixture
def importer() -> list[str]:
    """The command line of the server's own admin tool."""
    try:
        return ["java", "-Xmx768m", "-cp", classpath(), "org.neo4j.cli.AdminTool"]
    except Unavailable as reason:
        absent("neo4j", str(reason))


def test_the_importer_takes_the_files_and_the_graph_is_the_same(
    importer: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = MemoryStore()
    store.write(together(range(60)))
    files = export_bulk(store, tmp_path)
    assert {path.name for path in files} >= {"entities-header.csv", "entities.csv", "import.sh", "schema.cypher"}
    home, port = new_home()
    words = shlex.split((tmp_path / "import.sh").read_text().replace("\\\n", " "), comments=True)
    assert words[0] == "neo4j-admin"
    environment = {**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
    ended = subprocess.run(
        [*importer, *words[1:]], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stdout[-1500:] + ended.stderr[-1500:]
    server = in_java(home, port)
    monkeypatch.setenv("NEO4J_USERNAME", server.username)
    monkeypatch.setenv("NEO4J_PASSWORD", server.password)
    imported = Neo4jStore(server.uri, write=True)
    assert list(imported.ntriples()) == list(store.ntriples())
    assert imported.stamp() == store.stamp()
    again = push(store, imported)
    assert (again.claims_new, again.claims_updated, again.claims_withdrawn, again.entities_new) == (0, 0, 0, 0)
    imported.close()
    assert server.kill is not None
    server.kill()


def test_an_empty_store_gives_headers_and_a_command(tmp_path: Path) -> None:
    store = MemoryStore()
    store.write(Batch())
    export_bulk(store, tmp_path)
    assert (tmp_path / "claims.csv").read_text() == ""
    assert (tmp_path / "claims-header.csv").read_text().startswith('"id:ID(Claim)",')
    assert (tmp_path / "import.sh").read_text() == command()
