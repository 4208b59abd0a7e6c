"""The graph of what ties states together: infrastructure, flows and places that lead from one to another.

Its edges are claims that stand: operates, connects, passes through, lies in, and so on (the ontology says what a stake
is). Apart from them stands what each thing depends on: when that is lost, so is the thing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from ..errors import UsageError
from ..graph.ref import Ref
from ..ontology.schema import load_schema
from ..ontology.vocabulary import Kind, Relation
from .belief import place_of, standing
from .columns import KINDS, RELATIONS, Codes, Columns
from .figures import family_of
from .scenario import Scenario, Shock

_DEPENDS_ON = RELATIONS.index(Relation.DEPENDS_ON)
_LOCATED_IN = RELATIONS.index(Relation.LOCATED_IN)


@dataclass(frozen=True)
class Ties:
    """The graph around two states: each node's neighbours, and what each thing needs, with the claims behind them.

    Nodes are places in `Columns.entities`. Nothing that is lost is in `around`.
    """

    columns: Columns
    a: int
    b: int
    around: Mapping[int, Mapping[int, Sequence[int]]]
    needs: Mapping[int, Mapping[int, Sequence[int]]]

    @cached_property
    def families(self) -> Mapping[str, Mapping[int, Sequence[int]]]:
        """The neighbours of each node by family of assets: states and places are in all, an asset in its own alone.

        A way keeps to one family, because a shared power plant is no leg of a journey by rail.
        """
        assets = self.columns.of_kind(Kind.INFRASTRUCTURE, Kind.FLOW)
        family = {node: self.family(node) if assets[node] else "" for node in self.around}
        found: dict[str, Mapping[int, Sequence[int]]] = {}
        for name in sorted(set(family.values()) - {""}):
            inside = {node for node in family if family[node] in ("", name)}
            found[name] = {node: [end for end in self.around[node] if end in inside] for node in sorted(inside)}
        return found

    def family(self, node: int) -> str:
        """The family of an asset: "PowerPlant", "Corridor"."""
        return family_of(KINDS[int(self.columns.kinds[node])])

    def way(self, without: Collection[int] = ()) -> list[int]:
        """A shortest way from one state to the other within some family; empty when there is none."""
        found = [self._way(around, without) for around in self.families.values()]
        return min(filter(None, found), key=len) if any(found) else []

    def _way(self, around: Mapping[int, Sequence[int]], without: Collection[int]) -> list[int]:
        came = {self.a: self.a}
        queue = [self.a]
        for node in queue:
            for other in around.get(node, ()):
                if other not in came and other not in without:
                    came[other] = node
                    queue.append(other)
        if self.b not in came:
            return []
        way = [self.b]
        while way[-1] != self.a:
            way.append(came[way[-1]])
        return way

    def refs(self, claims: Iterable[int]) -> tuple[Ref, ...]:
        """The ids of claims, sorted."""
        return tuple(sorted({Ref("claim", self.columns.claims[claim]) for claim in claims}))


def ties_of(columns: Columns, a: Ref, b: Ref, scenario: Scenario | None = None) -> Ties:
    """The graph around two states. With a scenario, without what it strikes (but the two) and all that needs that.

    Raises `UnknownEntity`, and `UsageError` for what is no state or the same one twice.
    """
    one, other = place_of(columns, a), place_of(columns, b)
    states = columns.of_kind(Kind.STATE)
    for place in (one, other):
        if not states[place]:
            raise UsageError(f"{columns.entities[place]} is no state", remedy="name two states")
    if one == other:
        raise UsageError(f"{a} is named twice", remedy="name two states")
    # Who is struck does not matter to which claims stand, but a scenario strikes somebody.
    counts = standing(columns, scenario or Scenario((Shock(a),)))
    assets = columns.of_kind(Kind.INFRASTRUCTURE, Kind.FLOW)
    places = columns.of_kind(Kind.PLACE)
    relations = load_schema().relations
    holds = np.array([relations[relation].stake is not None for relation in RELATIONS])[columns.relations]
    subjects, objects = columns.subjects, columns.objects
    tied = holds & (assets[subjects] | assets[objects]) & _either(subjects, objects, assets | places | states)
    # A place leads to the state that it lies in. A river, or a border, is no way to get anywhere.
    tied |= (columns.relations == _LOCATED_IN) & places[subjects] & (places | states)[objects]
    needs = _pairs(columns, counts & (columns.relations == _DEPENDS_ON) & _either(subjects, objects, assets | places))
    struck = {place_of(columns, shock.entity) for shock in scenario.shocks} - {one, other} if scenario else set[int]()
    lost = closure(struck, turned(needs))
    around = _pairs(columns, counts & tied)
    for start, ends in turned(around).items():
        for end, claims in ends.items():
            around[start][end] = sorted({*around[start].get(end, ()), *claims})
    kept = {
        node: {end: claims for end, claims in sorted(ends.items()) if end not in lost}
        for node, ends in sorted(around.items())
        if node not in lost
    }
    return Ties(columns, one, other, kept, needs)


def _either(subjects: Codes, objects: Codes, which: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    return which[subjects] & which[objects] & (subjects != objects)


def _pairs(columns: Columns, which: npt.NDArray[np.bool_]) -> defaultdict[int, dict[int, list[int]]]:
    """The claims by subject and object."""
    found: defaultdict[int, dict[int, list[int]]] = defaultdict(dict)
    for claim in np.flatnonzero(which).tolist():
        found[int(columns.subjects[claim])].setdefault(int(columns.objects[claim]), []).append(claim)
    return found


def turned(pairs: Mapping[int, Mapping[int, Sequence[int]]]) -> dict[int, dict[int, Sequence[int]]]:
    """The same claims by object and subject.

    >>> turned({1: {2: [7]}})
    {2: {1: [7]}}
    """
    found: dict[int, dict[int, Sequence[int]]] = {}
    for one, ends in sorted(pairs.items()):
        for other, claims in ends.items():
            found.setdefault(other, {})[one] = claims
    return found


def closure(starts: Iterable[int], leading: Mapping[int, Mapping[int, Sequence[int]]]) -> set[int]:
    """The starts and all that they lead to.

    >>> closure([1], {1: {2: [7]}, 2: {3: [8]}})
    {1, 2, 3}
    """
    found = set(starts)
    stack = sorted(found)
    while stack:
        fresh = leading.get(stack.pop(), {}).keys() - found
        found |= fresh
        stack.extend(sorted(fresh))
    return found
