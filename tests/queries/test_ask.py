"""Asking: names become entities, sentences become questions, and wrong calls say what is wrong."""

from __future__ import annotations

import json

import araz
import pytest
from araz.errors import UnknownEntity, UnknownQuestion, UsageError
from araz.graph.claim import Claim, Entity, Name, Passage
from araz.graph.memory import MemoryStore
from araz.graph.oxigraph import OxigraphStore
from araz.graph.ref import Ref
from araz.graph.store import Batch
from araz.ontology.vocabulary import Kind, Relation
from araz.queries.asking import ask, fill, match
from araz.queries.names import find_entities, find_entity
from araz.queries.questions import questions


@pytest.fixture(scope="module")
def example():
    with araz.open("example") as graph:
        yield graph.store


@pytest.fixture
def places():
    """A town and a plant of one name, a state of the town's country, all in one store."""
    store = OxigraphStore.in_memory()
    named = {
        "ordubad": (Kind.SETTLEMENT, Name("Ordubad", "en")),
        "ordubad-plant": (Kind.HYDRO_PLANT, Name("Ordubad", "az")),
        "tuerkei": (Kind.STATE, Name("Türkiye", "tr")),
        "qiz-qalasi": (Kind.DAM, Name("Qız Qalası", "az")),
    }
    store.write(Batch(entities=[Entity(Ref("ent", i), kind, (name,)) for i, (kind, name) in named.items()]))
    return store


def ref(text):
    return Ref.parse(text)


@pytest.mark.parametrize("name", ["Türkiye", "TURKIYE", " turkiye ", "ent:tuerkei", ref("ent:tuerkei").iri, "tuerkei"])
def test_an_entity_is_found_by_name_or_id_in_any_spelling(name, places):
    assert find_entity(places, name) == ref("ent:tuerkei")


def test_accents_and_dotless_letters_do_not_matter(places):
    assert find_entity(places, "Qiz-Qalasi") == ref("ent:qiz-qalasi")


def test_a_name_of_two_things_is_told_apart_by_kind(places):
    assert find_entity(places, "Ordubad", "Infrastructure") == ref("ent:ordubad-plant")
    assert find_entity(places, "Ordubad", "Settlement") == ref("ent:ordubad")


def test_a_name_of_two_things_lists_them(places):
    with pytest.raises(UsageError) as refused:
        find_entity(places, "ordubad")
    assert str(refused.value) == (
        "'ordubad' may be Ordubad (ent:ordubad, settlement) or Ordubad (ent:ordubad-plant, hydropower plant);"
        " give the id, such as ent:ordubad"
    )


def test_part_of_a_name_brings_whom_it_may_mean_with_id_and_class(example):
    with pytest.raises(UnknownEntity) as refused:
        find_entity(example, "Khudafarin")
    for offered in ("(ent:khudafarin-plant, hydropower plant)", "(ent:khudafarin-dam, dam)"):
        assert offered in str(refused.value)


def test_an_empty_store_says_that_it_is_empty():
    with pytest.raises(UnknownEntity, match="unknown entity 'Iran'; the store is empty: load a file"):
        find_entity(MemoryStore(), "Iran")


def test_a_thing_of_another_kind_is_not_taken(places):
    with pytest.raises(UsageError, match=r"'Türkiye' is Türkiye \(ent:tuerkei, state\), not of class river"):
        find_entity(places, "Türkiye", "River")


@pytest.mark.parametrize("name", ["Turkye", "ent:tuerkai"])
def test_an_unknown_name_brings_near_ones(name, places):
    with pytest.raises(UnknownEntity, match="did you mean"):
        find_entity(places, name)


@pytest.mark.parametrize(
    "name", ["ent:", "ent:a b", "src:nothing", "https://w3id.org/araz/id/nobody", "\u202e", "'\"}"]
)
def test_a_strange_name_is_unknown(name, places):
    with pytest.raises(UnknownEntity):
        find_entity(places, name)


def test_an_empty_name_is_a_wrong_call(places):
    with pytest.raises(UsageError, match="empty"):
        find_entity(places, "  ")


def test_an_entity_that_only_claims_mention_is_known():
    store = MemoryStore()
    said = Passage(ref("src:a"), 0, 4, "Oil.")
    store.write(Batch(claims=[Claim(ref("ent:a"), Relation.OWNS, ref("ent:b"), evidence=(said,))]))
    assert find_entity(store, "ent:b", "Infrastructure") == ref("ent:b")


def test_a_source_is_found_by_its_title_and_a_speaker_by_name(example):
    source = next(example.sources())
    assert find_entity(example, source.title, "Source") == source.id
    assert find_entity(example, "Iran", "Source") == ref("ent:iran")


