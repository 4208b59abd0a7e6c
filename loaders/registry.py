"""The entity registry: who and what is known by name before anything is loaded.

About 240 states and territories (from rigour and the CIA World Factbook) and about 670 curated entries on the wider
Araz region and the world's organisations. Lookup ignores case, diacritics and punctuation, and never guesses: an
ambiguous name returns all that bear it. Where the files come from: `data/README.md`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import cast

import orjson

from ..graph.claim import Entity, Source
from ..graph.fields import Record, number, record_of, records, required_text, text, texts
from ..graph.record import read_entity, read_source
from ..graph.ref import Ref
from ..ontology.schema import load_schema
from ..ontology.vocabulary import Kind
from .spelling import key_of

DATA = Path(__file__).with_name("data")
"""Where the registry's files lie."""

FACTBOOK = Ref("src", "factbook")
"""The source of what the registry says of states."""

CURATED = Ref("src", "araz-registry")
"""The source of what curated entries say: the curated files, which cite their own."""

_ENTITY_KEYS = frozenset({"id", "kind", "names", "same_as", "point", "attributes", "description"})


class Role(StrEnum):
    """What a spelling is to the entity that it leads to."""

    NAME = "name"
    SHORT = "short"
    """Names the entity only where the text says its kind: "Ordubad" in "the Ordubad hydropower station"."""
    DEMONYM = "demonym"
    CAPITAL = "capital"
    """A capital, or the seat of an organisation, that may stand for it: "Baku denied it"."""
    LEADER = "leader"
    """Who leads, or led, the entity."""


