"""How much a shock puts at risk as one table: a row for each kind of amount, and one for each state's part of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from ..graph.ref import Ref
from ..graph.store import Store, Value
from ..ontology.transmission import Rules
from .assessment import WORLDS
from .at_risk import at_risk
from .belief import place_of
from .cascade import sample
from .columns import Columns, read_columns
from .critical import claims_on
from .network import Transmission, shared_by, transmission
from .risks import AssetAtRisk, Distribution, LineAtRisk
from .scenario import Scenario
from .ways import Ways

COLUMNS = (
    *("measure", "of", "family", "unit", "party", "name"),
    *("expected", "expected_high", "p95", "p95_high", "most", "most_high", "assets"),
)
"""The columns: `party` is the state whose part it is, None for all of it. Of two columns the second is the higher
figure where sources differ."""

_Row: TypeAlias = tuple[tuple[Value, ...], Iterable[Ref]]


def capacities(store: Store, scenario: Scenario, rules: Rules) -> tuple[tuple[str, ...], tuple[_Row, ...]]:
    """The columns and rows of what is at risk in a scenario, with the claims behind each row.

    These are the claims on the likeliest way to each asset, and those that give its figures.

    >>> from araz.face import open_graph
    >>> from araz.ontology.transmission import load_rules
    >>> from araz.queries.scenario import simple_scenario
    >>> store = open_graph("example").store
    >>> columns, rows = capacities(store, simple_scenario(store, ["Iran"]), load_rules())
    >>> rows[0][0][:4], len(rows[0][0]) == len(columns)
    (('capacity', 'electricity', 'Dam', 'MW'), True)
    """
    columns = read_columns(store)
    network = transmission(columns, scenario, rules)
    estimate = sample(network.network, network.shocks, worlds=WORLDS, seed=scenario.seed)
    found = at_risk(store, network, scenario, estimate=estimate, worlds=WORLDS)
    table = _Table(columns, network, scenario)
    return COLUMNS, tuple(row for line in found.lines for row in table.rows(line))


class _Table:
    def __init__(self, columns: Columns, network: Transmission, scenario: Scenario) -> None:
        self.columns = columns
        self.network = network
        self.ways = Ways(network.network, network.shocks)
        self.holders = shared_by(columns, scenario)

    def rows(self, line: LineAtRisk) -> Iterator[_Row]:
        yield self._row(line, None, None, line.distribution, line.assets)
        for part in line.states:
            place = place_of(self.columns, part.state)
            held = [a for a in line.assets if place in self.holders.get(place_of(self.columns, a.entity), ())]
            yield self._row(line, part.state, part.name, part.distribution, held)

    def _row(
        self,
        line: LineAtRisk,
        party: Ref | None,
        name: str | None,
        amount: Distribution,
        assets: Iterable[AssetAtRisk],
    ) -> _Row:
        ends = [end for each in (amount.mean, amount.high, amount.most) for end in (each.low, each.high)]
        kept = list(assets)
        listed = "; ".join(f"{asset.name} {asset.exposure:.2f}" for asset in kept)
        cells = (line.measure.value, line.of, line.family, line.unit, party, name, *ends, listed)
        places = [place_of(self.columns, asset.entity) for asset in kept]
        stated = {ref for asset in kept for ref in asset.behind if ref.prefix == "claim"}
        return cells, sorted({*stated, *claims_on(self.network, self.ways, places)})
