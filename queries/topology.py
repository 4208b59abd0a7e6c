"""The transmission network as arrays: nodes, edges with probabilities, and redundant inputs.

The model is the independent cascade (Kempe, Kleinberg, Tardos 2003, section 2.1): every edge is open or closed for
good, independently; a node is reached when a shock hits it, when an open edge leads to it from a reached node, or when
every edge of one of its groups is open and starts at a reached node. The exposure of a node is the probability that it
is reached. This module knows no store, no claims and no names: nodes and edges are numbers, counted from 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from ..errors import InputError

Floats: TypeAlias = npt.NDArray[np.float64]
Indices: TypeAlias = npt.NDArray[np.int32]
Keys: TypeAlias = npt.NDArray[np.uint64]
Shocks: TypeAlias = Iterable[int | tuple[int, float]]
"""What hits first: nodes, or (node, probability) pairs; a node named twice is hit by two independent shocks."""

_Scalar = TypeVar("_Scalar", bound=np.generic)

MOST = 2**31 - 2
"""The largest number of nodes, and of edges: indices are kept in 32 bits."""


class Network:
    """A directed network whose edges open independently, for `exact`, `sample` and the questions about paths.

    `tails[e] -> heads[e]` is edge e, open with `probabilities[e]`; parallel edges and self loops are allowed. A group
    (v, edges) is a redundant input of v: it fires only when *every* one of its edges, all of which must lead to v, is
    open and starts at a reached node. An edge in a group does not act alone, and is in one group only.
    `keys` (any 64-bit numbers, one an edge) say which edges of two networks are the same one, so that sampling draws
    the same luck for both; by default an edge's key is its place. Treat a network as frozen: the arrays are read-only.

    Raises `InputError` for an index out of range, a probability that is not within 0..1, arrays of unequal length, or a
    network without nodes.

    >>> network = Network(3, [0, 1], [1, 2], [0.5, 0.4])
    >>> network.edges
    2
    >>> Network(3, [0, 1], [1, 2], [0.5, 1.2])
    Traceback (most recent call last):
    araz.errors.InputError: edge 1: probability 1.2 is not between 0 and 1; give a number between 0 and 1
    """

    __slots__ = ("group_edges", "group_heads", "group_starts", "heads", "keys", "n", "probabilities", "tails")

    def __init__(
        self,
        n: int,
        tails: npt.ArrayLike,
        heads: npt.ArrayLike,
        probabilities: npt.ArrayLike,
        groups: Iterable[tuple[int, Sequence[int]]] = (),
        keys: npt.ArrayLike | None = None,
    ) -> None:
        if n < 1:
            raise InputError("the network has no nodes", remedy="load claims before asking for exposure")
        if n > MOST:
            raise InputError(f"{n} nodes are too many", remedy=f"at most {MOST} fit")
        self.n = int(n)
        self.tails = _indices(tails, n, "edge", "tail")
        self.heads = _indices(heads, n, "edge", "head")
        self.probabilities = probabilities_of(probabilities)
        edges = self.tails.size
        if not edges == self.heads.size == self.probabilities.size:
            sizes = f"{edges} tails, {self.heads.size} heads, {self.probabilities.size} probabilities"
            raise InputError(f"arrays of unequal length: {sizes}", remedy="give one of each for every edge")
        self.keys = None if keys is None else _keys(keys, edges)
        self.group_heads, self.group_starts, self.group_edges = _groups(groups, self)

    @property
    def edges(self) -> int:
        """How many edges there are."""
        return self.tails.size

    @property
    def groups(self) -> tuple[tuple[int, tuple[int, ...]], ...]:
        """Every redundant input as (node, its edges).

        >>> Network(3, [0, 1], [2, 2], [1, 1], groups=[(2, [0, 1])]).groups
        ((2, (0, 1)),)
        """
        starts = self.group_starts.tolist()
        members = self.group_edges.tolist()
        spans = pairwise(starts)
        return tuple((v, tuple(members[a:b])) for v, (a, b) in zip(self.group_heads.tolist(), spans, strict=True))

    def with_probabilities(self, probabilities: npt.ArrayLike) -> Network:
        """The same network with other probabilities, one an edge.

        >>> Network(2, [0], [1], [0.5]).with_probabilities([0.25]).probabilities
        array([0.25])
        """
        other = object.__new__(Network)
        for name in Network.__slots__:
            setattr(other, name, getattr(self, name))
        other.probabilities = probabilities_of(probabilities, self.edges)
        return other


def shock_probabilities(network: Network, shocks: Shocks) -> dict[int, float]:
    """How probably each shocked node is hit, by ascending node; shocks of probability 0 are left out.

    Raises `InputError` for a node that is not in the network or a probability outside 0..1.

    >>> shock_probabilities(Network(3, [], [], []), [(2, 0.5), 0, (2, 0.5)])
    {0: 1.0, 2: 0.75}
    """
    spared: dict[int, float] = {}
    for shock in shocks:
        node, probability = shock if isinstance(shock, tuple) else (shock, 1.0)
        if not 0 <= node < network.n:
            raise InputError(f"shock on node {node}", remedy=f"nodes are 0 to {network.n - 1}")
        if not 0 <= probability <= 1:
            problem = f"shock on node {node}: probability {probability} is not between 0 and 1"
            raise InputError(problem, remedy="give a number between 0 and 1")
        spared[int(node)] = spared.get(int(node), 1.0) * (1.0 - float(probability))
    return {node: 1.0 - spared[node] for node in sorted(spared) if spared[node] < 1.0}


def frozen(array: npt.NDArray[_Scalar]) -> npt.NDArray[_Scalar]:
    """The array laid out in one run and read-only, without copying where it is so already.

    >>> frozen(np.arange(6)[::2]).flags.writeable
    False
    """
    view = np.ascontiguousarray(array).view()
    view.flags.writeable = False
    return view


def _indices(values: npt.ArrayLike, n: int, what: str, end: str) -> Indices:
    array = np.asarray(values)
    if array.size == 0:
        array = np.empty(0, np.int32)
    if array.ndim != 1 or not np.issubdtype(array.dtype, np.integer):
        raise InputError(f"{end}s of dtype {array.dtype} with {array.ndim} dimensions", remedy="give a list of indices")
    if array.size > MOST:
        raise InputError(f"{array.size} {what}s are too many", remedy=f"at most {MOST} fit")
    if array.size and not (array.min() >= 0 and array.max() < n):
        bad = int(np.flatnonzero((array < 0) | (array >= n))[0])
        raise InputError(f"{what} {bad}: {end} {array[bad]} is not a node", remedy=f"nodes are 0 to {n - 1}")
    return frozen(array.astype(np.int32, copy=False))


def probabilities_of(values: npt.ArrayLike, edges: int | None = None) -> Floats:
    """Probabilities as a read-only array. Raises `InputError` unless all are within 0..1 and there are `edges` of them.

    >>> probabilities_of([0.5, 1])
    array([0.5, 1. ])
    """
    kept = frozen(np.asarray(values, dtype=np.float64))
    if kept.ndim != 1:
        raise InputError(f"probabilities with {kept.ndim} dimensions", remedy="give a list of numbers")
    # NaN fails both comparisons, so it is caught here too.
    if kept.size and not (kept.min() >= 0 and kept.max() <= 1):
        bad = int(np.flatnonzero(~((kept >= 0) & (kept <= 1)))[0])
        problem = f"edge {bad}: probability {kept[bad]} is not between 0 and 1"
        raise InputError(problem, remedy="give a number between 0 and 1")
    if edges is not None and kept.size != edges:
        raise InputError(f"{kept.size} probabilities for {edges} edges", remedy="give one for every edge")
    return kept


def _keys(values: npt.ArrayLike, edges: int) -> Keys:
    kept = np.asarray(values).astype(np.uint64, copy=False)
    if kept.shape != (edges,):
        raise InputError(f"{kept.size} keys for {edges} edges", remedy="give one for every edge")
    return frozen(kept)


def _groups(
    groups: Iterable[tuple[int, Sequence[int]]], network: Network
) -> tuple[Indices, npt.NDArray[np.int64], Indices]:
    heads: list[int] = []
    starts = [0]
    edges: list[int] = []
    taken: set[int] = set()
    for number, (node, members) in enumerate(groups):
        place = f"group {number} of node {node}"
        if not members:
            raise InputError("no edges", place=place, remedy="a redundant input needs at least one")
        for edge in members:
            if not 0 <= edge < network.edges:
                raise InputError(f"edge {edge}", place=place, remedy=f"edges are 0 to {network.edges - 1}")
            if network.heads[edge] != node:
                remedy = f"group it under node {network.heads[edge]}"
                raise InputError(f"edge {edge} does not lead there", place=place, remedy=remedy)
            if edge in taken:
                raise InputError(f"edge {edge} is in a group already", place=place, remedy="name an edge once")
            taken.add(int(edge))
        heads.append(int(node))
        edges.extend(int(edge) for edge in members)
        starts.append(len(edges))
    return frozen(np.array(heads, np.int32)), frozen(np.array(starts, np.int64)), frozen(np.array(edges, np.int32))
