"""What would flip an answer: the claims whose acceptance or rejection moves the order of the assets, and how far.

A claim that is accepted weighs 1, one that is rejected 0. Others that say the same still count: rejecting one of two
lowers the belief in what they say, and does not take it away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from ..errors import UsageError
from ..graph.ref import Ref
from ..ontology.transmission import Rules
from .assessment import Assessment
from .columns import Columns
from .exact import MOST
from .network import Transmission, transmission
from .reweighing import Reweighing
from .scenario import Scenario
from .topology import Floats, Network
from .ways import Ways

WORLDS = 16_384
"""How many worlds are drawn where exposure cannot be worked out exactly: the same ones for every claim."""

LOOKS = 500
"""How many claims are tried at most, those first that stand on the likeliest ways."""

_SAME = 1e-9
"""Exposures that differ by less than this are equal: that is rounding, and no order."""


@dataclass(frozen=True, slots=True)
class Swap:
    """Two assets that change places: `above` ranked higher, and would rank lower than `below`."""

    above: Ref
    below: Ref

    def record(self) -> dict[str, object]:
        """The swap as JSON."""
        return {"above": str(self.above), "below": str(self.below)}


@dataclass(frozen=True, slots=True)
class Flip:
    """What one claim does when it is accepted, or (`accepted` False) rejected. `weight` is what it weighs as it stands.

    `exposure` and `ranks` are those of every asset then, in the order of `Flips.assets`; `swaps` the pairs of assets
    that change places; `effect` the largest change of an exposure (with its sign), `moved` the asset that it is of.
    """

    claim: Ref
    accepted: bool
    weight: float
    effect: float
    moved: Ref
    exposure: tuple[float, ...]
    ranks: tuple[int, ...]
    swaps: tuple[Swap, ...]

    def record(self) -> dict[str, object]:
        """The flip as JSON."""
        return {
            "claim": str(self.claim),
            "accepted": self.accepted,
            "weight": self.weight,
            "effect": self.effect,
            "moved": str(self.moved),
            "exposure": list(self.exposure),
            "ranks": list(self.ranks),
            "swaps": [swap.record() for swap in self.swaps],
        }


@dataclass(frozen=True, slots=True)
class Across:
    """What one claim brings over a threshold of exposure, and under it."""

    flip: Flip
    over: tuple[Ref, ...]
    under: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Important:
    """A claim, and how much an asset's exposure depends on it: Birnbaum's importance, from -1 to 1."""

    claim: Ref
    importance: float


@dataclass(frozen=True, slots=True)
class Flips:
    """The assets by exposure, and what every claim on a way to them does, the largest effect first, then by claim.

    `method` is how exposures were found; `tried` of `claims` claims were looked at.
    """

    assets: tuple[Ref, ...]
    exposure: tuple[float, ...]
    changes: tuple[Flip, ...]
    method: str
    tried: int
    claims: int

    @property
    def flipping(self) -> tuple[Flip, ...]:
        """The changes that move the order of the assets.

        >>> Flips((), (), (), "exact", 0, 0).flipping
        ()
        """
        return tuple(change for change in self.changes if change.swaps)

    def importance(self, asset: Ref) -> tuple[Important, ...]:
        """The claims by their importance for an asset: its exposure if one is accepted, less that if it is rejected.

        >>> Flips((), (), (), "exact", 0, 0).importance(Ref("ent", "iran"))
        ()
        """
        if asset not in self.assets:
            return ()
        place = self.assets.index(asset)
        reach: dict[Ref, list[float]] = {}
        for change in self.changes:
            ends = reach.setdefault(change.claim, [self.exposure[place]] * 2)
            ends[int(change.accepted)] = change.exposure[place]
        found = [Important(claim, accepted - rejected) for claim, (rejected, accepted) in reach.items()]
        found.sort(key=lambda each: (-round(abs(each.importance), 12), each.claim))
        return tuple(each for each in found if abs(each.importance) > _SAME)

    def across(self, threshold: float) -> tuple[Across, ...]:
        """The claims that alone bring an asset over a threshold of exposure, or under it, the largest effect first.

        An asset is over it when its exposure is the threshold or more. Raises `UsageError` for one outside 0..1.

        >>> Flips((), (), (), "exact", 0, 0).across(0.5)
        ()
        """
        if not 0 <= threshold <= 1:
            raise UsageError(f"threshold {threshold}", remedy="give an exposure between 0 and 1")
        found: list[Across] = []
        for change in self.changes:
            pairs = list(zip(self.assets, self.exposure, change.exposure, strict=True))
            over = tuple(asset for asset, before, after in pairs if before < threshold - _SAME <= after)
            under = tuple(asset for asset, before, after in pairs if after < threshold - _SAME <= before)
            if over or under:
                found.append(Across(change, over, under))
        return tuple(found)

    def record(self) -> dict[str, object]:
        """The answer as JSON: the changes that move the order."""
        return {
            "assets": [str(asset) for asset in self.assets],
            "exposure": list(self.exposure),
            "method": self.method,
            "tried": self.tried,
            "claims": self.claims,
            "flips": [flip.record() for flip in self.flipping],
        }


def flips(
    columns: Columns,
    scenario: Scenario,
    rules: Rules,
    assets: Sequence[int],
    *,
    network: Transmission | None = None,
    most: float = MOST,
    worlds: int = WORLDS,
    looks: int = LOOKS,
) -> Flips:
    """What the acceptance and the rejection of every claim do to the exposure of assets (places in `entities`).

    Tried are the claims that count and stand on some way from what is struck to an asset, and those that say what can
    stand in for what; not claims that weigh nothing as things are, because their condition is not met or their time is
    past. Exact when the exact method takes at most `most` steps, else from `worlds` drawn worlds, the same for all.

    >>> from araz.face import open_graph
    >>> from araz.ontology.transmission import load_rules
    >>> from araz.queries.assets import asked
    >>> from araz.queries.columns import read_columns
    >>> from araz.queries.scenario import simple_scenario
    >>> store = open_graph("example").store
    >>> columns, scenario = read_columns(store), simple_scenario(store, ["Strait of Hormuz"], "border-closure")
    >>> found = flips(columns, scenario, load_rules(), asked(store, columns, scenario, "Corridor"))
    >>> change = found.across(0.5)[0]
    >>> change.flip.accepted, round(change.flip.effect, 2), [str(asset) for asset in change.under]
    (False, -0.5, ['ent:instc'])
    """
    if not assets:
        return Flips((), (), (), "exact", 0, 0)
    network = transmission(columns, scenario, rules) if network is None else network
    assessment = Assessment(network, assets, most=most, worlds=worlds, seed=scenario.seed)
    start = assessment.of(network)
    ranked = _order(columns, assets, start.estimate)
    assessment, base = assessment.narrowed([assets[place] for place in ranked]), start.estimate[ranked]
    reweighing = Reweighing(columns, scenario, rules, network)
    claims = _candidates(network, reweighing, assessment.assets)
    changes: list[Flip] = []
    for claim in claims[:looks]:
        for accepted in (True, False):
            other = reweighing.network_with(claim, accepted)
            after = base if other is None else assessment.of(other).estimate
            if np.abs(after - base).max() > _SAME:
                weight = float(reweighing.weights[claim])
                claimed = Ref("claim", columns.claims[claim])
                changes.append(_flip(columns, assessment.assets, (claimed, accepted, weight), base, after))
    changes.sort(key=lambda each: (-round(abs(each.effect), 12), each.claim, each.accepted))
    refs = tuple(columns.entities[asset] for asset in assessment.assets)
    return Flips(refs, tuple(base.tolist()), tuple(changes), start.method, len(claims[:looks]), len(claims))


def _order(columns: Columns, assets: Sequence[int], exposure: Floats) -> list[int]:
    """The places of the assets, the most exposed first, then by name."""
    key = [(-round(float(e), 9), columns.names[a], columns.entities[a]) for a, e in zip(assets, exposure, strict=True)]
    return sorted(range(len(assets)), key=key.__getitem__)


def _candidates(network: Transmission, reweighing: Reweighing, assets: Sequence[int]) -> list[int]:
    """The claims on some way to an asset, those on the likeliest ways first; then those about alternatives."""
    plain = network.network
    onward = Ways(plain, network.shocks).best
    back = Network(plain.n, plain.heads, plain.tails, plain.probabilities)
    # Every node on a way leads to an asset: how probably, by the likeliest way to any of them.
    leads = Ways(back, sorted({network.node(asset) for asset in assets})).best
    # A hop into a redundant group is of use even where the likeliest way does not take it.
    worth = onward[plain.tails] * leads[plain.heads]
    best: dict[int, float] = {}
    for edge in np.flatnonzero(worth > 0).tolist():
        if not network.joins(edge):
            for claim in reweighing.claims_of(edge):
                best[claim] = max(best.get(claim, 0.0), float(worth[edge]))
    ordered = sorted(best, key=lambda claim: (-round(best[claim], 12), claim))
    return ordered + [claim for claim in reweighing.alternatives if claim not in best]


def _flip(
    columns: Columns, assets: Sequence[int], change: tuple[Ref, bool, float], before: Floats, after: Floats
) -> Flip:
    claim, accepted, weight = change
    gap = after - before
    largest = int(np.argmax(np.round(np.abs(gap), 12)))
    order = _order(columns, assets, after)
    ranks = [0] * len(assets)
    for rank, place in enumerate(order, 1):
        ranks[place] = rank
    refs = [columns.entities[asset] for asset in assets]
    swaps = tuple(
        Swap(refs[one], refs[other])
        for one, other in combinations(range(len(assets)), 2)
        # Equals have no order that could change.
        if before[one] > before[other] + _SAME and after[one] < after[other] - _SAME
    )
    return Flip(
        claim=claim,
        accepted=accepted,
        weight=weight,
        effect=float(gap[largest]),
        moved=refs[largest],
        exposure=tuple(after.tolist()),
        ranks=tuple(ranks),
        swaps=swaps,
    )
