"""What a part of the benchmark is given, and the rows in which it tells its figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from araz.loaders.reader.models import MODELS
from araz.loaders.reader.reader import Reader, load_reader

if TYPE_CHECKING:
    from benchmarks.extraction.spacy_alone import Alone

SETS = Path(__file__).resolve().parents[3] / "shared" / "bench"
"""Where a developer's checkout has the annotated sets beside it."""


@dataclass(frozen=True, slots=True)
class Row:
    """A figure, the same of spaCy alone (None: it has none), and what is wanted of it.

    `between` bounds it in 95 of 100 draws. `at_most` turns the target round: for seconds and megabytes.
    """

    what: str
    found: float
    alone: float | None = None
    target: float | None = None
    between: tuple[float, float] | None = None
    note: str = ""
    at_most: bool = False

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None without one."""
        if self.target is None:
            return None
        return self.found <= self.target if self.at_most else self.found >= self.target


@dataclass(frozen=True)
class Setting:
    """What a part measures with. `sets` may not exist; `quick` asks for a small sample of each set."""

    sets: Path = SETS
    models: Path = MODELS
    alone: Alone | None = None
    quick: bool = False
    picture: Path | None = None

    @cached_property
    def whole(self) -> Reader:
        """The reader, as it comes."""
        return load_reader(self.models)

    def reader(self, threshold: float) -> Reader:
        """The same reader, as sure as is asked for."""
        return replace(self.whole, threshold=threshold)


def shown(rows: Sequence[Row]) -> str:
    """The rows as a table of text.

    >>> print(shown([Row("F1", 0.5, 0.25, 0.4)]).splitlines()[1].split())
    ['F1', '0.500', '0.250', '0.4', 'met']
    """
    wide = max([len(row.what) for row in rows] + [20]) + 2
    lines = [f"{'':{wide}}{'found':>9}{'95 of 100':>16}{'spaCy':>9}{'target':>9}"]
    for row in rows:
        between = "" if row.between is None else f"{row.between[0]:.3f}-{row.between[1]:.3f}"
        alone = "" if row.alone is None else _number(row.alone)
        target = "" if row.target is None else f"{'<= ' if row.at_most else ''}{row.target:g}"
        verdict = {True: "met", False: "MISSED", None: ""}[row.met]
        told = f"{row.what:{wide}}{_number(row.found):>9}{between:>16}{alone:>9}{target:>9}  {verdict:7}{row.note}"
        lines.append(told.rstrip())
    return "\n".join(lines)


def _number(value: float) -> str:
    return f"{value:,.0f}" if isinstance(value, int) or abs(value) >= 10 else f"{value:.3f}"
