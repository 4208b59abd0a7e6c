"""What makes several assets fail together, and what their joint failure takes along.

A cause is one shock on one entity. If the assets failed independently of each other once it strikes, they would all
fail with the product of their exposures; that they share ways makes it more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..graph.ref import Ref
from ..ontology.transmission import Rules
from ..ontology.vocabulary import Kind, ShockKind
from .assessment import WORLDS
from .belief import place_of
from .cascade import sample
from .columns import KINDS, Columns
from .critical import claims_on
from .network import Transmission, shared_by, transmission
from .scenario import Scenario, Shock
from .topology import Floats, Network
from .ways import Ways

TRIED = 20
"""How many causes are worked out, those first whose likeliest ways to the assets are likeliest."""

LEAST = 0.01
"""A probability below this is left out."""


@dataclass(frozen=True, slots=True)
class Cause:
    """A shock that can make all assets fail: how probably it does, and how probably if they failed independently."""

    entity: Ref
    name: str
    kind: Kind
    shock: ShockKind
    together: float
    independent: float
    claims: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Consequence:
    """What the assets take along: its exposure when all of them fail, and the highest when only one of them does."""

    entity: Ref
    name: str
    kind: Kind
    together: float
    one: float
    claims: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Together:
    """The causes of several assets' joint failure and its consequences, each the likeliest first, then by name."""

    causes: tuple[Cause, ...]
    consequences: tuple[Consequence, ...]


def together(
    columns: Columns, rules: Rules, assets: Sequence[Ref], *, most: int = 20, worlds: int = WORLDS
) -> Together:
    """What makes assets fail together, and what their joint failure takes along; at most `most` of each.

    For every entity the kind of shock is taken that is likeliest to bring all assets down, of those that by definition
    strike what it is; a collapse too, for every state that holds a stake in one of them. What is less probable than 1 %
    is left out. All probabilities are from the same `worlds` drawn worlds. Raises `UnknownEntity`.

    >>> from araz.face import open_graph
    >>> from araz.ontology.transmission import load_rules
    >>> from araz.queries.columns import read_columns
    >>> assets = [Ref("ent", "khudafarin-plant"), Ref("ent", "qiz-qalasi-plant")]
    >>> found = together(read_columns(open_graph("example").store), load_rules(), assets, most=1)
    >>> found.causes[0].name, found.causes[0].together > found.causes[0].independent
    ('Iran', True)
    """
    places = [place_of(columns, asset) for asset in assets]
    causes = [_cause(columns, rules, places, shock, worlds) for shock in _candidates(columns, rules, places)]
    best: dict[Ref, Cause] = {}
    for cause in causes:
        known = best.get(cause.entity)
        if cause.together >= LEAST and (known is None or cause.together > known.together):
            best[cause.entity] = cause
    ordered = sorted(best.values(), key=lambda each: (-round(each.together, 12), each.name, each.entity))
    return Together(tuple(ordered[:most]), _consequences(columns, rules, places, worlds)[:most])


def _candidates(columns: Columns, rules: Rules, assets: Sequence[int]) -> list[Shock]:
    """The shocks that may bring all assets down, by their likeliest ways: the likeliest kind for each entity."""
    score = np.zeros(len(columns.entities))
    kind = np.zeros(len(columns.entities), np.intp)
    # Of kinds that are equally likely to bring all down, an outage says least that may not be so.
    kinds = sorted(ShockKind, key=lambda each: each is not ShockKind.OUTAGE)
    for number, each in enumerate(kinds):
        found = _least_way(columns, rules, assets, each)
        better = found > score * (1 + 1e-9)
        score[better], kind[better] = found[better], number
    score[assets] = 0
    order = sorted(np.flatnonzero(score).tolist(), key=lambda place: (-round(float(score[place]), 12), place))
    shocks = [(place, kinds[int(kind[place])]) for place in order[:TRIED]]
    holders = shared_by(columns, Scenario((Shock(columns.entities[assets[0]]),)))
    states = sorted({state for asset in assets for state in holders.get(asset, ())})
    shocks += [(state, ShockKind.STATE_COLLAPSE) for state in states]
    return [Shock(columns.entities[place], each) for place, each in dict.fromkeys(shocks)]


def _least_way(columns: Columns, rules: Rules, assets: Sequence[int], kind: ShockKind) -> Floats:
    """For every entity, how probable the likeliest ways from it to the assets are, at the asset that is least so."""
    # Something has to be struck, though what is does not matter to the ways between other things.
    network = transmission(columns, Scenario((Shock(columns.entities[assets[0]], kind),)), rules).network
    back = Network(network.n, network.heads, network.tails, network.probabilities)
    least = np.min([Ways(back, [asset]).best for asset in assets], axis=0)
    # Ways are those of a shock that came by way of others; what is struck itself absorbs nothing.
    passes_on = np.array([rules.passes_on[each] for each in KINDS])[columns.kinds]
    found = np.divide(least, passes_on, out=np.zeros(network.n), where=passes_on > 0)
    return np.where(columns.of_kind(*rules.strikes[kind]), found, 0.0)


def _cause(columns: Columns, rules: Rules, assets: Sequence[int], shock: Shock, worlds: int) -> Cause:
    network = transmission(columns, Scenario((shock,)), rules)
    estimate = sample(_with_all(network.network, assets), network.shocks, worlds=worlds)
    place = place_of(columns, shock.entity)
    return Cause(
        entity=columns.entities[place],
        name=columns.names[place],
        kind=KINDS[int(columns.kinds[place])],
        shock=ShockKind(shock.kind),
        together=float(estimate.estimate[-1]),
        independent=float(np.prod(estimate.estimate[list(assets)])),
        claims=_claims(network, assets),
    )


def _with_all(network: Network, assets: Sequence[int]) -> Network:
    """The network with one node more, the last, that is reached when all assets are."""
    edges = np.arange(network.edges, network.edges + len(assets))
    return Network(
        network.n + 1,
        np.append(network.tails, np.array(assets, np.int32)),
        np.append(network.heads, np.full(len(assets), network.n, np.int32)),
        np.append(network.probabilities, np.ones(len(assets))),
        [*network.groups, (network.n, edges.tolist())],
        None if network.keys is None else np.append(network.keys, edges.astype(np.uint64)),
    )


def _consequences(columns: Columns, rules: Rules, assets: Sequence[int], worlds: int) -> tuple[Consequence, ...]:
    def struck(places: Sequence[int]) -> tuple[Transmission, Floats]:
        shocks = tuple(Shock(columns.entities[place], ShockKind.OUTAGE) for place in places)
        network = transmission(columns, Scenario(shocks), rules)
        return network, sample(network.network, network.shocks, worlds=worlds).estimate

    network, every = struck(assets)
    one = np.max([struck([asset])[1] for asset in assets], axis=0)
    reached = sorted(set(np.flatnonzero(every >= LEAST).tolist()) - set(assets))
    ways = Ways(network.network, network.shocks)
    found = [
        Consequence(
            entity=columns.entities[place],
            name=columns.names[place],
            kind=KINDS[int(columns.kinds[place])],
            together=float(every[place]),
            one=float(one[place]),
            claims=tuple(sorted(set(claims_on(network, ways, [place])))),
        )
        for place in reached
    ]
    return tuple(sorted(found, key=lambda each: (-round(each.together, 12), each.name, each.entity)))


def _claims(network: Transmission, assets: Sequence[int]) -> tuple[Ref, ...]:
    return tuple(sorted(set(claims_on(network, Ways(network.network, network.shocks), assets))))
