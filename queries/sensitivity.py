"""On which numbers an answer rests: each coefficient moved within what its word means, and what that does.

Elementary effects (Morris 1991, with the mu* of Campolongo, Cariboni and Saltelli 2007), drawn and summed up by SALib.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ..errors import UsageError
from ..graph.display import Displayed
from ..graph.ref import Ref
from ..graph.store import Store
from ..ontology.transmission import Rules, load_rules
from ..ontology.turtle import FOLDER, Turtle
from .assessment import WORLDS, Assessment
from .assets import SHARED, asked
from .cascade import Estimate
from .coefficients import Values, changed, coefficients
from .columns import Columns, read_columns
from .exact import MOST
from .morris import Ranges, effects, require, walks
from .network import Transmission, transmission
from .scenario import Scenario, resolved
from .topology import Floats, Indices

TRAJECTORIES = 10
"""How many walks through the coefficients: each moves every one of them once."""

_WORK = 5e8
"""How many edges, times blocks of 64 worlds, all evaluations together may take: under a minute."""

_FEWEST = 1024


@dataclass(frozen=True, slots=True)
class Effect:
    """What one coefficient does as it moves from `low` to `high`: mu* (mean size of the effect) and sigma (its spread).

    `ranking` is the effect on the order of the assets, as the share of pairs (0..1) that stand otherwise than in the
    answer; `exposure` that on each asset, in the order of `Sensitivity.assets`. A sigma near mu* or above means that
    the effect depends on what the other coefficients are.
    """

    coefficient: str
    value: float
    low: float
    high: float
    ranking: float
    ranking_sigma: float
    exposure: tuple[float, ...]
    exposure_sigma: tuple[float, ...]

    @property
    def largest(self) -> int:
        """The place of the asset whose exposure it moves most."""
        return int(np.argmax(self.exposure)) if self.exposure else 0


@dataclass(frozen=True, slots=True)
class Sensitivity(Displayed):
    """The assets with their exposure, the most exposed first, and the coefficients, what moves the ranking most first.

    Coefficients that stand on no way from what is struck to an asset are left out, and so is what is 0 or 1 by
    definition. `evaluations` is how many times all exposures were worked out.
    """

    scenario: Scenario
    assets: tuple[Ref, ...]
    names: tuple[str, ...]
    exposure: tuple[float, ...]
    method: str
    trajectories: int
    evaluations: int
    off_by: int
    effects: tuple[Effect, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the table's columns."""
        return ("coefficient", "value", "low", "high", "ranking_mu", "ranking_sigma", "moves_most", "mu", "sigma")

    @property
    def rows(self) -> tuple[tuple[object, ...], ...]:
        """The table, a row for each coefficient, with the asset whose exposure it moves most; to four decimals."""
        return tuple(
            (
                *(e.coefficient, e.value, e.low, e.high, round(e.ranking, 4), round(e.ranking_sigma, 4)),
                *(self.names[e.largest], round(e.exposure[e.largest], 4), round(e.exposure_sigma[e.largest], 4)),
            )
            for e in self.effects
        )

    def record(self) -> dict[str, object]:
        """The answer as JSON."""
        return {
            "scenario": self.scenario.record(),
            "method": self.method,
            "trajectories": self.trajectories,
            "evaluations": self.evaluations,
            "off_by": self.off_by,
            "seed": self.scenario.seed,
            "assets": [
                {"id": str(asset), "name": name, "exposure": found}
                for asset, name, found in zip(self.assets, self.names, self.exposure, strict=True)
            ],
            "effects": [
                {
                    "coefficient": e.coefficient,
                    "value": e.value,
                    "low": e.low,
                    "high": e.high,
                    "ranking": {"mu": e.ranking, "sigma": e.ranking_sigma},
                    "exposure": [{"mu": m, "sigma": s} for m, s in zip(e.exposure, e.exposure_sigma, strict=True)],
                }
                for e in self.effects
            ],
        }


