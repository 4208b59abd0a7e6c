"""The questions that Python answers, and what-if, have the same answer whatever the claims are kept in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from araz.graph.memory import MemoryStore
from araz.graph.store import Batch
from araz.loaders.loading import load
from araz.loaders.registry import load_registry
from araz.queries.asking import ask
from araz.queries.questions import questions
from araz.queries.scenario import simple_scenario
from araz.queries.whatif import whatif

EXAMPLE = Path(__file__).parents[2] / "loaders" / "example" / "claims.jsonl"


def answered(store):
    """What every question in Python, and a what-if question, answer; as text, to the byte."""
    found = {each.id: ask(store, each.id, each.example).record() for each in questions().values() if each.in_python}
    found["whatif"] = whatif(store, simple_scenario(store, ["Iran"]), of="infrastructure").record()
    return json.dumps(found, sort_keys=True)


@pytest.fixture(scope="module")
def reference():
    """The example in the plain reference store, and its answers."""
    store = MemoryStore()
    load(store, EXAMPLE, registry=load_registry())
    return store, answered(store)


def test_every_backend_answers_alike(store, reference):
    plain, expected = reference
    store.write(Batch(tuple(plain.sources()), tuple(plain.entities()), tuple(plain.claims())))
    assert answered(store) == expected
