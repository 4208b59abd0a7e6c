"""The annotated sets that the models learn from, in one form: words with tags, or text with mentions and claims.

The project's own corpus lies beside this file. The other sets are read from a folder (`--sets`), each as its authors
publish it: CrossNER (github.com/zliucr/CrossNER, MIT), Re-DocRED (github.com/tonytan48/Re-DocRED, MIT).
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .annotations import Item, read_items

HERE = Path(__file__).parent
OPEN = HERE / "corpus" / "open"
CLOSED = HERE / "corpus" / "closed"
ARTICLES = HERE / "articles" / "open"
CLOSED_ARTICLES = HERE / "articles" / "closed"
AGAIN = HERE / "again"


@dataclass(frozen=True, slots=True)
class Tagged:
    """A sentence as words, each with a tag such as B-person, I-person or O."""

    words: tuple[str, ...]
    tags: tuple[str, ...]


HELD_BACK = "#: part: held back"
"""The line in the head of an open file that nothing is learnt from."""


def _files() -> tuple[list[Path], list[Path]]:
    """The open files to learn from, and those held back to calibrate with."""
    files = sorted(OPEN.glob("*.txt"))
    held = [path for path in files if HELD_BACK in path.read_text(encoding="utf-8").split("\n", 9)]
    return [path for path in files if path not in held], held


def corpus() -> list[Item]:
    """The items to learn from, file by file; a fault in one is an error."""
    return _items(_files()[0])


def held_back() -> list[Item]:
    """Open items that nothing is learnt from: what the reader is calibrated with."""
    return _items(_files()[1])


def articles(folder: Path = ARTICLES) -> list[Item]:
    """The open articles, each one item."""
    return _items(sorted(folder.glob("*.txt")))


def closed() -> list[Item]:
    """The closed items: only to measure with."""
    return _items(sorted(CLOSED.glob("*.txt")))


def again() -> list[tuple[Item, Item]]:
    """Texts with two annotations, the first and that of somebody who did not see it: only to measure with."""
    first = {_flat(item.text): item for item in [*held_back(), *articles(CLOSED_ARTICLES)]}
    return [(first[_flat(item.text)], item) for item in _items(sorted(AGAIN.glob("*.txt")))]


def _flat(text: str) -> str:
    return text.replace("\n", " ")


def _items(paths: Sequence[Path]) -> list[Item]:
    items = [item for path in paths for item in read_items(path)]
    faulty = [fault for item in items for fault in item.faults]
    if faulty:
        raise ValueError(f"the corpus has faults: {faulty[:3]}")
    return items


def crossner(folder: Path) -> tuple[list[Tagged], list[Tagged]]:
    """CrossNER politics, train and dev together: two thirds to learn from, one third (drawn with seed 0) held out."""
    all_of_them = [
        *_conll(folder / "crossner-politics" / "train.txt"),
        *_conll(folder / "crossner-politics" / "dev.txt"),
    ]
    random.Random(0).shuffle(all_of_them)
    third = len(all_of_them) // 3
    return all_of_them[third:], all_of_them[:third]


def _conll(path: Path) -> Iterator[Tagged]:
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        rows = [line.split("\t") for line in block.split("\n") if line.strip()]
        if rows:
            yield Tagged(tuple(row[0] for row in rows), tuple(row[-1] for row in rows))


def redocred(folder: Path) -> list[Tagged]:
    """The sentences of Re-DocRED with their mentions of persons, places, organisations and the rest."""
    tagged: list[Tagged] = []
    for document in json.loads((folder / "redocred-dev" / "dev_revised.json").read_text(encoding="utf-8")):
        tags = [["O"] * len(sentence) for sentence in document["sents"]]
        for entity in document["vertexSet"]:
            for mention in entity:
                start, end = mention["pos"]
                row = tags[mention["sent_id"]]
                row[start:end] = [f"B-{mention['type']}"] + [f"I-{mention['type']}"] * (end - start - 1)
        tagged.extend(
            Tagged(tuple(words), tuple(row))
            for words, row in zip(document["sents"], tags, strict=True)
            if len(words) > 4
        )
    return tagged


def labels_of(sentences: Sequence[Tagged]) -> list[str]:
    """All tags that occur, O first."""
    return ["O", *sorted({tag for sentence in sentences for tag in sentence.tags} - {"O"})]


def spans_of(tags: Sequence[str]) -> set[tuple[int, int, str]]:
    """The mentions that a row of tags says: (first word, last word + 1, type)."""
    found: set[tuple[int, int, str]] = set()
    start, kind = -1, ""
    for number, tag in enumerate([*tags, "O"]):
        if start >= 0 and (tag[:2] != "I-" or tag[2:] != kind):
            found.add((start, number, kind))
            start = -1
        if tag != "O" and start < 0:
            start, kind = number, tag[2:]
    return found
