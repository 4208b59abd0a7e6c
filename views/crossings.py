"""Where a line between two states may cross their border."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import combinations

from .clipping import holds
from .courses import great_circles
from .geography import read_shapes


def crossings(codes: Sequence[str]) -> list[tuple[float, float]]:
    """Where a line through states (alpha-2 codes) may cross their borders: latitude, longitude of each crossing.

    Of borders that would close a ring, the shortest is left out. It is a guess, to be marked as one.

    >>> crossings(["AM", "IR"])
    [(38.92, 46.32)]
    """
    borders = [(border(one, two), one, two) for one, two in combinations(sorted(set(codes)), 2)]
    joined = {code: {code} for code in codes}
    found: list[tuple[float, float]] = []
    for where, one, two in sorted(borders, key=lambda found: (-found[0][0], found[1:])):
        length, lat, lon = where
        if length and joined[one] is not joined[two]:
            group = joined[one] | joined[two]
            joined |= dict.fromkeys(group, group)
            found.append((lat, lon))
    return found


@cache
def border(one: str, other: str) -> tuple[float, float, float]:
    """The length of the border between two states, in degrees, and the middle of its longest stretch; zeros for none.

    >>> border("IR", "IN")
    (0.0, 0.0, 0.0)
    """
    import numpy as np

    shapes = read_shapes("10m")
    codes = [country.code for country in shapes.countries]
    if one == other or one not in codes or other not in codes:
        return 0.0, 0.0, 0.0
    pair = {codes.index(one), codes.index(other)}
    lengths: dict[int, float] = {}
    for number, owners in enumerate(shapes.owners):
        if pair <= set(owners):
            x, y = np.diff(shapes.arcs[number], axis=0).T
            lengths[number] = float(np.hypot(x, y).sum())
    if not lengths:
        return 0.0, 0.0, 0.0
    arc = shapes.arcs[max(lengths, key=lambda number: (lengths[number], -number))]
    x, y = np.diff(arc, axis=0).T
    along = np.concatenate([np.zeros(1), np.hypot(x, y).cumsum()])
    middle = float(along[-1]) / 2
    lon, lat = (float(np.interp(middle, along, arc[:, axis])) for axis in (0, 1))
    return sum(lengths.values()), round(lat, 2), round(lon, 2)


def states_along(places: Sequence[tuple[float, float]]) -> Mapping[str, float]:
    """What share of the straight way over the places (latitude, longitude) lies in which state, by alpha-2 code.

    >>> sorted(states_along([(39.33, 45.5), (39.5, 46.6)]))
    ['AM', 'AZ']
    """
    points = great_circles(places, step=0.1 if len(places) < 3 else 0.5)
    found = Counter(state_at(float(lat), float(lon)) for lon, lat in points)
    return {code: count / len(points) for code, count in found.items() if code}


def state_at(lat: float, lon: float) -> str:
    """The alpha-2 code of the state whose shape holds a place, "" on water.

    >>> state_at(35.7, 51.4)
    'IR'
    """
    shapes = read_shapes("110m")
    held = Counter(
        shapes.belong[at] for at in shapes.ring_caps.near(lon, lat, 0.0) if holds(shapes.rings[at], lon, lat)
    )
    return next((shapes.countries[number].code for number in sorted(held) if held[number] % 2), "")
