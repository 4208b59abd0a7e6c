"""From a name to an entity of the registry, with a score and what else it may be; ambiguous names stay unlinked."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ...graph.ref import Ref
from ...ontology.schema import load_schema
from ...ontology.vocabulary import Kind
from ..registry import Role
from ..spelling import key_of
from .gazetteer import Gazetteer
from .models import KINDS
from .spotting import Spot

# How readily a spelling in this role is meant for the entity, all else equal.
_ROLES = {Role.NAME: 1.0, Role.DEMONYM: 0.9, Role.CAPITAL: 0.95, Role.SHORT: 0.55}
_ENOUGH = 0.12
_CLEAR = 1.25


@dataclass(frozen=True, slots=True)
class Link:
    """Where a name leads: the entity (None: nobody, or too many alike), how sure, and the others it may mean."""

    ref: Ref | None
    score: float
    alternatives: tuple[tuple[Ref, float], ...]


def link(spot: Spot, gazetteer: Gazetteer, nearby: Counter[Ref]) -> Link:
    """The entity that a named mention leads to. `nearby` counts the states of its sentence and its text.

    A capital is the state where the tagger sees a state, the city where it sees a place. A people that lives in several
    states is the one of a state nearby.
    """
    scores: dict[Ref, float] = {}
    bearers = {ref for ref, role in spot.leads if role is Role.NAME}
    for ref, role in spot.leads:
        if role not in _ROLES:
            continue
        kind = gazetteer.kind(ref)
        fits = _fits(spot, kind)
        if role is Role.NAME and len(bearers) == 1 and _tells(spot.text):
            # What only one entity is called says more than what its sentence looks like.
            fits = max(fits, 0.6)
        weight = 0.9 if role is Role.SHORT and spot.kind is kind else _ROLES[role]
        scores[ref] = max(weight * fits * _at_home(ref, kind, nearby), scores.get(ref, 0.0))
    ordered = sorted(scores.items(), key=lambda pair: (-pair[1], str(pair[0])))
    if not ordered or ordered[0][1] < _ENOUGH:
        return Link(None, 0.0, tuple((ref, round(score, 3)) for ref, score in ordered if score > 0.05))
    total = sum(scores.values())
    others = tuple((ref, round(score / total, 3)) for ref, score in ordered[1:4] if score > 0.05)
    if len(ordered) > 1 and ordered[0][1] < _CLEAR * ordered[1][1]:
        return Link(None, 0.0, ((ordered[0][0], round(ordered[0][1] / total, 3)), *others))
    return Link(ordered[0][0], min(1.0, ordered[0][1]) * (0.5 + 0.5 * ordered[0][1] / total), others)


def _tells(name: str) -> bool:
    """Whether a name is more than a common word: of several words, or an acronym."""
    return len(key_of(name).split()) > 1 or (name.isupper() and len(name) > 2)


def _fits(spot: Spot, kind: Kind) -> float:
    """How well the class of a known entity fits what the tagger sees, 0..1."""
    schema = load_schema()
    if not spot.kinds.any():
        return 0.8 if spot.kind == kind else 0.4
    chance = 0.0
    for number, seen in enumerate(KINDS):
        if spot.kinds[number] < 0.01:
            continue
        if schema.is_a(seen, kind) or schema.is_a(kind, seen):
            chance += float(spot.kinds[number])
        elif _kindred(seen, kind):
            chance += 0.45 * float(spot.kinds[number])
    return min(1.0, chance)


# Classes that taggers and people take for one another; what is known of a name outweighs what its sentence looks like.
_KINDRED = (
    {Kind.STATE, Kind.REGION, Kind.GOVERNMENT_BODY},
    {Kind.REGION, Kind.PLACE, Kind.SETTLEMENT, Kind.BORDER_AREA},
    {Kind.ORGANISATION, Kind.INTERNATIONAL_ORGANISATION, Kind.COMPANY, Kind.GOVERNMENT_BODY, Kind.ALLIANCE},
    {Kind.ARMED_GROUP, Kind.POLITICAL_PARTY, Kind.ORGANISATION},
    {Kind.ETHNIC_GROUP, Kind.COMMUNITY, Kind.DIASPORA},
    {Kind.DAM, Kind.HYDRO_PLANT, Kind.POWER_PLANT, Kind.LAKE, Kind.WATER_BODY},
    {Kind.CORRIDOR, Kind.ROAD, Kind.RAILWAY, Kind.PIPELINE},
    {Kind.CHOKEPOINT, Kind.WATER_BODY, Kind.SEA, Kind.PLACE},
    {Kind.AGREEMENT, Kind.TREATY, Kind.ALLIANCE, Kind.INTERNATIONAL_ORGANISATION},
)


def _kindred(one: Kind, other: Kind) -> bool:
    return any(one in group and other in group for group in _KINDRED)


def _at_home(ref: Ref, kind: Kind, nearby: Counter[Ref]) -> float:
    """Favours a people of a state that is spoken of, over the same people elsewhere or as a whole."""
    if kind is not Kind.ETHNIC_GROUP:
        return 1.0
    _, of, state = ref.local.rpartition("-of-")
    if not of:
        return 0.7
    return 1.0 if nearby[Ref("ent", state)] else 0.3
