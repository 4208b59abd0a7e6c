"""Projections, windows and clipping: what a map rests on."""

from __future__ import annotations

import numpy as np
import pytest
from araz.views.clipping import PAD, holds, line_pixels, path_text, ring_pixels, unrolled
from araz.views.courses import great_circles
from araz.views.crossings import border, crossings, state_at
from araz.views.frame import LEAST, frame_around, world
from araz.views.geography import disputed_borders, read_shapes
from araz.views.projection import RADIUS, Azimuthal, EqualEarth
from hypothesis import given, settings
from hypothesis import strategies as st

LAT, LON = st.floats(-89, 89), st.floats(-179.9, 179.9)
PLACES = st.lists(st.tuples(st.floats(-90, 90), st.floats(-180, 180)), min_size=1, max_size=8)


@given(LON, LAT, LON, LAT)
def test_an_azimuthal_map_leads_back_to_the_place(lon, lat, to_lon, to_lat):
    projection = Azimuthal(lon, lat)
    plane = projection.forward(np.array([[to_lon, to_lat]]))
    if np.hypot(*plane[0]) < 1.999 * RADIUS:
        back = projection.inverse(plane)[0]
        assert abs(back[1] - to_lat) < 1e-4
        assert abs((back[0] - to_lon + 180) % 360 - 180) * np.cos(np.radians(to_lat)) < 1e-4


@given(LON, LAT)
def test_the_map_of_the_world_leads_back_to_the_place(lon, lat):
    back = EqualEarth().inverse(EqualEarth().forward(np.array([[lon, lat]])))[0]
    assert np.allclose(back, [lon, lat], atol=1e-6)


@pytest.mark.parametrize("projection", [Azimuthal(45, 40), Azimuthal(0, 90), EqualEarth()])
def test_areas_are_kept(projection):
    def area(lon, lat, side=0.01):
        ring = np.array([[lon, lat], [lon + side, lat], [lon + side, lat + side], [lon, lat + side]])
        x, y = projection.forward(ring).T
        flat = abs(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y)) / 2
        band = np.sin(np.radians(lat + side)) - np.sin(np.radians(lat))
        return flat / (RADIUS**2 * np.radians(side) * band)

    assert [round(area(lon, lat), 3) for lon, lat in ((50.0, 38.0), (20.0, 60.0), (-80.0, 10.0))] == [1, 1, 1]


def test_what_is_off_the_map_has_no_place():
    assert np.isnan(Azimuthal(0, 0).inverse(np.array([[3 * RADIUS, 0.0]]))).all()
    assert np.isnan(EqualEarth().inverse(np.array([[4 * RADIUS, 0.0]]))).all()


@given(PLACES)
@settings(deadline=None)
def test_a_window_holds_its_places(places):
    frame = frame_around(places, 900, 560)
    pixels = frame.pixels(np.array([(lon, lat) for lat, lon in places]))
    assert (pixels >= -1e-6).all()
    assert (pixels <= [900 + 1e-6, 560 + 1e-6]).all()


def test_a_single_place_gets_a_region_around_it():
    frame = frame_around([(39.0, 46.0)], 900, 560)
    assert 900 / frame.scale == pytest.approx(LEAST)


def test_a_window_across_the_antimeridian_is_small():
    frame = frame_around([(-18.1, 178.4), (-16.9, -179.9)], 900, 560)
    assert 900 / frame.scale < 600


@pytest.mark.parametrize(
    "places",
    [[(39.0, 46.0)], [(-18.1, 178.4), (-18.2, -178.8)], [(90, 0), (80, 20)], [(-90, 0)], [(64, 177), (64, -165)]],
)
def test_clipped_shapes_stay_in_the_window(places):
    frame = frame_around(places, 300, 200)
    shapes = read_shapes("110m")
    rings = [shapes.ring(ring) for country in shapes.countries for polygon in country.polygons for ring in polygon]
    points = [point for ring in rings for part in ring_pixels(frame, ring) for point in part]
    assert all(-PAD - 0.01 <= x <= 300 + PAD + 0.01 and -PAD - 0.01 <= y <= 200 + PAD + 0.01 for x, y in points)
    drawn = [point for arc in shapes.arcs for part in line_pixels(frame, arc) for point in part]
    assert all(-1e-6 <= x <= 300 + 1e-6 and -1e-6 <= y <= 200 + 1e-6 for x, y in drawn)


