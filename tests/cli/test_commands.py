"""The command line as people use it: a process, its output, its errors, its exit code."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

NOTE = "Khudafarin stands on the Araz. Iran operates Khudafarin."


def araz(*args, cwd, stdin=None):
    return subprocess.run(
        [sys.executable, "-m", "araz.cli", *map(str, args)],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def one_line(done):
    assert done.stderr.startswith("araz: ")
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.fixture
def place(tmp_path):
    (tmp_path / "note.txt").write_text(NOTE, "utf-8")
    said = {"source": "src:note", "start": 31, "end": 56, "quote": NOTE[31:56]}
    records = [
        {"type": "source", "id": "src:note", "title": "A note", "text_file": "note.txt"},
        {
            "subject": "ent:iran",
            "relation": "operates",
            "object": "ent:khudafarin-plant",
            "confidence": 0.9,
            "evidence": [said],
        },
        {
            "subject": "ent:azerbaijan",
            "relation": "operates",
            "object": "ent:khudafarin-plant",
            "modality": "possible",
            "confidence": 0.5,
            "evidence": [said],
        },
    ]
    (tmp_path / "claims.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    return tmp_path


def test_a_load_reports_what_it_did_and_a_second_one_changes_nothing(place):
    first = json.loads(araz("load", "claims.jsonl", cwd=place).stdout)
    assert first["claims"] == {"new": 2, "updated": 0, "unchanged": 0, "quarantined": 0}
    second = json.loads(araz("load", "claims.jsonl", cwd=place).stdout)
    assert second["claims"] == {"new": 0, "updated": 0, "unchanged": 2, "quarantined": 0}


def test_a_loaded_store_is_found_in_the_folder_without_being_named(place):
    araz("load", "claims.jsonl", cwd=place)
    found = json.loads(araz("sparql", "SELECT ?a { ?a az:operates ?b }", cwd=place).stdout)
    assert found == {"columns": ["a"], "rows": [["ent:iran"]]}


def test_a_bad_record_is_quarantined_and_the_rest_goes_in(place):
    with (place / "claims.jsonl").open("a", encoding="utf-8") as out:
        out.write('{"subject": "ent:iran", "relation": "operatess", "object": "ent:khudafarin-plant"}\n')
    done = araz("load", "claims.jsonl", cwd=place)
    assert done.returncode == 3
    assert json.loads(done.stdout)["claims"] == {"new": 2, "updated": 0, "unchanged": 0, "quarantined": 1}
    assert "operatess" in (place / "araz.db" / "quarantine.jsonl").read_text("utf-8")


@pytest.mark.parametrize("form", ["turtle", "json-ld", "n-quads", "jsonl"])
def test_an_export_loads_back_to_the_same_graph(place, form):
    araz("load", "claims.jsonl", cwd=place)
    ending = {"turtle": "ttl", "json-ld": "jsonld", "n-quads": "nq", "jsonl": "jsonl"}[form]
    assert araz("export", "--as", form, "-o", f"out.{ending}", cwd=place).returncode == 0
    loaded = araz("load", f"out.{ending}", "--db", "other.db", cwd=place)
    assert loaded.returncode == 0, loaded.stdout + loaded.stderr
    both = [araz("export", "--as", "n-quads", "--db", db, cwd=place).stdout for db in ("araz.db", "other.db")]
    assert both[0] == both[1] != ""


def test_an_rdf12_export_reifies_each_claim(place):
    araz("load", "claims.jsonl", cwd=place)
    text = araz("export", "--as", "rdf12", cwd=place).stdout
    assert text.count("reifies") + text.count("~") >= 2


def test_a_csv_export_has_a_row_for_each_passage(place):
    araz("load", "claims.jsonl", cwd=place)
    lines = araz("export", "--as", "csv", cwd=place).stdout.splitlines()
    assert lines[0].startswith("id,subject,relation,object,modality")
    assert len(lines) == 3


def test_show_tells_every_claim_with_its_passage(place):
    araz("load", "claims.jsonl", cwd=place)
    done = araz("show", "ent:khudafarin-plant", "--format", "table", cwd=place)
    assert done.returncode == 0, done.stderr
    assert "Azerbaijan" in done.stdout
    assert "possible" in done.stdout
    assert "“Iran operates Khudafarin.”" in done.stdout


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "table"])
def test_every_form_of_every_answer_is_written(form, tmp_path):
    for command in (
        ["ask", "corridors", "Iran"],
        ["questions"],
        ["questions", "corridors"],
        ["whatif", "Iran"],
        ["sparql", "SELECT ?a ?b { ?a az:operates ?b } ORDER BY ?a ?b"],
        ["show", "Khudafarin HPP"],
    ):
        done = araz(*command, "--format", form, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert done.stdout.strip()
        if form == "json":
            json.loads(done.stdout)
        if form == "jsonl":
            assert [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["ask", "corridorz", "Iran"], 2, "did you mean corridors"),
        (["ask", "corridors"], 2, "state"),
        (["ask", "corridors", "Irann"], 2, "did you mean"),
        (["ask", "corridors", "Iran", "colour=red"], 2, "colour"),
        (["whatif", "Irann"], 2, "did you mean"),
        (["whatif"], 2, "Iran"),
        (["whatif", "Iran", "--kind", "state-colapse"], 2, "did you mean state-collapse"),
        (["whatif", "Iran", "--of", "hydroplants"], 2, "hydroplants"),
        (["show", "Irann"], 2, "did you mean"),
        (["sparql", "SELECT ?x {"], 3, "line 1"),
        (["sparql", "DROP ALL"], 3, ""),
        (["load", "nothing.jsonl"], 3, "nothing.jsonl"),
        (["export", "-o", "no/such/folder/x.ttl"], 3, "no/such/folder/x.ttl"),
        (["ask", "corridors", "Iran", "--db", "missing.db"], 3, "missing.db"),
        (["load", "claims.jsonl", "--db", "example"], 2, "--db"),
    ],
)
def test_a_mistake_gets_one_clear_line(place, args, code, said):
    done = araz(*args, *([] if args[0] == "load" or "--db" in args else ["--db", "example"]), cwd=place)
    assert done.returncode == code, (done.stdout, done.stderr)
    assert said in one_line(done)


def test_no_answer_is_exit_code_one(tmp_path):
    done = araz("sparql", "SELECT ?a { ?a az:operates az:nothing }", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr == ""


def test_a_reader_that_stops_early_is_no_error(tmp_path):
    line = f"{sys.executable} -m araz.cli export | head -n 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert done.returncode == 0


def test_a_query_comes_from_standard_input_or_a_file(tmp_path):
    query = "ASK { ent:iran az:participatesIn ent:instc }"
    Path(tmp_path / "q.rq").write_text(query, "utf-8")
    for given, stdin in ((query, None), ("-", query), ("q.rq", None)):
        assert json.loads(araz("sparql", given, cwd=tmp_path, stdin=stdin).stdout)["rows"] == [[True]]


@pytest.mark.parametrize(
    "name", ['"} } ; DROP ALL #', "ent:iran> . } DELETE WHERE { ?s ?p ?o } #", "Iran\n} UNION { ?a ?b ?c"]
)
def test_a_name_that_looks_like_a_query_is_only_a_name(name, tmp_path):
    done = araz("ask", "corridors", name, cwd=tmp_path)
    assert done.returncode == 2
    one_line(done)


def test_a_validation_of_the_example_finds_nothing(tmp_path):
    done = araz("validate", "--db", "example", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


def test_help_says_what_each_command_does(tmp_path):
    done = araz("--help", cwd=tmp_path)
    for name in ("load", "ask", "questions", "whatif", "sparql", "show", "validate", "export"):
        assert f"  {name} " in done.stdout
