"""One scenario against another, asset by asset: how much more exposed each is in the one than in the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..graph.display import Displayed
from ..graph.ref import Ref
from ..graph.store import Store
from ..ontology.transmission import load_rules
from ..ontology.vocabulary import Kind, ShockKind
from .assessment import WORLDS, Assessment
from .assets import SHARED, asked
from .cascade import Estimate, difference
from .columns import KINDS, Columns, read_columns
from .exact import MOST
from .network import Transmission, transmission
from .scenario import Scenario, resolved
from .topology import Network

COLUMNS = ("rank", "asset", "class", "one", "other", "difference", "low", "high")
"""The columns of a comparison's table."""

_SAME = 1e-12
"""Two ways of working out one number differ by less than this: that is rounding, and no difference."""


@dataclass(frozen=True, slots=True)
class Compared:
    """An asset in two scenarios: its exposure in each, and `one` minus `other` with its 95 % interval."""

    rank: int
    entity: Ref
    name: str
    kind: Kind
    one: float
    other: float
    difference: float
    low: float
    high: float

    def record(self) -> dict[str, object]:
        """The line as JSON."""
        return {
            "rank": self.rank,
            "id": str(self.entity),
            "name": self.name,
            "class": self.kind.value,
            "one": self.one,
            "other": self.other,
            "difference": self.difference,
            "low": self.low,
            "high": self.high,
        }