def filled(places, code_or_name):
    """How much of a window a country fills, by sampling what would be painted."""
    frame = frame_around(places, 300, 200)
    shapes = read_shapes("110m")
    country = next(c for c in shapes.countries if code_or_name in (c.code, c.name))
    rings = [
        np.array(part) for p in country.polygons for ring in p for part in ring_pixels(frame, shapes.ring(ring)) if part
    ]
    inside = 0
    samples = [(x, y) for x in range(5, 300, 10) for y in range(5, 200, 10)]
    for x, y in samples:
        crossed = 0
        for ring in rings:
            (x1, y1), (x2, y2) = ring.T, np.roll(ring, -1, axis=0).T
            rise = np.where(y1 == y2, 1, y2 - y1)
            crossed += np.count_nonzero(((y1 > y) != (y2 > y)) & (x < (x2 - x1) * (y - y1) / rise + x1))
        inside += crossed % 2
    return inside / len(samples)


def test_a_shape_that_holds_the_antipode_does_not_flood_the_window():
    assert filled([(90, 0), (82, 20)], "Antarctica") == 0


def test_a_shape_around_a_pole_fills_the_window_there():
    assert filled([(-88, 0)], "Antarctica") == 1


def test_a_country_fills_a_window_in_its_middle_and_none_far_away():
    assert filled([(32.0, 53.0)], "IR") == 1
    assert filled([(10.0, -130.0)], "IR") == 0


def test_a_shape_across_the_antimeridian_is_cut_on_the_map_of_the_world():
    shapes, frame = read_shapes("110m"), world(900, 560)
    russia = next(country for country in shapes.countries if country.code == "RU")
    for polygon in russia.polygons:
        for part in ring_pixels(frame, shapes.ring(polygon[0])):
            steps = np.abs(np.diff(np.array(part)[:, 0]))
            assert steps.max() < 200


def test_a_ring_around_a_pole_is_closed_over_it():
    ring = np.array([[lon, -70.0] for lon in range(-180, 180, 10)], dtype=float)
    assert unrolled(ring)[-1].tolist() == [-180, -90]
    assert holds(ring, 33, -89)
    assert not holds(ring, 33, 0)


def test_a_line_is_drawn_in_pieces_where_it_leaves_the_window():
    frame = frame_around([(0.0, 0.0)], 100, 100)
    there_and_back = np.array([[0.0, 0.0], [30.0, 0.1], [0.0, 0.2]])
    assert len(line_pixels(frame, there_and_back)) == 2


def test_a_path_keeps_its_last_point():
    assert path_text([[(0, 0), (0.1, 0), (0.3, 0)]], closed=False) == "M0 0l0.3 0"


def test_the_shortest_way_crosses_the_antimeridian():
    way = great_circles([(10.0, 170.0), (10.0, -170.0)])
    assert np.abs(way[:, 0]).min() >= 170


def test_every_disputed_border_is_a_border_of_the_map():
    shapes = read_shapes("10m")
    pairs = {frozenset(shapes.countries[n].name for n in owners) for owners in shapes.owners if len(owners) == 2}
    assert [border.between for border in disputed_borders() if frozenset(border.between) not in pairs] == []
    assert all(border.source and border.what for border in disputed_borders())


def test_the_shapes_are_where_the_countries_are():
    places = {(39.92, 32.85): "TR", (40.4, 49.8): "AZ", (35.7, 51.4): "IR", (-18.0, 178.0): "FJ", (-85.0, 10.0): "AQ"}
    assert {place: state_at(*place) for place in places} == places


def test_crossings_leave_out_the_border_that_would_close_a_ring():
    assert len(crossings(["AZ", "GE", "TR"])) == 2
    assert border("AZ", "TR")[1:] not in crossings(["AZ", "GE", "TR"])
