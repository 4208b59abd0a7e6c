"""RDF that means harm: nothing is fetched, nothing outside the file is opened, nothing grows, and the user is told."""

from __future__ import annotations

import socket
import time
from pathlib import Path

import pytest
from araz.errors import InputError
from araz.loaders.loading import load

from .conftest import counts

RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#"'
TRIX = "http://www.w3.org/2004/03/trix/trix-1/"


def write(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def described(body: str, about: str = "http://x.example/a", before: str = "") -> str:
    thing = f'<rdf:Description rdf:about="{about}">{body}</rdf:Description>'
    return f'<?xml version="1.0"?>{before}<rdf:RDF {RDF}>{thing}</rdf:RDF>'


def refusal(store, path: Path) -> str:
    with pytest.raises(InputError) as refused:
        load(store, path)
    assert store.stamp() == "0"
    told = str(refused.value)
    assert "\n" not in told
    return told


@pytest.fixture
def canary(tmp_path) -> Path:
    return write(tmp_path, "canary.txt", "THE CANARY SINGS")


def test_the_guard_of_these_tests_guards():
    with pytest.raises(AssertionError, match="reached for the network"):
        socket.create_connection(("example.org", 80))


@pytest.mark.parametrize("kind", ["SYSTEM", 'PUBLIC "x"'])
@pytest.mark.parametrize("where", ["file", "http"])
def test_an_external_entity_is_refused_and_not_opened(store, tmp_path, canary, kind, where):
    address = canary.as_uri() if where == "file" else "http://127.0.0.1:9/x"
    bad = described("<rdfs:label>&x;</rdfs:label>", before=f'<!DOCTYPE rdf:RDF [<!ENTITY x {kind} "{address}">]>')
    told = refusal(store, write(tmp_path, "a.rdf", bad))
    assert "the XML refers to something outside the file (SYSTEM or PUBLIC)" in told
    assert "CANARY" not in told


def test_an_external_document_type_is_refused(store, tmp_path):
    bad = described("", before='<!DOCTYPE rdf:RDF SYSTEM "http://127.0.0.1:9/x.dtd">')
    assert "outside the file" in refusal(store, write(tmp_path, "a.rdf", bad))


@pytest.mark.parametrize(
    "entities",
    [
        '<!ENTITY % p "x"> %p;',
        "<!ENTITY % p SYSTEM 'http://127.0.0.1:9/x'> %p;",
        '<!ENTITY a "x"><!ENTITY b "&a;&a;">',
        "<!ENTITY a\n 'x'><!ENTITY b\n '&a;&a;'>",
        "<!ENTITY broken >",
    ],
)
def test_entities_of_entities_are_refused(store, tmp_path, entities):
    told = refusal(store, write(tmp_path, "a.rdf", described("", before=f"<!DOCTYPE rdf:RDF [{entities}]>")))
    assert "outside the file" in told or "made of other entities" in told or "not allowed" in told


def test_a_billion_laughs_are_refused_at_once(store, tmp_path):
    bomb = '<!ENTITY l0 "lol">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bad = described("<rdfs:label>&l9;</rdfs:label>", before=f"<!DOCTYPE rdf:RDF [{bomb}]>")
    began = time.perf_counter()
    assert "made of other entities" in refusal(store, write(tmp_path, "a.rdf", bad))
    assert time.perf_counter() - began < 1


def test_one_large_entity_many_times_is_refused(store, tmp_path):
    bad = described(
        f"<rdfs:label>{'&x;' * 4000}</rdfs:label>", before=f'<!DOCTYPE rdf:RDF [<!ENTITY x "{"x" * 10_000}">]>'
    )
    assert "entities that are not allowed" in refusal(store, write(tmp_path, "a.rdf", bad))


def test_entities_that_shorten_iris_are_read(store, tmp_path):
    good = described(
        '<rdf:type rdf:resource="&dbo;Dam"/>',
        before='<!DOCTYPE rdf:RDF [<!ENTITY dbo "http://dbpedia.org/ontology/">]>',
    )
    assert load(store, write(tmp_path, "a.rdf", good)).entities_new == 1


def test_xml_in_another_encoding_is_read_as_it_says(store, tmp_path):
    text = described('<rdf:type rdf:resource="http://dbpedia.org/ontology/Dam"/><rdfs:label>Käse</rdfs:label>')
    latin = text.replace('version="1.0"', 'version="1.0" encoding="ISO-8859-1"').encode("latin-1")
    utf16 = text.replace('version="1.0"', 'version="1.0" encoding="UTF-16"').encode("utf-16")
    for data in (latin, utf16):
        load(store, write(tmp_path, "a.rdf", data))
        assert [entity.name for entity in store.entities()] == ["Käse"]


def test_xml_in_no_encoding_is_refused(store, tmp_path):
    bad = described("").replace('version="1.0"', 'version="1.0" encoding="klingon"')
    assert "a.rdf:1: the XML is not klingon, as it says" in refusal(store, write(tmp_path, "a.rdf", bad))


def test_trix_with_a_document_type_is_refused(store, tmp_path, canary):
    bad = (
        f'<!DOCTYPE TriX [<!ENTITY x SYSTEM "{canary.as_uri()}">]><TriX xmlns="{TRIX}"><graph><triple><uri>http://x/a</uri>'
        "<uri>http://x/b</uri><plainLiteral>&x;</plainLiteral></triple></graph></TriX>"
    )
    told = refusal(store, write(tmp_path, "a.trix", bad))
    assert "TriX with a document type is refused; take the DOCTYPE out" in told


@pytest.mark.parametrize(
    "context",
    [
        '"http://127.0.0.1:9/context"',
        '["http://127.0.0.1:9/context", {}]',
        '"context.jsonld"',
        '"file:///etc/hostname"',
        '{"x": {"@id": "http://x.example/x", "@context": "http://127.0.0.1:9/inner"}}',
    ],
)
def test_a_context_elsewhere_is_refused_and_not_fetched(store, tmp_path, context):
    told = refusal(store, write(tmp_path, "a.jsonld", f'{{"@context": {context}, "@id": "http://x.example/a"}}'))
    assert "is not in the file, and nothing is fetched; write the context out" in told


def test_an_imported_context_is_refused(store, tmp_path):
    bad = '{"@context": {"@version": 1.1, "@import": "http://127.0.0.1:9/c"}, "@id": "http://x.example/a"}'
    assert "it imports 'http://127.0.0.1:9/c'; write the context out" in refusal(
        store, write(tmp_path, "a.jsonld", bad)
    )


@pytest.mark.parametrize("address", ["https://schema.org", "http://schema.org/"])
def test_the_context_of_schema_org_is_known_without_fetching(store, tmp_path, address):
    text = f"""{{"@context": "{address}", "@graph": [
      {{"@type": "City", "@id": "http://x.example/a", "name": "Ordubad", "sameAs": "http://www.wikidata.org/entity/Q1",
        "geo": {{"@type": "GeoCoordinates", "latitude": 38.9, "longitude": 46.0}},
        "containedInPlace": {{"@type": "Country", "@id": "http://x.example/b", "name": "Azerbaijan"}} }}]}}"""
    assert counts(load(store, write(tmp_path, "a.jsonld", text))) == (1, 0, 0, 0)
    city = next(entity for entity in store.entities() if entity.name == "Ordubad")
    assert (city.same_as, city.point is None) == (("http://x.example/a", "wd:Q1"), False)


def test_imports_are_counted_and_not_followed(store, tmp_path, canary):
    text = f"<http://x.example/> <http://www.w3.org/2002/07/owl#imports> <{canary.as_uri()}>, <http://127.0.0.1:9/o> ."
    report = load(store, write(tmp_path, "a.ttl", text))
    assert report.notes == (
        "2 statements are not in the mapping and were left out: <http://www.w3.org/2002/07/owl#imports> (2)",
    )


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.ttl", "<http://x/a> <http://x/b> \n <http://x/c>", "a.ttl:2: broken turtle: "),
        ("a.ttl", "@prefix x: <http://x/> .\nx:a x:b y:c .", "a.ttl:2: broken turtle: "),
        ("a.ttl", "<a> <b> <c> .", "write the IRI in full, or declare a base"),
        ("a.ttl", "[" * 100_000, "a.ttl:1: broken turtle: "),
        ("a.trig", "<http://x/g> { <http://x/a> ", "a.trig:1: broken trig: "),
        ("a.n3", "{ <http://x/a> <http://x/b> ?c } => { } .", "a.n3"),
        ("a.rdf", "<rdf:RDF", "broken rdf-xml: "),
        ("a.rdf", described("<rdfs:label>open"), "broken rdf-xml: "),
        ("a.jsonld", '{"@id": "http://x/a",', "a.jsonld:1: broken JSON: "),
        ("a.jsonld", '{"a":' * 100_000, "a.jsonld:1: broken JSON: "),
        ("a.jsonld", '{"@context": {"@vocab": 7}, "@id": "http://x/a"}', "broken json-ld: "),
        ("a.trix", f'<TriX xmlns="{TRIX}">\n<graph>', "a.trix:2: broken TriX: no element found"),
        ("a.trix", "<a/>", "a.trix: the XML is not TriX"),
    ],
)
def test_broken_rdf_is_refused_in_one_line(store, tmp_path, name, text, told):
    assert told in refusal(store, write(tmp_path, name, text))


