"""`araz report` and `--format html` write pages."""

from __future__ import annotations

import pytest
from araz.cli import app
from typer.testing import CliRunner

HEADLINE = "Which shared infrastructure is exposed if Iran destabilises?"


def run(*arguments: str):
    return CliRunner().invoke(app, [*arguments, "--db", "example"])


@pytest.fixture
def written(tmp_path):
    """`written(*arguments)`: the page that `araz report` writes."""

    def page(*arguments: str) -> str:
        path = tmp_path / "answer.html"
        done = run("report", *arguments, "-o", str(path))
        assert done.exit_code == 0, done.output
        return path.read_text("utf-8")

    return page


def test_the_headline_question_in_words_gets_the_exposure_page(written):
    page = written(HEADLINE)
    assert f"<title>{HEADLINE}</title>" in page
    assert 'id="asset-1" open' in page


def test_a_question_by_its_id_takes_parameters(written):
    assert "<h1><bdi>Which states border Iran?</bdi></h1>" in written("neighbours", "state=Iran")


def test_a_scenario_is_asked_and_compared(written):
    page = written("--whatif", "Iran", "--against", "iran-unrest-contained", "--top", "3")
    assert 'id="compared"' in page
    assert page.count('<details name="asset"') == 3


def test_words_beside_a_scenario_are_the_heading(written):
    assert "<h1><bdi>If Hormuz shuts</bdi></h1>" in written("If Hormuz shuts", "--scenario", "hormuz-closed")


def test_a_page_goes_to_standard_output():
    assert run("report", "neighbours", "Iran", "-o", "-").stdout.startswith("<!doctype html>")


def test_an_answer_without_rows_is_written_and_is_no_answer(tmp_path):
    done = run("report", "neighbours", "India", "-o", str(tmp_path / "none.html"))
    assert done.exit_code == 1
    assert "Nothing is known." in (tmp_path / "none.html").read_text("utf-8")


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", "neighbours", "Iran"),
        ("whatif", "Strait of Hormuz", "--kind", "border-closure"),
        ("sparql", "SELECT ?a WHERE { ?a a az:State }"),
        ("cypher", "MATCH (s:State) RETURN s.id AS id"),
        ("show", "Araz River"),
        ("questions",),
    ],
)
def test_every_answer_can_be_a_page(arguments):
    done = CliRunner().invoke(app, [*arguments, "-f", "html", *(["--db", "example"] if len(arguments) > 1 else [])])
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("<!doctype html>")
    assert done.stdout.count("<html") == 1


def test_nothing_asked_is_wrong_usage():
    done = run("report")
    assert done.exit_code != 0
    assert "nothing is asked" in str(done.exception)
