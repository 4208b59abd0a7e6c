"""`araz evaluate`: scores against annotated texts, of what a reader finds or of what was found elsewhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from araz.graph.ref import Ref
from araz.loaders.reader.extraction import Extraction
from araz.loaders.reader.readers import READERS, Named

from ..simplereader import SimpleReader
from .inprocess import Done, Run, araz  # noqa: F401 - a fixture
from .reading import readers, typed  # noqa: F401 - fixtures

TEXTS = ("Iran borders Turkey. Iran may owns Salt plant.", "Armenia borders Iran.")
ALL = "claims: with direction and modality"


def said(text: str, threshold: float = 0.1) -> dict[str, object]:
    return SimpleReader(threshold).read(text, Ref("src", "text")).record()


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, readers) -> Path:  # noqa: F811
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def write(place: Path) -> Callable[..., None]:
    """Writes records as JSON Lines, or one as JSON."""

    def write(name: str, *records: object) -> None:
        lines = [json.dumps(each, indent=None if name.endswith("l") else 2) for each in records]
        (place / name).write_text("\n".join(lines) + "\n", "utf-8")

    return write


def scores(done: Done) -> dict[tuple[str, str], dict[str, float]]:
    assert done.code == 0, done.err
    return {(row["reader"], row["what"]): row for row in json.loads(done.out)["scores"]}


def test_a_reader_is_scored_against_each_kind_of_annotation(araz, write):  # noqa: F811
    write("gold.jsonl", *map(said, TEXTS))
    found = scores(araz("evaluate", "gold.jsonl"))
    assert found["small", "entities: span and class"]["f1"] == 1
    row = found["small", ALL]
    assert (row["precision"], row["recall"], row["meant"], row["said"], row["right"]) == (1, 0.6667, 3, 2, 2)
    assert row["low"] <= row["f1"] <= row["high"]
    assert scores(araz("evaluate", "gold.jsonl", "--threshold", "recall"))["small", ALL]["recall"] == 1


def test_readers_stand_side_by_side(araz, write, monkeypatch):  # noqa: F811
    class Blind:
        def read(self, text: str, source: Ref) -> Extraction:
            return Extraction(text)

    monkeypatch.setitem(READERS, "blind", Named(lambda threshold, threads: Blind()))
    write("gold.jsonl", *map(said, TEXTS))
    found = scores(araz("evaluate", "gold.jsonl", "--reader", "small, blind"))
    assert (found["small", ALL]["f1"], found["blind", ALL]["f1"]) == (0.8, 0)
    shown = araz("evaluate", "gold.jsonl", "--reader", "small,blind", "--format", "table").out
    assert shown.startswith("small, blind against 2 annotated texts")
    assert "blind F1" in " ".join(shown.split())


def test_what_was_found_elsewhere_is_scored_whatever_its_order_and_files(araz, write):  # noqa: F811
    one, two = map(said, TEXTS)
    write("gold.json", one)
    write("more.jsonl", two)
    write("found.json", [two])
    write("other.json", {**one, "claims": one["claims"][:1]})
    done = araz("evaluate", "gold.json", "more.jsonl", "--found", "found.json", "--found", "other.json")
    assert scores(done)["found", ALL]["right"] == 2


def test_relations_are_counted_one_by_one_on_demand(araz, write):  # noqa: F811
    write("gold.jsonl", *map(said, TEXTS))
    found = scores(araz("evaluate", "gold.jsonl", "--relations"))
    assert found["small", "relation: owns"]["recall"] == 0
    assert found["small", "relation: borders"]["f1"] == 1
    shown = araz("evaluate", "gold.jsonl", "--relations", "--format", "table").out
    assert any(line.split() == ["owns", "1.00", "0.00", "0.00", "1", "0", "0"] for line in shown.splitlines())


def test_every_form_holds_the_figures(araz, write):  # noqa: F811
    write("gold.jsonl", said(TEXTS[0]))
    lines = araz("evaluate", "gold.jsonl", "--format", "jsonl").out.splitlines()
    assert json.loads(lines[0])["what"] == "entities: span"
    header, first, *_ = araz("evaluate", "gold.jsonl", "--format", "csv").out.splitlines()
    assert header == "reader,what,precision,recall,f1,low,high,meant,said,right"
    assert first.startswith("small,entities: span,1.0,1.0,1.0,")


def test_what_araz_extracts_can_be_piped_in(araz, write, typed, place):  # noqa: F811
    (place / "note.txt").write_text(TEXTS[0], "utf-8")
    write("gold.jsonl", said(TEXTS[0]))
    typed(araz("extract", "note.txt").out.encode())
    assert scores(araz("evaluate", "gold.jsonl", "--found", "-"))["found", ALL]["right"] == 1


@pytest.mark.parametrize(
    ("gold", "found", "told"),
    [
        (said(TEXTS[0]), said(TEXTS[1]), "gold.json: 1 of 1 texts is not among the 1 found; the texts must agree to"),
        (said(TEXTS[0]), [said(TEXTS[0])] * 2, "found.json, record 2: this text stands twice among those found"),
        ({"entities": []}, [], "gold.json: "),
        ({**said(TEXTS[0]), "mentions": [{"entity": "iran", "start": 0, "end": 99}]}, [], "gold.json: [0, 99] is not"),
        ({**said(TEXTS[0]), "claims": [{"subject": "a:b"}]}, [], "gold.json: "),
        ([], [], "gold.json: there are no annotated texts; give at least one"),
        (["no"], [], "gold.json, record 1: this is no extraction; give the JSON of araz extract"),
        ("text", [], "gold.json: this is no extraction"),
    ],
)
def test_what_cannot_be_compared_gets_one_line(araz, write, gold, found, told):  # noqa: F811
    write("gold.json", gold)
    write("found.json", found)
    done = araz("evaluate", "gold.json", "--found", "found.json")
    assert done.code == 3
    assert done.line().startswith(f"araz: {told}")


def test_a_broken_line_of_a_gold_file_is_told_with_its_number(araz, place):  # noqa: F811
    (place / "gold.jsonl").write_text(json.dumps(said(TEXTS[0])) + "\n{broken\n", "utf-8")
    assert araz("evaluate", "gold.jsonl").line().startswith("araz: gold.jsonl:2: broken JSON")


@pytest.mark.parametrize(
    ("args", "code", "told"),
    [
        (["gold.jsonl", "--reader", "small,none"], 2, "unknown reader 'none'; use one of small"),
        (["gold.jsonl", "--threshold", "2"], 2, "'2' is no threshold"),
        (["no-such.jsonl"], 3, "no-such.jsonl: there is no such file"),
    ],
)
def test_a_mistake_in_the_call_gets_one_line(araz, write, args, code, told):  # noqa: F811
    write("gold.jsonl", said(TEXTS[0]))
    done = araz("evaluate", *args)
    assert done.code == code
    assert told in done.line()