@dataclass(frozen=True, slots=True, order=True)
class Naming:
    """A spelling, the entity it leads to and how. `lang` is a language tag, "" when unknown."""

    text: str
    role: Role
    ref: Ref
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """Where an entry is from: a source of the registry and a place in it, or a work written out (`source` None)."""

    source: Ref | None
    text: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A land border, from the Factbook: with whom, how many kilometres, in which words, as of which year."""

    ref: Ref
    km: float
    text: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Membership:
    """A place in an organisation; the `role` "" is full membership.

    `since` and `as_of` are partial dates, "" when unknown; `text` is how the source puts it, "" for a curated entry.
    """

    organisation: Ref
    role: str
    text: str
    since: str
    as_of: str


class Registry:
    """What `load_registry` returns. Every lookup gives Refs, sorted; an unknown name gives an empty tuple.

    >>> registry = load_registry()
    >>> [str(ref) for ref in registry.find("Aras river")]
    ['ent:araz-river']
    >>> "ent:azerbaijanis-of-iran" in map(str, registry.demonym("azerbaijani"))
    True
    """

    def __init__(self, lines: Iterable[Record]) -> None:
        self._entries: dict[str, Record] = {}
        self._sources: dict[str, Record] = {}
        for record in lines:
            kind = record.get("type")
            if kind is None:
                self._entries[required_text(record, "id")] = record
            elif kind == "source":
                self._sources[required_text(record, "id")] = record
        self._indexes: dict[Role, Mapping[str, set[str]]] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, ref: Ref) -> bool:
        return str(ref) in self._entries

    def __iter__(self) -> Iterator[Entity]:
        """Every entity, by id."""
        return (_entity(self._entries[key]) for key in sorted(self._entries))

    def entity(self, ref: Ref) -> Entity | None:
        """The entity of an id.

        >>> load_registry().entity(Ref("ent", "khudafarin-plant")).kind.value
        'HydroPlant'
        """
        record = self._entries.get(str(ref))
        return None if record is None else _entity(record)

    def find(self, name: str, kind: Kind | None = None) -> tuple[Ref, ...]:
        """Who or what bears this name or alias; short names count where no full name fits.

        With `kind`, only entities of that class or a class under it, full and short names alike.

        >>> load_registry().find("Ordubad"), load_registry().find("Ordubad", Kind.HYDRO_PLANT)
        ((Ref(prefix='ent', local='ordubad'),), (Ref(prefix='ent', local='ordubad-plant'),))
        """
        full = self._look_up(Role.NAME, name)
        if kind is None:
            return full or self._look_up(Role.SHORT, name)
        wanted = _kinds_under(kind)
        both = {*full, *self._look_up(Role.SHORT, name)}
        return tuple(sorted(ref for ref in both if self._entries[str(ref)]["kind"] in wanted))

    def demonym(self, word: str) -> tuple[Ref, ...]:
        """The states and peoples that a word such as "Iranian" or "Kurds" may mean.

        >>> [str(ref) for ref in load_registry().demonym("Talysh")]
        ['ent:talysh']
        """
        return self._look_up(Role.DEMONYM, word)

    def capital(self, name: str) -> tuple[Ref, ...]:
        """The states and organisations that this city may stand for.

        >>> load_registry().capital("Teheran")
        (Ref(prefix='ent', local='iran'),)
        """
        return self._look_up(Role.CAPITAL, name)

    def leader(self, name: str) -> tuple[Ref, ...]:
        """What this person leads or led, by full name or by the part of it that newspapers use.

        >>> load_registry().leader("Aliyev")
        (Ref(prefix='ent', local='azerbaijan'),)
        """
        return self._look_up(Role.LEADER, name)

    def coded(self, code: str) -> Ref | None:
        """The entity of an outside id: "wd:Q794", "iso:IR" or "iso:IRN".

        >>> load_registry().coded("iso:IRN")
        Ref(prefix='ent', local='iran')
        """
        return self._codes.get(code)

    def other_sense(self, name: str) -> str:
        """What else a name is, spelled so: a common word, another place; "" when nothing is known of it.

        >>> load_registry().other_sense("Turkey"), load_registry().other_sense("us"), load_registry().other_sense("US")
        ('a bird', 'a word, unless in capitals', '')
        """
        key = key_of(name)
        if key in self._senses:
            return self._senses[key]
        return "a word, unless in capitals" if name.islower() and key in self._acronyms else ""

    def namings(self) -> Iterator[Naming]:
        """Every spelling that leads to an entity, with its role, in the order of ids: what a gazetteer is made of."""
        for key in sorted(self._entries):
            for role in Role:
                for spelling, lang, of in _spellings(self._entries[key], role):
                    yield Naming(spelling, role, Ref.parse(of), lang)

    def citations(self, ref: Ref) -> tuple[Citation, ...]:
        """What an entry rests on, the best first; for a state, the Factbook's page."""
        record = self._entries.get(str(ref), {})
        cited = [
            Citation(_ref(row, "source"), text(row, "at"))
            if "source" in row
            else Citation(None, required_text(row, "text"))
            for row in records(record, "cite")
        ]
        page = text(record, "factbook_code")
        return (*cited, Citation(FACTBOOK, page)) if page else tuple(cited)

    def source(self, ref: Ref) -> Source | None:
        """A work that entries and their figures cite.

        >>> load_registry().source(FACTBOOK).publisher
        'Central Intelligence Agency'
        """
        record = self._sources.get(str(ref))
        return None if record is None else read_source(record)

    def sources(self) -> Iterator[Source]:
        """Every cited work, by id."""
        return (read_source(self._sources[key]) for key in sorted(self._sources))

    def borders(self, ref: Ref) -> tuple[Neighbour, ...]:
        """The land borders of a state, as the Factbook of early 2026 gives them.

        >>> [str(border.ref) for border in load_registry().borders(Ref("ent", "portugal"))]
        ['ent:spain']
        """
        record = self._entries.get(str(ref), {})
        return tuple(
            Neighbour(_ref(row, "with"), number(row, "km"), text(row, "text"), text(record, "as_of"))
            for row in records(record, "borders")
        )

    def memberships(self, ref: Ref) -> tuple[Membership, ...]:
        """The organisations of a state: by the Factbook of early 2026, then by curated entries.

        >>> [place.since for place in load_registry().memberships(Ref("ent", "iran")) if place.since]
        ['2024-01-01', '2023-07-04']
        """
        record = self._entries.get(str(ref), {})
        listed = [
            Membership(_ref(row, "in"), text(row, "role"), text(row, "text"), "", text(record, "as_of"))
            for row in records(record, "memberships")
        ]
        return (*listed, *self._curated_memberships.get(str(ref), ()))

    @cached_property
    def _curated_memberships(self) -> Mapping[str, tuple[Membership, ...]]:
        found: dict[str, list[Membership]] = {}
        for key, record in sorted(self._entries.items()):
            for row in records(record, "members"):
                place = Membership(Ref.parse(key), text(row, "role"), "", text(row, "since"), "")
                found.setdefault(required_text(row, "state"), []).append(place)
        return {state: tuple(places) for state, places in found.items()}

    @cached_property
    def _codes(self) -> Mapping[str, Ref]:
        return {code: Ref.parse(key) for key, record in self._entries.items() for code in texts(record, "same_as")}

    @cached_property
    def _senses(self) -> Mapping[str, str]:
        return {
            key_of(name): str(sense)
            for record in self._entries.values()
            if record.get("other_sense")
            for name, sense in record_of(record, "other_sense").items()
        }

    @cached_property
    def _acronyms(self) -> frozenset[str]:
        """The keys that only names in capitals have."""
        loud: dict[str, bool] = {}
        for record in self._entries.values():
            for spelling, _, _ in chain(_spellings(record, Role.NAME), _spellings(record, Role.SHORT)):
                key = key_of(spelling)
                loud[key] = loud.get(key, True) and spelling.isupper() and len(key) < 7
        return frozenset(key for key, is_loud in loud.items() if is_loud)

    def _look_up(self, role: Role, name: str) -> tuple[Ref, ...]:
        if role not in self._indexes:
            found: dict[str, set[str]] = {}
            for record in self._entries.values():
                for spelling, _, of in _spellings(record, role):
                    found.setdefault(key_of(spelling), set()).add(of)
            self._indexes[role] = found
        return tuple(Ref.parse(of) for of in sorted(self._indexes[role].get(key_of(name), ())))


