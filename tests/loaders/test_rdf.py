"""Araz's own form of RDF comes back as it was, out of every syntax; what is broken in it is told and kept."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable
from dataclasses import replace

import pyoxigraph as ox
import pytest
import rdflib
from araz.graph.claim import (
    Attribute,
    Claim,
    Entity,
    Name,
    Passage,
    Point,
    Quantity,
    Review,
    Source,
    Verdict,
)
from araz.graph.dates import Interval
from araz.graph.exporting import export
from araz.graph.ntriples import claim_lines, entity_lines, source_lines
from araz.graph.oxigraph import OxigraphStore
from araz.graph.ref import Ref
from araz.graph.store import Batch
from araz.loaders.document import Document
from araz.loaders.kinds import RDF_SYNTAXES
from araz.loaders.loading import load
from araz.loaders.mapping import load_mappings
from araz.loaders.rdf import read_rdf
from araz.ontology.vocabulary import Kind, Measure, Modality, Relation
from hypothesis import HealthCheck, Phase, given, settings

from ..graph.strategies import batches
from .conftest import counts
from .samples import shown

TEXT = 'Iran said: "we\toperate\r\nthe plant" — 🛢 ایران.'
NOTE = Source(Ref("src", "note"), "A note", "Press", "2025-01", "https://example.org/a", "0" * 64, "CC0", "en", TEXT)
IRAN = Entity(
    Ref("ent", "iran"),
    Kind.STATE,
    (Name("Iran", "en"), Name("ایران", "fa")),
    ("iso:IR", "wd:Q794"),
    Point(32.5, 53.0),
    (Attribute(Measure.AREA, Quantity(1648195.0, "km2"), NOTE.id, "2024"),),
    "A state.",
)
PLANT = Entity(Ref("ent", "plant"), Kind.HYDRO_PLANT, (Name("The plant"),))
SAID = Passage(NOTE.id, 0, 4, "Iran", lang="en")
CLAIMS = [
    Claim(IRAN.id, Relation.OPERATES, PLANT.id, evidence=(SAID, Passage(NOTE.id, record="row 7"))),
    Claim(
        IRAN.id,
        Relation.OWNS,
        PLANT.id,
        Modality.CONDITIONAL,
        'if "it" rains\n',
        valid=Interval("2025-01", "2026-02-28"),
        quantities=(Quantity(102.0, "MW", "power"), Quantity(0.1, "GW")),
        evidence=(Passage(NOTE.id, 10, 44, TEXT[10:44]),),
        confidence=0.1 + 0.2,
        method="by hand",
        review=Review(Verdict.ACCEPTED, "Ana", "2025-02"),
    ),
    Claim(IRAN.id, Relation.BUILDS, PLANT.id, Modality.REPORTED, None, IRAN.id, evidence=(SAID,)),
    Claim(IRAN.id, Relation.CONTROLS, PLANT.id, Modality.NEGATED, evidence=(SAID,), confidence=0.0),
]
BATCH = Batch([NOTE], [IRAN, PLANT], CLAIMS)


def lines_of(batch: Batch) -> str:
    return "".join(
        [*map(source_lines, batch.sources), *map(entity_lines, batch.entities), *map(claim_lines, batch.claims)]
    )


def by_pyoxigraph(form: ox.RdfFormat) -> Callable[[str], bytes]:
    def write(lines: str) -> bytes:
        quads = ox.parse(lines, ox.RdfFormat.N_TRIPLES)
        return ox.serialize((quad.triple for quad in quads), format=form) or b""

    return write


def by_rdflib(form: str, **options: str) -> Callable[[str], bytes]:
    def write(lines: str) -> bytes:
        dataset = rdflib.Dataset()
        with warnings.catch_warnings():
            # rdflib's own writers use what rdflib has deprecated.
            warnings.simplefilter("ignore", DeprecationWarning)
            dataset.parse(data=lines, format="nt")
            return dataset.serialize(format=form, encoding="utf-8", **options)

    return write


WRITERS = {
    "turtle": by_pyoxigraph(ox.RdfFormat.TURTLE),
    "n-triples": by_pyoxigraph(ox.RdfFormat.N_TRIPLES),
    "n-quads": by_pyoxigraph(ox.RdfFormat.N_QUADS),
    "trig": by_pyoxigraph(ox.RdfFormat.TRIG),
    "n3": by_pyoxigraph(ox.RdfFormat.N3),
    "rdf-xml": by_pyoxigraph(ox.RdfFormat.RDF_XML),
    "json-ld": by_pyoxigraph(ox.RdfFormat.JSON_LD),
    "trix": by_rdflib("trix"),
    "hextuples": by_rdflib("hext"),
    "rdf-patch": by_rdflib("patch", operation="add"),
}
ENDINGS = {
    **{"turtle": "ttl", "n-triples": "nt", "n-quads": "nq", "trig": "trig", "n3": "n3", "rdf-xml": "rdf"},
    **{"json-ld": "jsonld", "trix": "trix", "hextuples": "hext", "rdf-patch": "rdp"},
}


@pytest.fixture(autouse=True)
def as_written(monkeypatch):
    # rdflib, which writes some of the files here, would write 0.1 + 0.2 as 0.3 otherwise.
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)


def test_every_syntax_is_tried():
    assert set(WRITERS) == set(ENDINGS) == set(RDF_SYNTAXES)


@pytest.mark.parametrize("syntax", RDF_SYNTAXES)
def test_our_own_form_comes_back_from_every_syntax(store, tmp_path, syntax):
    path = tmp_path / f"graph.{ENDINGS[syntax]}"
    path.write_bytes(WRITERS[syntax](lines_of(BATCH)))
    report = load(store, path)
    assert counts(report) == (4, 0, 0, 0)
    assert report.notes == ()
    assert list(store.claims()) == sorted(CLAIMS, key=lambda claim: claim.id)
    assert list(store.entities()) == [IRAN, PLANT]
    assert list(store.sources()) == [NOTE]


@pytest.mark.parametrize("syntax", ["turtle", "n-quads", "trig", "rdf-xml", "json-ld", "trix", "hextuples"])
def test_a_syntax_is_known_by_its_content(store, tmp_path, syntax):
    path = tmp_path / "graph"
    path.write_bytes(WRITERS[syntax](lines_of(BATCH)))
    assert counts(load(store, path)) == (4, 0, 0, 0)


@pytest.mark.parametrize("form", ["turtle", "json-ld", "n-quads", "rdf12"])
def test_what_was_exported_changes_nothing(store, tmp_path, form):
    store.write(BATCH)
    stamp = store.stamp()
    endings = {"turtle": "ttl", "json-ld": "jsonld", "n-quads": "nq", "rdf12": "ttl"}
    path = tmp_path / f"export.{endings[form]}"
    path.write_text("".join(export(store, form)), encoding="utf-8", newline="")
    assert counts(load(store, path)) == (0, 0, 4, 0)
    assert store.stamp() == stamp
    fresh = OxigraphStore.in_memory()
    load(fresh, path)
    assert list(fresh.ntriples()) == list(store.ntriples())


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.reuse, Phase.generate))
@given(batches())
def test_whatever_is_claimed_comes_back(batch):
    document = Document.of_bytes(lines_of(batch).encode() or b"\n#", "a.nt")
    items = list(read_rdf(document, "n-triples", load_mappings()).items) if lines_of(batch) else []
    wanted = [*sorted_by_id(batch.sources), *sorted_by_id(batch.entities), *sorted_by_id(batch.claims)]
    assert items == wanted


def sorted_by_id(items: Iterable[Source | Entity | Claim]) -> list[Source | Entity | Claim]:
    return sorted(items, key=lambda item: item.id)


def test_the_stores_own_mark_is_not_taken_for_data(store, tmp_path):
    path = tmp_path / "a.nq"
    mark = '<https://w3id.org/araz/store> <https://w3id.org/araz/ontology#stamp> "x" <https://w3id.org/araz/store> .\n'
    path.write_text(lines_of(BATCH) + mark, "utf-8")
    assert load(store, path).notes == ()


def test_a_claim_may_be_written_by_hand_with_nameless_nodes(store, tmp_path):
    path = tmp_path / "a.ttl"
    path.write_text(
        """
        @prefix az: <https://w3id.org/araz/ontology#> . @prefix ent: <https://w3id.org/araz/id/> .
        @prefix src: <https://w3id.org/araz/source/> . @prefix dcterms: <http://purl.org/dc/terms/> .
        @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix prov: <http://www.w3.org/ns/prov#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        ent:iran a az:State ; rdfs:label "Iran" .  ent:plant a az:HydroPlant ; rdfs:label "The plant" .
        src:note a az:Source ; dcterms:title "A note" ; az:text "Iran operates it." .
        [] a az:Claim ; rdf:subject ent:iran ; rdf:predicate az:operates ; rdf:object ent:plant ;
           prov:wasDerivedFrom [ dcterms:source src:note ; az:start 0 ; az:end 4 ; az:quote "Iran" ] .
        """,
        "utf-8",
    )
    report = load(store, path)
    assert (counts(report), report.notes) == ((1, 0, 0, 0), ())


def test_a_plain_relation_without_a_claim_is_a_statement_of_the_data_set(store, tmp_path):
    store.write(replace(BATCH, claims=()))
    path = tmp_path / "table.ttl"
    path.write_text(
        "@prefix az: <https://w3id.org/araz/ontology#> . @prefix ent: <https://w3id.org/araz/id/> .\n"
        "ent:iran az:operates ent:plant .",
        "utf-8",
    )
    assert counts(load(store, path)) == (1, 0, 0, 0)
    (claim,) = store.claims()
    assert (claim.modality, claim.method) == (Modality.ASSERTED, "mapping")
    assert [str(passage.source) for passage in claim.evidence] == ["src:table"]
    assert claim.evidence[0].record.startswith("<https://w3id.org/araz/id/iran> ")


def test_a_claim_that_cannot_be_read_is_kept_with_its_triples_and_does_not_come_in_as_a_plain_relation(store, tmp_path):
    bad = lines_of(BATCH).replace(
        '"1"^^<http://www.w3.org/2001/XMLSchema#double>', '"1.7"^^<http://www.w3.org/2001/XMLSchema#double>'
    )
    path = tmp_path / "a.nt"
    path.write_text(bad, "utf-8")
    report = load(store, path)
    turned_away = {str(each.record).count("az:") or each.problem for each in report.quarantined}
    assert turned_away == {"confidence 1.7 is not between 0 and 1"}
    assert all('ontology#confidence> "1.7"' in str(each.record) for each in report.quarantined)
    assert {claim.relation for claim in store.claims()} == {Relation.OWNS, Relation.CONTROLS}
    assert "table" not in {source.id.local for source in store.sources()}


def test_a_claim_with_another_id_than_its_content_makes_is_turned_away(store, tmp_path):
    path = tmp_path / "a.nt"
    path.write_text(
        lines_of(BATCH).replace(CLAIMS[0].id.iri, "https://w3id.org/araz/claim/000000000000000000000000"), "utf-8"
    )
    report = load(store, path)
    assert counts(report) == (3, 0, 0, 1)
    assert "let Araz name the claim" in str(report.quarantined[0])


def test_one_bad_line_of_n_triples_is_turned_away_alone(store, tmp_path):
    path = tmp_path / "a.nt"
    path.write_text(lines_of(BATCH) + '<http://a.example/> <http://b.example/> "open .\n', "utf-8")
    report = load(store, path)
    assert counts(report) == (4, 0, 0, 1)
    number = lines_of(BATCH).count("\n") + 1
    assert shown(report.quarantined)[0].startswith(f"a.nt:{number}: broken line: ")
