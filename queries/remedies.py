"""What would bring an asset's exposure down: the fewest statements to be denied, or assets to be shielded."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from ..errors import UsageError
from ..graph.ref import Ref
from ..ontology.vocabulary import Kind
from .cuts import cuts, into
from .exact import MOST
from .network import Transmission

BY = ("claims", "assets")
"""What can be taken out: what claims say, or assets."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """A smallest set, and the exposure that is left without it.

    By claims, each of `taken` holds all claims that say one thing: they are denied together, for denying one of two
    that say the same changes little. By assets, each holds one asset, which no shock reaches any more.
    """

    taken: tuple[tuple[Ref, ...], ...]
    exposure: float

    def record(self) -> dict[str, object]:
        """The set as JSON."""
        return {"taken": [[str(ref) for ref in refs] for refs in self.taken], "exposure": self.exposure}


@dataclass(frozen=True, slots=True)
class Remedies:
    """The smallest sets found, the most helpful first.

    `complete`: there are no others of that size, and none smaller. Else there may be, but of no fewer than `at_least`.
    An empty tuple with `complete` means that nothing of the kind brings the exposure under the threshold.
    """

    asset: Ref
    threshold: float
    by: str
    found: tuple[Remedy, ...]
    at_least: int
    complete: bool
    method: str

    def record(self) -> dict[str, object]:
        """The answer as JSON."""
        return {
            "asset": str(self.asset),
            "threshold": self.threshold,
            "by": self.by,
            "found": [remedy.record() for remedy in self.found],
            "at_least": self.at_least,
            "complete": self.complete,
            "method": self.method,
        }


def remedies(
    network: Transmission, asset: int, threshold: float, *, by: str = "claims", most: float = MOST, seed: int = 0
) -> Remedies:
    """The smallest sets without which the exposure of an asset (a place in `Columns.entities`) is under a threshold.

    Raises `UsageError` for a threshold outside 0..1 and another word than those in `BY`.

    >>> from araz.face import open_graph
    >>> closed = open_graph("example").whatif(scenario="hormuz-closed")
    >>> closed.remedies("ent:instc", threshold=0.1).found[0].exposure
    0.0
    """
    if by not in BY:
        raise UsageError(f"remedies by {by!r}", remedy=f"use {' or '.join(BY)}")
    choices = _statements(network) if by == "claims" else _shielded(network, asset)
    target = network.node(asset)
    edges = [each for _, each in choices]
    found = cuts(network.network, network.shocks, target, threshold, edges, most=most, seed=seed)
    return Remedies(
        asset=network.columns.entities[asset],
        threshold=threshold,
        by=by,
        found=tuple(Remedy(tuple(choices[each][0] for each in cut.choices), cut.exposure) for cut in found.found),
        at_least=found.at_least,
        complete=found.complete,
        method=found.method,
    )


def _statements(network: Transmission) -> list[tuple[tuple[Ref, ...], tuple[int, ...]]]:
    """What claims say, and the edges that rest on it: several statements only where a redundant input has several."""
    resting: defaultdict[tuple[int, ...], list[int]] = defaultdict(list)
    for edge in range(network.network.edges):
        if not network.joins(edge):
            resting[tuple(sorted({triple for _, triple in network.parts(edge)}))].append(edge)
    return [(network.claims(edges[0]), tuple(edges)) for _, edges in sorted(resting.items())]


def _shielded(network: Transmission, asset: int) -> list[tuple[tuple[Ref, ...], tuple[int, ...]]]:
    """The infrastructure and flows that a shock might pass through, and the edges into each, on every layer."""
    columns, size = network.columns, len(network.columns.entities)
    struck = {network.entity(node) for node, _ in network.shocks}
    passing = np.unique(network.network.tails % size)
    among = columns.of_kind(Kind.INFRASTRUCTURE, Kind.FLOW)[passing]
    places = [int(each) for each in passing[among] if each != asset and int(each) not in struck]
    # The edges that join layers lead into an entity, too: with them, no kind of shock reaches it.
    layers = range(-(-network.network.n // size)) if size else range(0)
    choices: list[tuple[tuple[Ref, ...], tuple[int, ...]]] = []
    for place in places:
        entering = into(network.network, [layer * size + place for layer in layers])
        choices.append(((columns.entities[place],), tuple(edge for edges in entering for edge in edges)))
    return choices
