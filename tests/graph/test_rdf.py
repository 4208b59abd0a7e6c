"""Claims, entities and sources survive RDF: as text, in a store, and in another library."""

from __future__ import annotations

from dataclasses import replace

import pyoxigraph as ox
import pytest
from araz.graph.claim import Claim, Entity, Name, Passage, Quantity, Review, Source, Verdict
from araz.graph.rdf import claim_lines, entity_lines, read_triples, source_lines
from araz.graph.ref import Ref
from araz.graph.store import Batch
from araz.ontology.vocabulary import Kind, Modality, Relation, Term
from hypothesis import given, settings

from .strategies import batches, claims, entities, sources

SAID = Passage(Ref("src", "a"), 0, 4, "Oil.", lang="en")
OWNS = Claim(Ref("ent", "a"), Relation.OWNS, Ref("ent", "b"), evidence=(SAID,))
PLAIN = "<https://w3id.org/araz/id/a> <https://w3id.org/araz/ontology#owns> <https://w3id.org/araz/id/b> .\n"


def read(text: str):
    return read_triples(quad.triple for quad in ox.parse(text, ox.RdfFormat.N_TRIPLES))


def lines_of(batch: Batch) -> str:
    parts = (map(source_lines, batch.sources), map(entity_lines, batch.entities), map(claim_lines, batch.claims))
    return "".join(text for part in parts for text in part)


def by_id(records):
    return tuple(sorted(records, key=lambda record: record.id))


def assert_same(batch: Batch, records) -> None:
    assert records.problems == ()
    assert records.claims == by_id(batch.claims)
    assert records.entities == by_id(batch.entities)
    assert records.sources == by_id(batch.sources)


@given(claims())
@settings(max_examples=120, deadline=None)
def test_a_claim_comes_back_from_its_lines_with_every_field(claim: Claim) -> None:
    (back,) = read(claim_lines(claim)).claims
    assert back == claim
    assert back.id == claim.id


@given(entities())
@settings(max_examples=80, deadline=None)
def test_an_entity_comes_back_from_its_lines_with_every_field(entity: Entity) -> None:
    assert read(entity_lines(entity)).entities == (entity,)


@given(sources())
@settings(max_examples=15, deadline=None)
def test_a_source_comes_back_from_its_lines_with_every_field(source: Source) -> None:
    assert read(source_lines(source)).sources == (source,)


@given(batches())
@settings(max_examples=15, deadline=None)
def test_a_store_gives_back_the_very_lines_it_was_given(batch: Batch) -> None:
    text = lines_of(batch)
    store = ox.Store()
    store.load(text, ox.RdfFormat.N_TRIPLES)
    dump = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()).decode()
    assert set(dump.split("\n")) == {*text.split("\n"), ""}
    assert_same(batch, read_triples(quad.triple for quad in store))


@given(batches())
@settings(max_examples=15, deadline=None)
def test_a_batch_survives_rdflib(batch: Batch) -> None:
    from rdflib import Graph

    graph = Graph().parse(data=lines_of(batch), format="nt")
    assert_same(batch, read(graph.serialize(format="nt")))


@given(batches())
@settings(max_examples=15, deadline=None)
def test_a_batch_survives_turtle(batch: Batch) -> None:
    turtle = ox.serialize(
        (quad.triple for quad in ox.parse(lines_of(batch), ox.RdfFormat.N_TRIPLES)), format=ox.RdfFormat.TURTLE
    )
    assert_same(batch, read_triples(quad.triple for quad in ox.parse(turtle, ox.RdfFormat.TURTLE)))


@given(batches())
@settings(max_examples=15, deadline=None)
def test_the_same_triples_twice_say_no_more(batch: Batch) -> None:
    assert_same(batch, read(lines_of(batch) * 2))


@pytest.mark.parametrize("modality", Modality)
def test_only_an_asserted_claim_is_a_plain_triple_too(modality: Modality) -> None:
    assert (PLAIN in claim_lines(replace(OWNS, modality=modality))) == (modality is Modality.ASSERTED)


