"""What is exposed if something happens: a scenario put to a store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path as File

import numpy as np

from ..errors import UsageError
from ..graph.claim import Claim
from ..graph.ref import Ref
from ..graph.store import Store
from ..ontology.schema import load_schema
from ..ontology.transmission import load_rules
from .assets import SHARED, asked
from .belief import place_of
from .bounds import ceiling
from .columns import KINDS, Columns, read_columns
from .network import Transmission, shared_by, transmission
from .paths import Path as Walk
from .paths import paths
from .results import Exposed, Exposure, Hop, Path
from .scenario import Scenario, resolved
from .ways import Ways

PATH_BOUND = "path-bound"
"""The likeliest way to an asset, a lower bound of its exposure."""


def whatif(
    store: Store,
    scenario: Scenario,
    *,
    of: str = SHARED,
    top: int | None = None,
    ways: int = 1,
    method: str = PATH_BOUND,
    columns: Columns | None = None,
) -> Exposure:
    """What is exposed in a scenario, the most exposed first.

    `of` is "shared-infrastructure", "infrastructure", a class, or an entity (id or name); what is struck itself is left
    out. `top` keeps the first so many; `ways` is how many paths to show for each, the likeliest first. `columns` are
    the store's claims when they have been read already.

    Method "path-bound": the likeliest way to an asset, its hops' probabilities multiplied. The asset is reached
    whenever that way is open, so this is a lower bound of its exposure (`low`, and `exposure` for want of better);
    `high` is a number that its exposure is proven not to exceed (`bounds.ceiling`).

    Raises `UnknownEntity`, `UnknownTerm` for a class, `UsageError` for a condition or an assumption that no claim is
    about. Where nothing is exposed the answer has no results, and its `note` says why.

    >>> from araz.face import open_graph
    >>> from araz.queries.scenario import simple_scenario
    >>> store = open_graph("example").store
    >>> found = whatif(store, simple_scenario(store, ["Iran"]), of="Corridor", top=1)
    >>> [(line.name, round(line.exposure, 2)) for line in found.results]
    [('Araz Corridor', 0.74)]
    """
    if method != PATH_BOUND:
        raise UsageError(f"unknown method {method!r}", remedy=f"use {PATH_BOUND}")
    if (top is not None and top < 1) or ways < 1:
        raise UsageError(f"top {top}, ways {ways}: not a positive number", remedy="leave it out")
    scenario = resolved(scenario, store)
    columns = read_columns(store) if columns is None else columns
    about = asked(store, columns, scenario, of)
    network = transmission(columns, scenario, load_rules(File(scenario.rules)) if scenario.rules else load_rules())
    best = Ways(network.network, network.shocks)
    floor = {entity: float(best.best[network.node(entity)]) for entity in about}
    ranked = _ranked(columns, {entity: low for entity, low in floor.items() if low > 0})[:top]
    results = _results(store, scenario, network, best, ranked, ways)
    ends = _mentioned(results, scenario)
    places = {ref: place_of(columns, ref) for ref in ends}
    return Exposure(
        scenario=scenario,
        method=method,
        worlds=None,
        results=results,
        names={ref: columns.names[place] for ref, place in places.items()},
        kinds={ref: KINDS[int(columns.kinds[place])] for ref, place in places.items()},
        note="" if results else _why(about, network, of),
    )


def _results(
    store: Store, scenario: Scenario, network: Transmission, best: Ways, ranked: Sequence[int], ways: int
) -> tuple[Exposed, ...]:
    columns, highs = network.columns, ceiling(best)
    holders = shared_by(columns, scenario)
    routes = {entity: _routes(network, best, network.node(entity), ways) for entity in ranked}
    claims = _claims(store, network, (edge for found in routes.values() for _, edges in found for edge in edges))
    results: list[Exposed] = []
    for rank, entity in enumerate(ranked, 1):
        node = network.node(entity)
        low = float(best.best[node])
        found = [Path(chance, tuple(_hop(network, e, claims) for e in edges)) for chance, edges in routes[entity]]
        results.append(
            Exposed(
                rank=rank,
                entity=columns.entities[entity],
                name=columns.names[entity],
                kind=KINDS[int(columns.kinds[entity])],
                exposure=low,
                low=low,
                high=max(low, float(highs[node])),
                shared_by=tuple(columns.entities[state] for state in holders.get(entity, ())),
                paths=tuple(found),
            )
        )
    return tuple(results)


def _ranked(columns: Columns, exposure: Mapping[int, float]) -> list[int]:
    # Products taken in another order differ in the last digits: that is no order of rank.
    return sorted(exposure, key=lambda e: (-round(exposure[e], 12), columns.names[e], columns.entities[e]))


def _routes(network: Transmission, best: Ways, node: int, count: int) -> list[tuple[float, list[int]]]:
    """The likeliest ways to a node: each way's probability, and its edges in the order in which they are passed."""
    found = [(float(best.best[node]), _in_order(best, node))]
    if count > 1:
        found = [
            (path.probability, _along(best, path))
            for path in paths(best.network, best.hit.items(), node, count, ways=best)
        ]
    return [(chance, [e for e in dict.fromkeys(edges) if not network.joins(e)]) for chance, edges in found]


def _along(best: Ways, path: Walk) -> list[int]:
    """The edges of a path, those of the ways to the other nodes that a redundant group needs before the group's own."""
    edges: list[int] = []
    for beside, hop in zip(path.beside, path.hops, strict=True):
        for other in beside:
            edges += _in_order(best, other)
        edges += hop
    return edges


def _in_order(best: Ways, node: int) -> list[int]:
    order = {place: number for number, place in enumerate(best.crossed(node))}
    return sorted(best.edges(node), key=lambda edge: (order[int(best.network.heads[edge])], edge))


def _claims(store: Store, network: Transmission, edges: Iterable[int]) -> dict[Ref, Claim]:
    wanted = {claim for edge in set(edges) for claim in network.claims(edge)}
    return {claim.id: claim for claim in store.claims(sorted(wanted))}


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


def _mentioned(results: Iterable[Exposed], scenario: Scenario) -> list[Ref]:
    ends = {shock.entity for shock in scenario.shocks if isinstance(shock.entity, Ref)}
    for line in results:
        ends |= {line.entity, *line.shared_by}
        ends |= {end for path in line.paths for hop in path.hops for end in (hop.start, hop.end)}
    return sorted(ends)


def _why(about: Sequence[int], network: Transmission, of: str) -> str:
    """Why there are no results, in one sentence."""
    if not about:
        return f"nothing in the store is {of}"
    if not np.isin(network.network.tails, [node for node, _ in network.shocks]).any():
        return "nothing is exposed: no claim that counts ties anything to what is struck"
    return f"nothing is exposed: the shock does not reach any {of}"
