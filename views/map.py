"""A map as one static SVG: countries, disputed borders, lines, pins by rank, an inset. No tiles, no script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


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

    It is a sketch: only the places are known, not the course between them. `modality` sets its style.
    """

    rank: int
    name: str
    places: tuple[tuple[float, float], ...]
    kind: str = ""
    modality: str = "asserted"
    note: str = ""


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


def draw_map(
    places: Places,
    *,
    prefix: str = "map",
    width: int = 900,
    height: int = 560,
    rivers: Path | None = None,
    standalone: bool = True,
) -> str:
    """The map as SVG text, "" when nothing has a place.

    Ids begin with `prefix`, so that several pictures can stand in one page; pins link to `#row-RANK`. With
    `standalone` the SVG carries its own style; without, the page must carry `map_style()` once. `rivers` is a GeoJSON
    file of lines, such as Natural Earth's rivers.
    """
    del places, prefix, width, height, rivers, standalone
    return ""


def map_style() -> str:
    """The style rules of every map, for a page that holds several; colours are the theme's variables."""
    return ""