@pytest.mark.parametrize("verdict", Verdict)
def test_a_rejected_claim_is_no_plain_triple(verdict: Verdict) -> None:
    reviewed = replace(OWNS, review=Review(verdict, "Ana"))
    assert (PLAIN in claim_lines(reviewed)) == (verdict is not Verdict.REJECTED)


def test_a_date_has_the_type_of_its_length() -> None:
    types = {
        date: source_lines(Source(Ref("src", "a"), "A", published=date)).rpartition("#")[2]
        for date in ("2025", "2025-01", "2025-01-31")
    }
    assert types == {"2025": "gYear> .\n", "2025-01": "gYearMonth> .\n", "2025-01-31": "date> .\n"}


def test_an_entity_is_of_every_class_above_its_own() -> None:
    lines = entity_lines(Entity(Ref("ent", "a"), Kind.HYDRO_PLANT, (Name("A"),)))
    for kind in ("HydroPlant", "PowerPlant", "Infrastructure", "Entity"):
        assert f"<https://w3id.org/araz/ontology#{kind}>" in lines


def test_an_entity_that_names_only_its_own_class_is_read_too() -> None:
    lines = entity_lines(Entity(Ref("ent", "a"), Kind.HYDRO_PLANT, (Name("A"),)))
    short = "".join(line for line in lines.splitlines(keepends=True) if "type" not in line or "HydroPlant" in line)
    assert read(short).entities[0].kind is Kind.HYDRO_PLANT


def test_a_claim_of_somebody_else_gets_the_id_that_its_content_makes() -> None:
    for name in ("<http://example.org/1>", "_:b0"):
        (claim,) = read(claim_lines(OWNS).replace(f"<{OWNS.id.iri}>", name)).claims
        assert claim == OWNS


def changed(before: str, after: str) -> str:
    text = claim_lines(replace(OWNS, quantities=(Quantity(5, "MW"),)))
    assert before in text
    return text.replace(before, after)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("ontology#owns", "ontology#ownz", "unknown relation"),
        ('"1"^^', '"1.7"^^', "confidence 1.7 is not between 0 and 1"),
        ('"1"^^', '"high"^^', "is not a number"),
        ('"4"^^', '"4.0"^^', "is not a whole number"),
        (Term.QUOTE, Term.RECORD, "its quote 0"),
        (f"<{Term.DCTERMS_SOURCE}>", "<http://example.org/p>", f"<{Term.DCTERMS_SOURCE}> is missing"),
        ("#asserted>", "#certain>", "unknown modality"),
        ("id/a> .", "id/a> .\n_:x <http://example.org/p> _:y .", ""),
        ("<https://w3id.org/araz/id/b>", '"b"', "is not an IRI"),
        ("<https://w3id.org/araz/id/b>", "<http://example.org/b>", "unknown prefix 'http'"),
        ('"5"^^', '"6"^^', "makes the id"),
        ('"Oil."', '"Gas!"', ""),
    ],
)
def test_what_cannot_be_read_is_named_and_the_rest_is_read(before: str, after: str, said: str) -> None:
    other = replace(OWNS, relation=Relation.BUILDS)
    records = read(
        changed(before, after) + claim_lines(replace(other, evidence=(Passage(Ref("src", "z"), 1, 2, "Z"),)))
    )
    assert len(records.claims) == (1 if said else 2)
    assert [said in str(problem.error) for problem in records.problems] == ([True] if said else [])


def test_two_values_where_one_belongs_are_refused() -> None:
    text = claim_lines(OWNS) + claim_lines(replace(OWNS, confidence=0.5))
    (problem,) = read(text).problems
    assert "has 2 values" in str(problem.error)


def test_an_entity_of_two_unrelated_classes_is_refused() -> None:
    names = (Name("A"),)
    text = entity_lines(Entity(Ref("ent", "a"), Kind.RIVER, names)) + entity_lines(
        Entity(Ref("ent", "a"), Kind.STATE, names)
    )
    (problem,) = read(text).problems
    assert "it is both a" in str(problem.error)
