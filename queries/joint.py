"""In which worlds which nodes are reached together: what sums over several assets need beyond exposure alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from ..errors import UsageError
from .topology import Floats, Network, Shocks, shock_probabilities

Truths = npt.NDArray[np.bool_]

UNCERTAIN = 12
"""Up to so many uncertain edges and shocks, all worlds there are (4,096) are gone through; beyond, worlds are drawn."""

HOPS = 1000
"""Ways longer than this are not looked at edge by edge."""


@dataclass(frozen=True, slots=True)
class Worlds:
    """Worlds and their probabilities: `reached[i, w]` says whether the i-th node asked about is reached in world w.

    `method` is "exact" when these are all worlds there are, else "sampled"; then `seed` gives the same ones again.
    """

    reached: Truths = field(repr=False)
    weights: Floats = field(repr=False)
    method: str
    seed: int | None = None

    @property
    def drawn(self) -> int:
        """How many worlds were drawn; 0 when all were gone through."""
        return 0 if self.method == "exact" else self.weights.size

    def quantile(self, values: Floats, share: float) -> float:
        """The least value that is not exceeded with at least this probability; `values` has one number a world.

        >>> worlds = joint(Network(2, [0], [1], [0.5]), [0], [1])
        >>> worlds.quantile(np.where(worlds.reached[0], 80.0, 0.0), 0.95)
        80.0
        """
        order = np.argsort(values, kind="stable")
        ordered: Floats = values[order]
        below: Floats = np.cumsum(self.weights[order])
        # The weights add up to 1 but for rounding: a quantile must not turn on the last digit.
        place = int(np.searchsorted(below, share * float(below[-1]) - 1e-12))
        return float(ordered[place]) if place < values.size else float(ordered[-1])


def joint(network: Network, shocks: Shocks, nodes: Sequence[int], *, worlds: int = 4096, seed: int = 0) -> Worlds:
    """The worlds of a network, and which of `nodes` are reached in each.

    Worlds are drawn with the luck of `cascade.sample`: the same seed gives the very worlds that it counts.

    >>> found = joint(Network(3, [0, 0], [1, 2], [0.5, 0.5]), [0], [1, 2])
    >>> found.method, float(found.weights[found.reached.all(axis=0)].sum())
    ('exact', 0.25)
    """
    if worlds < 1:
        raise UsageError(f"{worlds} worlds", remedy="draw at least 1")
    hit = shock_probabilities(network, shocks)
    edges = _useful(network, hit, nodes)
    if edges is not None:
        return _all(network, hit, edges, nodes)
    return _drawn(network, hit, nodes, -(-worlds // 64), seed)


def _useful(network: Network, hit: dict[int, float], nodes: Sequence[int]) -> list[int] | None:
    """The edges that lead from what is struck to the nodes; None when too many of them are uncertain."""
    possible = np.flatnonzero((network.probabilities > 0) & (network.tails != network.heads))
    onward = _spread(hit, network.tails[possible], network.heads[possible], network.n)
    backward = _spread(nodes, network.heads[possible], network.tails[possible], network.n)
    if onward is None or backward is None:
        return None
    edges = possible[onward[network.tails[possible]] & backward[network.heads[possible]]]
    uncertain = int((network.probabilities[edges] < 1).sum()) + sum(chance < 1 for chance in hit.values())
    return edges.tolist() if uncertain <= UNCERTAIN else None


def _spread(
    starts: Sequence[int] | dict[int, float], tails: npt.NDArray[np.int32], heads: npt.NDArray[np.int32], n: int
) -> Truths | None:
    """Whatever the starts lead to; None when some of it is more than so many hops away."""
    seen = np.zeros(n, np.bool_)
    seen[list(starts)] = True
    fresh = seen
    for _ in range(HOPS):
        if not fresh.any():
            return seen
        gained = np.zeros(n, np.bool_)
        gained[heads[fresh[tails]]] = True
        fresh = gained & ~seen
        seen = seen | fresh
    return None


def _all(network: Network, hit: dict[int, float], edges: Sequence[int], nodes: Sequence[int]) -> Worlds:
    """Every combination of what is open, with its probability."""
    chances = network.probabilities
    uncertain = [(f"edge {e}", float(chances[e])) for e in edges if chances[e] < 1]
    uncertain += [(f"shock {node}", chance) for node, chance in hit.items() if chance < 1]
    count = 2 ** len(uncertain)
    weights = np.ones(count)
    happens: dict[str, Truths] = {}
    for bit, (name, chance) in enumerate(uncertain):
        happens[name] = (np.arange(count) >> bit & 1).astype(np.bool_)
        weights *= np.where(happens[name], chance, 1 - chance)
    always = np.ones(count, np.bool_)
    reached = {node: happens.get(f"shock {node}", always) for node in hit}
    never = np.zeros(count, np.bool_)
    group_of = {edge: members for _, members in network.groups for edge in members}
    steps = sorted({group_of.get(edge, (edge,)) for edge in edges})
    changed = True
    while changed:
        changed = False
        for members in steps:
            head = int(network.heads[members[0]])
            fires = always
            for edge in members:
                opened = happens.get(f"edge {edge}", always if chances[edge] >= 1 else never)
                fires = fires & opened & reached.get(int(network.tails[edge]), never)
            before = reached.get(head, never)
            if (fires & ~before).any():
                reached[head] = before | fires
                changed = True
    return Worlds(_rows([reached.get(node, never) for node in nodes], count), weights, "exact")


def _rows(rows: Sequence[Truths], count: int) -> Truths:
    return np.stack(rows) if rows else np.empty((0, count), np.bool_)


def _drawn(network: Network, hit: dict[int, float], nodes: Sequence[int], blocks: int, seed: int) -> Worlds:
    # Imported here because numba takes most of a second.
    from .downstream import downstream
    from .gathering import gather

    net = downstream(network, hit)
    number = np.full(network.n, -1, np.int32)
    number[net.nodes] = np.arange(net.nodes.size, dtype=np.int32)
    words = np.zeros((len(nodes), blocks), np.uint64)
    gather(net, number[list(nodes)], seed, words)
    bits = np.unpackbits(words.astype("<u8").view(np.uint8), axis=1, bitorder="little").astype(np.bool_)
    return Worlds(bits, np.full(blocks * 64, 1 / (blocks * 64)), "sampled", seed)
