"""The graph of an answer page: shock, what is struck, what stands between, the assets, and those who share them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from ..graph.ref import Ref
from ..ontology.schema import load_schema
from ..queries.results import Exposed, Exposure, Hop
from .glyphs import icon
from .layers import Edge, Node, draw

MOST = 150
"""How many nodes are drawn; the rest of a longer list stands in the table alone."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing with the classes of its nodes, the modalities of its lines, and how much of it is context."""

    svg: Markup
    kinds: frozenset[str]
    modalities: tuple[str, ...]
    context: int
    left_out: int


@dataclass(frozen=True, slots=True)
class Key:
    """A line of the legend: a class, what several of it are called, and its glyph."""

    kind: str
    label: str
    icon: Markup


def legend(kinds: Iterable[str]) -> list[Key]:
    """The classes in use, by what they are called."""
    classes = load_schema().classes
    ordered = sorted(kinds, key=lambda kind: classes[kind].plural)
    return [Key(kind, classes[kind].plural, icon(kind)) for kind in ordered]


def exposure_graph(found: Exposure) -> Drawing:
    """The likeliest way to each asset, in layers; other ways are context, hidden until they are asked for."""
    drawn = found.results[:MOST]
    assets = {line.entity: line.rank for line in drawn}
    depths = _depths(found, assets)
    nodes = _nodes(found, drawn, depths)
    edges = _edges(found, drawn, assets)
    between = max(depths.values(), default=1) - 1
    headings = [
        "Shock",
        "Struck",
        *(["By way of"] + [""] * (between - 1) if between > 0 else []),
        "Exposed",
        "Shared with",
    ]
    return Drawing(
        svg=draw(nodes, edges, headings, "The ways that the shock takes to each asset"),
        kinds=frozenset(node.kind for node in nodes if node.kind in load_schema().classes),
        modalities=tuple(m for m in load_schema().modalities if any(e.modality == m and not e.faint for e in edges)),
        context=sum(edge.context for edge in edges),
        left_out=len(found.results) - len(drawn),
    )


def _struck(found: Exposure) -> dict[Ref, int]:
    return {shock.entity: at for at, shock in enumerate(found.scenario.shocks) if isinstance(shock.entity, Ref)}


def _depths(found: Exposure, assets: Mapping[Ref, int]) -> dict[Ref, int]:
    """How far from the shock each node stands that is neither struck nor an asset: 2 for the first after it."""
    depths = dict.fromkeys(_struck(found), 1)
    for _ in range(len(found.names)):
        before = dict(depths)
        for line in found.results[:MOST]:
            for path in line.paths:
                for hop in path.hops:
                    if hop.end not in assets and hop.end not in depths:
                        depths[hop.end] = depths.get(hop.start, 1) + 1
        if depths == before:
            break
    return depths


def _nodes(found: Exposure, drawn: tuple[Exposed, ...], depths: Mapping[Ref, int]) -> list[Node]:
    struck, last = _struck(found), max(depths.values(), default=1) + 1
    marks: dict[Ref, dict[str, None]] = {}
    for line in drawn:
        for hop in line.paths[0].hops if line.paths else ():
            marks.setdefault(hop.start, {})[f"w-{line.rank}"] = None
            marks.setdefault(hop.end, {})[f"w-{line.rank}"] = None
    nodes = [
        Node(f"shock {at}", _shock_words(found, at), "Situation", 0, marks=tuple(marks.get(ref, ())), above=True)
        for ref, at in struck.items()
    ]
    for ref, depth in depths.items():
        unused = ref not in struck and ref not in marks
        own, kind = tuple(marks.get(ref, ())), str(found.kinds[ref])
        nodes.append(Node(str(ref), found.names[ref], kind, depth, marks=own, context=unused, above=True))
    for line in drawn:
        own = dict.fromkeys([f"w-{line.rank}", *marks.get(line.entity, ())])
        name, link = line.name, f"#row-{line.rank}"
        nodes.append(Node(str(line.entity), name, str(line.kind), last, line.rank, tuple(own), link))
    partners: dict[Ref, list[str]] = {}
    for line in drawn:
        for state in line.shared_by:
            if state not in struck:
                partners.setdefault(state, []).append(f"w-{line.rank}")
    nodes += [
        Node(f"partner {ref}", found.names[ref], str(found.kinds[ref]), last + 1, marks=tuple(own))
        for ref, own in sorted(partners.items(), key=lambda item: (-len(item[1]), item[0]))
    ]
    return nodes


def _shock_words(found: Exposure, at: int) -> str:
    shock = found.scenario.shocks[at]
    words = str(shock.kind).replace("-", " ")
    return words if shock.probability == 1 else f"{words} ({shock.probability:g})"


def _edges(found: Exposure, drawn: tuple[Exposed, ...], assets: Mapping[Ref, int]) -> list[Edge]:
    struck = _struck(found)
    ranks: dict[tuple[Ref, Ref], list[int]] = {}
    hops: dict[tuple[Ref, Ref], Hop] = {}
    for way in range(max((len(line.paths) for line in drawn), default=0)):
        for line in drawn:
            for hop in line.paths[way].hops if way < len(line.paths) else ():
                hops.setdefault((hop.start, hop.end), hop)
                if way == 0:
                    ranks.setdefault((hop.start, hop.end), []).append(line.rank)
    edges = [
        Edge(f"shock {at}", str(ref), "strikes", "asserted", found.scenario.shocks[at].probability, _ways(drawn))
        for ref, at in struck.items()
    ]
    for pair, hop in hops.items():
        if (pair[0] in assets or pair[0] in found.names) and pair[1] not in struck:
            marks = tuple(f"w-{rank}" for rank in ranks.get(pair, ()))
            ends = str(hop.start), str(hop.end)
            edges.append(Edge(*ends, hop.words, modality(hop), hop.probability, marks, context=pair not in ranks))
    for line in drawn:
        for state in line.shared_by:
            if state not in struck:
                ends = str(line.entity), f"partner {state}"
                edges.append(Edge(*ends, "is shared by", "asserted", 0.0, (f"w-{line.rank}",), faint=True))
    return edges


def _ways(drawn: tuple[Exposed, ...]) -> tuple[str, ...]:
    return tuple(f"w-{line.rank}" for line in drawn)


def modality(hop: Hop) -> str:
    """The modality of the claim that a step rests on most."""
    weights = load_schema().modalities
    return max((str(claim.modality) for claim in hop.claims), key=lambda name: weights[name].weight, default="possible")
