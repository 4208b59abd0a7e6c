"""A map as one static SVG: countries, disputed borders, lines, pins by rank, an inset. No tiles, no script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from .courses import courses_and_spots, pin_spots
from .frame import Frame, frame_around
from .geography import SHAPES, read_shapes
from .key import draw_key
from .labels import Room, overlaps, text_width
from .land import Land, inset, land
from .pins import Badge, badges, draw_badges
from .svg import picture
from .text import visible
from .window import window_places

STYLE = SHAPES / "map.css"
"""The style rules of every map."""

WATERS = frozenset({"Sea", "Lake", "WaterBody"})
"""The classes whose names are written as waters are."""


@dataclass(frozen=True, slots=True)
class Pin:
    """A place on the map. `rank` is the number it shares with the row (0: none), `lat` and `lon` are in degrees.

    `approximate` pins are drawn hollow; `note` says how the place is known. `kind` is a class of the ontology.
    """

    rank: int
    name: str
    lat: float
    lon: float
    kind: str = ""
    note: str = ""
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A corridor, pipeline, railway or river through places (latitude, longitude), in their order.

    It is a sketch: only the places are known, not the course between them; with `approximate`, not even those.
    `modality` sets its style. A line with a single place is a badge there.
    """

    rank: int
    name: str
    places: tuple[tuple[float, float], ...]
    kind: str = ""
    modality: str = "asserted"
    note: str = ""
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Shade:
    """How strongly a state is filled: `value` 0..1, `words` say what it means; `struck` states are outlined."""

    code: str
    value: float
    words: str = ""
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """A name that helps to find one's way, such as that of a sea or a city."""

    name: str
    lat: float
    lon: float
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Places:
    """All that a map shows. `unplaced` are ranks and names of what has no known place; they are listed beneath.

    `shading` says what the fill of states stands for, "" when none is filled.
    """

    title: str
    pins: Sequence[Pin] = ()
    lines: Sequence[Line] = ()
    shades: Sequence[Shade] = ()
    labels: Sequence[Label] = ()
    unplaced: Sequence[tuple[int, str]] = ()
    shading: str = ""


MARGIN = 10.0
"""Pixels between the rim of the picture and what stands at its corners."""


def draw_map(
    places: Places,
    *,
    prefix: str = "map",
    width: int = 900,
    height: int = 560,
    rivers: Path | None = None,
    standalone: bool = True,
) -> str:
    """The map as SVG text, "" when nothing has a place. It is `height` high and as much more as the key beneath needs.

    Ids begin with `prefix`, so that several pictures can stand in one page; pins link to `#row-RANK`. With
    `standalone` the SVG carries its own style; without, the page must carry `map_style()` once. `rivers` is a GeoJSON
    file of lines, such as Natural Earth's rivers.

    >>> 'href="#row-1"' in draw_map(Places("Baku", [Pin(1, "Baku", 40.4, 49.9)]))
    True
    """
    points = window_places(places)
    if not points:
        return ""
    frame = frame_around(points, width, height)
    shades = {shade.code: shade for shade in places.shades}
    ground = land(frame, shades, rivers)
    room = Room(width, height, [])
    courses, spots = courses_and_spots(frame, places.lines)
    spots = [*pin_spots(frame, places.pins), *spots]
    found = badges(spots, width, height)
    corner = _inset(frame, shades, found, room)
    furniture = [*corner, *_scale(frame, room, places)]
    pins = draw_badges(found, room)
    body = [
        Markup('<rect class="m-water" width="{}" height="{}"/>').format(width, height),
        *ground.drawn,
        *courses,
        *_names(frame, places, ground, room),
        *furniture,
        *pins,
    ]
    inner = Markup('<svg width="{0}" height="{1}" viewBox="0 0 {0} {1}">{2}</svg>').format(
        width, height, Markup("\n").join(body)
    )
    below, full = draw_key(places, ground.disputed, width, height)
    paper = Markup('<rect class="m-ground" width="{}" height="{}"/>\n').format(width, full)
    style = map_style() if standalone else None
    return picture("araz-map", prefix, places.title, _said(places), paper + inner + below, width, full, style=style)


def map_style() -> str:
    """The style rules of every map, for a page that holds several; colours are the theme's variables."""
    return STYLE.read_text("utf-8")


def _said(places: Places) -> str:
    """The map in words, for those who do not see it."""
    pins = [f"{pin.rank or ''} {pin.name}{' (approximate)' if pin.approximate else ''}".strip() for pin in places.pins]
    lines = [f"{line.rank or ''} {line.name} (line)".strip() for line in places.lines]
    states = [f"{shade.words}" for shade in places.shades if shade.words]
    return ". ".join(part for part in ("; ".join(pins + lines), "; ".join(states)) if part)


