"""How much is at risk: capacity, what passes, trade and population, as distributions, and each state's share.

In every world an asset that is reached counts with all of its amount, one that is not with nothing. Added up are only
amounts that measure the same, of the same thing, of assets of one family (power plants with power plants, not with the
lines that carry their output), and never an asset together with another that it lies in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from ..graph.ref import Ref
from ..graph.store import Store
from ..ontology.schema import load_schema
from ..ontology.vocabulary import Kind, Relation
from .amounts import Amount, amounts, in_unit, notes, split, usual
from .belief import place_of, standing
from .cascade import Estimate
from .columns import KINDS, RELATIONS
from .exact import exposure
from .figures import MEASURES, Range, family_of, figures
from .joint import Truths, Worlds, joint
from .network import Transmission, shared_by
from .risks import AssetAtRisk, AtRisk, Distribution, LineAtRisk, StateAtRisk, Unmeasured
from .scenario import Scenario

Parts = Sequence[tuple[int, Range]]
"""Entities, and how much each counts for."""

_LOCATED_IN = RELATIONS.index(Relation.LOCATED_IN)


def at_risk(
    store: Store,
    network: Transmission,
    scenario: Scenario,
    *,
    assets: Iterable[Ref] | None = None,
    estimate: Estimate | None = None,
    worlds: int = 4096,
) -> AtRisk:
    """What is at risk in the scenario that the network was made for.

    `assets` are those to add up, without them everything that can be reached but states (a shock that reaches a state
    does not reach all who live there) and what is struck itself. `estimate` is the exposure of every node where it is
    known already. Means come from these exposures, quantiles from worlds: all of them where there are few, else
    `worlds` drawn ones, with the luck of the scenario's seed. Raises `UnknownEntity` for an asset that no claim and no
    entity record names.

    >>> from araz.face import open_graph
    >>> from araz.ontology.transmission import load_rules
    >>> from araz.queries.columns import read_columns
    >>> from araz.queries.network import transmission
    >>> from araz.queries.scenario import simple_scenario
    >>> store = open_graph("example").store
    >>> scenario = simple_scenario(store, ["Strait of Hormuz"], "border-closure")
    >>> network = transmission(read_columns(store), scenario, load_rules())
    >>> found = at_risk(store, network, scenario, assets=[Ref("ent", "btc-pipeline")])
    >>> found.note
    'nothing that is asked about is reached'
    """
    columns = network.columns
    if estimate is None:
        estimate = exposure(network.network, network.shocks, worlds=worlds, seed=scenario.seed)
    struck = {network.entity(node) for node, _ in network.shocks}
    asked = _asked(network, assets)
    reached = {e: float(estimate.estimate[network.node(e)]) for e in asked if e not in struck}
    reached = {entity: chance for entity, chance in reached.items() if chance > 0}
    holders = shared_by(columns, scenario)
    parties = {entity: tuple(columns.entities[state] for state in holders.get(entity, ())) for entity in reached}
    stated = figures(store, columns, scenario, holders, reached)
    known = {entity: amounts(stated.get(entity, ()), parties[entity]) for entity in reached}
    measured = [entity for entity in reached if any(amount.whole is not None for amount in known[entity])]
    nodes = [network.node(entity) for entity in measured]
    drawn = joint(network.network, network.shocks, nodes, worlds=worlds, seed=scenario.seed)
    within = _within(network, scenario, measured)
    sums = _Sums(network, parties, reached, measured, drawn, within)
    lines = [sums.line(family, parts) for (_, family, _, _), parts in sorted(_lines(network, known).items())]
    silent = [e for e in reached if e not in sums.rows and (assets is not None or known[e] or _is_asset(network, e))]
    unknown = [
        Unmeasured(columns.entities[e], columns.names[e], reached[e], _all_notes(known[e], sums.names)) for e in silent
    ]
    why = "no figure is known of what is reached" if reached else "nothing that is asked about is reached"
    note = "" if lines else why
    return AtRisk(tuple(lines), tuple(unknown), drawn.method, drawn.drawn, drawn.seed, estimate.method, note)


def _asked(network: Transmission, assets: Iterable[Ref] | None) -> list[int]:
    if assets is None:
        return np.flatnonzero(~network.columns.of_kind(Kind.STATE)).tolist()
    return sorted({place_of(network.columns, each) for each in assets})


def _lines(
    network: Transmission, known: Mapping[int, Sequence[Amount]]
) -> dict[tuple[int, str, str, str], list[tuple[int, Amount]]]:
    """The amounts that may be added up, by measure, family, thing and dimension."""
    found: defaultdict[tuple[int, str, str, str], list[tuple[int, Amount]]] = defaultdict(list)
    for entity, stated in known.items():
        family = family_of(KINDS[int(network.columns.kinds[entity])])
        for amount in stated:
            if amount.whole is not None:
                key = MEASURES.index(amount.measure), family, amount.of.casefold(), amount.dimension
                found[key].append((entity, amount))
    return found


def _within(network: Transmission, scenario: Scenario, measured: Sequence[int]) -> dict[int, frozenset[int]]:
    """For each entity what it lies in, by claims that stand, directly or by way of others."""
    columns = network.columns
    inside = standing(columns, scenario) & (columns.relations == _LOCATED_IN)
    above: defaultdict[int, set[int]] = defaultdict(set)
    for part, whole in zip(columns.subjects[inside].tolist(), columns.objects[inside].tolist(), strict=True):
        above[part].add(whole)
    found: dict[int, frozenset[int]] = {}
    for entity in measured:
        seen: set[int] = set()
        stack = [entity]
        while stack:
            fresh = above.get(stack.pop(), set()) - seen
            seen |= fresh
            stack.extend(sorted(fresh))
        found[entity] = frozenset(seen - {entity})
    return found


def _is_asset(network: Transmission, entity: int) -> bool:
    kind = KINDS[int(network.columns.kinds[entity])]
    return any(load_schema().is_a(kind, each) for each in (Kind.INFRASTRUCTURE, Kind.FLOW))


def _all_notes(stated: Iterable[Amount], names: Mapping[Ref, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(note for amount in stated for note in notes(amount, names)))


@dataclass(slots=True)
class _Sums:
    """Adds up amounts over the worlds."""

    network: Transmission
    parties: Mapping[int, Sequence[Ref]]
    exposure: Mapping[int, float]
    measured: Sequence[int]
    worlds: Worlds
    within: Mapping[int, frozenset[int]]
    rows: Mapping[int, int] = field(init=False)
    names: Mapping[Ref, str] = field(init=False)

    def __post_init__(self) -> None:
        self.rows = {entity: row for row, entity in enumerate(self.measured)}
        self.names = dict(zip(self.network.columns.entities, self.network.columns.names, strict=True))

    def line(self, family: str, parts: Sequence[tuple[int, Amount]]) -> LineAtRisk:
        unit = usual(amount.unit for _, amount in parts)
        whole = [(e, in_unit(amount.whole, amount.unit, unit)) for e, amount in parts if amount.whole is not None]
        first = parts[0][1]
        return LineAtRisk(
            measure=first.measure,
            of=first.of,
            family=family,
            unit=unit,
            distribution=self._distribution(whole),
            states=self._states(parts, unit),
            assets=self._assets(parts, whole),
        )

    def _assets(self, parts: Sequence[tuple[int, Amount]], whole: Parts) -> tuple[AssetAtRisk, ...]:
        """Each asset once, also when it counts with several amounts, one for each way that something goes."""
        entities = self.network.columns.entities
        total: dict[int, Range] = {}
        for entity, amount in whole:
            total[entity] = total[entity] + amount if entity in total else amount
        found: list[AssetAtRisk] = []
        for entity in sorted(total, key=lambda e: (-self.exposure[e], self.names[entities[e]], e)):
            mine = [amount for each, amount in parts if each == entity]
            behind = {figure.behind for amount in mine for figure in amount.figures if figure.behind is not None}
            found.append(
                AssetAtRisk(
                    entity=entities[entity],
                    name=self.names[entities[entity]],
                    exposure=self.exposure[entity],
                    amount=total[entity],
                    notes=_all_notes(mine, self.names),
                    behind=tuple(sorted(behind)),
                )
            )
        return tuple(found)

    def _states(self, parts: Sequence[tuple[int, Amount]], unit: str) -> tuple[StateAtRisk, ...]:
        shares: defaultdict[Ref, list[tuple[int, Range]]] = defaultdict(list)
        assumed: defaultdict[Ref, set[Ref]] = defaultdict(set)
        for entity, amount in parts:
            for state, share in split(amount, self.parties[entity]).items():
                shares[state].append((entity, in_unit(share.amount, amount.unit, unit)))
                if share.assumed:
                    assumed[state].add(self.network.columns.entities[entity])
        return tuple(
            StateAtRisk(state, self.names[state], self._distribution(shares[state]), tuple(sorted(assumed[state])))
            for state in sorted(shares, key=lambda ref: (self.names[ref], ref))
        )

    def _distribution(self, parts: Parts) -> Distribution:
        places = {entity for entity, _ in parts}
        worlds = self.worlds
        low, high = np.zeros(worlds.weights.size), np.zeros(worlds.weights.size)
        mean = most = Range(0.0, 0.0)
        for entity, amount in parts:
            counts = self._counts(entity, places)
            low += counts * amount.low
            high += counts * amount.high
            around = bool(self.within[entity] & places)
            chance = float(counts @ worlds.weights) if around else self.exposure[entity]
            mean += Range(chance * amount.low, chance * amount.high)
            most += Range(0.0, 0.0) if around else amount
        p5, median, p95 = (Range(worlds.quantile(low, q), worlds.quantile(high, q)) for q in (0.05, 0.5, 0.95))
        return Distribution(mean, p5, median, p95, most)

    def _counts(self, entity: int, places: set[int]) -> Truths:
        """The worlds in which an asset counts: it is reached, and nothing that it lies in is."""
        counts = self.worlds.reached[self.rows[entity]]
        for outer in sorted(self.within[entity] & places):
            counts = counts & ~self.worlds.reached[self.rows[outer]]
        return counts
