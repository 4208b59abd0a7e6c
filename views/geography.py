"""The shapes of countries (Natural Earth), read from the package's own files, and which borders are disputed.

A file of shapes is gzip over one line of JSON, `{"step", "lengths", "countries": [{"name", "code", "rings"}]}`, and the
points of all arcs. Rings name arcs by number as TopoJSON does (`~n` is arc n backwards); an arc that two countries
name is a border, one that a single country names is a coast. Points are differences in steps of a degree: longitudes,
then latitudes, sign in the lowest bit, all lowest bytes first. `shapes_build` writes it.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Points = NDArray[np.float64]
    """Rows of longitude and latitude, in degrees."""

Scale = Literal["10m", "110m"]

SHAPES = Path(__file__).parent / "shapes"
"""The folder of the shapes and of the list of disputed borders."""


@dataclass(frozen=True, slots=True)
class Country:
    """A state or territory: its name, its ISO 3166-1 alpha-2 code ("" when it has none), its polygons.

    A polygon is a sequence of rings, a ring one of arc numbers.
    """

    name: str
    code: str
    polygons: Sequence[Sequence[Sequence[int]]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Caps:
    """For each of many lines a cap of the sphere that holds it: its middle as a unit vector, its radius in radians."""

    middles: Points
    radii: NDArray[np.float64]

    def near(self, lon: float, lat: float, radius: float) -> list[int]:
        """The numbers of the lines whose caps reach within `radius` (radians) of a place (degrees)."""
        import numpy as np

        away = np.arccos(np.clip(self.middles @ _vectors(np.array([[lon, lat]]))[0], -1, 1))
        return np.flatnonzero(away <= radius + self.radii).tolist()


def _vectors(points: Points) -> Points:
    """Places as unit vectors."""
    import numpy as np

    lon, lat = np.radians(points).T
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def _caps(lines: Sequence[Points]) -> Caps:
    import numpy as np

    lengths = [len(line) for line in lines]
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)[:-1]])
    vectors = _vectors(np.concatenate(lines))
    sums = np.add.reduceat(vectors, starts, axis=0)
    middles = sums / np.maximum(np.linalg.norm(sums, axis=1), 1e-12)[:, None]
    along = np.einsum("ij,ij->i", vectors, np.repeat(middles, lengths, axis=0))
    # Between two points a line bends further out than they are, by far less than this.
    return Caps(middles, np.arccos(np.clip(np.minimum.reduceat(along, starts), -1, 1)) + 0.02)


@dataclass(frozen=True, slots=True)
class Shapes:
    """All countries at one scale.

    `owners` gives for each arc the countries that name it, `belong` for each of `rings` its country. The caps say where
    on Earth arcs and rings are, so that those far from a window are passed over.
    """

    countries: tuple[Country, ...]
    arcs: tuple[Points, ...] = field(repr=False)
    owners: tuple[tuple[int, ...], ...] = field(repr=False)
    rings: tuple[Points, ...] = field(repr=False)
    belong: tuple[int, ...] = field(repr=False)
    arc_caps: Caps = field(repr=False)
    ring_caps: Caps = field(repr=False)

    def ring(self, arcs: Sequence[int]) -> Points:
        """The points of a ring, its first point once."""
        return _ring(self.arcs, arcs)


def _ring(arcs: Sequence[Points], numbers: Sequence[int]) -> Points:
    import numpy as np

    parts = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in numbers]
    return np.concatenate([part[:-1] for part in parts])


@cache
def read_shapes(scale: Scale) -> Shapes:
    """The countries at 1:10 or 1:110 million.

    >>> iran = next(country for country in read_shapes("110m").countries if country.code == "IR")
    >>> iran.name, len(iran.polygons)
    ('Iran', 1)
    """
    import numpy as np

    line, _, raw = gzip.decompress((SHAPES / f"countries-{scale}.gz").read_bytes()).partition(b"\n")
    head = cast("Mapping[str, list[object]]", json.loads(line))
    lengths = cast("list[int]", head["lengths"])
    planes = np.frombuffer(raw, "u1").reshape(3, 2, sum(lengths)).astype(np.int64)
    folded = planes[0] | planes[1] << 8 | planes[2] << 16
    steps = ((folded >> 1) ^ -(folded & 1)).T
    ends = np.cumsum(lengths)[:-1]
    step = float(cast("float", head["step"]))
    arcs = tuple(np.cumsum(part, axis=0) * step for part in np.split(steps, ends))
    countries = tuple(
        Country(str(one["name"]), str(one["code"]), cast("Sequence[Sequence[Sequence[int]]]", one["rings"]))
        for one in cast("list[dict[str, object]]", head["countries"])
    )
    owners: list[list[int]] = [[] for _ in arcs]
    for number, country in enumerate(countries):
        for arc in sorted({arc if arc >= 0 else ~arc for rings in country.polygons for ring in rings for arc in ring}):
            owners[arc].append(number)
    numbered = [
        (number, _ring(arcs, ring))
        for number, country in enumerate(countries)
        for polygon in country.polygons
        for ring in polygon
    ]
    belong, rings = tuple(number for number, _ in numbered), tuple(ring for _, ring in numbered)
    return Shapes(countries, arcs, tuple(tuple(each) for each in owners), rings, belong, _caps(arcs), _caps(rings))


@dataclass(frozen=True, slots=True)
class Disputed:
    """Part of a border that is disputed: between whom (names as on the map), within which box, why, by which source.

    `box` is west, south, east, north in degrees.
    """

    between: tuple[str, str]
    box: tuple[float, float, float, float]
    what: str
    source: str


@cache
def disputed_borders() -> tuple[Disputed, ...]:
    """The curated list of disputed borders, `shapes/disputed.yaml`.

    >>> sorted(border.between for border in disputed_borders() if "Western Sahara" in border.between)[0]
    ('Algeria', 'Western Sahara')
    """
    import yaml

    given = cast("list[dict[str, object]]", yaml.safe_load((SHAPES / "disputed.yaml").read_text("utf-8")))
    found: list[Disputed] = []
    for one in given:
        first, second = cast("list[str]", one["between"])
        west, south, east, north = (float(edge) for edge in cast("list[float]", one.get("box", [-180, -90, 180, 90])))
        found.append(Disputed((first, second), (west, south, east, north), str(one["what"]), str(one["source"])))
    return tuple(found)
