"""The exposure of chosen assets, worked out once and then again and again with other probabilities.

Exact where that is cheap. Else from drawn worlds, the same ones each time, so that what changes between two answers is
what changed in the network and not the luck of the draw.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy

import numpy as np

from .cascade import Estimate, sample
from .exact import MOST, Formula, TooLarge
from .network import Transmission
from .topology import Floats, Network

WORLDS = 65_536
"""How many worlds are drawn where the exact method would take too long: intervals at most 0.008 wide."""


class Assessment:
    """The exposure of `assets` (places in `Columns.entities`) in a network, and in others of the same shape.

    Exact when the exact method takes at most `most` steps for all assets together: that depends on the network alone.
    With `most` 0, and else, from at most `worlds` drawn worlds of one `seed`; with `precision`, drawing stops when no
    interval is wider than that.

    >>> from araz.face import open_graph
    >>> from araz.ontology.transmission import load_rules
    >>> from araz.queries.assets import asked
    >>> from araz.queries.columns import read_columns
    >>> from araz.queries.network import transmission
    >>> from araz.queries.scenario import simple_scenario
    >>> store = open_graph("example").store
    >>> scenario, columns = simple_scenario(store, ["Strait of Hormuz"], "border-closure"), read_columns(store)
    >>> network = transmission(columns, scenario, load_rules())
    >>> found = Assessment(network, asked(store, columns, scenario, "ent:instc")).of(network)
    >>> found.method, found.estimate.round(3).tolist()
    ('exact', [0.505])
    """

    def __init__(
        self,
        network: Transmission,
        assets: Sequence[int],
        *,
        most: float = MOST,
        worlds: int = WORLDS,
        precision: float | None = None,
        seed: int = 0,
        threads: int = 1,
    ) -> None:
        self.assets = tuple(assets)
        self._most, self._worlds, self._precision, self._seed, self._threads = most, worlds, precision, seed, threads
        self._shape = network
        self._formula: Formula | None = None
        if most > 0:
            try:
                self._formula = _struck_by_edges(network, most)
                self._formula.plan(network.node(asset) for asset in self.assets)
                self._exact(network)
            except TooLarge:
                self._formula = None

    @property
    def exact(self) -> bool:
        """Whether the exposures are exact."""
        return self._formula is not None

    def narrowed(self, assets: Sequence[int]) -> Assessment:
        """The same for some of the assets, in the order given, without working anything out again."""
        other = copy(self)
        other.assets = tuple(assets)
        return other

    def of(self, network: Transmission) -> Estimate:
        """The exposure of every asset in a network: the one that this was made for, or one made like it.

        One of another shape (other edges, other things struck) is worked out afresh: it may be sampled although this
        one is exact, or the reverse.
        """
        if not _same_shape(self._shape, network):
            return Assessment(
                network,
                self.assets,
                most=self._most,
                worlds=self._worlds,
                precision=self._precision,
                seed=self._seed,
                threads=self._threads,
            ).of(network)
        if self._formula is not None:
            found = self._exact(network)
            return Estimate(found, found, found, "exact")
        drawn = sample(
            network.network,
            network.shocks,
            worlds=self._worlds,
            precision=self._precision,
            seed=self._seed,
            threads=self._threads,
        )
        nodes = [network.node(asset) for asset in self.assets]
        return Estimate(
            drawn.estimate[nodes], drawn.low[nodes], drawn.high[nodes], drawn.method, drawn.worlds, drawn.seed
        )

    def _exact(self, network: Transmission) -> Floats:
        formula = self._formula
        if formula is None:
            raise TooLarge(self._most)
        chances = np.append(network.network.probabilities, [chance for _, chance in network.shocks])
        return np.array([formula.of(network.node(asset), chances) for asset in self.assets])


def _struck_by_edges(network: Transmission, most: float) -> Formula:
    """A formula in which how probable each shock is counts as one more edge, so that it can be changed like them."""
    plain = network.network
    source = plain.n
    struck = [node for node, _ in network.shocks]
    wider = Network(
        source + 1,
        np.append(plain.tails, np.full(len(struck), source, np.int32)),
        np.append(plain.heads, np.array(struck, np.int32)),
        np.append(plain.probabilities, [chance for _, chance in network.shocks]),
        plain.groups,
    )
    return Formula(wider, [source], most=most)


def _same_shape(one: Transmission, other: Transmission) -> bool:
    if one is other:
        return True
    mine, theirs = one.network, other.network
    return (
        mine.n == theirs.n
        and [node for node, _ in one.shocks] == [node for node, _ in other.shocks]
        and np.array_equal(mine.tails, theirs.tails)
        and np.array_equal(mine.heads, theirs.heads)
        and mine.groups == theirs.groups
    )
