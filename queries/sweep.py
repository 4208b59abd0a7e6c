"""One number of a scenario turned through several values: how exposed each asset is at every one of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from ..errors import UnknownEntity, UnknownTerm, UsageError
from ..graph.dates import check_date
from ..graph.display import Displayed
from ..graph.ref import Ref
from ..graph.store import Store
from ..ontology.transmission import Rules, load_rules
from .assessment import WORLDS, Assessment
from .assets import SHARED, asked
from .coefficients import changed, coefficients
from .columns import VERDICTS, Columns, read_columns
from .exact import MOST
from .names import find_entity
from .network import Transmission, transmission
from .scenario import Scenario, resolved

AS_OF = "as_of"
"""The parameter that is the scenario's date."""

_Build: TypeAlias = Callable[[float | str], Transmission]


@dataclass(frozen=True, slots=True)
class Step:
    """One value of the parameter; the exposure of every asset at it, with bounds, in the order of `Sweep.assets`."""

    value: float | str
    exposure: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    method: str


@dataclass(frozen=True, slots=True)
class Sweep(Displayed):
    """A scenario, the parameter that was turned, the assets, and a step for every value in the order given.

    The assets are those exposed at some value, the one exposed most at the last value first, then by name.
    """

    scenario: Scenario
    parameter: str
    assets: tuple[Ref, ...]
    names: tuple[str, ...]
    steps: tuple[Step, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the table's columns."""
        return (self.parameter, "asset", "exposure", "low", "high", "method")

    @property
    def rows(self) -> tuple[tuple[object, ...], ...]:
        """The table, a row for each value and asset; probabilities to four decimals."""
        return tuple(
            (step.value, name, *(round(x, 4) for x in (found, low, high)), step.method)
            for step in self.steps
            for name, found, low, high in zip(self.names, step.exposure, step.low, step.high, strict=True)
        )

    def record(self) -> dict[str, object]:
        """The sweep as JSON: {"scenario", "parameter", "assets", "steps"}."""
        return {
            "scenario": self.scenario.record(),
            "parameter": self.parameter,
            "assets": [{"id": str(a), "name": name} for a, name in zip(self.assets, self.names, strict=True)],
            "steps": [
                {
                    "value": step.value,
                    "exposure": list(step.exposure),
                    "low": list(step.low),
                    "high": list(step.high),
                    "method": step.method,
                }
                for step in self.steps
            ],
        }


def sweep(
    store: Store,
    scenario: Scenario,
    parameter: str,
    values: Sequence[float | str],
    *,
    of: str = SHARED,
    top: int | None = None,
    most: float = MOST,
    worlds: int = WORLDS,
    columns: Columns | None = None,
) -> Sweep:
    """The exposure of each asset at every value of one parameter; all else stays as the scenario has it.

    `parameter` is what the scenario strikes (an id or a name: the probability of its shock), a rule ("rule:…"), what a
    modality weighs ("modality:reported"), what a class passes on ("absorption:State"), a claim ("claim:…": its
    confidence), or "as_of" (dates). Where worlds are drawn, every step draws the same ones.

    Raises `UsageError` for a value that does not fit and a thing that is not struck, `UnknownTerm` for any other name.

    >>> from araz.face import open_graph
    >>> from araz.queries.scenario import simple_scenario
    >>> store = open_graph("example").store
    >>> closed = simple_scenario(store, ["Strait of Hormuz"], "border-closure")
    >>> found = sweep(store, closed, "Strait of Hormuz", [0.1, 0.5, 1])
    >>> [(step.value, round(step.exposure[0], 3)) for step in found.steps]
    [(0.1, 0.05), (0.5, 0.252), (1, 0.505)]
    """
    if not values:
        raise UsageError("no values to try", remedy="give at least one")
    scenario = resolved(scenario, store)
    columns = read_columns(store) if columns is None else columns
    rules = load_rules(Path(scenario.rules)) if scenario.rules else load_rules()
    build = _builder(store, scenario, columns, rules, parameter)
    assets = asked(store, columns, scenario, of)
    if parameter == AS_OF:
        for value in values:
            check_date(str(value))
        dated = (asked(store, columns, replace(scenario, as_of=str(value)), of) for value in values)
        assets = tuple(sorted({place for found in dated for place in found}))
    networks = [build(value) for value in values]
    # Made for the last network: where the shape never changes, the exact method is worked out once for all steps.
    assessment = Assessment(networks[-1], assets, most=most, worlds=worlds, seed=scenario.seed)
    found = [assessment.of(network) for network in networks]
    reached = [place for place in range(len(assets)) if any(each.high[place] > 0 for each in found)]
    reached.sort(key=lambda p: (-round(float(found[-1].estimate[p]), 12), columns.names[assets[p]]))
    kept = reached[:top]
    steps = tuple(
        Step(value, *(tuple(part[kept].tolist()) for part in each), method=each.method)
        for value, each in zip(values, found, strict=True)
    )
    entities = tuple(columns.entities[assets[place]] for place in kept)
    names = tuple(columns.names[assets[place]] for place in kept)
    return Sweep(scenario, parameter, entities, names, steps)


def _builder(store: Store, scenario: Scenario, columns: Columns, rules: Rules, parameter: str) -> _Build:
    """What makes the network for a value of the parameter."""
    known = coefficients(rules)
    if parameter == AS_OF:
        return lambda value: transmission(columns, replace(scenario, as_of=str(value)), rules)
    if parameter in known:

        def with_value(value: float | str) -> Transmission:
            new = changed(columns, rules, {parameter: _probability(value)})
            return transmission(new.columns, scenario, new.rules)

        return with_value
    if parameter.startswith("claim:"):
        return lambda value: transmission(_confident(columns, parameter, _probability(value)), scenario, rules)
    if parameter.partition(":")[0] in ("rule", "modality", "absorption"):
        raise UnknownTerm(parameter, known)
    return lambda value: transmission(columns, _struck(store, scenario, parameter, _probability(value)), rules)


def _probability(value: float | str) -> float:
    if isinstance(value, str) or not 0 <= value <= 1:
        raise UsageError(f"value {value} is not between 0 and 1", remedy="give probabilities")
    return float(value)


def _struck(store: Store, scenario: Scenario, parameter: str, probability: float) -> Scenario:
    try:
        entity = find_entity(store, parameter)
    except UnknownEntity as error:
        raise UsageError(
            f"unknown parameter {parameter!r}", remedy=error.remedy or "name what is struck, a rule:…, a claim:…, as_of"
        ) from None
    if entity not in {shock.entity for shock in scenario.shocks}:
        struck = ", ".join(str(shock.entity) for shock in scenario.shocks)
        raise UsageError(f"{entity} is not struck", remedy=f"name what is: {struck}")
    shocks = (replace(s, probability=probability) if s.entity == entity else s for s in scenario.shocks)
    return replace(scenario, shocks=tuple(shocks))


def _confident(columns: Columns, parameter: str, confidence: float) -> Columns:
    """The columns with another confidence for one claim, which no reviewer's acceptance overrides then."""
    try:
        place = columns.claims.index(parameter.partition(":")[2])
    except ValueError:
        raise UsageError(f"there is no {parameter}", remedy="give the id of a claim in the store") from None
    confidences, verdicts = columns.confidences.copy(), columns.verdicts.copy()
    confidences[place] = confidence
    if VERDICTS[int(verdicts[place])] == "accepted":
        verdicts[place] = VERDICTS.index("")
    return replace(columns, confidences=confidences, verdicts=verdicts)
