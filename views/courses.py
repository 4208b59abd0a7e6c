"""Lines of a map, corridors and pipelines, sketched between the places they pass; and where each rank is pinned."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from markupsafe import Markup

from ..ontology.schema import load_schema
from .clipping import line_pixels, path_text
from .frame import Frame
from .pins import Spot
from .text import visible

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from .map import Line, Pin

    Points = NDArray[np.float64]


def pin_spots(frame: Frame, pins: Sequence[Pin]) -> list[Spot]:
    """Where the pins of places stand."""
    return [
        _spot(frame, pin, (pin.lat, pin.lon), hollow=pin.approximate, line=False)
        for pin in sorted(pins, key=lambda pin: (pin.rank or 10**9, pin.name))
    ]


def _spot(frame: Frame, what: Pin | Line, place: tuple[float, float], *, hollow: bool, line: bool) -> Spot:
    """A spot at a place; one outside the window says how far it is beyond the rim."""
    x, y = _pixel(frame, place)
    over = max(-x, x - frame.width, 0.0), max(-y, y - frame.height, 0.0)
    away = (over[0] ** 2 + over[1] ** 2) ** 0.5 / frame.scale
    return Spot(what, x, y, hollow=hollow, line=line, off=away)


def courses_and_spots(frame: Frame, lines: Sequence[Line]) -> tuple[list[Markup], list[Spot]]:
    """The drawn lines and a spot on each, apart from those of the lines before. A line off the window has none."""
    drawn: list[Markup] = []
    spots: list[Spot] = []
    for line in sorted(lines, key=lambda line: (line.rank or 10**9, line.name)):
        parts = line_pixels(frame, great_circles(line.places)) if len(line.places) > 1 else []
        if parts:
            dashes = " ".join(map(str, load_schema().modalities[line.modality].line))
            drawn.append(
                Markup('<path class="m-course{}"{} d="{}"><title>{}</title></path>').format(
                    " m-vague" if line.approximate else "",
                    Markup(' stroke-dasharray="{}"').format(dashes) if dashes else "",
                    path_text(parts, closed=False, thin=2),
                    visible(f"{line.rank}. {line.name}" if line.rank else line.name),
                )
            )
            x, y = _apart([point for part in parts for point in part], spots, frame)
            spots.append(Spot(line, x, y, hollow=line.approximate, line=True))
        elif len(line.places) == 1:
            spots.append(_spot(frame, line, line.places[0], hollow=line.approximate, line=True))
    return drawn, spots


def _pixel(frame: Frame, place: tuple[float, float]) -> tuple[float, float]:
    import numpy as np

    x, y = frame.pixels(np.array([[place[1], place[0]]]))[0].tolist()
    return x, y


def _apart(points: Sequence[tuple[float, float]], spots: Sequence[Spot], frame: Frame) -> tuple[float, float]:
    """The point that is furthest from all spots so far and from the window's rim; the middle one when alone."""
    inner = points[len(points) // 8 : max(len(points) - len(points) // 8, 1)] or points

    def room(at: tuple[float, float]) -> float:
        x, y = at
        others = [abs(spot.x - x) + abs(spot.y - y) for spot in spots]
        return min([x, y, frame.width - x, frame.height - y, *others])

    middle = inner[len(inner) // 2]
    return middle if not spots and room(middle) > 30 else max(inner, key=room)


def great_circles(places: Sequence[tuple[float, float]], step: float = 0.5) -> Points:
    """The shortest way over the places (latitude, longitude), a point every `step` degrees: longitude, latitude.

    >>> great_circles([(0.0, 179.5), (0.0, -179.5)]).round(1).tolist()
    [[179.5, 0.0], [-180.0, 0.0], [-179.5, 0.0]]
    """
    import numpy as np

    rows = np.radians(np.array(places, dtype=float))
    vectors = np.column_stack(
        [np.cos(rows[:, 0]) * np.cos(rows[:, 1]), np.cos(rows[:, 0]) * np.sin(rows[:, 1]), np.sin(rows[:, 0])]
    )
    found: list[Points] = [vectors[:1]]
    for start, end in pairwise(vectors):
        angle = float(np.arccos(np.clip(start @ end, -1, 1)))
        if angle < 1e-9 or angle > np.pi - 1e-6:  # the same place, or opposite ones, between which no way is shortest
            found.append(end[None])
            continue
        shares = np.linspace(0, 1, max(2, round(np.degrees(angle) / step) + 1))[1:, None]
        found.append((np.sin((1 - shares) * angle) * start + np.sin(shares * angle) * end) / np.sin(angle))
    x, y, z = np.concatenate(found).T
    lon = (np.degrees(np.arctan2(y, x)).round(6) + 180) % 360 - 180
    return np.column_stack([lon, np.degrees(np.arcsin(np.clip(z, -1, 1))).round(6)])
