"""What stands beneath a map: its key, what could not be placed, and whose shapes it shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from ..ontology.schema import load_schema
from .labels import text_width
from .text import visible

if TYPE_CHECKING:
    from .map import Places

CREDIT = "Shapes: Natural Earth, public domain"
"""The line that says whose shapes are shown."""

_LINE, _SIZE, _EDGE = 20, 11.5, 10

_Item = tuple[Markup, float, str]
"""A sign drawn around (0, 0), its width, its words."""


def draw_key(places: Places, disputed: bool, width: int, height: int) -> tuple[Markup, int]:
    """The key under a map of `width` by `height`, and the height of the whole picture."""
    x, y = float(_EDGE), height + _LINE
    drawn: list[Markup] = []
    for sign, wide, words in _items(places, disputed):
        needed = wide + 6 + text_width(words, _SIZE) + 18
        if x + needed > width and x > _EDGE:
            x, y = float(_EDGE), y + _LINE
        drawn.append(Markup('<g transform="translate({:.0f} {})">{}</g>').format(x + wide / 2, y - 4, sign))
        drawn.append(_text(x + wide + 6, y, words))
        x += needed
    for row in _wrapped(places.unplaced, width - 2 * _EDGE):
        y += _LINE if drawn else 0
        drawn.append(Markup('<text class="m-key" x="{}" y="{}">{}</text>').format(_EDGE, y, row))
        x = width
    wide = text_width(CREDIT, _SIZE)
    if x + wide > width - _EDGE:
        y += _LINE
    drawn.append(Markup('<text class="m-credit" x="{}" y="{}">{}</text>').format(width - _EDGE, y, CREDIT))
    return Markup("\n").join(drawn), int(y + 12)


def _text(x: float, y: float, words: str) -> Markup:
    return Markup('<text class="m-key" x="{:.0f}" y="{:.0f}">{}</text>').format(x, y, words)


def _items(places: Places, disputed: bool) -> list[_Item]:
    found: list[_Item] = []
    ranked = any(pin.rank for pin in places.pins)
    number = Markup("<text y='4'>1</text>") if ranked else Markup("")
    round_ = Markup('<g class="{}"><rect x="-8" y="-8" width="16" height="16" rx="{}"/>{}</g>')
    if any(not pin.approximate for pin in places.pins):
        found.append((round_.format("m-badge", 8, number), 16, "place"))
    if any(pin.approximate for pin in places.pins):
        found.append((round_.format("m-badge m-hollow", 8, number), 16, "approximate place, among others ~"))
    if any(line.approximate for line in places.lines):
        found.append((round_.format("m-badge m-hollow", 3, number), 16, "line, passes here or near"))
    modalities = load_schema().modalities
    for modality in sorted({line.modality for line in places.lines if len(line.places) > 1 and not line.approximate}):
        dashes = " ".join(map(str, modalities[modality].line))
        dashed = Markup(' stroke-dasharray="{}"').format(dashes) if dashes else ""
        sign = Markup('<path class="m-course" d="M-14 0h28"{}/>').format(dashed)
        found.append((sign, 28, f"sketch between known places, {modalities[modality].label}"))
    if places.shading:
        sign = Markup("").join(
            Markup('<rect class="m-shade" x="{}" y="-6" width="14" height="12" fill-opacity="{}"/>').format(x, opacity)
            for x, opacity in ((-21, 0.1), (-7, 0.26), (7, 0.42))
        )
        found.append((sign, 42, visible(places.shading)))
    if any(shade.struck for shade in places.shades):
        found.append((Markup('<path class="m-struck" d="M-12 0h24"/>'), 24, "struck"))
    if disputed:
        found.append((Markup('<path class="m-disputed" d="M-12 0h24"/>'), 24, "disputed border"))
    return found


def _wrapped(unplaced: Sequence[tuple[int, str]], width: float) -> list[Markup]:
    """ "Not placed: 12 …, 14 …" in lines that fit, each name a link to its row."""
    rows: list[list[Markup]] = []
    room = 0.0
    for rank, name in unplaced:
        words = visible(f"{rank} {name}" if rank else name)
        words = words if len(words) <= 90 else words[:89] + "…"
        wide = text_width(words, _SIZE) + 14
        if not rows or wide > room:
            rows.append([] if rows else [Markup("Place not known: ")])
            room = width - (0 if len(rows) > 1 else text_width("Place not known: ", _SIZE))
        linked = Markup('<a href="#row-{}">{}</a>').format(rank, words) if rank else Markup("{}").format(words)
        rows[-1].append(linked)
        room -= wide
    parts = [Markup(" · ").join(row[1:] if row and row[0] == "Place not known: " else row) for row in rows]
    return [Markup("Place not known: ") + part if at == 0 else part for at, part in enumerate(parts)]