def test_parameters_are_given_in_order_or_by_name():
    assert fill("stance", ["x", "y"], {}) == fill("stance", ["x"], {"b": "y"}) == {"a": "x", "b": "y"}


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda s: ask(s, "corridor", {}), "did you mean corridors"),
        (lambda s: ask(s, "corridors", {}), "corridors needs state; give state, for example state=Iran"),
        (lambda s: ask(s, "stance", {"a": "Iran", "b": " "}), "stance needs b"),
        (lambda s: ask(s, "corridors", {"state": "Iran", "colour": "red"}), "has no parameter 'colour'"),
        (lambda s: ask(s, "corridors", {"state": "INSTC"}), r"\(ent:instc, transport corridor\), not of class state"),
        (lambda s: fill("corridors", ["a", "b"], {}), "takes 1 parameter, not 2"),
        (lambda s: fill("corridors", ["a"], {"state": "b"}), "state is given twice"),
        (lambda s: ask(s, "What is love?", {}), "see the list: araz questions"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(call, said, example):
    with pytest.raises(UsageError, match=said):
        call(example)


@pytest.fixture
def listed():
    """Entities of which one has a comma and an "and" in its name."""
    store = MemoryStore()
    names = {"a": "Ada", "b": "Bo", "c": "Ganja, Barda and Beylagan Line"}
    store.write(Batch(entities=[Entity(Ref("ent", i), Kind.RAILWAY, (Name(n, "en"),)) for i, n in names.items()]))
    return store


@pytest.mark.parametrize(
    "text",
    [
        "Ada, Bo, Ganja, Barda and Beylagan Line",
        "Ada; ent:b; Ganja, Barda and Beylagan Line",
        "ADA, ganja, barda AND beylagan line,  and Bo",
    ],
)
def test_a_list_of_names_is_taken_apart(text, listed):
    assert find_entities(listed, text) == (ref("ent:a"), ref("ent:b"), ref("ent:c"))


@pytest.mark.parametrize(
    ("text", "said"), [("Ada", "names 1 thing"), ("Ada and Ada", "1 thing"), ("Ada, Boo", "'Boo'")]
)
def test_a_list_that_names_too_few_or_nobody_is_a_wrong_call(text, said, listed):
    with pytest.raises(UsageError, match=said):
        find_entities(listed, text)


def test_a_list_without_end_is_refused(listed):
    with pytest.raises(UsageError):
        find_entities(listed, ", and ".join(["Ada", "Bo"] * 5000))


def test_an_unknown_question_is_its_own_error(example):
    with pytest.raises(UnknownQuestion):
        ask(example, "nothing-like-it", {})


def test_an_answer_may_be_empty(example):
    answer = ask(example, "alternatives", {"asset": "ent:ordubad-plant"})
    assert (answer.rows, answer.claims, answer.columns) == ((), (), ("alternative", "name"))


def test_an_optional_parameter_narrows_the_answer(example):
    every = ask(example, "shared-infrastructure", {"a": "Iran"})
    some = ask(example, "shared-infrastructure", {"a": "Iran", "b": "Armenia"})
    assert {row[2] for row in every.rows} > {ref("ent:armenia")}
    assert some.rows == tuple(row for row in every.rows if row[2] == ref("ent:armenia"))


def test_shared_infrastructure_is_shared_both_ways(example):
    one = ask(example, "shared-infrastructure", {"a": "Iran", "b": "Azerbaijan"})
    other = ask(example, "shared-infrastructure", {"a": "Azerbaijan", "b": "Iran"})
    assert [row[0] for row in one.rows] == [row[0] for row in other.rows]
    assert one.claims == other.claims


def test_what_is_mutual_is_found_from_either_side(example):
    assert ref("ent:iran") in {row[0] for row in ask(example, "neighbours", {"state": "Azerbaijan"}).rows}
    assert ref("ent:instc") in {row[0] for row in ask(example, "alternatives", {"asset": "Middle Corridor"}).rows}


def test_the_record_is_plain_json(example):
    record = ask(example, "corridors", {"state": "Iran"}).record()
    assert json.loads(json.dumps(record)) == record
    assert list(record) == ["question", "params", "columns", "rows", "claims"]
    assert record["params"] == {"state": "ent:iran"}
    assert record["rows"][0][:3] == ["ent:araz-corridor", "Araz Corridor", "builds"]
    assert all(claim.startswith("claim:") for row in record["claims"] for claim in row)


@pytest.mark.parametrize("name", sorted(questions()))
def test_every_wording_leads_to_its_question(name, example):
    question = questions()[name]
    values = {p.name: f"Entity {p.name.upper()}" for p in question.parameters}
    for template in question.templates:
        text = template.format_map(values)
        for spelt in (text, text.upper(), f"  {text.rstrip('?')}  ", text.replace(" ", "  ")):
            found = match(spelt)
            assert found is not None
            assert found[0].id == name
            assert {key: value.upper() for key, value in found[1].items()} == {
                key: value.upper() for key, value in values.items() if f"{{{key}}}" in template
            }


def test_the_headline_question_is_understood(example):
    found = match("Which shared infrastructure is exposed if Iran destabilises?", example)
    assert found is not None
    assert (found[0].id, found[1]) == ("exposed-infrastructure", {"state": "Iran"})
    answer = ask(example, found[0].id, found[1])
    assert ref("ent:khudafarin-plant") in {row[1] for row in answer.rows}
    assert all(answer.claims)


def test_with_a_store_the_wording_with_known_names_wins(example):
    found = match("What flows between Iran and Azerbaijan?", example)
    assert found is not None
    assert (found[0].id, found[1]) == ("flows", {"a": "Iran", "b": "Azerbaijan"})


def test_an_article_before_a_name_is_left_out(example):
    assert match("What are the alternatives to the INSTC?", example)[1] == {"asset": "INSTC"}


@pytest.mark.parametrize("text", ["", "Iran", "Which corridors", "What depends on"])
def test_other_sentences_fit_no_question(text):
    assert match(text) is None


def test_a_text_that_is_no_sentence_fits_no_question():
    assert match("What depends on " + "a and " * 20_000 + "?") is None
