"""`araz extract`: the JSON form to the letter, several documents at once, and a table that a person can read."""

from __future__ import annotations

import json
from pathlib import Path

import araz as package
import pytest
from araz.errors import UsageError
from araz.loaders.reader.extraction import read_extraction
from araz.loaders.reader.reader import BALANCED
from araz.loaders.reader.readers import THRESHOLDS

from ..simplereader import SimpleReader
from .inprocess import Run, araz  # noqa: F401 - a fixture
from .reading import readers, typed  # noqa: F401 - fixtures
from .test_commands import araz as process

TEXT = "A note\n\nIran borders Turkey. Iran may owns Salt plant.\n"
KEYS = {
    *("id", "subject", "relation", "object", "modality", "condition", "attributed_to", "quantities", "valid"),
    *("sentence", "subject_span", "object_span", "confidence", "method"),
}


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "note.txt").write_text(TEXT, "utf-8")
    if "trained" not in request.node.name:
        request.getfixturevalue("readers")
    return tmp_path


def test_the_json_of_one_document_has_these_keys_and_no_others(araz):  # noqa: F811
    found = json.loads(araz("extract", "note.txt", "--format", "json").out)
    assert found.keys() == {"text", "entities", "mentions", "claims"}
    assert found["text"] == TEXT
    assert found["claims"][0].keys() == KEYS
    start, end = found["claims"][0]["sentence"]
    assert TEXT[start:end] == "Iran borders Turkey."
    assert {"id", "class", "name", "named"} <= found["entities"][0].keys()
    assert found["mentions"][0] == {"entity": "ent:iran", "start": 8, "end": 12}


def test_the_ids_are_those_that_a_load_gives(araz):  # noqa: F811
    found = json.loads(araz("extract", "note.txt").out)
    araz("load", "note.txt")
    rows = json.loads(araz("sparql", "SELECT ?c { ?c a az:Claim }").out)["rows"]
    assert [[claim["id"]] for claim in found["claims"]] == rows


def test_no_store_is_made(araz, place):  # noqa: F811
    araz("extract", "note.txt")
    assert [path.name for path in place.iterdir()] == ["note.txt"]


def test_a_threshold_takes_more_or_fewer_claims(araz):  # noqa: F811
    counts = [
        len(json.loads(araz("extract", "note.txt", "--threshold", said).out)["claims"])
        for said in ("recall", "0.4", "balanced", "precision", "0.95")
    ]
    assert counts == [2, 2, 1, 1, 0]


def test_balanced_is_what_the_reader_does_by_itself():
    assert THRESHOLDS["balanced"] == BALANCED


def test_standard_input_is_read(araz, typed):  # noqa: F811
    typed(TEXT.encode())
    assert len(json.loads(araz("extract", "-").out)["claims"]) == 1


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_of_several_documents_each_says_which_it_is_and_a_bad_one_stops_nothing(araz, place, form):  # noqa: F811
    (place / "empty.txt").write_text("", "utf-8")
    (place / "z.md").write_text("# Z\n\nArmenia borders Iran.", "utf-8")
    (place / "data.csv").write_text("subject,relation,object\n", "utf-8")
    done = araz("extract", ".", "--format", form, "--workers", "0")
    found = json.loads(done.out) if form == "json" else [json.loads(line) for line in done.out.splitlines()]
    assert [each["document"] for each in found] == ["note.txt", "z.md"]
    assert [len(read_extraction(each).claims) for each in found] == [1, 1]
    assert done.code == 3
    assert done.err.splitlines() == [
        "araz: .: left out data.csv",
        "araz: empty.txt: it is empty; give a document with text in it",
    ]


def test_of_several_that_cannot_be_read_the_json_is_an_empty_list(araz, place):  # noqa: F811
    (place / "note.txt").write_text("", "utf-8")
    (place / "other.txt").write_text("", "utf-8")
    assert json.loads(araz("extract", ".", "--format", "json").out) == []


def test_the_table_shows_each_claim_with_its_sentence_and_each_entity_with_its_link(araz):  # noqa: F811
    shown = " ".join(araz("extract", "note.txt", "--format", "table", "--threshold", "0.1").out.split())
    assert "[1] Iran borders Turkey asserted 0.90" in shown
    assert "[2] Iran owns Salt plant possible 0.40" in shown
    assert "[2] “Iran may owns Salt plant.” [29–54]" in shown
    assert "Iran state ent:iran (0.90) 2" in shown
    assert "Salt plant hydropower plant new: ent:salt-plant; may be ent:meghri (0.30) 1" in shown


def test_a_table_without_claims_says_so(araz, place):  # noqa: F811
    (place / "note.txt").write_text("Nothing here.", "utf-8")
    assert araz("extract", "note.txt", "--format", "table").out == "no claim was found\n"


def test_hostile_text_moves_nothing_on_the_terminal(araz, place):  # noqa: F811
    (place / "note.txt").write_text("\u202e[red]\x1b[2J Iran borders Turkey.", "utf-8")
    shown = araz("extract", "note.txt", "--format", "table").out
    assert "\u202e" not in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["no-such.txt"], 3, "no-such.txt: there is no such file"),
        (["note.txt", "-"], 2, "- stands among others; read standard input alone"),
        (["note.txt", "--reader", "smal"], 2, "unknown reader 'smal'"),
        (["note.txt", "--threshold", "high"], 2, "'high' is no threshold"),
    ],
)
def test_a_mistake_gets_one_clear_line(araz, args, code, said):  # noqa: F811
    done = araz("extract", *args)
    assert done.code == code
    assert said in done.line()


def test_python_reads_a_document_or_a_text():
    assert [str(claim.subject) for claim in package.extract("note.txt").claims] == ["ent:iran"]
    assert len(package.extract(text=TEXT, reader=SimpleReader(0.1)).claims) == 2
    assert len(package.extract(text="Iran borders Turkey.", threshold="precision").claims) == 1
    with pytest.raises(UsageError, match="there is not one text to read"):
        package.extract("note.txt", text=TEXT)


def test_a_notebook_shows_what_was_found(place):
    shown = package.bundle(package.extract(text="Iran borders Turkey. <b>"))
    assert "Iran borders Turkey." in shown["text/plain"]
    assert "asserted" in shown["text/html"]


def test_the_trained_reader_reads_several_articles_in_processes_of_their_own(place):
    texts = ["Iran borders Turkey.", "", "Iran borders Armenia.", "Iran borders Iraq.", "Iran borders Pakistan."]
    for number, text in enumerate(texts):
        (place / f"{number}.txt").write_text(text, "utf-8")
    done = process("extract", *(f"{n}.txt" for n in range(5)), "--format", "jsonl", "--workers", "2", cwd=place)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [each["document"] for each in found] == ["0.txt", "2.txt", "3.txt", "4.txt"]
    assert {(c["subject"], c["relation"]) for each in found for c in each["claims"]} == {("ent:iran", "borders")}
    assert done.returncode == 3
    assert done.stderr == "araz: 1.txt: it is empty; give a document with text in it\n"
