"""The columns of a store by SPARQL: a few scans of one property each, joined by the engine, handed over as one text."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import unquote

import numpy as np

from ..errors import StoreError
from ..graph.ref import PREFIXES, Ref
from ..graph.store import Store
from ..ontology.schema import load_schema
from .columns import KINDS, MODALITIES, RELATIONS, VERDICTS, Columns, coded, coded_dates
from .columntexts import Refs, Texts

# One text for everything: an engine joins it many times faster than it hands over rows. Joining whole lists of claims,
# that of all of them after what each has, spares looking each up, and brings them in an order in which their ids are
# read fast. The limits, which no list reaches, keep an engine from joining otherwise; DISTINCT would, at more cost.
# `-` is nothing, `i` marks an IRI and `t` a text, coded like a part of a web address so that it holds no spaces.
_CLAIMS = """
SELECT (COUNT(?claim) AS ?count) (GROUP_CONCAT(CONCAT(
  STR(?claim), " ", STR(?subject), " ", STR(?relation), " ", STR(?object), " ", STR(?modality), " ", STR(?confidence),
  " ", COALESCE(STR(?verdict), "0"), " ", COALESCE(ENCODE_FOR_URI(STR(?from)), "-"),
  " ", COALESCE(ENCODE_FOR_URI(STR(?to)), "-"),
  " ", COALESCE(IF(ISIRI(?condition), CONCAT("i", STR(?condition)), CONCAT("t", ENCODE_FOR_URI(STR(?condition)))), "-")
); SEPARATOR="\\n") AS ?lines) WHERE {{
  {{ SELECT ?claim ?subject WHERE {{ ?claim rdf:subject ?subject }} LIMIT {most} }}
  {{ SELECT ?claim ?object WHERE {{ ?claim rdf:object ?object }} LIMIT {most} }}
  {{ SELECT ?claim ?relation WHERE {{ ?claim rdf:predicate ?n VALUES (?n ?relation) {{ {acts} }} }} LIMIT {most} }}
  {{ SELECT ?claim ?confidence WHERE {{ ?claim az:confidence ?confidence }} LIMIT {most} }}
  {{ SELECT ?claim ?modality WHERE {{ ?claim az:modality ?n VALUES (?n ?modality) {{ {modes} }} }} LIMIT {most} }}
  {{ SELECT ?claim WHERE {{ ?claim a ?class . FILTER (?class = az:Claim) }} LIMIT {most} }}
  OPTIONAL {{ SELECT ?claim ?from WHERE {{ ?claim az:validFrom ?from }} LIMIT {most} }}
  OPTIONAL {{ SELECT ?claim ?to WHERE {{ ?claim az:validTo ?to }} LIMIT {most} }}
  OPTIONAL {{ SELECT ?claim ?condition WHERE {{ ?claim az:condition ?condition }} LIMIT {most} }}
  OPTIONAL {{ SELECT ?claim ?verdict WHERE {{ ?claim az:verdict ?n VALUES (?n ?verdict) {{ {said} }} }} LIMIT {most} }}
}}
"""
_MOST = 10**9

_LABELS = """
SELECT (COUNT(?one) AS ?count)
  (GROUP_CONCAT(CONCAT(STR(?one), " ", ENCODE_FOR_URI(STR(?label))); SEPARATOR="\\n") AS ?lines)
