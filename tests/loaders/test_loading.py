"""What a file is taken for, and what a stream is."""

from __future__ import annotations

import io
import json
from pathlib import PurePath

import pytest
from araz.errors import InputError, UnknownTerm, UsageError
from araz.graph.store import Batch
from araz.loaders.document import Document
from araz.loaders.kinds import CLAIM_SYNTAXES, RDF_SYNTAXES, syntax_of
from araz.loaders.loading import load
from araz.loaders.sources import dataset_named, files_of
from araz.loaders.syntaxes import SYNTAXES

from .conftest import counts
from .samples import BASE, SOURCE, claim, lines

TOLD = [
    ("a.JSONL", "x", "jsonl"),
    ("a.ndjson", "x", "jsonl"),
    ("a.jsonl", " \n[{}]", "json"),
    ("a.csv", "x", "csv"),
    ("a.tsv", "x", "csv"),
    ("a.yml", "x", "yaml"),
    ("a.ttl", "x", "turtle"),
    ("a.owl", "x", "rdf-xml"),
    ("a.json", '{"claims": []}', "json"),
    ("a.json", '{\n "subject": 1}', "json"),
    ("a.json", '{"@context": {}}', "json-ld"),
    ("a.json", '[{"@id": "x"}]', "json-ld"),
    ("a.xml", "<?xml version='1.0'?>\n<rdf:RDF xmlns:rdf='x'>", "rdf-xml"),
    ("a.xml", "<!-- c --><TriX xmlns='x'>", "trix"),
    ("a", "<rdf:RDF xmlns:rdf='x'>", "rdf-xml"),
    ("a", '{"subject": "ent:a"}\n{"subject": "ent:b"}', "jsonl"),
    ("a", '["a", "b", "c", "d", "", ""]', "hextuples"),
    ("a", "# a comment\n@prefix x: <http://x/> .", "trig"),
    ("a", "PREFIX x: <http://x/>", "trig"),
    ("a", "<http://x/a> a <http://x/b> ;", "trig"),
    ("a", "<http://x/a> <http://x/b> <http://x/c> .", "n-quads"),
    ("a", "<urn:x> <urn:y> 'z' .", "n-quads"),
    ("a", '_:a <http://x/b> "c"@en <http://x/g> .', "n-quads"),
    ("a", "subject;relation;object", "csv"),
    ("a", "- subject: ent:a", "yaml"),
    ("a", "claims:\n  - x", "yaml"),
    ("a", "---\nsubject: ent:a", "yaml"),
    ("a", "TX .\nA <http://x/a> <http://x/b> <http://x/c> .", "rdf-patch"),
]


@pytest.mark.parametrize(("name", "text", "syntax"), TOLD)
def test_a_file_is_told_by_its_name_or_its_start(name, text, syntax):
    assert syntax_of(Document.of_bytes(text.encode(), name)) == syntax


def test_the_caller_may_say_what_it_is():
    assert syntax_of(Document.of_bytes(b"x", "a.txt"), "turtle") == "turtle"
    with pytest.raises(UnknownTerm, match="did you mean turtle"):
        syntax_of(Document.of_bytes(b"x", "a"), "turtel")


def test_every_rdf_syntax_has_its_reader():
    assert set(SYNTAXES) == set(RDF_SYNTAXES)
    assert not set(SYNTAXES) & set(CLAIM_SYNTAXES)


def test_a_stream_is_loaded_under_its_name(store):
    stream = io.BytesIO(lines(*BASE, claim(), "{broken").encode())
    report = load(store, "-", stream=stream)
    assert (report.source, counts(report)) == ("-", (1, 0, 0, 1))
    assert [each.place for each in report.quarantined] == ["-:6"]


def test_a_stream_that_is_loaded_twice_is_quarantined_once(store, tmp_path):
    kept = tmp_path / "q.jsonl"
    for _ in range(2):
        load(store, "-", stream=io.BytesIO(lines(*BASE, "{broken").encode()), quarantine=kept)
    assert kept.read_text("utf-8").count("\n") == 1


def test_a_text_cannot_lie_beside_a_stream(store):
    source = {key: value for key, value in SOURCE.items() if key != "text"}
    report = load(store, "-", stream=io.BytesIO(json.dumps({**source, "text_file": "note.txt"}).encode()))
    assert "lies beside no file here; give the text itself as text" in str(report.quarantined[0])


def test_a_dash_without_a_stream_is_wrong_usage(store):
    with pytest.raises(UsageError, match="give the stream as well"):
        load(store, "-")


def test_a_stream_of_an_article_is_told(store):
    with pytest.raises(InputError, match="neither claims nor RDF"):
        load(store, "-", stream=io.BytesIO(b"Iran and Azerbaijan operate the plant."))


def test_a_data_set_is_named_by_a_title_or_an_id(store):
    made = dataset_named("Border atlas, 2025", store)
    assert (str(made.id), made.title) == ("src:border-atlas-2025", "Border atlas, 2025")
    store.write(Batch(sources=[made]))
    assert dataset_named("src:border-atlas-2025", store) == made
    for wrong in (" ", "ent:iran"):
        with pytest.raises(UsageError):
            dataset_named(wrong, store)


def test_a_folder_gives_its_known_files_in_order_and_says_what_it_leaves_out(tmp_path):
    for name in ("b.ttl", "a.CSV", "note.txt", "own.log", ".c.jsonl", "README.md"):
        (tmp_path / name).write_text("x")
    (tmp_path / "inner").mkdir()
    files, notes = files_of([tmp_path])
    assert [PurePath(name).name for name in files] == ["a.CSV", "b.ttl", "note.txt"]
    assert notes == [f"{tmp_path}: left out README.md, inner, own.log"]
    assert [PurePath(name).name for name in files_of([tmp_path], only_articles=True)[0]] == ["note.txt"]
