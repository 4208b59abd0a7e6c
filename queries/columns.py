"""All claims of a store as columns of numbers: what the transmission network is built from.

Claims and entities are counted from 0, sorted by id. They are read from the store once: as long as its stamp stays the
same they are kept with it in memory, and for a store on disk in a file in its folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from ..errors import UsageError
from ..graph.claim import Claim, Verdict
from ..graph.derived import Derived
from ..graph.memory import MemoryStore
from ..graph.ref import Ref
from ..graph.store import Store
from ..ontology.schema import load_schema
from ..ontology.vocabulary import Kind, Modality, Relation
from .columntexts import Refs, Texts

Codes: TypeAlias = npt.NDArray[np.int32]
Numbers: TypeAlias = npt.NDArray[np.float64]
_T = TypeVar("_T")

KINDS = tuple(Kind)
RELATIONS = tuple(Relation)
MODALITIES = tuple(Modality)
VERDICTS = ("", Verdict.ACCEPTED, Verdict.REJECTED)
"""What the codes of `kinds`, `relations`, `modalities` and `verdicts` stand for."""

_NAME = "columns"


@dataclass(frozen=True, slots=True)
class Columns:
    """Claims and the entities they name, as arrays.

    By entity: `entities`, `names` (its id where it has none), `kinds`. By claim: `claims` (the local part of its id),
    `subjects` and `objects` (entities), `relations`, `modalities`, `confidences`, `verdicts`, `conditions` (places in
    `terms`, -1 for none), `starts` and `ends` (places in `dates`, which starts with "" for an open end).
    """

    entities: Refs
    names: Texts
    kinds: Codes
    claims: Texts
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
    """The columns of a store.

    >>> from araz.graph.memory import MemoryStore
    >>> list(read_columns(MemoryStore()).claims)
    []
    """
    derived = getattr(store, "derived", None)
    if not isinstance(derived, Derived):
        return fresh_columns(store)
    stamp = store.stamp()
    kept = derived.find(_NAME, stamp)
    if not isinstance(kept, Columns):
        kept = _from_folder(store, stamp, derived)
        derived.keep(_NAME, stamp, kept)
    return kept


def _from_folder(store: Store, stamp: str, derived: Derived) -> Columns:
    if derived.folder is None:
        return fresh_columns(store)
    from .columnfiles import load_columns, save_columns

    kept = load_columns(derived.folder, stamp)
    if kept is None:
        kept = fresh_columns(store)
        save_columns(kept, derived.folder, stamp)
    return kept


def fresh_columns(store: Store) -> Columns:
    """The columns of a store as it is now, whatever was kept of it.

    >>> from araz.graph.oxigraph import OxigraphStore
    >>> len(fresh_columns(OxigraphStore.in_memory()).claims)
    0
    """
    if isinstance(store, MemoryStore):
        # It has the claims at hand, and would have to write them all out to be asked in SPARQL.
        return columns_by_claim(store)
    from .columnqueries import columns_by_query

    try:
        return columns_by_query(store)
    except UsageError:
        # A store that does not speak SPARQL hands over whole claims.
        return columns_by_claim(store)


def columns_by_claim(store: Store) -> Columns:
    """The columns of a store that hands over whole claims, in Python all the way."""
    claims: list[Claim] = list(store.claims())
    known = {entity.id: entity for entity in store.entities()}
    entities = sorted({*known, *(c.subject for c in claims), *(c.object for c in claims)}, key=lambda ref: ref.iri)
    place = {ref: number for number, ref in enumerate(entities)}
    conditions, terms = coded({at: c.condition for at, c in enumerate(claims) if c.condition is not None}, len(claims))
    starts, ends, dates = coded_dates(
        {at: claim.valid.start for at, claim in enumerate(claims) if claim.valid.start},
        {at: claim.valid.end for at, claim in enumerate(claims) if claim.valid.end},
        len(claims),
    )
    verdicts = [claim.review.verdict if claim.review is not None and claim.decided else "" for claim in claims]
    return Columns(
        entities=Refs(Texts.of(map(str, entities))),
        names=Texts.of([(known[ref].name if ref in known else "") or str(ref) for ref in entities]),
        kinds=np.array([KINDS.index(known[ref].kind) if ref in known else 0 for ref in entities], np.int32),
        claims=Texts.of([claim.id.local for claim in claims]),
        subjects=np.array([place[claim.subject] for claim in claims], np.int32),
        relations=np.array([RELATIONS.index(claim.relation) for claim in claims], np.int32),
        objects=np.array([place[claim.object] for claim in claims], np.int32),
        modalities=np.array([MODALITIES.index(claim.modality) for claim in claims], np.int32),
        confidences=np.array([claim.confidence for claim in claims], np.float64),
        verdicts=np.array([VERDICTS.index(verdict) for verdict in verdicts], np.int32),
        conditions=conditions,
        terms=terms,
        starts=starts,
        ends=ends,
        dates=dates,
    )


def coded(conditions: Mapping[int, Ref | str], size: int) -> tuple[Codes, tuple[Ref | str, ...]]:
    """The conditions of claims, given by place, as codes (-1 for none), and what the codes stand for.

    >>> codes, terms = coded({1: "if it rains"}, 3)
    >>> codes.tolist(), terms
    ([-1, 0, -1], ('if it rains',))
    """
    terms = sorted(set(conditions.values()), key=lambda c: (str(c), repr(c)))
    return _codes(conditions, {term: number for number, term in enumerate(terms)}, size, -1), tuple(terms)


def coded_dates(starts: Mapping[int, str], ends: Mapping[int, str], size: int) -> tuple[Codes, Codes, tuple[str, ...]]:
    """When claims begin and end to hold, as codes, and the dates that the codes stand for.

    >>> starts, ends, dates = coded_dates({0: "2024"}, {0: "2025"}, 2)
    >>> starts.tolist(), ends.tolist(), dates
    ([1, 0], [2, 0], ('', '2024', '2025'))
    """
    dates = sorted({"", *starts.values(), *ends.values()})
    place = {date: number for number, date in enumerate(dates)}
    return _codes(starts, place, size, 0), _codes(ends, place, size, 0), tuple(dates)


def _codes(values: Mapping[int, _T], place: Mapping[_T, int], size: int, none: int) -> Codes:
    codes = np.full(size, none, np.int32)
    if values:
        codes[np.fromiter(values, np.intp, len(values))] = [place[value] for value in values.values()]
    return codes
