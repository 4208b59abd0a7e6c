"""The page of a pyvis `Network`: its nodes and edges as they are, in vis-network, with a table beside them."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from .scripted import page, program
from .text import visible

if TYPE_CHECKING:
    from pyvis.network import Network

# What a node or an edge may say to vis-network. A title is drawn as text, a shape is a name: nothing else gets through,
# so that no option that loads a picture or builds an element can come from outside.
_NODE = ("id", "label", "shape", "color", "size", "x", "y", "title", "hidden")
_EDGE = ("from", "to", "label", "color", "width", "dashes", "title", "hidden", "arrows")
_SHAPES = (
    "dot",
    "diamond",
    "star",
    "triangle",
    "triangleDown",
    "hexagon",
    "square",
    "ellipse",
    "circle",
    "box",
    "text",
)


def network_page(network: Network) -> str:
    """The page, as HTML, of the nodes and edges that a network has now.

    >>> from pyvis.network import Network
    >>> net = Network(directed=True)
    >>> net.add_node("a", label="<script>alert(1)</script>")
    >>> "<script>alert(1)" in network_page(net)
    False
    """
    nodes = [_kept(options, _NODE) for options in cast("list[dict[str, object]]", network.nodes)]
    edges = [_kept(options, _EDGE) for options in cast("list[dict[str, object]]", network.edges)]
    for node in nodes:
        node["shape"] = node.get("shape") if node.get("shape") in _SHAPES else "dot"
    names = {node["id"]: str(node.get("label") or node["id"]) for node in nodes}
    rows = [
        (names.get(e["from"], str(e["from"])), e.get("title") or e.get("label") or "", names.get(e["to"], str(e["to"])))
        for e in edges
    ]
    return page(
        "network.html",
        program("network"),
        "network.css",
        {"nodes": nodes, "edges": edges, "fixed": all("x" in node for node in nodes)},
        title=str(network.heading or "A graph of claims"),
        rows=rows,
    )


def _kept(options: Mapping[str, object], names: tuple[str, ...]) -> dict[str, object]:
    """The options that may pass, with their texts as they are to be read: a title is no longer escaped for HTML."""
    kept = {name: options[name] for name in names if options.get(name) is not None}
    for name in ("label", "title"):
        if name in kept:
            text = str(kept[name])
            kept[name] = visible(html.unescape(text) if name == "title" else text)
    return kept
