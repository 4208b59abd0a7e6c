"""How alike the sentences of the corpus are: runs of words that return, openings, lengths, words.

python -m araz.train.diversity        prints a table for the open and the closed part
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from statistics import mean, quantiles

from ..loaders.reader.words import sentences_of
from .annotations import Item, read_items
from .sets import CLOSED, OPEN

_WORD = re.compile(r"\w+")


def masked(item: Item) -> str:
    """The text with its mentions left out: what is said, whoever it is said of."""
    text = list(item.text)
    for mention in sorted(item.mentions, key=lambda each: -each.start):
        text[mention.start : mention.end] = "_"
    return "".join(text)


def returning(texts: Sequence[str], size: int) -> float:
    """The share of runs of `size` words that occur in more than one text."""
    runs = [
        set(zip(*(words[n:] for n in range(size)), strict=False))
        for text in texts
        if (words := _WORD.findall(text.lower()))
    ]
    counts = Counter(run for each in runs for run in each)
    return sum(count for count in counts.values() if count > 1) / max(1, sum(counts.values()))


def report(folder: Path) -> dict[str, str]:
    """The figures of a folder."""
    items = [item for path in sorted(folder.glob("*.txt")) for item in read_items(path)]
    sentences = [item.text[start:end] for item in items for start, end in sentences_of(item.text)]
    lengths = [len(_WORD.findall(sentence)) for sentence in sentences]
    words = Counter(word for sentence in sentences for word in _WORD.findall(sentence.lower()))
    openings = Counter(tuple(_WORD.findall(item.text)[:2]) for item in items)
    deciles = quantiles(lengths, n=10)
    bare = [masked(item) for item in items]
    return {
        "items": str(len(items)),
        "sentences": str(len(sentences)),
        "words a sentence, mean (first to last decile)": f"{mean(lengths):.1f} ({deciles[0]:.0f} to {deciles[-1]:.0f})",
        "different words": str(len(words)),
        "words that occur once": f"{sum(count == 1 for count in words.values()) / len(words):.2f}",
        "runs of 3 words in several items, names left out": f"{returning(bare, 3):.3f}",
        "runs of 5 words in several items, names left out": f"{returning(bare, 5):.3f}",
        "items that share their first two words": f"{sum(c for c in openings.values() if c > 1) / len(items):.2f}",
        "claims": str(sum(len(item.claims) for item in items)),
        "items without a claim": f"{sum(not item.claims for item in items) / len(items):.2f}",
        "pairs of entities without a relation": f"{_unrelated(items):.2f}",
    }


def _unrelated(items: Sequence[Item]) -> float:
    """The share of pairs of entities of one item that no claim joins: the hard negatives."""
    pairs = joined = 0
    for item in items:
        count = len(item.kinds)
        pairs += count * (count - 1) // 2
        joined += len({frozenset((claim.subject, claim.object)) for claim in item.claims})
    return 1 - joined / max(1, pairs)


def main() -> None:
    """Print both parts side by side, as rows of a Markdown table."""
    parts = [report(OPEN), report(CLOSED)]
    print("| | open | closed |\n|---|---|---|")
    for name in parts[0]:
        print(f"| {name} | {' | '.join(part[name] for part in parts)} |")


if __name__ == "__main__":
    main()
