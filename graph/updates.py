"""Changes as SPARQL Update, and stored records as CONSTRUCT queries: what the RDF stores share. Pure text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..ontology.vocabulary import Kind, Modality, Term
from .bind import safe_escapes
from .changes import Changes
from .claim import Verdict
from .ntriples import claim_lines, claim_node_lines, entity_lines, plain_line, source_lines
from .ref import PREFIXES, Ref

# The stamp stands in a named graph, where neither an export nor a question about the default graph sees it.
STAMP_QUERY = f"SELECT ?stamp {{ GRAPH <{Term.STORE}> {{ <{Term.STORE}> <{Term.STAMP}> ?stamp }} }}"
"""Asks for the stamp of a store."""

ENTITY = PREFIXES["az"] + Kind.ENTITY
"""The class of every entity."""

TRIPLES_QUERY = "CONSTRUCT WHERE { ?subject ?property ?value }"
"""Asks for every triple."""

# What an entity's own node says; whatever else it is the subject of are relations.
_OWN = ", ".join(
    f"<{term}>"
    for term in (
        *(Term.TYPE, Term.LABEL, Term.ALT_LABEL, Term.SAME_AS, Term.IDENTIFIER, Term.LATITUDE, Term.LONGITUDE),
        *(Term.DESCRIPTION, Term.HAS_ATTRIBUTE),
    )
)


def removal(changes: Changes) -> str:
    """The update that takes the old records out; "" when there are none.

    A passage stays while another claim cites it, and a plain relation while another standing claim says it.
    """
    if not (changes.old_claims or changes.old_entities or changes.old_sources):
        return ""
    new_passages = {passage.id for claim in changes.new_claims for passage in claim.evidence}
    new_relations = {plain_line(claim) for claim in changes.new_claims if claim.stands}
    passages = {passage.id for claim in changes.old_claims for passage in claim.evidence} - new_passages
    relations = {plain_line(claim) for claim in changes.old_claims if claim.stands} - new_relations
    parts = [
        _data("DELETE", map(source_lines, changes.old_sources)),
        _data("DELETE", map(entity_lines, changes.old_entities)),
        _data("DELETE", map(claim_node_lines, changes.old_claims)),
        _forget_passages(sorted(passages)),
        _forget_relations(sorted(relations)),
    ]
    return ";\n".join(part for part in parts if part)


def additions(changes: Changes) -> Iterator[str]:
    """The lines of N-Triples that put the new records in."""
    yield from map(source_lines, changes.new_sources)
    yield from map(entity_lines, changes.new_entities)
    yield from map(claim_lines, changes.new_claims)


def stamping(stamp: str) -> str:
    """The update that sets the stamp.

    >>> stamping("0").splitlines()[0]
    'DELETE WHERE { GRAPH <https://w3id.org/araz/store> { <https://w3id.org/araz/store> ?property ?value } };'
    """
    return (
        f"DELETE WHERE {{ GRAPH <{Term.STORE}> {{ <{Term.STORE}> ?property ?value }} }};\n"
        f'INSERT DATA {{ GRAPH <{Term.STORE}> {{ <{Term.STORE}> <{Term.STAMP}> "{stamp}" }} }}'
    )


def update(changes: Changes) -> str:
    """All of the changes as one update request."""
    parts = [removal(changes), _data("INSERT", additions(changes)), stamping(changes.stamp)]
    return ";\n".join(part for part in parts if part)


def ids_query(kind: str) -> str:
    """Asks for the ids of all resources of a class, given its IRI.

    >>> ids_query(Term.SOURCE)
    'SELECT ?id { ?id a <https://w3id.org/araz/ontology#Source> }'
    """
    return f"SELECT ?id {{ ?id a <{kind}> }}"


def claims_query(ids: Sequence[Ref]) -> str:
    """Asks for all triples of claims, with their quantities, passages and decisions."""
    inner = f"<{Term.HAS_QUANTITY}>|<{Term.WAS_DERIVED_FROM}>|<{Term.HAS_DECISION}>"
    return (
        "CONSTRUCT { ?node ?property ?value } {"
        f" {{ VALUES ?node {{ {_iris(ids)} }} ?node a <{Term.CLAIM}> ; ?property ?value }} UNION"
        f" {{ VALUES ?id {{ {_iris(ids)} }} ?id a <{Term.CLAIM}> ; {inner} ?node . ?node ?property ?value }} }}"
    )


def entities_query(ids: Sequence[Ref]) -> str:
    """Asks for all triples of entities, with their attributes, and without their plain relations."""
    # A filter, no second VALUES: with that, Oxigraph goes through the whole store once some twenty are asked for.
    return (
        "CONSTRUCT { ?node ?property ?value } {"
        f" {{ VALUES ?node {{ {_iris(ids)} }} ?node a <{ENTITY}> ; ?property ?value"
        f" FILTER (?property IN ({_OWN})) }} UNION"
        f" {{ VALUES ?id {{ {_iris(ids)} }}"
        f" ?id a <{ENTITY}> ; <{Term.HAS_ATTRIBUTE}> ?node . ?node ?property ?value }} }}"
    )


def sources_query(ids: Sequence[Ref]) -> str:
    """Asks for all triples of sources."""
    return (
        "CONSTRUCT { ?node ?property ?value } {"
        f" VALUES ?node {{ {_iris(ids)} }} ?node a <{Term.SOURCE}> ; ?property ?value }}"
    )


def _iris(ids: Iterable[Ref]) -> str:
    return " ".join([f"<{ref.iri}>" for ref in ids])


def _data(verb: str, lines: Iterable[str]) -> str:
    text = "".join(lines)
    return f"{verb} DATA {{\n{safe_escapes(text)}}}" if text else ""


def _forget_passages(passages: Sequence[Ref]) -> str:
    if not passages:
        return ""
    return (
        f"DELETE {{ ?passage ?property ?value }} WHERE {{ VALUES ?passage {{ {_iris(passages)} }}"
        f" ?passage ?property ?value FILTER NOT EXISTS {{ ?claim <{Term.WAS_DERIVED_FROM}> ?passage }} }}"
    )


def _forget_relations(lines: Sequence[str]) -> str:
    if not lines:
        return ""
    rows = "".join(["(" + line.removesuffix(" .\n") + ")\n" for line in lines])
    subjects = " ".join(sorted({line.partition(" ")[0] for line in lines}))
    # MINUS, and the subjects once more, so that each subject's claims are gone through once. FILTER NOT EXISTS would
    # go through them once for each relation: minutes for a state in thousands of claims.
    return (
        f"DELETE {{ ?subject ?relation ?object }} WHERE {{ VALUES (?subject ?relation ?object) {{\n{rows}}}"
        f" MINUS {{ VALUES ?subject {{ {subjects} }} ?claim <{Term.SUBJECT}> ?subject ; <{Term.OBJECT}> ?object ;"
        f" <{Term.PREDICATE}> ?relation ; <{Term.MODALITY}> <{PREFIXES['az']}{Modality.ASSERTED}> ."
        f' MINUS {{ ?claim <{Term.VERDICT}> "{Verdict.REJECTED}" }} }} }}'
    )
