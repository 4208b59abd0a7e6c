"""What could stand in for an exposed asset: what is declared as its alternative, and what does the same by its class.

Found is an asset of the same class, or of a class beside it under the same parent (a solar plant for a hydro plant),
in which the states with a stake in the exposed asset hold one too (two of them at least, where there are several), and
that neither is nor needs nor belongs to what the scenario strikes, as far as claims that stand say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..graph.display import Displayed
from ..graph.ref import Ref
from ..graph.store import Store
from ..ontology.schema import ROOT, load_schema
from ..ontology.vocabulary import Kind, Relation
from .amounts import Amount, amounts, notes
from .belief import place_of, standing
from .cascade import Estimate
from .columns import KINDS, RELATIONS, Columns
from .exact import exposure
from .figures import figures
from .network import Transmission, shared_by
from .scenario import Scenario

NEEDED = (Relation.DEPENDS_ON, Relation.PASSES_THROUGH, Relation.CONNECTS, Relation.LOCATED_IN, Relation.ON_RIVER)
"""The relations of which the subject cannot do without the object, or not where it is."""

_ALTERNATIVE = RELATIONS.index(Relation.ALTERNATIVE_TO)


@dataclass(frozen=True, slots=True)
class Alternative:
    """Something that could stand in, `declared` by a claim or found, and `why`, in words.

    `exposure`, `low` and `high` are its own in the scenario. `amounts` is what is known of how much it can do (empty:
    nothing is), `notes` what is contested about that. `claims` are those by which it qualifies.
    """

    entity: Ref
    name: str
    kind: Kind
    declared: bool
    why: str
    exposure: float
    low: float
    high: float
    amounts: tuple[Amount, ...]
    notes: tuple[str, ...]
    claims: tuple[Ref, ...]

    def record(self) -> dict[str, object]:
        """The alternative as JSON."""
        return {
            "id": str(self.entity),
            "name": self.name,
            "class": self.kind.value,
            "declared": self.declared,
            "why": self.why,
            "exposure": self.exposure,
            "low": self.low,
            "high": self.high,
            "amounts": [amount.record() for amount in self.amounts],
            "notes": list(self.notes),
            "claims": [str(claim) for claim in self.claims],
        }


@dataclass(frozen=True, slots=True)
class Instead(Displayed):
    """An asset, its exposure and amounts, and its alternatives: the declared first, then the least exposed.

    `note` says why there are none, "" when there are. `method` is how exposures were found.
    """

    asset: Ref
    name: str
    exposure: float
    amounts: tuple[Amount, ...]
    alternatives: tuple[Alternative, ...]
    method: str
    note: str = ""

    def record(self) -> dict[str, object]:
        """The answer as JSON."""
        return {
            "asset": str(self.asset),
            "name": self.name,
            "exposure": self.exposure,
            "amounts": [amount.record() for amount in self.amounts],
            "alternatives": [each.record() for each in self.alternatives],
            "method": self.method,
            "note": self.note,
        }


def instead(
    store: Store,
    network: Transmission,
    scenario: Scenario,
    asset: Ref,
    *,
    estimate: Estimate | None = None,
    worlds: int = 4096,
) -> Instead:
    """What could stand in for an asset in the scenario that the network was made for.

    `estimate` is the exposure of every node where it is known already. Raises `UnknownEntity` for an asset that no
    claim and no entity record names.

    >>> from araz.face import open_graph
    >>> from araz.ontology.transmission import load_rules
    >>> from araz.queries.columns import read_columns
    >>> from araz.queries.network import transmission
    >>> from araz.queries.scenario import simple_scenario
    >>> store = open_graph("example").store
    >>> scenario = simple_scenario(store, ["Strait of Hormuz"], "border-closure")
    >>> network = transmission(read_columns(store), scenario, load_rules())
    >>> found = instead(store, network, scenario, Ref("ent", "bandar-abbas-port"))
    >>> [(each.name, each.declared) for each in found.alternatives]
    [('Chabahar Port', True)]
    """
    columns = network.columns
    place = place_of(columns, asset)
    if estimate is None:
        estimate = exposure(network.network, network.shocks, worlds=worlds, seed=scenario.seed)
    case = _Case.of(network, scenario, place)
    reasons = {**case.found(), **case.declared()}
    stated = figures(store, columns, scenario, case.holders, [place, *reasons])
    known = {each: amounts(stated.get(each, ()), case.states(each)) for each in (place, *reasons)}
    alternatives = [
        _alternative(network, entity, reason, known[entity], estimate)
        for entity, reason in reasons.items()
        if reason.declared or _alike(known[place], known[entity])
    ]
    alternatives.sort(key=lambda each: (not each.declared, round(each.exposure, 12), each.name, each.entity))
    own = float(estimate.estimate[network.node(place)])
    note = "" if alternatives else case.why_none()
    return Instead(asset, columns.names[place], own, known[place], tuple(alternatives), estimate.method, note)


@dataclass(frozen=True, slots=True)
class _Reason:
    """Whether an alternative is declared, why it qualifies, and the claims behind that (places in `Columns.claims`)."""

    declared: bool
    why: str
    claims: Sequence[int]


def _alternative(
    network: Transmission, entity: int, reason: _Reason, known: tuple[Amount, ...], estimate: Estimate
) -> Alternative:
    columns, node = network.columns, network.node(entity)
    parties = {party for amount in known for party in amount.shares}
    names = {party: columns.names[place_of(columns, party)] for party in parties}
    return Alternative(
        entity=columns.entities[entity],
        name=columns.names[entity],
        kind=KINDS[int(columns.kinds[entity])],
        declared=reason.declared,
        why=reason.why,
        exposure=float(estimate.estimate[node]),
        low=float(estimate.low[node]),
        high=float(estimate.high[node]),
        amounts=known,
        notes=tuple(dict.fromkeys(note for amount in known for note in notes(amount, names))),
        claims=tuple(sorted({Ref("claim", columns.claims[claim]) for claim in reason.claims})),
    )


def _alike(one: Sequence[Amount], other: Sequence[Amount]) -> bool:
    """Whether two assets may carry the same: a line known to carry oil only does not replace one for gas."""
    things = [{amount.of.casefold() for amount in amounts if amount.of} for amounts in (one, other)]
    return not all(things) or bool(things[0] & things[1])


@dataclass(frozen=True, slots=True)
class _Case:
    """An asset in a scenario: who holds stakes in what, and what each thing needs."""

    columns: Columns
    asset: int
    struck: frozenset[int]
    holders: Mapping[int, Sequence[int]]
    stakes: Mapping[tuple[int, int], Sequence[int]]
    needs: Mapping[int, frozenset[int]]
    declarations: Sequence[int]

    @classmethod
    def of(cls, network: Transmission, scenario: Scenario, asset: int) -> _Case:
        columns = network.columns
        counts = standing(columns, scenario)
        relations = load_schema().relations
        holds = np.array([relations[relation].stake is not None for relation in RELATIONS])[columns.relations]
        stakes: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        for claim in np.flatnonzero(counts & holds).tolist():
            one, other = int(columns.subjects[claim]), int(columns.objects[claim])
            stakes[one, other].append(claim)
            stakes[other, one].append(claim)
        things = ~columns.of_kind(Kind.ACTOR)
        needed = np.isin(columns.relations, [RELATIONS.index(relation) for relation in NEEDED])
        needs: defaultdict[int, set[int]] = defaultdict(set)
        # What a state depends on is its own affair: only what a thing needs is needed by what needs the thing.
        for claim in np.flatnonzero(counts & needed & things[columns.subjects]).tolist():
            needs[int(columns.subjects[claim])].add(int(columns.objects[claim]))
        declared = counts & (columns.relations == _ALTERNATIVE) & (columns.subjects != columns.objects)
        declared &= (columns.subjects == asset) | (columns.objects == asset)
        return cls(
            columns=columns,
            asset=asset,
            struck=frozenset(network.entity(node) for node, _ in network.shocks),
            holders=shared_by(columns, scenario),
            stakes=stakes,
            needs={thing: frozenset(all_needed) for thing, all_needed in needs.items()},
            declarations=np.flatnonzero(declared).tolist(),
        )

    def declared(self) -> dict[int, _Reason]:
        """What a claim calls an alternative to the asset, or the asset to it."""
        by_other: defaultdict[int, list[int]] = defaultdict(list)
        for claim in self.declarations:
            ends = {int(self.columns.subjects[claim]), int(self.columns.objects[claim])}
            by_other[(ends - {self.asset}).pop()].append(claim)
        found: dict[int, _Reason] = {}
        for other, claims in sorted(by_other.items()):
            touched = self.touched(other)
            why = f"declared to be an alternative to {self.columns.names[self.asset]}"
            if touched:
                why += f", but not clear of {self.listed(touched)}"
            found[other] = _Reason(declared=True, why=why, claims=claims)
        return found

    def found(self) -> dict[int, _Reason]:
        """What is of the asset's class, or beside it, and serves its parties without what is struck."""
        parties = self.parties()
        if not parties:
            return {}
        found: dict[int, _Reason] = {}
        for other in np.flatnonzero(self.alike()).tolist():
            served = [state for state in self.holders.get(other, ()) if state in parties]
            # Two or more parties have to be connected to each other; a single one, to be served.
            if other == self.asset or len(served) < min(2, len(parties)) or self.touched(other):
                continue
            claims = [claim for state in served for claim in self.stakes[other, state]]
            found[other] = _Reason(declared=False, why=self.reason(other, parties, served), claims=claims)
        return found

    def states(self, thing: int) -> list[Ref]:
        """The states that hold a stake in a thing."""
        return [self.columns.entities[state] for state in self.holders.get(thing, ())]

    def parties(self) -> list[int]:
        """The states that hold a stake in the asset and are not struck."""
        return [state for state in self.holders.get(self.asset, ()) if state not in self.struck]

    def alike(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Which entities are of the asset's class or of one beside it; a class without a real parent stands alone."""
        classes = load_schema().classes
        own = KINDS[int(self.columns.kinds[self.asset])]
        parent = classes[own].parent
        # Infrastructure, or Flow, is too wide to be alike.
        wide = not parent or parent == ROOT or classes[parent].parent == ROOT
        return self.columns.of_kind(own if wide else Kind(parent))

    def touched(self, thing: int) -> list[int]:
        """What is struck among the thing itself, those who hold a stake in it, and all that it needs."""
        seen = {thing, *self.holders.get(thing, ())}
        stack = [thing]
        while stack:
            fresh = self.needs.get(stack.pop(), frozenset()) - seen
            seen |= fresh
            stack.extend(sorted(fresh))
        return sorted(self.struck & seen)

    def reason(self, other: int, parties: Sequence[int], served: Sequence[int]) -> str:
        kind = load_schema().classes[KINDS[int(self.columns.kinds[other])]]
        verb = "serves" if len(served) == 1 else "ties"
        left = [state for state in parties if state not in served]
        why = f"a {kind.label} that {verb} {self.listed(served)}"
        why += f", though not {self.listed(left)}," if left else ""
        return f"{why} and does not touch {self.listed(sorted(self.struck))}"

    def why_none(self) -> str:
        if not self.holders.get(self.asset):
            return "no alternative is declared, and no state is known to hold a stake in it, so nothing can be compared"
        if not self.parties():
            return "no alternative is declared, and all states with a stake in it are struck themselves"
        return "no alternative is declared, and nothing of its class serves the same states clear of what is struck"

    def listed(self, places: Iterable[int]) -> str:
        """Names in a sentence: "Iran, Russia and Türkiye"."""
        names = sorted(self.columns.names[place] for place in places)
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
