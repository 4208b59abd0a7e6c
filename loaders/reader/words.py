"""Words and sentences of a text, with code-point offsets: what the models count in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]+|\d+|_|[^\w\s]")
_BREAK = re.compile(r"[.!?…][\"”’'»)\]]*(?=\s|\Z)|\n+")
# After these a full stop ends no sentence.
_ABBREVIATED = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "gen",
        "col",
        "lt",
        "sgt",
        "capt",
        "maj",
        "adm",
        "brig",
        "rep",
        "sen",
        "gov",
        "st",
        "ste",
        "mt",
        "no",
        "nos",
        "vs",
        "etc",
        "approx",
        "ca",
        "jr",
        "sr",
        "inc",
        "ltd",
        "co",
        "corp",
        "bros",
        "fig",
        "dept",
        "est",
        "al",
        "eg",
        "ie",
        "e.g",
        "i.e",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
    ]
)
# What begins a sentence after "U.S." and its like.
_OPENERS = frozenset(
    [
        "The",
        "A",
        "An",
        "In",
        "On",
        "At",
        "It",
        "He",
        "She",
        "They",
        "This",
        "That",
        "These",
        "Those",
        "But",
        "And",
        "However",
        "While",
        "As",
        "For",
    ]
)


@dataclass(frozen=True, slots=True)
class Word:
    """A run of letters, a run of digits, or one sign: code points `start` to `end` (exclusive)."""

    text: str
    start: int
    end: int


def words_of(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words of a text, or of a part of it, in order.

    >>> [word.text for word in words_of("Iran's U.S. envoy")]
    ['Iran', "'", 's', 'U.S.', 'envoy']
    """
    last = len(text) if end is None else end
    return [Word(found[0], found.start(), found.end()) for found in _WORD.finditer(text, start, last)]


def sentences_of(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a text stand: (start, end) in code points, without the white space around them.

    >>> text = "Gen. Haftar left. He denied it.\\n\\nA title"
    >>> [text[start:end] for start, end in sentences_of(text)]
    ['Gen. Haftar left.', 'He denied it.', 'A title']
    >>> lines = ("The two states agreed on a new dam that will stand on the river", "that they share.")
    >>> len(list(sentences_of(chr(10).join(lines))))
    1
    """
    start = 0
    for found in _BREAK.finditer(text):
        ends = (
            _breaks(text, found.start(), found.end())
            if found[0][0] == "\n"
            else _ends(text, found.start(), found.end())
        )
        if not ends:
            continue
        yield from _trimmed(text, start, found.end())
        start = found.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    part = text[start:end]
    if part.strip():
        yield start + len(part) - len(part.lstrip()), start + len(part.rstrip())


_WRAPPED = 60
"""A line at least so long that ends in the middle of a sentence is one that was broken to fit a page."""


def _breaks(text: str, at: int, after: int) -> bool:
    """Whether the end of a line ends a sentence as well: before an empty line, after a sign, after a short line."""
    line = text[text.rfind("\n", 0, at) + 1 : at].rstrip()
    return after - at > 1 or len(line) < _WRAPPED or line[-1:] in '.!?…:;"”’»)'


def _ends(text: str, at: int, after: int) -> bool:
    """Whether the sign at `at` ends a sentence, and does not only shorten a word."""
    following = text[after : after + 40].lstrip()
    if following and (following[0].islower() or following[0] in ",;:"):
        return False
    if text[at] != ".":
        return True
    before = re.search(r"[\w.]+\Z", text[max(0, at - 20) : at])
    if before is None:
        return True
    word = before[0]
    if word.lower() in _ABBREVIATED:
        return False
    # An initial ("J. Smith") ends none; "U.S." does only before a word that begins a sentence.
    if len(word) == 1 and word.isalpha() and word.isupper():
        return False
    if re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]", word) is not None:
        first = re.match(r"\w+", following)
        return first is not None and first[0] in _OPENERS
    return True


SHAPES = 8
"""How many shapes of words are told apart."""


def shape_of(word: str) -> int:
    """The shape of a word: small letters 1, Capital 2, CAPITALS 3, iOS-like 4, number 5, sign 6, one Capital letter 7.

    >>> [shape_of(word) for word in ("militia", "Araz", "INSTC", "McKay", "11", ",", "A")]
    [1, 2, 3, 4, 5, 6, 7]
    """
    if word[0].isdigit():
        return 5
    if not word[0].isalpha():
        return 6
    if word.islower():
        return 1
    if len(word) == 1 and word.isupper():
        return 7
    if word.isupper():
        return 3
    if word[0].isupper() and word[1:].islower():
        return 2
    return 4
