"""Which infrastructure matters most to other infrastructure: what its outage is expected to take with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ..errors import UsageError
from ..graph.ref import Ref
from ..ontology.transmission import Rules
from ..ontology.vocabulary import Kind, Relation, ShockKind
from .assessment import WORLDS
from .belief import place_of, standing
from .cascade import sample
from .columns import KINDS, RELATIONS, Columns
from .network import Transmission, shared_by, transmission
from .scenario import Scenario, Shock
from .topology import Floats
from .ways import Ways

LOOKED_AT = 200
"""How many assets are looked at one by one at most, those first that could matter most."""

NAMED = 5
"""How many of the assets that one reaches are kept, the likeliest."""

_ROUNDS = 50
_LOCATED_IN = RELATIONS.index(Relation.LOCATED_IN)


@dataclass(frozen=True, slots=True)
class Critical:
    """An asset, and how many other assets its outage is `expected` to reach: the sum of their exposures.

    `reached` is how many it can reach at all. `first` are those that it reaches most probably, and how probably;
    `claims` those on the likeliest way to each of these.
    """

    entity: Ref
    name: str
    kind: Kind
    expected: float
    reached: int
    first: tuple[tuple[Ref, float], ...]
    claims: tuple[Ref, ...]


def most_critical(
    columns: Columns, rules: Rules, region: Ref | None = None, *, most: int = 20, worlds: int = WORLDS
) -> tuple[Critical, ...]:
    """The assets whose outage is expected to reach most other assets; those that reach none are left out.

    Assets are infrastructure and flows. With a region, only the assets in it are looked at: those that lie in it, or in
    which it, or a state that lies in it, holds a stake; what they reach may lie anywhere. Assets are looked at in the
    order of a proven upper bound of their reach, until no other can be among the first `most`, or `LOOKED_AT` have
    been; for each, `worlds` worlds are drawn, with the same luck for all. Raises `UnknownEntity`, and `UsageError` for
    a region that is neither a place nor a state.

    >>> from araz.face import open_graph
    >>> from araz.ontology.transmission import load_rules
    >>> from araz.queries.columns import read_columns
    >>> found = most_critical(read_columns(open_graph("example").store), load_rules(), most=1)
    >>> found[0].name
    'Azerbaijan-Iran power lines'
    """
    assets = np.flatnonzero(columns.of_kind(Kind.INFRASTRUCTURE, Kind.FLOW))
    wanted = assets.tolist() if region is None else _inside(columns, region, assets.tolist())
    if not wanted:
        return ()
    bounds = _bounds(columns, rules, wanted, assets.tolist())
    order = sorted((asset for asset in wanted if bounds[asset] > 0), key=lambda each: (-bounds[each], each))
    found: list[Critical] = []
    for asset in order[:LOOKED_AT]:
        least = sorted((each.expected for each in found), reverse=True)[most - 1 : most]
        if least and bounds[asset] < least[0]:
            break
        found.append(_looked_at(columns, rules, asset, assets.tolist(), worlds))
    found.sort(key=lambda each: (-round(each.expected, 12), each.name, each.entity))
    return tuple(each for each in found[:most] if each.reached)


def _inside(columns: Columns, region: Ref, assets: Sequence[int]) -> list[int]:
    place = place_of(columns, region)
    if not columns.of_kind(Kind.STATE, Kind.PLACE)[place]:
        raise UsageError(f"{region} is neither a place nor a state", remedy="name a region or a state")
    # Who is struck does not matter to which claims stand, but a scenario strikes somebody.
    scenario = Scenario((Shock(region),))
    lies = standing(columns, scenario) & (columns.relations == _LOCATED_IN)
    parts, wholes = columns.subjects[lies], columns.objects[lies]
    within = np.zeros(len(columns.entities), np.bool_)
    within[place] = True
    while (fresh := within[wholes] & ~within[parts]).any():
        within[parts[fresh]] = True
    holders = shared_by(columns, scenario)
    return [asset for asset in assets if within[[asset, *holders.get(asset, ())]].any() and asset != place]


def _bounds(columns: Columns, rules: Rules, wanted: Sequence[int], assets: Sequence[int]) -> Floats:
    """For every entity a number of assets that its outage is not expected to exceed.

    With everything struck that is asked about, no edge is less open than with one thing struck. What a node reaches is
    at most what its neighbours are and reach, each weighed with its edge; starting from all, every round comes closer.
    """
    shocks = tuple(Shock(columns.entities[each], ShockKind.OUTAGE) for each in wanted)
    network = transmission(columns, Scenario(shocks), rules).network
    counts = np.zeros(network.n)
    counts[assets] = 1.0
    bounds = np.full(network.n, float(len(assets)))
    for _ in range(_ROUNDS):
        gains = network.probabilities * (counts + bounds)[network.heads]
        bounds = np.minimum(bounds, np.bincount(network.tails, gains, network.n))
    return bounds


def _looked_at(columns: Columns, rules: Rules, asset: int, assets: Sequence[int], worlds: int) -> Critical:
    network = transmission(columns, Scenario((Shock(columns.entities[asset], ShockKind.OUTAGE),)), rules)
    estimate = sample(network.network, network.shocks, worlds=worlds)
    chances = {each: float(estimate.estimate[each]) for each in assets if each != asset}
    names, entities = columns.names, columns.entities
    reached = [each for each in chances if chances[each] > 0]
    reached.sort(key=lambda each: (-round(chances[each], 12), names[each], entities[each]))
    return Critical(
        entity=entities[asset],
        name=names[asset],
        kind=KINDS[int(columns.kinds[asset])],
        expected=sum(chances[each] for each in reached),
        reached=len(reached),
        first=tuple((entities[each], chances[each]) for each in reached[:NAMED]),
        claims=tuple(sorted(set(claims_on(network, Ways(network.network, network.shocks), reached[:NAMED])))),
    )


def claims_on(network: Transmission, ways: Ways, entities: Sequence[int]) -> Iterator[Ref]:
    """The claims on the likeliest ways to entities, some perhaps more than once.

    >>> from araz.face import open_graph
    >>> from araz.ontology.transmission import load_rules
    >>> from araz.queries.columns import read_columns
    >>> from araz.queries.scenario import simple_scenario
    >>> store = open_graph("example").store
    >>> columns, scenario = read_columns(store), simple_scenario(store, ["Astara crossing"], "outage")
    >>> network = transmission(columns, scenario, load_rules())
    >>> place = place_of(columns, Ref("ent", "instc"))
    >>> len(set(claims_on(network, Ways(network.network, network.shocks), [place])))
    1
    """
    edges = {edge for entity in entities for edge in ways.edges(network.node(entity))}
    for edge in sorted(edges):
        if not network.joins(edge):
            yield from network.claims(edge)
