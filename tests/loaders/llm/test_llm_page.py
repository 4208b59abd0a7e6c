"""What docs/readers.md shows is what happens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from araz.loaders.llm.budget import read_budget
from araz.loaders.llm.llmreader import TRUST
from araz.loaders.llm.parts import LONGEST, parts_of
from araz.loaders.llm.wording import instructions
from araz.loaders.reader.readers import READERS
from araz.loaders.reader.words import sentences_of

from .server import GOOD, KEY

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "readers.md").read_text("utf-8")


@pytest.fixture
def environment(server, monkeypatch, tmp_path):
    given = {"URL": server.url, "MODEL": "some-model", "KEY": KEY, "CACHE": str(tmp_path)}
    for name, value in given.items():
        monkeypatch.setenv(f"ARAZ_LLM_{name}", value)


def test_the_example_in_python_runs(server, environment, capsys):
    server.says(GOOD)
    (code,) = re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    exec(code, {})  # noqa: S102 the page's own example
    assert capsys.readouterr().out.startswith("1 of 1 parts read; 1 of 1 claims accepted; 1 requests")


def test_the_budget_on_the_page_is_one():
    (words,) = re.findall(r"`(requests=[^`]*)`", PAGE)
    assert read_budget(words).money == 2.5


def test_every_reader_stands_in_the_table_and_no_other():
    assert set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)) == set(READERS)


def test_the_figures_on_the_page_are_those_of_the_code():
    assert f"of up to {LONGEST:,} characters" in PAGE
    assert f"times {TRUST}" in PAGE
    assert 4000 < len(instructions()) / 4 < 5000


def test_an_article_of_700_words_is_two_requests():
    text = "\n\n".join(" ".join(["Some words of six letters stand here."] * 14) for _ in range(9))
    assert 600 < len(text.split()) < 900
    assert len(parts_of(text, list(sentences_of(text)))) == 2
