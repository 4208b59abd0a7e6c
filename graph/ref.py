"""Refs: short names (CURIEs) for everything that has an IRI."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from ..errors import InputError

PREFIXES = {
    "az": "https://w3id.org/araz/ontology#",
    "ent": "https://w3id.org/araz/id/",
    "claim": "https://w3id.org/araz/claim/",
    "src": "https://w3id.org/araz/source/",
    "passage": "https://w3id.org/araz/passage/",
    "wd": "http://www.wikidata.org/entity/",
}
"""The prefixes a Ref may use, each with the IRI it stands for."""

# Only characters that need no escape in an IRI, in Turtle's local part, in SPARQL or in a file name.
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.\-]*[A-Za-z0-9_\-])?\Z")


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """A CURIE such as `ent:iran`. It expands to an IRI and is safe inside SPARQL, Cypher, HTML and file names.

    `local` holds ASCII letters, digits, `_`, `-` and inner dots only; `Ref.of_name` makes one from any name.
    Raises `InputError` for anything else.

    >>> Ref.parse("ent:iran").iri
    'https://w3id.org/araz/id/iran'
    >>> Ref.parse("https://w3id.org/araz/id/iran")
    Ref(prefix='ent', local='iran')
    """

    prefix: str
    local: str

    def __post_init__(self) -> None:
        if self.prefix not in PREFIXES:
            raise InputError(f"unknown prefix {self.prefix!r}", remedy=f"use one of {', '.join(PREFIXES)}")
        if _LOCAL.match(self.local) is None:
            raise InputError(
                f"{self.local!r} is not a usable id",
                remedy="use ASCII letters, digits, '_' and '-' (dots inside only)",
            )

    @classmethod
    def parse(cls, text: str) -> Ref:
        """A Ref from a CURIE or from a full IRI under one of the known prefixes."""
        for prefix, base in PREFIXES.items():
            if text.startswith(base):
                return cls(prefix, text[len(base) :])
        prefix, colon, local = text.partition(":")
        if not colon:
            raise InputError(f"{text!r} is not an id", remedy="write it as prefix:name, for example ent:iran")
        return cls(prefix, local)

    @classmethod
    def of_name(cls, prefix: str, name: str) -> Ref:
        """A Ref made from a name: lower case ASCII, hyphens between words, other scripts percent-coded with `_`.

        >>> str(Ref.of_name("ent", "Qız Qalası HPP"))
        'ent:qiz-qalasi-hpp'
        """
        import unicodedata

        plain = unicodedata.normalize("NFKD", name.replace("ı", "i").replace("ə", "e").replace("Ə", "e"))
        plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
        words = re.sub(r"[^\w]+", "-", plain).strip("-")
        return cls(prefix, re.sub(r"^[-.]+|[-.]+$", "", quote(words, safe="").replace("%", "_")) or "_")

    @classmethod
    def of_digest(cls, prefix: str, digest: str) -> Ref:
        """A Ref of a known prefix and a hexadecimal digest. Nothing is checked, for there is nothing that could fail.

        >>> str(Ref.of_digest("claim", "0af3"))
        'claim:0af3'
        """
        ref = object.__new__(cls)
        object.__setattr__(ref, "prefix", prefix)
        object.__setattr__(ref, "local", digest)
        return ref

    @property
    def iri(self) -> str:
        """The full IRI."""
        return PREFIXES[self.prefix] + self.local

    def __str__(self) -> str:
        return f"{self.prefix}:{self.local}"
