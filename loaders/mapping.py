"""How foreign RDF is read: mapping files, one a vocabulary, joined into one table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar, cast

from ..errors import ArazError, InputError, UnknownTerm
from ..ontology.schema import load_schema
from ..ontology.vocabulary import Kind, Measure, Relation
from .document import Document
from .report import Json, Rejected
from .yamlrecords import read_yaml

_T = TypeVar("_T", Kind, Relation, Measure)

FOLDER = Path(__file__).with_name("data")
"""Where the bundled mapping files lie: `mapping-*.yaml`. `mapping-common.yaml` says what such a file holds."""

_ROLES = ("types", "names", "aliases", "descriptions", "same", "latitude", "longitude", "point", "parts")
_KEYS = ("vocabulary", "prefixes", "things", "classes", "relations", "codes", "attributes", "contexts", *_ROLES)


@dataclass(frozen=True, slots=True)
class RelationRule:
    """What a foreign property says: a relation, whether it points the other way, and what its ends are at least."""

    relation: Relation
    inverse: bool = False
    subject: Kind | None = None
    object: Kind | None = None


@dataclass(frozen=True, slots=True)
class AttributeRule:
    """What a foreign number measures, and in which unit."""

    measure: Measure
    unit: str


@dataclass(frozen=True, slots=True)
class ForeignTerms:
    """Every foreign term that is understood, by its IRI. Classes are in order: of two that fit, the first counts.

    `things` has namespaces of things with their short codes, `roles` properties that hold a name, a place and the
    like ("names", "latitude"...), `contexts` JSON-LD contexts by their address.
    """

    things: dict[str, str] = field(default_factory=dict)
    classes: dict[str, Kind] = field(default_factory=dict)
    relations: dict[str, RelationRule] = field(default_factory=dict)
    attributes: dict[str, AttributeRule] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    contexts: dict[str, object] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)


def load_mappings(paths: Sequence[Path | str] = ()) -> ForeignTerms:
    """The bundled mapping files, and over them the files at `paths`. `InputError` for what is not of their form.

    >>> load_mappings().relations["http://www.wikidata.org/prop/direct/P47"].relation.value
    'borders'
    """
    terms = ForeignTerms()
    for path in (*sorted(FOLDER.glob("mapping-*.yaml")), *paths):
        document = Document.of_path(path)
        for found in read_yaml(document):
            if isinstance(found, Rejected):
                raise InputError(found.problem, place=found.place, remedy=found.remedy)
            try:
                _add(terms, found[1])
            except ArazError as error:
                raise error.at(document.name) from None
    return terms


def _add(terms: ForeignTerms, record: Json) -> None:
    for key in record:
        if key not in _KEYS:
            raise UnknownTerm(key, _KEYS)
    prefixes = {prefix: _texts(iris) for prefix, iris in _table(record, "prefixes").items()}
    for code, namespaces in _table(record, "things").items():
        terms.things.update((namespace, code) for namespace in _texts(namespaces))
    for name, kind in _table(record, "classes").items():
        terms.classes.update(dict.fromkeys(_expand(name, prefixes), _term(Kind, kind)))
    for role in _ROLES:
        for name in _texts(record.get(role)):
            terms.roles.update(dict.fromkeys(_only(terms, _expand(name, prefixes)), role))
    for name, rule in _table(record, "relations").items():
        terms.relations.update(dict.fromkeys(_only(terms, _expand(name, prefixes)), _relation_rule(rule)))
    for name, rule in _table(record, "attributes").items():
        terms.attributes.update(dict.fromkeys(_only(terms, _expand(name, prefixes)), _attribute_rule(rule)))
    for name, code in _table(record, "codes").items():
        terms.codes.update(dict.fromkeys(_only(terms, _expand(name, prefixes)), str(code)))
    terms.contexts.update(_table(record, "contexts"))


def _only(terms: ForeignTerms, iris: Iterator[str]) -> list[str]:
    """The properties, taken out of the tables of earlier files: a property has one use."""
    listed = list(iris)
    for iri in listed:
        for table in (terms.roles, terms.relations, terms.attributes, terms.codes):
            table.pop(iri, None)
    return listed


def _expand(name: str, prefixes: dict[str, list[str]]) -> Iterator[str]:
    """The IRIs of a prefixed name, one for each spelling of its prefix; a full IRI stands for itself."""
    prefix, colon, local = name.partition(":")
    if colon and local.startswith("//"):
        yield name
    elif prefix in prefixes:
        yield from (base + local for base in prefixes[prefix])
    else:
        raise InputError(f"unknown prefix in {name!r}", remedy=f"declare {prefix!r} under prefixes")


def _relation_rule(value: object) -> RelationRule:
    if isinstance(value, str):
        return RelationRule(_term(Relation, value))
    rule = _object(value)
    inverse = "inverse" in rule
    if inverse == ("relation" in rule) or not rule.keys() <= {"relation", "inverse", "subject", "object"}:
        raise InputError(f"{value!r} does not map a relation", remedy="write relation: name, or inverse: name")
    # The rule tells the ends as the mapped relation has them, whichever way the foreign property points.
    return RelationRule(
        _term(Relation, rule["inverse" if inverse else "relation"]),
        inverse,
        _term(Kind, rule["subject"]) if "subject" in rule else None,
        _term(Kind, rule["object"]) if "object" in rule else None,
    )


def _attribute_rule(value: object) -> AttributeRule:
    rule = _object(value)
    if rule.keys() != {"measure", "unit"}:
        raise InputError(f"{value!r} does not map a measure", remedy="write measure: name and unit: symbol")
    if str(rule["unit"]) not in load_schema().units:
        raise UnknownTerm(str(rule["unit"]), load_schema().units)
    return AttributeRule(_term(Measure, rule["measure"]), str(rule["unit"]))


def _term(terms: type[_T], value: object) -> _T:
    try:
        return terms(str(value))
    except ValueError:
        raise UnknownTerm(str(value), [str(term) for term in terms]) from None


def _table(record: Json, key: str) -> Json:
    return {} if record.get(key) is None else _object(record[key])


def _object(value: object) -> Json:
    if isinstance(value, dict):
        return cast("Json", value)
    raise InputError(f"{str(value)[:60]!r} is not a table", remedy="write lines of key: value")


def _texts(value: object) -> list[str]:
    if isinstance(value, list):
        return [str(each) for each in cast("list[object]", value)]
    return [] if value is None else [str(value)]
