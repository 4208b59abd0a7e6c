"""Clauses and whole queries of Cypher: each writes itself and turns rows into rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .expressions import Expression, holds
from .semantics import Graph, Hop, LinkAt, NodeAt, Path, Row, TooLarge, Walk, matches, shortest

MOST_ROWS = 3_000


@dataclass(frozen=True)
class Aggregate:
    """count(*), or a function of the values that are not null."""

    function: str
    argument: Expression | None = None
    distinct: bool = False

    @property
    def text(self) -> str:
        inside = f"{'DISTINCT ' if self.distinct else ''}{self.argument.text}" if self.argument else "*"
        return f"{self.function}({inside})"

    def value(self, graph: Graph, rows: Sequence[Row]) -> object:
        if self.argument is None:
            return len(rows)
        given = [each for row in rows if (each := self.argument.value(graph, row)) is not None]
        if self.distinct:
            given = list({key(each): each for each in given}.values())
        if self.function == "count":
            return len(given)
        if self.function == "collect":
            return given
        if self.function == "sum":
            return sum(given)  # pyright: ignore
        if not given:
            return None
        if self.function == "avg":
            return sum(given) / len(given)  # pyright: ignore
        return (min if self.function == "min" else max)(given)  # pyright: ignore


Item = tuple[Expression | Aggregate, str]


@dataclass(frozen=True)
class Match:
    paths: tuple[Path, ...]
    where: Expression | None = None
    optional: bool = False

    @property
    def text(self) -> str:
        where = f" WHERE {self.where.text}" if self.where else ""
        return f"{'OPTIONAL ' if self.optional else ''}MATCH {', '.join(path.text for path in self.paths)}{where}"

    def rows(self, graph: Graph, rows: Sequence[Row]) -> Iterator[Row]:
        for row in rows:
            found = [each for each in matches(graph, self.paths, row) if holds(graph, self.where, each)]
            if not found and self.optional:
                yield {**{name: None for path in self.paths for name in path.names}, **row}
            yield from found


@dataclass(frozen=True)
class MatchShortest:
    """shortestPath between two nodes that are bound, as `p`; its length counts, for there may be several."""

    start: str
    end: str
    hop: Hop

    @property
    def text(self) -> str:
        return f"MATCH p = shortestPath(({self.start}){self.hop.text}({self.end}))"

    def rows(self, graph: Graph, rows: Sequence[Row]) -> Iterator[Row]:
        for row in rows:
            ends = row[self.start], row[self.end]
            if isinstance(ends[0], NodeAt) and isinstance(ends[1], NodeAt):
                found = shortest(graph, self.hop, ends[0].node, ends[1].node)
                if found is not None:
                    yield {**row, "p": Walk((), (LinkAt(0),) * found)}


@dataclass(frozen=True)
class Unwind:
    values: tuple[object, ...]
    name: str

    @property
    def text(self) -> str:
        return f"UNWIND {list(self.values)!r} AS {self.name}"

    def rows(self, graph: Graph, rows: Sequence[Row]) -> Iterator[Row]:
        return ({**row, self.name: value} for row in rows for value in self.values)


@dataclass(frozen=True)
class Sub:
    """CALL (names) { … }: the inner clauses for each row, which sees only the names."""

    names: tuple[str, ...]
    clauses: tuple[Match | Project, ...]

    @property
    def text(self) -> str:
        return f"CALL ({', '.join(self.names)}) {{ {' '.join(clause.text for clause in self.clauses)} }}"

    def rows(self, graph: Graph, rows: Sequence[Row]) -> Iterator[Row]:
        for row in rows:
            seen = {name: row[name] for name in self.names}
            yield from ({**row, **found} for found in run(graph, self.clauses, [seen]))


@dataclass(frozen=True)
class Project:
    """WITH or RETURN. `order` names columns, each with whether it goes down; with a limit it names all of them."""

    word: str
    items: tuple[Item, ...]
    distinct: bool = False
    order: tuple[tuple[str, bool], ...] = ()
    limit: int | None = None
    where: Expression | None = None

    @property
    def text(self) -> str:
        items = ", ".join(e.text if e.text == name else f"{e.text} AS {name}" for e, name in self.items)
        order = ", ".join(f"{name}{' DESC' if down else ''}" for name, down in self.order)
        return (
            f"{self.word} {'DISTINCT ' if self.distinct else ''}{items}"
            + (f" ORDER BY {order}" if order else "")
            + ("" if self.limit is None else f" LIMIT {self.limit}")
            + (f" WHERE {self.where.text}" if self.where else "")
        )

    def rows(self, graph: Graph, rows: Sequence[Row]) -> Iterator[Row]:
        found = list(self._grouped(graph, rows))
        if self.distinct:
            found = list({key(tuple(row.values())): row for row in found}.values())
        for name, down in reversed(self.order):
            found.sort(key=lambda row, name=name: _place(row[name]), reverse=down)
        return (row for row in found[: self.limit] if holds(graph, self.where, row))

    def _grouped(self, graph: Graph, rows: Sequence[Row]) -> Iterator[Row]:
        plain = [(e, name) for e, name in self.items if not isinstance(e, Aggregate)]
        if len(plain) == len(self.items):
            yield from ({name: e.value(graph, row) for e, name in plain} for row in rows)
            return
        groups: dict[object, tuple[Row, list[Row]]] = {} if plain else {(): ({}, [])}
        for row in rows:
            head = {name: e.value(graph, row) for e, name in plain}
            groups.setdefault(key(tuple(head.values())), (head, []))[1].append(row)
        for head, members in groups.values():
            told = {name: e.value(graph, members) for e, name in self.items if isinstance(e, Aggregate)}
            yield {name: {**head, **told}[name] for _, name in self.items}


Clause = Match | MatchShortest | Unwind | Sub | Project


@dataclass(frozen=True)
class Query:
    """One branch of clauses, or several with UNION between them."""

    branches: tuple[tuple[Clause, ...], ...]
    every: bool = False

    @property
    def text(self) -> str:
        between = " UNION ALL " if self.every else " UNION "
        return between.join(" ".join(clause.text for clause in branch) for branch in self.branches)

    @property
    def ordered(self) -> bool:
        """Whether the rows come in an order that leaves no choice."""
        last = self.branches[0][-1]
        return len(self.branches) == 1 and isinstance(last, Project) and len(last.order) == len(last.items)

    def answer(self, graph: Graph) -> list[list[object]]:
        """The rows, by brute force. Raises `TooLarge`."""
        graph.steps = 0
        found = [list(row.values()) for branch in self.branches for row in run(graph, branch, [{}])]
        return (
            found if self.every or len(self.branches) == 1 else list({key(tuple(row)): row for row in found}.values())
        )


def run(graph: Graph, clauses: Sequence[Clause], rows: Sequence[Row]) -> Sequence[Row]:
    for clause in clauses:
        kept: list[Row] = []
        for row in clause.rows(graph, rows):
            kept.append(row)
            if len(kept) > MOST_ROWS:
                raise TooLarge
        rows = kept
    return rows


def key(value: object) -> object:
    """What makes two values the same: 1 is 1.0, a list is what is in it, and a text is never a number."""
    if isinstance(value, NodeAt | LinkAt | Walk):
        return type(value).__name__, tuple(value)
    if isinstance(value, list | tuple):
        return tuple(key(each) for each in value)
    return type(value).__name__ if value is None or isinstance(value, bool) else isinstance(value, str), value


def _place(value: object) -> tuple[int, object]:
    """The order of values: texts before numbers, null after all."""
    if value is None:
        return 9, 0
    return (2, value) if isinstance(value, str) else (4, value)
