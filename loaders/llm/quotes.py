"""Finds words in a text though white space or quote marks differ, and says where they stand in the text as it is."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from ..reader.extraction import Span

_MARKS = str.maketrans(dict.fromkeys("‘’‚‛′`´ʼ", "'") | dict.fromkeys("“”„‟«»″＂", '"'))


class Searched:
    """A text made ready for searching.

    >>> text = "The “two  states” met."
    >>> [text[start:end] for start, end in Searched(text).all('"two states"')]
    ['“two  states”']
    """

    def __init__(self, text: str) -> None:
        signs: list[str] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        for at, sign in enumerate(text):
            if not sign.isspace():
                signs.append(sign)
            elif signs and signs[-1] == " ":
                self._ends[-1] = at + 1
                continue
            else:
                signs.append(" ")
            self._starts.append(at)
            self._ends.append(at + 1)
        self._plain = "".join(signs).translate(_MARKS)

    def all(self, words: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
        """Where the words stand, in order, within code points `start` to `end` (exclusive) of the text."""
        wanted = " ".join(words.split()).translate(_MARKS)
        at = self._plain.find(wanted, bisect_left(self._starts, start)) if wanted else -1
        while at >= 0:
            found = self._starts[at], self._ends[at + len(wanted) - 1]
            if end is not None and found[1] > end:
                return
            yield found
            at = self._plain.find(wanted, at + 1)
