"""The shapes that records must have to be admitted: their words for the fast checks, and pySHACL over a whole graph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from .turtle import FOLDER, Turtle, shorten

if TYPE_CHECKING:
    from rdflib import Graph


_TARGETS = ("sh:targetClass", "sh:targetNode")


@dataclass(frozen=True, slots=True)
class Shape:
    """A rule that records must keep. `message` says what it demands, `remedy` what to do about a record that breaks it.

    `targets` names the classes it looks at.
    """

    name: str
    targets: tuple[str, ...]
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A record that a shape turns away. `focus` is the record's IRI, `value` what is wrong in it ("" when missing)."""

    focus: str
    shape: Shape
    value: str


@cache
def load_shapes() -> Mapping[str, Shape]:
    """Every shape by its name, in the order of the file.

    >>> load_shapes()["ConfidenceShape"].message
    'a confidence is a number between 0 and 1'
    """
    ttl = Turtle(FOLDER / "shapes.ttl")
    names = [*ttl.subjects("sh:PropertyShape"), *ttl.subjects("sh:NodeShape")]
    return MappingProxyType(
        {
            name.removeprefix("az:"): Shape(
                name=name.removeprefix("az:"),
                targets=tuple(target.removeprefix("az:") for where in _TARGETS for target in ttl.names(name, where)),
                message=ttl.text(name, "sh:message"),
                remedy=ttl.text(name, "az:remedy"),
            )
            for name in ttl.subjects()
            if name in names
        }
    )


def find_violations(data: Graph) -> tuple[Finding, ...]:
    """What pySHACL finds wrong in a graph of records, sorted. The graph itself is left as it is.

    The classes of the entities that claims relate must be in the graph for their ends to be checked. A quantity or an
    attribute is found under its own name, which is its record's with a fragment. Takes about 3 s for 200 claims.

    >>> from rdflib import Graph
    >>> claim = "<https://w3id.org/araz/source/a> a <https://w3id.org/araz/ontology#Source> ."
    >>> [finding.shape.name for finding in find_violations(Graph().parse(data=claim))]
    ['TitleShape']
    """
    from pyshacl import validate  # pyright: ignore[reportUnknownVariableType]
    from rdflib import RDF, SH, Graph

    # The schema joins the data, since shapes look up classes, units and domains in it.
    whole = Graph()
    whole += data
    whole.parse(FOLDER / "araz.ttl")
    _, report, _ = cast(
        tuple[bool, Graph, str], validate(whole, shacl_graph=Graph().parse(FOLDER / "shapes.ttl"), inplace=True)
    )
    shapes = load_shapes()
    found: set[Finding] = set()
    for result in report.subjects(RDF.type, SH.ValidationResult):
        focus, value = report.value(result, SH.focusNode), report.value(result, SH.value)
        shape = shapes[shorten(str(report.value(result, SH.sourceShape))).removeprefix("az:")]
        # A shape with a query targets the class of the records, and finds the record as its value.
        if shorten(str(focus)).removeprefix("az:") in shape.targets:
            focus, value = value, None
        found.add(Finding(str(focus), shape, "" if value is None else str(value)))
    return tuple(sorted(found, key=lambda finding: (finding.focus, finding.shape.name, finding.value)))
