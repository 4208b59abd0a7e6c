"""A whole graph as a file that other tools read."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import InputError, UsageError
from ..ontology.vocabulary import Term
from .claim import Claim
from .csvcells import needs_apostrophe, quantities_cell, review_cell
from .prefixes import WELL_KNOWN
from .record import claim_record, entity_record, source_record
from .ref import PREFIXES, Ref
from .store import Store

if TYPE_CHECKING:
    import pyoxigraph as ox

CSV_COLUMNS = (
    *("id", "subject", "relation", "object", "modality", "condition", "attributed_to", "valid_from", "valid_to"),
    *("quantities", "confidence", "method", "review", "source", "start", "end", "quote", "record", "lang", "title"),
)


def export(store: Store, form: str) -> Iterator[str]:
    """The graph in `form`, in pieces of text. The same graph gives the same bytes.

    Forms: turtle, json-ld, n-quads and rdf12 hold everything; jsonl holds everything as Araz's own records; csv holds
    one row for each passage of each claim; graphml and gexf hold a node for each entity and an edge for each claim.
    `UsageError` names an unknown form.
    """
    known = forms()
    if form not in known:
        raise UsageError(f"unknown export form {form!r}", remedy=f"use one of {', '.join(known)}")
    return known[form](store)


def forms() -> Mapping[str, Callable[[Store], Iterator[str]]]:
    """The export forms by name."""
    return {
        "turtle": _turtle,
        "json-ld": _json_ld,
        "n-quads": _n_quads,
        "rdf12": _rdf12,
        "jsonl": _jsonl,
        "csv": _csv,
        "graphml": _graphml,
        "gexf": _gexf,
    }


def export_folder(store: Store, form: str, folder: Path) -> list[Path]:
    """Write the graph into a folder (made if need be) in a form of several files: parquet or neo4j-admin."""
    from .bulk import export_bulk
    from .exchange import write_parquet

    known = {"parquet": write_parquet, "neo4j-admin": export_bulk}
    if form not in known:
        raise UsageError(f"unknown form {form!r} of an export folder", remedy=f"use one of {', '.join(known)}")
    try:
        return known[form](store, folder)
    except OSError as error:
        raise InputError(f"cannot write: {error.strerror}", place=str(folder), remedy="choose another place") from None


def _graphml(store: Store) -> Iterator[str]:
    from .exchange import graphml

    return graphml(store)


def _gexf(store: Store) -> Iterator[str]:
    from .exchange import gexf

    return gexf(store)


def _n_quads(store: Store) -> Iterator[str]:
    # Everything stands in the default graph, where an N-Quads line is an N-Triples line.
    for line in store.ntriples():
        yield line if line.endswith("\n") else line + "\n"


def _turtle(store: Store) -> Iterator[str]:
    import pyoxigraph as ox

    triples = ox.parse("".join(_n_quads(store)), ox.RdfFormat.N_TRIPLES)
    yield _serialised((q.triple for q in triples), ox.RdfFormat.TURTLE)


def _json_ld(store: Store) -> Iterator[str]:
    import pyoxigraph as ox

    triples = ox.parse("".join(_n_quads(store)), ox.RdfFormat.N_TRIPLES)
    yield _serialised((q.triple for q in triples), ox.RdfFormat.JSON_LD)


def _rdf12(store: Store) -> Iterator[str]:
    """Turtle 1.2: each claim is a reifier of the triple it is about, beside the same claim node as elsewhere."""
    import pyoxigraph as ox

    def triples() -> Iterator[ox.Triple]:
        for quad in ox.parse("".join(_n_quads(store)), ox.RdfFormat.N_TRIPLES):
            yield quad.triple
        for claim in store.claims():
            said = ox.Triple(
                ox.NamedNode(claim.subject.iri),
                ox.NamedNode(PREFIXES["az"] + claim.relation),
                ox.NamedNode(claim.object.iri),
            )
            yield ox.Triple(ox.NamedNode(claim.id.iri), ox.NamedNode(Term.REIFIES), said)

    yield _serialised(triples(), ox.RdfFormat.TURTLE)


def _serialised(triples: Iterable[ox.Triple], form: ox.RdfFormat) -> str:
    from pyoxigraph import serialize

    return (serialize(triples, format=form, prefixes=WELL_KNOWN) or b"").decode()


def _jsonl(store: Store) -> Iterator[str]:
    """Sources first, then entities, then claims: a file that loads back to the same graph."""
    for records in (
        map(source_record, store.sources()),
        map(entity_record, store.entities()),
        map(claim_record, store.claims()),
    ):
        for record in records:
            yield json.dumps(record, ensure_ascii=False) + "\n"


def _csv(store: Store) -> Iterator[str]:
    titles = {source.id: source.title for source in store.sources()}
    yield csv_text([CSV_COLUMNS])
    for claim in store.claims():
        yield csv_text(_csv_rows(claim, titles))


def _csv_rows(claim: Claim, titles: Mapping[Ref, str]) -> Iterator[list[object]]:
    record = claim_record(claim)
    shared = {**record, "quantities": quantities_cell(claim.quantities), "review": review_cell(claim.review)}
    for passage in claim.evidence:
        cells = {
            **shared,
            "source": str(passage.source),
            "start": passage.start if passage.start >= 0 else "",
            "end": passage.end if passage.end >= 0 else "",
            "quote": passage.quote,
            "record": passage.record,
            "lang": passage.lang,
            "title": titles.get(passage.source, ""),
        }
        yield [cells.get(column, "") for column in CSV_COLUMNS]


def csv_text(rows: Iterable[Iterable[object]]) -> str:
    """Rows as CSV lines. A cell that a spreadsheet would run as a formula, or trim, gets a leading apostrophe.

    >>> csv_text([["=1+1", "a,b", None]])
    '\\'=1+1,"a,b",\\r\\n'
    """
    out = io.StringIO()
    csv.writer(out).writerows([[_cell(value) for value in row] for row in rows])
    return out.getvalue()


def _cell(value: object) -> object:
    return "'" + value if isinstance(value, str) and needs_apostrophe(value) else value
