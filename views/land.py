"""What lies under the pins of a map: land, coasts, borders, rivers, and the inset that shows where the window is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, cast

from markupsafe import Markup

from ..errors import InputError
from .clipping import line_pixels, path_text, ring_pixels
from .frame import Frame
from .geography import Shapes, disputed_borders, read_shapes
from .projection import Azimuthal
from .text import visible

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from .map import Shade

    Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Land:
    """The drawn land, what is seen of each country (by name) as rings of pixels, and what borders are disputed."""

    drawn: Sequence[Markup]
    seen: Mapping[str, Sequence[Sequence[tuple[float, float]]]]
    disputed: bool


def land(frame: Frame, shades: Mapping[str, Shade], rivers: Path | None = None) -> Land:
    """The countries within a window; `shades` by alpha-2 code."""
    # The fine shapes show no more than the coarse ones once a pixel is ten kilometres.
    shapes = read_shapes("10m" if frame.scale > 0.1 else "110m")
    # Of a wide window nobody sees the smallest islands and bends, and the page would carry them all.
    thin, least = (0.8, 0.5) if frame.scale > 0.35 else (1.4, 1.6)
    seen: dict[str, list[list[tuple[float, float]]]] = {}
    drawn: list[Markup] = []
    for number, rings in _rings(frame, shapes).items():
        country = shapes.countries[number]
        text = path_text([ring for ring in rings if _extent(ring) > least], closed=True, thin=thin)
        if not text:
            continue
        seen[country.name] = rings
        drawn.append(_country(country.name, text, shades.get(country.code)))
    drawn += _rivers(frame, rivers)
    borders, is_disputed = _borders(frame, shapes, thin, least)
    return Land([*drawn, *borders, *_struck(frame, shapes, shades)], seen, is_disputed)


def _rings(frame: Frame, shapes: Shapes) -> dict[int, list[list[tuple[float, float]]]]:
    """By the number of a country, its rings within the window."""
    cap = frame.cap()
    near = range(len(shapes.rings)) if cap is None else shapes.ring_caps.near(*cap)
    found: dict[int, list[list[tuple[float, float]]]] = {}
    for at in near:
        found.setdefault(shapes.belong[at], []).extend(ring_pixels(frame, shapes.rings[at]))
    return found


def _near_arcs(frame: Frame, shapes: Shapes) -> list[tuple[Points, tuple[int, ...]]]:
    """The arcs that may reach the window, with the numbers of their countries."""
    cap = frame.cap()
    near = range(len(shapes.arcs)) if cap is None else shapes.arc_caps.near(*cap)
    return [(shapes.arcs[at], shapes.owners[at]) for at in near if shapes.owners[at]]


def _struck(frame: Frame, shapes: Shapes, shades: Mapping[str, Shade]) -> list[Markup]:
    """The outlines of the states that the shock strikes."""
    codes = {code for code, shade in shades.items() if shade.struck}
    struck = {number for number, country in enumerate(shapes.countries) if country.code in codes}
    arcs = [arc for arc, owners in _near_arcs(frame, shapes) if struck & set(owners)]
    text = path_text([part for arc in arcs for part in line_pixels(frame, arc)], closed=False)
    return [Markup('<path class="m-struck" d="{}"/>').format(text)] if text else []


def _country(name: str, text: str, shade: Shade | None) -> Markup:
    words = "" if shade is None or not shade.words else f": {shade.words}"
    title = Markup("<title>{}</title>").format(visible(name + words))
    if shade is None or shade.value <= 0:
        return Markup('<path class="m-land" d="{}">{}</path>').format(text, title)
    # The least fill must still be told from none.
    opacity = f"{0.1 + 0.32 * min(max(shade.value, 0.0), 1.0):.2f}"
    land_below = Markup('<path class="m-land" d="{}"/>').format(text)
    return land_below + Markup('<path class="m-shade" fill-opacity="{}" d="{}">{}</path>').format(opacity, text, title)


def _extent(line: Sequence[tuple[float, float]]) -> float:
    """The longer side of the box around a line, in pixels."""
    return max(max(side) - min(side) for side in zip(*line, strict=True))


def _borders(frame: Frame, shapes: Shapes, thin: float, least: float) -> tuple[list[Markup], bool]:
    """Coasts, borders and disputed borders, each as one path. An arc of one country is a coast."""
    import numpy as np

    boxes: dict[frozenset[str], list[tuple[float, float, float, float]]] = {}
    for border in disputed_borders():
        boxes.setdefault(frozenset(border.between), []).append(border.box)
    coasts: list[list[tuple[float, float]]] = []
    settled: list[list[tuple[float, float]]] = []
    open_: list[list[tuple[float, float]]] = []
    for arc, owners in _near_arcs(frame, shapes):
        if len(owners) == 1:
            coasts += [line for line in line_pixels(frame, arc) if _extent(line) > least]
            continue
        found = boxes.get(frozenset(shapes.countries[owner].name for owner in owners), [])
        inside = np.zeros(len(arc), bool)
        for west, south, east, north in found:
            inside |= np.all((arc >= [west, south]) & (arc <= [east, north]), axis=1)
        for part, is_open in _runs(arc, inside):
            (open_ if is_open else settled).extend(line_pixels(frame, part))
    kinds = (("m-coast", coasts), ("m-border", settled), ("m-disputed", open_))
    texts = [(name, path_text(lines, closed=False, thin=thin)) for name, lines in kinds]
    return [Markup('<path class="{}" d="{}"/>').format(name, text) for name, text in texts if text], bool(open_)


def _runs(arc: Points, inside: NDArray[np.bool_]) -> Iterable[tuple[Points, bool]]:
    """The stretches of an arc that lie inside and outside, which share their end points."""
    import numpy as np

    both = inside[:-1] & inside[1:]
    turns = [0, *(np.flatnonzero(both[1:] != both[:-1]) + 1).tolist(), len(both)]
    for start, end in pairwise(turns):
        yield arc[start : end + 1], bool(both[start])


def _rivers(frame: Frame, path: Path | None) -> list[Markup]:
    """The lines of a GeoJSON file, as one path."""
    if path is None:
        return []
    import numpy as np

    try:
        given = cast("dict[str, object]", json.loads(path.read_text("utf-8")))
        features = cast("list[dict[str, dict[str, object] | None]]", given["features"])
        lines: list[list[tuple[float, float]]] = []
        for feature in features:
            shape = feature["geometry"]
            if shape is None or shape["type"] not in ("LineString", "MultiLineString"):
                continue
            parts = [shape["coordinates"]] if shape["type"] == "LineString" else shape["coordinates"]
            for part in cast("list[list[list[float]]]", parts):
                lines += line_pixels(frame, np.array([point[:2] for point in part], dtype=float))
    except OSError as error:
        raise InputError(f"cannot read: {error.strerror}", place=str(path), remedy="check the path") from error
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise InputError("not a GeoJSON file of lines", place=str(path), remedy="give rivers as GeoJSON") from error
    text = path_text(lines, closed=False)
    return [Markup('<path class="m-river" d="{}"/>').format(text)] if text else []


def inset(frame: Frame, shades: Mapping[str, Shade], width: float, height: float) -> list[Markup]:
    """A small map, `width` by `height` at (0, 0), of where the window is: the coarse shapes and the window's rim."""
    import numpy as np

    rim = frame.outline()
    if not len(rim) or not isinstance(frame.projection, Azimuthal):
        return []
    middle = frame.degrees(np.array([[frame.width / 2, frame.height / 2]]))[0]
    across = max(3.2 * frame.width / frame.scale, 3400.0)
    small = Frame(Azimuthal(float(middle[0]), float(middle[1])), 0.0, 0.0, width / across, width, height)
    shapes = read_shapes("110m")
    plain: list[list[tuple[float, float]]] = []
    drawn: list[Markup] = []
    for number, rings in _rings(small, shapes).items():
        country = shapes.countries[number]
        plain += rings
        shade = shades.get(country.code)
        if shade is not None and shade.value > 0 and rings:
            text = path_text(rings, closed=True, thin=1.0)
            opacity = f"{0.1 + 0.32 * min(shade.value, 1.0):.2f}"
            drawn.append(Markup('<path class="m-shade" fill-opacity="{}" d="{}"/>').format(opacity, text))
    lines = [part for arc, _ in _near_arcs(small, shapes) for part in line_pixels(small, arc)]
    window = path_text([[(x, y) for x, y in small.pixels(rim).tolist()]], closed=True)
    return [
        Markup('<path class="m-land" d="{}"/>').format(path_text(plain, closed=True, thin=1.0)),
        *drawn,
        Markup('<path class="m-border" d="{}"/>').format(path_text(lines, closed=False, thin=1.0)),
        Markup('<path class="m-window" d="{}"/>').format(window),
    ]
