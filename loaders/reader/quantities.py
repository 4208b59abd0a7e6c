"""Quantities in words: "11.4mn kilowatt-hours", "$324,000", "two thirds"; numbers with the ontology's units."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from ...graph.claim import Quantity
from ...ontology.schema import load_schema

_SCALES: Mapping[str, float] = {
    "k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "million": 1e6, "bn": 1e9, "bln": 1e9, "billion": 1e9,
    "tn": 1e12, "trillion": 1e12, "hundred": 1e2,
}  # fmt: skip
_WORDS: Mapping[str, float] = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "hundred": 100,
}  # fmt: skip
_PEOPLE = ("people", "persons", "residents", "refugees", "fighters", "troops", "soldiers", "households", "workers")
# "cubic metres a second" and its kind: how a rate is written after its unit.
_RATES: Mapping[str, str] = {"a year": "/y", "per year": "/y", "annually": "/y", "yearly": "/y", "per annum": "/y",
    "a day": "/d", "per day": "/d", "daily": "/d", "a second": "/s", "per second": "/s"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measured:
    """A quantity and where it stands: code points `start` to `end` (exclusive)."""

    quantity: Quantity
    start: int
    end: int


def quantities_in(text: str, start: int = 0, end: int | None = None) -> list[Measured]:
    """The quantities of a text, or of a part of it, in order. Bare numbers (years, counts of nothing) are left out.

    >>> [str(each.quantity.value) + each.quantity.unit for each in quantities_in("11.4mn kWh for $324,000, 20 % of it")]
    ['11400000.0kWh', '324000.0USD', '20.0%']
    """
    last = len(text) if end is None else end
    found: list[Measured] = []
    for match in _pattern().finditer(text, start, last):
        measured = _measured(match)
        if measured is not None:
            found.append(measured)
    return found


def _measured(match: re.Match[str]) -> Measured | None:
    number = _WORDS.get(match["number"].lower())
    if number is None:
        try:
            number = float(match["number"].replace(",", "").replace("\u202f", ""))
        except ValueError:
            return None
    scale = (match["scale"] or match["scale2"] or "").lower()
    value = number * _SCALES.get(scale, 1.0)
    money, unit, rate = match["money"], match["unit"] or "", match["rate"] or ""
    if money:
        return Measured(
            Quantity(value, _symbol(money) or money),
            match.start("money"),
            match.end("scale") if scale else match.end("number"),
        )
    symbol = "persons" if unit.lower() in _PEOPLE else _symbol(unit)
    if symbol is None:
        return None
    with_rate = _symbol(symbol + _RATES.get(rate.lower(), "")) if rate else None
    return Measured(
        Quantity(value, with_rate or symbol),
        match.start("number"),
        match.end("rate") if with_rate else match.end("unit"),
    )


def _symbol(spelling: str) -> str | None:
    known = load_schema().unit(" ".join(spelling.split()))
    return None if known is None else known.symbol


@cache
def _pattern() -> re.Pattern[str]:
    schema = load_schema()
    spellings = {
        spelling
        for unit in schema.units.values()
        if unit.symbol not in ("1", "d", "y", "ratio")
        for spelling in (unit.symbol, unit.label, *unit.spellings)
    } | set(_PEOPLE)
    # One letter alone (m, t, W) counts only right after the digits or a space, and before no other letter.
    units = "|".join(re.escape(each).replace(r"\ ", r"[\s-]") for each in sorted(spellings, key=len, reverse=True))
    scales = "|".join(sorted(_SCALES, key=len, reverse=True))
    words = "|".join(_WORDS)
    rates = "|".join(_RATES)
    return re.compile(
        rf"(?P<money>US\$|[$€₽₼]|USD\s|EUR\s)?\s?(?<![\w.,])(?P<number>\d[\d,\u202f]*(?:\.\d+)?|\b(?:{words})\b)"
        rf"(?:[\s-]?(?P<scale>{scales})\b)?(?:\s?(?P<scale2>thousand|million|billion)\b)?"
        rf"(?:[\s-]?(?P<unit>%|(?:{units})\b)(?:\s(?P<rate>{rates})\b)?)?",
        re.IGNORECASE,
    )
