"""What is exposed if something happens: a scenario put to a store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path as File

import numpy as np
import numpy.typing as npt

from ..errors import UnknownEntity, UnknownTerm, UsageError
from ..graph.claim import Claim
from ..graph.ref import Ref
from ..graph.store import Store
from ..ontology.schema import load_schema
from ..ontology.transmission import load_rules
from ..ontology.vocabulary import Kind
from .belief import place_of
from .bounds import Ways, ceiling, likeliest
from .columns import KINDS, Columns, read_columns
from .names import find_entity
from .network import Transmission, shared_by, transmission
from .results import Exposed, Exposure, Hop, Path
from .scenario import Scenario, resolved

SHARED = "shared-infrastructure"
"""Infrastructure and flows in which two or more states hold a stake."""

INFRASTRUCTURE = "infrastructure"
"""All infrastructure, and flows: they are assets too."""

PATH_BOUND = "path-bound"
"""The likeliest way to an asset, a lower bound of its exposure."""


def whatif(
    store: Store,
    scenario: Scenario,
    *,
    of: str = SHARED,
    top: int | None = None,
    method: str = PATH_BOUND,
    columns: Columns | None = None,
) -> Exposure:
    """What is exposed in a scenario, the most exposed first.

    `of` is "shared-infrastructure", "infrastructure", a class, or an entity (id or name); what is struck itself is left
    out. `top` keeps the first so many. `columns` are the store's claims when they have been read already.

    Method "path-bound": the likeliest way to an asset, its hops' probabilities multiplied. The asset is reached
    whenever that way is open, so this is a lower bound of its exposure (`low`, and `exposure` for want of better);
    `high` is a number that its exposure is proven not to exceed (`bounds.ceiling`).

    Raises `UnknownEntity`, `UnknownTerm` for a class, `UsageError` for a condition or an assumption that no claim is
    about. Where nothing is exposed the answer has no results, and its `note` says why.
    """
    if method != PATH_BOUND:
        raise UsageError(f"unknown method {method!r}", remedy=f"use {PATH_BOUND}")
    if top is not None and top < 1:
        raise UsageError(f"top {top} is not a positive number", remedy="leave it out for all")
    scenario = resolved(scenario, store)
    columns = read_columns(store) if columns is None else columns
    rules = load_rules(File(scenario.rules)) if scenario.rules else load_rules()
    holders = shared_by(columns, scenario)
    asked = _asked(store, columns, holders, of)
    asked[[place_of(columns, shock.entity) for shock in scenario.shocks]] = False
    network = transmission(columns, scenario, rules)
    ways = likeliest(network.network, network.shocks)
    reached = [entity for entity in np.flatnonzero(asked).tolist() if network.node(entity) in ways.entered]
    ranked = _ranked(columns, {entity: ways.probability(network.node(entity)) for entity in reached})[:top]
    highs = ceiling(ways)
    routes = {entity: _route(network, ways, network.node(entity)) for entity in ranked}
    claims = _claims(store, network, (edge for route in routes.values() for edge in route))
    results: list[Exposed] = []
    for rank, entity in enumerate(ranked, 1):
        path = _path(network, ways, entity, routes[entity], claims)
        results.append(
            Exposed(
                rank=rank,
                entity=columns.entities[entity],
                name=columns.names[entity],
                kind=KINDS[int(columns.kinds[entity])],
                exposure=path.probability,
                low=path.probability,
                high=max(path.probability, float(highs[network.node(entity)])),
                shared_by=tuple(columns.entities[state] for state in holders.get(entity, ())),
                paths=(path,),
            )
        )
    names = _names(columns, results)
    return Exposure(scenario, method, None, tuple(results), names, "" if results else _why(asked, network, of))


def _asked(store: Store, columns: Columns, holders: Mapping[int, Sequence[int]], of: str) -> npt.NDArray[np.bool_]:
    """Which entities are asked about."""
    if of in (SHARED, INFRASTRUCTURE):
        asked = columns.of_kind(Kind.INFRASTRUCTURE, Kind.FLOW)
        if of == SHARED:
            shared = np.zeros_like(asked)
            shared[[asset for asset, states in holders.items() if len(states) > 1]] = True
            asked = asked & shared
        return asked
    kind = _kind(of)
    if kind is not None:
        return columns.of_kind(kind)
    try:
        entity = find_entity(store, of)
    except UnknownEntity:
        raise UnknownTerm(of, [SHARED, INFRASTRUCTURE, *KINDS]) from None
    asked = np.zeros(len(columns.entities), np.bool_)
    asked[place_of(columns, entity)] = True
    return asked


def _kind(text: str) -> Kind | None:
    """The class of that name, label or plural, in any letter case."""
    wanted = text.casefold()
    for term in load_schema().classes.values():
        if wanted in (term.name.casefold(), term.label.casefold(), term.plural.casefold()):
            return Kind(term.name)
    return None


def _ranked(columns: Columns, exposure: Mapping[int, float]) -> list[int]:
    # Products taken in another order differ in the last digits: that is no order of rank.
    return sorted(exposure, key=lambda e: (-round(exposure[e], 12), columns.names[e], columns.entities[e]))


def _route(network: Transmission, ways: Ways, node: int) -> list[int]:
    return [edge for edge in ways.edges(node) if not network.joins(edge)]


def _claims(store: Store, network: Transmission, edges: Iterable[int]) -> dict[Ref, Claim]:
    wanted = {claim for edge in set(edges) for claim in network.claims(edge)}
    return {claim.id: claim for claim in store.claims(sorted(wanted))}


def _path(network: Transmission, ways: Ways, entity: int, route: Sequence[int], claims: Mapping[Ref, Claim]) -> Path:
    hops = tuple(_hop(network, edge, claims) for edge in route)
    return Path(ways.probability(network.node(entity)), hops)


def _hop(network: Transmission, edge: int, claims: Mapping[Ref, Claim]) -> Hop:
    rule = network.rule(edge)
    start, end = (network.entity(int(ends[edge])) for ends in (network.network.tails, network.network.heads))
    behind = sorted((claims[claim] for claim in network.claims(edge)), key=lambda claim: (-claim.confidence, claim.id))
    symmetric = load_schema().relations[rule.relation].symmetric
    entities = network.columns.entities
    return Hop(
        start=entities[start],
        end=entities[end],
        rule=rule,
        forward=symmetric or rule.direction == "forward",
        probability=float(network.network.probabilities[edge]),
        claims=tuple(behind),
    )


def _names(columns: Columns, results: Iterable[Exposed]) -> dict[Ref, str]:
    mentioned: set[Ref] = set()
    for line in results:
        mentioned |= {line.entity, *line.shared_by}
        mentioned |= {end for path in line.paths for hop in path.hops for end in (hop.start, hop.end)}
    return {ref: columns.names[place_of(columns, ref)] for ref in sorted(mentioned)}


def _why(asked: npt.NDArray[np.bool_], network: Transmission, of: str) -> str:
    """Why there are no results, in one sentence."""
    if not asked.any():
        return f"nothing in the store is {of}"
    if not np.isin(network.network.tails, [node for node, _ in network.shocks]).any():
        return "nothing is exposed: no claim that counts ties anything to what is struck"
    return f"nothing is exposed: the shock does not reach any {of}"
