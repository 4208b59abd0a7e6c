"""The ways that a shock takes to an asset, from edges of the network to hops with their rules and claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..graph.claim import Claim
from ..graph.ref import Ref
from ..graph.store import Store
from ..ontology.schema import load_schema
from .network import Transmission
from .paths import Path as Walk
from .paths import paths
from .results import Hop, Path
from .ways import Ways


def routes_to(network: Transmission, best: Ways, node: int, count: int) -> list[tuple[float, list[int]]]:
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


def claims_behind(store: Store, network: Transmission, edges: Iterable[int]) -> dict[Ref, Claim]:
    """The claims that edges rest on, by id."""
    wanted = {claim for edge in set(edges) for claim in network.claims(edge)}
    return {claim.id: claim for claim in store.claims(sorted(wanted))}


def walk(network: Transmission, route: tuple[float, Sequence[int]], claims: Mapping[Ref, Claim]) -> Path:
    """A route as a path of hops with their rules and claims."""
    chance, edges = route
    return Path(chance, tuple(_hop(network, edge, claims) for edge in edges))


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
