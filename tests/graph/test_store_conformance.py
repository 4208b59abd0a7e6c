"""What every store must do alike. The backends are in conftest.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from araz.errors import InputError, StoreReadOnly, UsageError
from araz.graph.claim import (
    Claim,
    Entity,
    Name,
    Passage,
    Review,
    Verdict,
)
from araz.graph.memory import MemoryStore
from araz.graph.rdf import claim_lines
from araz.graph.ref import Ref
from araz.graph.store import Batch, Store, Written
from araz.ontology.vocabulary import Kind
from hypothesis import HealthCheck, given, settings

from .region import (
    ALL,
    BRIEFING,
    HYDRO,
    IRAN,
    OPERATES,
    OPERATES_TOO,
    PLAIN,
    PLANT,
    REPORT,
    RICH,
    STATE,
    by_id,
    content,
    says,
)
from .strategies import AWKWARD, batches


def test_a_new_store_is_empty(store: Store) -> None:
    assert store.writable
    assert content(store) == ([], [], [])
    assert list(store.ntriples()) == []
    assert store.select("SELECT ?s { ?s ?p ?o }").rows == ()
    assert store.stamp() == "0"


def test_what_is_written_is_read_back_in_the_order_of_ids(store: Store) -> None:
    assert store.write(ALL) == Written(claims_new=2, entities_new=2)
    assert content(store) == (by_id(ALL.claims), by_id(ALL.entities), by_id(ALL.sources))


@given(batch=batches())
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_of_any_batch_is_lost(store: Store, batch: Batch) -> None:
    store.write(Batch(withdrawn=[claim.id for claim in store.claims()]))
    store.write(batch)
    assert list(store.claims()) == by_id(batch.claims)
    assert list(store.entities(entity.id for entity in batch.entities)) == by_id(batch.entities)
    assert list(store.sources(source.id for source in batch.sources)) == by_id(batch.sources)


def test_only_the_ids_asked_for_come_and_unknown_ones_are_passed_over(store: Store) -> None:
    store.write(ALL)
    assert list(store.claims([RICH.id, Ref("claim", "0"), RICH.id])) == [RICH]
    assert list(store.entities([PLANT, Ref("ent", "nobody")])) == [HYDRO]
    assert list(store.sources([REPORT.id])) == [REPORT]
    assert list(store.claims([])) == []
    assert list(store.entities([OPERATES.id])) == []


def test_more_records_than_one_request_takes_are_all_read(store: Store) -> None:
    claims = [replace(OPERATES, evidence=(Passage(BRIEFING.id, i, i + 1, "x"),)) for i in range(1201)]
    assert store.write(Batch(claims=claims)).claims_new == 1201
    assert [claim.id for claim in store.claims()] == sorted(claim.id for claim in claims)


def test_an_empty_batch_changes_nothing(store: Store) -> None:
    assert store.write(Batch()) == Written()
    assert store.stamp() == "0"


# Idempotence and change


def test_writing_twice_changes_nothing(store: Store) -> None:
    store.write(ALL)
    stamp, triples = store.stamp(), list(store.ntriples())
    assert store.write(ALL) == Written(claims_unchanged=2, entities_known=2)
    assert store.stamp() == stamp
    assert list(store.ntriples()) == triples


def otherwise(claim: Claim) -> list[Claim]:
    """The claim with each thing changed that may change under its id."""
    said, *others = claim.evidence
    return [
        replace(claim, confidence=0.9),
        replace(claim, method="encoder-2"),
        replace(claim, review=Review(Verdict.REJECTED, "Ana", "2025-02-01")),
        replace(claim, review=Review(Verdict.ACCEPTED, "Eldar", "2025-02-01")),
        replace(claim, review=Review(Verdict.ACCEPTED, "Ana")),
        replace(claim, evidence=(replace(said, quote="?" * len(said.quote)), *others)),
        replace(claim, evidence=(replace(said, lang="az"), *others)),
    ]


@pytest.mark.parametrize(
    ("claim", "changed"),
    [
        *[(OPERATES, changed) for changed in otherwise(OPERATES)],
        *[(RICH, changed) for changed in otherwise(RICH)],
        (RICH, replace(RICH, review=None)),
    ],
)
def test_the_same_claim_put_otherwise_is_updated_in_place(store: Store, claim: Claim, changed: Claim) -> None:
    assert changed.id == claim.id
    store.write(Batch(claims=(claim,)))
    stamp = store.stamp()
    assert store.write(Batch(claims=(changed,))) == Written(claims_updated=1)
    assert list(store.claims()) == [changed]
    assert set(store.ntriples()) == set(claim_lines(changed).splitlines(keepends=True))
    assert store.stamp() != stamp


def test_stores_that_differ_in_anything_have_different_stamps() -> None:
    batches = [
        *[Batch(claims=(claim,)) for claim in (OPERATES, *otherwise(OPERATES), RICH)],
        *[Batch(entities=(entity,)) for entity in (STATE, HYDRO, replace(HYDRO, description="On a river."))],
        *[Batch(sources=(source,)) for source in (BRIEFING, replace(BRIEFING, text="Gas."))],
    ]
    stamps = set()
    for batch in batches:
        store = MemoryStore()
        store.write(batch)
        stamps.add(store.stamp())
    assert len(stamps) == len(batches)


def test_the_last_of_a_record_named_twice_counts(store: Store) -> None:
    later = replace(OPERATES, confidence=0.1)
    assert store.write(Batch(claims=(OPERATES, later))) == Written(claims_new=1)
    assert list(store.claims()) == [later]


def test_an_entity_put_again_is_replaced_whole(store: Store) -> None:
    store.write(ALL)
    plainer = Entity(PLANT, Kind.DAM, (Name("Dam"),))
    assert store.write(Batch(entities=(plainer,))) == Written(entities_known=1)
    assert list(store.entities()) == by_id([STATE, plainer])
    assert not [line for line in store.ntriples() if "attribute-1" in line or "HydroPlant" in line]
    assert says(store, PLAIN)


def test_a_source_put_again_is_replaced_whole(store: Store) -> None:
    store.write(ALL)
    store.write(Batch(sources=(replace(BRIEFING, text="", publisher="Somebody"),)))
    assert list(store.sources()) == [replace(BRIEFING, text="", publisher="Somebody"), REPORT]


def test_a_withdrawn_claim_leaves_nothing_behind(store: Store) -> None:
    store.write(Batch(entities=ALL.entities, sources=ALL.sources))
    before = list(store.ntriples())
    store.write(ALL)
    assert store.write(Batch(withdrawn=(OPERATES.id, RICH.id, Ref("claim", "0")))) == Written(claims_withdrawn=2)
    assert list(store.ntriples()) == before


def test_a_claim_withdrawn_and_put_in_one_batch_stays(store: Store) -> None:
    store.write(ALL)
    assert store.write(Batch(claims=(OPERATES,), withdrawn=(OPERATES.id,))) == Written(claims_unchanged=1)
    assert OPERATES in list(store.claims())


def test_a_passage_stays_while_another_claim_cites_it(store: Store) -> None:
    store.write(ALL)
    store.write(Batch(withdrawn=(OPERATES.id,)))
    assert list(store.claims()) == [RICH]


# The plain triple


def test_every_store_holds_the_same_triples_under_the_same_stamp(store: Store) -> None:
    reference = MemoryStore()
    for batch in (
        ALL,
        Batch(claims=(OPERATES_TOO, replace(RICH, confidence=0.5))),
        Batch(withdrawn=(OPERATES.id,), entities=(replace(STATE, description="A state."),)),
    ):
        assert store.write(batch) == reference.write(batch)
        assert list(store.ntriples()) == list(reference.ntriples())
        assert store.stamp() == reference.stamp()


def test_the_stamp_stands_outside_the_default_graph(store: Store) -> None:
    store.write(ALL)
    assert not says(store, "ASK { ?store az:stamp ?stamp }")
    assert not [line for line in store.ntriples() if "stamp" in line]


# Questions


def test_cells_are_refs_texts_numbers_and_truth_values(store: Store) -> None:
    store.write(ALL)
    query = """SELECT ?id ?kind ?other ?text ?tagged ?whole ?real ?decimal ?true ?year ?nothing {
      VALUES (?id ?kind ?other ?text ?tagged ?whole ?real ?decimal ?true ?year) {
        (ent:iran az:State <http://example.org/x> "a" "b"@en 7 1.5e0 0.25 true "2025"^^xsd:gYear) } }"""
    assert store.select(query).rows == (
        (IRAN, Ref("az", "State"), "http://example.org/x", "a", "b", 7, 1.5, 0.25, True, "2025", None),
    )


def test_an_iri_under_a_known_prefix_that_is_no_ref_is_a_text(store: Store) -> None:
    iri = "https://w3id.org/araz/id/khudafarin-plant#attribute-1"
    store.write(ALL)
    assert store.select("SELECT ?a { ?e az:hasAttribute ?a }").rows == ((iri,),)


def test_rows_and_columns_come_in_the_order_of_the_query(store: Store) -> None:
    store.write(ALL)
    table = store.select("SELECT ?name ?e { ?e rdfs:label ?name } ORDER BY DESC(STR(?name))")
    assert table.columns == ("name", "e")
    assert table.rows == (("Khudafarin", PLANT), ("Iran", IRAN))


def test_an_ask_is_one_row_with_the_answer(store: Store) -> None:
    table = store.select("ASK { ?s ?p ?o }")
    assert (table.columns, table.rows) == (("answer",), ((False,),))


def test_a_parameter_replaces_the_example_value(store: Store) -> None:
    store.write(ALL)
    query = "SELECT ?name { VALUES ?e { ent:iran } ?e rdfs:label ?name } ORDER BY STR(?name)"
    assert store.select(query).rows == (("Iran",),)
    assert store.select(query, {"e": PLANT}).rows == (("Khudafarin",),)
    assert store.select(query, {"e": None}).rows == (("Iran",), ("Khudafarin",))
    with pytest.raises(UsageError, match="no parameter 'state'"):
        store.select(query, {"state": PLANT})


@pytest.mark.parametrize(
    "value", [*AWKWARD, 'x" } } ; DROP ALL #', "ends in \\", "\\u0022 } #", "\\\\U00000022", 3, -2, True, 0.1]
)
def test_a_parameter_means_itself_and_nothing_else(store: Store, value: str | float | bool) -> None:
    store.write(Batch(claims=(OPERATES,)))
    before = list(store.ntriples())
    rows = store.select('SELECT ?x { VALUES ?x { "example" } }', {"x": value}).rows
    assert rows == ((value,),)
    assert type(rows[0][0]) is type(value)
    assert list(store.ntriples()) == before


@pytest.mark.parametrize("name", AWKWARD)
def test_a_name_of_any_shape_is_found_and_changes_nothing(store: Store, name: str) -> None:
    store.write(Batch(entities=(Entity(PLANT, Kind.DAM, (Name(name, "en"),)), STATE)))
    query = 'SELECT ?e { VALUES ?name { "Iran" } ?e rdfs:label ?label FILTER (STR(?label) = ?name) }'
    assert (PLANT,) in store.select(query, {"name": name}).rows


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "not SPARQL"),
        ("SELECT ?x {", "line 1: this is not SPARQL"),
        ("SELECT ?x {\n ?x nothing:here ?y }", "line 2: this is not SPARQL (Prefix not found)"),
        ("SELECT ?x WHERE { ?x foo ?y }", "near"),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "makes triples, not rows"),
        ("DESCRIBE ent:iran", "makes triples, not rows"),
        ("INSERT DATA { ent:a az:owns ent:b }", "INSERT changes the store"),
        ("DELETE WHERE { ?s ?p ?o }", "DELETE changes the store"),
        ("DROP ALL", "DROP changes the store"),
        ("PREFIX x: <http://example.org/> INSERT DATA { x:a x:b x:c }", "not SPARQL"),
        ("SELECT * { ?s ?p ?o } ; DROP ALL", "not SPARQL"),
        ("SELECT * { FILTER(" + "!" * 20_000 + "true) }", "more than 1000 parts"),
    ],
)
def test_what_is_no_question_is_refused_with_its_place_and_changes_nothing(store: Store, query: str, said: str) -> None:
    store.write(ALL)
    before = list(store.ntriples())
    with pytest.raises(InputError) as raised:
        store.select(query)
    assert said in str(raised.value)
    assert raised.value.remedy
    assert list(store.ntriples()) == before


# Opening and closing


def test_a_store_opened_again_holds_what_was_written(opener: Callable[..., Store], able: Callable[[str], None]) -> None:
    able("reopen")
    store = opener()
    store.write(ALL)
    triples, stamp = list(store.ntriples()), store.stamp()
    store.close()
    again = opener()
    assert (list(again.ntriples()), again.stamp()) == (triples, stamp)
    assert again.write(ALL) == Written(claims_unchanged=2, entities_known=2)


def test_a_store_opened_for_reading_takes_nothing(opener: Callable[..., Store], able: Callable[[str], None]) -> None:
    able("reopen")
    opener().write(ALL)
    reader = opener(write=False)
    assert not reader.writable
    with pytest.raises(StoreReadOnly):
        reader.write(Batch(withdrawn=(RICH.id,)))
    assert len(list(reader.claims())) == 2
