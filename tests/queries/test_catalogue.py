"""The files of the catalogue: what they say of themselves holds, and they agree with the ontology."""

from __future__ import annotations

import re
from dataclasses import replace

import araz
import pyoxigraph as ox
import pytest
from araz.errors import InputError, UnknownEntity
from araz.graph.claim import Review, Verdict
from araz.graph.oxigraph import OxigraphStore
from araz.graph.ref import Ref
from araz.graph.store import Batch
from araz.ontology.schema import load_schema
from araz.ontology.vocabulary import Modality
from araz.queries.asking import ask
from araz.queries.questions import CLAIMS, questions, read_question

SPARQL = {name: question for name, question in questions().items() if not question.in_python}
WANTED = [
    "shared-infrastructure",
    "corridors",
    "plants-on-river",
    "armed-groups",
    "supporters",
    "ethnic-groups",
    "kin-across-borders",
    "neighbours",
    "stance",
    "partners",
    "flows",
    "consequences",
    "alternatives",
    "dependants",
    "evidence",
    "contradictions",
    "timeline",
    "memberships",
    "shared-memberships",
    "says",
]


@pytest.fixture(scope="module")
def example():
    with araz.open("example") as graph:
        yield graph.store


@pytest.fixture(scope="module")
def dump(example):
    """The example in a store without Araz: what any other tool would see."""
    store = ox.Store()
    store.load("".join(example.ntriples()).encode(), format=ox.RdfFormat.N_TRIPLES)
    return store


def az_names(text):
    return set(re.findall(r"az:(\w+)", text))


def lists(question, start):
    """The lists of relations in a query that begin with this one: after IN, or as a path."""
    text = re.sub(r"#.*", "", SPARQL[question].text)
    found = re.findall(r"IN \(([^()]*)\)", text) + re.findall(r"\?\w+ ((?:\s*\|?\^?az:\w+){2,}) \?\w+", text)
    return [az_names(each) for each in found if start in az_names(each)]


def test_all_questions_of_the_design_are_there():
    assert set(WANTED) <= set(SPARQL)
    in_python = {name for name, question in questions().items() if question.in_python}
    assert in_python == {
        *("capacity-at-risk", "chokepoints", "connection", "exposed-infrastructure", "joint-failure", "most-critical"),
    }


@pytest.mark.parametrize("name", sorted(set(questions()) - set(SPARQL)))
def test_an_answer_in_python_has_the_columns_it_declares_and_sorted_claims(name, example):
    question = questions()[name]
    answer = ask(example, name, question.example)
    assert [*answer.columns, CLAIMS] == [column.name for column in question.columns]
    assert answer.rows
    assert all(list(row) == sorted(set(row)) and row for row in answer.claims)
    assert ask(example, name, question.example).record() == answer.record()


@pytest.mark.parametrize("name", sorted(SPARQL))
def test_a_query_runs_as_it_is_and_its_columns_are_the_ones_it_declares(name, dump):
    question = SPARQL[name]
    found = dump.query(question.text)
    assert [variable.value for variable in found.variables] == [column.name for column in question.columns]
    assert question.columns[-1].name == CLAIMS
    assert len(list(found)) > 0


@pytest.mark.parametrize("name", sorted(SPARQL))
def test_a_query_asks_about_its_example(name, example, dump):
    question = SPARQL[name]
    assert len(list(dump.query(question.text))) == len(ask(example, name, question.example).rows)


@pytest.mark.parametrize("name", sorted(SPARQL))
def test_a_query_is_plain_sparql(name):
    from rdflib.plugins.sparql import prepareQuery

    prepareQuery(SPARQL[name].text)


@pytest.mark.parametrize("name", sorted(questions()))
def test_a_parameter_is_a_known_kind_and_has_its_block_and_its_slot(name):
    question = questions()[name]
    names = {parameter.name for parameter in question.parameters}
    for parameter in question.parameters:
        assert parameter.kind in {"Source", *load_schema().classes}
        assert question.in_python or f"VALUES ?{parameter.name} {{" in question.text
        assert parameter.optional or all(f"{{{parameter.name}}}" in template for template in question.templates)
    for template in question.templates:
        assert set(re.findall(r"\{(\w+)\}", template)) <= names
    assert set(question.example) <= names


@pytest.mark.parametrize("name", sorted(SPARQL))
def test_standing_questions_rest_on_claims_that_stand(name, example):
    question = SPARQL[name]
    assert question.counts in ("standing claims", "claims in every modality")
    answer = ask(example, name, question.example)
    claims = {claim.id: claim for claim in example.claims({claim for row in answer.claims for claim in row})}
    for row in answer.claims:
        assert row
        assert list(row) == sorted(row)
        if question.counts == "standing claims":
            assert all(claims[claim].stands for claim in row)
    if question.counts != "standing claims":
        assert "modality" in answer.columns


