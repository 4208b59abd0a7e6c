"""What a foreign data set says of a thing, as an entity: class, names, outside ids, place, measures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import pyoxigraph as ox

from ..errors import InputError
from ..graph.claim import Attribute, Entity, Name, Point, Quantity
from ..graph.ref import PREFIXES, Ref
from ..ontology.schema import load_schema
from ..ontology.vocabulary import Kind
from .mapping import ForeignTerms
from .things import Things

PLACES = frozenset({"latitude", "longitude", "point"})
"""The roles that say where on Earth a thing is."""

_KINDS = {PREFIXES["az"] + kind.value: kind for kind in Kind}
_LANG = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8})*\Z")
_WKT = re.compile(r"(?:<[^>]*>\s*)?POINT\s*\(\s*(\S+)\s+(\S+)\s*\)\s*\Z", re.IGNORECASE)


def class_of(iri: str, terms: ForeignTerms) -> Kind | None:
    """The class of the ontology that a foreign class, or one of the ontology's own, stands for.

    >>> class_of("http://www.wikidata.org/entity/Q12323", ForeignTerms()) is None
    True
    """
    return terms.classes.get(iri) or _KINDS.get(iri)


def stated_kind(triples: Iterable[ox.Triple], terms: ForeignTerms) -> Kind | None:
    """The class that a thing's statements give it: the narrowest, or of several the first in the mapping."""
    objects = [triple.object for triple in _with_role(triples, terms, "types")]
    iris = [node.value for node in objects if isinstance(node, ox.NamedNode)]
    order = {iri: number for number, iri in enumerate(terms.classes)}
    ranked = sorted(iris, key=lambda iri: (order.get(iri, -1), iri))
    kinds = [kind for iri in ranked if (kind := class_of(iri, terms)) is not None]
    return narrowest(kinds) if kinds else None


def narrowest(kinds: Sequence[Kind]) -> Kind:
    """The first of the classes that has none of the others under it; Entity when there is none.

    >>> narrowest([Kind.POWER_PLANT, Kind.HYDRO_PLANT])
    <Kind.HYDRO_PLANT: 'HydroPlant'>
    """
    is_a = load_schema().is_a
    return next(
        (kind for kind in kinds if not any(other != kind and is_a(other, kind) for other in kinds)), Kind.ENTITY
    )


def has_name(triples: Iterable[ox.Triple], terms: ForeignTerms) -> bool:
    """Whether any of the statements names the thing."""
    return any(terms.roles.get(triple.predicate.value) in ("names", "aliases") for triple in triples)


def build_entity(
    ref: Ref, kind: Kind, triples: Sequence[ox.Triple], things: Things, terms: ForeignTerms, source: Ref
) -> Entity:
    """The entity that the statements describe. `source` is the data set, which its measures cite.

    The name to show is in English where there is one, else without a language, else the first by language.
    """
    names = sorted(_names(triples, terms, "names"), key=_english_first)
    aliases = sorted(_names(triples, terms, "aliases"), key=_english_first)
    texts = sorted(_names(triples, terms, "descriptions"), key=_english_first)
    codes = [
        f"{terms.codes[triple.predicate.value]}:{_text(triple.object)}"
        for triple in triples
        if triple.predicate.value in terms.codes
    ]
    return Entity(
        ref,
        kind,
        tuple(names + aliases) or (Name(things.name(ref)),),
        (*things.codes(ref), *codes),
        _point(triples, terms),
        tuple(_attributes(triples, terms, source)),
        texts[0].text if texts else "",
    )


def _with_role(triples: Iterable[ox.Triple], terms: ForeignTerms, role: str) -> Iterator[ox.Triple]:
    return (triple for triple in triples if terms.roles.get(triple.predicate.value) == role)


def _names(triples: Iterable[ox.Triple], terms: ForeignTerms, role: str) -> Iterator[Name]:
    for triple in _with_role(triples, terms, role):
        if isinstance(triple.object, ox.Literal) and triple.object.value.strip():
            lang = (triple.object.language or "").lower()
            yield Name(triple.object.value, lang if _LANG.match(lang) else "")


def _english_first(name: Name) -> tuple[bool, bool, str, str]:
    return name.lang.partition("-")[0] != "en", name.lang != "", name.lang, name.text


def _point(triples: Iterable[ox.Triple], terms: ForeignTerms) -> Point | None:
    for triple in _with_role(triples, terms, "point"):
        found = _WKT.match(_text(triple.object))
        if found is not None:
            return Point(_number(found[2]), _number(found[1]))
    degrees = [
        next((_number(_text(triple.object)) for triple in _with_role(triples, terms, role)), None)
        for role in ("latitude", "longitude")
    ]
    lat, lon = degrees
    return None if lat is None or lon is None else Point(lat, lon)


def _attributes(triples: Iterable[ox.Triple], terms: ForeignTerms, source: Ref) -> Iterator[Attribute]:
    for triple in triples:
        rule = terms.attributes.get(triple.predicate.value)
        if rule is not None:
            yield Attribute(rule.measure, Quantity(_number(_text(triple.object)), rule.unit), source)


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.Literal) else str(term)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise InputError(f"{text[:60]!r} is not a number", remedy="give a number") from None