def _spellings(record: Record, role: Role) -> Iterator[tuple[str, str, str]]:
    """The spellings of a record in a role: text, language, and the id that it leads to."""
    key = required_text(record, "id")
    if role is Role.NAME:
        for name in cast("list[dict[str, str]]", record["names"]):
            yield name["text"], name["lang"], key
    elif role is Role.SHORT:
        yield from ((spelling, "", key) for spelling in texts(record, "short"))
    elif role is Role.DEMONYM:
        yield from ((word, "en", key) for word in texts(record, "demonyms"))
    elif role is Role.CAPITAL:
        yield from ((name, "", key) for name in (*texts(record, "capitals"), *texts(record, "seats")))
    else:
        for leader in records(record, "leaders"):
            yield from ((text(leader, part), "", key) for part in ("name", "surname"))
        for post in records(record, "leads"):
            of = required_text(post, "of")
            yield from ((spelling, lang, of) for spelling, lang, _ in _spellings(record, Role.NAME))
            yield from ((spelling, lang, of) for spelling, lang, _ in _spellings(record, Role.SHORT))


def _ref(record: Record, key: str) -> Ref:
    return Ref.parse(required_text(record, key))


def _entity(record: Record) -> Entity:
    return read_entity({key: value for key, value in record.items() if key in _ENTITY_KEYS})


@cache
def _kinds_under(kind: Kind) -> frozenset[str]:
    schema = load_schema()
    return frozenset(name for name in schema.classes if schema.is_a(name, kind.value))


@cache
def load_registry() -> Registry:
    """The registry that ships with Araz, read once.

    >>> len(load_registry()) > 800
    True
    """
    lines = chain.from_iterable((DATA / name).read_bytes().splitlines() for name in ("states.jsonl", "curated.jsonl"))
    return Registry(MappingProxyType(cast("dict[str, object]", orjson.loads(line))) for line in lines)
