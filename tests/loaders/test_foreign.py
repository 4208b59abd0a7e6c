"""Foreign RDF comes in through the mapping, and what the mapping lacks is counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from araz.errors import ArazError
from araz.graph.claim import Name, Point, Source
from araz.graph.oxigraph import OxigraphStore
from araz.graph.ref import Ref
from araz.loaders.loading import load
from araz.loaders.mapping import FOLDER, ForeignTerms, load_mappings
from araz.loaders.registry import load_registry
from araz.ontology.vocabulary import Kind, Measure, Modality, Relation

from .conftest import counts

HEAD = """
@prefix wd: <http://www.wikidata.org/entity/> . @prefix wdt: <http://www.wikidata.org/prop/direct/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix geo: <http://www.opengis.net/ont/geosparql#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dbr: <http://dbpedia.org/resource/> . @prefix dbo: <http://dbpedia.org/ontology/> .
@prefix gn: <https://www.geonames.org/ontology#> . @prefix wgs: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
@prefix schema: <https://schema.org/> . @prefix x: <http://x.example/> .
@prefix az: <https://w3id.org/araz/ontology#> . @prefix ent: <https://w3id.org/araz/id/> .
"""


def turtle(folder: Path, text: str, name: str = "data.ttl") -> Path:
    path = folder / name
    path.write_text(HEAD + text, "utf-8")
    return path


def said(store: OxigraphStore) -> set[tuple[str, str, str]]:
    return {(str(claim.subject), claim.relation.value, str(claim.object)) for claim in store.claims()}


def test_a_wikidata_statement_is_an_asserted_claim_on_its_triple(store, tmp_path):
    load(store, turtle(tmp_path, "wd:Q794 wdt:P31 wd:Q6256 ; wdt:P47 wd:Q227 . wd:Q227 wdt:P31 wd:Q6256 ."))
    (claim,) = store.claims()
    assert (claim.relation, claim.modality, claim.confidence) == (Relation.BORDERS, Modality.ASSERTED, 1.0)
    (passage,) = claim.evidence
    wikidata = "http://www.wikidata.org/"
    assert passage.record == f"<{wikidata}entity/Q794> <{wikidata}prop/direct/P47> <{wikidata}entity/Q227>"
    (source,) = store.sources()
    assert (passage.source, source.title, len(source.sha256)) == (source.id, "data.ttl", 64)


def test_things_that_the_registry_knows_are_those(store, tmp_path):
    path = turtle(tmp_path, "wd:Q794 wdt:P47 wd:Q227 .")
    load(store, path, registry=load_registry())
    assert said(store) == {("ent:iran", "borders", "ent:azerbaijan")}
    assert {entity.name for entity in store.entities()} == {"Iran", "Azerbaijan"}


def test_things_that_the_store_knows_are_those(store, tmp_path):
    load(store, turtle(tmp_path, "dbr:Araz a dbo:River ; owl:sameAs wd:Q1 . x:plant wdt:P206 wd:Q1 ."))
    load(store, turtle(tmp_path, "x:other wdt:P206 wd:Q1 ; wdt:P137 dbr:Araz .", "more.ttl"))
    assert {ref for _, relation, ref in said(store) if relation == "onRiver"} == {"ent:dbpedia-Araz"}
    (river,) = store.entities([Ref("ent", "dbpedia-Araz")])
    assert river.same_as == ("dbpedia:Araz", "wd:Q1")


@pytest.mark.parametrize(
    ("statement", "claim"),
    [
        ("x:a wdt:P17 x:b", ("a", "locatedIn", "b")),
        ("x:a wdt:P131 x:b", ("a", "locatedIn", "b")),
        ("x:a wdt:P206 x:b", ("a", "onRiver", "b")),
        ("x:a wdt:P127 x:b", ("b", "owns", "a")),
        ("x:a wdt:P137 x:b", ("b", "operates", "a")),
        ("x:a wdt:P36 x:b", ("b", "locatedIn", "a")),
        ("x:a wdt:P463 x:b", ("a", "memberOf", "b")),
        ("x:a schema:containedInPlace x:b", ("a", "locatedIn", "b")),
        ("x:a <http://schema.org/member> x:b", ("b", "memberOf", "a")),
        ("x:a dbo:owner x:b", ("b", "owns", "a")),
        ("x:a gn:neighbour x:b", ("a", "borders", "b")),
        ("x:a <http://www.geonames.org/ontology#parentCountry> x:b", ("a", "locatedIn", "b")),
        ("x:a az:alliedWith x:b", ("a", "alliedWith", "b")),
    ],
)
def test_each_vocabulary_is_read_the_right_way_round(store, tmp_path, statement, claim):
    named = "x:a rdfs:label 'a' . x:b rdfs:label 'b' ."
    load(store, turtle(tmp_path, f"{statement} . {named}"))
    names = {str(entity.id): entity.name for entity in store.entities()}
    assert {(names[subject], relation, names[object_]) for subject, relation, object_ in said(store)} == {claim}


def test_what_is_said_of_a_thing_makes_its_entity(store, tmp_path):
    text = """
    wd:Q1 wdt:P31 wd:Q159719, wd:Q15911738 ; rdfs:label "Staudamm"@de, "The plant"@en ; skos:altLabel "Plant"@en-GB ;
      wdt:P625 "Point(46.9 39.15)"^^geo:wktLiteral ; schema:description "A plant."@en ; wdt:P1566 "130758" .
    dbr:Plant owl:sameAs wd:Q1 ; dbo:installedCapacity "102000000.0" ; dbo:height 64.5 .
    """
    load(store, turtle(tmp_path, text))
    (plant,) = store.entities()
    assert str(plant.id) == "ent:dbpedia-Plant"
    assert plant.kind is Kind.HYDRO_PLANT
    assert plant.names == (Name("The plant", "en"), Name("Plant", "en-gb"), Name("Staudamm", "de"))
    assert plant.same_as == ("dbpedia:Plant", "geonames:130758", "wd:Q1")
    assert (plant.point, plant.description) == (Point(39.15, 46.9), "A plant.")
    measures = {a.measure: (a.quantity.value, a.quantity.unit, str(a.source)) for a in plant.attributes}
    assert measures == {Measure.CAPACITY: (102e6, "W", "src:data"), Measure.HEIGHT: (64.5, "m", "src:data")}


def test_a_place_may_lie_in_a_nameless_part(store, tmp_path):
    load(store, turtle(tmp_path, "x:a a schema:City ; schema:geo [ schema:latitude 39.5 ; schema:longitude '47' ] ."))
    assert [entity.point for entity in store.entities()] == [Point(39.5, 47)]


def test_a_thing_without_a_name_is_named_after_its_iri(store, tmp_path):
    load(store, turtle(tmp_path, "<http://dbpedia.org/resource/Sangach%C3%A2l_Terminal> a dbo:Infrastructure ."))
    assert [(entity.name, entity.id.local[:8]) for entity in store.entities()] == [("Sangachâl Terminal", "dbpedia-")]


def test_loading_twice_changes_nothing(store, tmp_path):
    path = turtle(tmp_path, "wd:Q1 wdt:P31 wd:Q12323 ; wdt:P17 wd:Q794 ; wdt:P206 x:river ; x:odd 7 ; wdt:P137 [] .")
    first = load(store, path, registry=load_registry(), quarantine=tmp_path / "q.jsonl")
    stamp, kept = store.stamp(), (tmp_path / "q.jsonl").read_bytes()
    again = load(store, path, registry=load_registry(), quarantine=tmp_path / "q.jsonl")
    assert (counts(first), counts(again)) == ((2, 0, 0, 1), (0, 0, 2, 1))
    assert (store.stamp(), (tmp_path / "q.jsonl").read_bytes()) == (stamp, kept)
    assert first.notes == again.notes


def test_a_new_version_of_a_data_set_replaces_the_old_one(store, tmp_path):
    load(store, turtle(tmp_path, "x:a wdt:P47 x:b, x:c ."))
    report = load(store, turtle(tmp_path, "x:a wdt:P47 x:b, x:d ."), replace=True)
    assert (report.claims_new, report.claims_unchanged, report.claims_withdrawn) == (1, 1, 1)


def test_the_data_set_may_be_described_by_the_caller(store, tmp_path):
    dataset = Source(Ref("src", "wikidata"), "Wikidata", published="2025", licence="CC0")
    load(store, turtle(tmp_path, "x:a wdt:P47 x:b ."), dataset=dataset)
    assert list(store.sources()) == [dataset]


def test_what_is_not_in_the_mapping_is_counted(store, tmp_path):
    text = "x:a wdt:P47 x:b ; x:odd 1, 2 ; a x:Strange . x:c a x:Strange ; rdfs:label 'C' ."
    report = load(store, turtle(tmp_path, text))
    assert counts(report) == (1, 0, 0, 0)
    (note,) = report.notes
    assert note.startswith("5 statements are not in the mapping and were left out: ")
    for part in (
        "<http://x.example/odd> (2)",
        "the class <http://x.example/Strange> (2)",
        "statements about things of no mapped class (1)",
    ):
        assert part in note


BAD = [
    ("x:a wdt:P47 'Iraq' .", '"Iraq" is not a thing; give the IRI of what it names'),
    ("x:a wdt:P47 [ rdfs:label 'Iraq' ] .", "one end has no IRI; give the node an IRI"),
    ("x:a wdt:P31 wd:Q4022 . x:a wdt:P137 x:b .", "the object is not of a class that the relation may end at"),
    ("x:a a dbo:Dam ; dbo:height 'tall' .", "'tall' is not a number; give a number"),
    ("x:a a dbo:Dam ; dbo:height 'nan' .", "is not a finite number"),
    ("x:a a dbo:Dam ; wgs:lat 100 ; wgs:long 10 .", "is not on Earth"),
    ("x:a a dbo:Dam ; rdfs:label 'a\\u0007b' .", "a name holds the character U+0007"),
    ("ent:nobody az:owns ent:nothing .", "ent:nobody is not a known entity"),
    ("x:a a az:Dam . x:a az:borders x:a .", "a claim relates an entity to another, not to itself"),
]


@pytest.mark.parametrize(("text", "told"), BAD)
def test_a_bad_statement_is_told_in_one_line_and_the_rest_goes_in(store, tmp_path, text, told):
    report = load(store, turtle(tmp_path, f"{text} x:good wdt:P47 x:better ."))
    assert told in str(report.quarantined[0])
    assert "\n" not in str(report.quarantined[0])
    assert "borders" in {relation for _, relation, _ in said(store)}


def test_the_same_thing_under_many_names_is_one(store, tmp_path):
    chain = " ".join(f"x:n{n} owl:sameAs x:n{n + 1} ." for n in range(300))
    load(store, turtle(tmp_path, f"{chain} x:n0 wdt:P47 x:m . x:n300 wdt:P47 x:m ."))
    assert len(said(store)) == 1
    assert len(list(store.entities())) == 2


# Mapping files.


@pytest.mark.parametrize("path", sorted(FOLDER.glob("mapping-*.yaml")), ids=lambda path: path.stem)
def test_every_bundled_mapping_can_be_read_alone(path):
    assert load_mappings([path]) == load_mappings()


def test_a_mapping_of_ones_own_counts_over_the_bundled_ones(store, tmp_path):
    own = tmp_path / "mine.yaml"
    own.write_text(
        "prefixes: {x: http://x.example/, wdt: http://www.wikidata.org/prop/direct/}\n"
        "things: {mine: http://x.example/}\n"
        "classes: {x:Weir: Dam}\n"
        "relations: {x:runs: operates, wdt:P47: alliedWith, http://y.example/led_by: {inverse: leads}}\n"
        "names: [x:title]\n",
        "utf-8",
    )
    text = "x:co x:runs x:w ; wdt:P47 x:de ; <http://y.example/led_by> x:she . x:w a x:Weir ; x:title 'The weir' ."
    report = load(store, turtle(tmp_path, text), mappings=[own])
    assert report.notes == ()
    assert said(store) == {
        ("ent:mine-co", "operates", "ent:mine-w"),
        ("ent:mine-co", "alliedWith", "ent:mine-de"),
        ("ent:mine-she", "leads", "ent:mine-co"),
    }
    assert [(e.name, e.kind) for e in store.entities([Ref("ent", "mine-w")])] == [("The weir", Kind.DAM)]


def test_a_property_has_one_use(tmp_path):
    own = tmp_path / "mine.yaml"
    own.write_text("prefixes: {rdfs: http://www.w3.org/2000/01/rdf-schema#}\nrelations: {rdfs:label: owns}\n", "utf-8")
    terms = load_mappings([own])
    assert "http://www.w3.org/2000/01/rdf-schema#label" not in terms.roles


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("relations: {http://x.example/p: operatess}", "mine.yaml: unknown term 'operatess'; did you mean operates"),
        ("relations: {y:p: owns}", "mine.yaml: unknown prefix in 'y:p'; declare 'y' under prefixes"),
        ("relations: {http://x.example/p: {}}", "mine.yaml: {} does not map a relation; write relation: name"),
        ("relations: {http://x.example/p: {relation: [owns]}}", "mine.yaml: unknown term"),
        ("classes: {http://x.example/C: Damm}", "mine.yaml: unknown term 'Damm'; did you mean Dam"),
        ("attributes: {http://x.example/p: {measure: height}}", "does not map a measure"),
        ("attributes: {http://x.example/p: {measure: height, unit: ells}}", "mine.yaml: unknown term 'ells'"),
        ("relation: {}", "mine.yaml: unknown term 'relation'; did you mean relations"),
        ("prefixes: x", "mine.yaml: 'x' is not a table; write lines of key: value"),
        ("prefixes: !!python/name:os.system {}", "is refused"),
        ("[", "broken YAML"),
        ("", "the file is empty"),
    ],
)
def test_a_bad_mapping_file_is_told(tmp_path, text, told):
    own = tmp_path / "mine.yaml"
    own.write_text(text, "utf-8")
    with pytest.raises(ArazError) as refused:
        load_mappings([own])
    assert told in str(refused.value)


def test_an_empty_mapping_understands_nothing():
    assert ForeignTerms().relations == {}
