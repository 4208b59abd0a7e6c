"""Every catalogued question answers its example as it did when the answer was last read by eye."""

from __future__ import annotations

import json
from pathlib import Path

import araz
import pytest
from araz.ontology.vocabulary import Modality, Relation
from araz.queries.questions import questions

GOLDEN = Path(__file__).parent / "golden"


def rounded(value):
    """Without the last digits of products, which differ between processors."""
    if isinstance(value, dict):
        return {key: rounded(each) for key, each in value.items()}
    if isinstance(value, list):
        return [rounded(each) for each in value]
    return round(value, 9) if isinstance(value, float) else value


@pytest.fixture(scope="module")
def example():
    with araz.open("example") as graph:
        yield graph


@pytest.mark.parametrize("name", sorted(questions()))
def test_the_example_is_answered_as_before(name, example, request):
    record = rounded(example.ask(name, **dict(questions()[name].example)).record())
    path = GOLDEN / f"{name}.json"
    if request.config.getoption("--update-golden"):
        path.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert record == json.loads(path.read_text("utf-8"))


@pytest.mark.parametrize("name", sorted(questions()))
def test_every_row_has_claims_behind_it(name, example):
    answer = example.ask(name, **dict(questions()[name].example))
    assert answer.rows
    assert all(answer.claims)
    assert len(list(example.store.claims(claim for row in answer.claims for claim in row))) > 0


@pytest.mark.parametrize("relation", sorted(Relation))
def test_a_plain_relation_is_always_asserted(relation, example):
    said = example.sparql(f"SELECT ?a ?b {{ ?a az:{relation.value} ?b }}").rows
    standing = {
        (claim.subject, claim.object)
        for claim in example.store.claims()
        if claim.relation is relation and claim.modality is Modality.ASSERTED and not claim.rejected
    }
    assert set(said) == standing


def test_no_golden_answer_is_left_over():
    assert {path.stem for path in GOLDEN.glob("*.json")} == set(questions())
