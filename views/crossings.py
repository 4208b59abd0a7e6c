"""Where a line between two states may cross their border."""

from __future__ import annotations

from functools import cache

from .geography import read_shapes


@cache
def crossing(one: str, other: str) -> tuple[float, float] | None:
    """The middle of the longest stretch of border between two states (alpha-2 codes): latitude, longitude.

    None where they share no border. It is a guess to be marked as one.

    >>> crossing("IR", "AM")
    (38.92, 46.32)
    """
    import numpy as np

    shapes = read_shapes("10m")
    codes = [country.code for country in shapes.countries]
    if one == other or one not in codes or other not in codes:
        return None
    pair = {codes.index(one), codes.index(other)}
    lengths = {
        number: float(np.hypot(*np.diff(shapes.arcs[number], axis=0).T).sum())
        for number, owners in enumerate(shapes.owners)
        if pair <= set(owners)
    }
    if not lengths:
        return None
    arc = shapes.arcs[max(lengths, key=lambda number: (lengths[number], -number))]
    x, y = np.diff(arc, axis=0).T
    along = np.concatenate([np.zeros(1), np.hypot(x, y).cumsum()])
    middle = float(along[-1]) / 2
    lon, lat = (float(np.interp(middle, along, arc[:, axis])) for axis in (0, 1))
    return round(lat, 2), round(lon, 2)