@pytest.mark.parametrize(
    ("name", "lines", "told"),
    [
        ("a.hext", '["http://x.example/a"]', "a.hext:1: broken line: not a list of six texts"),
        ("a.hext", '["", "", "", "", "", ""]', "a.hext:1: broken line: "),
        ("a.hext", '["http://x/a", "http://x/b", "c", "http://x/d", "no lang", ""]', "a.hext:1: broken line: "),
        ("a.hext", "{", "a.hext:1: broken line: "),
        ("a.rdp", "A <http://x/a> <b .", "a.rdp:1: broken line: "),
        ("a.rdp", "Z <http://x/a> <http://x/b> <http://x/c> .", "a.rdp:1: broken line: not a line of an RDF Patch"),
        ("a.nq", "<http://x/a> <http://x/b> <http://x/c> <http://x/g> <http://x/g> .", "a.nq:1: broken line: "),
        ("a.nt", "garbage", "a.nt:1: broken line: "),
    ],
)
def test_a_bad_line_of_a_syntax_of_lines_is_turned_away_alone(store, tmp_path, name, lines, told):
    good = {
        "a.hext": '["http://x.example/d", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",'
        ' "http://dbpedia.org/ontology/Dam", "globalId", "", ""]',
        "a.rdp": "A <http://x.example/d> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
        " <http://dbpedia.org/ontology/Dam> .",
    }
    triple = good["a.rdp"].removeprefix("A ")
    report = load(store, write(tmp_path, name, f"{lines}\n{good.get(name, triple)}\n"))
    assert told in str(report.quarantined[0])
    assert (len(report.quarantined), report.entities_new) == (1, 1)


