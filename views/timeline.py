"""A timeline as one static SVG: claims as bars over the days they hold. No script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from ..ontology.schema import load_schema
from .calendar import Axis, days
from .labels import text_width
from .svg import picture
from .text import visible


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


STYLE = Path(__file__).parent / "shapes" / "timeline.css"
"""The style rules of every timeline."""

MOST = 150
"""How many claims are drawn; the picture says how many more there are."""

_ROW, _HEAD, _TOP, _LABEL, _EDGE = 20, 30, 40, 0.42, 12


def draw_timeline(timeline: Timeline, *, prefix: str = "timeline", width: int = 900, standalone: bool = True) -> str:
    """The timeline as SVG text, "" when no claim bears a date. `standalone` and `prefix` are as for `draw_map`.

    Spans are grouped as they come; within a group the earliest stands first. Where a partial date leaves it open on
    which day something began or ended, the bar is pale; where there is no date, it fades.

    >>> draw_timeline(Timeline("Nothing"))
    ''
    """
    dated = [span for span in timeline.spans if span.start or span.end]
    if not dated:
        return ""
    axis = _axis(dated, width)
    groups: dict[str, list[Span]] = {}
    for span in dated[:MOST]:
        groups.setdefault(span.group, []).append(span)
    y, body = float(_TOP), list[Markup]()
    for group, spans in groups.items():
        y += _HEAD
        body.append(_words("t-group", _EDGE, y - 12, _short(group, width - 2 * _EDGE, 12.5)))
        for span in sorted(spans, key=lambda span: (days(span.start or span.end), span.label)):
            body.append(_row(span, axis, y, prefix))
            y += _ROW
    grid = [_tick(axis, day, words, y) for day, words in axis.ticks()]
    foot, full = _foot(dated, timeline.undated, y, width)
    paper = Markup('<rect class="t-ground" width="{}" height="{}"/>').format(width, full)
    inner = Markup("\n").join([paper, _fades(prefix), *grid, *body, *foot])
    said = "; ".join(f"{span.label}: {_when(span)} ({span.modality})" for span in dated[:MOST])
    style = timeline_style() if standalone else None
    return picture("araz-timeline", prefix, timeline.title, said, inner, width, full, style=style)


def timeline_style() -> str:
    """The style rules of every timeline, for a page that holds several; colours are the theme's variables."""
    return STYLE.read_text("utf-8")


def _axis(spans: Sequence[Span], width: int) -> Axis:
    """The days of all dates, with room at both ends for what fades."""
    dates = [date for span in spans for date in (span.start, span.end) if date]
    low, high = min(map(days, dates)), max(days(date, end=True) for date in dates)
    room = max((high - low) * 0.07, 3)
    left = width * _LABEL
    before = room if any(not span.start for span in spans) else room / 3
    after = room if any(not span.end for span in spans) else room / 3
    return Axis(max(low - before, 1), high + after, left, width - _EDGE)


def _row(span: Span, axis: Axis, y: float, prefix: str) -> Markup:
    """The words of a claim and its bar; the passages are its title."""
    rank = Markup('<a href="#row-{0}">{0}</a> ').format(span.rank) if span.rank else Markup("")
    label = _short(span.label, axis.left - 2 * _EDGE - 16 - (18 if span.rank else 0), 11.5)
    said = "\n".join(map(visible, (f"{span.label}: {_when(span)} ({span.modality})", *span.passages)))
    words = Markup('<text class="t-label" x="{}" y="{:.0f}">{}{}</text>').format(_EDGE + 12, y + 4, rank, label)
    bars = Markup("").join(_bars(span, axis, y, prefix))
    kind = "t-span t-ranked" if span.rank else "t-span"
    return Markup('<g class="{}"><title>{}</title>{}{}</g>').format(kind, said, words, bars)