def sensitivity(
    store: Store,
    scenario: Scenario,
    *,
    of: str = SHARED,
    top: int | None = None,
    trajectories: int = TRAJECTORIES,
    off_by: int = 0,
    most: float = MOST,
    worlds: int = WORLDS,
    columns: Columns | None = None,
) -> Sensitivity:
    """What each coefficient does to the exposure of the assets (`of`, the `top` most exposed) and to their order.

    Every coefficient moves within the band of the scale that its value stands in, "likely" between 0.55 and 0.80: the
    question is what the answer would be had another number been taken for the same word. With `off_by` 1 the word
    itself may be one grade off, either way. Exact where that is cheap; else the same worlds each time, fewer of them
    where all evaluations together would take too long. The scenario's seed draws the walks.

    Raises `UsageError` where SALib is not installed, and where it would take too long at any number of worlds.
    """
    if trajectories < 2 or off_by < 0 or (top is not None and top < 1):
        raise UsageError(f"trajectories {trajectories}, off by {off_by}, top {top}", remedy="give 2, 0, 1 or more")
    require()
    scenario = resolved(scenario, store)
    columns = read_columns(store) if columns is None else columns
    rules = load_rules(Path(scenario.rules)) if scenario.rules else load_rules()
    model = _Model(columns, scenario, rules)
    network = model.network({})
    assets = asked(store, columns, scenario, of)
    ranges = _ranges(model, network, assets, off_by)
    evaluations = trajectories * (len(ranges) + 1)
    worlds = min(worlds, int(_WORK / (evaluations * max(network.network.edges, 1))) * 64)
    whole = Assessment(network, assets, most=most, worlds=max(worlds, 64), seed=scenario.seed)
    if not whole.exact and worlds < _FEWEST:
        raise UsageError(
            f"{evaluations} evaluations of this network take too long", remedy="ask for fewer trajectories"
        )
    found = whole.of(network)
    order = _order(columns, assets, found)[:top]
    base, places = found.estimate[order], [assets[place] for place in order]
    moved = _effects(model, ranges, whole.narrowed(places), base, trajectories) if ranges and order else ()
    return Sensitivity(
        scenario=scenario,
        assets=tuple(columns.entities[place] for place in places),
        names=tuple(columns.names[place] for place in places),
        exposure=tuple(base.tolist()),
        method=found.method,
        trajectories=trajectories,
        evaluations=evaluations if moved else 0,
        off_by=off_by,
        effects=moved,
    )


def kendall_distance(one: npt.ArrayLike, other: npt.ArrayLike) -> float:
    """The share of pairs that two lists of numbers put in another order, 0..1; a tie in only one of them counts half.

    >>> kendall_distance([3, 2, 1], [3, 1, 2]), kendall_distance([1, 2], [2, 1]), kendall_distance([1], [2])
    (0.3333333333333333, 1.0, 0.0)
    """
    first, second = (np.round(np.asarray(each, np.float64), 12) for each in (one, other))
    low, high = np.triu_indices(first.size, 1)
    if not low.size:
        return 0.0
    signs = np.sign(first[low] - first[high]) - np.sign(second[low] - second[high])
    return float(np.mean(np.abs(signs))) / 2


@dataclass(frozen=True, slots=True)
class _Model:
    """The network as a function of the coefficients."""

    columns: Columns
    scenario: Scenario
    rules: Rules

    def network(self, values: Values) -> Transmission:
        new = changed(self.columns, self.rules, values)
        return transmission(new.columns, self.scenario, new.rules)


def _order(columns: Columns, assets: Sequence[int], found: Estimate) -> list[int]:
    """The places of the assets that are reached at all, the most exposed first, then by name."""
    reached = [place for place in range(len(assets)) if found.high[place] > 0]
    return sorted(reached, key=lambda p: (-round(float(found.estimate[p]), 12), columns.names[assets[p]], assets[p]))


