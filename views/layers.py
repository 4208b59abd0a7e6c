"""A graph in layers as one static SVG: each node in the column of its part, each line styled by how it is said.

Line style is the modality, as the ontology draws it, line width the probability or confidence. Positions depend on the
input alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ..ontology.schema import load_schema
from .glyphs import glyph, middle
from .text import visible

_TOP, _LEFT, _ROW, _LETTER, _LONGEST = 46, 34, 29, 7.2, 36

Place = tuple[float, float]
"""Where a node stands in the drawing, in its units."""


@dataclass(frozen=True, slots=True)
class Node:
    """A node: its class, its column from the left, and the number it shows (0 for none).

    `marks` are style classes that it shares with the row and the pin of the same number; `link` is where it leads
    within the page, "" for nowhere. A node in `context` is drawn only when asked for; `above` says where its label is.
    """

    id: str
    name: str
    kind: str
    column: int
    rank: int = 0
    marks: tuple[str, ...] = ()
    link: str = ""
    context: bool = False
    above: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """A line from one node to another, in `words`, with its strength (0..1) and modality.

    A `faint` one is a thin line without a tip, one that goes `both` ways has two.
    """

    start: str
    end: str
    words: str
    modality: str
    strength: float
    marks: tuple[str, ...] = ()
    faint: bool = False
    context: bool = False
    both: bool = False
    hint: str = ""


def draw(nodes: Sequence[Node], edges: Sequence[Edge], headings: Sequence[str], title: str) -> Markup:
    """The drawing as SVG, to be styled by the page. The nodes of a column keep their order; names are escaped."""
    widths = _widths(nodes, headings)
    lefts = [_LEFT + sum(widths[:column]) for column in range(len(headings))]
    places = _places(nodes, edges, lefts)
    height = max((y for _, y in places.values()), default=_TOP) + 34
    width = sum(widths) + _LEFT
    known = {node.id: node for node in nodes}
    lines = Markup("").join(_line(edge, places, known) for edge in edges)
    heads = Markup("").join(
        Markup('<text class="column" x="{}" y="20">{}</text>').format(_n(left - 10), text)
        for left, text in zip(lefts, headings, strict=True)
    )
    drawn = Markup("").join(_node(node, places[node.id]) for node in nodes)
    return Markup(
        '<svg class="layers" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="group" aria-label="{title}">'
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8"'
        ' markerUnits="userSpaceOnUse" orient="auto-start-reverse"><path class="tip" d="M0 .8L8 4L0 7.2Z"/></marker>'
        "</defs>"
        '<a class="reset" href="#answer" tabindex="-1" aria-hidden="true"><rect width="{w}" height="{h}"/></a>'
        "{heads}{lines}{drawn}</svg>"
    ).format(w=_n(width), h=_n(height), title=visible(title), heads=heads, lines=lines, drawn=drawn)


def short(name: str, most: int = _LONGEST) -> str:
    """A name that fits: cut, with a mark that it is."""
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"


def _widths(nodes: Sequence[Node], headings: Sequence[str]) -> list[float]:
    """How wide each column is: its longest label, and room for the lines to the next, more where they are steep."""
    longest = [len(text) for text in headings]
    rows = Counter(node.column for node in nodes)
    for node in nodes:
        longest[node.column] = max(longest[node.column], len(short(node.name)))
    last = len(headings) - 1
    gap = max(58.0, min(200.0, 6.0 * max(rows.values(), default=0)) / max(last, 1))
    return [26 + _LETTER * letters + (gap if column < last else 0) for column, letters in enumerate(longest)]


def _places(nodes: Sequence[Node], edges: Sequence[Edge], lefts: Sequence[float]) -> dict[str, Place]:
    """The longest column is evenly spaced; every other node stands near the middle of what it is tied to."""
    columns: defaultdict[int, list[Node]] = defaultdict(list)
    for node in nodes:
        columns[node.column].append(node)
    if not columns:
        return {}
    fixed = max(columns, key=lambda column: (len(columns[column]), column))
    heights = {node.id: _TOP + _ROW * (row + 0.5) for row, node in enumerate(columns[fixed])}
    beside = _beside(edges)
    for column in sorted(columns, key=lambda column: (abs(column - fixed), column)):
        if column != fixed:
            heights |= _spread(columns[column], beside, heights, _TOP + _ROW * len(columns[fixed]))
    return {node.id: (lefts[node.column], heights[node.id]) for node in nodes}


def _beside(edges: Iterable[Edge]) -> Mapping[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for edge in edges:
        found[edge.start].append(edge.end)
        found[edge.end].append(edge.start)
    return found


def _spread(
    column: Sequence[Node], beside: Mapping[str, Sequence[str]], heights: Mapping[str, float], bottom: float
) -> dict[str, float]:
    """Heights in one column: each at the mean of its neighbours that have one, a row apart at least."""
    middle = (_TOP + bottom) / 2
    wanted: list[tuple[float, int, str]] = []
    for place, node in enumerate(column):
        near = [heights[other] for other in beside.get(node.id, ()) if other in heights]
        wanted.append((sum(near) / len(near) if near else middle, place, node.id))
    wanted.sort()
    found: dict[str, float] = {}
    # A label above its node needs more room than one beside it, where there is room.
    gap = max(_ROW, min(_ROW + 9, (bottom - _TOP) / len(wanted))) if column[0].above else _ROW
    last = _TOP - gap / 2
    for at, (y, _, node_id) in enumerate(wanted):
        last = found[node_id] = max(last + gap, min(y, bottom - gap * (len(wanted) - at - 0.5)))
    return found


def _line(edge: Edge, places: Mapping[str, Place], nodes: Mapping[str, Node]) -> Markup:
    (x1, y1), (x2, y2) = places[edge.start], places[edge.end]
    if x1 == x2:
        bend = 22 + abs(y2 - y1) * 0.12
        curve = f"M{_n(x1 - 8)} {_n(y1)}C{_n(x1 - bend)} {_n(y1)} {_n(x2 - bend)} {_n(y2)} {_n(x2 - 12)} {_n(y2)}"
        middle = x1 - bend * 0.75, (y1 + y2) / 2
    else:
        forth = 1 if x2 > x1 else -1
        # A line leaves behind the label, not through it.
        label = 18 + _LETTER * len(short(nodes[edge.start].name)) if edge.faint and forth > 0 else 10
        x1, x2 = x1 + forth * label, x2 - forth * 12
        bend = (x2 - x1) / 2
        curve = f"M{_n(x1)} {_n(y1)}C{_n(x1 + bend)} {_n(y1)} {_n(x2 - bend)} {_n(y2)} {_n(x2)} {_n(y2)}"
        middle = (x1 + x2) / 2, (y1 + y2) / 2
    kinds = dict.fromkeys(f"of-{nodes[end].kind}" for end in (edge.start, edge.end) if nodes[end].rank)
    classes = ["f", "edge", f"m-{edge.modality}", *edge.marks, *kinds]
    classes += (["faint"] if edge.faint else []) + (["context"] if edge.context else [])
    said = edge.hint or f"{nodes[edge.start].name} {edge.words} {nodes[edge.end].name}"
    hint = visible(said if edge.faint else f"{said} · {edge.modality} · {edge.strength:.2f}")
    width = 0.9 if edge.faint else 0.8 + 2.4 * edge.strength
    dashes = load_schema().modalities[edge.modality].line
    tip = Markup("") if edge.faint else Markup(' marker-end="url(#tip)"')
    if edge.both:
        tip += Markup(' marker-start="url(#tip)"')
    if dashes:
        tip += Markup(' stroke-dasharray="{}"').format(" ".join(map(str, dashes)))
    text = Markup("")
    if not edge.faint:
        text = Markup('<text class="said" x="{}" y="{}" text-anchor="middle">{}</text>').format(
            _n(middle[0]), _n(middle[1] - 4), short(visible(edge.words), 22)
        )
    return Markup('<g class="{}"><path d="{}" stroke-width="{:.1f}"{}><title>{}</title></path>{}</g>').format(
        " ".join(classes), curve, width, tip, hint, text
    )


def _node(node: Node, place: Place) -> Markup:
    x, y = place
    size = 10 if node.rank else 7
    number, words = Markup(""), visible(short(node.name))
    if node.rank:
        number = Markup('<text class="rank on-{}" x="{}" y="{}" text-anchor="middle">{}</text>').format(
            node.kind, _n(x), _n(y + 3.4 + middle(node.kind, size)), node.rank
        )
    # Lines come and go at the side of a node: a label there is for a column where none leaves in full.
    beside = Markup('<text class="label" x="{}" y="{}">{}</text>').format(_n(x + 15), _n(y + 4), words)
    above = Markup('<text class="label" x="{}" y="{}" text-anchor="{}">{}</text>').format(
        _n(x if node.column else x - 8), _n(y - 13), "middle" if node.column else "start", words
    )
    label = above if node.above else beside
    body = Markup("{}{}{}<title>{}</title>").format(glyph(node.kind, x, y, size), number, label, visible(node.name))
    if node.link:
        pick = f"p p-{node.rank}" if node.rank else ""
        body = Markup('<a class="{}" href="{}">{}</a>').format(pick, node.link, body)
    classes = ["f", "node", *node.marks, f"of-{node.kind}"] + (["context"] if node.context else [])
    anchor = Markup(' id="node-{}"').format(node.rank) if node.rank else Markup("")
    return Markup('<g class="{}"{}>{}</g>').format(" ".join(classes), anchor, body)


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
