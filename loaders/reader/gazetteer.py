"""Names that the registry knows, found in a text by its words: case, diacritics and punctuation do not count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ...graph.ref import Ref
from ...ontology.vocabulary import Kind
from ..registry import Registry, Role, load_registry
from ..spelling import key_of
from .words import Word

_LONGEST = 9


@dataclass(frozen=True, slots=True)
class Hit:
    """A run of words (first, last + 1) and what it may lead to, each with the role in which it does."""

    start: int
    end: int
    leads: tuple[tuple[Ref, Role], ...]


class Gazetteer:
    """All spellings of a registry, by their words.

    >>> from .words import words_of
    >>> gazetteer = load_gazetteer()
    >>> [(hit.start, hit.end) for hit in gazetteer.hits(words_of("Iran and the United Arab Emirates met."))]
    [(0, 1), (3, 6)]
    """

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._leads: dict[tuple[str, ...], set[tuple[Ref, Role]]] = {}
        self._kinds: dict[Ref, Kind] = {entity.id: entity.kind for entity in registry}
        self._names: dict[Ref, str] = {entity.id: entity.name for entity in registry}
        for naming in registry.namings():
            words = tuple(key_of(naming.text).split())
            if words and len(words) <= _LONGEST:
                self._leads.setdefault(words, set()).add((naming.ref, naming.role))
        self._begins = {words[0] for words in self._leads}

    def knows(self, ref: Ref) -> bool:
        """Whether the registry has this entity."""
        return ref in self._kinds

    def kind(self, ref: Ref) -> Kind:
        """The class of an entity of the registry."""
        return self._kinds[ref]

    def name(self, ref: Ref) -> str:
        """The name of an entity of the registry."""
        return self._names[ref]

    def leads(self, name: str) -> tuple[tuple[Ref, Role], ...]:
        """What a name may mean, in which role; nothing when it is a common word spelled so."""
        if self._registry.other_sense(name) == "a word, unless in capitals":
            return ()
        return tuple(sorted(self._leads.get(tuple(key_of(name).split()), ())))

    def hits(self, words: Sequence[Word]) -> Iterator[Hit]:
        """The longest known names, from left to right, each with a capital letter (or in a script without any)."""
        keys = [key_of(word.text) for word in words]
        at = 0
        while at < len(words):
            found = self._longest(words, keys, at) if keys[at] in self._begins else None
            if found is None:
                at += 1
            else:
                yield found
                at = found.end

    def _longest(self, words: Sequence[Word], keys: Sequence[str], at: int) -> Hit | None:
        best: Hit | None = None
        parts: list[str] = []
        for end in range(at, min(len(words), at + 2 * _LONGEST)):
            if keys[end]:
                parts.extend(keys[end].split())
            elif words[end].text not in "-–'’.&":
                break
            leads = self._leads.get(tuple(parts)) if keys[end] else None
            if leads and _is_name(words[at : end + 1]):
                shown = " ".join(word.text for word in words[at : end + 1])
                if self._registry.other_sense(shown) != "a word, unless in capitals":
                    best = Hit(at, end + 1, tuple(sorted(leads)))
        return best


def _is_name(words: Sequence[Word]) -> bool:
    first = words[0].text[0]
    return first.isupper() or first.isdigit() or (first.isalpha() and first.lower() == first.upper())


@cache
def load_gazetteer() -> Gazetteer:
    """The gazetteer of the registry that ships with Araz, made once."""
    return Gazetteer(load_registry())
