"""How text goes into the encoders: word pieces for words, and signs around mentions that say what they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ...ontology.vocabulary import Kind

if TYPE_CHECKING:
    from tokenizers import Tokenizer

SIGNS = 100
"""Pieces below this number (but 0) are signs around mentions."""

LONGEST = 384
"""The most word pieces that an encoder reads at once."""

_SPECIAL = ("[CLS]", "[SEP]")
# Word pieces that the encoder was never taught anything about: one opens a mention of each class, one closes them all.
_CLOSE = "[unused0]"
# Two more stand around the mention that the others are asked about.
_ANCHOR = ("[unused80]", "[unused81]")


@dataclass(frozen=True, slots=True)
class Encoded:
    """Word pieces (ids), and for each word the index of its first piece (-1: beyond what is read)."""

    ids: list[int]
    first: list[int]


@cache
def load_tokenizer(path: Path) -> Tokenizer:
    """The tokenizer of a file in the format of the `tokenizers` package."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


class Pieces:
    """Turns words into word pieces; a word is cut into the same pieces wherever it stands."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._known: dict[str, list[int]] = {}
        self.begin, self.stop = (_id(tokenizer, name) for name in _SPECIAL)
        self._close = _id(tokenizer, _CLOSE)
        self._anchor = tuple(_id(tokenizer, sign) for sign in _ANCHOR)
        self._open: Mapping[Kind, int] = {
            kind: _id(tokenizer, f"[unused{number}]") for number, kind in enumerate(Kind, start=1)
        }

    def of_word(self, word: str) -> list[int]:
        """The pieces of one word, at most eight: the rest of a very long one says nothing more."""
        found = self._known.get(word)
        if found is None:
            ids: list[int] = self._tokenizer.encode(word, add_special_tokens=False).ids
            found = self._known[word] = ids[:8] or [_id(self._tokenizer, "[UNK]")]
        return found

    def encode(self, words: Sequence[str]) -> Encoded:
        """Words as they are."""
        return self.encode_marked(words, ())

    def encode_marked(
        self, words: Sequence[str], mentions: Sequence[tuple[int, int, Kind]], anchor: int = -1
    ) -> Encoded:
        """Words with signs around mentions, each (first word, last word + 1, class), in order and apart.

        `first` then holds where each mention opens, not where each word begins, if there are mentions. The mention
        with the number `anchor` has signs of its own around the others.
        """
        ids, first = [self.begin], list[int]()
        opens = {start: kind for start, _, kind in mentions}
        closes = {end for _, end, _ in mentions}
        begin, end = mentions[anchor][:2] if anchor >= 0 else (-1, -1)
        for number, word in enumerate(words):
            if number in closes:
                ids.extend((self._close, self._anchor[1]) if number == end else (self._close,))
            if number in opens:
                if number == begin:
                    ids.append(self._anchor[0])
                first.append(len(ids))
                ids.append(self._open[opens[number]])
            elif not mentions:
                first.append(len(ids))
            ids.extend(self.of_word(word))
        if len(words) in closes:
            ids.extend((self._close, self._anchor[1]) if len(words) == end else (self._close,))
        if len(ids) >= LONGEST:
            ids = ids[: LONGEST - 1]
            first = [at if at < len(ids) else -1 for at in first]
        return Encoded([*ids, self.stop], first)


def _id(tokenizer: Tokenizer, piece: str) -> int:
    found: int | None = tokenizer.token_to_id(piece)
    if found is None:
        raise ValueError(f"the tokenizer has no piece {piece}")
    return found
