"""Reads a Turtle file into an index by subject and property: all that the schema and the rules need of RDF."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from ..errors import InputError

FOLDER = Path(__file__).parent
"""Where the Turtle files of the ontology lie."""

PREFIXES = {
    "az": "https://w3id.org/araz/ontology#",
    "rule": "https://w3id.org/araz/rule/",
    "shock": "https://w3id.org/araz/shock/",
    "plover": "https://w3id.org/araz/plover/",
    "araz": "https://w3id.org/araz/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "schema": "https://schema.org/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "time": "http://www.w3.org/2006/time#",
    "sh": "http://www.w3.org/ns/shacl#",
    "wd": "http://www.wikidata.org/entity/",
    "qudt": "http://qudt.org/vocab/unit/",
}
"""The prefixes that the ontology's own files use."""

_PREFIX_OF = {base: prefix for prefix, base in PREFIXES.items()}

Node = NamedNode | BlankNode | Literal
"""A subject or a value. A literal is never a subject; asking for its properties finds none."""


def expand(name: str) -> str:
    """The IRI of a prefixed name; anything with another prefix is an IRI already.

    >>> expand("az:Claim"), expand("urn:example:x")
    ('https://w3id.org/araz/ontology#Claim', 'urn:example:x')
    """
    prefix, _, local = name.partition(":")
    base = PREFIXES.get(prefix)
    return name if base is None else base + local


def shorten(iri: str) -> str:
    """The prefixed name of an IRI, or the IRI as it is when no prefix fits.

    >>> shorten("http://www.w3.org/ns/prov#wasDerivedFrom")
    'prov:wasDerivedFrom'
    """
    # Every namespace ends in "#" or "/", and a local name holds neither: one look-up instead of a search.
    cut = max(iri.rfind("#"), iri.rfind("/")) + 1
    prefix = _PREFIX_OF.get(iri[:cut])
    return iri if prefix is None or cut == len(iri) else f"{prefix}:{iri[cut:]}"


class Turtle:
    """The triples of one Turtle file, by subject and property, in the order of the file.

    Properties and subjects are given as prefixed names ("rdfs:label"). A file that is not Turtle raises `InputError`
    with its line.

    >>> Turtle(FOLDER / "araz.ttl").text("az:State", "rdfs:label")
    'state'
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        # By IRI or blank node name, then by property: plain strings, since they are looked up thousands of times.
        self._index: dict[str, dict[str, list[Node]]] = {}
        try:
            for quad in parse(path=path, format=RdfFormat.TURTLE):
                subject, value = quad.subject, quad.object
                if not isinstance(subject, Triple) and not isinstance(value, Triple):
                    self._index.setdefault(_key(subject), {}).setdefault(quad.predicate.value, []).append(value)
        except SyntaxError as error:
            place = f"{path}:{error.lineno}" if error.lineno is not None else str(path)
            raise InputError(f"not Turtle: {error.msg}", place=place, remedy="mend the syntax") from error
        except OSError as error:
            why = error.strerror or error
            raise InputError(f"cannot be read: {why}", place=str(path), remedy="check the path") from error

    def objects(self, subject: str | Node, name: str) -> list[Node]:
        """The values of a property, in file order."""
        key = expand(subject) if isinstance(subject, str) else _key(subject)
        return self._index.get(key, {}).get(expand(name), [])

    def names(self, subject: str | Node, name: str) -> list[str]:
        """The values that are IRIs, as prefixed names."""
        return [shorten(value.value) for value in self.objects(subject, name) if isinstance(value, NamedNode)]

    def texts(self, subject: str | Node, name: str) -> list[str]:
        """The values that are literals, as text."""
        return [value.value for value in self.objects(subject, name) if isinstance(value, Literal)]

    def name(self, subject: str | Node, name: str) -> str:
        """The first value that is an IRI, as a prefixed name; "" when there is none."""
        return next(iter(self.names(subject, name)), "")

    def text(self, subject: str | Node, name: str) -> str:
        """The first literal value; "" when there is none."""
        return next(iter(self.texts(subject, name)), "")

    def members(self, node: Node) -> list[str]:
        """The prefixed names in an RDF list."""
        found: list[str] = []
        while isinstance(node, BlankNode):
            found += self.names(node, "rdf:first")
            node = next(iter(self.objects(node, "rdf:rest")))
        return found

    def subjects(self, of_type: str = "") -> Iterator[str]:
        """The prefixed names of everything described (of a given type), in file order; blank nodes have none."""
        wanted, types = expand(of_type) if of_type else "", expand("rdf:type")
        for key, properties in self._index.items():
            if key.startswith("_:"):
                continue
            if not wanted or any(node.value == wanted for node in properties.get(types, ())):
                yield shorten(key)

    def nameless(self, of_type: str) -> int:
        """How many things of a type are blank nodes."""
        wanted, types = expand(of_type), expand("rdf:type")
        blank = (properties for key, properties in self._index.items() if key.startswith("_:"))
        return sum(any(node.value == wanted for node in properties.get(types, ())) for properties in blank)


def _key(node: Node) -> str:
    return node.value if isinstance(node, NamedNode) else str(node)
