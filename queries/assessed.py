"""A what-if answer that can be asked further: tables, more paths, what matters, what is at risk, and instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ..errors import UsageError
from ..graph.ref import Ref
from ..graph.store import Store
from .at_risk import at_risk
from .cascade import Estimate
from .comparison import Comparison, compare
from .flips import Flips, Important, flips
from .instead import Instead, instead
from .library import chosen_scenario
from .names import find_entity
from .network import Transmission
from .remedies import Remedies, remedies
from .results import Exposed, Exposure, Path
from .risks import AtRisk
from .routes import claims_behind, routes_to, walk
from .scenario import Scenario
from .sensitivity import TRAJECTORIES, Sensitivity, sensitivity
from .sweep import Sweep, sweep
from .ways import Ways, crossings

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed(Exposure):
    """The answer to a what-if question, with the store and the network it was found in.

    `of` is whose exposure was asked for; `most` steps the exact method may take, `most_worlds` are drawn at most: what
    is asked further keeps to them. It is read from the store, which must still be open. Assets are named as everywhere:
    by id or by name; one that is not in the answer raises `UsageError`.

    >>> from araz.face import open_graph
    >>> found = open_graph("example").whatif("Strait of Hormuz", kind="border-closure")
    >>> found.table().rows[0][2], [round(path.probability, 3) for path in found.paths("ent:instc", count=2)]
    ('International North-South Transport Corridor', [0.505])
    """

    store: Store = field(repr=False, compare=False)
    network: Transmission = field(repr=False, compare=False)
    of: str
    most: float
    most_worlds: int

    def to_pandas(self) -> pd.DataFrame:
        """The table as a data frame."""
        import pandas as pd

        table = self.table()
        return pd.DataFrame([list(row) for row in table.rows], columns=list(table.columns))

    def paths(self, asset: str | Ref | None = None, *, count: int = 5) -> tuple[Path, ...]:
        """The `count` likeliest simple paths to an asset (without one, to the first of the answer), likeliest first."""
        if count < 1:
            raise UsageError(f"{count} paths", remedy="ask for at least 1")
        node = self._node(self.line(asset))
        best = Ways(self.network.network, self.network.shocks)
        routes = routes_to(self.network, best, node, count)
        claims = claims_behind(self.store, self.network, (edge for _, edges in routes for edge in edges))
        return tuple(walk(self.network, route, claims) for route in routes)

    def crossed(self, asset: str | Ref | None = None) -> tuple[Ref, ...]:
        """What every path to the asset crosses, from the shock on, without the asset itself and what is struck."""
        network = self.network
        node, size = self._node(self.line(asset)), len(network.columns.entities)
        struck = {network.entity(each) for each, _ in network.shocks}
        # An entity has a node for every kind of shock: it is crossed by all paths when each crosses one of them.
        between = crossings(network.network, network.shocks, node, size=size)
        return tuple(network.columns.entities[entity] for entity in between if entity not in struck)

    def at_risk(self) -> AtRisk:
        """How much is at risk with the assets: capacity, trade and population, and each state's share."""
        assets = [line.entity for line in self.results]
        return at_risk(self.store, self.network, self.scenario, assets=assets, estimate=self._estimate())

    def flips(self) -> Flips:
        """What would flip the answer: what each claim does to it when it is accepted or rejected."""
        assets = [self._place(line) for line in self.results]
        network = self.network
        return flips(network.columns, self.scenario, network.rules, assets, network=network, most=self.most)

    def importance(self, asset: str | Ref | None = None) -> tuple[Important, ...]:
        """The claims by how much an asset (without one, the first) depends on them, the most important first.

        That is Birnbaum's importance: the asset's exposure if the claim is accepted, less its exposure if rejected.
        """
        return self.flips().importance(self.line(asset).entity)

    def remedies(self, asset: str | Ref | None = None, *, threshold: float = 0.5, by: str = "claims") -> Remedies:
        """The smallest sets of claims (`by` "assets": of assets) without which an asset is under the threshold."""
        place = self._place(self.line(asset))
        return remedies(self.network, place, threshold, by=by, most=self.most, seed=self.seed)

    def sensitivity(self, *, trajectories: int = TRAJECTORIES, off_by: int = 0) -> Sensitivity:
        """Which coefficients the exposures and their order rest on (see `queries.sensitivity`)."""
        return sensitivity(
            self.store,
            self.scenario,
            of=self.of,
            trajectories=trajectories,
            off_by=off_by,
            most=self.most,
            worlds=self.most_worlds,
            columns=self.network.columns,
        )

    def instead(self, asset: str | Ref | None = None) -> Instead:
        """What could stand in for an asset of the answer (without one, for the first)."""
        return instead(self.store, self.network, self.scenario, self.line(asset).entity)

    def compare(self, other: Exposure | Scenario | str, *, top: int | None = None) -> Comparison:
        """The scenario against another one, asset by asset, with an interval for each difference.

        The other is an answer, a scenario, or the name or file of one.
        """
        if isinstance(other, str):
            other = chosen_scenario(self.store, scenario=other)
        against = other.scenario if isinstance(other, Exposure) else other
        return compare(
            self.store,
            self.scenario,
            against,
            of=self.of,
            top=top,
            most=self.most,
            worlds=self.most_worlds,
            columns=self.network.columns,
        )

    def sweep(self, parameter: str, values: Sequence[float | str]) -> Sweep:
        """The exposure of the assets while one number of the scenario is turned through `values`."""
        return sweep(self.store, self.scenario, parameter, values, of=self.of, most=self.most, worlds=self.most_worlds)

    def line(self, asset: str | Ref | None = None) -> Exposed:
        """The line of an asset; without one, the first."""
        if not self.results:
            raise UsageError("the answer has no assets", remedy=self.note)
        if asset is None:
            return self.results[0]
        entity = asset if isinstance(asset, Ref) else find_entity(self.store, asset)
        for line in self.results:
            if line.entity == entity:
                return line
        raise UsageError(f"{asset} is not in the answer", remedy=f"it has {self.results[0].name} first")

    def _place(self, line: Exposed) -> int:
        return self.network.columns.entities.index(line.entity)

    def _node(self, line: Exposed) -> int:
        return self.network.node(self._place(line))

    def _estimate(self) -> Estimate:
        """The exposures of the answer at their nodes, nothing at the others."""
        figures = np.zeros((3, self.network.network.n))
        for line in self.results:
            figures[:, self._node(line)] = line.exposure, line.low, line.high
        return Estimate(figures[0], figures[1], figures[2], self.method, self.worlds or 0, self.seed)
