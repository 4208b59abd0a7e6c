"""The window of a map: what part of the Earth is shown, and which pixel a place falls on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .projection import RADIUS, Azimuthal, EqualEarth, Projection

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Points = NDArray[np.float64]

LEAST = 420.0
"""Kilometres across that a window shows at least: the shapes are too coarse for less, and a reader would be lost."""

# Past this angle from the middle the azimuthal map is bent too far, and the whole world is shown instead.
_FAR = 100.0


@dataclass(frozen=True, slots=True)
class Frame:
    """A window of `width` by `height` pixels, whose middle is at kilometre (x, y), `scale` pixels a kilometre."""

    projection: Projection
    x: float
    y: float
    scale: float
    width: float
    height: float

    def pixels(self, points: Points) -> Points:
        """Rows of longitude and latitude as rows of pixels, from the upper left."""
        return self.plane(self.projection.forward(points))

    def plane(self, plane: Points) -> Points:
        """Rows of kilometres as rows of pixels."""
        import numpy as np

        middle = np.array([self.width / 2, self.height / 2])
        return middle + (plane - [self.x, self.y]) * [self.scale, -self.scale]

    def degrees(self, pixels: Points) -> Points:
        """Rows of pixels as rows of longitude and latitude."""
        import numpy as np

        middle = np.array([self.width / 2, self.height / 2])
        return self.projection.inverse((pixels - middle) / [self.scale, -self.scale] + [self.x, self.y])

    def cap(self) -> tuple[float, float, float] | None:
        """A cap of the sphere that holds the window: longitude, latitude, radius in radians. None for the world."""
        import numpy as np

        if not isinstance(self.projection, Azimuthal):
            return None
        corner = float(np.hypot(self.width / self.scale / 2 + abs(self.x), self.height / self.scale / 2 + abs(self.y)))
        radius = 2 * float(np.arcsin(min(corner / (2 * RADIUS), 1.0)))
        return self.projection.lon, self.projection.lat, radius

    def outline(self, steps: int = 24) -> Points:
        """The rim of the window as rows of longitude and latitude, without what is off the Earth."""
        import numpy as np

        along = np.linspace(0, 1, steps, endpoint=False)[:, None]
        corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1]]) * [self.width, self.height]
        rim = [first + along * (second - first) for first, second in zip(corners, np.roll(corners, -1, 0), strict=True)]
        found = self.degrees(np.concatenate(rim))
        return found[~np.isnan(found).any(axis=1)]


def frame_around(
    places: Sequence[tuple[float, float]], width: float, height: float, *, margin: float = 0.14, least: float = LEAST
) -> Frame:
    """The window that holds all places (latitude, longitude), with a margin as a share of its size.

    Places around the antimeridian stay together. Places too far apart for one side of the Earth get the whole world.

    >>> frame = frame_around([(-18.1, 178.4), (-16.9, -179.9)], 800, 400)
    >>> abs(frame.projection.lon) > 178
    True
    """
    import numpy as np

    points = np.array([(lon, lat) for lat, lon in places], dtype=float)
    lon, lat = np.radians(points[:, 0]), np.radians(points[:, 1])
    mean = np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)]).mean(axis=1)
    if np.linalg.norm(mean) < 0.2:
        return world(width, height)
    centre = (
        float(np.degrees(np.arctan2(mean[1], mean[0]))),
        float(np.degrees(np.arctan2(mean[2], np.hypot(mean[0], mean[1])))),
    )
    if np.hypot(mean[0], mean[1]) < 1e-9:
        centre = (0.0, centre[1])
    projection = Azimuthal(*centre)
    for _ in range(4):
        plane = projection.forward(points)
        low, high = plane.min(axis=0), plane.max(axis=0)
        middle = projection.inverse(((low + high) / 2)[None])[0]
        if np.isnan(middle).any() or abs(middle[1]) > 89:
            break
        projection = Azimuthal(round(float(middle[0]), 6), round(float(middle[1]), 6))
    plane = projection.forward(points)
    low, high = plane.min(axis=0), plane.max(axis=0)
    size = (high - low) / (1 - 2 * margin)
    scale = float(min(width / max(size[0], 1e-9), height / max(size[1], 1e-9), width / least))
    x, y = (float(each) for each in (low + high) / 2)
    frame = Frame(projection, x, y, scale, width, height)
    corner = float(np.hypot(width / scale / 2 + abs(x), height / scale / 2 + abs(y)))
    return world(width, height) if corner > 2 * RADIUS * np.sin(np.radians(_FAR / 2)) else frame


def world(width: float, height: float) -> Frame:
    """The window of the whole world.

    >>> world(900, 560).projection.local
    False
    """
    import numpy as np

    projection = EqualEarth()
    across = projection.forward(np.array([[180.0, 0.0], [0.0, 90.0]]))
    scale = min(width / (2.04 * float(across[0, 0])), height / (2.04 * float(across[1, 1])))
    return Frame(projection, 0.0, 0.0, scale, width, height)
