"""The bundled example goes in whole: nothing is quarantined, and pySHACL finds nothing wrong in it."""

from __future__ import annotations

import pytest
from araz.graph.memory import MemoryStore
from araz.loaders.admit import admit
from araz.loaders.annotated import read_annotated
from araz.loaders.document import Document
from araz.loaders.example_build import FOLDER
from araz.loaders.registry import load_registry
from araz.loaders.report import LoadReport
from araz.ontology.shapes import find_violations
from rdflib import Graph


@pytest.fixture(scope="module")
def loaded() -> tuple[MemoryStore, LoadReport]:
    store = MemoryStore()
    reading = read_annotated(Document.of_path(FOLDER / "claims.jsonl"), "jsonl")
    return store, admit(store, reading.items, place=reading.place, registry=load_registry())


def test_nothing_is_quarantined(loaded: tuple[MemoryStore, LoadReport]):
    _, report = loaded
    assert report.quarantined == ()
    assert report.claims_new >= 150


def test_a_second_load_changes_nothing(loaded: tuple[MemoryStore, LoadReport]):
    store, first = loaded
    reading = read_annotated(Document.of_path(FOLDER / "claims.jsonl"), "jsonl")
    again = admit(store, reading.items, place=reading.place, registry=load_registry())
    assert (again.claims_new, again.claims_updated, again.claims_unchanged) == (0, 0, first.claims_new)
    assert again.entities_new == 0


def test_the_text_goes_in_with_its_source(loaded: tuple[MemoryStore, LoadReport]):
    store, _ = loaded
    source = next(source for source in store.sources() if str(source.id) == "src:briefing")
    assert source.text == (FOLDER / "briefing.txt").read_text("utf-8")
    assert source.licence == "CC BY 4.0"


def test_pyshacl_finds_nothing_wrong(loaded: tuple[MemoryStore, LoadReport]):
    store, _ = loaded
    graph = Graph().parse(data="".join(store.ntriples()), format="nt")
    assert find_violations(graph) == ()
