"""RDF in every syntax, as triples. Nothing is fetched and nothing outside the file is opened.

pyoxigraph reads the common syntaxes, strictly and fast; the rest (TriX, HexTuples, RDF Patch) is read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import cast

import orjson
import pyoxigraph as ox

from ..errors import InputError
from .document import Document, shown
from .raresyntaxes import read_hextuples, read_patch, read_trix
from .report import UNREADABLE, Rejected
from .xmlinput import checked_xml

_FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "n-triples": ox.RdfFormat.N_TRIPLES,
    "n-quads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "n3": ox.RdfFormat.N3,
    "rdf-xml": ox.RdfFormat.RDF_XML,
    "json-ld": ox.RdfFormat.JSON_LD,
}
_RARE = {"trix": read_trix, "hextuples": read_hextuples, "rdf-patch": read_patch}
SYNTAXES = (*_FORMATS, *_RARE)
"""The names of the syntaxes."""

_STORE_GRAPH = ox.NamedNode("https://w3id.org/araz/store")
_PLACE = re.compile(r"^Parser error[^:]*: ")
_LINE = re.compile(r"line (\d+)")


def read_rdf_triples(
    document: Document, syntax: str, contexts: Mapping[str, object] | None = None
) -> Iterator[ox.Triple | Rejected]:
    """The triples of a file, of all its graphs. A bad line of N-Triples or N-Quads is rejected alone.

    `contexts` are the JSON-LD contexts known here. `InputError`, with the line, for a file that breaks its syntax,
    asks for something outside itself, or holds XML entities that stand for entities.

    >>> line = b'<http://a.example/s> <http://a.example/p> "o" .'
    >>> [str(triple.object) for triple in read_rdf_triples(Document.of_bytes(line, "a.nt"), "n-triples")]
    ['"o"']
    """
    if syntax in _RARE:
        quads = _RARE[syntax](document)
    elif syntax in ("n-triples", "n-quads"):
        quads = _read_lines(document, _FORMATS[syntax])
    else:
        quads = _read_whole(document, syntax, contexts or {})
    for quad in quads:
        if isinstance(quad, Rejected):
            yield quad
        elif quad.graph_name != _STORE_GRAPH:
            yield quad.triple


def _read_whole(document: Document, syntax: str, contexts: Mapping[str, object]) -> Iterator[ox.Quad]:
    with document.open() as stream:
        data = stream.read()
    if syntax == "rdf-xml":
        data = checked_xml(data, document.name)
    elif syntax == "json-ld":
        data = _with_known_contexts(data, document.name, contexts)
    try:
        yield from ox.parse(data, _FORMATS[syntax])
    except (SyntaxError, ValueError) as error:
        raise _broken(error, syntax, document.name) from None


def _broken(error: SyntaxError | ValueError, syntax: str, name: str) -> InputError:
    message = error.msg if isinstance(error, SyntaxError) else str(error)
    place = _PLACE.match(message)
    told = _LINE.search(place[0]) if place is not None else None
    line = getattr(error, "lineno", None) or (told and told[1])
    problem = _PLACE.sub("", message) or "it is not RDF"
    remedy = "mend it, nothing was taken"
    if "absolute IRI" in problem:
        remedy = "write the IRI in full, or declare a base"
    return InputError(f"broken {syntax}: {problem}", place=f"{name}:{line}" if line else name, remedy=remedy)


def _read_lines(document: Document, form: ox.RdfFormat) -> Iterator[ox.Quad | Rejected]:
    with document.open() as stream:
        data = stream.read()
    try:
        # Whole, this is five times faster than line by line, and most files are sound.
        quads = list(ox.parse(data, form))
    except (SyntaxError, ValueError):
        pass
    else:
        yield from quads
        return
    for number, line in enumerate(data.splitlines(), 1):
        place = f"{document.name}:{number}"
        try:
            yield from list(ox.parse(line, form))
        except (SyntaxError, ValueError) as error:
            broken = _broken(error, "line", place)
            yield Rejected(shown(line), place, UNREADABLE, broken.problem, "mend the line")


def _with_known_contexts(data: bytes, name: str, contexts: Mapping[str, object]) -> bytes:
    """The document with each context that it names replaced by what is known of it."""
    try:
        loaded = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise InputError(
            f"broken JSON: {error.msg}", place=f"{name}:{error.lineno}", remedy="mend it, nothing was taken"
        ) from None
    pending: list[object] = [loaded]
    changed = False
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            node = cast("dict[str, object]", value)
            if "@context" in node:
                node["@context"] = _known(node["@context"], name, contexts)
                changed = True
            if "@import" in node:
                raise InputError(
                    f"it imports {str(node['@import'])[:80]!r}", place=name, remedy="write the context out"
                )
            pending.extend(node.values())
        elif isinstance(value, list):
            pending.extend(cast("list[object]", value))
    return orjson.dumps(loaded) if changed else data


def _known(context: object, name: str, contexts: Mapping[str, object]) -> object:
    if isinstance(context, list):
        return [_known(each, name, contexts) for each in cast("list[object]", context)]
    if not isinstance(context, str):
        return context
    if context not in contexts:
        raise InputError(
            f"the context {context[:80]!r} is not in the file, and nothing is fetched",
            place=name,
            remedy="write the context out in the file, or give a mapping file that has it under contexts",
        )
    return contexts[context]
