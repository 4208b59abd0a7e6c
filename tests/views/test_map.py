"""Maps as SVG: what is drawn, and that nothing from outside can draw."""

from __future__ import annotations

import json
import random
import re

import araz
import pytest
from araz.errors import InputError
from araz.views.labels import Room, overlaps
from araz.views.map import Label, Line, Pin, Places, Shade, draw_map, map_style
from araz.views.pins import Spot, badges
from araz.views.places import exposure_map, places_map
from araz.views.window import without_far

from .pictures import HOSTILE, SVG, classes, texts, tree


@pytest.fixture(scope="module")
def graph():
    with araz.open("example") as opened:
        yield opened


def pins(count):
    draw = random.Random(7)  # noqa: S311 (no secret)
    return [Pin(n + 1, f"Place {n + 1}", draw.gauss(48, 4), draw.gauss(12, 9)) for n in range(count)]


def test_nothing_to_show_draws_nothing():
    assert draw_map(Places("Nothing", unplaced=[(1, "Somewhere")])) == ""


def test_the_same_places_give_the_same_bytes():
    places = Places("Twice", pins(30), [Line(31, "A line", ((48.0, 2.0), (52.0, 21.0)))])
    assert draw_map(places) == draw_map(places)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_is_shown_as_text(hostile):
    svg = draw_map(
        Places(
            hostile,
            [Pin(1, hostile, 39, 46, note=hostile), Pin(2, hostile, 39.01, 46.01)],
            [Line(3, hostile, ((39, 46), (38, 48)), note=hostile)],
            [Shade("IR", 1, hostile, struck=True)],
            [Label(hostile, 40, 47, "Sea")],
            [(4, hostile)],
            hostile,
        )
    )
    found = tree(svg)
    assert {part.tag.removeprefix(SVG) for part in found.iter()} <= {
        *("svg", "style", "title", "desc", "rect", "path", "circle", "g", "text", "a")
    }
    assert not [name for part in found.iter() for name in part.attrib if name.startswith("on")]
    links = [part.get("href", "#row-") for part in found.iter()]
    assert all(link.startswith("#row-") for link in links)
    assert "\u202e" not in svg
    assert any(hostile.replace("\u202e", "<U+202E>") in text for text in texts(svg))


def test_a_pin_links_to_its_row():
    links = [part.get("href") for part in tree(draw_map(Places("One", [Pin(7, "Baku", 40.4, 49.9)]))).iter()]
    assert "#row-7" in links


def test_ids_begin_with_the_prefix():
    svg = draw_map(Places("One", [Pin(1, "Baku", 40.4, 49.9)]), prefix="left")
    assert [part.get("id") for part in tree(svg).iter() if part.get("id")] == ["left-title", "left-desc"]


def test_a_map_in_a_page_carries_no_style_of_its_own():
    places = Places("One", [Pin(1, "Baku", 40.4, 49.9)])
    assert "<style>" not in draw_map(places, standalone=False)
    assert all(rule.startswith(".araz-map") for rule in re.findall(r"^\S.*(?=\{)", map_style(), re.MULTILINE))


def test_approximate_places_are_hollow_and_said_to_be():
    svg = draw_map(Places("One", [Pin(1, "Marazad", 38.9, 46.2, approximate=True, note="on the river")]))
    assert "m-hollow" in classes(svg)
    assert "approximate place, among others ~" in texts(svg)
    assert "m-hollow" not in classes(draw_map(Places("One", [Pin(1, "Marazad", 38.9, 46.2)])))


def test_modality_sets_the_dashes_of_a_line():
    def dashed(modality):
        places = Places("Line", lines=[Line(1, "Line", ((39, 46), (38, 49)), modality=modality)])
        found = tree(draw_map(places)).iter(f"{SVG}path")
        return next(part.get("stroke-dasharray") for part in found if part.get("class") == "m-course")

    assert dashed("asserted") is None
    assert len({dashed("reported"), dashed("conditional"), None}) == 3


def test_disputed_borders_are_dashed_and_others_are_not():
    assert "m-disputed" in classes(draw_map(Places("Kashmir", [Pin(1, "Srinagar", 34.1, 74.8)])))
    assert "m-disputed" not in classes(draw_map(Places("Alps", [Pin(1, "Bern", 46.9, 7.4)])))


