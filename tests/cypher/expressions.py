"""Expressions of Cypher: each writes itself (`text`) and works itself out over a row (`value`), with null as None."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from .semantics import Graph, LinkAt, NodeAt, Path, Row, Walk, literal, matches


class Expression(Protocol):
    @property
    def text(self) -> str: ...

    def value(self, graph: Graph, row: Row) -> object: ...


@dataclass(frozen=True)
class Literal:
    constant: object

    @property
    def text(self) -> str:
        return literal(self.constant)

    def value(self, graph: Graph, row: Row) -> object:
        return self.constant


@dataclass(frozen=True)
class Variable:
    name: str

    @property
    def text(self) -> str:
        return self.name

    def value(self, graph: Graph, row: Row) -> object:
        return row[self.name]


@dataclass(frozen=True)
class Call:
    """A function of some arguments: null as soon as one of them is null. `{0}` stands for the first in `form`."""

    form: str
    arguments: tuple[Expression, ...]
    work: Callable[..., object]
    lenient: bool = False

    @property
    def text(self) -> str:
        return self.form.format(*(argument.text for argument in self.arguments))

    def value(self, graph: Graph, row: Row) -> object:
        given = [argument.value(graph, row) for argument in self.arguments]
        if not self.lenient and any(each is None for each in given):
            return None
        return self.work(graph, *given)


@dataclass(frozen=True)
class Subquery:
    """EXISTS, a pattern as a condition, COUNT, or a pattern comprehension: all that one path matches beside a row."""

    form: str
    path: Path
    where: Expression | None
    picked: Expression | None = None

    @property
    def text(self) -> str:
        where = f" WHERE {self.where.text}" if self.where else ""
        return self.form.format(path=self.path.text, where=where, picked=self.picked.text if self.picked else "")

    def value(self, graph: Graph, row: Row) -> object:
        found = [each for each in matches(graph, [self.path], row) if holds(graph, self.where, each)]
        if self.picked is not None:
            return [self.picked.value(graph, each) for each in found]
        return len(found) if self.form.startswith("COUNT") else bool(found)


@dataclass(frozen=True)
class Over:
    """all(), any() or a count over the relationships of a path or of a list of them."""

    form: str
    variable: str
    condition: Expression

    @property
    def text(self) -> str:
        return self.form.format(condition=self.condition.text)

    def value(self, graph: Graph, row: Row) -> object:
        held = row[self.variable]
        if held is None:
            return None
        links = held.links if isinstance(held, Walk) else held
        told = [self.condition.value(graph, {**row, "x": link}) for link in links]  # pyright: ignore
        if self.form.startswith("size"):
            return sum(each is True for each in told)
        together, start = (both, True) if self.form.startswith("all") else (either, False)
        for each in told:
            start = together(start, each)
        return start


def holds(graph: Graph, condition: Expression | None, row: Row) -> bool:
    """Whether a WHERE lets a row pass: neither false nor null."""
    return condition is None or condition.value(graph, row) is True


def both(left: object, right: object) -> bool | None:
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def either(left: object, right: object) -> bool | None:
    if left is True or right is True:
        return True
    return None if left is None or right is None else False


def compare(sign: str, left: object, right: object) -> bool | None:
    """`left` beside `right`, neither null: texts and numbers are unequal, and in no order."""
    alike = isinstance(left, str) == isinstance(right, str)
    if sign in ("=", "<>"):
        return (left == right and alike) == (sign == "=")
    if not alike:
        return None
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[sign]  # pyright: ignore


def beside(sign: str, left: Expression, right: Expression) -> Call:
    return Call(f"{{0}} {sign} {{1}}", (left, right), lambda _, a, b: compare(sign, a, b))


def joined(sign: str, left: Expression, right: Expression) -> Call:
    work: dict[str, Callable[..., object]] = {
        "AND": lambda _, a, b: both(a, b),
        "OR": lambda _, a, b: either(a, b),
        "XOR": lambda _, a, b: None if a is None or b is None else a != b,
    }
    return Call(f"({{0}} {sign} {{1}})", (left, right), work[sign], lenient=True)


def negated(condition: Expression) -> Call:
    return Call("NOT ({0})", (condition,), lambda _, a: not a)


def is_null(what: Expression, *, there: bool) -> Call:
    return Call(f"{{0}} IS {'NOT ' if there else ''}NULL", (what,), lambda _, a: (a is not None) == there, lenient=True)


def prop(name: str, key: str) -> Call:
    return Call(f"{{0}}.{key}", (Variable(name),), lambda graph, a: graph.properties(a).get(key))


def among(what: Expression, values: Sequence[object]) -> Call:
    def work(_: Graph, given: object) -> bool | None:
        if given is None:
            return None
        found = any(value is not None and compare("=", given, value) for value in values)
        return True if found else None if None in values else False

    return Call(f"{{0}} IN [{', '.join(map(literal, values))}]", (what,), work, lenient=True)


def has_label(name: str, label: str) -> Call:
    return Call(f"{{0}}:{label}", (Variable(name),), lambda graph, a: label in graph.nodes[a.node].labels)


def type_of(name: str) -> Call:
    return Call("type({0})", (Variable(name),), lambda graph, a: graph.links[a.link].type)


def end_of(name: str, which: str) -> Call:
    def work(graph: Graph, link: LinkAt) -> object:
        found = graph.links[link.link]
        return graph.nodes[found.start if which == "startNode" else found.end].properties["id"]

    return Call(f"{which}({{0}}).id", (Variable(name),), work)


def otherwise(what: Expression, default: object) -> Call:
    form = f"coalesce({{0}}, {literal(default)})"
    return Call(form, (what,), lambda _, a: default if a is None else a, lenient=True)


def plus_one(what: Expression) -> Call:
    return Call("{0} + 1", (what,), lambda _, a: a + 1)


def chosen(condition: Expression) -> Call:
    return Call(
        "CASE WHEN {0} THEN 'p' ELSE 'q' END", (condition,), lambda _, a: "p" if a is True else "q", lenient=True
    )


def starts_with(what: Expression, text: str) -> Call:
    return Call(f"{{0}} STARTS WITH {literal(text)}", (what,), lambda _, a: a.startswith(text))


def length(name: str) -> Call:
    return Call("length({0})", (Variable(name),), lambda _, a: len(a.links))


def size(name: str) -> Call:
    return Call("size({0})", (Variable(name),), lambda _, a: len(a))


def node_ids(name: str) -> Call:
    def work(graph: Graph, walk: Walk) -> list[object]:
        return [graph.properties(NodeAt(*node))["id"] for node in walk.nodes]

    return Call("[n IN nodes({0}) | n.id]", (Variable(name),), work)


def sum_over(name: str, kind: str) -> Call:
    links = f"relationships({name})" if kind == "path" else name

    def work(graph: Graph, held: object) -> object:
        taken = held.links if isinstance(held, Walk) else held
        return sum((graph.properties(link).get("k") or 0) for link in taken)  # pyright: ignore

    return Call(f"reduce(s = 0, x IN {links} | s + coalesce(x.k, 0))", (Variable(name),), work)
