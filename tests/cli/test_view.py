"""`araz view` writes a page to look around in."""

from __future__ import annotations

import json

import pytest
from araz.cli import app
from typer.testing import CliRunner


@pytest.fixture
def view(tmp_path):
    """`view(*arguments)`: the page's data and title."""

    def run(*arguments: str):
        page = tmp_path / "page.html"
        done = CliRunner().invoke(app, ["view", *arguments, "--db", "example", "-o", str(page)], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        text = page.read_text("utf-8")
        data = text.split('id="data">')[1].split("</script>")[0]
        return json.loads(data), text.split("<title>")[1].split("</title>")[0]

    return run


def test_it_shows_everything_without_a_name(view):
    data, title = view()
    assert title == "All that is claimed"
    assert all(data["nodes"]["shown"])


def test_it_goes_so_many_steps_around_a_name(view):
    near, far = view("Khudafarin dam")[0], view("Khudafarin dam", "--hops", "2")[0]
    assert sum(near["nodes"]["shown"]) < sum(far["nodes"]["shown"])


def test_it_keeps_the_classes_and_modalities_that_are_named(view):
    data, _ = view("--classes", "State,River", "--modality", "asserted")
    assert {kind["name"] for kind in data["kinds"]} == {"State", "River"}
    assert {data["modalities"][mode]["name"] for mode in data["claims"]["m"]} == {"asserted"}


def test_it_highlights_a_scenario(view):
    data, title = view("--whatif", "Iran")
    assert title == "What if Iran should collapse"
    assert min(data["scenario"]["ranks"].values()) == 1