def test_badges_do_not_cover_one_another_and_lose_no_pin():
    spots = [Spot(pin, *at) for pin, at in zip(pins(500), _scattered(500), strict=True)]
    found = badges(spots, 900, 560)
    assert not overlaps([badge.box for badge in found])
    assert sorted(spot.what.rank for badge in found for spot in badge.spots) == list(range(1, 501))
    assert all(badge.box[0] >= 0 and badge.box[2] <= 900 for badge in found)


def _scattered(count):
    draw = random.Random(3)  # noqa: S311 (no secret)
    return [(draw.uniform(0, 900), draw.uniform(0, 560)) for _ in range(count)]


def test_five_hundred_pins_make_a_map_of_bounded_size():
    svg = draw_map(Places("Many", pins(500)))
    assert len(svg) < 500_000
    assert len(list(tree(svg).iter(f"{SVG}a"))) < 400


def test_few_far_places_stand_at_the_rim_with_their_distance():
    near = [Pin(n, f"P{n}", 39 + n / 10, 46 + n / 10) for n in range(1, 10)]
    svg = draw_map(Places("Far", [*near, Pin(10, "Bushehr", 28.8, 50.9)]))
    assert "m-off" in classes(svg)
    assert any(re.search(r"Bushehr, [\d,]+ km off the map", text) for text in texts(svg))


def test_two_places_far_apart_are_both_in_the_window():
    assert len(without_far([(39.0, 46.0), (-33.0, 151.0)])) == 2


def test_labels_touch_nothing():
    room = Room(200, 100, [])
    for _ in range(12):
        room.beside(100, 50, 8, 40, 12)
    assert not overlaps(room.taken)


def test_what_has_no_place_is_listed():
    svg = draw_map(Places("One", [Pin(1, "Baku", 40.4, 49.9)], unplaced=[(2, "A pipeline"), (3, "A flow")]))
    assert "2 A pipeline" in texts(svg)
    assert "3 A flow" in texts(svg)


def test_rivers_are_drawn_from_a_users_file(tmp_path):
    path = tmp_path / "rivers.geojson"
    line = {"type": "LineString", "coordinates": [[45.0, 39.5], [47.0, 39.2]]}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [{"geometry": line}, {"geometry": None}]}))
    assert "m-river" in classes(draw_map(Places("One", [Pin(1, "P", 39.2, 46.5)]), rivers=path))


@pytest.mark.parametrize("text", ["{", '{"features": 1}', '{"features": [{"geometry": {"type": "LineString"}}]}'])
def test_a_broken_file_of_rivers_is_refused(tmp_path, text):
    path = tmp_path / "rivers.geojson"
    path.write_text(text)
    with pytest.raises(InputError, match=r"rivers\.geojson: not a GeoJSON file of lines"):
        draw_map(Places("One", [Pin(1, "P", 39.2, 46.5)]), rivers=path)


def test_the_map_of_the_headline_question_places_what_is_known(graph):
    exposure = graph.whatif("Iran")
    places = exposure_map(graph.store, exposure)
    shown = {pin.rank for pin in places.pins} | {line.rank for line in places.lines}
    assert shown | {rank for rank, _ in places.unplaced} == {line.rank for line in exposure.results}
    assert not shown & {rank for rank, _ in places.unplaced}
    assert [shade.code for shade in places.shades if shade.struck] == ["IR"]
    assert len(draw_map(places)) < 120_000


def test_a_line_that_would_cross_a_state_no_claim_names_is_not_drawn(graph):
    lines = {line.name: line for line in exposure_map(graph.store, graph.whatif("Iran")).lines}
    assert lines["Araz Corridor"].approximate
    assert len(lines["Araz Corridor"].places) == 1
    assert len(lines["International North-South Transport Corridor"].places) == 4


def test_denied_claims_place_nothing(graph):
    places = places_map(graph.store, graph.ask("corridors", "Iran"))
    assert all("Middle" not in line.name for line in places.lines)


def test_plants_known_by_their_river_are_approximate(graph):
    places = places_map(graph.store, graph.ask("plants-on-river", "Araz River"))
    found = {pin.name: pin.approximate for pin in places.pins}
    assert found["Marazad hydropower station"]
    assert not found["Khudafarin hydroelectric plant"]


def test_an_answer_of_states_fills_them(graph):
    places = places_map(graph.store, graph.ask("neighbours", "Iran"))
    assert {"AZ", "IQ", "IR"} <= {shade.code for shade in places.shades}
    assert draw_map(places)