WHERE { ?one rdfs:label ?label FILTER (STR(?label) != "") }
"""
_MEMBERS = """
SELECT ?kind (GROUP_CONCAT(STR(?one); SEPARATOR=" ") AS ?members) WHERE {{ VALUES ?kind {{ {kinds} }} ?one a ?kind }}
GROUP BY ?kind
"""


def columns_by_query(store: Store) -> Columns:
    """The columns of a store that answers SPARQL.

    Raises `StoreError` when a server cuts an answer short, `UsageError` when it takes no SPARQL.
    """
    words = _once(_words(store, _claims_query(), 10))
    claims, subjects, relations, objects, modalities, confidences, verdicts, begun, ended, conditional = (
        words[each::10] for each in range(10)
    )
    size = len(claims)
    members = _members(store)
    entities = sorted({*subjects, *objects, *members})
    place = {iri: number for number, iri in enumerate(entities)}
    ids, labels = Refs.of_iris(entities), _labels(store)
    conditions, terms = coded({at: _condition(said) for at, said in enumerate(conditional) if said != "-"}, size)
    starts, ends, dates = coded_dates(_dates(begun), _dates(ended), size)
    return Columns(
        entities=ids,
        names=Texts.of([labels.get(iri) or curie for iri, curie in zip(entities, ids.texts, strict=True)]),
        kinds=np.array([members.get(iri, 0) for iri in entities], np.int32),
        claims=Texts.of([claim.removeprefix(PREFIXES["claim"]) for claim in claims]),
        subjects=np.fromiter(map(place.__getitem__, subjects), np.int32, size),
        relations=np.fromiter(map(int, relations), np.int32, size),
        objects=np.fromiter(map(place.__getitem__, objects), np.int32, size),
        modalities=np.fromiter(map(int, modalities), np.int32, size),
        confidences=np.fromiter(map(float, confidences), np.float64, size),
        verdicts=np.fromiter(map(int, verdicts), np.int32, size),
        conditions=conditions,
        terms=terms,
        starts=starts,
        ends=ends,
        dates=dates,
    )


def _claims_query() -> str:
    said = " ".join(f'("{verdict}" {code})' for code, verdict in enumerate(VERDICTS) if verdict)
    acts, modes = _numbered(RELATIONS), _numbered(MODALITIES)
    return _CLAIMS.format(acts=acts, modes=modes, said=said, most=_MOST)


def _words(store: Store, query: str, each: int) -> list[str]:
    """The words of all lines of an answer, `each` a line, the lines sorted."""
    ((count, lines),) = store.select(query).rows
    text = lines if isinstance(lines, str) else ""
    words = "\n".join(sorted(text.split("\n"))).replace("\n", " ").split(" ") if text else []
    if len(words) != each * int(count if isinstance(count, int) else 0):
        raise StoreError("the server cut its answer short", remedy="raise its limit for one answer")
    return words


def _once(words: list[str]) -> list[str]:
    """The same lines, the first of each claim: one that somebody else wrote may have several values of a property."""
    if 10 * len({*words[::10]}) == len(words):
        return words
    first = {words[at]: at for at in range(len(words) - 10, -1, -10)}
    return [word for at in sorted(first.values()) for word in words[at : at + 10]]


def _numbered(names: Sequence[str]) -> str:
    return " ".join(f"(<{PREFIXES['az']}{name}> {number})" for number, name in enumerate(names))


def _labels(store: Store) -> dict[str, str]:
    """The label of everything that has one, by IRI; the least where there are several."""
    words = _words(store, _LABELS, 2)
    # Sorted, and the first of several written last.
    return {one: unquote(label) for one, label in zip(words[-2::-2], words[:0:-2], strict=True)}


def _members(store: Store) -> dict[str, int]:
    """The class of every entity, by IRI: the deepest that is stated."""
    az = PREFIXES["az"]
    rows = store.select(_MEMBERS.format(kinds=" ".join(f"<{az}{kind}>" for kind in KINDS))).rows
    found = {row[0].local: row[1] for row in rows if isinstance(row[0], Ref)}
    classes = load_schema().classes
    kinds: dict[str, int] = {}
    for number, kind in sorted(enumerate(KINDS), key=lambda pair: len(classes[pair[1]].ancestors)):
        members = found.get(kind, "")
        if isinstance(members, str) and members:
            kinds.update(dict.fromkeys(members.split(" "), number))
    return kinds


def _condition(marked: str) -> Ref | str:
    return Ref.parse(marked[1:]) if marked[0] == "i" else unquote(marked[1:])


def _dates(column: Sequence[str]) -> dict[int, str]:
    return {at: unquote(date) for at, date in enumerate(column) if date != "-"}
