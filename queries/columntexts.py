"""Many texts, or many ids, as one run of bytes: each is decoded when it is asked for, so that a file opens at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias, overload

import numpy as np
import numpy.typing as npt

from ..graph.ref import PREFIXES, Ref

Offsets: TypeAlias = npt.NDArray[np.int64]

# The bytes that a CURIE is made of. Texts of nothing else are ids that need no escape anywhere.
_OF_IDS = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-:"


class Texts(Sequence[str]):
    """Texts that do not change. `data` is their UTF-8, end to end; text i is `data[offsets[i]:offsets[i + 1]]`.

    >>> texts = Texts.of(["Araz", "Kür"])
    >>> texts[1], list(texts), texts.data, texts.offsets.tolist()
    ('Kür', ['Araz', 'Kür'], b'ArazK\\xc3\\xbcr', [0, 4, 8])
    """

    __slots__ = ("data", "offsets")

    def __init__(self, data: bytes, offsets: Offsets) -> None:
        self.data, self.offsets = data, offsets

    @classmethod
    def of(cls, texts: Iterable[str]) -> Texts:
        """These texts."""
        given = list(texts)
        data = "".join(given).encode()
        lengths = list(map(len, given))
        if len(data) != sum(lengths):
            lengths = [len(text.encode()) for text in given]
        offsets = np.zeros(len(given) + 1, np.int64)
        np.cumsum(lengths, out=offsets[1:])
        return cls(data, offsets)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[str, ...]: ...
    def __getitem__(self, index: int | slice) -> str | tuple[str, ...]:
        if isinstance(index, slice):
            return tuple(self[place] for place in range(*index.indices(len(self))))
        place = range(len(self))[index]
        return self.data[self.offsets[place] : self.offsets[place + 1]].decode()

    def __iter__(self) -> Iterator[str]:
        text = self.data.decode()
        if len(text) == len(self.data):
            return (text[start:end] for start, end in pairwise(self.offsets.tolist()))
        return (self.data[start:end].decode() for start, end in pairwise(self.offsets.tolist()))

    def __repr__(self) -> str:
        return f"<{len(self)} texts>"


class Refs(Sequence[Ref]):
    """Ids that do not change, kept as CURIEs. Raises `InputError` for texts that are none.

    >>> refs = Refs(Texts.of(["ent:iran", "ent:iraq"]))
    >>> refs[0], len(refs), refs.index(Ref("ent", "iraq"))
    (Ref(prefix='ent', local='iran'), 2, 1)
    """

    __slots__ = ("texts",)

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        if texts.data.translate(None, _OF_IDS) or texts.data.count(b":") != len(texts):
            # Nearly always nothing is wrong, and no id need be looked at alone.
            for text in texts:
                Ref.parse(text)

    @classmethod
    def of_iris(cls, iris: Iterable[str]) -> Refs:
        """The ids that these IRIs stand for."""
        return cls(Texts.of([_curie(iri) for iri in iris]))

    def __len__(self) -> int:
        return len(self.texts)

    @overload
    def __getitem__(self, index: int) -> Ref: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Ref, ...]: ...
    def __getitem__(self, index: int | slice) -> Ref | tuple[Ref, ...]:
        found = self.texts[index]
        return _ref(found) if isinstance(found, str) else tuple(map(_ref, found))

    def __iter__(self) -> Iterator[Ref]:
        return map(_ref, self.texts)

    def __repr__(self) -> str:
        return f"<{len(self)} ids>"


def _curie(iri: str) -> str:
    for prefix, base in PREFIXES.items():
        if iri.startswith(base):
            return f"{prefix}:{iri[len(base) :]}"
    return str(Ref.parse(iri))


def _ref(curie: str) -> Ref:
    prefix, _, local = curie.partition(":")
    return Ref(prefix, local)
