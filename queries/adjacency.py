"""Which edges leave a node, which enter it, and what is reached when everything is open."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import numpy as np
import numpy.typing as npt

from ..errors import ArazError
from .topology import Network


class TooLarge(ArazError):
    """A method for small networks would take too long; `sample` answers instead.

    >>> print(TooLarge(3e9))
    the exact method would take about 3e+09 steps; use sampling
    """

    def __init__(self, steps: float) -> None:
        super().__init__(f"the exact method would take about {steps:.2g} steps", remedy="use sampling")
        self.steps = steps


class Adjacency:
    """A network's edges by their ends, for walks in Python over the few nodes that matter.

    Edges of groups are left out of `leaving` and `entering`: they do not act alone. A group of which one edge starts at
    the group's own node never helps to reach it and is left out too, as are self loops.

    >>> around = Adjacency(Network(3, [0, 0, 1], [1, 2, 2], [1, 1, 1], groups=[(2, [1, 2])]))
    >>> around.leaving(0), around.grouped(0), around.entering(2), around.group_tails[0]
    ([0], [0], [], (0, 1))
    """

    def __init__(self, network: Network) -> None:
        self.network = network
        alone = network.tails != network.heads
        alone[network.group_edges] = False
        self._alone = np.flatnonzero(alone)

    @cached_property
    def _out(self) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        return self._sorted(self.network.tails[self._alone])

    @cached_property
    def _in(self) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        return self._sorted(self.network.heads[self._alone])

    def _sorted(self, ends: npt.NDArray[np.int32]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        starts = np.zeros(self.network.n + 1, np.intp)
        np.cumsum(np.bincount(ends, minlength=self.network.n), out=starts[1:])
        return starts, self._alone[np.argsort(ends, kind="stable")]

    def leaving(self, node: int) -> list[int]:
        """The edges that leave a node, ascending."""
        starts, edges = self._out
        return edges[starts[node] : starts[node + 1]].tolist()

    def entering(self, node: int) -> list[int]:
        """The edges that lead to a node, ascending."""
        starts, edges = self._in
        return edges[starts[node] : starts[node + 1]].tolist()

    @cached_property
    def group_tails(self) -> dict[int, tuple[int, ...]]:
        """The nodes that each group needs, ascending, by the group's number."""
        tails = self.network.tails
        needs = {g: tuple(sorted({int(tails[e]) for e in es})) for g, (_, es) in enumerate(self.network.groups)}
        heads = self.network.group_heads.tolist()
        return {g: nodes for g, nodes in needs.items() if heads[g] not in nodes}

    @cached_property
    def _grouped(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for group, tails in self.group_tails.items():
            for tail in tails:
                found.setdefault(tail, []).append(group)
        return found

    def grouped(self, node: int) -> list[int]:
        """The groups that need a node."""
        return self._grouped.get(node, [])

    def reached(self, starts: Iterable[int], usable: npt.NDArray[np.bool_], most: int | None = None) -> list[int]:
        """Every node reached from `starts` with all usable edges open, in breadth-first order.

        Raises `TooLarge` once more than `most` edges have been walked.
        """
        network = self.network
        heads = network.heads
        group_heads = network.group_heads.tolist()
        order = list(dict.fromkeys(starts))
        seen = set(order)
        missing = {group: len(tails) for group, tails in self.group_tails.items()}
        walked = 0
        for node in order:
            edges = self.leaving(node)
            walked += len(edges)
            if most is not None and walked > most:
                raise TooLarge(float(2**64))
            found = [int(heads[edge]) for edge in edges if usable[edge]]
            for group in self.grouped(node):
                missing[group] -= 1
                if not missing[group] and all(usable[e] for e in self.members(group)):
                    found.append(group_heads[group])
            for head in found:
                if head not in seen:
                    seen.add(head)
                    order.append(head)
        return order

    def members(self, group: int) -> list[int]:
        """The edges of a group."""
        starts = self.network.group_starts
        return self.network.group_edges[starts[group] : starts[group + 1]].tolist()
