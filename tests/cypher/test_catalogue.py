"""Every catalogued question in Cypher and in SPARQL: the same columns, the same rows, the same claims."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice, product
from pathlib import Path
from random import Random

import pytest
from araz.errors import ArazError
from araz.graph.memory import MemoryStore
from araz.graph.ref import Ref
from araz.graph.store import Batch, Store
from araz.loaders.loading import load
from araz.loaders.registry import load_registry
from araz.queries.asking import Answer, ask
from araz.queries.incypher import answer, cypher_of
from araz.queries.questions import CATALOGUE, Question, questions

from .conftest import Engine
from .small_regions import region

ASKED_IN_CYPHER = [question for question in questions().values() if not question.in_python]
EXAMPLE = Path(__file__).parents[2] / "loaders" / "example" / "claims.jsonl"

MakeEngine = Callable[[Batch], tuple[Store, Engine]]


def test_every_question_in_sparql_is_there_in_cypher_too() -> None:
    assert {path.stem for path in CATALOGUE.glob("*.cypher")} == {path.stem for path in CATALOGUE.glob("*.rq")}


@pytest.mark.parametrize("question", ASKED_IN_CYPHER, ids=lambda question: question.id)
def test_a_question_says_its_parameters_so_that_it_runs_in_neo4j_browser(question: Question) -> None:
    text = cypher_of(question)
    assert all(f":param {each.name} => " in text for each in question.parameters)


@pytest.fixture(scope="module")
def example() -> Batch:
    """The bundled example as one batch."""
    store = MemoryStore()
    load(store, EXAMPLE, registry=load_registry())
    return Batch(tuple(store.sources()), tuple(store.entities()), tuple(store.claims()))


def test_the_bundled_example_is_answered_alike(engine_of: MakeEngine, example: Batch) -> None:
    rdf, engine = engine_of(example)
    for question in ASKED_IN_CYPHER:
        expected = ask(rdf, question.id, dict(question.example))
        assert expected.rows, question.id
        assert_same(engine, expected)


@pytest.mark.parametrize("seed", range(6))
def test_random_regions_are_answered_alike(engine_of: MakeEngine, seed: int) -> None:
    batch = region(seed)
    rdf, engine = engine_of(batch)
    found = 0
    for question in ASKED_IN_CYPHER:
        for expected in islice(asked(rdf, question, batch, Random(seed)), 5):  # noqa: S311
            assert_same(engine, expected)
            found += len(expected.rows)
    assert found > 20


def asked(store: Store, question: Question, batch: Batch, random: Random):
    """Answers to the question about entities that it may be asked about."""
    names = [str(entity.id) for entity in batch.entities]
    choices = list(product(names, repeat=len(question.parameters)))
    random.shuffle(choices)
    answers: list[Answer] = []
    for values in choices[:60]:
        params = {each.name: value for each, value in zip(question.parameters, values, strict=True)}
        if question.id == "says":
            params["source"] = random.choice(["src:s0", values[0]])
        if random.random() < 0.3:
            params = {each.name: params[each.name] for each in question.parameters if not each.optional}
        try:
            answers.append(ask(store, question.id, params))
        except ArazError:
            continue
    # Those that have something to say come first.
    yield from sorted(answers, key=lambda each: -len(each.rows))


def assert_same(engine: Engine, expected: Answer) -> None:
    table, claims = answer(engine, expected.question, expected.params)
    where = (expected.question.id, expected.params)
    assert table.columns == expected.columns, where
    assert table.rows == expected.rows, where
    assert claims == expected.claims, where


HOSTILE = (
    "'}) DETACH DELETE n //",
    '"}) DETACH DELETE n //',
    "$a",
    "} INSERT DATA { <x> <y> <z> } #",
    "ent:iran' OR '1",
)


@pytest.mark.parametrize("question", ASKED_IN_CYPHER, ids=lambda question: question.id)
def test_a_parameter_that_looks_like_a_query_finds_nothing_and_changes_nothing(
    engine_of: MakeEngine, question: Question
) -> None:
    batch = region(1)
    _, engine = engine_of(batch)
    before = engine.cypher("MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN count(DISTINCT n) AS n, count(r) AS r").rows
    for text in HOSTILE:
        parameters = {each.name: text for each in question.parameters}
        assert engine.cypher(cypher_of(question), parameters).rows == ()
    after = engine.cypher("MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN count(DISTINCT n) AS n, count(r) AS r").rows
    assert before == after


def test_entities_whose_names_look_like_queries_are_only_names(engine_of: MakeEngine) -> None:
    from dataclasses import replace

    from araz.graph.claim import Name

    batch = region(2)
    entities = [replace(e, names=(Name(HOSTILE[i % len(HOSTILE)]),)) for i, e in enumerate(batch.entities)]
    rdf, engine = engine_of(Batch(batch.sources, entities, batch.claims))
    for question in ASKED_IN_CYPHER:
        for expected in islice(asked(rdf, question, batch, Random(3)), 2):  # noqa: S311
            assert_same(engine, expected)
    assert engine.cypher("MATCH (e:Entity) WHERE e.name IS NOT NULL RETURN count(e) AS n").rows == ((len(entities),),)
    assert engine.cypher("MATCH (e:Entity {name: $n}) RETURN e.id LIMIT 1", {"n": HOSTILE[0]}).rows[0][0] == Ref(
        "ent", "e0"
    )
