"""What stands behind an answer, ready for a page: passages with the words that matter marked, and numbered sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..graph.claim import Claim, Passage, Source
from ..graph.ref import Ref
from ..graph.store import Store

UNSTATED = "no licence stated"
"""What a page says of a source whose licence nobody wrote down."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a quote, marked when it names what the answer is about."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A passage as a page shows it, with the claim that rests on it and the number of its source."""

    pieces: tuple[Piece, ...]
    number: int
    title: str
    place: str
    lang: str
    claim: str
    modality: str
    dated: str
    confidence: float
    speaker: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A source in the list at the foot of a page. `url` is a web address or ""."""

    number: int
    id: str
    title: str
    publisher: str
    published: str
    url: str
    licence: str
    passages: int


def numbered(store: Store, claims: Iterable[Claim]) -> tuple[Mapping[Ref, int], tuple[Cited, ...]]:
    """The sources of the claims, numbered in the order in which they are first cited, and how often each is."""
    passages: dict[Ref, dict[Passage, None]] = {}
    for claim in claims:
        for passage in claim.evidence:
            passages.setdefault(passage.source, {})[passage] = None
    known = {source.id: source for source in store.sources(sorted(passages))}
    numbers = {ref: number for number, ref in enumerate(passages, 1)}
    return numbers, tuple(_cited(ref, number, known.get(ref), len(passages[ref])) for ref, number in numbers.items())


def _cited(ref: Ref, number: int, source: Source | None, passages: int) -> Cited:
    if source is None:
        return Cited(number, str(ref), str(ref), "", "", "", UNSTATED, passages)
    return Cited(
        number=number,
        id=str(ref),
        title=source.title,
        publisher=source.publisher,
        published=source.published,
        url=source.url if source.url.startswith(("https://", "http://")) else "",
        licence=source.licence or UNSTATED,
        passages=passages,
    )


def said(
    claim: Claim, numbers: Mapping[Ref, int], titles: Mapping[Ref, str], names: Mapping[Ref, str], mark: Sequence[str]
) -> tuple[Said, ...]:
    """The passages of a claim; in each, the first of the names in `mark` that it holds is marked."""
    speaker = names.get(claim.attributed_to, str(claim.attributed_to)) if claim.attributed_to is not None else ""
    return tuple(
        Said(
            pieces=marked(passage.quote, mark),
            number=numbers[passage.source],
            title=titles.get(passage.source, str(passage.source)),
            place=f"characters {passage.start:,} to {passage.end:,}"
            if passage.start >= 0
            else f"record {passage.record}",
            lang=passage.lang,
            claim=str(claim.id),
            modality=str(claim.modality),
            dated=dated(claim),
            confidence=claim.confidence,
            speaker=speaker,
        )
        for passage in claim.evidence
    )


def dated(claim: Claim) -> str:
    """When a claim holds, in words; "" when that is open at both ends.

    >>> from araz.graph.dates import Interval
    >>> from araz.ontology.vocabulary import Relation
    >>> ends, evidence = (Ref("ent", "a"), Ref("ent", "b")), (Passage(Ref("src", "s"), 0, 1, "x"),)
    >>> dated(Claim(ends[0], Relation.OWNS, ends[1], valid=Interval("2016-02", ""), evidence=evidence))
    'from 2016-02'
    """
    start, end = claim.valid.start, claim.valid.end
    if start == end:
        return start
    return " ".join(([f"from {start}"] if start else []) + ([f"to {end}"] if end else []))


def marked(quote: str, names: Sequence[str]) -> tuple[Piece, ...]:
    """A quote in pieces, every mention of the first name that it holds marked; letter case does not matter.

    A name is looked for whole, then by its leading capitalised words ("Khudafarin" of "Khudafarin power plant").

    >>> [piece.text for piece in marked("At Khudafarin, water.", ["Khudafarin power plant"]) if piece.marked]
    ['Khudafarin']
    """
    for name in [*sorted(names, key=len, reverse=True), *filter(None, map(_leading, names))]:
        parts = re.split(rf"(?<!\w)({re.escape(name)})(?!\w)", quote, flags=re.IGNORECASE)
        if len(parts) > 1:
            return tuple(Piece(part, marked=at % 2 == 1) for at, part in enumerate(parts) if part)
    return (Piece(quote, marked=False),)


def _leading(name: str) -> str:
    words = name.split()
    capitals = next((at for at, word in enumerate(words) if not word[:1].isupper()), len(words))
    found = " ".join(words[:capitals])
    return found if len(found) > 3 and found != name else ""