def _ranges(model: _Model, network: Transmission, assets: Sequence[int], off_by: int) -> dict[str, tuple[float, float]]:
    """The range of every coefficient that changes an edge on a way from what is struck to an asset, by name."""
    between = _between(network, assets)
    before = network.network.probabilities[between]
    struck = {str(shock.kind) for shock in model.scenario.shocks}
    idle = {rule.name for rule in model.rules.rules} - {r.name for r in model.rules.rules if r.shock in struck}
    bands = _bands()
    found: dict[str, tuple[float, float]] = {}
    for name, value in sorted(coefficients(model.rules).items()):
        if name in idle or not 0 < value < 1:
            continue
        # Less by a tenth never closes an edge: the network keeps its shape, and edges can be compared one by one.
        after = model.network({name: value * 0.9}).network.probabilities[between]
        if not np.array_equal(before, after):
            found[name] = _range(bands, value, off_by)
    return found


def _between(network: Transmission, assets: Sequence[int]) -> npt.NDArray[np.bool_]:
    """Which edges lie on some walk from what is struck to an asset."""
    plain = network.network
    ahead = _reached(plain.n, plain.tails, plain.heads, [node for node, _ in network.shocks])
    behind = _reached(plain.n, plain.heads, plain.tails, [network.node(asset) for asset in assets])
    return ahead[plain.tails] & behind[plain.heads]


def _reached(n: int, tails: Indices, heads: Indices, start: Sequence[int]) -> npt.NDArray[np.bool_]:
    seen = np.zeros(n, np.bool_)
    seen[list(start)] = True
    count = 0
    while count != (count := int(seen.sum())):
        seen[heads[seen[tails]]] = True
    return seen


def _bands() -> list[tuple[float, float]]:
    """The bands of the scale, the lowest first."""
    ttl = Turtle(FOLDER / "transmission.ttl")
    ends = (tuple(float(ttl.text(name, end)) for end in ("az:low", "az:high")) for name in ttl.subjects("az:Grade"))
    return sorted((low, high) for low, high in ends)


def _range(bands: Sequence[tuple[float, float]], value: float, off_by: int) -> tuple[float, float]:
    """The band that holds a value, with as many neighbours on either side; a value off the scale widens its last band.

    >>> _range([(0.01, 0.05), (0.05, 0.2), (0.2, 0.45)], 0.125, 0)
    (0.05, 0.2)
    """
    # A value on the border of two bands is in both; one that is off the scale goes with the band at its end.
    holding = [number for number, (low, high) in enumerate(bands) if low <= value <= high]
    holding = holding or [0 if value < bands[0][0] else len(bands) - 1]
    low, high = bands[max(holding[0] - off_by, 0)][0], bands[min(holding[-1] + off_by, len(bands) - 1)][1]
    return min(low, value), max(high, value)


def _effects(
    model: _Model, ranges: Ranges, assessment: Assessment, base: Floats, trajectories: int
) -> tuple[Effect, ...]:
    points = walks(ranges, trajectories, model.scenario.seed)
    results = np.empty((len(points), base.size + 1))
    for row, point in enumerate(points):
        network = model.network(dict(zip(ranges, point.tolist(), strict=True)))
        results[row, :-1] = assessment.of(network).estimate
        results[row, -1] = kendall_distance(base, results[row, :-1])
    sizes, spreads = effects(ranges, points, results)
    values = coefficients(model.rules)
    found = [
        Effect(
            coefficient=name,
            value=values[name],
            low=ranges[name][0],
            high=ranges[name][1],
            ranking=float(sizes[place, -1]),
            ranking_sigma=float(spreads[place, -1]),
            exposure=tuple(sizes[place, :-1].tolist()),
            exposure_sigma=tuple(spreads[place, :-1].tolist()),
        )
        for place, name in enumerate(ranges)
    ]
    return tuple(sorted(found, key=lambda e: (-round(e.ranking, 12), -round(max(e.exposure), 12), e.coefficient)))
