"""Shapes cut to a window: rings for filling, lines for drawing, both as pixels and as the text of an SVG path."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from .frame import Frame
from .projection import RADIUS, Azimuthal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Points = NDArray[np.float64]

PAD = 4.0
"""Pixels by which fills reach beyond the window, so that its rim shows no seam."""

_Pair = tuple[float, float]


def ring_pixels(frame: Frame, ring: Points) -> list[list[_Pair]]:
    """The part of a ring (longitude, latitude) within the window: rings of pixels, to be filled by the even-odd rule.

    A ring that holds the antipode turns inside out on an azimuthal map: the rim of the window is added to it.
    """
    import numpy as np

    if not isinstance(frame.projection, Azimuthal):
        return _world_rings(frame, ring)
    plane = frame.projection.forward(ring)
    whole: list[list[_Pair]] = []
    if holds(ring, (frame.projection.lon + 360) % 360 - 180, -frame.projection.lat):
        whole = [_rim(frame)]
    # What lies far outside is drawn in to a circle, along its own bearing: it stays around the window as it was.
    far = 3 * np.hypot(frame.width, frame.height) / frame.scale + np.hypot(frame.x, frame.y)
    away = np.hypot(plane[:, 0], plane[:, 1])
    limit = min(far, 1.99 * RADIUS)
    plane = plane * np.minimum(1, limit / np.maximum(away, 1e-9))[:, None]
    pixels = frame.plane(plane)
    low, high = pixels.min(axis=0), pixels.max(axis=0)
    if not whole and (high[0] < -PAD or high[1] < -PAD or low[0] > frame.width + PAD or low[1] > frame.height + PAD):
        return []
    cut = _cut(_simple(pixels), frame)
    return [*([cut] if len(cut) > 2 else []), *whole]


def _rim(frame: Frame) -> list[_Pair]:
    right, low = frame.width + PAD, frame.height + PAD
    return [(-PAD, -PAD), (right, -PAD), (right, low), (-PAD, low)]


def holds(ring: Points, lon: float, lat: float) -> bool:
    """Whether a ring holds a place, by the even-odd rule; rings may cross the antimeridian or go around a pole.

    >>> import numpy as np
    >>> fiji = np.array([[179.0, -19.0], [-179.0, -19.0], [-179.0, -16.0], [179.0, -16.0]])
    >>> holds(fiji, 179.9, -17), holds(fiji, 0, -17)
    (True, False)
    """
    import numpy as np

    whole = unrolled(ring)
    low, high = whole.min(axis=0), whole.max(axis=0)
    if not low[1] <= lat <= high[1]:
        return False
    (x1, y1), (x2, y2) = whole.T, np.roll(whole, -1, axis=0).T
    crossed = (y1 > lat) != (y2 > lat)
    rise = np.where(y1 == y2, 1, y2 - y1)
    at = (x2 - x1) * (lat - y1) / rise + x1
    return any(
        bool(np.count_nonzero(crossed & (turned < at)) % 2)
        for turned in (lon - 360, lon, lon + 360)
        if low[0] <= turned <= high[0]
    )


def unrolled(ring: Points) -> Points:
    """The ring with longitudes that run on past 180, so that no step leaps; one around a pole is closed over the pole.

    >>> import numpy as np
    >>> unrolled(np.array([[179.0, 1.0], [-179.0, 1.0], [-179.0, 2.0]]))[:, 0].tolist()
    [179.0, 181.0, 181.0]
    """
    import numpy as np

    steps = (np.diff(ring[:, 0], append=ring[:1, 0]) + 180) % 360 - 180
    lon = ring[0, 0] + np.concatenate([np.zeros(1), steps[:-1].cumsum()])
    whole = np.column_stack([lon, ring[:, 1]])
    turn = float(steps.sum())
    if abs(turn) < 180:
        return whole
    pole = 90.0 if float(ring[:, 1].mean()) > 0 else -90.0
    end = float(lon[0]) + turn
    closing = np.array([[end, ring[0, 1]], [end, pole], [float(lon[0]), pole]])
    return np.concatenate([whole, closing])


def _world_rings(frame: Frame, ring: Points) -> list[list[_Pair]]:
    """A ring on the map of the whole world, cut open at the antimeridian."""
    import numpy as np

    whole = unrolled(ring)
    found: list[list[_Pair]] = []
    for turn in (-360.0, 0.0, 360.0):
        part = [(lon + turn, lat) for lon, lat in whole.tolist()]
        for limit, sign in ((-180.0, 1), (180.0, -1)):
            part = _cut_side(part, 0, limit, sign)
        if len(part) > 2:
            found.append(_simple(frame.pixels(np.array(part))))
    return found


def _simple(pixels: Points) -> list[_Pair]:
    """The points, without those that fall on the tenth of a pixel before them."""
    import numpy as np

    rounded = np.rint(pixels * 10)
    keep = np.ones(len(rounded), bool)
    keep[1:] = (rounded[1:] != rounded[:-1]).any(axis=1)
    return [(x, y) for x, y in (rounded[keep] / 10).tolist()]


def _cut(ring: list[_Pair], frame: Frame) -> list[_Pair]:
    """A ring cut to the window and its pad, one side after the other (Sutherland and Hodgman 1974)."""
    sides = ((0, -PAD, 1), (0, frame.width + PAD, -1), (1, -PAD, 1), (1, frame.height + PAD, -1))
    for axis, limit, sign in sides:
        ring = _cut_side(ring, axis, limit, sign)
    return ring


def _cut_side(ring: list[_Pair], axis: int, limit: float, sign: int) -> list[_Pair]:
    """What of a ring lies on one side of a line along an axis: above `limit` for the sign 1, below for -1."""
    if not ring or all((point[axis] - limit) * sign >= 0 for point in ring):
        return ring
    found: list[_Pair] = []
    before = ring[-1]
    was_in = (before[axis] - limit) * sign >= 0
    for point in ring:
        is_in = (point[axis] - limit) * sign >= 0
        if is_in != was_in:
            share = (limit - before[axis]) / (point[axis] - before[axis])
            crossing = before[1 - axis] + share * (point[1 - axis] - before[1 - axis])
            found.append((limit, crossing) if axis == 0 else (crossing, limit))
        if is_in:
            found.append(point)
        before, was_in = point, is_in
    return found


def line_pixels(frame: Frame, line: Points) -> list[list[_Pair]]:
    """The parts of a line (longitude, latitude) within the window, as pixels.

    Segments along the antimeridian and the poles, where shapes are cut open, are left out; so are leaps from one end
    of a world map to the other.
    """
    import numpy as np

    if len(line) < 2:
        return []
    pixels = frame.pixels(line)
    start, end = pixels[:-1], pixels[1:]
    low, high = np.minimum(start, end), np.maximum(start, end)
    shown = (high >= 0).all(axis=1) & (low <= [frame.width, frame.height]).all(axis=1)
    edge = np.asarray((np.abs(line[:, 0]) >= 179.99) | (np.abs(line[:, 1]) >= 89.99))
    shown &= ~(edge[:-1] & edge[1:])
    if isinstance(frame.projection, Azimuthal):
        away = np.hypot(*frame.projection.forward(line).T)
        shown &= np.maximum(away[:-1], away[1:]) < 1.9 * RADIUS
    else:
        shown &= np.abs(np.diff(line[:, 0])) < 180
    found: list[list[_Pair]] = []
    last = -2
    for at in np.flatnonzero(shown).tolist():
        part = _segment(tuple(start[at].tolist()), tuple(end[at].tolist()), frame)
        if part is None:
            continue
        if last == at - 1 and found and _near(found[-1][-1], part[0]):
            found[-1].append(part[1])
        else:
            found.append(list(part))
        last = at
    return found


def _near(one: _Pair, other: _Pair) -> bool:
    return abs(one[0] - other[0]) < 1e-6 and abs(one[1] - other[1]) < 1e-6


def _segment(start: _Pair, end: _Pair, frame: Frame) -> tuple[_Pair, _Pair] | None:
    """The part of a segment within the window (Liang and Barsky 1984)."""
    first, last = 0.0, 1.0
    for axis, most in ((0, frame.width), (1, frame.height)):
        way = end[axis] - start[axis]
        for step, room in ((-way, start[axis]), (way, most - start[axis])):
            if step == 0:
                if room < 0:
                    return None
            elif step < 0:
                first = max(first, room / step)
            else:
                last = min(last, room / step)
    if first > last:
        return None

    def at(share: float) -> _Pair:
        return (start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1]))

    return at(first) if first > 0 else start, at(last) if last < 1 else end


def path_text(parts: Iterable[Sequence[_Pair]], *, closed: bool, thin: float = 0.8) -> str:
    """The `d` of an SVG path, in tenths of a pixel; points nearer than `thin` pixels to the one before are left out.

    >>> path_text([[(0, 0), (10, 0), (10.02, 0), (10, 5)]], closed=True)
    'M0 0l10 0 0 5z'
    """
    text: list[str] = []
    for part in parts:
        tenths = [(round(x * 10), round(y * 10)) for x, y in part]
        kept = tenths[:1]
        for point in tenths[1:-1]:
            if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= thin * 10:
                kept.append(point)
        if len(tenths) > 1 and tenths[-1] != kept[-1]:
            kept.append(tenths[-1])
        if len(kept) < (3 if closed else 2):
            continue
        steps = [f"{_t(b[0] - a[0])} {_t(b[1] - a[1])}" for a, b in pairwise(kept)]
        text.append(f"M{_t(kept[0][0])} {_t(kept[0][1])}l{' '.join(steps)}{'z' if closed else ''}")
    return "".join(text)


def _t(tenths: int) -> str:
    return f"{tenths / 10:.1f}".removesuffix(".0") if tenths % 10 else str(tenths // 10)
