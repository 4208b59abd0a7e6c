"""The questions in Cypher: one file beside each `.rq`, ready for Neo4j Browser."""

from __future__ import annotations

import pytest
from araz.queries.incypher import cypher_of
from araz.queries.questions import CATALOGUE, Question, questions

ASKED_IN_CYPHER = [question for question in questions().values() if not question.in_python]


def test_every_question_in_sparql_is_there_in_cypher_too() -> None:
    assert {path.stem for path in CATALOGUE.glob("*.cypher")} == {path.stem for path in CATALOGUE.glob("*.rq")}


@pytest.mark.parametrize("question", ASKED_IN_CYPHER, ids=lambda question: question.id)
def test_a_question_says_its_parameters_so_that_it_runs_in_neo4j_browser(question: Question) -> None:
    text = cypher_of(question)
    assert all(f":param {each.name} => " in text for each in question.parameters)
