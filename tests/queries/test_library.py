"""The scenarios that ship with Araz load, say what they assume, and expose something in the bundled example."""

from __future__ import annotations

import araz
import pytest
from araz.errors import UsageError
from araz.queries.library import assumptions, find_scenario, library
from araz.queries.scenario import read_scenario
from araz.queries.whatif import whatif

NAMES = (
    "armed-attack-on-araz-plants",
    "drought-on-the-araz",
    "hormuz-closed",
    "iran-azerbaijan-border-closure",
    "iran-state-collapse",
    "iran-unrest-contained",
    "joint-failure-of-two-corridors",
)


@pytest.fixture(scope="module")
def store():
    with araz.open("example") as graph:
        yield graph.store


def test_the_library_holds_the_scenarios_that_were_asked_for():
    assert tuple(library()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_scenario_replays_and_exposes_something(store, name):
    scenario = read_scenario(library()[name], store)
    assert scenario.name
    assert scenario.seed == 1
    first, again = whatif(store, scenario), whatif(store, read_scenario(library()[name], store))
    assert first.results, first.note
    assert first.record() == again.record()


@pytest.mark.parametrize("name", NAMES)
def test_a_scenario_says_what_it_assumes(name):
    assert len(assumptions(library()[name]).split()) >= 20


def test_a_name_is_found_in_any_spelling():
    assert find_scenario("Hormuz Closed") == find_scenario("hormuz-closed.yaml") == library()["hormuz-closed"]


def test_a_file_of_ones_own_is_found_by_its_path(tmp_path, monkeypatch):
    mine = tmp_path / "hormuz-closed"
    mine.write_text("shocks: [{entity: Iran}]\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert find_scenario(mine) == mine
    assert find_scenario("./hormuz-closed").read_text("utf-8").startswith("shocks: [{entity: Iran")
    assert find_scenario("hormuz-closed") == library()["hormuz-closed"]


def test_a_name_near_a_known_one_is_suggested():
    with pytest.raises(UsageError, match=r"no scenario 'iran-state-colapse'; did you mean iran-state-collapse\?"):
        find_scenario("iran-state-colapse")


def test_a_name_like_no_other_gets_the_list():
    with pytest.raises(UsageError, match="give the path of a file, or one of armed-attack-on-araz-plants"):
        find_scenario("zzz")
