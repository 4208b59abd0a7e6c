"""Cypher as it is defined, by brute force: graphs and patterns that write themselves and find all that they match.

Written for being right: every path is walked, every row is kept. What it costs is counted, so that a query which would
take too long is given up (`TooLarge`). A row maps variables to values: a node or a relationship is its number wrapped
in `NodeAt` or `LinkAt`, a list of relationships a tuple of those, a path a `Walk`; the rest are plain values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

Row = Mapping[str, object]


class TooLarge(Exception):
    """The query walks too far for brute force."""


class NodeAt(NamedTuple):
    node: int


class LinkAt(NamedTuple):
    link: int


class Walk(NamedTuple):
    nodes: tuple[NodeAt, ...]
    links: tuple[LinkAt, ...]


@dataclass(frozen=True)
class Node:
    labels: tuple[str, ...]
    properties: Mapping[str, object]


@dataclass(frozen=True)
class Link:
    start: int
    end: int
    type: str
    properties: Mapping[str, object]


@dataclass
class Graph:
    """A small multigraph: parallel relationships, loops, several labels, missing properties."""

    nodes: list[Node]
    links: list[Link]
    steps: int = 0
    _around: list[list[int]] = field(default_factory=list[list[int]])

    def around(self, node: int) -> list[int]:
        """The relationships at a node, a loop once."""
        if not self._around:
            self._around = [[] for _ in self.nodes]
            for number, link in enumerate(self.links):
                for end in {link.start, link.end}:
                    self._around[end].append(number)
        return self._around[node]

    def properties(self, value: object) -> Mapping[str, object]:
        return self.nodes[value.node].properties if isinstance(value, NodeAt) else self.links[value[0]].properties  # pyright: ignore

    def walked(self) -> None:
        self.steps += 1
        if self.steps > 60_000:
            raise TooLarge


def literal(value: object) -> str:
    if value is None:
        return "null"
    return f"'{value}'" if isinstance(value, str) else repr(value)


def _braces(properties: Mapping[str, object]) -> str:
    return f" {{{', '.join(f'{key}: {literal(value)}' for key, value in properties.items())}}}" if properties else ""


@dataclass(frozen=True)
class NodePattern:
    name: str = ""
    labels: tuple[str, ...] = ()
    sign: str = ":"
    properties: Mapping[str, object] = field(default_factory=dict)

    @property
    def text(self) -> str:
        labels = ":" + self.sign.join(self.labels) if self.labels else ""
        return f"({self.name}{labels}{_braces(self.properties)})"

    def fits(self, node: Node) -> bool:
        held = [label in node.labels for label in self.labels]
        labelled = not held or (any(held) if self.sign == "|" else all(held))
        return labelled and all(node.properties.get(key) == value for key, value in self.properties.items())


@dataclass(frozen=True)
class Hop:
    """A relationship pattern; `bounds` makes it one of variable length."""

    name: str = ""
    types: tuple[str, ...] = ()
    way: str = "--"
    bounds: tuple[int, int] | None = None
    properties: Mapping[str, object] = field(default_factory=dict)

    @property
    def text(self) -> str:
        stars = f"*{self.bounds[0]}..{self.bounds[1]}" if self.bounds else ""
        inside = f"{self.name}{':' + '|'.join(self.types) if self.types else ''}{stars}{_braces(self.properties)}"
        middle = f"[{inside}]" if inside else ""
        return {"->": f"-{middle}->", "<-": f"<-{middle}-", "--": f"-{middle}-"}[self.way]

    def steps(self, graph: Graph, node: int) -> Iterator[tuple[int, int]]:
        """The relationships that may be taken from a node, each with the node at its other end."""
        for number in graph.around(node):
            graph.walked()
            link = graph.links[number]
            if self.types and link.type not in self.types:
                continue
            if any(link.properties.get(key) != value for key, value in self.properties.items()):
                continue
            if self.way == "->" and link.start == node:
                yield number, link.end
            elif self.way == "<-" and link.end == node:
                yield number, link.start
            elif self.way == "--":
                yield number, link.end if link.start == node else link.start


@dataclass(frozen=True)
class Path:
    nodes: tuple[NodePattern, ...]
    hops: tuple[Hop, ...] = ()
    name: str = ""

    @property
    def text(self) -> str:
        parts = [self.nodes[0].text]
        for hop, node in zip(self.hops, self.nodes[1:], strict=True):
            parts += [hop.text, node.text]
        return (f"{self.name} = " if self.name else "") + "".join(parts)

    @property
    def names(self) -> list[str]:
        return [name for name in (self.name, *(part.name for part in (*self.nodes, *self.hops))) if name]


def matches(graph: Graph, paths: Sequence[Path], row: Row) -> Iterator[Row]:
    """Every way to match the paths together; no relationship is taken twice in one of them."""
    if any(row.get(node.name, 0) is None for path in paths for node in path.nodes if node.name):
        return
    yield from _paths(graph, paths, row, frozenset())


def _paths(graph: Graph, paths: Sequence[Path], row: Row, used: frozenset[int]) -> Iterator[Row]:
    if not paths:
        yield row
        return
    path, first = paths[0], paths[0].nodes[0]
    held = row.get(first.name) if first.name else None
    starts = [held.node] if isinstance(held, NodeAt) else range(len(graph.nodes))
    for start in starts:
        graph.walked()
        bound = _bind(graph, first, start, row)
        if bound is not None:
            for end, taken, walk in _walks(graph, path, 0, start, bound, used, Walk((NodeAt(start),), ())):
                whole = {**end, path.name: walk} if path.name else end
                yield from _paths(graph, paths[1:], whole, taken)


def _bind(graph: Graph, pattern: NodePattern, node: int, row: Row) -> Row | None:
    if not pattern.fits(graph.nodes[node]):
        return None
    if not pattern.name:
        return row
    if pattern.name in row:
        return row if row[pattern.name] == NodeAt(node) else None
    return {**row, pattern.name: NodeAt(node)}


def _walks(
    graph: Graph, path: Path, place: int, node: int, row: Row, used: frozenset[int], walk: Walk
) -> Iterator[tuple[Row, frozenset[int], Walk]]:
    if place == len(path.hops):
        yield row, used, walk
        return
    hop, target = path.hops[place], path.nodes[place + 1]
    least, most = hop.bounds or (1, 1)
    for end, links, nodes in _trails(graph, hop, node, used, least, most):
        bound = _bind(graph, target, end, row)
        if bound is None:
            continue
        if hop.name:
            taken = tuple(LinkAt(link) for link in links)
            bound = {**bound, hop.name: taken if hop.bounds else taken[0]}
        longer = Walk((*walk.nodes, *map(NodeAt, nodes)), (*walk.links, *map(LinkAt, links)))
        yield from _walks(graph, path, place + 1, end, bound, used | set(links), longer)


def _trails(
    graph: Graph, hop: Hop, node: int, used: frozenset[int], least: int, most: int
) -> Iterator[tuple[int, tuple[int, ...], tuple[int, ...]]]:
    """Trails of `least` to `most` relationships from a node: where each ends, and what it passes."""
    if least <= 0:
        yield node, (), ()
    if most > 0:
        for link, other in hop.steps(graph, node):
            if link not in used:
                for end, links, nodes in _trails(graph, hop, other, used | {link}, least - 1, most - 1):
                    yield end, (link, *links), (other, *nodes)


def shortest(graph: Graph, hop: Hop, start: int, end: int) -> int | None:
    """How many relationships the shortest path has, within the hop's upper bound."""
    reached, edge, length = {start}, [start], 0
    most = hop.bounds[1] if hop.bounds else 1
    while edge and length < most:
        length += 1
        edge = sorted({other for node in edge for _, other in hop.steps(graph, node)} - reached)
        reached.update(edge)
        if end in edge:
            return length
    return None