def _bars(span: Span, axis: Axis, y: float, prefix: str) -> Iterator[Markup]:
    """A bar: fading where open, pale where a partial date may mean several days, full where it surely holds."""
    pale_from = axis.x(days(span.start)) if span.start else axis.left
    pale_to = axis.x(days(span.end, end=True)) if span.end else axis.right
    pale_to = max(pale_to, pale_from + 3)
    sure_from = axis.x(days(span.start, end=True) - 1) if span.start else pale_from
    sure_to = axis.x(days(span.end) + 1) if span.end else pale_to
    fade = "" if span.start and span.end else "-in" if span.end else "-out"
    term = load_schema().modalities.get(span.modality)
    dashes = " ".join(map(str, term.line)) if term else "1 3"
    hollow = " t-hollow" if dashes else ""
    box = Markup('<rect class="t-{}{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="11" rx="2"{}/>')
    if fade:
        fill = Markup(' fill="url(#{}{}{})"').format(prefix, "-ranked" if span.rank else "-plain", fade)
        yield box.format("fade", hollow, pale_from, y - 6, pale_to - pale_from, fill)
    else:
        yield box.format("pale", hollow, pale_from, y - 6, pale_to - pale_from, "")
        if sure_to - sure_from > 0.5:
            yield box.format("sure", hollow, sure_from, y - 6, sure_to - sure_from, "")
    # An open end has no rim: the outline stops where the date is.
    start = f"V{y + 5:.1f}" if span.start else f"M{pale_from:.1f} {y + 5:.1f}"
    rim = f"M{pale_to:.1f} {y - 6:.1f}H{pale_from:.1f}{start}H{pale_to:.1f}" + (f"V{y - 6:.1f}" if span.end else "")
    dashed = Markup(' stroke-dasharray="{}"').format(dashes) if dashes else ""
    yield Markup('<path class="t-rim{}" d="{}"{}/>').format(" t-open" if fade else "", rim, dashed)


def _fades(prefix: str) -> Markup:
    """What open ends are filled with, by where they fade and by whether they have a rank."""
    one = Markup(
        '<linearGradient id="{0}-{4}{1}" x1="{2}" x2="{3}"><stop class="t-stop-{4}" offset="0.1" stop-opacity="0.75"/>'
        '<stop class="t-stop-{4}" offset="1" stop-opacity="0"/></linearGradient>'
    )
    ends = (("-out", "0", "1"), ("-in", "1", "0"))
    return Markup("<defs>{}</defs>").format(
        Markup("").join(one.format(prefix, *end, kind) for kind in ("plain", "ranked") for end in ends)
    )


def _tick(axis: Axis, day: int, words: str, bottom: float) -> Markup:
    x = axis.x(day)
    line = Markup('<path class="t-grid" d="M{0:.1f} {1}V{2:.1f}"/>').format(x, _TOP, bottom)
    return line + Markup('<text class="t-tick" x="{:.1f}" y="{}">{}</text>').format(x, _TOP - 8, words)


def _foot(spans: Sequence[Span], undated: int, y: float, width: int) -> tuple[list[Markup], int]:
    """What the styles mean, and what is not shown."""
    modalities = load_schema().modalities
    drawn: list[Markup] = []
    x, y = float(_EDGE), y + 16
    for modality in sorted({span.modality for span in spans if span.modality in modalities}):
        dashes = " ".join(map(str, modalities[modality].line))
        dashed = Markup(' stroke-dasharray="{}"').format(dashes) if dashes else ""
        drawn.append(Markup('<path class="t-rim" d="M{:.0f} {:.0f}h26"{}/>').format(x, y - 4, dashed))
        drawn.append(_words("t-key", x + 32, y, modalities[modality].label))
        x += 32 + text_width(modalities[modality].label, 11.5) + 18
    rest = [f"{len(spans) - MOST} more claims with dates"] if len(spans) > MOST else []
    rest += [f"{undated} {'claim bears' if undated == 1 else 'claims bear'} no date"] if undated else []
    rest.append("pale: some day of that month or year")
    words = "; ".join(rest)
    if x + text_width(words, 11.5) > width - _EDGE:
        x, y = float(_EDGE), y + 18
    drawn.append(_words("t-key", x, y, words))
    return drawn, int(y + 12)


def _when(span: Span) -> str:
    """The dates in words: "2025", "from 2025-01", "until 2025", "2025-01 to 2025-04"."""
    if span.start and span.end:
        return span.start if span.start == span.end else f"{span.start} to {span.end}"
    return f"from {span.start}" if span.start else f"until {span.end}"


def _short(text: str, room: float, size: float) -> str:
    """The text, cut to what fits."""
    shown = visible(text)
    if text_width(shown, size) <= room:
        return shown
    while shown and text_width(shown + "…", size) > room:
        shown = shown[:-1]
    return shown.rstrip() + "…"


def _words(name: str, x: float, y: float, words: str) -> Markup:
    return Markup('<text class="{}" x="{:.0f}" y="{:.0f}">{}</text>').format(name, x, y, words)
