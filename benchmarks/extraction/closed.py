"""The closed part of the project's own corpus, and the closed articles: nothing was learnt from them or tuned on them.

Every item is read from its text alone and scored as `araz evaluate` does (loaders/reader/scoring.py), with 95 of 100
bootstrap draws of the items between the bounds. Claims are those of confidence 0.5 and more, the reader's own
threshold, unless another is named. Core claims are those between two names, as in the annotation of the first article,
where all 58 claims called core are. "modality right" is the share of the claims with the right ends, relation and
direction whose modality is right. spaCy alone: its named entities and the claims of its verbs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from araz.loaders.reader.extraction import Extraction
from araz.loaders.reader.reader import BALANCED
from araz.loaders.reader.readers import THRESHOLDS
from araz.loaders.reader.scoring import Pair, Score, score
from araz.train.gold import extraction_of
from araz.train.sets import CLOSED_ARTICLES, articles, closed

from benchmarks.extraction.both import together
from benchmarks.extraction.rows import Row, Setting

DIRECTED = "claims: with direction"
CORE = "core claims: with direction"
ENTITIES = "entities: span and class"
MODAL = "claims: with direction and modality"


def measure(setting: Setting) -> Iterator[Row]:
    """The corpus, then the articles."""
    parts = {"corpus": closed(), "articles": articles(CLOSED_ARTICLES)}
    for name, items in parts.items():
        gold = [extraction_of(item) for item in items[:: 12 if setting.quick and name == "corpus" else 1]]
        words = sum(len(each.text.split()) for each in gold)
        yield Row(f"{name}: texts, with {words} words and {sum(len(g.claims) for g in gold)} claims", len(gold))
        if gold:
            yield from _scored(setting, name, gold)


def _scored(setting: Setting, name: str, gold: Sequence[Extraction]) -> Iterator[Row]:
    drafts = [setting.reader(0.0).read(each.text) for each in gold]
    mine = {score.what: score for score in score(_pairs(gold, drafts, BALANCED))}
    beside = None if setting.alone is None else [setting.alone.read(each.text) for each in gold]
    other = None if beside is None else {s.what: s for s in score(list(zip(gold, beside, strict=True)), draws=0)}
    wanted = {ENTITIES: 0.85} if name == "articles" else {}
    for what, each in mine.items():
        alone = other and other[what].count.f1
        bounds = (each.low, each.high)
        note = f"P {each.count.precision:.3f}, R {each.count.recall:.3f}"
        yield Row(f"{name}: {what} F1", each.count.f1, alone, wanted.get(what), bounds, note)
    if beside is not None:
        yield from _together(name, gold, _pairs(gold, drafts, BALANCED), beside)
    target = 0.80 if name == "articles" else None
    yield Row(f"{name}: modality right of claims found", modal(mine), other and modal(other), target)
    for word, least in sorted(THRESHOLDS.items(), key=lambda pair: pair[1]):
        counts = {each.what: each.count for each in score(_pairs(gold, drafts, least), draws=0)}
        for what, aims in ((DIRECTED, (None, None)), (CORE, (0.80, 0.50))):
            aim = aims if name == "articles" and least == BALANCED else (None, None)
            claims = what.partition(":")[0]
            yield Row(f"{name}: {claims}, precision at {least} ({word})", counts[what].precision, None, aim[0])
            yield Row(f"{name}: {claims}, recall at {least} ({word})", counts[what].recall, None, aim[1])


def modal(scores: dict[str, Score]) -> float:
    """The share of the claims found in the right direction whose modality is right."""
    return scores[MODAL].count.right / max(1, scores[DIRECTED].count.right)


def _pairs(gold: Sequence[Extraction], drafts: Sequence[Extraction], least: float) -> list[Pair]:
    kept = (replace(each, claims=tuple(c for c in each.claims if c.confidence >= least)) for each in drafts)
    return list(zip(gold, kept, strict=True))


def _together(
    name: str, gold: Sequence[Extraction], mine: Sequence[Pair], beside: Sequence[Extraction]
) -> Iterator[Row]:
    """What the reader and spaCy find together: `both.together`."""
    found = [together(read, other) for (_, read), other in zip(mine, beside, strict=True)]
    for each in score(list(zip(gold, found, strict=True)), draws=0):
        if each.what in (ENTITIES, DIRECTED):
            note = f"P {each.count.precision:.3f}, R {each.count.recall:.3f}"
            yield Row(f"{name}: {each.what} F1, with spaCy's added", each.count.f1, note=note)
