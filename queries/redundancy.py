"""Redundant inputs: what feeds a thing and can be replaced by something else that feeds it too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from .columns import Codes, Numbers

Places = npt.NDArray[np.intp]
Group = tuple[int, list[list[int]]]
"""A node, and for every input of its redundant group the parallel edges from it."""


def alternatives(size: int, pairs: Iterable[tuple[int, int]]) -> Codes:
    """For each of `size` things the number of the set of alternatives it is in, -1 for none.

    What can stand in for each other, directly or by way of a third, is one set.

    >>> alternatives(5, [(0, 1), (1, 3)])
    array([ 0,  0, -1,  0, -1], dtype=int32)
    """
    parent: dict[int, int] = {}

    def root(one: int) -> int:
        while parent.setdefault(one, one) != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for one, other in pairs:
        low, high = sorted((root(one), root(other)))
        parent[high] = low
    found = np.full(size, -1, np.int32)
    for one in parent:
        found[one] = root(one)
    return found


def redundant(tails: Codes, heads: Codes, sets: Codes, feeding: Places, size: int) -> list[Group]:
    """The redundant groups among the edges `feeding`: each node with the edges from two or more inputs of one set.

    Node v is the thing v % size, and `sets` gives every thing's set of alternatives. A node of the same set as its
    input is no dependant: it is an alternative itself.

    >>> redundant(np.array([0, 1, 4]), np.array([2, 2, 2]), alternatives(5, [(0, 1)]), np.array([0, 1, 2]), 5)
    [(2, [[0], [1]])]
    """
    own = sets[tails[feeding] % size]
    found: defaultdict[tuple[int, int], dict[int, list[int]]] = defaultdict(dict)
    for edge in feeding[(own >= 0) & (own != sets[heads[feeding] % size])].tolist():
        found[int(heads[edge]), int(sets[tails[edge] % size])].setdefault(int(tails[edge]), []).append(edge)
    return [(node, list(inputs.values())) for (node, _), inputs in sorted(found.items()) if len(inputs) > 1]


def either(probabilities: Numbers) -> float:
    """The probability that at least one of independent edges is open.

    >>> either(np.array([0.5, 0.5]))
    0.75
    """
    return float(1 - np.prod(1 - probabilities))
