"""The picture of a sensitivity table: well-formed, escaped, and as long as the table says."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from araz.graph.ref import Ref
from araz.queries.scenario import Scenario, Shock
from araz.queries.sensitivity import Effect, Sensitivity
from araz.views.plots import draw_sensitivity

SVG = "{http://www.w3.org/2000/svg}"


def answer(*effects, name="Iran <script>", off_by=0):
    return Sensitivity(
        scenario=Scenario((Shock(Ref("ent", "iran")),), name=name),
        assets=(Ref("ent", "a"), Ref("ent", "b")),
        names=('A & "B"', "a\u202eb"),
        exposure=(0.9, 0.5),
        method="exact",
        trajectories=10,
        evaluations=30,
        off_by=off_by,
        effects=effects,
    )


def effect(name, ranking, exposure):
    return Effect(name, 0.675, 0.55, 0.8, ranking, 0.01, exposure, tuple(0.0 for _ in exposure))


FULL = answer(effect("rule:operates-forward", 0.2, (0.1, 0.05)), effect("rule:builds-forward", 0.05, (0.0, 0.3)))


def parts(svg, name):
    return ET.fromstring(svg).iter(f"{SVG}{name}")  # noqa: S314 (our own picture, not a stranger's)


def bars(svg):
    return [float(rect.get("width")) for rect in parts(svg, "rect") if rect.get("class") == "bar"]


def test_the_picture_is_well_formed_and_shows_every_coefficient():
    svg = draw_sensitivity(FULL)
    texts = ["".join(text.itertext()) for text in parts(svg, "text")]
    assert "operates-forward" in texts
    assert "0.675, from 0.55 to 0.8" in texts
    assert 'A & "B"' in texts
    assert "What the answer rests on: Iran <script>" in texts


def test_bars_are_as_long_as_the_effects():
    first_order, first_moved, second_order, second_moved = bars(draw_sensitivity(FULL))
    assert abs(first_order / second_order - 4) < 0.02
    assert abs(second_moved / first_moved - 3) < 0.02


def test_names_are_escaped_and_made_visible():
    svg = draw_sensitivity(FULL)
    assert "<script" not in svg
    assert "\u202e" not in svg
    assert "a&lt;U+202E&gt;b" in svg


def test_only_the_first_are_drawn():
    svg = draw_sensitivity(FULL, most=1)
    assert len(bars(svg)) == 2
    assert "1 of 2 coefficients" in svg


def test_the_picture_says_how_far_the_words_may_be_off():
    assert "each up to 1 grade off" in draw_sensitivity(answer(*FULL.effects, off_by=1))
    assert "each moved within the band of its word" in draw_sensitivity(FULL)


def test_an_empty_answer_is_a_picture_that_says_so():
    svg = draw_sensitivity(answer())
    assert "nothing is exposed" in svg
    assert bars(svg) == []


def test_the_same_answer_is_drawn_the_same():
    assert draw_sensitivity(FULL) == draw_sensitivity(FULL)
