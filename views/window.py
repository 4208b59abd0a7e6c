"""Which places the window of a map must hold, so that most can be told apart; the others stand at its rim."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .frame import frame_around
from .geography import read_shapes

if TYPE_CHECKING:
    from .map import Places

Place = tuple[float, float]
"""Latitude and longitude in degrees."""

_SHARE, _GAIN, _FEW = 0.25, 0.5, 8
"""At most this share of the places is left out, and only if the window then is at most so wide as it was.
Up to so few places are never left out."""


def window_places(places: Places) -> list[Place]:
    """The places that the window holds: those of the pins, else those of the lines, else the states that are filled.

    Lines that join known places run out of the window where they must.
    """
    pins = [(pin.lat, pin.lon) for pin in places.pins]
    pins += [line.places[0] for line in places.lines if len(line.places) == 1]
    if not pins:
        pins = [place for line in places.lines for place in line.places]
    if not pins:
        return state_places([shade.code for shade in places.shades if shade.value > 0 or shade.struck])
    return without_far(pins)


def state_places(codes: Sequence[str]) -> list[Place]:
    """The corners of the largest pieces of states (alpha-2 codes): what a window must hold to show them.

    >>> len(state_places(["IR"])), state_places(["XX"])
    (4, [])
    """
    from .clipping import unrolled

    found: list[Place] = []
    shapes = read_shapes("110m")
    for country in shapes.countries:
        if country.code in codes and country.polygons:
            rings = [unrolled(shapes.ring(polygon[0])) for polygon in country.polygons]
            largest = max(rings, key=lambda ring: float((ring.max(axis=0) - ring.min(axis=0)).prod()))
            for at in (largest[:, 0].argmin(), largest[:, 0].argmax(), largest[:, 1].argmin(), largest[:, 1].argmax()):
                lon, lat = (float(degrees) for degrees in largest[at])
                found.append((lat, (lon + 180) % 360 - 180))
    return found


def without_far(places: Sequence[Place]) -> list[Place]:
    """The places without the few that lie so far off that the rest would fall together.

    >>> near = [(39.0 + n / 10, 46.0) for n in range(9)]
    >>> len(without_far([*near, (28.8, 50.9)])), len(without_far([(39.0, 46.0), (28.8, 50.9)]))
    (9, 2)
    """
    import numpy as np

    kept, best = list(places), list(places)
    whole = _width(kept) if len(kept) > _FEW else 0.0
    for _ in range(int(len(places) * _SHARE)):
        if len(places) <= _FEW:
            break
        rows = np.radians(np.array(kept))
        lat, lon = rows.T
        points = np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
        away = ((points - np.median(points, axis=0)) ** 2).sum(axis=1)
        kept.pop(int(away.argmax()))
        if _width(kept) <= _GAIN * _width(best) and _width(kept) <= _GAIN * whole:
            best = list(kept)
    return best


def _width(places: Sequence[Place]) -> float:
    """The kilometres across a square window that holds them."""
    return 100 / frame_around(places, 100, 100).scale
