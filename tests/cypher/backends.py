"""What the conformance suite asks, and what answers: one store of each kind, filled with the same claims."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from pathlib import Path
from random import Random

import pytest
from araz.errors import ArazError
from araz.graph.claim import Name
from araz.graph.cypher import CypherGraph
from araz.graph.memory import MemoryStore
from araz.graph.oxigraph import OxigraphStore
from araz.graph.ref import Ref
from araz.graph.store import Batch, Store
from araz.loaders.loading import load
from araz.loaders.registry import load_registry
from araz.queries.asking import Answer, ask
from araz.queries.incypher import answer
from araz.queries.questions import Question, questions

from ..graph.conftest import BACKENDS as RDF_BACKENDS
from .small_regions import region

EXAMPLE = Path(__file__).parents[2] / "loaders" / "example" / "claims.jsonl"

# Names that a query would be changed by, were they ever pasted into one.
HOSTILE = (
    "'}) DETACH DELETE n //",
    '"}) DETACH DELETE n //',
    "$a",
    "} INSERT DATA { <x> <y> <z> } #",
    "ent:iran' OR '1",
    "`) SET n.name = 'x' //",
    '" . } ; DROP ALL #',
)

CYPHER = ("embedded", "neo4j")
BACKENDS = (*sorted(RDF_BACKENDS), *CYPHER)

Asked = Mapping[str, Ref | tuple[Ref, ...]]


@dataclass(frozen=True)
class Backend:
    """One kind of store with claims in it: the store, and the embedded engine where that is what is tried."""

    name: str
    store: Store
    engine: CypherGraph | None = None

    def answers(self, question: Question) -> bool:
        """Whether this backend answers a question: Python asks a store, and the embedded engine is none."""
        return self.engine is None or not question.in_python

    def ask(self, question: Question, asked: Mapping[str, str], params: Asked) -> tuple[object, object, object]:
        """Columns, rows and claim ids of an answer."""
        if self.engine is not None:
            table, claims = answer(self.engine, question, params)
            return table.columns, table.rows, claims
        found = ask(self.store, question.id, asked)
        return found.columns, found.rows, found.claims


@pytest.fixture(params=BACKENDS)
def backend_of(request: pytest.FixtureRequest) -> Iterator[Callable[[Batch], Backend]]:
    """Puts a batch into a new store of each kind in turn."""
    name = str(request.param)
    if name not in CYPHER:
        opening = RDF_BACKENDS[name](request)
        opener = next(opening)

        def put(batch: Batch) -> Backend:
            store = opener()
            store.write(batch)
            return Backend(name, store)

        yield put
        next(opening, None)
        return
    server = request.getfixturevalue("store") if name == "neo4j" else None

    def put_for_cypher(batch: Batch) -> Backend:
        if server is not None:
            server.write(batch)
            return Backend(name, server)
        rdf = OxigraphStore.in_memory()
        rdf.write(batch)
        return Backend(name, rdf, CypherGraph.of(rdf))

    yield put_for_cypher


@cache
def data(name: str) -> Batch:
    """The bundled example, a random region by its number, or one whose names look like queries."""
    if name == "example":
        store = MemoryStore()
        load(store, EXAMPLE, registry=load_registry())
        return Batch(tuple(store.sources()), tuple(store.entities()), tuple(store.claims()))
    if name != "hostile":
        return region(int(name))
    batch = region(2)
    entities = [
        replace(entity, names=(Name(f"{HOSTILE[place % len(HOSTILE)]} {place}", "en"),))
        for place, entity in enumerate(batch.entities)
    ]
    return Batch(batch.sources, entities, batch.claims)


@cache
def expected(name: str, most: int = 5) -> tuple[tuple[dict[str, str], Answer], ...]:
    """What is asked of some data, and the answers of the reference (pyoxigraph in memory)."""
    store = OxigraphStore.in_memory()
    store.write(data(name))
    found: list[tuple[dict[str, str], Answer]] = []
    for question in questions().values():
        if name == "example":
            asked = dict(question.example)
            found.append((asked, ask(store, question.id, asked)))
        elif not question.in_python:
            found += list(_drawn(store, question, name))[:most]
    return tuple(found)


def _drawn(store: Store, question: Question, name: str) -> list[tuple[dict[str, str], Answer]]:
    """Answers about entities that the question may be asked about, those with most to say first."""
    random = Random(f"{name} {question.id}")  # noqa: S311 - the same every time
    entities = data(name).entities
    names = [entity.name if name == "hostile" else str(entity.id) for entity in entities]
    choices = list(product(names, repeat=len(question.parameters)))
    random.shuffle(choices)
    found: list[tuple[dict[str, str], Answer]] = []
    for values in choices[:60]:
        asked = {each.name: value for each, value in zip(question.parameters, values, strict=True)}
        if question.id == "says":
            asked["source"] = random.choice(["src:s0", values[0]])
        if random.random() < 0.3:
            asked = {each.name: asked[each.name] for each in question.parameters if not each.optional}
        try:
            found.append((asked, ask(store, question.id, asked)))
        except ArazError:
            continue
    return sorted(found, key=lambda each: -len(each[1].rows))
