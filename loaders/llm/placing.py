"""Finds in a text what a language model says is there, and gives it the entities that the small reader would."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from ...graph.ref import Ref
from ...ontology.schema import load_schema
from ...ontology.vocabulary import Kind
from ..reader.extraction import Found, Span
from ..reader.gazetteer import Gazetteer
from ..reader.models import KINDS
from ..reader.naming import Naming
from ..reader.spotting import Form, Layout, Spot
from .account import Account, Left
from .answers import Offer, OfferedEntity
from .parts import Part
from .quotes import Searched

Group = tuple[int, str]
"""An entity of an answer: the number of its part, and its id there."""


@dataclass(frozen=True, slots=True)
class Placed:
    """The mentions of a text in order, the entity of each, and the mentions of every entity that an answer named."""

    spots: list[Spot]
    refs: list[Ref]
    entities: Mapping[Ref, Found]
    groups: Mapping[Group, list[int]]
    _by_ref: dict[Ref, list[int]] = field(default_factory=dict[Ref, list[int]], repr=False)

    def __post_init__(self) -> None:
        for number, ref in enumerate(self.refs):
            self._by_ref.setdefault(ref, []).append(number)

    def mentions_of(self, group: Group) -> list[int]:
        """The numbers of all mentions, anywhere in the text, of what an answer means by an id."""
        refs = sorted({self.refs[number] for number in self.groups.get(group, ())})
        return sorted(number for ref in refs for number in self._by_ref[ref])


def place(
    laid: Layout,
    searched: Searched,
    offers: Sequence[tuple[Part, Offer]],
    gazetteer: Gazetteer,
    account: Account,
) -> Placed:
    """All mentions of the entities offered, linked or minted as the small reader does it."""
    words = {word.start: number for number, word in enumerate(laid.words)}
    ends = {word.end: number + 1 for number, word in enumerate(laid.words)}
    wanted: dict[Span, list[tuple[Group, OfferedEntity]]] = {}
    for number, (part, offer) in enumerate(offers):
        for entity in offer.entities:
            # Whole words only: "Iran" is not in "Iranians".
            spans = [span for span in _spans(searched, part, entity) if span[0] in words and span[1] in ends]
            if not spans:
                account.leave(Left.NOT_THERE, entity.names[0])
            for span in spans:
                wanted.setdefault(span, []).append(((number, entity.id), entity))
    spots: list[Spot] = []
    groups: dict[Group, list[int]] = {}
    for start, end in _apart(wanted):
        claimed = wanted[start, end]
        for group, _ in claimed:
            groups.setdefault(group, []).append(len(spots))
        spots.append(_spot(laid, words[start], ends[end], claimed[0][1], gazetteer))
    return _named(laid, spots, groups, gazetteer)


def _spans(searched: Searched, part: Part, entity: OfferedEntity) -> list[Span]:
    """Where an entity's names stand in its part. A common noun is no name of what has one."""
    found: set[Span] = set()
    for name in entity.names:
        words = _bare(name)
        if entity.named and words.islower():
            continue
        found.update(searched.all(words, part.start, part.end))
    return sorted(found)


def _bare(name: str) -> str:
    """A name without an article and what stands around it."""
    words = " ".join(name.split()).strip(" \"'“”‘’.,;:!?()[]").removesuffix("'s").removesuffix("’s")
    for article in ("the ", "The ", "a ", "A ", "an ", "An "):
        if words.startswith(article):
            return words[len(article) :]
    return words


def _apart(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, none over another: the longer goes first."""
    taken: set[int] = set()
    kept: list[Span] = []
    for start, end in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        if taken.isdisjoint((start, end - 1)):
            taken.update(range(start, end))
            kept.append((start, end))
    return sorted(kept)


def _spot(laid: Layout, first: int, last: int, entity: OfferedEntity, gazetteer: Gazetteer) -> Spot:
    start, end = laid.words[first].start, laid.words[last - 1].end
    text = laid.text[start:end]
    return Spot(
        first,
        last,
        start,
        end,
        text,
        Form.NAMED if entity.named else Form.DESCRIBED,
        entity.kind,
        laid.sentence_of[first],
        kinds=_kinds(entity.kind),
        leads=gazetteer.leads(text) if entity.named else (),
    )


def _kinds(kind: Kind) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """How likely each class is, for linking. All zero leaves it open: what is known of a name outweighs the class.

    A person, a war or a commodity is not taken for a place of the same name.
    """
    schema = load_schema()
    open_ = (Kind.ACTOR, Kind.PLACE, Kind.INFRASTRUCTURE, Kind.AGREEMENT)
    kinds = np.zeros(len(KINDS), dtype=np.float32)
    if kind is Kind.PERSON or not (kind is Kind.ENTITY or any(schema.is_a(kind, above) for above in open_)):
        kinds[KINDS.index(kind)] = 1
    return kinds


def _named(laid: Layout, spots: list[Spot], groups: dict[Group, list[int]], gazetteer: Gazetteer) -> Placed:
    cast = Naming(laid, gazetteer).name_all(spots)
    same: dict[Ref, Ref] = {}
    for group in sorted(groups):
        refs = [_last(cast.of[number][0], same) for number in groups[group]]
        best = _best(refs, cast.entities)
        for ref in refs:
            if ref != best and not cast.entities[ref].linked:
                same[ref] = best
    refs = [_last(found[0], same) for found in cast.of]
    entities = {ref: cast.entities[ref] for ref in _distinct(refs)}
    return Placed(spots, refs, entities, groups)


def _best(refs: Sequence[Ref], entities: Mapping[Ref, Found]) -> Ref:
    """Which of its mentions' entities an entity is: the one most often known, else a named one, else the first."""
    known = Counter(ref for ref in refs if entities[ref].linked)
    if known:
        return known.most_common(1)[0][0]
    return next((ref for ref in refs if entities[ref].named), refs[0])


def _last(ref: Ref, same: Mapping[Ref, Ref]) -> Ref:
    while ref in same:
        ref = same[ref]
    return ref


def _distinct(refs: Sequence[Ref]) -> Iterator[Ref]:
    yield from dict.fromkeys(refs)
