"""The rows of all claims of a store, for a property graph: read column by column, and no claim is made on the way.

Making a claim checks it and works out its id anew, which takes longer than all the rest. What Araz wrote was checked
when it was written. A store that holds anything else is read claim by claim, and then says what is wrong.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import cast

from ..errors import ArazError
from ..ontology.vocabulary import Modality, Relation, Term
from .claim import Verdict
from .columntexts import COLUMN, answers, columns_of
from .generations import FAILURES
from .marks import reviews_of
from .oxigraph import OxigraphStore
from .properties import ClaimRow, PassageRow, Properties, claim_row, relationship_row, review_properties
from .ref import PREFIXES, Ref
from .store import Store

_COUNT = f"SELECT (COUNT(?s) AS ?n) {{ ?s a <{Term.CLAIM}> }}"
_QUOTES = f"SELECT ?s ?o (LANG(?o) AS ?lang) {{ ?s <{Term.QUOTE}> ?o }}"
_CONDITIONS = f"SELECT ?s ?o (ISIRI(?o) AS ?is) {{ ?s <{Term.CONDITION}> ?o }}"

_CLAIM, _PASSAGE = PREFIXES["claim"], PREFIXES["passage"]
_RELATIONS = {PREFIXES["az"] + relation.value: relation.value for relation in Relation}
_MODALITIES = {PREFIXES["az"] + modality.value: modality.value for modality in Modality}
_QUERIES = (
    *(COLUMN.format(term) for term in (Term.SUBJECT, Term.PREDICATE, Term.OBJECT, Term.MODALITY, Term.CONFIDENCE)),
    *(COLUMN.format(term) for term in (Term.METHOD, Term.DCTERMS_SOURCE, Term.START, Term.END, Term.RECORD)),
    *(_QUOTES, COLUMN.format(Term.WAS_DERIVED_FROM), COLUMN.format(Term.WAS_ATTRIBUTED_TO)),
    *(COLUMN.format(term) for term in (Term.VALID_FROM, Term.VALID_TO)),
    *(_CONDITIONS, *(COLUMN.format(term) for term in (Term.HAS_QUANTITY, Term.VALUE, Term.UNIT_TEXT, Term.OF))),
)
_ASSERTED, _REJECTED = Modality.ASSERTED.value, Verdict.REJECTED.value

# Reading one claim alone costs as much as reading so many in columns.
_DEARER = 5


class _Irregular(Exception):
    """The store holds something that Araz did not write, or too little is wanted of it."""


def claim_rows(store: Store, ids: Iterable[Ref] | None = None) -> Iterator[ClaimRow]:
    """The rows of claims, by id: what `claim_row` makes of `store.claims(ids)`. Passages cited twice share a row.

    >>> list(claim_rows(OxigraphStore.in_memory()))
    []
    """
    wanted = None if ids is None else sorted(set(ids))
    if isinstance(store, OxigraphStore):
        try:
            columns = _Columns(store, wanted)
        except (_Irregular, ValueError, csv.Error, ArazError, *FAILURES):
            # Reading claim by claim meets the same obstacle, and names it.
            pass
        else:
            return columns.rows(wanted)
    return map(claim_row, store.claims(wanted))


class _Columns:
    """What the claims of a store say, property by property. Raises `_Irregular` where they are better read singly."""

    def __init__(self, store: OxigraphStore, wanted: Sequence[Ref] | None) -> None:
        size = int(next(answers(store.engine, [_COUNT])).split()[1])
        if wanted is not None and len(wanted) * _DEARER < size:
            raise _Irregular
        self._known: dict[str, str] = {}
        self._texts = dict(zip(_QUERIES, answers(store.engine, _QUERIES), strict=True))
        self._read()
        for key, review in reviews_of(store).items():
            self._add(_CLAIM + key.partition(":")[2], review_properties(review))
        if len(self.subjects) != size:
            raise _Irregular

    def _read(self) -> None:
        self.subjects = self._ids(Term.SUBJECT, "ent")
        self.relations = self._words(Term.PREDICATE, _RELATIONS)
        self.objects = self._ids(Term.OBJECT, "ent")
        self.modalities = self._words(Term.MODALITY, _MODALITIES)
        confidences = self._column(Term.CONFIDENCE)
        self.confidences = dict(zip(confidences, map(float, confidences.values()), strict=True))
        self.methods = self._column(Term.METHOD)
        self.evidence = self._evidence()
        needed = (self.relations, self.objects, self.modalities, self.confidences, self.methods, self.evidence)
        claims = self.subjects.keys()
        if any(column.keys() != claims for column in needed):
            raise _Irregular
        if not all(claim.startswith(_CLAIM) for claim in claims):
            raise _Irregular
        self.speakers = self._ids(Term.WAS_ATTRIBUTED_TO, "ent")
        self.conditions: dict[str, str] = {}
        self.more: dict[str, Properties] = {}
        self._say_when_and_if()
        self._say_how_much()

    def rows(self, wanted: Sequence[Ref] | None) -> Iterator[ClaimRow]:
        """The rows of the claims that are wanted, or of all."""
        claims = sorted(self.subjects) if wanted is None else [ref.iri for ref in wanted if ref.iri in self.subjects]
        return map(self._row, claims)

    def _row(self, claim: str) -> ClaimRow:
        name = f"claim:{claim[len(_CLAIM) :]}"
        modality = self.modalities[claim]
        properties: Properties = {
            "id": name,
            "relation": self.relations[claim],
            "modality": modality,
            "confidence": self.confidences[claim],
            "method": self.methods[claim],
        }
        row: ClaimRow = {
            "id": name,
            "properties": properties,
            "subject": self.subjects[claim],
            "object": self.objects[claim],
            "passages": self.evidence[claim],
        }
        if claim in self.more:
            properties.update(self.more[claim])
        if claim in self.conditions:
            row["condition"] = self.conditions[claim]
        if claim in self.speakers:
            row["speaker"] = self.speakers[claim]
        if modality == _ASSERTED and properties.get("verdict") != _REJECTED:
            row["relationship"] = relationship_row(row)
        return row

    def _evidence(self) -> dict[str, list[PassageRow]]:
        """The passages of each claim, in the order of their places."""
        passages, claims = self._passages(), self.subjects.keys()
        keys, cited = self._answer(COLUMN.format(Term.WAS_DERIVED_FROM), 2)
        evidence: dict[str, list[PassageRow]] = {}
        try:
            if len(set(keys)) == len(keys):
                return {key: [passages[passage]] for key, passage in zip(keys, cited, strict=True) if key in claims}
            for key, passage in zip(keys, cited, strict=True):
                if key in claims:
                    evidence.setdefault(key, []).append(passages[passage])
        except KeyError:
            raise _Irregular from None
        for several in evidence.values():
            if len(several) > 1:
                several.sort(key=_place)
        return evidence

    def _passages(self) -> dict[str, PassageRow]:
        """Each passage as a row, by its IRI."""
        sources = self._ids(Term.DCTERMS_SOURCE, "src")
        starts, ends, records = self._column(Term.START), self._column(Term.END), self._column(Term.RECORD)
        quoted, said, tags = self._answer(_QUOTES, 3)
        quotes, langs = _once(quoted, said), dict(zip(quoted, tags, strict=True))
        passages: dict[str, PassageRow] = {}
        for passage, source in sources.items():
            if not passage.startswith(_PASSAGE):
                raise _Irregular
            name = f"passage:{passage[len(_PASSAGE) :]}"
            properties: Properties = {"id": name}
            if passage in starts:
                properties["start"], properties["end"] = int(starts[passage]), int(ends.get(passage, ""))
            if quotes.get(passage):
                properties["quote"] = quotes[passage]
            if passage in records:
                properties["record"] = records[passage]
            if langs.get(passage):
                properties["lang"] = langs[passage]
            passages[passage] = {"id": name, "source": source, "properties": properties}
        return passages

    def _say_when_and_if(self) -> None:
        for key, term in (("valid_from", Term.VALID_FROM), ("valid_to", Term.VALID_TO)):
            for claim, date in self._column(term).items():
                self._add(claim, {key: date})
        claims, conditions, kinds = self._answer(_CONDITIONS, 3)
        said = _once(claims, conditions)
        for (claim, condition), is_iri in zip(said.items(), kinds, strict=True):
            if is_iri == "true":
                self.conditions[claim] = self._id(condition, "ent")
            else:
                self._add(claim, {"condition": condition})

    def _say_how_much(self) -> None:
        held: dict[str, list[str]] = {}
        for claim, node in zip(*self._answer(COLUMN.format(Term.HAS_QUANTITY), 2), strict=True):
            held.setdefault(claim, []).append(node)
        values, units, of = (self._column(term) for term in (Term.VALUE, Term.UNIT_TEXT, Term.OF))
        for claim, nodes in held.items():
            if not all(node in values and node in units for node in nodes):
                raise _Irregular
            quantities = sorted((float(values[node]), units[node], of.get(node, "")) for node in nodes)
            self._add(
                claim,
                {
                    "quantity_values": [value for value, _, _ in quantities],
                    "quantity_units": [unit for _, unit, _ in quantities],
                    "quantity_of": [what for _, _, what in quantities],
                },
            )

    def _add(self, claim: str, properties: Properties) -> None:
        self.more.setdefault(claim, {}).update(properties)

    def _ids(self, term: str, prefix: str) -> dict[str, str]:
        """The ids that a property names."""
        column = self._column(term)
        known = {iri: self._known.get(iri) or self._id(iri, prefix) for iri in set(column.values())}
        self._known.update(known)
        return dict(zip(column, map(known.__getitem__, column.values()), strict=True))

    def _id(self, iri: str, prefix: str) -> str:
        ref = Ref.parse(iri)
        if ref.prefix != prefix or ref.iri != iri:
            raise _Irregular
        return str(ref)

    def _words(self, term: str, words: Mapping[str, str]) -> dict[str, str]:
        """The words of the ontology that a property names."""
        try:
            column = self._column(term)
            return dict(zip(column, map(words.__getitem__, column.values()), strict=True))
        except KeyError:
            raise _Irregular from None

    def _column(self, term: str) -> dict[str, str]:
        """The one value of a property, by the IRI of what has it."""
        return _once(*self._answer(COLUMN.format(term), 2))

    def _answer(self, query: str, width: int) -> list[list[str]]:
        return columns_of(self._texts.pop(query), width)


def _once(keys: Sequence[str], values: Sequence[str]) -> dict[str, str]:
    column = dict(zip(keys, values, strict=True))
    if len(column) != len(keys):
        raise _Irregular
    return column


def _place(passage: PassageRow) -> tuple[str, int, int, str, str, str]:
    """What passages of a claim are sorted by."""
    said = passage["properties"]
    start, end = said.get("start", -1), said.get("end", -1)
    quote, record, lang = (str(said.get(key, "")) for key in ("quote", "record", "lang"))
    return passage["source"], cast("int", start), cast("int", end), quote, record, lang
