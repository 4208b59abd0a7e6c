"""No command is changed by the name of an entity, on disk or on a SPARQL server (on Neo4j: tests/neo4j)."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..graph.conftest import http, oxigraph_command, oxigraph_server  # noqa: F401 - fixtures
from .hostile import assert_names_are_only_names
from .inprocess import Run, araz  # noqa: F401 - a fixture


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own, where commands run."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_names_are_only_names_on_disk(araz: Run, folder: Path) -> None:  # noqa: F811
    assert_names_are_only_names(araz, "region.db", folder)


def test_names_are_only_names_on_a_sparql_server(
    araz: Run,  # noqa: F811
    folder: Path,
    oxigraph_server: str,  # noqa: F811
) -> None:
    http(f"{oxigraph_server}/update", b"CLEAR ALL", "application/sparql-update")
    assert_names_are_only_names(araz, f"{oxigraph_server}/query", folder)
