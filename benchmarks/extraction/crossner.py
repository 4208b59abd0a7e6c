"""CrossNER politics (MIT), the held-out third: entities by the tagger's head that learns from the other two thirds.

Measured on the sets' own words. Strict F1 wants span and type, span F1 the span alone, both over all sentences
together. The tags are the likeliest row in which every I- follows its own B- or I-. spaCy alone: its named entities,
each label taken for the type that it most often is in the two thirds to learn from, if one in five of its spans or more
is a mention there.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from araz.loaders.reader.models import Floats, Models
from araz.train.sets import Tagged, crossner, spans_of

from benchmarks.extraction.figures import f1_of
from benchmarks.extraction.rows import Row, Setting

FOLDER = "crossner-politics"
Spans = set[tuple[int, int, str]]


def measure(setting: Setting) -> Iterator[Row]:
    """Strict and span F1."""
    learnt, held_out = crossner(setting.sets)
    if setting.quick:
        learnt, held_out = learnt[:60], held_out[:40]
    meant = [spans_of(each.tags) for each in held_out]
    said = tagged(setting.whole.models, setting.models, held_out)
    alone = None if setting.alone is None else by_spacy(setting.alone.nlp, learnt, held_out)
    for what, cut, target in (("strict F1", 3, 0.74), ("span F1", 2, 0.85)):
        yield Row(what, _f1(meant, said, cut), None if alone is None else _f1(meant, alone, cut), target)


def _f1(meant: Sequence[Spans], said: Sequence[Spans], cut: int) -> float:
    return f1_of(({s[:cut] for s in a}, {s[:cut] for s in b}) for a, b in zip(meant, said, strict=True))


def tagged(models: Models, folder: Path, sentences: Sequence[Tagged], size: int = 16) -> list[Spans]:
    """The spans that the head of CrossNER says, sentence by sentence."""
    labels: list[str] = json.loads((folder / "labels.json").read_text(encoding="utf-8"))["crossner"]
    order = sorted(range(len(sentences)), key=lambda n: len(sentences[n].words))
    found: dict[int, Spans] = {}
    for at in range(0, len(order), size):
        part = order[at : at + size]
        told = models.tag_all([sentences[n].words for n in part])
        for n, (_, _, logits) in zip(part, told, strict=True):
            found[n] = spans_of([labels[tag] for tag in likeliest(logits, labels)])
    return [found[n] for n in range(len(sentences))]


def likeliest(logits: Floats, labels: Sequence[str]) -> list[int]:
    """The row of tags with the greatest sum of logits in which every I- follows a B- or I- of its own type.

    >>> likeliest(np.array([[0, 0, 9], [0, 1, 2]], dtype=np.float32), ["O", "B-x", "I-x"])
    [0, 1]
    """
    size = len(labels)
    allowed = np.zeros((size, size), dtype=np.float32)
    inside = np.array([label.startswith("I-") for label in labels])
    for after, label in enumerate(labels):
        if inside[after]:
            allowed[[n for n in range(size) if labels[n][2:] != label[2:] or labels[n] == "O"], after] = -1e9
    best = np.where(inside, -1e9, logits[0])
    back: list[Any] = []
    for row in logits[1:]:
        through = best[:, None] + allowed
        back.append(through.argmax(0))
        best = through.max(0) + row
    tags = [int(best.argmax())]
    for choice in reversed(back):
        tags.append(int(choice[tags[-1]]))
    return tags[::-1]


def by_spacy(nlp: Any, learnt: Sequence[Tagged], held_out: Sequence[Tagged]) -> list[Spans]:
    """The named entities of spaCy in the held-out sentences, with the types that its labels mostly are."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for each in learnt:
        types = {span[:2]: span[2] for span in spans_of(each.tags)}
        for start, end, label in _ents(nlp, each):
            votes[label][types.get((start, end), "")] += 1
    types: dict[str, str] = {}
    for label, counts in votes.items():
        # A label that hardly ever is a mention says something else: a date, a number.
        if counts[""] < 0.8 * counts.total():
            types[label] = max(set(counts) - {""}, key=lambda kind, counts=counts: (counts[kind], kind))
    return [{(s, e, types[label]) for s, e, label in _ents(nlp, each) if label in types} for each in held_out]


def _ents(nlp: Any, each: Tagged) -> Iterator[tuple[int, int, str]]:
    from spacy.tokens import Doc

    doc = nlp(Doc(nlp.vocab, words=list(each.words)))
    for ent in doc.ents:
        first = ent.start + (ent[0].lower_ == "the" and len(ent) > 1)
        yield first, ent.end, ent.label_
