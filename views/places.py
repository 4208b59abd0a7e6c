"""Where the things of an answer are, from coordinates and from claims: what `views.map` draws."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..graph.claim import Claim, Entity
from ..graph.ref import Ref
from ..graph.store import Store
from ..ontology.schema import load_schema
from ..ontology.vocabulary import Kind, Modality, Relation
from ..queries.asking import Answer
from ..queries.results import Exposure
from .crossings import crossings, state_at, states_along
from .map import WATERS, Label, Line, Pin, Places, Shade

_ALONG = (Relation.PASSES_THROUGH, Relation.CONNECTS)
_AT = (Relation.LOCATED_IN, Relation.ON_RIVER)

_OF = """
PREFIX az: <https://w3id.org/araz/ontology#>
PREFIX ent: <https://w3id.org/araz/id/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT DISTINCT ?claim WHERE {
  VALUES ?thing { ent:iran }
  ?claim rdf:subject ?thing ; rdf:predicate ?relation .
  FILTER (?relation IN (az:passesThrough, az:connects, az:locatedIn, az:onRiver))
}
"""

# An allegation places nothing firmly, a denial nothing at all.
_STYLES = (Modality.ASSERTED, Modality.REPORTED, Modality.POSSIBLE, Modality.CONDITIONAL)


@dataclass(frozen=True, slots=True)
class _Known:
    """Entities by id, and of each asset the claims that say where it is, the surest first."""

    entities: Mapping[Ref, Entity]
    claims: Mapping[Ref, Sequence[Claim]]


def exposure_map(store: Store, exposure: Exposure) -> Places:
    """The map of a what-if answer: assets as pins and lines by their rank, states filled by what they may lose.

    A state's fill is the sum of the exposures of the ranked assets that it shares: how many of them it must expect to
    be reached, as a share of the largest such sum.

    >>> from araz.face import open_graph
    >>> with open_graph("example") as graph:
    ...     places = exposure_map(graph.store, graph.whatif("Iran", top=3))
    >>> places.pins[0].rank, places.shades[0].code
    (1, 'AZ')
    """
    ranked = [(line.rank, line.entity) for line in exposure.results]
    shared = {state for line in exposure.results for state in line.shared_by}
    struck = {shock.entity for shock in exposure.scenario.shocks if isinstance(shock.entity, Ref)}
    known = _known(store, [ref for _, ref in ranked], shared | struck)
    expected: dict[Ref, float] = dict.fromkeys(struck, 0.0)
    for line in exposure.results:
        for state in line.shared_by:
            expected[state] = expected.get(state, 0.0) + line.exposure
        if line.kind is Kind.STATE:
            expected[line.entity] = line.exposure
    most = max(expected.values(), default=0.0) or 1.0
    shades: list[Shade] = []
    for state, value in sorted(expected.items()):
        entity = known.entities.get(state)
        code = "" if entity is None else _code(entity)
        if entity is not None and code:
            words = f"{entity.name}: {value:.1f} exposed assets expected{', struck' if state in struck else ''}"
            shades.append(Shade(code, value / most, words, state in struck))
    shading = f"exposed assets a state shares, expected number, up to {most:.1f}" if shades else ""
    return _places(store, exposure.scenario.name or "Where the exposed assets are", ranked, known, shades, shading)


def places_map(store: Store, answer: Answer) -> Places:
    """The map of any other answer: each row's first entity that has a place, by the row's number.

    Where the first entities are states, they are filled, not pinned.
    """
    rows = [[cell for cell in row if isinstance(cell, Ref) and cell.prefix == "ent"] for row in answer.rows]
    given = [value if isinstance(value, tuple) else (value,) for value in answer.params.values()]
    asked = sorted({ref for refs in given for ref in refs if ref.prefix == "ent"})
    known = _known(store, list(dict.fromkeys(ref for row in rows for ref in row)), asked)
    ranked: list[tuple[int, Ref]] = []
    shades: dict[str, Shade] = {}
    for number, row in enumerate(rows, 1):
        for ref in row:
            entity = known.entities.get(ref)
            if entity is None or ref in {found for _, found in ranked}:
                continue
            if entity.kind is Kind.STATE and _code(entity):
                shades.setdefault(_code(entity), Shade(_code(entity), 0.6, entity.name))
            elif entity.point is not None or ref in known.claims:
                ranked.append((number, ref))
                break
    for ref in asked:
        entity = known.entities.get(ref)
        if entity is not None and entity.kind is Kind.STATE and _code(entity):
            shades[_code(entity)] = Shade(_code(entity), 0.2, f"{entity.name}, asked about")
        elif entity is not None and entity.point is not None and ref not in {found for _, found in ranked}:
            ranked.append((0, ref))
    found = sorted(shades.values(), key=lambda shade: shade.code)
    shading = "states of the answer" if found else ""
    return _places(store, answer.question.title, ranked, known, found, shading)


def _known(store: Store, assets: Sequence[Ref], others: Iterable[Ref]) -> _Known:
    claims: dict[Ref, Sequence[Claim]] = {}
    for asset in assets:
        ids = [row[0] for row in store.select(_OF, {"thing": asset}).rows]
        found = [claim for claim in store.claims([ref for ref in ids if isinstance(ref, Ref)]) if _counts(claim)]
        if found:
            claims[asset] = sorted(found, key=lambda c: (_STYLES.index(c.modality), -c.confidence, str(c.id)))
    ends = {claim.object for found in claims.values() for claim in found}
    entities = {entity.id: entity for entity in store.entities(sorted({*assets, *others, *ends}))}
    return _Known(entities, claims)


def _counts(claim: Claim) -> bool:
    return claim.modality in _STYLES and not claim.rejected


def _places(
    store: Store,
    title: str,
    ranked: Sequence[tuple[int, Ref]],
    known: _Known,
    shades: Sequence[Shade],
    shading: str,
) -> Places:
    pins: list[Pin] = []
    lines: list[Line] = []
    unplaced: list[tuple[int, str]] = []
    for rank, ref in ranked:
        entity = known.entities.get(ref)
        if entity is None:
            continue
        found = _line(rank, entity, known) or _pin(rank, entity, known)
        if isinstance(found, Line):
            lines.append(found)
        elif found is not None:
            pins.append(found)
        else:
            unplaced.append((rank, entity.name))
    return Places(title, pins, lines, shades, _waters(store), unplaced, shading)


def _line(rank: int, entity: Entity, known: _Known) -> Line | None:
    """A line through the places that claims name; of states alone, through the middle of the borders between them."""
    along = [claim for claim in known.claims.get(entity.id, ()) if claim.relation in _ALONG]
    if not along:
        return None
    ends = {claim.object: known.entities[claim.object] for claim in along if claim.object in known.entities}
    spots = [end.point for end in ends.values() if end.point is not None and end.kind is not Kind.STATE]
    modality = str(along[0].modality)
    kind = str(entity.kind)
    codes = sorted({_code(end) for end in ends.values() if end.kind is Kind.STATE} - {""})
    if len(spots) > 1:
        places = _chain([(point.lat, point.lon) for point in spots])
        if _believable(places, codes):
            return Line(rank, entity.name, places, kind, modality, "a sketch between the places that claims name")
        return Line(rank, entity.name, places[:1], kind, modality, "only its ends are known, this is one", True)
    if entity.point is not None:
        return None
    crossed = crossings(codes)
    if crossed:
        note = "only the states are known: drawn where it may cross their border"
        places = _chain(crossed)
        return Line(rank, entity.name, places if _believable(places, codes) else places[:1], kind, modality, note, True)
    if spots:
        return Line(rank, entity.name, ((spots[0].lat, spots[0].lon),), kind, modality, "only one end is known", True)
    return None


def _believable(places: Sequence[tuple[float, float]], codes: Sequence[str]) -> bool:
    """Whether the straight way keeps to the states that claims name and those of its places, but for a tenth of it.

    Where states are named, a line through another one would say what no claim says.
    """
    allowed = {*codes, *(state_at(lat, lon) for lat, lon in places)}
    return not codes or sum(share for code, share in states_along(places).items() if code not in allowed) <= 0.1


def _chain(places: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """The places in a short order: each time the nearest one, from the best first place."""
    found = [_greedy(first, places) for first in sorted(set(places))[:12]]
    return min(found, key=lambda chain: (round(sum(map(_far, chain, chain[1:])), 6), chain))


def _greedy(first: tuple[float, float], places: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    chain, left = [first], sorted(set(places) - {first})
    while left:
        nearest = min(left, key=lambda place: (_far(chain[-1], place), place))
        chain.append(nearest)
        left.remove(nearest)
    return tuple(chain)


def _far(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The square of a straight line through the Earth: it grows with the way, across the antimeridian too."""
    from math import cos, radians, sin

    def vector(place: tuple[float, float]) -> tuple[float, float, float]:
        lat, lon = radians(place[0]), radians(place[1])
        return cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat)

    return sum((a - b) ** 2 for a, b in zip(vector(one), vector(other), strict=True)) ** 0.5


