"""When a claim holds, in words: "in January-April 2025", "between 2020 and 2024", "since July 2016", "by 2030"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...errors import InputError
from ...graph.dates import Interval

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_NUMBER = {name[:size]: n for n, name in enumerate(_MONTHS, 1) for size in (3, len(name))} | {"sept": 9}
_MONTH = rf"(?:{'|'.join(sorted((*_MONTHS, *(name[:3] for name in _MONTHS), 'Sept'), key=len, reverse=True))})"
_YEAR = r"(?:1[89]|20)\d\d"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = rf"(?:{_DAY}\s{_MONTH},?\s{_YEAR}|{_MONTH}\.?\s(?:{_DAY},?\s)?{_YEAR}|{_YEAR}(?!\d))"
_RANGE = re.compile(
    rf"(?P<months>{_MONTH}\s?(?:-|–|to)\s?{_MONTH}\s{_YEAR})"
    rf"|(?:between|from)?\s?(?P<one>{_DATE})\s?(?:-|–|to|and|until)\s?(?P<two>{_DATE}|\d\d(?!\d))"
    rf"|(?P<lead>since|from|until|till|before|after|by|in|on|during|of|for)?\s?(?:early\s|late\s|mid-)?(?P<date>{_DATE})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Timed:
    """An interval and the words that say it: code points `start` to `end` (exclusive). `lead` is the word before."""

    valid: Interval
    start: int
    end: int
    lead: str


def times_in(text: str, start: int = 0, end: int | None = None) -> list[Timed]:
    """The dates and periods of a text, or of a part of it, in order.

    >>> [(t.valid.start, t.valid.end) for t in times_in("in January-April 2025, and between 2020 and 2024, since 2016")]
    [('2025-01', '2025-04'), ('2020', '2024'), ('2016', '')]
    """
    found: list[Timed] = []
    for match in _RANGE.finditer(text, start, len(text) if end is None else end):
        try:
            valid = _interval(match)
        except InputError:
            continue
        lead = (match["lead"] or "").lower()
        found.append(Timed(valid, match.start() + len(match[0]) - len(match[0].lstrip()), match.end(), lead))
    return found


def _interval(match: re.Match[str]) -> Interval:
    if match["months"]:
        names = re.findall(_MONTH, match["months"], re.IGNORECASE)
        year = match["months"][-4:]
        first, last = (_NUMBER[name.lower()] for name in names[:2])
        return Interval(f"{int(year) - (first > last)}-{first:02}", f"{year}-{last:02}")
    if match["one"]:
        one = _date(match["one"])
        two = match["two"]
        return Interval(one, one[:2] + two if len(two) == 2 else _date(two))
    date = _date(match["date"])
    lead = (match["lead"] or "").lower()
    if lead in ("since", "after"):
        return Interval(date, "")
    if lead in ("until", "till", "before", "by"):
        return Interval("", date)
    return Interval(date, date)


def _date(words: str) -> str:
    year = re.search(_YEAR, words)
    month = re.search(_MONTH, words, re.IGNORECASE)
    if year is None:
        raise InputError(f"{words!r} has no year", remedy="leave it out")
    if month is None:
        return year[0]
    day = re.search(r"(?<!\d)\d{1,2}(?!\d)", words)
    head = f"{year[0]}-{_NUMBER[month[0].lower()]:02}"
    return head if day is None else f"{head}-{int(day[0]):02}"