@pytest.mark.parametrize("name", sorted(set(questions()) - set(SPARQL)))
def test_an_empty_store_answers_nothing_in_python_and_says_so(name):
    store = OxigraphStore.in_memory()
    if all(parameter.optional for parameter in questions()[name].parameters):
        assert ask(store, name, {}).rows == ()
    with pytest.raises(UnknownEntity, match="the store is empty"):
        ask(store, name, questions()[name].example)


def test_rejected_claims_answer_nothing(example):
    rejected = Review(Verdict.REJECTED, "a reader")
    store = OxigraphStore.in_memory()
    claims = [replace(claim, review=rejected) for claim in example.claims()]
    store.write(Batch(list(example.sources()), list(example.entities()), claims))
    for name, question in questions().items():
        assert ask(store, name, question.example).rows == (), name


def test_claims_in_other_modes_never_answer_a_standing_question(example):
    for modality in set(Modality) - {Modality.ASSERTED}:
        store = OxigraphStore.in_memory()
        claims = {claim.id: claim for claim in (replace(claim, modality=modality) for claim in example.claims())}
        store.write(Batch(list(example.sources()), list(example.entities()), list(claims.values())))
        for name, question in SPARQL.items():
            if question.counts == "standing claims":
                assert ask(store, name, question.example).rows == (), (name, modality)


def test_a_second_label_does_not_multiply_rows(example):
    store = OxigraphStore.in_memory()
    store.write(Batch(list(example.sources()), list(example.entities()), list(example.claims())))
    label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    for entity in example.entities():
        store._store.add(ox.Quad(ox.NamedNode(entity.id.iri), label, ox.Literal("zz another", language="en")))
    for name, question in SPARQL.items():
        assert ask(store, name, question.example).record() == ask(example, name, question.example).record()


def test_a_thing_without_a_label_is_an_answer_too(example):
    store = OxigraphStore.in_memory()
    store.write(Batch(list(example.sources()), list(example.entities()), list(example.claims())))
    label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    for quad in list(store._store.quads_for_pattern(ox.NamedNode(Ref("ent", "armenia").iri), label, None)):
        store._store.remove(quad)
    rows = dict(ask(store, "neighbours", {"state": "Iran"}).rows)
    assert rows[Ref("ent", "armenia")] is None


def test_stakes_are_those_of_the_ontology():
    relations = load_schema().relations.values()
    held = {relation.name for relation in relations if relation.stake == "subject"}
    stakes = held | {relation.name for relation in relations if relation.stake == "object"}
    for name in ("shared-infrastructure", "corridors", "flows"):
        found = lists(name, "operates")
        assert len(found) >= 2
        assert all(each == stakes for each in found), name
    found = lists("plants-on-river", "operates")
    assert len(found) == 2
    assert all(each == held for each in found)


def test_the_direction_of_stakes_is_that_of_the_ontology():
    for name in ("shared-infrastructure", "corridors", "flows"):
        turned = set(re.findall(r"\^az:(\w+)", SPARQL[name].text))
        assert turned == {each.name for each in load_schema().relations.values() if each.stake == "object"}


def test_a_stance_is_every_interaction_and_what_lasts():
    (one_way,) = lists("stance", "accuses")
    (mutual,) = lists("stance", "consults")
    relations = load_schema().relations
    assert {relation.name for relation in relations.values() if relation.plover} <= one_way | mutual
    assert not any(relations[name].symmetric for name in one_way)
    assert all(relations[name].symmetric for name in mutual)


def test_a_denial_of_what_is_mutual_holds_both_ways():
    (mutual,) = lists("contradictions", "borders")
    assert mutual == {relation.name for relation in load_schema().relations.values() if relation.symmetric}


@pytest.mark.parametrize(
    ("line", "said"),
    [("#+ titel: x", "titel"), ("#+ param: state", "param: state"), ("#+ column: x y", "column: x y")],
)
def test_a_comment_line_that_says_nothing_known_is_an_error(line, said, tmp_path):
    path = tmp_path / "q.rq"
    path.write_text(f'#+ title: t\n#+ question: q\n#+ column: a "b"\n#+ counts: c\n#+ example: a=b\n{line}\n', "utf-8")
    with pytest.raises(InputError, match=re.escape(said)):
        read_question(path)


def test_a_question_without_a_title_is_an_error(tmp_path):
    path = tmp_path / "q.rq"
    path.write_text("SELECT * {}", "utf-8")
    with pytest.raises(InputError, match="no title"):
        read_question(path)
