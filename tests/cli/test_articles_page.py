"""What docs/articles.md shows can be done: its commands run one after the other, and so does its Python."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from araz.loaders.reader.extraction import Extraction, read_extraction
from araz.loaders.reader.readers import THRESHOLDS

from .inprocess import Run, araz  # noqa: F401 - a fixture
from .reading import readers  # noqa: F401 - a fixture

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "articles.md").read_text("utf-8")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, readers) -> Path:  # noqa: F811
    monkeypatch.chdir(tmp_path)
    (tmp_path / "border.txt").write_text(blocks("text")[0], "utf-8")
    (tmp_path / "articles").mkdir()
    for name in ("a.txt", "b.txt"):
        (tmp_path / "articles" / name).write_text(f"{name}\n\nIran borders Armenia.", "utf-8")
    return tmp_path


def test_the_commands_of_the_page_run_in_their_order(araz: Run, place: Path):  # noqa: F811
    told: list[str] = []
    for line in "".join(blocks("sh")).splitlines():
        command, _, file = line.partition(" > ")
        done = araz(*shlex.split(command)[1:])
        assert done.code == 0, f"{line}: {done.err}"
        if file:
            (place / file).write_text(done.out, "utf-8")
        told.append(done.err)
    assert (place / "waiting.csv").exists()
    assert araz("load", "articles", "--db", "region.db").err == blocks("text")[1]


def test_the_python_of_the_page_runs(place: Path):
    for block in blocks("python"):
        exec(compile(block, "docs/articles.md", "exec"), {})  # noqa: S102


def test_the_form_on_the_page_is_the_form(place: Path):
    shown = json.loads(blocks("json")[0])
    found = read_extraction(shown).record()
    assert found.keys() == shown.keys() == Extraction("x").record().keys()
    assert found["claims"][0].keys() == shown["claims"][0].keys()
    assert found["entities"][0].keys() == shown["entities"][0].keys()


def test_the_words_for_thresholds_are_those_on_the_page():
    told = dict(re.findall(r"^\| `(\w+)` \| (0\.\d+) \|", PAGE, re.MULTILINE))
    assert {word: float(value) for word, value in told.items()} == THRESHOLDS
