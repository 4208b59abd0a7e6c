"""Annotated claims: records in JSON Lines, JSON, CSV or YAML, turned into claims, entities and sources.

A record that cannot be read is handed on as rejected, with its place and a remedy; the others are not touched by it.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from typing import cast

from ..errors import ArazError, InputError
from ..graph.claim import Claim, Entity, Source
from ..graph.record import read_claim, read_entity, read_source
from ..graph.ref import Ref
from .document import Document
from .jsonlines import Found, read_json, read_json_lines
from .reading import Item, Reading
from .report import UNREADABLE, Json, Rejected
from .tables import read_table
from .texts import read_text_beside
from .yamlrecords import read_yaml

SYNTAXES: Mapping[str, Callable[[Document], Iterator[Found]]] = {
    "jsonl": read_json_lines,
    "json": read_json,
    "csv": read_table,
    "yaml": read_yaml,
}
"""The forms that annotated claims come in, each with what reads its records."""

# A value that is fine in any record: where it makes one readable, the key it replaces was at fault.
_STAND_INS: Json = {
    "subject": "ent:a",
    "relation": "affects",
    "object": "ent:b",
    "evidence": [{"source": "src:a", "record": "a"}],
    "id": None,
    "modality": None,
    "condition": None,
    "attributed_to": None,
    "valid_from": None,
    "valid_to": None,
    "quantities": None,
    "confidence": None,
    "method": None,
    "review": None,
}

_SHAPES = {
    "subject": "SubjectShape",
    "relation": "RelationShape",
    "object": "ObjectShape",
    "modality": "ModalityShape",
    "condition": "ConditionShape",
    "attributed_to": "AttributionShape",
    "valid_from": "DateShape",
    "valid_to": "DateShape",
    "quantities": "ValueShape",
    "confidence": "ConfidenceShape",
    "method": "MethodShape",
    "review": "ReviewShape",
    "evidence": "EvidenceShape",
}


def read_annotated(document: Document, syntax: str, text_of: Callable[[Ref], str] = lambda ref: "") -> Reading:
    """The items of a file of annotated claims. `text_of` gives the text of a source that the file does not describe.

    A passage may leave out its offsets when its quote occurs exactly once in the text of its source.

    >>> line = b'{"type": "source", "id": "src:a", "title": "A briefing"}'
    >>> [item.title for item in read_annotated(Document.of_bytes(line, "a.jsonl"), "jsonl").items]
    ['A briefing']
    """
    reader = _Reader(document, text_of)
    return Reading(reader.items(SYNTAXES[syntax](document)), reader.place)


class _Reader:
    def __init__(self, document: Document, text_of: Callable[[Ref], str]) -> None:
        self._document, self._text_of = document, text_of
        self._texts: dict[str, str] = {}
        self._lines = array("Q")

    def place(self, number: int) -> str:
        return f"{self._document.name}:{self._lines[number]}"

    def items(self, found: Iterator[Found]) -> Iterator[Item]:
        waiting: list[tuple[int, Json]] = []
        for each in found:
            if isinstance(each, Rejected):
                self._lines.append(0)
                yield each
            elif _lacks_offsets(each[1]):
                # The source whose text tells them may stand further down.
                waiting.append(each)
            else:
                yield self._item(*each)
        for line, record in waiting:
            yield self._item(line, record)
        if not self._lines:
            raise InputError("the file holds no records", place=self._document.name, remedy="give it at least one")

    def _item(self, line: int, record: Json) -> Item:
        self._lines.append(line)
        located, key = record, "evidence"
        try:
            if _lacks_offsets(record):
                located = self._with_offsets(record)
            key = ""
            return self._read(located)
        except ArazError as error:
            key = key or _key_at_fault(located)
            shape = _SHAPES.get(key, UNREADABLE)
            return Rejected(record, f"{self._document.name}:{line}", shape, error.problem, error.remedy, key)

    def _read(self, record: Json) -> Source | Entity | Claim:
        kind = record.get("type")
        if kind is None and "subject" not in record and ("names" in record or "title" in record):
            kind = "entity" if "names" in record else "source"
            raise InputError("the record does not say what it is", remedy=f'add "type": "{kind}"')
        if kind is None or kind == "claim":
            return read_claim(record)
        if kind == "entity":
            return read_entity(record)
        if kind == "source":
            source = read_source(self._with_text(record))
            if source.text:
                self._texts[str(source.id)] = source.text
            return source
        near = get_close_matches(str(kind), ("claim", "entity", "source"), n=1)
        remedy = f"did you mean {near[0]}?" if near else "write claim, entity or source"
        raise InputError(f"unknown type {str(kind)[:60]!r}", remedy=remedy)

    def _with_text(self, record: Json) -> Json:
        if record.get("text_file") is None:
            return {key: value for key, value in record.items() if key != "text_file"}
        if record.get("text"):
            raise InputError("the source has a text and a text_file", remedy="keep one of them")
        text = read_text_beside(self._document, record["text_file"])
        return {**{key: value for key, value in record.items() if key != "text_file"}, "text": text}

    def _with_offsets(self, record: Json) -> Json:
        passages = cast("list[Json]", record["evidence"])
        return {**record, "evidence": [self._located(each) if _is_bare(each) else each for each in passages]}

    def _located(self, passage: Json) -> Json:
        quote, source = str(passage["quote"]), str(passage.get("source"))
        if source not in self._texts:
            self._texts[source] = self._text_of(Ref.parse(source))
        text = self._texts[source]
        if not text:
            raise InputError(
                f"there is no text of {source} to find {_short(quote)} in",
                remedy="give start and end, or a source record with the text",
            )
        at = text.find(quote)
        if at < 0:
            raise InputError(f"{_short(quote)} is not in the text of {source}", remedy="quote the source's own words")
        if text.find(quote, at + 1) >= 0:
            raise InputError(
                f"{_short(quote)} occurs {_occurrences(text, quote)} times in the text of {source}",
                remedy=f"give start and end (the first is {at} to {at + len(quote)}), or quote more",
            )
        return {**passage, "start": at, "end": at + len(quote)}


def _lacks_offsets(record: Json) -> bool:
    evidence = record.get("evidence")
    if type(evidence) is not list:
        return False
    return any(_is_bare(passage) for passage in cast("list[object]", evidence))


def _is_bare(passage: object) -> bool:
    """Whether a passage has a quote, and nothing that says where it stands."""
    if type(passage) is not dict:
        return False
    known = cast("Json", passage)
    return (
        known.get("start") is None and known.get("end") is None and bool(known.get("quote")) and not known.get("record")
    )


def _occurrences(text: str, quote: str) -> int:
    count, at = 0, text.find(quote)
    while at >= 0:
        count, at = count + 1, text.find(quote, at + 1)
    return count


def _key_at_fault(record: Json) -> str:
    """The key of a claim's record whose value keeps it from being read; "" where that is not one key."""
    for key in {**dict.fromkeys(record), **_STAND_INS}:
        trial = {**record, key: _STAND_INS[key]} if key in _STAND_INS else {k: record[k] for k in record if k != key}
        try:
            read_claim({**trial, "id": None})
        except ArazError:
            continue
        return key
    return ""


def _short(text: str) -> str:
    return repr(text if len(text) <= 60 else f"{text[:57]}...")
