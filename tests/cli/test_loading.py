"""Loading by the command line: streams, folders, foreign vocabularies, replacing, and files that cannot be read."""

from __future__ import annotations

import json

import pytest

from .test_commands import NOTE, araz, one_line

SOURCE = {"type": "source", "id": "src:note", "title": "A note", "text": NOTE}
OPERATES = {
    "subject": "ent:iran",
    "relation": "operates",
    "object": "ent:khudafarin-plant",
    "evidence": [{"source": "src:note", "start": 31, "end": 56, "quote": NOTE[31:56]}],
}
BUILDS = {**OPERATES, "relation": "builds"}
FOREIGN = """
@prefix ex: <http://example.org/terms/> . @prefix wd: <http://www.wikidata.org/entity/> .
wd:Q794 ex:touches wd:Q227 .
"""
MAPPING = "prefixes: {ex: 'http://example.org/terms/'}\nrelations: {'ex:touches': borders}\n"


def lines(*records):
    return "".join(json.dumps(record) + "\n" for record in records)


def claims(done):
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["claims"]


def relations(place):
    return [row[0] for row in json.loads(araz("sparql", ALL, cwd=place).stdout)["rows"]]


ALL = "SELECT DISTINCT ?r { ?c a az:Claim ; rdf:predicate ?r } ORDER BY ?r"


def test_standard_input_is_loaded_as_a_dash(tmp_path):
    assert claims(araz("load", "-", cwd=tmp_path, stdin=lines(SOURCE, OPERATES)))["new"] == 1
    assert claims(araz("load", "-", "--syntax", "jsonl", cwd=tmp_path, stdin=lines(SOURCE, OPERATES)))["unchanged"] == 1


def test_the_syntax_may_be_named_where_the_ending_does_not_say_it(tmp_path):
    (tmp_path / "region.txt").write_text(lines(SOURCE, OPERATES), "utf-8")
    assert claims(araz("load", "region.txt", "--syntax", "jsonl", cwd=tmp_path))["new"] == 1


def test_what_is_no_longer_in_the_source_leaves_when_replacing(tmp_path):
    (tmp_path / "a.jsonl").write_text(lines(SOURCE, OPERATES, BUILDS), "utf-8")
    araz("load", "a.jsonl", cwd=tmp_path)
    (tmp_path / "a.jsonl").write_text(lines(SOURCE, BUILDS), "utf-8")
    assert "withdrawn" not in claims(araz("load", "a.jsonl", cwd=tmp_path))
    assert relations(tmp_path) == ["az:builds", "az:operates"]
    found = claims(araz("load", "a.jsonl", "--replace", cwd=tmp_path))
    assert (found["unchanged"], found["withdrawn"]) == (1, 1)
    assert relations(tmp_path) == ["az:builds"]


def test_a_mapping_of_ones_own_reads_a_foreign_vocabulary(tmp_path):
    (tmp_path / "data.ttl").write_text(FOREIGN, "utf-8")
    (tmp_path / "own.yaml").write_text(MAPPING, "utf-8")
    left_out = araz("load", "data.ttl", cwd=tmp_path)
    assert "not in the mapping and were left out: <http://example.org/terms/touches> (1)" in left_out.stderr
    assert claims(araz("load", "data.ttl", "--mapping", "own.yaml", cwd=tmp_path))["new"] == 1
    checked = araz("validate", "data.ttl", "--mapping", "own.yaml", "--whole", cwd=tmp_path)
    assert json.loads(checked.stdout)["by_shacl"] == 1


def test_foreign_statements_cite_the_data_set_that_is_named(tmp_path):
    (tmp_path / "data.ttl").write_text(FOREIGN, "utf-8")
    (tmp_path / "own.yaml").write_text(MAPPING, "utf-8")
    call = ("load", "data.ttl", "--mapping", "own.yaml", "--dataset")
    assert claims(araz(*call, "Border atlas, 2025", cwd=tmp_path))["new"] == 1
    assert claims(araz(*call, "src:border-atlas-2025", cwd=tmp_path))["unchanged"] == 1
    found = araz("sparql", "SELECT ?t { src:border-atlas-2025 dcterms:title ?t }", cwd=tmp_path)
    assert json.loads(found.stdout)["rows"] == [["Border atlas, 2025"]]


def test_a_folder_stands_for_the_files_that_it_knows_in_order(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "b.jsonl").write_text(lines(SOURCE, BUILDS), "utf-8")
    (folder / "a.jsonl").write_text(lines(SOURCE, OPERATES), "utf-8")
    (folder / "note.log").write_text(NOTE, "utf-8")
    (folder / ".hidden.jsonl").write_text("{", "utf-8")
    done = araz("load", "data", cwd=tmp_path)
    assert [report["source"] for report in json.loads(done.stdout)] == ["data/a.jsonl", "data/b.jsonl"]
    assert one_line(done) == "araz: data: left out note.log\n"


def test_a_file_that_cannot_be_read_keeps_no_other_out(tmp_path):
    (tmp_path / "a.jsonl").write_text("", "utf-8")
    (tmp_path / "b.jsonl").write_text(lines(SOURCE, BUILDS), "utf-8")
    done = araz("load", "a.jsonl", "b.jsonl", cwd=tmp_path)
    assert done.returncode == 3
    assert one_line(done) == "araz: a.jsonl: the file is empty; give it at least one record\n"
    assert json.loads(done.stdout)["claims"]["new"] == 1


def test_no_store_is_made_for_a_file_that_cannot_be_read(tmp_path):
    (tmp_path / "a.jsonl").write_text("", "utf-8")
    assert araz("load", "a.jsonl", cwd=tmp_path).returncode == 3
    assert [path.name for path in tmp_path.iterdir()] == ["a.jsonl"]


def test_a_record_that_is_turned_away_is_told_also_when_nobody_watches(tmp_path):
    done = araz("load", "-", cwd=tmp_path, stdin=lines(SOURCE, BUILDS, {**BUILDS, "confidence": 1.7}))
    assert done.returncode == 3
    assert json.loads(done.stdout)["claims"]["quarantined"] == 1
    assert one_line(done).startswith("araz: -:3: confidence")


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["a.jsonl", "--syntax", "turtel"], 2, "unknown syntax 'turtel'; use one of jsonl"),
        (["a.jsonl", "--mapping", "nothing.yaml"], 3, "nothing.yaml: there is no such file; check the path"),
        (["a.jsonl", "--dataset", "ent:iran"], 2, "'ent:iran' is not the id of a source; write src:iran"),
        (["a.jsonl", "a.jsonl", "--dataset", "X", "--replace"], 2, "each file would replace the one before"),
        (["-", "-"], 2, "- stands twice"),
        (["empty"], 3, "empty: no file in this folder is claims, RDF or an article by its ending"),
        (["https://example.org/a.ttl"], 3, "only articles are fetched from the web; save it and load the file"),
    ],
)
def test_a_mistake_in_a_load_gets_one_clear_line(tmp_path, args, code, said):
    (tmp_path / "a.jsonl").write_text(lines(SOURCE, BUILDS), "utf-8")
    (tmp_path / "empty").mkdir()
    done = araz("load", *args, cwd=tmp_path, stdin="")
    assert done.returncode == code, done.stderr
    assert said in one_line(done)
