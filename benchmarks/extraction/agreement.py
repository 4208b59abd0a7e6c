"""How far two careful readers agree on the same texts: what no reader can be asked to exceed.

The texts of `train/again` have two annotations, the second made from the guidelines alone by somebody who saw neither
the first nor what the reader finds. The second is scored against the first as if a reader had made it, then the reader
against the first, and how many of its claims at least one of the two has. The items are of the open part, on whose
first annotation confidences are calibrated; the articles are closed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from araz.loaders.reader.extraction import Extraction
from araz.loaders.reader.readers import THRESHOLDS
from araz.loaders.reader.scoring import Pair, alignment, matched, score
from araz.train.gold import extraction_of
from araz.train.sets import again

from benchmarks.extraction.rows import Row, Setting

WHAT = ("entities: span and class", "claims: with direction", "core claims: with direction")


def measure(setting: Setting) -> Iterator[Row]:
    """The items, then the articles."""
    both = [(extraction_of(first), extraction_of(second)) for first, second in again()]
    parts = {"items": [each for each in both if "\n" not in each[0].text],
             "closed articles": [each for each in both if "\n" in each[0].text]}  # fmt: skip
    for name, whole in parts.items():
        pairs = whole[:: 8 if setting.quick else 1]
        yield Row(f"{name}: texts, with {sum(len(first.claims) for first, _ in pairs)} claims", len(pairs))
        if pairs:
            yield from _compared(setting, name, pairs)


def _compared(setting: Setting, name: str, pairs: Sequence[Pair]) -> Iterator[Row]:
    yield from _told(f"{name}: second annotator", pairs)
    drafts = [setting.reader(0.0).read(first.text) for first, _ in pairs]
    for word, least in sorted(THRESHOLDS.items(), key=lambda pair: pair[1]):
        found = [_sure(draft, least) for draft in drafts]
        firsts = [first for first, _ in pairs]
        yield from _told(f"{name}: reader at {least} ({word})", list(zip(firsts, found, strict=True)))
        said, right = claims_of_either(pairs, found)
        yield Row(f"{name}: reader at {least}, claims that either has", right / max(1, said), note=f"of {said}")


def _told(name: str, pairs: Sequence[Pair]) -> Iterator[Row]:
    for each in score(pairs):
        if each.what in WHAT:
            note = f"P {each.count.precision:.3f}, R {each.count.recall:.3f}"
            yield Row(f"{name}, {each.what} F1", each.count.f1, between=(each.low, each.high), note=note)


def _sure(draft: Extraction, least: float) -> Extraction:
    return replace(draft, claims=tuple(claim for claim in draft.claims if claim.confidence >= least))


def claims_of_either(pairs: Sequence[Pair], found: Sequence[Extraction]) -> tuple[int, int]:
    """How many claims are said, and how many of them the first annotator or the second has."""
    right = 0
    for annotated, told in zip(pairs, found, strict=True):
        hits = (matched(gold.claims, told.claims, alignment(gold, told)) for gold in annotated)
        right += len(set[int]().union(*hits))
    return sum(len(told.claims) for told in found), right
