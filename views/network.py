"""A graph of claims as a pyvis `Network`: directed, every text escaped, places computed, physics off."""

from __future__ import annotations

import html
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from pyvis.edge import Edge
from pyvis.network import Network
from pyvis.node import Node

from ..graph.claim import Claim
from ..graph.ref import Ref
from ..ontology.schema import load_schema
from .excerpt import Excerpt
from .files import write_file
from .layout import CROWD, Layout, Pairs, Places, around, explored, layered, whole
from .text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

PAPER, INK = "#FAFAF7", "#1B1F24"
ACCENT = "#B3261E"
_ROW = 44.0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the picture: all claims that say one relation of one subject and one object in one modality."""

    start: Ref
    end: Ref
    relation: str
    modality: str
    claims: tuple[Claim, ...]

    @property
    def confidence(self) -> float:
        """That of the surest claim."""
        return max(claim.confidence for claim in self.claims)


def lines(claims: Iterable[Claim]) -> list[Line]:
    """The lines that claims make, in the order of their ends; the surest claim of each comes first."""
    found: defaultdict[tuple[Ref, Ref, str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        found[claim.subject, claim.object, claim.relation.value, claim.modality.value].append(claim)
    return [
        Line(*ends, tuple(sorted(group, key=lambda claim: (-claim.confidence, claim.id))))
        for ends, group in sorted(found.items())
    ]


def placed(part: Excerpt, only: Collection[Ref] | None = None) -> Layout:
    """Where the entities of an excerpt stand: in layers for an answer, else by forces, in clusters above 150.

    `only` says around which of them to lay out the others, in place of those that the excerpt opens with.
    """
    number = {entity.id: place for place, entity in enumerate(part.entities)}
    pairs = [(number[claim.subject], number[claim.object]) for claim in part.claims]
    shown = [number[ref] for ref in sorted(part.shown if only is None else only)]
    if len(shown) > CROWD:
        return explored(len(number), pairs)
    local = {node: place for place, node in enumerate(shown)}
    inside = [(local[one], local[other]) for one, other in pairs if one in local and other in local]
    first = _in_layers(part, shown, inside) if part.exposure is not None else whole(len(shown), inside)
    return Layout(_with_the_rest(first, shown, len(number), pairs))


def _with_the_rest(first: Places, shown: Sequence[int], count: int, pairs: Pairs) -> Places:
    import numpy as np

    places = np.zeros((count, 2))
    places[shown] = first
    return around(places, shown, pairs)


def _in_layers(part: Excerpt, shown: Sequence[int], pairs: Pairs) -> Places:
    """Columns: what was struck, what passes it on, the assets by rank, their other partners. Ranks run downwards."""
    columns = layers_of(part)
    exposure = part.exposure
    ranks = {line.entity: line.rank for line in exposure.results} if exposure is not None else {}
    order = sorted(range(len(shown)), key=lambda node: (ranks.get(part.entities[shown[node]].id, 0), node))
    turned = {node: place for place, node in enumerate(order)}
    by_order = {place: columns[part.entities[shown[node]].id] for place, node in enumerate(order)}
    tallest = max(Counter(by_order.values()).values())
    # As wide as a screen leaves room for beside the names, whatever the number of assets.
    step = max(220.0, 0.8 * _ROW * tallest / max(1, *by_order.values())), _ROW
    found = layered(by_order, [(turned[one], turned[other]) for one, other in pairs], step)
    return found[[turned[node] for node in range(len(shown))]]


def layers_of(part: Excerpt) -> Mapping[Ref, int]:
    """The column of every entity that an answer names, the shock in column 0, and of every other that is shown."""
    exposure = part.exposure
    if exposure is None:
        return {}
    assets = {line.entity for line in exposure.results}
    columns = {shock.entity: 0 for shock in exposure.scenario.shocks if isinstance(shock.entity, Ref)}
    for line in exposure.results:
        for path in line.paths:
            for hop in path.hops:
                if hop.end not in assets:
                    columns.setdefault(hop.end, columns.get(hop.start, 0) + 1)
    last = max([0, *(columns[ref] for ref in columns if ref not in assets)]) + 1
    columns |= dict.fromkeys(assets - set(columns), last)
    partners = {state for line in exposure.results for state in line.shared_by} - set(columns)
    # A column is left free for the names of the assets.
    return columns | dict.fromkeys(partners | (part.shown - set(columns)), last + 2)


class SafeNetwork(Network):
    """A pyvis Network whose page is Araz's own: it works offline, and nothing in it is run but what Araz wrote.

    pyvis's template is blank without a network, and runs script from headings and titles. `generate_html`, and with it
    `write_html`, `save_graph` and `show`, make the page from the nodes and edges as they are then.
    """

    def generate_html(self, name: str = "index.html", local: bool = True, notebook: bool = False) -> str:
        """The page as HTML, whatever the arguments: one file that needs nothing else."""
        from .explorer_network import network_page

        return network_page(self)

    def write_html(self, name: str, local: bool = True, notebook: bool = False, open_browser: bool = False) -> None:
        """Write the page to a file, as UTF-8."""
        write_file([self.generate_html(name, local, notebook)], Path(name))
        if open_browser:
            import webbrowser

            webbrowser.open(Path(name).resolve().as_uri())

    def show(self, name: str, local: bool = True, notebook: bool = False) -> None:
        """Write the page to a file, and open it in a browser unless in a notebook."""
        self.write_html(name, local, notebook, open_browser=not notebook)


def to_pyvis(part: Excerpt) -> SafeNetwork:
    """The entities that an excerpt opens with, and the claims between them, as a pyvis Network.

    Node ids are entity ids; a title (the words on hovering) is escaped for HTML. Colours are those of the light theme.

    >>> from araz.face import open_graph
    >>> from araz.views.excerpt import excerpt
    >>> net = to_pyvis(excerpt(open_graph("example").store, ["Khudafarin dam"]))
    >>> net.directed, net.options.physics.enabled, len(net.nodes)
    (True, False, 3)
    """
    net = SafeNetwork(height="720px", directed=True, bgcolor=PAPER, cdn_resources="in_line")
    net.heading = part.title
    net.toggle_physics(False)
    places = placed(part).places
    for entity, (x, y) in zip(part.entities, places.tolist(), strict=True):
        if entity.id in part.shown:
            _add_node(net, part, entity.id, round(x), round(y))
    for line in lines(part.claims):
        if line.start in part.shown and line.end in part.shown:
            _add_edge(net, part, line)
    return net


def _add_node(net: Network, part: Excerpt, ref: Ref, x: int, y: int) -> None:
    entity = next(each for each in part.entities if each.id == ref)
    term = load_schema().classes[entity.kind.value]
    exposed = next((e for e in part.exposure.results if e.entity == ref), None) if part.exposure is not None else None
    said = f"{entity.name} · {term.label}" + (f" · exposure {exposed.exposure:.2f}" if exposed is not None else "")
    # Written by hand as `add_node` would: that looks every node up in a list, and is quadratic.
    node = Node(
        str(ref),
        term.shape,
        visible(f"{exposed.rank}. {entity.name}" if exposed is not None else entity.name),
        font={"color": INK},
        x=x,
        y=y,
        physics=False,
        size=16 if ref in part.about or exposed is not None else 12,
        color=term.colour,
        title=html.escape(visible(said)),
    )
    net.nodes.append(node.options)
    net.node_ids.append(str(ref))
    net.node_map[str(ref)] = node.options


def _add_edge(net: Network, part: Excerpt, line: Line) -> None:
    schema = load_schema()
    relation, modality = schema.relations[line.relation], schema.modalities[line.modality]
    exposed = on_path(part, line)
    said = (
        f"{part.names[line.start]} {relation.label} {part.names[line.end]} · {modality.label} · {line.confidence:.2f}"
    )
    edge = Edge(
        str(line.start),
        str(line.end),
        True,
        title=html.escape(visible(said)),
        color=ACCENT if exposed else relation.colour,
        width=0.8 + 2.4 * line.confidence,
        dashes=list(modality.line) or False,
        hidden=False,
    )
    net.edges.append(cast("dict[str, object]", edge.options))


def on_path(part: Excerpt, line: Line) -> bool:
    """Whether a what-if answer takes this line."""
    if part.exposure is None:
        return False
    behind = {claim.id for e in part.exposure.results for p in e.paths for hop in p.hops for claim in hop.claims}
    return any(claim.id in behind for claim in line.claims)
