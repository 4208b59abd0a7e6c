"""A part of a graph as one static SVG: for papers, for places that run no script, and for the explorer without it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import hypot

from markupsafe import Markup

from ..graph.ref import Ref
from ..ontology.schema import load_schema
from .excerpt import Excerpt
from .glyphs import glyph, hues
from .layout import CROWD
from .network import Line, lines, on_path, placed
from .svg import picture
from .text import visible

_WIDTH, _LETTER, _ROW, _LONGEST = 1100.0, 6.7, 15.0, 30

Place = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

STYLE = (
    ".araz-network{font:12px var(--sans);background:var(--card);max-width:100%;height:auto}"
    ".araz-network .n-line{fill:none;stroke:var(--edge);stroke-opacity:.55}"
    ".araz-network .n-way{stroke:var(--accent);stroke-opacity:1}"
    ".araz-network .n-tip{fill:var(--edge)}.araz-network .n-tip-way{fill:var(--accent)}"
    ".araz-network .n-name{fill:var(--ink);stroke:var(--card);stroke-width:3;paint-order:stroke}"
    ".araz-network .n-rank{font-size:10px;font-weight:700;text-anchor:middle}"
)


def draw(part: Excerpt, *, alone: bool = True) -> str:
    """What an excerpt opens with, as SVG; of more than 150 entities those with the most claims.

    `alone` puts colours and rules into the picture; without, the page has them (`STYLE` and `glyph_rules`).

    >>> from araz.face import open_graph
    >>> from araz.views.excerpt import excerpt
    >>> draw(excerpt(open_graph("example").store, ["Khudafarin dam"])).count('class="n-name"')
    3
    """
    drawn = _drawn(part)
    places, width, height = _fitted(part, drawn)
    kinds = {entity.id: entity.kind.value for entity in part.entities}
    shown = [line for line in lines(part.claims) if line.start in places and line.end in places]
    shown = [line for line in shown if load_schema().modalities[line.modality].weight > 0]
    ranks = {line.entity: line.rank for line in part.exposure.results} if part.exposure is not None else {}
    body = Markup("").join(
        [
            _tips(),
            *(_line(part, line, places) for line in shown),
            *(_node(ref, kinds[ref], place, ranks.get(ref, 0)) for ref, place in places.items()),
            *_names(part, places, layered=part.exposure is not None, width=width),
        ]
    )
    left_out = len(part.shown) - len(places)
    said = f"{len(places)} entities and {len(shown)} lines between them" + (
        f", {left_out} left out" if left_out else ""
    )
    style = STYLE + glyph_rules(part) if alone else None
    return picture("araz-network", "net", part.title, said, body, width, height, style=style)


def glyph_rules(part: Excerpt) -> str:
    """The style rules for the glyphs of an excerpt, in the light and in the dark."""
    light, dark = hues(entity.kind.value for entity in part.entities)
    return f"{light}@media (prefers-color-scheme:dark){{{dark}}}"


def _drawn(part: Excerpt) -> list[Ref]:
    claims = Counter(end for claim in part.claims for end in (claim.subject, claim.object))
    return sorted(part.shown, key=lambda ref: (ref not in part.about, -claims[ref], ref))[:CROWD]


def _fitted(part: Excerpt, drawn: Sequence[Ref]) -> tuple[dict[Ref, Place], int, int]:
    """Places in pixels from the upper left, with room for names, and the size of the picture."""
    layout = placed(part, drawn)
    rows = {entity.id: row for row, entity in zip(layout.places.tolist(), part.entities, strict=True)}
    left, right = min(rows[ref][0] for ref in drawn), max(rows[ref][0] for ref in drawn)
    top = min(rows[ref][1] for ref in drawn)
    scale = min(1.0, (_WIDTH - 260) / max(right - left, 1.0))
    places = {ref: (100 + scale * (rows[ref][0] - left), 30 + scale * (rows[ref][1] - top)) for ref in drawn}
    height = max(y for _, y in places.values()) + 40
    return places, round(max(x for x, _ in places.values()) + 230), round(height)


def _tips() -> Markup:
    tip = Markup(
        '<marker id="net-{0}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7"'
        ' markerUnits="userSpaceOnUse" orient="auto"><path class="n-{0}" d="M0 1L8 4L0 7Z"/></marker>'
    )
    return Markup("<defs>{}{}</defs>").format(tip.format("tip"), tip.format("tip-way"))


def _line(part: Excerpt, line: Line, places: Mapping[Ref, Place]) -> Markup:
    (x1, y1), (x2, y2) = places[line.start], places[line.end]
    far = hypot(x2 - x1, y2 - y1) or 1.0
    ux, uy = (x2 - x1) / far, (y2 - y1) / far
    if part.exposure is not None and abs(x2 - x1) > 40:
        way = 1 if x2 > x1 else -1
        bend = (x2 - x1) * 0.45
        start, stop = f"M{x1 + 9 * way:.1f} {y1:.1f}", f"{x2 - 12 * way:.1f} {y2:.1f}"
        curve = f"{start}C{x1 + bend:.1f} {y1:.1f} {x2 - bend:.1f} {y2:.1f} {stop}"
    else:
        curve = f"M{x1 + 8 * ux:.1f} {y1 + 8 * uy:.1f}L{x2 - 12 * ux:.1f} {y2 - 12 * uy:.1f}"
    schema, exposed = load_schema(), on_path(part, line)
    dashes = " ".join(map(str, schema.modalities[line.modality].line))
    words = f"{part.names[line.start]} {schema.relations[line.relation].label} {part.names[line.end]}"
    return Markup(
        '<path class="n-line{}" d="{}" stroke-width="{:.1f}"{} marker-end="url(#net-tip{})"><title>{}</title></path>'
    ).format(
        " n-way" if exposed else "",
        curve,
        0.5 + 1.3 * line.confidence,
        Markup(' stroke-dasharray="{}"').format(dashes) if dashes else "",
        "-way" if exposed else "",
        visible(f"{words} · {line.modality} · {line.confidence:.2f}"),
    )


def _node(ref: Ref, kind: str, place: Place, rank: int) -> Markup:
    x, y = place
    mark = str(rank) if rank else load_schema().classes[kind].glyph
    return Markup('{}<text class="n-rank on-{}" x="{:.1f}" y="{:.1f}">{}</text>').format(
        glyph(kind, x, y, 9 if rank else 8), kind, x, y + 3.4, mark
    )


def _names(part: Excerpt, places: Mapping[Ref, Place], *, layered: bool, width: int) -> Iterable[Markup]:
    """Names where there is room, the most claimed about first; a title says the rest on hovering."""
    taken: list[Box] = [(x - 8, y - 8, x + 8, y + 8) for x, y in places.values()]
    for ref, (x, y) in places.items():
        name = visible(part.names[ref])
        text = name if len(name) <= _LONGEST else name[: _LONGEST - 1].rstrip() + "…"
        wide = len(text) * _LETTER
        right, below = (x + 12, y - _ROW / 2), (x - wide / 2, y + 9)
        left, above = (x - 12 - wide, y - _ROW / 2), (x - wide / 2, y - 9 - _ROW)
        for at, low in (right, below, above) if layered else (below, right, left, above):
            box = (at, low, at + wide, low + _ROW)
            if at >= 2 and box[2] <= width and low >= 0 and not any(_meet(box, other) for other in taken):
                taken.append(box)
                yield Markup('<text class="n-name" x="{:.1f}" y="{:.1f}">{}</text>').format(at, low + 11.5, text)
                break


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
