"""Which numbers an answer rests on, as one static SVG: a row a coefficient, bars for its effects."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from ..queries.sensitivity import Effect, Sensitivity
from .text import visible

MOST = 15
"""How many coefficients are drawn, those that move the order of the assets most."""

_ROW, _TOP, _LABEL, _BAR, _GAP = 36, 96, 350, 190, 90

# The palette is that of the answer page: one accent, greys for the rest.
_STYLE = """
  svg { font: 13px system-ui, "Segoe UI", sans-serif; background: #FAFAF7 }
  .ink { fill: #1B1F24 } .dim { fill: #5B636D; font-size: 12px } .head { font-weight: 700; font-size: 17px }
  .name { font-weight: 600 } .rail { fill: #E4E1DA } .bar { fill: #B3261E } .range { stroke: #1B1F24; stroke-width: 2 }
  @media (prefers-color-scheme: dark) {
    svg { background: #14171B } .ink { fill: #ECEEF0 } .dim { fill: #A7B0BA } .rail { fill: #30363D }
    .bar { fill: #FF7B6E } .range { stroke: #ECEEF0 }
  }
"""


def draw_sensitivity(found: Sensitivity, *, most: int = MOST) -> str:
    """The picture as SVG text; names are escaped.

    The left bars show what a coefficient does to the order of the assets, the right ones what it does to the asset
    whose exposure it moves most: mu* as the bar, one sigma to either side as the line. Each side has a scale of its
    own, which ends at its largest bar with its line.
    """
    shown = found.effects[:most]
    width, height = _LABEL + 2 * (_BAR + _GAP) + 220, _TOP + _ROW * max(len(shown), 1) + 24
    title = f"What the answer rests on: {found.scenario.name or 'scenario'}"
    left, right = _LABEL, _LABEL + _BAR + _GAP
    drawn = f"{len(shown)} of {len(found.effects)} coefficients"
    if found.off_by:
        drawn += f", each up to {found.off_by} {'grade' if found.off_by == 1 else 'grades'} off"
    else:
        drawn += ", each moved within the band of its word"
    body = [
        f'<text class="ink head" x="24" y="32">{_text(title)}</text>',
        f'<text class="dim" x="24" y="52">{_text(f"{drawn}; {found.evaluations} evaluations, {found.method}")}</text>',
        f'<text class="dim" x="{left}" y="{_TOP - 12}">order of the assets, share of pairs</text>',
        f'<text class="dim" x="{right}" y="{_TOP - 12}">exposure of the asset moved most</text>',
    ]
    if not shown:
        body.append(
            f'<text class="dim" x="24" y="{_TOP + 18}">no coefficient moves anything: nothing is exposed</text>'
        )
    order = [(effect.ranking, effect.ranking_sigma) for effect in shown]
    moved = [(effect.exposure[effect.largest], effect.exposure_sigma[effect.largest]) for effect in shown]
    for row, effect in enumerate(shown):
        y = _TOP + _ROW * (row + 0.5)
        body += [*_label(effect, y), *_bar(left, y, order, row), *_bar(right, y, moved, row)]
        name = _short(found.names[effect.largest], 30)
        body.append(f'<text class="dim" x="{right + _BAR + 62}" y="{y + 4.5:.1f}">{_text(name)}</text>')
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" width="{width}"'
            f' height="{height}" aria-label="{_text(title)}">',
            f"<style>{_STYLE}</style>",
            *body,
            "</svg>\n",
        ]
    )


def _label(effect: Effect, y: float) -> list[str]:
    name = _short(effect.coefficient.removeprefix("rule:"), 40)
    return [
        f'<text class="ink name" x="24" y="{y - 1:.1f}">{_text(name)}</text>',
        f'<text class="dim" x="24" y="{y + 14:.1f}">{effect.value:g}, from {effect.low:g} to {effect.high:g}</text>',
    ]


def _bar(x: float, y: float, values: Sequence[tuple[float, float]], row: int) -> list[str]:
    full = max((size + spread for size, spread in values), default=0.0) or 1.0
    size, spread = values[row]
    start, end = max(size - spread, 0.0) / full * _BAR, (size + spread) / full * _BAR
    return [
        f'<rect class="rail" x="{x:.0f}" y="{y - 5:.1f}" width="{_BAR}" height="10" rx="5"/>',
        f'<rect class="bar" x="{x:.0f}" y="{y - 5:.1f}" width="{size / full * _BAR:.1f}" height="10" rx="5"/>',
        f'<path class="range" d="M{x + start:.1f} {y:.1f}H{x + end:.1f}"/>',
        f'<text class="ink" x="{x + _BAR + 10:.0f}" y="{y + 4.5:.1f}">{size:.3f}</text>',
    ]


def _short(name: str, most: int) -> str:
    return name if len(name) <= most else name[: most - 1] + "…"


def _text(text: str) -> str:
    return escape(visible(text), quote=True)