def test_a_triple_of_trix_that_is_none_is_turned_away_alone(store, tmp_path):
    uri = "<uri>http://x.example/a</uri>"
    kind = "<uri>http://www.w3.org/1999/02/22-rdf-syntax-ns#type</uri><uri>http://dbpedia.org/ontology/Dam</uri>"
    bad = [
        f"<triple>{uri}{uri}</triple>",
        f"<triple><plainLiteral>a</plainLiteral>{uri}{uri}</triple>",
        f"<triple>{uri}{uri}<odd/></triple>",
        f"<triple>{uri}{uri}<uri>no iri</uri></triple>",
    ]
    text = f'<TriX xmlns="{TRIX}"><graph>{"".join(bad)}<triple>{uri}{kind}</triple></graph></TriX>'
    report = load(store, write(tmp_path, "a.trix", text))
    assert (len(report.quarantined), report.entities_new) == (4, 1)
    assert "a.trix, triple 1: broken line: 2 terms, not three" in str(report.quarantined[0])


def test_what_a_patch_takes_away_is_gone(store, tmp_path):
    kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://dbpedia.org/ontology/Dam> ."
    patch = f"H id <urn:x>\nTX .\nA <http://x/a> {kind}\nA <http://x/b> {kind}\nD <http://x/a> {kind}\nTC .\n"
    assert load(store, write(tmp_path, "a.rdp", patch)).entities_new == 1
