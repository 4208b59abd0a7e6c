"""What a notebook shows: by MIME type, without a line of set-up, with nothing from outside as markup."""

from __future__ import annotations

import base64
import re
from dataclasses import replace

import pytest
from araz.graph.claim import Attribute, Claim, Entity, Name, Passage, Point, Quantity, Source
from araz.graph.ref import Ref
from araz.graph.store import Table
from araz.ontology.vocabulary import Kind, Measure, Relation
from araz.queries.scenario import Scenario, Shock
from araz.queries.sweep import Step, Sweep
from araz.queries.whatif import whatif

from .hostile import HOSTILE, region, shown
from .pictures import tree

SAID = Passage(Ref("src", "s"), 0, 5, "words")
CLAIM = Claim(Ref("ent", "a"), Relation.OWNS, Ref("ent", "b"), evidence=(SAID,))
RICH = {"text/plain", "text/markdown", "text/html"}


def values(graph):
    """A value of every type that shows itself, by its name."""
    exposure = graph.whatif("Iran", top=4)
    return {
        "graph": graph,
        "table": Table(("who",), (("Iran",),)),
        "claim": CLAIM,
        "entity": Entity(Ref("ent", "a"), Kind.STATE, (Name("A"), Name("B")), point=Point(1, 2)),
        "source": Source(Ref("src", "s"), "A title"),
        "answer": graph.ask("neighbours", "Iran"),
        "dossier": graph.show("Araz River"),
        "exposure": exposure,
        "at risk": exposure.at_risk(),
        "instead": exposure.instead(),
        "sweep": exposure.sweep("ent:iran", [0.5, 1.0]),
        "comparison": exposure.compare(Scenario((Shock(Ref("ent", "iran"), probability=0.5),))),
    }


@pytest.fixture(scope="module")
def every(example):
    return values(example)


@pytest.mark.parametrize("name", ["graph", "table", "claim", "entity", "source", "answer"])
def test_a_value_shows_itself_as_text_markdown_and_html(every, name):
    assert every[name]._repr_mimebundle_().keys() == RICH


@pytest.mark.parametrize("name", ["dossier", "at risk", "instead", "comparison", "sweep"])
def test_what_is_asked_further_shows_itself_too(every, name):
    assert every[name]._repr_mimebundle_().keys() == RICH


def test_an_exposure_comes_with_its_picture(every):
    made = every["exposure"]._repr_mimebundle_()
    assert made.keys() == {*RICH, "image/svg+xml"}
    assert tree(made["image/svg+xml"]).tag.endswith("svg")


def test_the_picture_in_html_is_an_image_that_holds_all_of_itself(every):
    made = every["exposure"]._repr_mimebundle_()
    (held,) = re.findall(r'src="data:image/svg\+xml;base64,([^"]*)"', made["text/html"])
    assert base64.b64decode(held).decode() == made["image/svg+xml"]


def test_html_needs_no_style_and_no_script(every):
    for value in every.values():
        assert not re.search(r"<(script|style|link|svg)|\son\w+=|\sstyle=", value._repr_mimebundle_()["text/html"])


def test_only_what_is_asked_for_is_given(every):
    assert every["table"]._repr_mimebundle_(include={"text/html"}).keys() == {"text/html"}
    assert every["table"]._repr_mimebundle_(exclude={"text/html"}).keys() == RICH - {"text/html"}


def test_an_entity_shows_its_figures_with_their_units():
    figure = Attribute(Measure.CAPACITY, Quantity(80, "MW", "electricity"))
    plant = Entity(Ref("ent", "p"), Kind.HYDRO_PLANT, (Name("Plant"),), attributes=(figure,))
    assert "80 MW electricity" in plant._repr_mimebundle_()["text/plain"]


def test_a_long_table_says_how_many_rows_it_leaves_out():
    made = Table(("n",), tuple((n,) for n in range(60)))._repr_mimebundle_()
    assert all("… and 10 more" in made[kind] for kind in RICH)


def test_every_asset_is_in_every_form_of_an_exposure(every):
    made, found = every["exposure"]._repr_mimebundle_(), every["exposure"]
    assert all(line.name in re.sub(r"\s+", " ", made["text/html"]) for line in found.results)


def turned(*steps):
    return Sweep(Scenario((Shock(Ref("ent", "a")),)), "ent:a", (Ref("ent", "b"),), ("Dam",), steps)


def test_a_sweep_sets_a_few_values_side_by_side_and_many_below_each_other():
    steps = tuple(Step(n / 10, (n / 10,), (n / 10,), (n / 10,), "exact") for n in range(11))
    few, many = (turned(*part)._repr_mimebundle_()["text/plain"] for part in (steps[:3], steps))
    assert "at 0.1   at 0.2" in few
    assert "0.100    0.200" in few
    assert many.count("Dam") == 11


def test_a_sampled_sweep_shows_its_bounds():
    step = Step(0.5, (0.25,), (0.125,), (0.5,), "sampled")
    assert "0.250 (0.125–0.500)" in turned(step)._repr_mimebundle_()["text/plain"]


def hostile_values():
    store = region()
    exposure = whatif(store, Scenario((Shock(Ref("ent", "state")),), name=HOSTILE[0]), of="infrastructure")
    step = Step(HOSTILE[1], *((0.5,) * len(HOSTILE),) * 3, method=HOSTILE[2])
    plants = tuple(Ref("ent", f"plant{number}") for number in range(len(HOSTILE)))
    sweep = Sweep(exposure.scenario, HOSTILE[3], plants, HOSTILE, (step,))
    table = Table(HOSTILE[:3], tuple((text, text, text) for text in HOSTILE))
    made = [exposure, sweep, replace(sweep, steps=(step,) * 9), table]
    return [*made, *store.entities(), *store.claims(), *store.sources()]


def test_hostile_texts_are_text_in_html(look):
    page = "<!doctype html><title>x</title>" + "".join(v._repr_mimebundle_()["text/html"] for v in hostile_values())
    seen = look(page)
    assert seen.page.evaluate("window.harmed") is None
    assert seen.watch.clean()
    assert seen.page.locator("script, iframe, form, base, link, svg, a").count() == 0
    words = " ".join(seen.page.locator("body").inner_text().split())
    assert all(" ".join(shown(text).split()) in words for text in HOSTILE)


def test_hostile_texts_are_text_in_markdown():
    from markdown_it import MarkdownIt

    for value in hostile_values():
        tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(value._repr_mimebundle_()["text/markdown"])
        inside = [each.type for token in tokens for each in token.children or ()]
        assert not {"html_block", "html_inline", "link_open", "image"} & {*inside, *(t.type for t in tokens)}


def test_hostile_texts_are_text_in_the_picture():
    (exposure, *_) = hostile_values()
    drawn = tree(exposure._repr_mimebundle_()["image/svg+xml"])
    tags = {element.tag.rpartition("}")[2] for element in drawn.iter()}
    assert tags <= {"svg", "style", "text", "tspan", "path", "rect", "circle", "polygon", "title", "g", "line"}
    assert not any(name.startswith("on") for element in drawn.iter() for name in element.attrib)
