"""What is to be learnt of pairs of mentions from annotated text: sentence by sentence, anchor by anchor."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ..loaders.reader.pairs import bucket_of, pairs_of
from ..loaders.reader.words import Word, sentences_of, words_of
from ..ontology.schema import load_schema
from ..ontology.vocabulary import Kind, Modality, Relation
from .annotations import Item, Marked, Said

RELATIONS = list(Relation)
MODALITIES = list(Modality)
_SYMMETRIC = frozenset(name for name, term in load_schema().relations.items() if term.symmetric)


@dataclass(slots=True)
class Pair:
    """An ordered pair of mentions, what holds between them, and what is not to be judged.

    Relations by number; those that hold the other way round are as many further on.
    """

    first: int
    second: int
    bucket: int
    relations: set[int] = field(default_factory=set[int])
    ignored: set[int] = field(default_factory=set[int])
    modality: int = -100
    speaks: float = 0.0


@dataclass(slots=True)
class Reading:
    """A sentence with its mentions (first word, last word + 1, class), and the pairs that begin with each of them."""

    words: list[str]
    mentions: list[tuple[int, int, Kind]]
    pairs: list[Pair]


def readings_of(item: Item) -> list[Reading]:
    """What is to be learnt from an item: one reading for each sentence with two mentions or more."""
    words = words_of(item.text)
    starts = {word.start: n for n, word in enumerate(words)}
    ends = {word.end: n + 1 for n, word in enumerate(words)}
    kept = [mention for mention in item.mentions if mention.start in starts and mention.end in ends]
    sentences = list(sentences_of(item.text))
    spans = [(starts[mention.start], ends[mention.end]) for mention in kept]
    at = [next((n for n, (_, end) in enumerate(sentences) if mention.start < end), 0) for mention in kept]
    who = [set(mention.entities) for mention in kept]
    pairs = {
        (a, b): Pair(a, b, bucket_of(spans[a], spans[b], together=True))
        for a, b in pairs_of(at, reach=0)
        if not who[a] & who[b]
    }
    for said in item.claims:
        _teach(said, pairs, spans, at, who)
    return list(_by_sentence(item, words, sentences, at, spans, kept, pairs))


def _by_sentence(
    item: Item,
    words: Sequence[Word],
    sentences: Sequence[tuple[int, int]],
    at: Sequence[int],
    spans: Sequence[tuple[int, int]],
    kept: Sequence[Marked],
    pairs: dict[tuple[int, int], Pair],
) -> Iterator[Reading]:
    for number, (start, end) in enumerate(sentences):
        inside = [n for n, word in enumerate(words) if start <= word.start and word.end <= end]
        mine = [n for n, sentence in enumerate(at) if sentence == number and spans[n][1] <= inside[-1] + 1]
        place = {n: order for order, n in enumerate(mine)}
        mentions = [(spans[n][0] - inside[0], spans[n][1] - inside[0], item.kinds[kept[n].entities[0]]) for n in mine]
        held = [
            replace(pair, first=place[a], second=place[b])
            for (a, b), pair in pairs.items()
            if a in place and b in place
        ]
        if held:
            yield Reading([words[n].text for n in inside], mentions, held)


def _teach(
    said: Said,
    pairs: dict[tuple[int, int], Pair],
    spans: Sequence[tuple[int, int]],
    at: Sequence[int],
    who: Sequence[set[str]],
) -> None:
    """Mark the nearest pair that may carry a claim; the others of the same two entities are not judged."""
    may = [pair for pair in pairs.values() if said.subject in who[pair.first] and said.object in who[pair.second]]
    if not may:
        return
    relation = RELATIONS.index(said.relation)
    cost = {
        (p.first, p.second): 1000 * abs(at[p.first] - at[p.second]) + abs(spans[p.first][0] - spans[p.second][0])
        for p in may
    }
    best = min(may, key=lambda pair: cost[pair.first, pair.second])
    for pair in may:
        back = relation if said.relation in _SYMMETRIC else relation + len(RELATIONS)
        for each, seen in ((pair, relation), (pairs.get((pair.second, pair.first)), back)):
            if each is not None and pair is best:
                each.relations.add(seen)
                each.modality = MODALITIES.index(said.modality)
            elif each is not None:
                each.ignored.add(seen)
    speakers = [n for n, names in enumerate(who) if said.by and said.by in names]
    if speakers:
        speaker = min(
            speakers, key=lambda n: 1000 * abs(at[n] - at[best.first]) + abs(spans[n][0] - spans[best.first][0])
        )
        for end in (best.first, best.second):
            if (speaker, end) in pairs:
                pairs[speaker, end].speaks = 1.0


@dataclass(slots=True)
class Pass:
    """One reading of a sentence with one mention as the anchor, and the pairs that begin with it."""

    reading: Reading
    anchor: int
    pairs: list[Pair]


def passes_of(readings: Sequence[Reading]) -> list[Pass]:
    """A pass for each mention of each sentence."""
    found: list[Pass] = []
    for reading in readings:
        for anchor in range(len(reading.mentions)):
            mine = [pair for pair in reading.pairs if pair.first == anchor]
            if mine:
                found.append(Pass(reading, anchor, mine))
    return found


def batches(passes: Sequence[Pass], size: int, draw: random.Random) -> Iterator[list[Pass]]:
    """Passes of like length together, in an order of their own each time."""
    order = list(passes)
    draw.shuffle(order)
    groups: list[list[Pass]] = []
    for at in range(0, len(order), size * 16):
        near = sorted(order[at : at + size * 16], key=lambda each: len(each.reading.words))
        groups.extend(near[n : n + size] for n in range(0, len(near), size))
    draw.shuffle(groups)
    yield from groups