@dataclass(frozen=True, slots=True)
class Comparison(Displayed):
    """Two scenarios, and the assets exposed in either, the largest difference first, then by name.

    `method` is "exact": every interval has width 0; or "sampled, same worlds". `worlds` is None when exact, `seed` the
    first scenario's, which draws the worlds of both.
    """

    one: Scenario
    other: Scenario
    method: str
    worlds: int | None
    seed: int
    results: tuple[Compared, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the table's columns."""
        return COLUMNS

    @property
    def rows(self) -> tuple[tuple[object, ...], ...]:
        """The table, one row an asset; probabilities to four decimals."""
        return tuple(
            (r.rank, r.name, r.kind.value, *(round(x, 4) for x in (r.one, r.other, r.difference, r.low, r.high)))
            for r in self.results
        )

    def record(self) -> dict[str, object]:
        """The comparison as JSON: {"one", "other", "method", "worlds", "seed", "results"}."""
        return {
            "one": self.one.record(),
            "other": self.other.record(),
            "method": self.method,
            "worlds": self.worlds,
            "seed": self.seed,
            "results": [line.record() for line in self.results],
        }


def compare(
    store: Store,
    one: Scenario,
    other: Scenario,
    *,
    of: str = SHARED,
    top: int | None = None,
    most: float = MOST,
    worlds: int = WORLDS,
    columns: Columns | None = None,
) -> Comparison:
    """How exposed each asset is in one scenario and in another, and the difference.

    `of` and `top` are those of `whatif`; what either scenario strikes itself is left out. When both answers are exact
    (at most `most` steps), so is the difference. Else both are drawn with the same luck, `worlds` of them, so that what
    the scenarios share cancels out and the interval is for the difference, not for each answer.

    >>> from araz.face import open_graph
    >>> from araz.queries.scenario import Shock
    >>> store = open_graph("example").store
    >>> shut, even = (Scenario((Shock("Strait of Hormuz", "border-closure", p),)) for p in (1.0, 0.5))
    >>> [(line.name, round(line.difference, 3)) for line in compare(store, shut, even).results]
    [('International North-South Transport Corridor', 0.252)]
    """
    one, other = resolved(one, store), resolved(other, store)
    columns = read_columns(store) if columns is None else columns
    first, second = (_network(columns, scenario) for scenario in (one, other))
    struck = {network.entity(node) for network in (first, second) for node, _ in network.shocks}
    assets = sorted({place for each in (one, other) for place in asked(store, columns, each, of)} - struck)
    parts = [
        Assessment(network, assets, most=most, worlds=worlds, seed=one.seed).of(network) for network in (first, second)
    ]
    if all(part.method == "exact" for part in parts):
        gap = parts[0].estimate - parts[1].estimate
        gap[np.abs(gap) < _SAME] = 0.0
        apart = Estimate(gap, gap, gap, "exact")
    else:
        apart = _drawn(one, other, first, second, assets, worlds)
    return Comparison(
        one,
        other,
        apart.method,
        apart.worlds or None,
        one.seed,
        _lines(columns, assets, parts, apart)[:top],
    )


def _network(columns: Columns, scenario: Scenario) -> Transmission:
    rules = load_rules(Path(scenario.rules)) if scenario.rules else load_rules()
    return transmission(columns, scenario, rules)


def _lines(columns: Columns, assets: Sequence[int], parts: Sequence[Estimate], apart: Estimate) -> tuple[Compared, ...]:
    reached = [place for place in range(len(assets)) if parts[0].high[place] > 0 or parts[1].high[place] > 0]
    order = sorted(
        reached,
        key=lambda p: (
            -round(abs(float(apart.estimate[p])), 12),
            columns.names[assets[p]],
            columns.entities[assets[p]],
        ),
    )
    return tuple(
        Compared(
            rank=rank,
            entity=columns.entities[assets[place]],
            name=columns.names[assets[place]],
            kind=KINDS[int(columns.kinds[assets[place]])],
            one=float(parts[0].estimate[place]),
            other=float(parts[1].estimate[place]),
            difference=float(apart.estimate[place]),
            low=float(apart.low[place]),
            high=float(apart.high[place]),
        )
        for rank, place in enumerate(order, 1)
    )


def _drawn(
    one: Scenario, other: Scenario, first: Transmission, second: Transmission, assets: Sequence[int], worlds: int
) -> Estimate:
    """The difference from worlds drawn with the same luck, the nodes of both networks numbered alike."""
    kinds = sorted({*_kinds(one), *_kinds(other)})
    place = [kinds.index(kind) for kind in _kinds(one)], [kinds.index(kind) for kind in _kinds(other)]
    networks = _numbered(first, place[0], len(kinds)), _numbered(second, place[1], len(kinds))
    shocks = _shocks(first, place[0]), _shocks(second, place[1])
    found = difference(*networks, *shocks, worlds=worlds, seed=one.seed)
    last = len(kinds) * len(first.columns.entities) if len(kinds) > 1 else 0
    nodes = [last + asset for asset in assets]
    low, high = found.low[nodes], found.high[nodes]
    return Estimate(found.estimate[nodes], low, high, found.method, found.worlds, found.seed)


def _kinds(scenario: Scenario) -> list[ShockKind]:
    return sorted({ShockKind(shock.kind) for shock in scenario.shocks})


def _shocks(network: Transmission, place: Sequence[int]) -> list[tuple[int, float]]:
    size = len(network.columns.entities)
    return [(place[node // size] * size + node % size, chance) for node, chance in network.shocks]


def _numbered(network: Transmission, place: Sequence[int], layers: int) -> Network:
    """The network with `layers` layers and a last one, its own layers put in their place among them."""
    plain, size = network.network, len(network.columns.entities)
    if layers == 1:
        return plain
    moved = np.array([*place, layers], np.int32)
    tails, heads = (moved[ends // size] * size + ends % size for ends in (plain.tails, plain.heads))
    chances, keys = plain.probabilities, np.zeros(plain.edges, np.uint64) if plain.keys is None else plain.keys.copy()
    # Edges that join layers are always open: their keys need only be the same in both networks. Layers without edges
    # are joined too, for what one network has and the other lacks counts as a difference between them.
    joined = network.edges.rules < 0
    keys[joined] = tails[joined]
    without = [layer for layer in range(layers) if layer not in place or len(place) == 1]
    ends = np.concatenate(
        [np.empty(0, np.int32), *(np.arange(size, dtype=np.int32) + layer * size for layer in without)]
    )
    tails, heads = np.append(tails, ends), np.append(heads, ends % size + layers * size)
    chances, keys = np.append(chances, np.ones(ends.size)), np.append(keys, ends.astype(np.uint64))
    return Network((layers + 1) * size, tails, heads, chances, plain.groups, keys)
