"""All claims of a store as columns of numbers: what the transmission network is built from.

Claims and entities are counted from 0, sorted by id. Reading is a few scans of one property each; everything after is
arrays, so that hundreds of thousands of claims take seconds. Whoever keeps the columns of a store keeps them by its
stamp: equal stamps mean equal columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import unquote

import numpy as np
import numpy.typing as npt

from ..errors import StoreError, UsageError
from ..graph.claim import Claim, Verdict
from ..graph.memory import MemoryStore
from ..graph.ref import PREFIXES, Ref
from ..graph.store import Store
from ..ontology.schema import load_schema
from ..ontology.vocabulary import Kind, Modality, Relation, Term

Codes: TypeAlias = npt.NDArray[np.int32]
Numbers: TypeAlias = npt.NDArray[np.float64]

KINDS = tuple(Kind)
RELATIONS = tuple(Relation)
MODALITIES = tuple(Modality)
VERDICTS = ("", *Verdict)
"""What the codes of `kinds`, `relations`, `modalities` and `verdicts` stand for."""

# One text for everything: an engine joins it many times faster than it hands over rows. Joining whole lists of claims,
# the list of all of them last, spares looking each up, and brings them in an order in which their ids are read fast.
_CLAIMS = """
SELECT (COUNT(?claim) AS ?count) (GROUP_CONCAT(CONCAT(
  STR(?claim), " ", STR(?subject), " ", STR(?relation), " ", STR(?object), " ", STR(?modality), " ", STR(?confidence)
); SEPARATOR=" ") AS ?lines) WHERE {{
  {{ SELECT DISTINCT ?claim ?subject WHERE {{ ?claim rdf:subject ?subject }} }}
  {{ SELECT DISTINCT ?claim ?object WHERE {{ ?claim rdf:object ?object }} }}
  {{ SELECT DISTINCT ?claim ?relation WHERE {{ ?claim rdf:predicate ?name VALUES (?name ?relation) {{ {acts} }} }} }}
  {{ SELECT DISTINCT ?claim ?modality WHERE {{ ?claim az:modality ?name VALUES (?name ?modality) {{ {modes} }} }} }}
  {{ SELECT DISTINCT ?claim ?confidence WHERE {{ ?claim az:confidence ?confidence }} }}
  {{ SELECT DISTINCT ?claim WHERE {{ ?claim a ?class . FILTER (?class = az:Claim) }} }}
}}
"""

# `i` marks an IRI and `t` any other value, coded like a part of a web address so that it holds no spaces.
_COLUMN = """
SELECT (COUNT(?one) AS ?count) (GROUP_CONCAT(CONCAT(
  STR(?one), IF(ISIRI(?value), " i", " t"), IF(ISIRI(?value), STR(?value), ENCODE_FOR_URI(STR(?value)))
); SEPARATOR=" ") AS ?lines) WHERE {{ ?one <{term}> ?value }}
"""
_MEMBERS = """
SELECT ?kind (GROUP_CONCAT(STR(?one); SEPARATOR=" ") AS ?members) WHERE {{ VALUES ?kind {{ {kinds} }} ?one a ?kind }}
GROUP BY ?kind
"""


@dataclass(frozen=True, slots=True)
class Columns:
    """Claims and the entities they name, as arrays.

    By entity: `entities`, `names` (its id where it has none), `kinds`. By claim: `claims` (the local part of its id),
    `subjects` and `objects` (entities), `relations`, `modalities`, `confidences`, `verdicts`, `conditions` (places in
    `terms`, -1 for none), `starts` and `ends` (places in `dates`, which starts with "" for an open end).
    """

    entities: tuple[Ref, ...]
    names: tuple[str, ...]
    kinds: Codes
    claims: tuple[str, ...]
    subjects: Codes
    relations: Codes
    objects: Codes
    modalities: Codes
    confidences: Numbers
    verdicts: Codes
    conditions: Codes
    terms: tuple[Ref | str, ...]
    starts: Codes
    ends: Codes
    dates: tuple[str, ...]

    def of_kind(self, *kinds: Kind) -> npt.NDArray[np.bool_]:
        """Which entities are of one of these classes, or of a class under them."""
        classes = load_schema().classes
        wanted = [any(kind in classes[each].ancestors for kind in kinds) for each in KINDS]
        return np.array(wanted)[self.kinds]


def read_columns(store: Store) -> Columns:
    """The columns of a store, read once.

    >>> from araz.graph.memory import MemoryStore
    >>> read_columns(MemoryStore()).claims
    ()
    """
    if isinstance(store, MemoryStore):
        # It has the claims at hand, and would have to write them all out to be asked in SPARQL.
        return _by_claim(store)
    try:
        return _by_query(store)
    except UsageError:
        # A store that does not speak SPARQL hands over whole claims.
        return _by_claim(store)


def _by_query(store: Store) -> Columns:
    words = _words(store, _CLAIMS.format(acts=_numbered(RELATIONS), modes=_numbered(MODALITIES)), 6)
    order = sorted(range(0, len(words), 6), key=words.__getitem__)
    claims, subjects, relations, objects, modalities, confidences = ([words[at + i] for at in order] for i in range(6))
    members = _members(store)
    entities = sorted({*subjects, *objects, *members})
    place = {iri: number for number, iri in enumerate(entities)}
    labels, verdicts, conditions, starts, ends = (
        _column(store, term) for term in (Term.LABEL, Term.VERDICT, Term.CONDITION, Term.VALID_FROM, Term.VALID_TO)
    )
    return _columns(
        entities=[Ref.parse(iri) for iri in entities],
        names=[unquote(labels.get(iri, "t")[1:]) for iri in entities],
        kinds=np.array([members.get(iri, 0) for iri in entities], np.int32),
        claims=[claim.removeprefix(PREFIXES["claim"]) for claim in claims],
        subjects=np.array([place[iri] for iri in subjects], np.int32),
        relations=np.array(relations, np.int32),
        objects=np.array([place[iri] for iri in objects], np.int32),
        modalities=np.array(modalities, np.int32),
        confidences=np.array(confidences, np.float64),
        verdicts=np.array([VERDICTS.index(verdicts.get(claim, "t")[1:]) for claim in claims], np.int32),
        conditions=[_condition(conditions.get(claim, "")) for claim in claims],
        starts=[starts.get(claim, "t")[1:] for claim in claims],
        ends=[ends.get(claim, "t")[1:] for claim in claims],
    )


def _words(store: Store, query: str, each: int) -> list[str]:
    """The words of all lines of an answer, `each` a line."""
    ((count, lines),) = store.select(query).rows
    words = lines.split(" ") if isinstance(lines, str) and lines else []
    if len(words) != each * int(count if isinstance(count, int) else 0):
        raise StoreError("the server cut its answer short", remedy="raise its limit for one answer")
    return words


def _numbered(names: Sequence[str]) -> str:
    return " ".join(f"(<{PREFIXES['az']}{name}> {number})" for number, name in enumerate(names))


def _column(store: Store, term: str) -> dict[str, str]:
    """The value of a property of everything that has one, by IRI; the least where there are several."""
    words = _words(store, _COLUMN.format(term=term), 2)
    column = dict(zip(words[::2], words[1::2], strict=True))
    if 2 * len(column) != len(words):
        for one, value in zip(words[::2], words[1::2], strict=True):
            column[one] = min(column[one], value)
    return column


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


def _condition(marked: str) -> Ref | str | None:
    if not marked:
        return None
    return Ref.parse(marked[1:]) if marked[0] == "i" else unquote(marked[1:])


def _by_claim(store: Store) -> Columns:
    claims: list[Claim] = list(store.claims())
    known = {entity.id: entity for entity in store.entities()}
    entities = sorted({*known, *(c.subject for c in claims), *(c.object for c in claims)}, key=lambda ref: ref.iri)
    place = {ref: number for number, ref in enumerate(entities)}
    verdicts = ["" if claim.review is None else claim.review.verdict for claim in claims]
    return _columns(
        entities=entities,
        names=[known[ref].name if ref in known else "" for ref in entities],
        kinds=np.array([KINDS.index(known[ref].kind) if ref in known else 0 for ref in entities], np.int32),
        claims=[claim.id.local for claim in claims],
        subjects=np.array([place[claim.subject] for claim in claims], np.int32),
        relations=np.array([RELATIONS.index(claim.relation) for claim in claims], np.int32),
        objects=np.array([place[claim.object] for claim in claims], np.int32),
        modalities=np.array([MODALITIES.index(claim.modality) for claim in claims], np.int32),
        confidences=np.array([claim.confidence for claim in claims], np.float64),
        verdicts=np.array([VERDICTS.index(verdict) for verdict in verdicts], np.int32),
        conditions=[claim.condition for claim in claims],
        starts=[claim.valid.start for claim in claims],
        ends=[claim.valid.end for claim in claims],
    )


def _columns(
    *,
    entities: Sequence[Ref],
    names: Sequence[str],
    kinds: Codes,
    claims: Sequence[str],
    subjects: Codes,
    relations: Codes,
    objects: Codes,
    modalities: Codes,
    confidences: Numbers,
    verdicts: Codes,
    conditions: Sequence[Ref | str | None],
    starts: Sequence[str],
    ends: Sequence[str],
) -> Columns:
    terms = sorted({condition for condition in conditions if condition is not None}, key=lambda c: (str(c), repr(c)))
    dates = sorted({"", *starts, *ends})
    return Columns(
        entities=tuple(entities),
        names=tuple(name or str(ref) for name, ref in zip(names, entities, strict=True)),
        kinds=kinds,
        claims=tuple(claims),
        subjects=subjects,
        relations=relations,
        objects=objects,
        modalities=modalities,
        confidences=confidences,
        verdicts=verdicts,
        conditions=_codes(conditions, terms),
        terms=tuple(terms),
        starts=_codes(starts, dates),
        ends=_codes(ends, dates),
        dates=tuple(dates),
    )


def _codes(values: Sequence[Ref | str | None], known: Sequence[Ref | str]) -> Codes:
    place = {value: number for number, value in enumerate(known)}
    return np.array([-1 if value is None else place[value] for value in values], np.int32)
