"""The two small models that read: what is a mention, and what is said of two of them. ONNX, 8-bit, no network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from ...ontology.schema import load_schema
from ...ontology.vocabulary import Kind, Modality, Relation
from .encoding import SIGNS, Encoded, Pieces, load_tokenizer
from .words import shape_of

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

Floats = NDArray[np.float32]
Longs = NDArray[np.int64]

MODELS = Path(__file__).with_name("models")
"""Where the models lie that ship with Araz."""

KINDS = tuple(Kind)
RELATIONS = tuple(Relation)
MODALITIES = tuple(Modality)
_TOGETHER = 32
"""How many passes are read in one go: of like length, so that little is filled up."""

SPAN_TAGS = ("O", "B-named", "I-named", "B-described", "I-described", "B-pointing", "I-pointing")


@dataclass(frozen=True, slots=True)
class PairAsked:
    """A pair to ask about: its sentence, the two mentions by number, and how far apart they are (`pairs.bucket_of`)."""

    text: int
    first: int
    second: int
    bucket: int


@dataclass(frozen=True, slots=True)
class PairsTold:
    """For each pair, as rows: relations (the last column is none), modalities, whether the first says it.

    Relations are logarithms of chances, what was read from either end taken together; the others are logits. A pair
    beyond what the encoder reads of a very long sentence holds no relation.
    """

    relations: Floats
    modalities: Floats
    speaks: Floats


def _nothing(size: int) -> PairsTold:
    """Logits of pairs of which nothing is known yet: none holds."""
    relations = np.full((size, 2 * len(RELATIONS) + 1), -30, dtype=np.float32)
    relations[:, -1] = 30
    return PairsTold(relations, np.zeros((size, len(MODALITIES)), dtype=np.float32), np.full(size, -30, np.float32))


def from_both_ends(read: Floats, pairs: Sequence[PairAsked]) -> Floats:
    """Logarithms of the chance of each relation and of none, from logits (pairs, relations ahead + back + none).

    What a pair says ahead and the reverse pair says back are two readings of one thing: their mean counts.
    """
    chances: Floats = np.exp(read - read.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    size = len(RELATIONS)
    row = {(pair.text, pair.first, pair.second): number for number, pair in enumerate(pairs)}
    reverse = np.array([row.get((pair.text, pair.second, pair.first), -1) for pair in pairs], dtype=np.int64)
    ahead = chances[:, :size]
    back = cast("Floats", np.where(_symmetric(), ahead, chances[:, size : 2 * size])[reverse])
    ahead = cast("Floats", np.where(reverse[:, None] >= 0, (ahead + back) / 2, ahead))
    told = np.column_stack([ahead, 1 - ahead.sum(axis=1)])
    return np.log(told.clip(1e-9, 1)).astype(np.float32)


@cache
def _symmetric() -> NDArray[np.bool_]:
    return np.array([load_schema().relations[relation].symmetric for relation in RELATIONS])


class Models:
    """Both models, loaded when first used. `threads` is how many cores one text may take.

    >>> tags, kinds = Models().tag([["Iran", "borders", "Turkey", "."]])[0]
    >>> SPAN_TAGS[int(tags[0].argmax())], KINDS[int(kinds[0].argmax())].value
    ('B-named', 'State')
    """

    def __init__(self, folder: Path = MODELS, threads: int = 2) -> None:
        self.folder = folder
        self._threads = threads

    @cached_property
    def pieces(self) -> Pieces:
        """What cuts words into pieces."""
        return Pieces(load_tokenizer(self.folder / "tokenizer.json"))

    @cached_property
    def _table(self) -> tuple[NDArray[np.int8], Floats, Floats]:
        with np.load(self.folder / "pieces.npz") as kept:
            return kept["rows"], kept["scales"], np.load(self.folder / "signs.npy")

    def _session(self, name: str) -> InferenceSession:
        from onnxruntime import InferenceSession, SessionOptions  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType]  # no stubs

        options = cast("Any", SessionOptions())
        options.intra_op_num_threads = self._threads
        options.log_severity_level = 3
        return InferenceSession(str(self.folder / name), options, providers=["CPUExecutionProvider"])

    @cached_property
    def _tagger(self) -> InferenceSession:
        return self._session("tagger.onnx")

    @cached_property
    def _relator(self) -> InferenceSession:
        return self._session("relator.onnx")

    def _inside(self, encoded: Sequence[Encoded], *, signs: bool) -> tuple[Floats, Longs]:
        """What the encoder begins with, (texts, pieces, width), and which pieces are there."""
        rows, scales, own = self._table
        ids = np.zeros((len(encoded), max(len(each.ids) for each in encoded)), dtype=np.int64)
        for number, each in enumerate(encoded):
            ids[number, : len(each.ids)] = each.ids
        inside = rows[ids].astype(np.float32) * scales[ids][..., None]
        if signs:
            marked = (ids > 0) & (ids < SIGNS)
            inside[marked] = own[ids[marked]]
        return inside, (ids != 0).astype(np.int64)

    def tag(self, texts: Sequence[Sequence[str]]) -> list[tuple[Floats, Floats]]:
        """For each text, given as words: span tags (words, 7) and classes (words, 67), as logits."""
        return [(spans, kinds) for spans, kinds, _ in self.tag_all(texts)]

    def tag_all(self, texts: Sequence[Sequence[str]]) -> list[tuple[Floats, Floats, Floats]]:
        """As `tag`, with the tags of CrossNER, which one head was taught as well, to be measured against others."""
        encoded = [self.pieces.encode(words) for words in texts]
        inside, mask = self._inside(encoded, signs=False)
        longest = max(len(each.first) for each in encoded)
        first = np.zeros((len(texts), longest), dtype=np.int64)
        shapes = np.zeros_like(first)
        for number, (words, each) in enumerate(zip(texts, encoded, strict=True)):
            first[number, : len(words)] = np.maximum(each.first, 0)
            shapes[number, : len(words)] = [shape_of(word) for word in words]
        given = {"inside": inside, "mask": mask, "first": first, "shapes": shapes}
        spans, kinds, crossner = cast("list[Any]", self._tagger.run(None, given))
        told: list[tuple[Floats, Floats, Floats]] = []
        for number, each in enumerate(encoded):
            read = sum(at >= 0 for at in each.first)
            told.append((spans[number, :read], kinds[number, :read], crossner[number, :read]))
        return told

    def relate(
        self,
        texts: Sequence[Sequence[str]],
        mentions: Sequence[Sequence[tuple[int, int, Kind]]],
        pairs: Sequence[PairAsked],
    ) -> PairsTold:
        """What sentences, given as words with their mentions (first word, last word + 1, class), say of pairs.

        A sentence is read once for each mention that is the first of a pair.
        """
        passes: dict[tuple[int, int], list[int]] = {}
        for number, pair in enumerate(pairs):
            passes.setdefault((pair.text, pair.first), []).append(number)
        ordered = sorted(passes, key=lambda each: (len(texts[each[0]]) + 3 * len(mentions[each[0]]), each))
        told = _nothing(len(pairs))
        for at in range(0, len(ordered), _TOGETHER):
            self._relate(texts, mentions, pairs, {each: passes[each] for each in ordered[at : at + _TOGETHER]}, told)
        return PairsTold(from_both_ends(told.relations, pairs), told.modalities, told.speaks)

    def _relate(
        self,
        texts: Sequence[Sequence[str]],
        mentions: Sequence[Sequence[tuple[int, int, Kind]]],
        pairs: Sequence[PairAsked],
        passes: Mapping[tuple[int, int], list[int]],
        told: PairsTold,
    ) -> None:
        encoded = [self.pieces.encode_marked(texts[text], mentions[text], anchor) for text, anchor in passes]
        most = max(map(len, passes.values()))
        anchors = np.zeros((len(passes), 1), dtype=np.int64)
        others, buckets = np.zeros((2, len(passes), most), dtype=np.int64)
        places: list[tuple[int, int, int]] = []
        for row, ((_, anchor), numbers) in enumerate(passes.items()):
            first = encoded[row].first
            anchors[row] = max(0, first[anchor])
            for column, number in enumerate(numbers):
                pair = pairs[number]
                if first[anchor] >= 0 and first[pair.second] >= 0:
                    others[row, column], buckets[row, column] = first[pair.second], pair.bucket
                    places.append((number, row, column))
        if not places:
            return
        inside, mask = self._inside(encoded, signs=True)
        given = {"inside": inside, "mask": mask, "anchor": anchors, "other": others, "bucket": buckets}
        relations, modalities, speaks = cast("list[Any]", self._relator.run(None, given))
        numbers, rows, columns = np.array(places).T
        told.relations[numbers] = relations[rows, columns]
        told.modalities[numbers] = modalities[rows, columns]
        told.speaks[numbers] = speaks[rows, columns]
