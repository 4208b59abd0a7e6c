"""How well two states are tied together: by what, in how many ways that share nothing, and what all ways cross."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..graph.ref import Ref
from ..ontology.vocabulary import Kind
from .columns import KINDS, Columns
from .disjoint import apart, links_apart
from .scenario import Scenario
from .ties import Ties, closure, ties_of, turned


@dataclass(frozen=True, slots=True)
class Tie:
    """An asset in which both states hold a stake, and the claims that say so."""

    entity: Ref
    name: str
    kind: Kind
    claims: tuple[Ref, ...]

    def record(self) -> dict[str, object]:
        """The tie as JSON."""
        return {
            "id": str(self.entity),
            "name": self.name,
            "class": self.kind.value,
            "claims": [str(claim) for claim in self.claims],
        }


@dataclass(frozen=True, slots=True)
class Family:
    """How well one family of assets ties two states.

    `ways` is how many ways share no asset, place or third state: the least number of these whose own loss leaves no way
    in the family. `links` is how many ways share no tie between two of them, though they may meet in one. `routes` are
    ways that share nothing, without their two ends.
    """

    family: str
    ways: int
    links: int
    ties: tuple[Tie, ...]
    routes: tuple[tuple[Ref, ...], ...]

    def record(self) -> dict[str, object]:
        """The family as JSON."""
        return {
            "family": self.family,
            "ways": self.ways,
            "links": self.links,
            "ties": [tie.record() for tie in self.ties],
            "routes": _routes(self.routes),
        }


@dataclass(frozen=True, slots=True)
class Redundancy:
    """How well two states are tied together, by family of assets.

    `independent` are ways of any family that share nothing, not even something that they depend on: there are at least
    so many.
    """

    a: Ref
    b: Ref
    families: tuple[Family, ...]
    independent: tuple[tuple[Ref, ...], ...]

    @property
    def ties(self) -> tuple[Tie, ...]:
        """The assets in which both states hold a stake, by name."""
        return tuple(
            sorted((tie for each in self.families for tie in each.ties), key=lambda tie: (tie.name, tie.entity))
        )

    @property
    def note(self) -> str:
        """The finding in words.

        >>> Redundancy(Ref("ent", "iran"), Ref("ent", "malta"), (), ()).note
        'no claim that stands ties them together'
        """
        if not self.families:
            return "no claim that stands ties them together"
        count = len(self.independent)
        if count == 1:
            return "no two ways were found that share nothing: look at the chokepoints"
        return f"at least {count} ways share nothing, not even what they depend on"

    def record(self) -> dict[str, object]:
        """The finding as JSON."""
        return {
            "a": str(self.a),
            "b": str(self.b),
            "families": [each.record() for each in self.families],
            "independent": _routes(self.independent),
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class Chokepoint:
    """What every way between two states crosses, or needs; why; and the claims that put it there."""

    entity: Ref
    name: str
    kind: Kind
    why: str
    claims: tuple[Ref, ...]

    def record(self) -> dict[str, object]:
        """The chokepoint as JSON."""
        return {
            "id": str(self.entity),
            "name": self.name,
            "class": self.kind.value,
            "why": self.why,
            "claims": [str(claim) for claim in self.claims],
        }


def redundancy(columns: Columns, a: Ref, b: Ref, *, scenario: Scenario | None = None) -> Redundancy:
    """How well two states are tied together. A way keeps to one family of assets and may cross third states.

    With a scenario, its date and assumptions hold, and what it strikes is taken out first (but for the two themselves),
    with all that depends on it. Raises `UnknownEntity`, and `UsageError` for what is no state or the same one twice.

    >>> from araz.face import open_graph
    >>> from araz.queries.columns import read_columns
    >>> found = redundancy(read_columns(open_graph("example").store), Ref("ent", "iran"), Ref("ent", "armenia"))
    >>> [(each.family, each.ways) for each in found.families], len(found.independent)
    ([('Corridor', 1), ('GasFlow', 1), ('Pipeline', 1)], 2)
    """
    ties = ties_of(columns, a, b, scenario)
    ways = {family: apart(around, ties.a, ties.b) for family, around in ties.families.items()}
    found = [
        Family(
            family=family,
            ways=len(routes),
            links=links_apart(ties.families[family], ties.a, ties.b),
            ties=_shared(ties, family),
            routes=tuple(_between(columns, route) for route in routes),
        )
        for family, routes in ways.items()
        if routes
    ]
    return Redundancy(a, b, tuple(found), _independent(ties, [way for routes in ways.values() for way in routes]))


def chokepoints(columns: Columns, a: Ref, b: Ref, *, scenario: Scenario | None = None) -> tuple[Chokepoint, ...]:
    """What every way between two states crosses or needs, by name; nothing where there is no way, or two apart.

    The loss of each, with the loss of all that depends on it, leaves no way. Raises as `redundancy` does.

    >>> from araz.face import open_graph
    >>> from araz.queries.columns import read_columns
    >>> found = chokepoints(read_columns(open_graph("example").store), Ref("ent", "india"), Ref("ent", "russia"))
    >>> found[0].name, found[0].why
    ('Astara crossing', 'every way crosses something that depends on it')
    """
    ties = ties_of(columns, a, b, scenario)
    dependants = turned(ties.needs)
    found: list[Chokepoint] = []
    # A chokepoint is on every way or needed by every way, so it is on this one or needed by it.
    for node in sorted(closure(ties.way(), ties.needs) - {ties.a, ties.b}):
        gone = closure([node], dependants)
        if ties.way(gone):
            continue
        beside = ties.around.get(node, {}).values()
        needed = (ties.needs[thing][node] for thing in dependants.get(node, {}))
        found.append(
            Chokepoint(
                entity=columns.entities[node],
                name=columns.names[node],
                kind=KINDS[int(columns.kinds[node])],
                why=_why(ties, node, gone),
                claims=ties.refs(claim for claims in (*beside, *needed) for claim in claims),
            )
        )
    return tuple(sorted(found, key=lambda each: (each.name, each.entity)))


def _why(ties: Ties, node: int, gone: set[int]) -> str:
    if not ties.way({node}):
        return "every way crosses it"
    if not ties.way(gone - {node}):
        return "every way crosses something that depends on it"
    return "every way crosses it, or something that depends on it"


def _shared(ties: Ties, family: str) -> tuple[Tie, ...]:
    """The assets of a family in which both states hold a stake, by name."""
    columns = ties.columns
    around = ties.families[family]
    assets = columns.of_kind(Kind.INFRASTRUCTURE, Kind.FLOW)
    found = [
        Tie(
            entity=columns.entities[node],
            name=columns.names[node],
            kind=KINDS[int(columns.kinds[node])],
            claims=ties.refs((*ties.around[ties.a][node], *ties.around[ties.b][node])),
        )
        for node in sorted(set(around.get(ties.a, ())) & set(around.get(ties.b, ())))
        if assets[node]
    ]
    return tuple(sorted(found, key=lambda tie: (tie.name, tie.entity)))


def _independent(ties: Ties, ways: Iterable[Sequence[int]]) -> tuple[tuple[Ref, ...], ...]:
    """Ways that share nothing, nor anything that they need: those that need least are taken first."""
    needed = [(closure(way[1:-1], ties.needs), way) for way in ways]
    taken: set[int] = set()
    found: list[tuple[Ref, ...]] = []
    for needs, way in sorted(needed, key=lambda pair: (len(pair[0]), pair[1])):
        if not needs & taken:
            taken |= needs
            found.append(_between(ties.columns, way))
    return tuple(sorted(found))


def _between(columns: Columns, way: Sequence[int]) -> tuple[Ref, ...]:
    return tuple(columns.entities[node] for node in way[1:-1])


def _routes(routes: Iterable[Sequence[Ref]]) -> list[list[str]]:
    return [[str(ref) for ref in route] for route in routes]
