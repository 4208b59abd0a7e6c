"""One suite for every backend: the same rows and claim ids for each question, the same answer for each what-if."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from araz.errors import ArazError
from araz.graph.oxigraph import OxigraphStore
from araz.graph.ref import Ref
from araz.graph.store import Batch
from araz.queries.asking import ask
from araz.queries.questions import questions
from araz.queries.scenario import simple_scenario
from araz.queries.whatif import whatif

from ..conftest import never
from .backends import HOSTILE, Backend, data, expected

BackendOf = Callable[[Batch], Backend]


def assert_same(backend: Backend, name: str) -> int:
    """Ask everything; say how many rows came."""
    rows = 0
    for asked, answer in expected(name):
        if backend.answers(answer.question):
            found = backend.ask(answer.question, asked, answer.params)
            assert found == (answer.columns, answer.rows, answer.claims), (answer.question.id, asked)
            rows += len(answer.rows)
    return rows


def test_the_bundled_example_is_answered_alike(backend_of: BackendOf) -> None:
    backend = backend_of(data("example"))
    assert assert_same(backend, "example") > 100


def test_every_question_finds_something_in_the_example() -> None:
    assert [answer.question.id for _, answer in expected("example") if not answer.rows] == []


@pytest.mark.parametrize("seed", range(3))
def test_random_regions_are_answered_alike(backend_of: BackendOf, seed: int) -> None:
    assert assert_same(backend_of(data(str(seed))), str(seed)) > 20


@pytest.mark.parametrize("struck", ["Iran", "Azerbaijan"])
def test_what_if_gives_the_same_answer(backend_of: BackendOf, struck: str) -> None:
    backend = backend_of(data("example"))
    if backend.engine is not None:
        never("Python works a what-if out from a store, and the embedded engine is derived from one")
    reference = OxigraphStore.in_memory()
    reference.write(data("example"))
    answers = [whatif(store, simple_scenario(store, [struck])) for store in (reference, backend.store)]
    assert answers[0].results
    assert answers[0].record() == answers[1].record()


def test_names_that_look_like_queries_are_only_names(backend_of: BackendOf) -> None:
    batch = data("hostile")
    backend = backend_of(batch)
    before = list(backend.store.ntriples())
    assert assert_same(backend, "hostile") > 20
    assert list(backend.store.ntriples()) == before


@pytest.mark.parametrize("question", sorted(questions()))
def test_a_name_that_nobody_bears_is_unknown_however_it_looks(question: str) -> None:
    store = OxigraphStore.in_memory()
    store.write(data("1"))
    for text in HOSTILE:
        with pytest.raises(ArazError):
            ask(store, question, {each.name: text for each in questions()[question].parameters})


def test_parameters_that_look_like_queries_find_nothing_and_change_nothing(backend_of: BackendOf) -> None:
    backend = backend_of(data("1"))
    before = list(backend.store.ntriples())
    for question in questions().values():
        for text in HOSTILE:
            asked = {each.name: text for each in question.parameters}
            if backend.engine is None:
                with pytest.raises(ArazError):
                    backend.ask(question, asked, {})
            elif backend.answers(question):
                assert backend.ask(question, {}, asked)[1] == ()  # pyright: ignore (texts where ids should be)
    assert list(backend.store.ntriples()) == before
    if backend.engine is not None:
        kept = backend.engine.cypher("MATCH (c:Claim) RETURN count(c) AS n").rows
        assert kept == ((len(data("1").claims),),)


def test_an_entity_is_found_by_a_name_that_looks_like_a_query(backend_of: BackendOf) -> None:
    backend = backend_of(data("hostile"))
    if backend.name not in ("embedded", "neo4j"):
        query = (
            "SELECT ?e { VALUES ?n { 'x' } ?e <http://www.w3.org/2000/01/rdf-schema#label> ?l FILTER(STR(?l) = ?n) }"
        )
        found = backend.store.select(query, {"n": f"{HOSTILE[0]} 0"})
    else:
        engine = backend.engine or backend.store
        found = engine.cypher("MATCH (e:Entity {name: $n}) RETURN e.id", {"n": f"{HOSTILE[0]} 0"})  # pyright: ignore
    assert found.rows == ((Ref("ent", "e0"),),)
