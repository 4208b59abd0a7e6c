"""Room on a picture: boxes that are taken, and names that find a place where they cover nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from unicodedata import combining, east_asian_width

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Points = NDArray[np.float64]
    Mask = NDArray[np.bool_]

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

_NARROW, _WIDE = "iljtfrI.,:;'|!()[] ", "mwMW@%"


def text_width(text: str, size: float, spacing: float = 0.0) -> float:
    """About how many pixels a line of a plain sans-serif takes, rather more than less.

    >>> 50 < text_width("Khudafarin", 12) < 80
    True
    """
    ems = 0.0
    for letter in text:
        if combining(letter):
            continue
        if east_asian_width(letter) in "WF":
            ems += 1.0
        elif letter in _NARROW:
            ems += 0.34
        elif letter in _WIDE:
            ems += 0.95
        else:
            ems += 0.72 if letter.isupper() else 0.6
    return ems * size + spacing * len(text)


@dataclass(slots=True)
class Room:
    """A picture's window and what is taken in it. Boxes are only ever added."""

    width: float
    height: float
    taken: list[Box]

    def take(self, box: Box) -> None:
        """Mark a box as taken."""
        self.taken.append(box)

    def free(self, box: Box, gap: float = 2.0) -> bool:
        """Whether a box lies in the window and touches nothing, with `gap` pixels around it."""
        left, top, right, bottom = box
        if left < 4 or top < 4 or right > self.width - 4 or bottom > self.height - 4:
            return False
        return not any(
            left - gap < end and right + gap > start and top - gap < low and bottom + gap > high
            for start, high, end, low in self.taken
        )

    def beside(self, x: float, y: float, away: float, width: float, height: float) -> tuple[float, float, str] | None:
        """A free box next to a point, tried right, left, above, below and at the corners; it is taken.

        What comes back is where its text is anchored, by the middle of its height: at its "start", "middle" or "end".
        """
        across, down, slant = away + width / 2, away + height / 2, 0.75
        tries = (
            (across, 0.0),
            (-across, 0.0),
            (0.0, -down),
            (0.0, down),
            (across * slant + width * 0.1, -down * slant),
            (across * slant + width * 0.1, down * slant),
            (-across * slant - width * 0.1, -down * slant),
            (-across * slant - width * 0.1, down * slant),
        )
        for dx, dy in tries:
            box = (x + dx - width / 2, y + dy - height / 2, x + dx + width / 2, y + dy + height / 2)
            if self.free(box):
                self.take(box)
                side = "middle" if dx == 0 else "start" if dx > 0 else "end"
                return {"middle": x, "start": box[0], "end": box[2]}[side], y + dy, side
        return None

    def inside(
        self, rings: Sequence[Sequence[tuple[float, float]]], width: float, height: float
    ) -> tuple[float, float] | None:
        """The middle of a free box that lies in a shape, as far from its rim as can be; it is taken."""
        import numpy as np

        if not rings:
            return None
        xs, ys = np.meshgrid(np.arange(12, self.width, 12.0), np.arange(10, self.height, 10.0))
        grid = np.column_stack([xs.ravel(), ys.ravel()])
        held = _held(rings, grid).reshape(xs.shape)
        across, down = max(1, round(width / 24)), max(1, round(height / 20))
        depth = _depth(held, across, down)
        for at in np.argsort(-depth, axis=None, kind="stable")[:400].tolist():
            row, column = divmod(at, held.shape[1])
            if depth[row, column] <= 0:
                return None
            x, y = float(xs[row, column]), float(ys[row, column])
            box = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
            if self.free(box, 4.0):
                self.take(box)
                return x, y
        return None


def _held(rings: Sequence[Sequence[tuple[float, float]]], points: Points) -> Mask:
    """Which points lie inside, by the even-odd rule."""
    import numpy as np

    inside = np.zeros(len(points), bool)
    x, y = points[:, 0], points[:, 1]
    for ring in rings:
        corners = _coarse(ring)
        if len(corners) < 3:
            continue
        for (x1, y1), (x2, y2) in zip(corners.tolist(), np.roll(corners, -1, axis=0).tolist(), strict=True):
            if y1 != y2:
                crossed = (y1 > y) != (y2 > y)
                inside ^= crossed & (x < (x2 - x1) * (y - y1) / (y2 - y1) + x1)
    return inside


def _coarse(ring: Sequence[tuple[float, float]], step: float = 4.0) -> Points:
    """The ring with points at least `step` pixels apart: a name needs no more, and it takes a tenth of the time."""
    import numpy as np

    kept = [ring[0]]
    for x, y in ring:
        if abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= step:
            kept.append((x, y))
    return np.array(kept)


def _depth(held: Mask, across: int, down: int) -> NDArray[np.float64]:
    """How far each cell is from the rim, counted in boxes of `across` by `down` cells that still fit, at most 12."""
    import numpy as np

    depth = np.zeros(held.shape)
    sums = np.pad(held, ((1, 0), (1, 0))).astype(np.int64).cumsum(axis=0).cumsum(axis=1)
    rows, columns = np.indices(held.shape)
    for size in range(12):
        dx, dy = across + size, down + size
        top, bottom = rows - dy, rows + dy + 1
        left, right = columns - dx, columns + dx + 1
        whole = (top >= 0) & (left >= 0) & (bottom <= held.shape[0]) & (right <= held.shape[1])
        t, b = np.clip(top, 0, held.shape[0]), np.clip(bottom, 0, held.shape[0])
        lft, rgt = np.clip(left, 0, held.shape[1]), np.clip(right, 0, held.shape[1])
        full = sums[b, rgt] - sums[t, rgt] - sums[b, lft] + sums[t, lft] == (2 * dx + 1) * (2 * dy + 1)
        fits = whole & full
        if not fits.any():
            break
        depth[fits] = size + 1
    return depth


def overlaps(boxes: Sequence[Box]) -> Iterable[tuple[int, int]]:
    """The pairs of boxes, by number, that overlap."""
    import numpy as np

    if len(boxes) < 2:
        return []
    left, top, right, bottom = np.array(boxes).T
    meet = (left[:, None] < right) & (right[:, None] > left) & (top[:, None] < bottom) & (bottom[:, None] > top)
    pairs = np.argwhere(np.triu(meet, 1))
    return [(first, second) for first, second in pairs.tolist()]
