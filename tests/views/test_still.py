"""A part of a graph as one static SVG."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from araz.graph.ref import Ref
from araz.ontology.schema import load_schema
from araz.views.excerpt import excerpt
from araz.views.explorer import explorer_page
from araz.views.still import draw

from .hostile import region

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def answered(example):
    return excerpt(example.store, exposure=example.whatif("Iran"))


def texts(svg: str, of: str) -> list[str]:
    tree = ET.fromstring(svg)  # noqa: S314 (drawn by the test)
    return [part.text or "" for part in tree.iter(f"{SVG}text") if of in part.get("class", "").split()]


def test_ranks_are_the_numbers_of_the_answer(answered):
    numbers = [int(text) for text in texts(draw(answered), "n-rank") if text.isdigit()]
    assert sorted(numbers) == [line.rank for line in answered.exposure.results]


def test_lines_are_drawn_by_modality_and_only_the_ways_in_the_accent(answered):
    tree = ET.fromstring(draw(answered))  # noqa: S314 (drawn by the test)
    ways = [line for line in tree.iter(f"{SVG}path") if "n-way" in line.get("class", "").split()]
    claims = {
        claim.id for line in answered.exposure.results for p in line.paths for hop in p.hops for claim in hop.claims
    }
    assert 0 < len(ways) <= len(claims)
    dashes = {" ".join(map(str, mode.line)) for mode in load_schema().modalities.values()}
    assert {line.get("stroke-dasharray", "") for line in ways} <= dashes


def test_a_crowd_is_cut_to_those_with_the_most_claims(monkeypatch, example):
    monkeypatch.setattr("araz.views.still.CROWD", 20)
    svg = draw(excerpt(example.store))
    assert svg.count('class="n-rank') == 20
    assert "Iran" in texts(svg, "n-name")
    assert "left out" in svg


def test_hostile_texts_are_shown_as_text():
    tree = ET.fromstring(draw(excerpt(region())))  # noqa: S314 (drawn by the test)
    allowed = {"svg", "style", "title", "desc", "defs", "marker", "path", "circle", "text"}
    assert {part.tag.removeprefix(SVG) for part in tree.iter()} <= allowed
    assert not [name for part in tree.iter() for name in part.attrib if name.startswith("on") or "href" in name]


def test_the_same_part_makes_the_same_picture(example):
    assert draw(excerpt(example.store, ["Iran"])) == draw(excerpt(example.store, ["Iran"]))


def test_without_script_the_explorer_shows_it(look, example):
    page = look(explorer_page(excerpt(example.store, [Ref("ent", "iran")])), script=False)
    assert page.page.locator(".still svg").is_visible()
    assert page.watch.clean(), page.watch
