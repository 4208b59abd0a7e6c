"""The most probable paths along which exposure comes."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

from ..errors import UsageError
from .topology import Network, Shocks
from .ways import START, Hop, Ways, crossings

__all__ = ["Path", "Ways", "crossings", "paths"]


@dataclass(frozen=True, slots=True)
class Path:
    """One way from a shock to a target: `nodes[0]` is hit, and `hops[i]` are the edges from `nodes[i]` to the next.

    A hop has one edge, or all edges of a group. `probability` is that of the shock and all edges together; where a hop
    is a group, the best ways to its other nodes, `beside[i]`, count too, and it is a lower bound.
    """

    nodes: tuple[int, ...]
    hops: tuple[tuple[int, ...], ...]
    beside: tuple[tuple[int, ...], ...]
    probability: float


def paths(network: Network, shocks: Shocks, target: int, count: int = 5, *, ways: Ways | None = None) -> list[Path]:
    """The `count` most probable paths from the shocks to a target that visit no node twice, best first.

    Parallel edges make different paths. Paths of equal probability are sorted by length, then by nodes and edges. There
    are fewer when no more exist. `ways`, if given, must be those of the network and the shocks; it saves time when many
    targets are asked for.

    >>> network = Network(3, [0, 1, 0], [1, 2, 2], [0.5, 0.4, 0.1])
    >>> [(path.nodes, path.probability) for path in paths(network, [0], 2)]
    [((0, 1, 2), 0.2), ((0, 2), 0.1)]
    """
    if not 0 <= target < network.n:
        raise UsageError(f"target {target}", remedy=f"nodes are 0 to {network.n - 1}")
    if count < 1:
        raise UsageError(f"{count} paths", remedy="ask for at least 1")
    search = _Search(Ways(network, shocks) if ways is None else ways, target)
    return [_path(hops) for hops in search.best(count)]


class _Search:
    """Yen's search (1971) with Lawler's saving (1972): each path found is varied from its own branching point on only.

    The variations are found by A*, guided by the best way on from every node, so that they walk little else.
    """

    def __init__(self, ways: Ways, target: int) -> None:
        self.target = target
        self.onward: dict[int, float] = {}  # the probability of the best way on to the target
        self.leaving: dict[int, list[Hop]] = {}
        queue = [(-1.0, target)]
        while queue:
            negative, node = heapq.heappop(queue)
            if node in self.onward:
                continue
            self.onward[node] = -negative
            for hop in ways.entering(node) if node != START else ():
                # A group that needs the target is no way to it.
                if hop.tail != target and not any(target in ways.crossed(other) for other in hop.beside):
                    self.leaving.setdefault(hop.tail, []).append(hop)
                    heapq.heappush(queue, (negative * hop.chance, hop.tail))

    def best(self, count: int) -> list[tuple[Hop, ...]]:
        """The best paths as hops, from START."""
        first = self._completed((), frozenset())
        waiting = [] if first is None else [(_rank(first), 0, first, frozenset[Hop]())]
        found: list[tuple[Hop, ...]] = []
        while waiting and len(found) < count:
            _, branch, hops, barred = heapq.heappop(waiting)
            found.append(hops)
            for place in range(branch, len(hops)):
                # At its own branching point a path also keeps clear of what earlier ones took from there.
                avoid = barred | {hops[place]} if place == branch else frozenset({hops[place]})
                variation = self._completed(hops[:place], avoid)
                if variation is not None:
                    heapq.heappush(waiting, (_rank(variation), place, variation, avoid))
        return sorted(found, key=_rank)

    def _completed(self, begun: tuple[Hop, ...], avoid: frozenset[Hop]) -> tuple[Hop, ...] | None:
        """The best path that starts with `begun` and does not go on with a hop to avoid."""
        start = begun[-1].head if begun else START
        visited = {hop.head for hop in begun}
        queue: list[tuple[float, int, int, float, tuple[Hop, ...]]] = [(-1.0, 0, start, 1.0, ())]
        done: set[int] = set()
        number = 0
        while queue:
            _, _, node, chance, hops = heapq.heappop(queue)
            if node == self.target:
                return begun + hops
            if node in done:
                continue
            done.add(node)
            for hop in self.leaving.get(node, ()):
                barred = node == start and hop in avoid
                if not barred and hop.head not in visited and hop.head not in done:
                    number += 1
                    on = chance * hop.chance
                    heapq.heappush(queue, (-on * self.onward[hop.head], number, hop.head, on, (*hops, hop)))
        return None


def _path(hops: Sequence[Hop]) -> Path:
    return Path(
        tuple(hop.head for hop in hops),
        tuple(hop.edges for hop in hops[1:]),
        tuple(hop.beside for hop in hops[1:]),
        prod(hop.chance for hop in hops),
    )


def _rank(hops: Sequence[Hop]) -> tuple[float, int, tuple[int, ...], tuple[tuple[int, ...], ...]]:
    """What paths are sorted by; rounded, so that a product's rounding does not decide between equal paths."""
    path = _path(hops)
    return (-float(f"{path.probability:.12g}"), len(hops), path.nodes, path.hops)
