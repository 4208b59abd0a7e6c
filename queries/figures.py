"""What is stated about how much an asset can carry, what passes, what it is worth and who lives there.

A figure is a number as somebody states it: an attribute of an entity, or a quantity on a claim that stands. What it
counts is written in its `of`: the plain thing ("electricity"), or after a comma a part of it, a plan or a share
("electricity, share of Azerbaijan"). A quantity on a claim that a state operates, owns or participates in an asset is
that state's share; on any other claim about the asset it is the whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..graph.claim import Attribute, Claim, Entity, Quantity
from ..graph.ref import Ref
from ..graph.store import Store
from ..ontology.schema import load_schema
from ..ontology.vocabulary import Kind, Measure, Relation
from .belief import place_of, standing
from .columns import RELATIONS, Columns
from .scenario import Scenario

MEASURES = (Measure.CAPACITY, Measure.THROUGHPUT, Measure.TRADE_VALUE, Measure.POPULATION)
"""What can be at risk."""

HELD = frozenset({Relation.OPERATES, Relation.OWNS, Relation.PARTICIPATES_IN})
"""The relations of which a quantity is the subject's own share of the object."""

TRADED = frozenset({Relation.EXPORTS_TO, Relation.SUPPLIES_TO})
"""The relations of which a quantity is what passes, or what it is worth."""

