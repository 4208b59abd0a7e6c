"""Which mentions are of one entity: the same name, a short form of it, an acronym, a surname, a description again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from ...graph.ref import Ref
from ...ontology.schema import load_schema
from ...ontology.vocabulary import Kind
from ..spelling import key_of
from .extraction import Found
from .gazetteer import Gazetteer
from .linking import Link, link
from .models import KINDS
from .nouns import load_nouns
from .spotting import Form, Layout, Spot

_SLUG = re.compile(r"[^a-z0-9]+")
_GOVERNMENT = frozenset(("government", "regime", "administration", "authorities", "leadership"))


@dataclass(slots=True)
class Cast:
    """The entities of a text in the making. `of` gives each spot's entities by number (several for "both plants")."""

    entities: dict[Ref, Found] = field(default_factory=dict[Ref, Found])
    of: list[tuple[Ref, ...]] = field(default_factory=list[tuple[Ref, ...]])


class Naming:
    """Gives each named or described mention its entity, in the order of the text."""

    def __init__(self, laid: Layout, gazetteer: Gazetteer) -> None:
        self._laid, self._gazetteer = laid, gazetteer
        self._here = blake2b(laid.text.encode("utf-8", "surrogatepass"), digest_size=3).hexdigest()
        self._by_key: dict[str, Ref] = {}
        self._chances: dict[Ref, dict[Kind, float]] = {}
        self._described: dict[tuple[str, str], Ref] = {}
        self.cast = Cast()

    def name_all(self, spots: Sequence[Spot]) -> Cast:
        """Entities for all named and described spots; pointing ones get none here."""
        nearby = self._states(spots)
        everywhere = sum(nearby.values(), Counter[Ref]())
        for number, spot in enumerate(spots):
            if spot.form is Form.NAMED:
                ref = self._named(spot, nearby.get(spot.sentence) or everywhere)
                self._note_acronym(spots, number, ref)
                self.cast.of.append((ref,))
            elif spot.form is Form.DESCRIBED:
                self.cast.of.append((self._describe(spot),))
            else:
                self.cast.of.append(())
        return self.cast

    def _states(self, spots: Sequence[Spot]) -> dict[int, Counter[Ref]]:
        """The states that each sentence names, by what their names mean first."""
        found: dict[int, Counter[Ref]] = {}
        for spot in spots:
            if spot.form is Form.NAMED and spot.kind is not Kind.ETHNIC_GROUP:
                states = [ref for ref, _ in spot.leads if self._gazetteer.kind(ref) is Kind.STATE]
                found.setdefault(spot.sentence, Counter()).update(states[:1])
        return found

    def _named(self, spot: Spot, nearby: Counter[Ref]) -> Ref:
        key = _key(spot)
        found = link(spot, self._gazetteer, nearby)
        if found.ref is None and not found.alternatives:
            government = self._government(spot)
            found = found if government is None else Link(government, 0.8, ())
        known = found.ref or self._by_key.get(key) or self._longer(spot, key)
        if known is None:
            known = self._mint(spot, found)
        elif known not in self.cast.entities:
            kind = self._gazetteer.kind(known)
            self.cast.entities[known] = Found(
                known, kind, self._gazetteer.name(known), True, True, found.score, found.alternatives
            )
        self._by_key.setdefault(key, known)
        self._vote(known, spot)
        return known

    def _government(self, spot: Spot) -> Ref | None:
        """ "Iranian Islamic government" is the Government of Iran, if the registry has one; "Iranian state" is Iran."""
        words = spot.text.split()
        if len(words) < 2 or words[-1].lower() not in (*_GOVERNMENT, "state"):
            return None
        for ref, _ in self._gazetteer.leads(words[0]):
            if words[-1].lower() == "state" and self._gazetteer.kind(ref) is Kind.STATE:
                return ref
            body = Ref("ent", f"government-of-{ref.local}")
            if self._gazetteer.knows(body):
                return body
        return None

    def _longer(self, spot: Spot, key: str) -> Ref | None:
        """The entity of a longer name that this one shortens: a surname, or a name without its noun."""
        words = key.split()
        for known, ref in reversed(self._by_key.items()):
            entity = self.cast.entities[ref]
            other = known.split()
            if entity.kind is Kind.PERSON and spot.kind is Kind.PERSON:
                if len(words) == 1 and len(other) > 1 and other[-1] == words[0]:
                    return ref
                if len(other) == 1 and len(words) > 1 and words[-1] == other[0]:
                    return ref
        return None

    def _mint(self, spot: Spot, found: Link) -> Ref:
        ref = Ref("ent", _slug(spot.text) or f"entity-{self._here}")
        if self._gazetteer.knows(ref) or ref in self.cast.entities:
            ref = Ref("ent", f"{ref.local}-{_slug(spot.kind)}")
        if found.alternatives:
            reason = "its name may mean several known entities"
        else:
            reason = f"not in the registry; read as {load_schema().classes[spot.kind].label}"
        self.cast.entities.setdefault(
            ref, Found(ref, spot.kind, spot.text, True, False, spot.sure, found.alternatives, reason)
        )
        return ref

    def _vote(self, ref: Ref, spot: Spot) -> None:
        """The class of an entity that is not known is what its mentions together look like."""
        entity = self.cast.entities[ref]
        if entity.linked:
            return
        votes = self._chances.setdefault(ref, dict.fromkeys(KINDS, 0.0))
        votes[spot.kind] += 1
        for number, kind in enumerate(KINDS):
            votes[kind] += float(spot.kinds[number])
        best = max(votes, key=lambda kind: (votes[kind], kind))
        name = max((entity.name, spot.text), key=len) if entity.kind is Kind.PERSON else entity.name
        self.cast.entities[ref] = Found(ref, best, name, True, False, entity.score, entity.alternatives, entity.reason)

    def _note_acronym(self, spots: Sequence[Spot], number: int, ref: Ref) -> None:
        """ "the Economic Community of West African States (ECOWAS)": the brackets hold its acronym."""
        spot, words = spots[number], self._laid.words
        at = spot.last
        if at + 2 < len(words) and words[at].text == "(" and words[at + 2].text == ")":
            short = words[at + 1].text
            if short.isupper() and len(short) > 1:
                self._by_key.setdefault(key_of(short), ref)

    def _describe(self, spot: Spot) -> Ref:
        """A description: the same noun of the same class is the same thing all through a text."""
        noun = _noun(spot.text)
        family = "" if load_schema().is_a(spot.kind, Kind.UNREST) else noun
        known = self._described.get((spot.kind, family))
        if known is None:
            known = Ref("ent", f"{_slug(spot.text)[:40].strip('-') or 'something'}-{self._here}")
            self._described[spot.kind, family] = known
            reason = f"described, not named; read as {load_schema().classes[spot.kind].label}"
            self.cast.entities.setdefault(
                known, Found(known, spot.kind, spot.text, False, False, spot.sure, (), reason)
            )
        return known


def _noun(text: str) -> str:
    """The noun that carries a description, in the singular as far as a dictionary of nouns knows."""
    last = key_of(text).split()[-1:] or [text.lower()]
    word = last[0]
    if word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    return word


def _key(spot: Spot) -> str:
    """What names of one entity share: the words without a noun that only says the class ("Araz River", "Araz")."""
    words = key_of(spot.text).split()
    one, _ = load_nouns()
    schema = load_schema()
    physical = any(schema.is_a(spot.kind, above) for above in (Kind.INFRASTRUCTURE, Kind.WATER_BODY))
    while physical and len(words) > 1 and words[-1] in one:
        words.pop()
    return " ".join([*words, "#"]) if physical else " ".join(words)


def _slug(text: str) -> str:
    return _SLUG.sub("-", key_of(text)).strip("-")
