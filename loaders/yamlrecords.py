"""Records in YAML, built from the parser's events: nothing is constructed that a record does not need.

Texts stay as they are written (a date is not turned into a day, `no` is Norway's code and not a truth value); only
the keys that hold numbers are read as numbers. Tags are refused. An alias repeats what it stands for, within bounds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn, cast

import yaml

from ..errors import InputError
from .document import Document
from .jsonlines import KINDS, Found
from .report import UNREADABLE, Json, Rejected

_NUMBERS = frozenset({"start", "end", "value", "confidence", "point"})
_NUMBER = re.compile(r"[+-]?(?:(\d{1,15})|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\Z", re.ASCII)
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_TAGS = frozenset({"!", *(f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "null", "seq", "map"))})
_DEEPEST = 32
_MOST_REPEATED = 1_000_000
# The C parser is ten times faster. Only its events are used: its composer crashes on deep nesting.
_LOADER = cast("type[yaml.SafeLoader]", getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def read_yaml(document: Document) -> Iterator[Found]:
    """The records of a YAML file: a list of them, one of them, or lists under "sources", "entities" and "claims".

    `InputError` for a file that breaks the rules of YAML: where its records start and end, nobody can say then.
    A record with a tag, with a key twice, or with aliases out of bounds is rejected alone.

    >>> text = b"- subject: ent:a\\n  valid_from: 2025-01\\n"
    >>> list(read_yaml(Document.of_bytes(text, "a.yaml")))
    [(1, {'subject': 'ent:a', 'valid_from': '2025-01'})]
    """
    text = document.text()
    try:
        yield from _Reader(text, document.name).records()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = text.count("\n", 0, getattr(error, "position", 0)) if mark is None else cast("yaml.Mark", mark).line
        problem = getattr(error, "problem", None) or getattr(error, "reason", "")
        if "nesting depth" in str(problem):  # PyYAML from 6.0.4 on looks deeper than we do, and gives up, too
            problem = f"nested deeper than {_DEEPEST} levels"
        raise InputError(
            f"broken YAML: {problem}", place=f"{document.name}:{line + 1}", remedy="mend it, nothing was taken"
        ) from None


@dataclass(frozen=True, slots=True)
class _Built:
    """A value, with how many values and how many levels it holds once aliases are followed."""

    value: object
    size: int = 1
    depth: int = 1


class _Reader:
    """Takes the events of one file one by one and builds its records."""

    def __init__(self, text: str, name: str) -> None:
        self._text, self._name = text, name
        self._events = cast("Iterator[yaml.Event]", yaml.parse(text, Loader=_LOADER))
        self._anchors: dict[str, _Built] = {}
        self._repeated = 0
        self._fault = ""

    def records(self) -> Iterator[Found]:
        for event in self._events:
            self._end = event.end_mark
            if isinstance(event, yaml.DocumentStartEvent):
                self._anchors.clear()
            elif isinstance(event, yaml.SequenceStartEvent):
                yield from self._listed("")
            elif isinstance(event, yaml.MappingStartEvent):
                yield from self._mapped(event)
            elif isinstance(event, yaml.ScalarEvent) and event.value in _NULLS:
                continue
            elif isinstance(event, yaml.NodeEvent):
                yield from self._record(event, "")

    def _mapped(self, start: yaml.MappingStartEvent) -> Iterator[Found]:
        """Lists by kind, or else the one record of the document."""
        first = self._next()
        if not (isinstance(first, yaml.ScalarEvent) and first.value in KINDS):
            yield from self._record(start, "", first)
            return
        key: yaml.Event = first
        while not isinstance(key, yaml.MappingEndEvent):
            kind = KINDS.get(key.value) if isinstance(key, yaml.ScalarEvent) else None
            event = self._next()
            if kind is None or not isinstance(event, yaml.SequenceStartEvent):
                self._refuse(key, "this is not a list of records", "use lists sources, entities and claims")
            yield from self._listed(kind)
            key = self._next()

    def _listed(self, kind: str) -> Iterator[Found]:
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            yield from self._record(event, kind)

    def _record(self, event: yaml.Event, kind: str, first: yaml.Event | None = None) -> Iterator[Found]:
        self._fault = ""
        built = self._build(event, "", 1, first)
        line = event.start_mark.line + 1
        place = f"{self._name}:{line}"
        if not self._fault and not isinstance(built.value, dict):
            self._fault = "this is not a record; write it as lines of key: value"
        if self._fault:
            problem, _, remedy = self._fault.partition("; ")
            written = self._text[event.start_mark.index : self._end.index].strip()
            yield Rejected(written[:65536], place, UNREADABLE, problem, remedy)
        else:
            record = cast("Json", built.value)
            yield line, {**record, "type": kind} if kind else record

    def _next(self) -> yaml.Event:
        event = next(self._events)
        self._end = event.end_mark
        return event

    def _build(self, event: yaml.Event, key: str, depth: int, first: yaml.Event | None = None) -> _Built:
        if depth > _DEEPEST:
            self._refuse(event, f"nested deeper than {_DEEPEST} levels", "records need four")
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event.anchor, depth)
        tag = getattr(event, "tag", None)
        if tag is not None and tag not in _TAGS:
            self._wrong(f"the tag {tag!r} is refused; write the plain value without it")
        if isinstance(event, yaml.SequenceStartEvent):
            built = self._sequence(key, depth)
        elif isinstance(event, yaml.MappingStartEvent):
            built = self._mapping(depth, first)
        else:
            built = _Built(_scalar(cast("yaml.ScalarEvent", event), key))
        anchor = getattr(event, "anchor", None)
        if anchor is not None:
            self._anchors[anchor] = built
        return built

    def _sequence(self, key: str, depth: int) -> _Built:
        parts: list[_Built] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            parts.append(self._build(event, key, depth + 1))
        return _whole([part.value for part in parts], parts)

    def _mapping(self, depth: int, first: yaml.Event | None) -> _Built:
        found: dict[str, object] = {}
        parts: list[_Built] = []
        event = self._next() if first is None else first
        while not isinstance(event, yaml.MappingEndEvent):
            key = self._build(event, "", depth + 1).value
            if not isinstance(key, str):
                self._wrong("a key is not a text; write key: value")
            elif key in found:
                self._wrong(f"the key {key!r} stands twice; keep the one you mean")
            parts.append(self._build(self._next(), str(key), depth + 1))
            found[str(key)] = parts[-1].value
            event = self._next()
        return _whole(found, parts)

    def _alias(self, anchor: str, depth: int) -> _Built:
        built = self._anchors.get(anchor)
        if built is None:
            self._wrong(f"the alias *{anchor} stands for nothing before it; write the value out")
            return _Built(None)
        self._repeated += built.size
        if self._repeated > _MOST_REPEATED or depth + built.depth > _DEEPEST:
            self._wrong(f"the alias *{anchor} repeats too much; write the values out")
            return _Built(None)
        return built

    def _wrong(self, fault: str) -> None:
        self._fault = self._fault or fault

    def _refuse(self, event: yaml.Event, problem: str, remedy: str) -> NoReturn:
        raise InputError(problem, place=f"{self._name}:{event.start_mark.line + 1}", remedy=remedy)


def _whole(value: object, parts: list[_Built]) -> _Built:
    return _Built(value, 1 + sum(part.size for part in parts), 1 + max((part.depth for part in parts), default=0))


def _scalar(event: yaml.ScalarEvent, key: str) -> object:
    text = event.value
    if not event.implicit[0]:
        return text
    if text in _NULLS:
        return None
    number = _NUMBER.match(text) if key in _NUMBERS else None
    if number is None:
        return text
    return int(text) if number[1] is not None else float(text)
