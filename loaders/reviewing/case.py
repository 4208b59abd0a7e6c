"""A claim as a reviewer needs to see it: with names, with its sources, and with what stands around its passages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...graph.claim import Claim, Entity, Passage, Source
from ...graph.dossier import mentioned
from ...graph.ref import Ref
from ...graph.store import Store
from ...ontology.schema import load_schema
from ...ontology.vocabulary import Kind

# Where a sentence ends: its mark, what closes quotation marks or brackets, and a blank; or an empty line.
_END = re.compile(r"""[.!?…。؟](?:["'”’»)\]]*)(?=\s)|\n[ \t]*\n""")
_LONGEST = 400
_REACH = 4_000


@dataclass(frozen=True, slots=True)
class Around:
    """A passage in its surroundings: the words before it, its own, the words after it."""

    passage: Passage
    before: str
    quote: str
    after: str


@dataclass(frozen=True, slots=True)
class Case:
    """A claim with all that it mentions."""

    claim: Claim
    entities: Mapping[Ref, Entity]
    sources: Mapping[Ref, Source]

    @classmethod
    def each(cls, store: Store, claims: Sequence[Claim]) -> list[Case]:
        """The claims, with what the store knows about all that they mention, read at once."""
        named = {ref for claim in claims for ref in mentioned(claim)}
        cited = {said.source for claim in claims for said in claim.evidence}
        entities = {entity.id: entity for entity in store.entities(sorted(named))}
        sources = {source.id: source for source in store.sources(sorted(cited))}
        return [cls(claim, entities, sources) for claim in claims]

    @property
    def id(self) -> Ref:
        """The claim's id."""
        return self.claim.id

    @property
    def kinds(self) -> Mapping[Ref, Kind]:
        """The class of each entity that the claim mentions."""
        return {ref: entity.kind for ref, entity in self.entities.items()}

    def name(self, ref: Ref) -> str:
        """An entity's name, or its id where nobody described it."""
        return self.entities[ref].name if ref in self.entities else str(ref)

    @property
    def words(self) -> str:
        """What is claimed, in words: subject, relation, object."""
        relation = load_schema().relations[self.claim.relation]
        return f"{self.name(self.claim.subject)} {relation.label} {self.name(self.claim.object)}"

    def around(self) -> list[Around]:
        """Each passage with the rest of its sentence, and the sentences before and after."""
        return [around(passage, self._text(passage)) for passage in self.claim.evidence]

    def _text(self, passage: Passage) -> str:
        source = self.sources.get(passage.source)
        return "" if source is None else source.text


def around(passage: Passage, text: str) -> Around:
    """A passage with what stands before and after it, as far as the sentence beside its own.

    Where the text is not kept, or is not the one that the passage was taken from, nothing stands around it.

    >>> said = Passage(Ref("src", "a"), 15, 24, "Oil flows")
    >>> around(said, "It rained. Now, Oil flows. All is well. Nobody came.").after
    ''
    >>> around(said, "It is a rain. -Oil flows here. All is well. Nobody came.").after
    ' here. All is well.'
    """
    start, end = passage.start, passage.end
    if start < 0 or text[start:end] != passage.quote:
        return Around(passage, "", passage.quote, "")
    near = text[max(0, start - _REACH) : start]
    ends = [found.end() for found in _END.finditer(near)]
    before = near[ends[-2] :] if len(ends) > 1 else near
    rest = text[end : end + _REACH]
    # The passage may end its sentence: then the first end that follows is that of the next.
    wanted = 1 if _END.search(passage.quote[-2:] + " ") is not None else 2
    following = [found.end() for found in _END.finditer(rest + " ")]
    after = rest[: following[wanted - 1]] if len(following) >= wanted else rest
    return Around(passage, _last(before.lstrip()), passage.quote, _first(after.rstrip()))


def _last(text: str) -> str:
    return text if len(text) <= _LONGEST else "… " + text[-_LONGEST:]


def _first(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + " …"
