"""The RDF syntaxes that pyoxigraph does not read: TriX, HexTuples and RDF Patch.

rdflib reads them too, but it rewrites numbers and dates on the way ("01" becomes 1), and Araz must not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast
from xml.etree import ElementTree

import orjson
import pyoxigraph as ox

from ..errors import InputError
from .document import Document, shown
from .report import UNREADABLE, Rejected
from .xmlinput import xml_as_utf8

Quads = Iterator[ox.Quad | Rejected]
Node = ox.NamedNode | ox.BlankNode

_TRIX = "{http://www.w3.org/2004/03/trix/trix-1/}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_PATCH = re.compile(rb"\s*(A|D)\s+(.*?)\s*\.?\s*\Z", re.DOTALL)
_PATCH_REST = re.compile(rb"\s*(?:#.*|(?:TX|TC|H|PA|PD)\b.*)?\Z", re.DOTALL)


def read_hextuples(document: Document) -> Quads:
    """The quads of a HexTuples file: a line [subject, predicate, value, datatype, language, graph]."""
    with document.open() as stream:
        for number, line in enumerate(stream, 1):
            if line.isspace():
                continue
            try:
                yield _hextuple(line)
            except ValueError as error:
                yield _bad_line(line, f"{document.name}:{number}", str(error))


def _hextuple(line: bytes) -> ox.Quad:
    cells = orjson.loads(line)
    if not isinstance(cells, list) or len(cast("list[object]", cells)) != 6:
        raise ValueError("not a list of six texts")
    texts = [str(cell) for cell in cast("list[object]", cells)]
    subject, predicate, value, datatype, language, graph = texts
    if datatype in ("globalId", "localId"):
        object_: Node | ox.Literal = _node(value)
    elif language:
        object_ = ox.Literal(value, language=language)
    else:
        object_ = ox.Literal(value, datatype=ox.NamedNode(datatype))
    where = _node(graph) if graph else ox.DefaultGraph()
    return ox.Quad(_node(subject), ox.NamedNode(predicate), object_, where)


def read_patch(document: Document) -> Quads:
    """What an RDF Patch adds and does not take away again."""
    kept: dict[ox.Quad, None] = {}
    with document.open() as stream:
        for number, line in enumerate(stream, 1):
            found = _PATCH.match(line)
            place = f"{document.name}:{number}"
            if found is None:
                if _PATCH_REST.match(line) is None:
                    yield _bad_line(line, place, "not a line of an RDF Patch (A, D, H, TX, TC, PA, PD)")
                continue
            try:
                quads = list(ox.parse(found[2] + b" .", ox.RdfFormat.N_QUADS))
            except (SyntaxError, ValueError) as error:
                yield _bad_line(line, place, str(error))
                continue
            for quad in quads:
                if found[1] == b"A":
                    kept[quad] = None
                else:
                    kept.pop(quad, None)
    yield from kept


def read_trix(document: Document) -> Quads:
    """The quads of a TriX file. A document type is refused: entities are all it could be for."""
    with document.open() as stream:
        data = xml_as_utf8(stream.read(), document.name)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise InputError("TriX with a document type is refused", place=document.name, remedy="take the DOCTYPE out")
    try:
        root = ElementTree.fromstring(data)  # noqa: S314 (a document type, which makes XML dangerous, is refused above)
    except ElementTree.ParseError as error:
        place = f"{document.name}:{error.position[0]}"
        raise InputError(f"broken TriX: {error.msg}", place=place, remedy="mend it, nothing was taken") from None
    if root.tag.lower() != f"{_TRIX}trix":
        raise InputError("the XML is not TriX", place=document.name, remedy="give its first element the TriX namespace")
    number = 0
    for graph in root:
        name = next((part.text for part in graph if part.tag == f"{_TRIX}uri"), None)
        for triple in graph.iterfind(f"{_TRIX}triple"):
            number += 1
            try:
                yield _trix_quad(triple, name)
            except ValueError as error:
                yield _bad_line(ElementTree.tostring(triple), f"{document.name}, triple {number}", str(error))


def _trix_quad(triple: ElementTree.Element, graph: str | None) -> ox.Quad:
    terms = [_trix_term(part) for part in triple]
    if len(terms) != 3:
        raise ValueError(f"{len(terms)} terms, not three")
    subject, predicate, object_ = terms
    if isinstance(subject, ox.Literal) or not isinstance(predicate, ox.NamedNode):
        raise ValueError("a text cannot be the subject, and only an IRI can be the property")
    where = ox.DefaultGraph() if graph is None else ox.NamedNode(graph.strip())
    return ox.Quad(subject, predicate, object_, where)


def _trix_term(part: ElementTree.Element) -> Node | ox.Literal:
    text = part.text or ""
    match part.tag.removeprefix(_TRIX):
        case "uri":
            return ox.NamedNode(text.strip())
        case "id":
            return _node(f"_:{text.strip().removeprefix('_:')}")
        case "plainLiteral":
            return ox.Literal(text, language=part.get(_LANG))
        case "typedLiteral":
            return ox.Literal(text, datatype=ox.NamedNode(part.get("datatype", "")))
        case other:
            raise ValueError(f"unknown element {other!r}")


def _node(name: str) -> Node:
    return ox.BlankNode(name[2:]) if name.startswith("_:") else ox.NamedNode(name)


def _bad_line(line: bytes, place: str, problem: str) -> Rejected:
    return Rejected(shown(line.strip()), place, UNREADABLE, f"broken line: {problem}", "mend the line")
