"""The answer to a what-if question as one static SVG: shock on the left, assets on the right, exposure as bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from ..ontology.schema import load_schema
from ..ontology.terms import ClassTerm
from .text import visible

_ROW, _TOP, _LEFT, _COLUMN, _NAMES, _BAR = 34, 74, 110, 200, 330, 150

# One accent for exposure; class hues only on the small shapes. The palette is that of the answer page.
_STYLE = """
  svg { font: 13px system-ui, "Segoe UI", sans-serif; background: #FAFAF7 }
  .ink { fill: #1B1F24 } .dim { fill: #5B636D; font-size: 12px } .head { font-weight: 700; font-size: 17px }
  .name { font-weight: 600 } .rail { fill: #E4E1DA } .bar { fill: #B3261E } .range { stroke: #1B1F24; stroke-width: 2 }
  .path { fill: none; stroke: #B3261E }
  @media (prefers-color-scheme: dark) {
    svg { background: #14171B } .ink { fill: #ECEEF0 } .dim { fill: #A7B0BA } .rail { fill: #30363D }
    .bar { fill: #FF7B6E } .range { stroke: #ECEEF0 } .path { stroke: #FF7B6E }
  }
"""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line of the picture: an asset and the nodes (id, name, class) of its most probable path, shock first."""

    name: str
    kind: str
    exposure: float
    low: float
    high: float
    nodes: Sequence[tuple[str, str, str]]


def draw(title: str, subtitle: str, lines: Sequence[Drawn]) -> str:
    """The picture as SVG text. Nodes stand in the column of their distance from the shock; names are escaped."""
    depth = max((len(line.nodes) for line in lines), default=2) - 1
    width = _LEFT + depth * _COLUMN + _NAMES + _BAR + 70
    height = _TOP + _ROW * len(lines) + 24
    places = _places(lines, depth)
    body = [
        f'<text class="ink head" x="24" y="32">{_text(title)}</text>',
        f'<text class="dim" x="24" y="52">{_text(subtitle)}</text>',
        *_paths(lines, places),
        *_nodes(lines, places),
        *(part for row, line in enumerate(lines) for part in _asset(row, line, _LEFT + depth * _COLUMN)),
    ]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" width="{width}"'
            f' height="{height}" aria-label="{_text(title)}">',
            f"<style>{_STYLE}{_hues(lines)}</style>",
            *body,
            "</svg>\n",
        ]
    )


def _text(text: str) -> str:
    return escape(visible(text), quote=True)


def _places(lines: Sequence[Drawn], depth: int) -> Mapping[str, tuple[float, float]]:
    """Where each node stands: an asset in its row, any other at the mean height of the assets that it leads to."""
    rows: dict[str, list[int]] = {}
    columns: dict[str, int] = {}
    for row, line in enumerate(lines):
        for step, (node, _, _) in enumerate(line.nodes[:-1]):
            rows.setdefault(node, []).append(row)
            columns[node] = max(columns.get(node, 0), step)
    places: dict[str, tuple[float, float]] = {}
    taken: set[tuple[int, float]] = set()
    for node, found in rows.items():
        y = _TOP + _ROW * (sum(found) / len(found) + 0.5)
        while (columns[node], round(y / 26)) in taken:
            y += 26
        taken.add((columns[node], round(y / 26)))
        places[node] = (_LEFT + columns[node] * _COLUMN, y)
    for row in range(len(lines)):
        places[f"row {row}"] = (_LEFT + depth * _COLUMN, _TOP + _ROW * (row + 0.5))
    return places


def _paths(lines: Sequence[Drawn], places: Mapping[str, tuple[float, float]]) -> list[str]:
    drawn: list[str] = []
    for row, line in enumerate(lines):
        stops = [places[node] for node, _, _ in line.nodes[:-1]] + [places[f"row {row}"]]
        for (x1, y1), (x2, y2) in pairwise(stops):
            bend = (x2 - x1) / 2
            curve = f"M{x1:.0f} {y1:.1f}C{x1 + bend:.0f} {y1:.1f} {x2 - bend:.0f} {y2:.1f} {x2:.0f} {y2:.1f}"
            drawn.append(f'<path class="path" d="{curve}" stroke-width="{0.8 + 2.4 * line.exposure:.1f}"/>')
    return list(dict.fromkeys(drawn))


def _nodes(lines: Sequence[Drawn], places: Mapping[str, tuple[float, float]]) -> list[str]:
    drawn: dict[str, str] = {}
    for line in lines:
        for step, (node, name, kind) in enumerate(line.nodes[:-1]):
            x, y = places[node]
            label = (
                f'<text class="ink name" x="{x:.0f}" y="{y - 13:.1f}" text-anchor="middle">{_text(_short(name))}</text>'
            )
            drawn.setdefault(node, _shape(kind, x, y, 9 if step == 0 else 6) + label)
    return list(drawn.values())


def _asset(row: int, line: Drawn, x: float) -> list[str]:
    y = _TOP + _ROW * (row + 0.5)
    bar = x + _NAMES
    return [
        _shape(line.kind, x, y, 9),
        f'<text class="ink name" x="{x + 16:.0f}" y="{y + 4.5:.1f}">{row + 1}. {_text(_short(line.name, 34))}</text>',
        f'<rect class="rail" x="{bar:.0f}" y="{y - 5:.1f}" width="{_BAR}" height="10" rx="5"/>',
        f'<rect class="bar" x="{bar:.0f}" y="{y - 5:.1f}" width="{_BAR * line.exposure:.1f}" height="10" rx="5"/>',
        f'<path class="range" d="M{bar + _BAR * line.low:.1f} {y:.1f}H{bar + _BAR * line.high:.1f}"/>',
        f'<text class="ink" x="{bar + _BAR + 10:.0f}" y="{y + 4.5:.1f}">{line.exposure:.2f}</text>',
    ]


def _short(name: str, most: int = 24) -> str:
    return name if len(name) <= most else name[: most - 1] + "…"


def _term(kind: str) -> ClassTerm:
    return load_schema().classes[kind]


def _shape(kind: str, x: float, y: float, size: float) -> str:
    """The shape of a class, so that hue is never alone."""
    corners = {
        "square": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
        "diamond": ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
        "triangle": ((0, -1.2), (1.2, 0.9), (-1.2, 0.9)),
        "triangleDown": ((0, 1.2), (1.2, -0.9), (-1.2, -0.9)),
    }.get(_term(kind).shape)
    if corners is None:
        return f'<circle class="{kind}" cx="{x:.0f}" cy="{y:.1f}" r="{size}"/>'
    points = " ".join(f"{x + size * dx:.1f},{y + size * dy:.1f}" for dx, dy in corners)
    return f'<polygon class="{kind}" points="{points}"/>'


def _hues(lines: Sequence[Drawn]) -> str:
    kinds = sorted({line.kind for line in lines} | {kind for line in lines for _, _, kind in line.nodes})
    light = " ".join(f".{kind} {{ fill: {_term(kind).colour} }}" for kind in kinds)
    dark = " ".join(f".{kind} {{ fill: {_term(kind).dark_colour} }}" for kind in kinds)
    return f"{light} @media (prefers-color-scheme: dark) {{ {dark} }}"
