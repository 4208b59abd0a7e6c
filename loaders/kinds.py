"""What a file is: told by its name where that is clear, else by how it starts."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import cast

import orjson

from ..errors import InputError, UnknownTerm
from .document import Document
from .jsonlines import KINDS

CLAIM_SYNTAXES = ("jsonl", "json", "csv", "yaml")
"""The forms of annotated claims."""

RDF_SYNTAXES = (
    *("turtle", "n-triples", "n-quads", "trig", "n3", "rdf-xml", "json-ld"),
    *("trix", "hextuples", "rdf-patch"),
)
"""The syntaxes of RDF."""

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

_TEXTS = frozenset({".txt", ".md", ".markdown", ".html", ".htm", ".pdf", ".docx", ".doc", ".odt", ".rtf", ".epub"})
_QUAD = re.compile(rb"(?:<[^<>\s]*>|_:\S+)\s+<[^<>\s]*>\s+\S.*\.\s*\Z")
_TRIPLES = re.compile(rb"(?:@prefix|@base|prefix|base)\b|<[^<>\s]+>\s", re.IGNORECASE)
_XML = re.compile(rb"<\?xml|<!|<[A-Za-z][\w.:-]*\s+[\w:-]+\s*=|<html", re.IGNORECASE)
_YAML = re.compile(rb"(?:---|- |%YAML|[A-Za-z_]+:(?:\s|\Z))")


def syntax_of(document: Document, wanted: str = "") -> str:
    """The syntax of a file: one of `CLAIM_SYNTAXES` or `RDF_SYNTAXES`. `wanted` is taken at its word.

    `InputError` for an article, which this version does not read, and for what cannot be told.

    >>> syntax_of(Document.of_bytes(b"@prefix ent: <https://w3id.org/araz/id/> .", "-"))
    'trig'
    """
    if wanted:
        if wanted not in (*CLAIM_SYNTAXES, *RDF_SYNTAXES):
            raise UnknownTerm(wanted, (*CLAIM_SYNTAXES, *RDF_SYNTAXES))
        return wanted
    suffix = document.suffix
    if suffix in _TEXTS:
        raise _article(document)
    known = _SUFFIXES.get(suffix)
    if known == "jsonl" and document.head().lstrip().startswith(b"["):
        return "json"
    return known or _by_content(document)


def _by_content(document: Document) -> str:
    head = document.head().lstrip()
    first = head.splitlines()[0].strip()
    if _XML.match(head):
        return _xml(document, head)
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
        remedy=f"give it one of the endings {' '.join(_SUFFIXES)}",
    )


def _xml(document: Document, head: bytes) -> str:
    if re.search(rb"<(?:!DOCTYPE\s+)?html\b", head, re.IGNORECASE):
        raise _article(document)
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


def _article(document: Document) -> InputError:
    name = PurePath(document.name).with_suffix(".txt").name
    return InputError(
        "this version does not read articles",
        place=document.name,
        remedy=f'annotate what it claims in a .jsonl file, whose source names its plain text as "text_file": "{name}"',
    )