def _pin(rank: int, entity: Entity, known: _Known) -> Pin | None:
    """A pin at the entity's own point, or, hollow, at the place or river that claims put it at; a state is too wide."""
    if entity.point is not None:
        return Pin(rank, entity.name, entity.point.lat, entity.point.lon, str(entity.kind))
    for relation in _AT:
        for claim in known.claims.get(entity.id, ()):
            place = known.entities.get(claim.object)
            if claim.relation is relation and place is not None and place.point is not None:
                if place.kind is Kind.STATE:
                    continue
                words = load_schema().relations[relation].label
                note = f"approximate: {words} {place.name}"
                return Pin(rank, entity.name, place.point.lat, place.point.lon, str(entity.kind), note, True)
    return None


def _code(entity: Entity) -> str:
    """The ISO 3166-1 alpha-2 code, "" where there is none."""
    codes = [same[4:] for same in entity.same_as if same.startswith("iso:") and len(same) == len("iso:XX")]
    return codes[0] if codes else ""


_WATERS = """
PREFIX az: <https://w3id.org/araz/ontology#>
SELECT DISTINCT ?water WHERE { VALUES ?kind { az:Sea az:Lake } ?water a ?kind }
"""


def _waters(store: Store) -> list[Label]:
    """The seas and lakes that the store knows, as labels."""
    ids = [row[0] for row in store.select(_WATERS).rows]
    found = store.entities(sorted(ref for ref in ids if isinstance(ref, Ref)))
    return [Label(e.name, e.point.lat, e.point.lon, str(e.kind)) for e in found if e.point and str(e.kind) in WATERS]
