"""The prefixes that need no declaration in a query, and that exports declare."""

from __future__ import annotations

import re

from .ref import PREFIXES

WELL_KNOWN = {
    **PREFIXES,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "prov": "http://www.w3.org/ns/prov#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "schema": "https://schema.org/",
    "owl": "http://www.w3.org/2002/07/owl#",
}
"""Prefix to namespace: Araz's own, and those of the vocabularies that its graph uses."""


def with_prefixes(query: str) -> str:
    """The query with a declaration for each well-known prefix that it uses and does not declare, on its first line.

    Line numbers in error messages stay those of the text that was typed.

    >>> with_prefixes("ASK { ent:iran ?p ?o }")
    'PREFIX ent: <https://w3id.org/araz/id/> ASK { ent:iran ?p ?o }'
    """
    declared = {name.lower() for name in re.findall(r"\bprefix\s+([\w-]*):", query, re.IGNORECASE)}
    used = [p for p in WELL_KNOWN if p not in declared and re.search(rf"(?<![\w-]){p}:", query)]
    return "".join(f"PREFIX {p}: <{WELL_KNOWN[p]}> " for p in used) + query
