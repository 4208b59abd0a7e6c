"""Dates on an axis: days as numbers, and the ticks that suit a stretch of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..graph.dates import first_day, last_day


def days(text: str, *, end: bool = False) -> int:
    """The first day of a partial date as a number, or with `end` the day after its last.

    >>> days("2025-01", end=True) - days("2025-01")
    31
    """
    found = date.fromisoformat(last_day(text) if end else first_day(text)).toordinal()
    return found + 1 if end else found


@dataclass(frozen=True, slots=True)
class Axis:
    """Days from `start` to `end` on pixels from `left` to `right`."""

    start: float
    end: float
    left: float
    right: float

    def x(self, day: float) -> float:
        """The pixel of a day."""
        return self.left + (day - self.start) / (self.end - self.start) * (self.right - self.left)

    def ticks(self, room: float = 62.0) -> list[tuple[int, str]]:
        """Days with their words, at least `room` pixels apart: whole years, else months, else days.

        >>> Axis(days("2020"), days("2024", end=True), 0, 500).ticks()[0][1]
        '2020'
        """
        most = max(1, int((self.right - self.left) / room))
        low, high = max(1, int(self.start)), min(int(self.end), date.max.toordinal())
        first, last = date.fromordinal(low), date.fromordinal(high)
        years = last.year - first.year + 1
        months = years * 12
        if self.end - self.start < 2 * 31:
            step = next(s for s in (1, 2, 7, 14, 31) if (self.end - self.start) / s <= most or s == 31)
            found = [date.fromordinal(day) for day in range(low, high + 1, step)]
            return [(each.toordinal(), each.isoformat()) for each in found]
        if self.end - self.start < 3 * 366:
            step = next(s for s in (1, 2, 3, 6, 12) if (self.end - self.start) / 30.4 / s <= most or s == 12)
            wide = [date(first.year + month // 12, month % 12 + 1, 1) for month in range(0, months, step)]
            return [(d.toordinal(), d.isoformat()[:7]) for d in wide if self.start <= d.toordinal() <= self.end]
        step = next((s for s in (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000) if years / s <= most), 2000)
        starts = range(first.year // step * step, last.year + 1, step)
        marks = [date(max(year, 1), 1, 1) for year in starts]
        return [(d.toordinal(), str(d.year)) for d in marks if self.start <= d.toordinal() <= self.end]
