"""Cells of SPARQL and Cypher in a notebook."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from araz.errors import UsageError
from araz.graph.ref import Ref
from araz.graph.store import Table
from araz.views import query_display
from araz.views.magics import load_ipython_extension

from ..conftest import needed
from .hostile import HOSTILE, region
from .pictures import tree

OPERATES = "SELECT ?who ?what WHERE { ?who az:operates ?what }"


@pytest.fixture
def notebook(example):
    """`run(language, line, cell)` in a notebook whose variable g is the example; `.names` are its variables."""
    cells = {}
    shell = SimpleNamespace(
        user_ns={"g": example}, register_magic_function=lambda run, kind, name: cells.update({(kind, name): run})
    )
    load_ipython_extension(shell)
    return SimpleNamespace(run=lambda name, line, cell: cells["cell", name](line, cell), names=shell.user_ns)


def test_a_cell_shows_its_rows_and_keeps_them_in_a_variable(notebook, example):
    made = notebook.run("sparql", "-o rows", OPERATES)
    assert notebook.names["rows"] == example.sparql(OPERATES)
    assert "ent:khudafarin-plant" in made._repr_mimebundle_()["text/html"]


def test_cypher_is_asked_in_the_same_way(notebook):
    notebook.run("cypher", "-o rows", "MATCH (s:State {id: 'ent:iran'}) RETURN s.name AS name")
    assert notebook.names["rows"].rows == (("Iran",),)


def test_grouped_rows_say_the_group_once_and_first(notebook):
    text = repr(notebook.run("sparql", "-g what", OPERATES))
    lines = [line.split() for line in text.splitlines() if "ent:" in line]
    assert text.splitlines()[0].endswith("by what")
    assert sum("ent:khudafarin-plant" in line for line in lines) == 1


def test_rows_of_claims_are_drawn_as_a_graph(notebook):
    made = notebook.run("sparql", "-d graph", "SELECT ?claim WHERE { ?claim rdf:subject ent:iran } LIMIT 5")
    drawn = tree(made._repr_mimebundle_()["image/svg+xml"])
    assert "Iran" in {element.text for element in drawn.iter() if element.tag.endswith("text")}


def test_rows_of_entities_are_drawn_with_the_claims_between_them(notebook):
    made = notebook.run("sparql", "-d graph -g who", OPERATES)
    assert "operates" in made._repr_mimebundle_()["image/svg+xml"]


def test_rows_with_places_are_drawn_on_a_map(notebook):
    made = notebook.run("sparql", "-d map", "SELECT ?p WHERE { ?p a az:HydroPlant }")
    assert "Khudafarin" in made._repr_mimebundle_()["image/svg+xml"]


@pytest.mark.parametrize("form", ["graph", "map"])
def test_rows_with_nothing_to_draw_are_an_error(notebook, form):
    with pytest.raises(UsageError, match=f"nothing for a {form}"):
        notebook.run("sparql", f"-d {form}", "SELECT (1 AS ?one) {}")


@pytest.mark.parametrize("line", ["-g nowhere", "-d picture", "-x", "--of other", "-o"])
def test_an_option_that_says_nothing_known_is_an_error_on_one_line(notebook, line):
    with pytest.raises(UsageError):
        notebook.run("sparql", line, OPERATES)


@pytest.mark.parametrize("form", ["table", "graph"])
def test_hostile_names_are_text_however_the_rows_are_shown(form):
    store = region()
    rows = tuple((claim.id, text) for claim, text in zip(store.claims(), HOSTILE, strict=False))
    made = query_display.shown(store, Table(("what", *HOSTILE[:1]), rows), form, HOSTILE[0])
    assert not re.search(r"<(script|img src=x|iframe|form|base|a)\b|<[^>]*\son\w+=", made["text/html"])
    if form == "graph":
        parts = list(tree(made["image/svg+xml"]).iter())
        assert not {part.tag.rpartition("}")[2] for part in parts} & {"script", "image", "foreignObject", "iframe"}
        assert all(part.get("href", "#").startswith("#") for part in parts)


def test_the_graph_may_have_another_name(notebook, example):
    notebook.names["region"] = example
    del notebook.names["g"]
    notebook.run("sparql", "--of region -o rows", "SELECT ?s WHERE { VALUES ?s { ent:iran } ?s a az:State }")
    assert notebook.names["rows"].rows == ((Ref("ent", "iran"),),)


def test_the_package_is_an_extension_of_ipython(monkeypatch):
    import araz

    interactive = needed("notebook", "IPython.core.interactiveshell")

    # With another environment active than the one that runs the tests, IPython would warn of it.
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    shell = interactive.InteractiveShell.instance()
    try:
        shell.run_line_magic("load_ext", "araz")
        assert {"sparql", "cypher"} <= shell.magics_manager.magics["cell"].keys()
        made, _ = shell.display_formatter.format(araz.open("example").ask("neighbours", "Iran"))
        assert "<table>" in made["text/html"]
    finally:
        shell.clear_instance()
