"""The schema: classes, relations, modalities, measures and units, as read from `araz.ttl`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from ..errors import InputError, UnknownTerm
from .terms import ClassTerm, End, MeasureTerm, ModalityTerm, RelationTerm, Unit
from .turtle import FOLDER, Turtle

ROOT = "Entity"
"""The class above all classes."""

_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class Schema:
    """All that can be said. Keys are local names ("HydroPlant", "operates", "asserted") and unit symbols ("MW").

    >>> schema = load_schema()
    >>> schema.classes["HydroPlant"].ancestors
    ('HydroPlant', 'PowerPlant', 'Infrastructure', 'Entity')
    >>> schema.relations["operates"].inverse_label
    'is operated by'
    """

    version: str
    classes: Mapping[str, ClassTerm]
    relations: Mapping[str, RelationTerm]
    modalities: Mapping[str, ModalityTerm]
    measures: Mapping[str, MeasureTerm]
    units: Mapping[str, Unit]
    _spellings: Mapping[str, str] = field(repr=False)

    def is_a(self, kind: str, ancestor: str) -> bool:
        """Whether a class is another, or lies under it. Unknown classes raise `UnknownTerm`.

        >>> load_schema().is_a("HydroPlant", "Infrastructure")
        True
        """
        return ancestor in _known(self.classes, kind).ancestors

    def may_relate(self, relation: str, subject_kind: str, object_kind: str) -> str | None:
        """None when a relation may hold between entities of these classes, else the reason why not.

        >>> schema = load_schema()
        >>> schema.may_relate("operates", "State", "HydroPlant") is None
        True
        >>> schema.may_relate("operates", "River", "HydroPlant")
        'the subject of operates is an actor, not a river'
        """
        term = _known(self.relations, relation)
        for end, kind, allowed in (("subject", subject_kind, term.domain), ("object", object_kind, term.range)):
            found = _known(self.classes, kind)
            # A bare Entity is not known well enough to be wrong.
            if found.name != ROOT and not any(name in found.ancestors for name in allowed):
                wanted = " or ".join(_with_article(self.classes[name].label) for name in allowed)
                return f"the {end} of {relation} is {wanted}, not {_with_article(found.label)}"
        return None

    def unit(self, spelling: str) -> Unit | None:
        """The unit written so, by its symbol or any other spelling; None when there is none.

        >>> unit = load_schema().unit("megawatts")
        >>> unit.symbol if unit else ""
        'MW'
        """
        symbol = self._spellings.get(spelling)
        return None if symbol is None else self.units[symbol]

    def convert(self, value: float, unit: str, to: str) -> float:
        """A value in another unit of the same dimension. Unknown units and unlike dimensions raise an error.

        >>> load_schema().convert(11.4, "GWh", "kWh")
        11400000.0
        """
        one, other = _known(self.units, unit), _known(self.units, to)
        if one.dimension != other.dimension:
            raise InputError(
                f"{unit} measures {one.dimension} and {to} measures {other.dimension}",
                remedy="convert between units of one dimension",
            )
        return value * one.factor / other.factor


def _known(terms: Mapping[str, _Found], name: str) -> _Found:
    found = terms.get(name)
    if found is None:
        raise UnknownTerm(name, terms)
    return found


def _with_article(label: str) -> str:
    return f"an {label}" if label[0] in "aeiou" and not label.startswith("eu") else f"a {label}"


@cache
def load_schema() -> Schema:
    """The schema that ships with Araz, read once.

    >>> len(load_schema().modalities)
    5
    """
    return read_schema(FOLDER / "araz.ttl")


def read_schema(path: Path) -> Schema:
    """The schema in a Turtle file of the shape of `araz.ttl`.

    >>> read_schema(FOLDER / "araz.ttl").modalities["negated"].weight
    0.0
    """
    ttl = Turtle(path)
    units = _read_units(ttl)
    spellings = {spelling: unit.symbol for unit in units.values() for spelling in (*unit.spellings, unit.label)}
    return Schema(
        version=ttl.text("araz:ontology", "owl:versionInfo"),
        classes=_read_classes(ttl),
        relations=_read_relations(ttl),
        modalities=MappingProxyType(
            {
                _local(name): ModalityTerm(
                    name=_local(name),
                    label=ttl.text(name, "rdfs:label"),
                    definition=ttl.text(name, "skos:definition"),
                    weight=float(ttl.text(name, "az:weight")),
                    reason=ttl.text(name, "az:reason"),
                    line=tuple(int(length) for length in ttl.text(name, "az:line").split() if length != "solid"),
                )
                for name in ttl.subjects("az:Modality")
            }
        ),
        measures=MappingProxyType(
            {
                _local(name): MeasureTerm(
                    name=_local(name),
                    label=ttl.text(name, "rdfs:label"),
                    definition=ttl.text(name, "skos:definition"),
                    dimensions=tuple(ttl.texts(name, "az:dimension")),
                )
                for name in ttl.subjects("az:Measure")
            }
        ),
        units=units,
        _spellings=MappingProxyType({**spellings, **{symbol: symbol for symbol in units}}),
    )


def _local(name: str) -> str:
    return name.partition(":")[2]


def _read_classes(ttl: Turtle) -> Mapping[str, ClassTerm]:
    parents = {
        _local(name): next((_local(up) for up in ttl.names(name, "rdfs:subClassOf") if up.startswith("az:")), "")
        for name in ttl.subjects("owl:Class")
    }
    classes: dict[str, ClassTerm] = {}
    for name, parent in parents.items():
        ancestors = [name]
        while parents.get(ancestors[-1]):
            ancestors.append(parents[ancestors[-1]])
        if ancestors[-1] != ROOT:
            continue  # A class of the RDF form, such as az:Claim: no entity is of it.
        classes[name] = ClassTerm(
            name=name,
            label=ttl.text(f"az:{name}", "rdfs:label"),
            plural=ttl.text(f"az:{name}", "az:plural"),
            definition=ttl.text(f"az:{name}", "skos:definition"),
            parent=parent,
            ancestors=tuple(ancestors),
            colour=_inherited(ttl, ancestors, "az:colour"),
            dark_colour=_inherited(ttl, ancestors, "az:darkColour"),
            shape=_inherited(ttl, ancestors, "az:shape"),
            glyph=ttl.text(f"az:{name}", "az:glyph"),
            matches=tuple(ttl.names(f"az:{name}", "skos:closeMatch")),
        )
    return MappingProxyType(classes)


def _inherited(ttl: Turtle, ancestors: list[str], name: str) -> str:
    return next((text for up in ancestors if (text := ttl.text(f"az:{up}", name))), "")


def _read_relations(ttl: Turtle) -> Mapping[str, RelationTerm]:
    relations: dict[str, RelationTerm] = {}
    for name in ttl.subjects("az:Relation"):
        local, symmetric = _local(name), "owl:SymmetricProperty" in ttl.names(name, "rdf:type")
        relations[local] = RelationTerm(
            name=local,
            label=ttl.text(name, "rdfs:label"),
            inverse_label=ttl.text(name, "az:inverseLabel"),
            definition=ttl.text(name, "skos:definition"),
            domain=_ends(ttl, name, "rdfs:domain"),
            range=_ends(ttl, name, "rdfs:range"),
            symmetric=symmetric,
            inverse=local if symmetric else _local(ttl.name(name, "owl:inverseOf")),
            neo4j=ttl.text(name, "az:neo4jType"),
            plover=next((_local(n) for n in ttl.names(name, "skos:closeMatch") if n.startswith("plover:")), ""),
            stake=_one_end(ttl, name, "az:stake"),
            feeder=_one_end(ttl, name, "az:feeder"),
            colour=_inherited(ttl, [local, "Relation"], "az:colour"),
            dark_colour=_inherited(ttl, [local, "Relation"], "az:darkColour"),
        )
    return MappingProxyType(relations)


def _one_end(ttl: Turtle, name: str, role: str) -> End | None:
    found = ttl.text(name, role)
    return found if found in ("subject", "object") else None


def _ends(ttl: Turtle, name: str, end: str) -> tuple[str, ...]:
    """The classes of a domain or range: one class, or the members of a union."""
    unions = [union for node in ttl.objects(name, end) for union in ttl.objects(node, "owl:unionOf")]
    found = ttl.names(name, end) + [member for union in unions for member in ttl.members(union)]
    return tuple(_local(member) for member in found)


def _read_units(ttl: Turtle) -> Mapping[str, Unit]:
    found = [
        Unit(
            symbol=ttl.text(name, "az:symbol"),
            label=ttl.text(name, "rdfs:label"),
            dimension=ttl.text(name, "az:dimension"),
            factor=float(ttl.text(name, "az:factor")),
            spellings=tuple(ttl.texts(name, "skos:altLabel")),
        )
        for name in ttl.subjects("az:Unit")
    ]
    return MappingProxyType({unit.symbol: unit for unit in found})
