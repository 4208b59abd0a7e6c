"""Random small graphs, and random queries that an analyst's might be made of."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from . import expressions as ex
from .clauses import Aggregate, Clause, Item, Match, MatchShortest, Project, Query, Sub, Unwind
from .semantics import Graph, Hop, Link, Node, NodePattern, Path, TooLarge

LABELS, TYPES, WORDS = ("A", "B", "C"), ("R", "S", "T"), ("x", "y", "z")
FORMS = ("{path}", "EXISTS {{ MATCH {path}{where} }}", "EXISTS {{ {path} }}")
NUMBERS = {"node": "v", "link": "k"}

Scope = dict[str, str]
"""The kind of each variable: node, link, links, path, number, text."""


def draw_graph(random: Random) -> Graph:
    """Three to ten nodes; relationships often parallel, sometimes loops, with or without their properties."""
    nodes: list[Node] = []
    for number in range(random.randint(3, 10)):
        properties: dict[str, object] = {"id": f"n{number}"}
        if random.random() < 0.7:
            properties["v"] = random.randint(0, 3)
        if random.random() < 0.6:
            properties["s"] = random.choice(WORDS)
        nodes.append(Node(tuple(sorted(random.sample(LABELS, random.choice((1, 1, 2, 3))))), properties))
    links: list[Link] = []
    for _ in range(random.choice((0, 3, 7, 12, 20))):
        ends = (random.randrange(len(nodes)), random.randrange(len(nodes)))
        kind = random.choice(TYPES)
        if links and random.random() < 0.35:
            beside = random.choice(links)
            ends, kind = (beside.start, beside.end), random.choice((beside.type, kind))
        given = {"k": random.randint(0, 3), "w": random.randint(0, 8) / 4, "m": random.choice(WORDS)}
        links.append(Link(*ends, kind, {key: value for key, value in given.items() if random.random() < 0.6}))
    return Graph(nodes, links)


def draw_queries(random: Random, graph: Graph, count: int) -> Iterator[tuple[Query, list[list[object]]]]:
    """Queries with the rows that brute force finds; few of them find nothing."""
    for _ in range(count * 30):
        if count == 0:
            return
        query = Drawing(random, graph).query()
        try:
            rows = query.answer(graph)
        except TooLarge:
            continue
        if rows or random.random() < 0.03:
            count -= 1
            yield query, rows


class Drawing:
    """One query being drawn."""

    def __init__(self, random: Random, graph: Graph) -> None:
        self.random, self.graph = random, graph
        self.named = 0

    def may(self, chance: float) -> bool:
        return self.random.random() < chance

    def fresh(self, letter: str) -> str:
        self.named += 1
        return f"{letter}{self.named}"

    def query(self) -> Query:
        if self.may(0.06):
            return self.between_two()
        width = self.random.choice((1, 2))
        if self.may(0.1):
            return Query((self.branch(width), self.branch(width)), every=self.may(0.4))
        return Query((self.branch(None),))

    def between_two(self) -> Query:
        """The length of the shortest path between two different nodes."""
        start, end = self.random.sample(range(len(self.graph.nodes)), 2)
        ends = Match(tuple(Path((NodePattern(n, properties={"id": f"n{i}"}),)) for n, i in (("a", start), ("b", end))))
        hop = Hop("", self.types(), self.random.choice(("->", "<-", "--")), (1, self.random.randint(1, 6)))
        items: tuple[Item, ...] = ((ex.prop("a", "id"), "c0"), (ex.length("p"), "c1"))
        return Query(((ends, MatchShortest("a", "b", hop), Project("RETURN", items)),))

    def branch(self, width: int | None) -> tuple[Clause, ...]:
        scope: Scope = {}
        clauses: list[Clause] = [self.match(scope, optional=self.may(0.06))]
        if self.may(0.4):
            clauses.append(self.match(scope, optional=self.may(0.6), hops=1))
        if self.may(0.06):
            name = self.fresh("u")
            clauses.append(Unwind(tuple(self.random.choices(range(4), k=self.random.randint(1, 3))), name))
            scope[name] = "number"
        if self.may(0.3):
            clauses.append(self.with_(scope))
            if self.may(0.35) and "node" in scope.values():
                clauses.append(self.match(scope, optional=self.may(0.5), hops=1))
        if self.may(0.1) and "node" in scope.values():
            clauses.append(self.sub(scope))
        return (*clauses, self.return_(scope, width))

    # Patterns

    def types(self) -> tuple[str, ...]:
        return tuple(self.random.sample(TYPES, self.random.choice((0, 1, 1, 2))))

    def of_kind(self, scope: Scope, *kinds: str) -> list[str]:
        return [name for name, kind in scope.items() if kind in kinds]

    def node(self, scope: Scope, again: float) -> NodePattern:
        known = self.of_kind(scope, "node")
        if known and self.may(again):
            return NodePattern(self.random.choice(known))
        name = self.fresh("a") if self.may(0.75) else ""
        labels = tuple(self.random.sample(LABELS, self.random.choice((1, 1, 2)))) if self.may(0.4) else ()
        sign = "|" if len(labels) > 1 and self.may(0.4) else ":"
        properties: dict[str, object] = {"v": self.random.randint(0, 3)} if self.may(0.12) else {}
        if name:
            scope[name] = "node"
        return NodePattern(name, labels, sign, properties)

    def hop(self, scope: Scope, named: float = 0.6) -> Hop:
        bounds = None
        if self.may(0.18):
            least = self.random.choice((0, 1, 1, 1, 2))
            bounds = (least, max(least, self.random.randint(1, 3)))
        name = self.fresh("r") if self.may(named if bounds is None else named / 2) else ""
        if name:
            scope[name] = "link" if bounds is None else "links"
        properties: dict[str, object] = {"k": self.random.randint(0, 3)} if self.may(0.08) else {}
        return Hop(name, self.types(), self.random.choice(("->", "->", "<-", "--")), bounds, properties)

    def path(self, scope: Scope, hops: int) -> Path:
        nodes, taken = [self.node(scope, 0.5)], []
        for _ in range(min(hops, self.random.choice((0, 1, 1, 2, 2, 3)))):
            taken.append(self.hop(scope))
            nodes.append(self.node(scope, 0.12))
        name = self.fresh("p") if taken and self.may(0.15) else ""
        if name:
            scope[name] = "path"
        return Path(tuple(nodes), tuple(taken), name)

    def match(self, scope: Scope, *, optional: bool, hops: int = 3) -> Match:
        paths = [self.path(scope, hops)]
        if self.may(0.2):
            paths.append(self.path(scope, 1))
        where = self.condition(scope) if self.may(0.5) and self.of_kind(scope, "node", "link") else None
        return Match(tuple(paths), where, optional)

    # Conditions

    def condition(self, scope: Scope, depth: int = 2) -> ex.Expression:
        if depth and self.may(0.45):
            sign = self.random.choice(("AND", "AND", "OR", "OR", "XOR", "NOT"))
            if sign == "NOT":
                return ex.negated(self.condition(scope, depth - 1))
            return ex.joined(sign, self.condition(scope, depth - 1), self.condition(scope, depth - 1))
        return self.atom(scope)

    def atom(self, scope: Scope, *, simple: bool = False) -> ex.Expression:
        nodes, links = self.of_kind(scope, "node"), self.of_kind(scope, "link")
        walks = self.of_kind(scope, "path", "links")
        if walks and not simple and self.may(0.4):
            return self.over(self.random.choice(walks), scope)
        if not nodes and not links:
            return self.about_a_value(scope)
        draws = [self.about_a_property] * 6
        if nodes:
            draws += [self.about_a_label] + ([] if simple else [self.about_a_pattern] * 2)
        if len(nodes) > 1:
            draws.append(self.about_two_nodes)
        if links:
            draws.append(self.about_a_type)
        return self.random.choice(draws)(scope)

    def about_a_value(self, scope: Scope) -> ex.Expression:
        numbers = self.of_kind(scope, "number")
        if numbers:
            sign = self.random.choice(("=", "<>", "<", ">="))
            return ex.beside(sign, ex.Variable(self.random.choice(numbers)), ex.Literal(self.random.randint(0, 3)))
        known = self.of_kind(scope, "text")
        return ex.is_null(ex.Variable(known[0]), there=self.may(0.5)) if known else ex.Literal(True)

    def about_a_label(self, scope: Scope) -> ex.Expression:
        return ex.has_label(self.random.choice(self.of_kind(scope, "node")), self.random.choice(LABELS))

    def about_two_nodes(self, scope: Scope) -> ex.Expression:
        left, right = self.random.sample(self.of_kind(scope, "node"), 2)
        return ex.beside(self.random.choice(("=", "<>")), ex.Variable(left), ex.Variable(right))

    def about_a_type(self, scope: Scope) -> ex.Expression:
        name = self.random.choice(self.of_kind(scope, "link"))
        return ex.beside(self.random.choice(("=", "<>")), ex.type_of(name), ex.Literal(self.random.choice(TYPES)))

    def about_a_property(self, scope: Scope) -> ex.Expression:
        name = self.random.choice(self.of_kind(scope, "node", "link"))
        words = self.may(0.35)
        key = {"node": ("s", "v"), "link": ("m", self.random.choice(("k", "w")))}[scope[name]][not words]
        what = ex.prop(name, key)
        value = self.random.choice(WORDS) if words else self.random.randint(0, 3)
        sign = self.random.choice(("=", "=", "<>", "<", "<=", ">", ">="))
        draws: list[ex.Expression] = [
            ex.is_null(what, there=self.may(0.5)),
            ex.among(what, [value, *([None] if self.may(0.2) else [])]),
            ex.beside(sign, what, ex.Literal(value)),
            ex.beside(sign, what, ex.Literal(value)),
            ex.starts_with(what, str(value)) if words else ex.beside(sign, ex.plus_one(what), ex.Literal(value)),
        ]
        return self.random.choice(draws)

    def about_a_pattern(self, scope: Scope) -> ex.Expression:
        count = self.may(0.3)
        form = "COUNT {{ MATCH {path}{where} }}" if count else self.random.choice(FORMS)
        found = self.subquery(scope, form)
        if not count:
            return found
        return ex.beside(self.random.choice(("=", ">", "<", ">=")), found, ex.Literal(self.random.randint(0, 2)))

    def subquery(self, scope: Scope, form: str) -> ex.Subquery:
        """A path from a known node; where its form has room for a condition it may bring names and one of its own."""
        inner = dict(scope)
        room = "{where}" in form
        start = NodePattern(self.random.choice(self.of_kind(scope, "node")))
        nodes, hops = [start], []
        for _ in range(self.random.choice((1, 1, 2))):
            hop = self.hop(inner, 0.3 if room else 0)
            least, most = hop.bounds or (1, 1)
            hops.append(Hop(hop.name, hop.types, hop.way, hop.bounds and (max(1, least), max(1, most)), hop.properties))
            drawn = self.node(inner, 0.1)
            plain = room or drawn.name in scope
            nodes.append(drawn if plain else NodePattern("", drawn.labels, drawn.sign, drawn.properties))
        where = self.atom(inner, simple=True) if room and self.may(0.5) else None
        picked = None
        if "{picked}" in form:
            name = self.random.choice(self.of_kind(inner, "node"))
            picked = ex.prop(name, "id")
        return ex.Subquery(form, Path(tuple(nodes), tuple(hops)), where, picked)

    def over(self, name: str, scope: Scope, form: str = "") -> ex.Over:
        links = f"relationships({name})" if scope[name] == "path" else name
        shape = form or self.random.choice(
            ("all(x IN {links} WHERE {{condition}})", "any(x IN {links} WHERE {{condition}})")
        )
        sign = self.random.choice((">=", "<", "="))
        condition = ex.beside(sign, ex.prop("x", self.random.choice("kw")), ex.Literal(self.random.randint(0, 2)))
        return ex.Over(shape.format(links=links), name, condition)

    # Projections

    def scalar(self, scope: Scope, *, lists: bool = True) -> tuple[ex.Expression, str]:
        """An expression of one value, and its kind: number, text or list."""
        name, kind = self.random.choice(list(scope.items()) or [("", "")])
        if kind in ("path", "links"):
            return self.of_a_walk(name, scope, lists=lists)
        if kind in ("number", "text"):
            return ex.Variable(name), kind
        if kind not in ("node", "link"):
            return ex.Literal(1), "number"
        if lists and kind == "node" and self.may(0.06):
            return self.subquery({name: "node"}, "[{path}{where} | {picked}]"), "list"
        if kind == "node" and self.may(0.08):
            return self.subquery({name: "node"}, "COUNT {{ MATCH {path}{where} }}"), "number"
        if self.may(0.08):
            return ex.chosen(self.atom(scope, simple=True)), "text"
        number = ex.prop(name, NUMBERS[kind])
        texts = [ex.prop(name, "id"), ex.prop(name, "s")] if kind == "node" else [ex.type_of(name), ex.prop(name, "m")]
        if kind == "link":
            texts.append(ex.end_of(name, self.random.choice(("startNode", "endNode"))))
        if self.may(0.6):
            return self.random.choice(texts), "text"
        return self.random.choice((number, number, ex.otherwise(number, -1), ex.plus_one(number))), "number"

    def of_a_walk(self, name: str, scope: Scope, *, lists: bool) -> tuple[ex.Expression, str]:
        whole = scope[name] == "path"
        if lists and whole and self.may(0.3):
            return ex.node_ids(name), "list"
        if self.may(0.3):
            return ex.sum_over(name, scope[name]), "number"
        if self.may(0.3):
            return self.over(name, scope, "size([x IN {links} WHERE {{condition}}])"), "number"
        return (ex.length(name) if whole else ex.size(name)), "number"

    def aggregate(self, scope: Scope) -> tuple[Aggregate, str]:
        known = self.of_kind(scope, "node", "link")
        if not known or self.may(0.25):
            return Aggregate("count"), "number"
        if self.may(0.3):
            return Aggregate("count", ex.Variable(self.random.choice(known)), self.may(0.4)), "number"
        for _ in range(9):
            what, kind = self.scalar(scope, lists=False)
            if isinstance(what, ex.Call):
                break
        else:
            return Aggregate("count"), "number"
        functions = (
            ("count", "sum", "sum", "min", "max", "collect", "avg") if kind == "number" else ("min", "max", "collect")
        )
        function = self.random.choice(functions)
        told = "list" if function == "collect" else kind if function in ("min", "max") else "number"
        return Aggregate(function, what, self.may(0.3)), told

    def with_(self, scope: Scope) -> Project:
        known = self.of_kind(scope, "node", "link")
        kept = {name: scope[name] for name in self.random.sample(known, min(len(known), self.random.choice((1, 1, 2))))}
        items: list[Item] = [(ex.Variable(name), name) for name in kept]
        if self.may(0.7) or not items:
            what, kind = self.aggregate(scope)
            name = self.fresh("g")
            items.append((what, name))
            kept[name] = kind
        scope.clear()
        scope.update({name: kind for name, kind in kept.items() if kind != "list"})
        where = self.condition(scope, 1) if scope and self.may(0.35) else None
        return Project("WITH", tuple(items), self.may(0.15), where=where)

    def sub(self, scope: Scope) -> Sub:
        name = self.random.choice(self.of_kind(scope, "node"))
        inner: Scope = {name: "node"}
        hop = self.hop(inner)
        match = Match((Path((NodePattern(name), self.node(inner, 0)), (hop,)),), None, self.may(0.3))
        column = self.fresh("h")
        what, kind = self.aggregate(inner) if self.may(0.6) else self.scalar(inner, lists=False)
        if kind != "list":
            scope[column] = kind
        return Sub((name,), (match, Project("RETURN", ((what, column),))))

    def return_(self, scope: Scope, width: int | None) -> Project:
        grouped = self.may(0.4)
        items: list[Item] = []
        lists = False
        for place in range(width or self.random.choice((1, 2, 2, 3))):
            last = grouped and place == 0
            what, kind = self.aggregate(scope) if last else self.scalar(scope, lists=not grouped)
            if grouped and not last and isinstance(what, ex.Subquery):
                what, kind = ex.Literal(7), "number"
            lists = lists or kind == "list"
            items.append((what, f"c{place}"))
        order: list[tuple[str, bool]] = []
        limit = None
        if width is None and not lists and self.may(0.3):
            order = [(name, self.may(0.5)) for _, name in items]
            self.random.shuffle(order)
            limit = self.random.randint(1, 5) if self.may(0.5) else None
        return Project("RETURN", tuple(items), self.may(0.15), tuple(order), limit)
