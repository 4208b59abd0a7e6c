"""Partial dates (2025, 2025-01, 2025-01-31) and the interval in which a claim holds."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from functools import lru_cache

from ..errors import InputError

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z", re.ASCII)


def check_date(text: str) -> str:
    """The same text, if it is an ISO 8601 date that may stop at the year or the month; else `InputError`.

    >>> check_date("2025-01")
    '2025-01'
    >>> check_date("2025-02-30")
    Traceback (most recent call last):
    ...
    araz.errors.InputError: '2025-02-30' is not a date; write 2025, 2025-02 or 2025-02-28
    """
    found = _PARTIAL.match(text)
    if found is not None:
        year, month, day = int(found[1]), int(found[2] or 1), int(found[3] or 1)
        if year > 0 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]:
            return text
    raise InputError(f"{text!r} is not a date", remedy="write 2025, 2025-02 or 2025-02-28")


def first_day(date: str) -> str:
    """The first day a partial date covers.

    >>> first_day("2025-04")
    '2025-04-01'
    """
    return date + "-01-01"[3 * ((len(date) - 4) // 3) :] if len(date) < 10 else date


def last_day(date: str) -> str:
    """The last day a partial date covers.

    >>> last_day("2024-02"), last_day("2025")
    ('2024-02-29', '2025-12-31')
    """
    if len(date) == 4:
        return f"{date}-12-31"
    if len(date) == 7:
        return f"{date}-{monthrange(int(date[:4]), int(date[5:]))[1]}"
    return date


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """When a claim holds: two partial dates, both included whole, either of them "" for open.

    2025-01 to 2025-04 is 1 January to 30 April. Raises `InputError` for an end before the start.

    >>> Interval("2025-01", "2025-04").covers("2025-04-30")
    True
    """

    start: str = ""
    end: str = ""

    def __post_init__(self) -> None:
        for date in (self.start, self.end):
            if date:
                check_date(date)
        if self.start and self.end and last_day(self.end) < first_day(self.start):
            raise InputError(f"the interval {self.start} to {self.end} ends before it starts", remedy="swap the dates")

    def covers(self, date: str) -> bool:
        """Whether any day of the partial `date` lies inside."""
        return (not self.start or first_day(self.start) <= last_day(date)) and (
            not self.end or first_day(date) <= last_day(self.end)
        )

    def __bool__(self) -> bool:
        return bool(self.start or self.end)


ALWAYS = Interval()
"""The interval of a claim that says no dates."""


@lru_cache(maxsize=65536)
def interval(start: str, end: str) -> Interval:
    """The interval between two partial dates. The same dates come back again and again, and are checked once.

    >>> interval("", "") is ALWAYS
    True
    """
    return Interval(start, end) if start or end else ALWAYS
