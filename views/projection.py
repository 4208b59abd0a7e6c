"""From degrees to the plane of a map and back: equal-area projections of a sphere, in kilometres, north up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Points = NDArray[np.float64]
    """Rows of longitude and latitude in degrees, or of x and y."""

RADIUS = 6371.0088
"""The mean radius of the Earth in kilometres (IUGG)."""


class Projection(Protocol):
    """A way from degrees to kilometres, and back."""

    @property
    def local(self) -> bool:
        """Whether the scale is true in the middle of the map, so that a scale bar holds there."""
        ...

    def forward(self, points: Points) -> Points:
        """Rows of longitude and latitude as rows of x (east) and y (north)."""
        ...

    def inverse(self, plane: Points) -> Points:
        """Rows of x and y as rows of longitude (-180..180) and latitude; nan off the map."""
        ...


@dataclass(frozen=True, slots=True)
class Azimuthal:
    """Lambert's azimuthal equal-area projection around a point (Snyder, Map Projections, 1987, page 185).

    It is good from a village to a continent, at the poles and across the antimeridian. Only the antipode is a circle.
    """

    lon: float
    lat: float

    @property
    def local(self) -> bool:
        """True: the scale is true around the point."""
        return True

    def forward(self, points: Points) -> Points:
        """Rows of longitude and latitude as rows of x and y.

        >>> import numpy as np
        >>> Azimuthal(45, 40).forward(np.array([[45.0, 41.0]])).round(1).tolist()
        [[0.0, 111.2]]
        """
        import numpy as np

        lon, lat = np.radians(points[:, 0] - self.lon), np.radians(points[:, 1])
        middle = np.radians(self.lat)
        across = np.sin(middle) * np.sin(lat) + np.cos(middle) * np.cos(lat) * np.cos(lon)
        # At the antipode itself the scale has no bound: it is kept finite.
        scale = RADIUS * np.sqrt(2 / np.maximum(1 + across, 1e-12))
        up = np.cos(middle) * np.sin(lat) - np.sin(middle) * np.cos(lat) * np.cos(lon)
        return np.column_stack([scale * np.cos(lat) * np.sin(lon), scale * up])

    def inverse(self, plane: Points) -> Points:
        """Rows of x and y as rows of longitude and latitude; nan outside the circle of the antipode."""
        import numpy as np

        x, y = plane[:, 0] / RADIUS, plane[:, 1] / RADIUS
        away = np.hypot(x, y)
        with np.errstate(invalid="ignore"):
            angle = 2 * np.arcsin(np.where(away <= 2, away / 2, np.nan))
        near = np.where(away > 0, away, 1)
        middle = np.radians(self.lat)
        sine = np.cos(angle) * np.sin(middle) + y / near * np.sin(angle) * np.cos(middle)
        lat = np.arcsin(np.clip(sine, -1, 1))
        down = near * np.cos(middle) * np.cos(angle) - y * np.sin(middle) * np.sin(angle)
        lon = np.degrees(np.arctan2(x * np.sin(angle), down)) + self.lon
        return np.column_stack([(lon + 180) % 360 - 180, np.degrees(lat)])


_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796


@dataclass(frozen=True, slots=True)
class EqualEarth:
    """The Equal Earth projection of the whole world (Šavrič, Patterson and Jenny 2018), Greenwich in the middle."""

    @property
    def local(self) -> bool:
        """False: the scale differs from place to place."""
        return False

    def forward(self, points: Points) -> Points:
        """Rows of longitude and latitude as rows of x and y."""
        import numpy as np

        lon, lat = np.radians(points[:, 0]), np.radians(points[:, 1])
        t = np.arcsin(np.sqrt(3) / 2 * np.sin(lat))
        x = 2 * np.sqrt(3) * lon * np.cos(t) / (3 * _slope(t))
        return RADIUS * np.column_stack([x, t * (_A1 + _A2 * t**2 + _A3 * t**6 + _A4 * t**8)])

    def inverse(self, plane: Points) -> Points:
        """Rows of x and y as rows of longitude and latitude, by Newton's method; nan off the map."""
        import numpy as np

        x, y = plane[:, 0] / RADIUS, plane[:, 1] / RADIUS
        t = np.clip(y / _A1, -np.pi / 3, np.pi / 3)
        for _ in range(12):
            t = t - (t * (_A1 + _A2 * t**2 + _A3 * t**6 + _A4 * t**8) - y) / _slope(t)
        with np.errstate(invalid="ignore"):
            lat = np.degrees(np.arcsin(np.sin(t) * 2 / np.sqrt(3)))
            lon = np.degrees(3 * x * _slope(t) / (2 * np.sqrt(3) * np.cos(t)))
        off = np.isnan(lat) | (np.abs(lon) > 180 + 1e-9)
        return np.where(off[:, None], np.nan, np.column_stack([lon, lat]))


def _slope(t: NDArray[np.float64]) -> NDArray[np.float64]:
    """How fast the height grows with the parametric latitude."""
    return _A1 + 3 * _A2 * t**2 + 7 * _A3 * t**6 + 9 * _A4 * t**8
