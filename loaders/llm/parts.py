"""Cuts a text into parts that a language model reads one at a time: whole paragraphs, and a little before them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..reader.extraction import Span

LONGEST = 4000
"""Code points of a part, what precedes it left aside."""

OVERLAP = 300
"""Code points of what precedes a part that are shown with it, in whole sentences."""

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Part:
    """Code points `start` to `end` (exclusive) of a text; what stands before `own` was in the part before as well."""

    start: int
    own: int
    end: int


def parts_of(text: str, sentences: Sequence[Span], longest: int = LONGEST, overlap: int = OVERLAP) -> list[Part]:
    """The parts of a text, in order: as many whole paragraphs as fit, else whole sentences, else whole words.

    >>> text = "Iran met Iraq.\\nThey traded.\\nOman watched."
    >>> parts = parts_of(text, [(0, 14), (15, 27), (28, 41)], longest=30, overlap=14)
    >>> [text[part.start : part.end] for part in parts]
    ['Iran met Iraq.\\nThey traded.', 'They traded.\\nOman watched.']
    """
    blocks = list(_blocks(text, sentences, longest))
    parts: list[Part] = []
    first = 0
    while first < len(blocks):
        last = first
        while last + 1 < len(blocks) and blocks[last + 1][1] - blocks[first][0] <= longest:
            last += 1
        start, end = blocks[first][0], blocks[last][1]
        parts.append(Part(_before(sentences, start, overlap) if parts else start, start, end))
        first = last + 1
    return parts


def halves_of(part: Part, sentences: Sequence[Span]) -> list[Part]:
    """Two parts for one, cut between sentences; none where it is a single sentence."""
    inside = [start for start, end in sentences if part.own < start and end <= part.end]
    if not inside:
        return []
    middle = (part.own + part.end) / 2
    cut = min(inside, key=lambda at: abs(at - middle))
    return [Part(part.start, part.own, cut), Part(_before(sentences, cut, OVERLAP), cut, part.end)]


def _blocks(text: str, sentences: Sequence[Span], longest: int) -> Iterator[Span]:
    """Paragraphs, or what is left of them when they are longer than a part."""
    paragraph: list[Span] = []
    for number, (start, end) in enumerate(sentences):
        following = sentences[number + 1][0] if number + 1 < len(sentences) else len(text)
        paragraph.append((start, end))
        if "\n" in text[end:following] or number + 1 == len(sentences):
            whole = paragraph[0][0], paragraph[-1][1]
            pieces = [whole] if whole[1] - whole[0] <= longest else paragraph
            for piece in pieces:
                yield from _cut(text, piece, longest)
            paragraph = []


def _cut(text: str, piece: Span, longest: int) -> Iterator[Span]:
    start, end = piece
    while end - start > longest:
        spaces = list(_SPACE.finditer(text, start + longest // 2, start + longest))
        at, following = (spaces[-1].start(), spaces[-1].end()) if spaces else (start + longest, start + longest)
        yield start, at
        start = following
    if start < end:
        yield start, end


def _before(sentences: Sequence[Span], start: int, overlap: int) -> int:
    """Where the whole sentences begin that precede a part and fit into the overlap."""
    fitting = [first for first, end in sentences if end <= start and first >= start - overlap]
    return min(fitting, default=start)
