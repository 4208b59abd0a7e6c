"""The glyph of a class: its shape and hue as the ontology has them, drawn as SVG. Hue never stands alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import cos, pi, sin
from types import MappingProxyType

from markupsafe import Markup

from ..ontology.schema import load_schema

_INK, _PAPER = "#1B1F24", "#FFFFFF"


def _turned(corners: int, inner: float = 1.25) -> tuple[tuple[float, float], ...]:
    """The corners of a regular figure, the first on top; of a star when every other one lies further in."""
    turns = ((corner, 2 * pi * corner / corners) for corner in range(corners))
    return tuple(
        ((inner if at % 2 else 1.25) * sin(angle), -(inner if at % 2 else 1.25) * cos(angle)) for at, angle in turns
    )


# By their vis-network names, as the ontology writes them; the outlines have about the same area.
_CORNERS: Mapping[str, tuple[tuple[float, float], ...]] = MappingProxyType(
    {
        "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
        "diamond": ((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)),
        "triangle": ((0, -1.3), (1.25, 0.9), (-1.25, 0.9)),
        "triangleDown": ((0, 1.3), (1.25, -0.9), (-1.25, -0.9)),
        "hexagon": _turned(6),
        "star": _turned(10, 0.62),
    }
)


def glyph(kind: str, x: float, y: float, size: float) -> Markup:
    """The shape of a class around a point, `size` units from the middle to the edge.

    >>> glyph("HydroPlant", 10, 10, 5)
    Markup('<path class="k-HydroPlant" d="M5.5 5.5L14.5 5.5L14.5 14.5L5.5 14.5Z"/>')
    """
    corners = _CORNERS.get(load_schema().classes[kind].shape)
    if corners is None:
        return Markup('<circle class="k-{}" cx="{}" cy="{}" r="{}"/>').format(kind, _n(x), _n(y), _n(size))
    points = "L".join(f"{_n(x + size * dx)} {_n(y + size * dy)}" for dx, dy in corners)
    return Markup('<path class="k-{}" d="M{}Z"/>').format(kind, points)


def middle(kind: str, size: float) -> float:
    """How far below its point the middle of a class's shape lies: where a number in it is to stand."""
    return {"triangle": 0.2, "triangleDown": -0.2}.get(load_schema().classes[kind].shape, 0.0) * size


def icon(kind: str) -> Markup:
    """The glyph as a picture of its own, to stand in a line of text; a reader hears the class's name beside it."""
    return Markup('<svg class="icon" viewBox="0 0 20 20" aria-hidden="true">{}</svg>').format(glyph(kind, 10, 10, 7))


def hues(kinds: Iterable[str]) -> tuple[str, str]:
    """Style rules for the classes in use: those of the light theme and those of the dark one.

    `k-CLASS` fills a glyph, `on-CLASS` a number written on it, in whichever of ink and paper is easier to read.

    >>> hues(["State"])[0]
    '.k-State{fill:#03329B}.on-State{fill:#FFFFFF}'
    """
    classes = load_schema().classes
    light: list[str] = []
    dark: list[str] = []
    for kind in sorted(set(kinds)):
        for rules, hue in ((light, classes[kind].colour), (dark, classes[kind].dark_colour)):
            rules.append(f".k-{kind}{{fill:{hue}}}.on-{kind}{{fill:{_on(hue)}}}")
    return "".join(light), "".join(dark)


def _on(hue: str) -> str:
    return max((_INK, _PAPER), key=lambda other: contrast(hue, other))


def contrast(one: str, other: str) -> float:
    """How well two colours (#RRGGBB) stand apart, 1 to 21, as WCAG 2 counts it.

    >>> round(contrast("#FFFFFF", "#000000"))
    21
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    shares = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