def _inset(frame: Frame, shades: Mapping[str, Shade], found: Sequence[Badge], room: Room) -> list[Markup]:
    """The inset in the corner that covers the fewest badges; none where the window shows half a world."""
    width, height = round(0.17 * frame.width), round(0.17 * frame.width * 0.72)
    if frame.width / frame.scale > 9000 or height > frame.height / 3:
        return []
    small = inset(frame, shades, width, height)
    if not small:
        return []
    right, low = frame.width - MARGIN - width, frame.height - MARGIN - height
    corners = ((right, low), (right, MARGIN), (MARGIN, MARGIN), (MARGIN, low - 36))

    def covered(at: tuple[float, float]) -> int:
        box = (at[0] - 8, at[1] - 8, at[0] + width + 8, at[1] + height + 8)
        return sum(1 for badge in found if overlaps([box, badge.box]))

    x, y = min(corners, key=covered)
    room.take((x, y, x + width, y + height))
    drawn = Markup('<rect class="m-water" width="{}" height="{}"/>').format(width, height) + Markup("").join(small)
    return [
        Markup('<svg x="{0}" y="{1}" width="{2}" height="{3}" viewBox="0 0 {2} {3}">{4}</svg>').format(
            round(x), round(y), width, height, drawn
        ),
        Markup('<rect class="m-frame" x="{}" y="{}" width="{}" height="{}"/>').format(
            round(x), round(y), width, height
        ),
    ]


def _scale(frame: Frame, room: Room, places: Places) -> list[Markup]:
    """The scale bar; none on a map of the world, where it would be true nowhere."""
    del places
    if not frame.projection.local:
        return []
    longest = 150 / frame.scale
    length = max(step * 10**power for power in range(5) for step in (1, 2, 5) if step * 10**power <= max(longest, 1))
    x, y, wide = MARGIN + 4, frame.height - MARGIN - 6, length * frame.scale
    text = f"{length:,} km"
    room.take((x - 4, y - 20, x + max(wide, text_width(text, 11)) + 6, y + 8))
    bar = Markup('<path class="m-scale" d="M{0:.1f} {1:.1f}v5h{2:.1f}v-5"/>').format(x, y, wide)
    return [
        bar,
        Markup('<text class="m-name" text-anchor="middle" x="{:.1f}" y="{:.1f}">{}</text>').format(
            x + wide / 2, y - 1, text
        ),
    ]


def _names(frame: Frame, places: Places, ground: Land, room: Room) -> list[Markup]:
    """Names of countries, those that are filled first, then the largest; and the labels asked for."""
    filled = {shade.code for shade in places.shades}
    codes = {country.name: country.code for country in read_shapes("110m").countries}

    def size(name: str) -> tuple[bool, float]:
        return codes.get(name, "") not in filled, -sum(map(_extent, ground.seen[name]))

    drawn: list[Markup] = []
    for name in sorted(ground.seen, key=lambda name: (size(name), name)):
        for text_size, spacing in ((12.0, 2.0), (10.0, 0.8)):
            words = visible(name).upper()
            at = room.inside(ground.seen[name], text_width(words, text_size, spacing), text_size + 3)
            if at is not None:
                style = "m-country" if text_size > 11 else "m-country m-small"
                drawn.append(
                    Markup('<text class="{}" text-anchor="middle" x="{:.0f}" y="{:.0f}">{}</text>').format(
                        style, *at, words
                    )
                )
                break
    for label in places.labels:
        drawn += _label(frame, label, room)
    return drawn


def _extent(ring: Sequence[tuple[float, float]]) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))) / 2


def _label(frame: Frame, label: Label, room: Room) -> list[Markup]:
    import numpy as np

    x, y = frame.pixels(np.array([[label.lon, label.lat]]))[0].tolist()
    words = visible(label.name)
    wide = text_width(words, 12, 1.2)
    water = label.kind in WATERS
    tries = [(x + dx, y + dy) for dy in (0, -24, 24, -48, 48) for dx in (0, -50, 50)] if water else [(x, y - 10)]
    for cx, cy in tries:
        box = (cx - wide / 2, cy - 8, cx + wide / 2, cy + 8)
        if room.free(box):
            room.take(box)
            style = "m-sea" if water else "m-name"
            return [
                Markup('<text class="{}" text-anchor="middle" x="{:.0f}" y="{:.0f}">{}</text>').format(
                    style, cx, cy + 4, words
                )
            ]
    return []
