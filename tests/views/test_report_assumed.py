"""What a scenario assumes is on the page of its answer, and comes back when the page's scenario is run again."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from araz.graph.ref import Ref
from araz.queries.library import assumptions, library
from araz.queries.scenario import Assumption, Scenario, Shock, read_scenario
from araz.queries.whatif import whatif
from araz.views.report import report
from araz.views.report_assumed import assumed_section
from araz.views.report_exposure import exposure_page
from araz.views.report_method import replayable

from .hostile import HOSTILE, region, shown

BURNS, FAILS = "the unrest is left to burn", Ref("ent", "iran-state-failure")


def said(page: str) -> str:
    """The texts of a page, without its markup, in one line."""
    return " ".join(unescape(re.sub(r"<[^>]*>", "", page)).split())


@pytest.mark.parametrize("name", library())
def test_the_premise_of_every_scenario_of_the_library_is_told(example, name):
    scenario = read_scenario(library()[name], example.store)
    found = replace(example.whatif("Iran", top=1), scenario=scenario)
    assert assumed_section(example.store, found).lead == assumptions(library()[name])


def test_the_premise_is_on_the_page_and_its_heading_leads_there(example):
    page = exposure_page(example.store, example.whatif(scenario="hormuz-closed", top=2))
    assert 'href="#assumed"' in page
    assert assumptions(library()["hormuz-closed"]) in said(page)


def test_a_plain_question_assumes_nothing_that_its_title_does_not_say(example):
    found = example.whatif("Iran", top=1)
    assert assumed_section(example.store, found) is None
    assert 'id="assumed"' not in exposure_page(example.store, found)


def test_what_is_struck_met_and_held_is_said_in_words(example):
    claim = example.whatif("Iran", top=1).results[0].paths[0].hops[0].claims[0]
    scenario = Scenario(
        (Shock("Iran", "sanctions", 0.25),), (Assumption(claim.id, holds=False),), (BURNS, FAILS), as_of="2025-06"
    )
    part = assumed_section(example.store, example.whatif(scenario=scenario))
    rows = dict(part.rows)
    assert [what for kind, what in part.rows if kind == "condition met"] == [BURNS, "failure of the Iranian state"]
    assert rows["struck"] == "Iran: sanctions, probability 0.25"
    assert rows["date"] == "what holds in 2025-06"
    assert rows["taken not to hold"].endswith(f"({claim.id})")
    assert " Iran " in f" {rows['taken not to hold']} "


def test_a_thing_that_is_struck_as_well_takes_the_premise_away(example):
    assert example.whatif("Iran", scenario="hormuz-closed", top=1).scenario.premise == ""


@pytest.mark.parametrize("text", [*HOSTILE, "one\u2028seed: 9\u2029seed: 9"])
def test_the_scenario_on_the_page_brings_its_premise_back_and_nothing_more(tmp_path, text):
    path = tmp_path / "scenario.yaml"
    scenario = Scenario((Shock("Iran"),), premise=text)
    path.write_text(replayable(scenario), "utf-8")
    read = read_scenario(path)
    assert (read.premise, read) == (" ".join(text.split()), scenario)


def test_hostile_premises_and_conditions_are_shown_as_text(look):
    store = region()
    scenario = Scenario((Shock("State"),), conditions=HOSTILE, premise=" ".join(HOSTILE))
    seen = look(report(store, whatif(store, scenario, of="infrastructure")))
    words = " ".join(seen.page.locator("#assumed").inner_text().split())
    assert all(" ".join(shown(text).split()) in words for text in HOSTILE)
    assert seen.page.evaluate("window.harmed") is None
    assert seen.page.locator("#assumed :is(script, img, iframe, form, base, link, a, svg)").count() == 0
    assert seen.watch.clean()
