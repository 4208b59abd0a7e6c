"""A timeline as one static SVG: claims as bars over the days they hold. No script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A claim in time. `start` and `end` are partial dates, "" for open; a bar covers all the days they may mean.

    `group` is the row's heading (an entity or a relation), `label` the claim in words, `passages` what its sources say,
    `modality` sets the style, `rank` is the number of a row of the answer (0: none).
    """

    group: str
    label: str
    start: str
    end: str
    modality: str = "asserted"
    passages: tuple[str, ...] = ()
    confidence: float = 1.0
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Timeline:
    """All that a timeline shows; `undated` counts the claims that bear no date."""

    title: str
    spans: Sequence[Span] = ()
    undated: int = 0


def draw_timeline(timeline: Timeline, *, prefix: str = "timeline", width: int = 900, standalone: bool = True) -> str:
    """The timeline as SVG text, "" when no claim bears a date. `standalone` and `prefix` are as for `draw_map`."""
    del timeline, prefix, width, standalone
    return ""


def timeline_style() -> str:
    """The style rules of every timeline, for a page that holds several; colours are the theme's variables."""
    return ""
