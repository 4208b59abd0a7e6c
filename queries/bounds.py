"""A number that exposure cannot exceed, found without sampling; `Ways.best` is one that it cannot fall below."""

from __future__ import annotations

import numpy as np

from .topology import Floats
from .ways import Ways

_ROUNDS = 200
_STILL = 1e-9


def ceiling(ways: Ways) -> Floats:
    """A number for every node that its exposure does not exceed; 0 for what is not reached at all.

    Let U be such numbers (at first: 1 for what can be reached). A node is reached when a shock strikes it or some edge
    is open whose tail is reached without it. These events grow with the set of open edges, so by Harris' inequality
    (1960) the chance that none happens is at least the product of the chances that each does not. Whether an edge is
    open is independent of whether its tail is reached without the node. Hence 1 - (1 - shock) x product of (1 - p
    U(tail)) is again such a number; a redundant group counts as one edge with the product of its p and the least of its
    U. Repeating this only lowers U, and cycles may keep it above the exposure.

    >>> from araz.queries.topology import Network
    >>> ceiling(Ways(Network(3, [0, 0, 1], [1, 2, 2], [0.5, 0.5, 0.5]), [0])).tolist()
    [1.0, 0.5, 0.625]
    """
    network = ways.network
    spared = np.ones(network.n)
    spared[list(ways.hit)] = 1 - np.array(list(ways.hit.values()))
    alone = network.tails != network.heads
    alone[network.group_edges] = False
    order = np.flatnonzero(alone)[np.argsort(network.heads[alone], kind="stable")]
    tails, heads, chances = network.tails[order], network.heads[order], network.probabilities[order]
    first = np.flatnonzero(np.diff(heads, prepend=-1))
    groups = [(node, list(members)) for node, members in network.groups]
    upper = (ways.best > 0).astype(np.float64)
    for _ in range(_ROUNDS):
        unreached = spared.copy()
        if first.size:
            unreached[heads[first]] *= np.multiply.reduceat(1 - chances * upper[tails], first)
        for node, members in groups:
            least = upper[network.tails[members]].min()
            unreached[node] *= 1 - np.prod(network.probabilities[members]) * least
        before, upper = upper, np.minimum(upper, 1 - unreached)
        if np.max(before - upper) < _STILL:
            break
    return upper
