"""Annotated items and articles in the form of `araz extract --format json`, to be scored against.

python -m araz.train.gold FILE... > gold.jsonl
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from ..graph.ref import Ref
from ..loaders.reader.extraction import Extracted, Extraction, Found, Mention, Span
from ..loaders.reader.words import sentences_of
from .annotations import Item, Marked, Said, read_items


def extraction_of(item: Item) -> Extraction:
    """An item as what a perfect reader would have found. Quantities and dates are not compared, and left out."""
    named = {entity for mention in item.mentions if mention.named for entity in mention.entities}
    first: dict[str, str] = {}
    for mention in item.mentions:
        if not mention.pointing:
            first.setdefault(mention.entities[0], item.text[mention.start : mention.end])
    entities = tuple(Found(_ref(name), kind, first.get(name, name), name in named) for name, kind in item.kinds.items())
    mentions = tuple(
        Mention(_ref(mention.entities[0]), mention.start, mention.end)
        for mention in item.mentions
        if not mention.pointing
    )
    sentences = list(sentences_of(item.text))
    claims = tuple(claim for said in item.claims if (claim := _claim(said, item.mentions, sentences)) is not None)
    return Extraction(item.text, entities, mentions, claims)


def _claim(said: Said, mentions: list[Marked], sentences: list[Span]) -> Extracted | None:
    """The claim at the nearest mentions of its ends."""
    ones = [m for m in mentions if said.subject in m.entities]
    twos = [m for m in mentions if said.object in m.entities]
    if not ones or not twos:
        return None
    one, two = min(
        ((a, b) for a in ones for b in twos if a is not b),
        key=lambda pair: _cost(*pair, sentences),
        default=(ones[0], twos[0]),
    )
    spans = [next((s for s in sentences if s[0] <= m.start < s[1]), (m.start, m.end)) for m in (one, two)]
    sentence = min(s[0] for s in spans), max(s[1] for s in spans)
    condition = _ref(said.condition[1:]) if said.condition.startswith("@") else said.condition or None
    return Extracted(
        _ref(said.subject),
        said.relation,
        _ref(said.object),
        said.modality,
        sentence,
        (one.start, one.end),
        (two.start, two.end),
        condition,
        _ref(said.by) if said.by else None,
    )


def _cost(one: Marked, two: Marked, sentences: list[Span]) -> int:
    apart = sum(one.start < start <= two.start or two.start < start <= one.start for start, _ in sentences)
    return 10000 * apart + abs(one.start - two.start)


def _ref(name: str) -> Ref:
    return Ref("ent", name.replace("_", "-"))


def main(paths: list[str]) -> None:
    """One line for each item."""
    for path in paths:
        for item in read_items(Path(path)):
            sys.stdout.write(json.dumps(extraction_of(item).record(), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