PLACED = frozenset(
    {
        *(Relation.CONNECTS, Relation.PASSES_THROUGH, Relation.LOCATED_IN, Relation.ON_RIVER),
        *(Relation.BUILDS, Relation.CONTROLS),
    }
)
"""The relations of which a quantity is the whole capacity of the asset."""


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`: one number, or the least and the most that is stated.

    >>> Range(1.0, 2.0) + Range(3.0, 3.0)
    Range(low=4.0, high=5.0)
    """

    low: float
    high: float

    def __add__(self, other: Range) -> Range:
        return Range(self.low + other.low, self.high + other.high)

    @property
    def contested(self) -> bool:
        """Whether those who state it differ."""
        return self.low < self.high

    def words(self, unit: str) -> str:
        """The range with its unit: "80 MW", "51 to 100 MW".

        >>> Range(51.0, 100.0).words("MW")
        '51 to 100 MW'
        """
        number = f"{self.low:.10g} to {self.high:.10g}" if self.contested else f"{self.low:.10g}"
        return f"{number} {unit}"

    def record(self) -> list[float]:
        """The range as JSON: [low, high]."""
        return [self.low, self.high]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as it is stated, and by whom: a source, or a claim, whose id `behind` is.

    `thing` is what is counted, `part` which part of it ("" for the whole), `party` whose share it is (None for no
    share). `as_of` is the partial date it is from, or the end of the period it is about; "" when it is undated.
    """

    measure: Measure
    quantity: Quantity
    thing: str
    part: str = ""
    party: Ref | None = None
    as_of: str = ""
    behind: Ref | None = None

    @property
    def dimension(self) -> str:
        """What its unit measures; "" for a unit that the ontology does not know."""
        unit = load_schema().unit(self.quantity.unit)
        return unit.dimension if unit else ""

    def record(self) -> dict[str, object]:
        """The figure as JSON."""
        return {
            "measure": self.measure.value,
            "value": self.quantity.value,
            "unit": self.quantity.unit,
            "of": self.quantity.of,
            "party": None if self.party is None else str(self.party),
            "as_of": self.as_of,
            "behind": None if self.behind is None else str(self.behind),
        }


def figures(
    store: Store, columns: Columns, scenario: Scenario, holders: Mapping[int, Sequence[int]], places: Iterable[int]
) -> dict[int, tuple[Figure, ...]]:
    """What is stated about the entities at these places in `Columns.entities`; those without a figure are left out.

    `holders` are the states that hold a stake in each (`network.shared_by`): a share is one of theirs.
    """
    wanted = sorted(set(places))
    found: defaultdict[int, list[Figure]] = defaultdict(list)
    named = _names(store, columns, {state for place in wanted for state in holders.get(place, ())})
    for entity in store.entities([columns.entities[place] for place in wanted]):
        place = place_of(columns, entity.id)
        parties = {name: columns.entities[s] for s in holders.get(place, ()) for name in named.get(s, ())}
        found[place] += [_of_attribute(each, parties) for each in entity.attributes if each.measure in MEASURES]
    behind = _claims_about(columns, scenario, holders, wanted)
    said = {claim.id: claim for claim in store.claims(sorted({ref for refs in behind.values() for ref in refs}))}
    for place, refs in behind.items():
        for ref in refs:
            found[place] += _of_claim(columns, place, said[ref])
    return {place: tuple(dict.fromkeys(found[place])) for place in sorted(found) if found[place]}


def _names(store: Store, columns: Columns, states: Iterable[int]) -> dict[int, tuple[str, ...]]:
    entities: Iterator[Entity] = store.entities([columns.entities[state] for state in sorted(states)])
    return {place_of(columns, e.id): tuple(name.text.casefold() for name in e.names) for e in entities}


def _of_attribute(attribute: Attribute, parties: Mapping[str, Ref]) -> Figure:
    thing, _, part = (text.strip() for text in attribute.quantity.of.partition(","))
    whose = part.removeprefix("share of ").casefold() if part.startswith("share of ") else ""
    party = parties.get(whose)
    return Figure(
        measure=attribute.measure,
        quantity=attribute.quantity,
        thing=thing,
        part="" if party is not None else part,
        party=party,
        as_of=attribute.as_of,
        behind=attribute.source,
    )


def _claims_about(
    columns: Columns, scenario: Scenario, holders: Mapping[int, Sequence[int]], wanted: Sequence[int]
) -> dict[int, list[Ref]]:
    """The claims that stand and whose quantities could be about each entity, sorted."""
    counts = standing(columns, scenario)
    told = np.isin(columns.relations, [RELATIONS.index(relation) for relation in (*HELD, *PLACED)])
    assets = columns.of_kind(Kind.INFRASTRUCTURE, Kind.FLOW)
    found: defaultdict[int, list[Ref]] = defaultdict(list)
    inside = np.zeros(len(columns.entities), np.bool_)
    inside[[place for place in wanted if assets[place]]] = True
    for ends in (columns.subjects, columns.objects):
        for claim in np.flatnonzero(counts & told & inside[ends]).tolist():
            found[int(ends[claim])].append(Ref("claim", columns.claims[claim]))
    flows = [place for place in wanted if columns.of_kind(Kind.FLOW)[place]]
    traded = counts & np.isin(columns.relations, [RELATIONS.index(relation) for relation in TRADED])
    by_pair: defaultdict[tuple[int, int], list[Ref]] = defaultdict(list)
    for claim in np.flatnonzero(traded).tolist() if flows else ():
        pair = int(columns.subjects[claim]), int(columns.objects[claim])
        by_pair[pair].append(Ref("claim", columns.claims[claim]))
    for flow in flows:
        parties = holders.get(flow, ())
        found[flow] += [ref for one in parties for other in parties for ref in by_pair.get((one, other), ())]
    return {place: sorted(set(refs)) for place, refs in sorted(found.items())}


def _of_claim(columns: Columns, place: int, claim: Claim) -> Iterator[Figure]:
    if claim.relation in TRADED:
        yield from _of_trade(columns, place, claim)
        return
    entity = columns.entities[place]
    for quantity in claim.quantities:
        if _dimension(quantity) not in load_schema().measures[Measure.CAPACITY].dimensions:
            continue
        thing, _, part = (text.strip() for text in quantity.of.partition(","))
        held = claim.relation in HELD and claim.object == entity
        yield Figure(
            measure=Measure.CAPACITY,
            quantity=quantity,
            thing=thing,
            part=part,
            party=claim.subject if held else None,
            as_of=claim.valid.end,
            behind=claim.id,
        )


def _of_trade(columns: Columns, place: int, claim: Claim) -> Iterator[Figure]:
    """What passes between two parties of a flow, if the claim counts what the flow is a flow of."""
    kind = load_schema().classes[list(Kind)[columns.kinds[place]]]
    counted = [quantity for quantity in claim.quantities if quantity.of and quantity.of in kind.label.split()]
    if not counted:
        return
    one, other = (columns.names[place_of(columns, end)] for end in (claim.subject, claim.object))
    measures = load_schema().measures
    for quantity in claim.quantities:
        worth = _dimension(quantity) in measures[Measure.TRADE_VALUE].dimensions
        if worth or (quantity in counted and _dimension(quantity) in measures[Measure.THROUGHPUT].dimensions):
            yield Figure(
                measure=Measure.TRADE_VALUE if worth else Measure.THROUGHPUT,
                quantity=quantity,
                thing=f"{counted[0].of} from {one} to {other}",
                as_of=claim.valid.end,
                behind=claim.id,
            )


def _dimension(quantity: Quantity) -> str:
    unit = load_schema().unit(quantity.unit)
    return unit.dimension if unit else ""


def family_of(kind: Kind) -> str:
    """The class that gives assets of one kind their family: the one under Infrastructure, Flow, Place or Actor.

    >>> family_of(Kind.HYDRO_PLANT), family_of(Kind.FLOW)
    ('PowerPlant', 'Flow')
    """
    ancestors = load_schema().classes[kind].ancestors
    return ancestors[-3] if len(ancestors) > 2 else kind.value
