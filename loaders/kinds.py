"""What a file is: told by its name where that is clear, else by how it starts."""

from __future__ import annotations

import re
from typing import cast

import orjson

from ..errors import InputError, UnknownTerm
from .articles.reading import ENDINGS as ARTICLE_ENDINGS
from .document import Document
from .jsonlines import KINDS

CLAIM_SYNTAXES = ("jsonl", "json", "csv", "yaml")
"""The forms of annotated claims."""

RDF_SYNTAXES = (
    *("turtle", "n-triples", "n-quads", "trig", "n3", "rdf-xml", "json-ld"),
    *("trix", "hextuples", "rdf-patch"),
)
"""The syntaxes of RDF."""

ARTICLE = "article"
"""The syntax of text that a reader reads: a page, a PDF, a Word file, plain text."""

SYNTAXES = (*CLAIM_SYNTAXES, *RDF_SYNTAXES, ARTICLE)
"""Everything that a file may be."""

_SUFFIXES = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".ttl": "turtle",
    ".nt": "n-triples",
    ".nq": "n-quads",
    ".trig": "trig",
    ".n3": "n3",
    ".rdf": "rdf-xml",
    ".owl": "rdf-xml",
    ".jsonld": "json-ld",
    ".trix": "trix",
    ".hext": "hextuples",
    ".rdp": "rdf-patch",
}
ENDINGS = (*_SUFFIXES, ".json", ".xml")
"""The endings of files that are claims or RDF."""

# With those that no reader of articles knows: it says so, and what to do.
_TEXTS = frozenset({*ARTICLE_ENDINGS, ".doc", ".odt", ".rtf", ".epub"})
_PACKED = (b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")
_QUAD = re.compile(rb"(?:<[^<>\s]*>|_:\S+)\s+<[^<>\s]*>\s+\S.*\.\s*\Z")
_TRIPLES = re.compile(rb"(?:@prefix|@base|prefix|base)\b|<[^<>\s]+>\s", re.IGNORECASE)
_XML = re.compile(rb"<\?xml|<!|<[A-Za-z][\w.:-]*\s+[\w:-]+\s*=|<html", re.IGNORECASE)
_YAML = re.compile(rb"(?:---|- |%YAML|[A-Za-z_]+:(?:\s|\Z))")


def syntax_of(document: Document, wanted: str = "") -> str:
    """The syntax of a file: one of `SYNTAXES`. `wanted` is taken at its word. `InputError` for what cannot be told.

    >>> syntax_of(Document.of_bytes(b"@prefix ent: <https://w3id.org/araz/id/> .", "-"))
    'trig'
    >>> syntax_of(Document.of_bytes(b"<!doctype html><p>Iran shut the border.", "-"))
    'article'
    """
    if wanted:
        if wanted not in SYNTAXES:
            raise UnknownTerm(wanted, SYNTAXES)
        return wanted
    suffix = document.suffix
    if suffix in _TEXTS or (suffix not in ENDINGS and document.starts().startswith(_PACKED)):
        return ARTICLE
    known = _SUFFIXES.get(suffix)
    if known == "jsonl" and document.head().lstrip().startswith(b"["):
        return "json"
    return known or _by_content(document)


def _by_content(document: Document) -> str:
    head = document.head().lstrip()
    first = head.splitlines()[0].strip()
    if _XML.match(head):
        return _xml(head)
    if head.startswith((b"{", b"[")):
        return _json(head, first)
    if _QUAD.match(first):
        return "n-quads"
    # A comment before the first statement is common in Turtle, and means nothing in the other forms.
    told = next((line.strip() for line in head.splitlines() if line.strip() and not line.startswith(b"#")), b"")
    if _QUAD.match(told):
        return "n-quads"
    if _TRIPLES.match(told):
        return "trig"
    if re.match(rb"[\w\"', ;\t]*\brelation\b", first):
        return "csv"
    if re.match(rb"(?:A|TX|H|PA)\s", told):
        return "rdf-patch"
    if _YAML.match(told):
        return "yaml"
    raise InputError(
        "it is neither claims nor RDF by its name or its first line",
        place=document.name,
        remedy=f"give it one of the endings {' '.join(_SUFFIXES)}; if it is text to be read, --syntax {ARTICLE}",
    )


def _xml(head: bytes) -> str:
    if re.search(rb"<(?:!DOCTYPE\s+)?html\b", head, re.IGNORECASE):
        return ARTICLE
    return "trix" if re.search(rb"<(?:\w+:)?trix\b", head, re.IGNORECASE) else "rdf-xml"


def _json(head: bytes, first: bytes) -> str:
    if re.search(rb'"@(?:context|id|graph|type)"\s*:', head):
        return "json-ld"
    try:
        value = orjson.loads(first)
    except orjson.JSONDecodeError:
        return "json"
    if isinstance(value, list):
        cells = cast("list[object]", value)
        return "hextuples" if len(cells) == 6 and all(isinstance(cell, str) for cell in cells) else "json"
    # One line of JSON Lines is a record; one that holds lists of them is a document.
    return "json" if isinstance(value, dict) and value.keys() & KINDS.keys() else "jsonl"
