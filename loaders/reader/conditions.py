"""Conditions in a sentence: "if …", "unless …", "in the event of …", with the words that say them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CUE = re.compile(
    r"\b(?P<cue>only if|even if|if|unless|provided(?: that)?|providing that|in the event (?:of|that)|"
    r"in case(?: of| that)?|as long as|so long as|on condition that|assuming(?: that)?|once|were|should|failing|"
    r"without|given|depending on)\b",
    re.IGNORECASE,
)
_END = re.compile(r"[;:—.!?]|,(?!\d)|\s[–-]\s|\bthen\b")
_WEAK = frozenset(("once", "were", "should", "without", "failing", "given", "depending on"))


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition: code points `start` to `end` (exclusive) of its words, and where its clause begins, cue and all."""

    cue_start: int
    start: int
    end: int


def conditions_in(text: str, start: int, end: int) -> list[Condition]:
    """The conditions of a sentence, in order.

    "should", "were" and the like count where they open a clause only ("Should Iran collapse, …").

    >>> text = "If protests fail, Baku will wait; should Iran collapse, it may act."
    >>> [text[c.start : c.end] for c in conditions_in(text, 0, len(text))]
    ['protests fail', 'Iran collapse']
    """
    found: list[Condition] = []
    for match in _CUE.finditer(text, start, end):
        cue = match["cue"].lower()
        if cue in _WEAK and not _opens(text, start, match.start()):
            continue
        if found and match.start() < found[-1].end:
            continue
        stop = _clause_end(text, match.end(), end, opening=_opens(text, start, match.start()))
        words = text[match.end() : stop]
        begin = match.end() + len(words) - len(words.lstrip())
        if begin < stop:
            found.append(Condition(match.start(), begin, stop))
    return found


def _opens(text: str, start: int, at: int) -> bool:
    """Whether a word opens a clause: the sentence begins with it, or a sign stands before it."""
    before = text[start:at].rstrip(" “\"'‘")
    return not before or before[-1] in ",;:—–("


def _clause_end(text: str, at: int, end: int, *, opening: bool) -> int:
    """Where the clause ends: for one that opens the sentence at the comma, for one at its end at the full stop."""
    for match in _END.finditer(text, at, end):
        sign = match[0]
        if sign == "." and text[match.end() : match.end() + 1].isalnum():
            continue
        if (
            sign == ","
            and not opening
            and not re.match(r"\s(?:while|but|although|whereas|and)\b", text[match.end() : end])
        ):
            continue
        return match.start()
    return end
