"""The map looks as it did: its SVG is compared with one that a person has looked at, to half a pixel.

A thin line is lost among the pixels of a picture, not in its text. `pytest --update-golden` writes it anew.
"""

from __future__ import annotations

import re

from araz.views.map import Label, Line, Pin, Places, Shade, draw_map

from .pictures import GOLDEN

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def much():
    """A map with each thing that is drawn: pins, near pins, a vague one, lines, shades, a label, what has no place."""
    return draw_map(
        Places(
            "Much",
            [Pin(1, "Dam", 39.16, 46.93), Pin(2, "Plant", 39.17, 46.95), Pin(3, "Port", 40.0, 49.4, approximate=True)],
            [
                Line(4, "A railway", ((40.2, 49.3), (39.8, 48.8), (39.4, 48.2)), "Railway"),
                Line(5, "A plan", ((38.9, 46.2), (40.2, 44.5)), "Pipeline", "conditional", approximate=True),
            ],
            [Shade("IR", 1, "Iran", struck=True), Shade("AZ", 0.5, "Azerbaijan")],
            [Label("Caspian Sea", 39.5, 50.6, "Sea")],
            [(6, "Somewhere")],
            "what is lost",
        ),
        width=450,
        height=280,
    )


def like(one, other) -> bool:
    """Whether two pictures are of the same parts, and nothing is further off than half a pixel."""
    if _NUMBER.sub("", one) != _NUMBER.sub("", other):
        return False
    pairs = zip(_NUMBER.findall(one), _NUMBER.findall(other), strict=True)
    return all(abs(float(a) - float(b)) <= 0.5 for a, b in pairs)


def test_the_map_looks_as_it_did(request):
    path, found = GOLDEN / "map.svg", much()
    if request.config.getoption("--update-golden"):
        path.write_text(found, "utf-8")
    assert like(found, path.read_text("utf-8"))


def test_a_line_that_is_gone_or_a_pin_that_moved_would_be_told_apart():
    golden = (GOLDEN / "map.svg").read_text("utf-8")
    poorer = re.sub(r'<path class="m-course.*?</path>', "", golden, count=1, flags=re.DOTALL)
    assert poorer != golden
    assert not like(poorer, golden)
    assert not like(re.sub(r"translate\((\d+)", lambda m: f"translate({int(m[1]) + 3}", golden, count=1), golden)
