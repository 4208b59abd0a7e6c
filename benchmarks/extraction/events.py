"""PLOVER and PETRARCH: who did what to whom, end to end and with both ends given.

End to end: the reader reads the sentence. An end is found when an entity of the reader has a mention that overlaps the
end's words, or when the claim's own mention does. "pair" counts dyads with a claim between both ends, "right
direction" those where the source is its subject (a relation that reads both ways, and a dyad whose record gives both
as source, have no wrong one). The relation said of a dyad is that of its surest claim in the right direction among
those whose relation has a PLOVER root; macro-F1 over the roots counts a dyad without one as said nothing: once over
all dyads with a root, once over those for which there is a claim in the right direction.

Ends given: source and target are marked where they first stand, beside what else the reader marks; the relator is
asked for both orders, and only relations with a root are looked at. The direction is the order with the greater score;
macro-F1 is over the best relation of the pair in the order that the record gives ("direction given"), and over the
best of both orders, where a wrong direction says nothing ("direction decided").

spaCy alone: the claims of its verbs end to end, and the verb that joins the two ends when they are given.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from araz.loaders.reader.extraction import Extracted, Extraction, Span
from araz.loaders.reader.models import KINDS, RELATIONS, Floats, PairAsked
from araz.loaders.reader.naming import Naming
from araz.loaders.reader.pairs import bucket_of
from araz.loaders.reader.pointing import resolve
from araz.loaders.reader.reader import BALANCED, Reader
from araz.loaders.reader.spotting import Layout, lay_out, spot
from araz.ontology.schema import load_schema
from araz.ontology.vocabulary import Kind, Relation

from benchmarks.extraction.dyads import Dyad, Read, read_petrarch, read_plover, roots
from benchmarks.extraction.figures import macro_f1
from benchmarks.extraction.rows import Row, Setting

FOLDER = "plover"
LOW = 0.2
Told = list[tuple[set[str], str | None]]


@dataclass(slots=True)
class Tally:
    """What was found of some dyads; `roots` has the root that each should have, and the one that was said."""

    dyads: int = 0
    ends: int = 0
    pairs: int = 0
    directed: int = 0
    roots: Told = field(default_factory=list)
    roots_found: Told = field(default_factory=list)

    def share(self, count: int) -> float:
        """A count as a share of all dyads."""
        return count / max(1, self.dyads)


def measure(setting: Setting) -> Iterator[Row]:
    """PLOVER, PETRARCH, and both together."""
    table = setting.sets / "plover" / "CAMEO2PLOVER-2021.txt"
    sets = {
        "PLOVER": read_plover(setting.sets / "plover" / "PLOVER_GSR_CAMEO.txt"),
        "PETRARCH": read_petrarch(setting.sets / "petrarch2" / "PETR.UnitTest.records.xml", table),
    }
    if setting.quick:
        sets = {name: Read(read.dyads[::8], read.left_out) for name, read in sets.items()}
    for name, read in sets.items():
        out = ", ".join(f"{why} {count}" for why, count in sorted(read.left_out.items()))
        rooted = sum(dyad.root is not None for dyad in read.dyads)
        yield Row(f"{name}: dyads, {rooted} of them with a root", len(read.dyads), note=f"left out: {out}")
    asked = {name: read.dyads for name, read in sets.items()}
    asked["both"] = [dyad for read in sets.values() for dyad in read.dyads]
    # No text is read twice.
    mine, other = cache(setting.reader(LOW).read), None if setting.alone is None else cache(setting.alone.read)
    for name, dyads in asked.items():
        yield from _read(name, dyads, mine, other)
    for name, dyads in asked.items():
        yield from _asked(setting, name, dyads)


Reads = Callable[[str], Extraction]


def _read(name: str, dyads: Sequence[Dyad], reads: Reads, other: Reads | None) -> Iterator[Row]:
    alone = None if other is None else tally(dyads, other)
    for threshold in (LOW, BALANCED):
        mine = tally(dyads, lambda text, least=threshold: _surer(reads(text), least))
        wanted = name == "both" and threshold == LOW
        head = f"{name}, end to end at {threshold:g}"
        yield Row(f"{head}: both ends are entities", mine.share(mine.ends), alone and alone.share(alone.ends))
        yield Row(f"{head}: pair", mine.share(mine.pairs), alone and alone.share(alone.pairs))
        directed = alone and alone.share(alone.directed)
        yield Row(f"{head}: right direction", mine.share(mine.directed), directed, 0.75 if wanted else None)
        found = alone and macro_f1(alone.roots_found)
        yield Row(
            f"{head}: relation macro-F1, those found", macro_f1(mine.roots_found), found, 0.70 if wanted else None
        )
        yield Row(f"{head}: relation macro-F1, all", macro_f1(mine.roots), alone and macro_f1(alone.roots))


def _surer(extraction: Extraction, least: float) -> Extraction:
    kept = tuple(claim for claim in extraction.claims if claim.confidence >= least)
    return Extraction(extraction.text, extraction.entities, extraction.mentions, kept)


def tally(dyads: Iterable[Dyad], read: Reads) -> Tally:
    """Read every text, and count what was found of each dyad."""
    found = Tally()
    for dyad in dyads:
        extraction = read(dyad.text)
        one, two = (_Finder(spans, extraction) for spans in (dyad.source, dyad.target))
        forward = [claim for claim in extraction.claims if one.subject(claim) and two.object(claim)]
        backward = [claim for claim in extraction.claims if two.subject(claim) and one.object(claim)]
        right = forward + [claim for claim in backward if dyad.mutual or both_ways(claim.relation)]
        found.dyads += 1
        found.ends += bool(one.entities and two.entities)
        found.pairs += bool(forward or backward)
        found.directed += bool(right)
        if dyad.root is not None:
            rooted = [claim for claim in right if claim.relation in roots()]
            best = max(rooted, key=lambda claim: claim.confidence, default=None)
            told = ({dyad.root}, None if best is None else roots()[best.relation])
            found.roots.append(told)
            if right:
                found.roots_found.append(told)
    return found


class _Finder:
    """Tells whether an end of a claim is what stands in some spans."""

    def __init__(self, spans: Sequence[Span], extraction: Extraction) -> None:
        self._spans = spans
        self.entities = {m.entity for m in extraction.mentions if self._over((m.start, m.end))}

    def subject(self, claim: Extracted) -> bool:
        """Whether a claim's subject is."""
        return claim.subject in self.entities or self._over(claim.subject_span)

    def object(self, claim: Extracted) -> bool:
        """Whether its object is."""
        return claim.object in self.entities or self._over(claim.object_span)

    def _over(self, span: Span) -> bool:
        return any(span[0] < end and start < span[1] for start, end in self._spans)


def both_ways(relation: Relation) -> bool:
    """Whether a relation reads the same both ways."""
    return load_schema().relations[relation].symmetric


def _asked(setting: Setting, name: str, dyads: Sequence[Dyad]) -> Iterator[Row]:
    mine, other = Guesses(), None if setting.alone is None else Guesses()
    for dyad in dyads:
        scores = ask(setting.whole, dyad)
        if scores is None:
            continue
        mine.note(dyad, *decided(*scores))
        if setting.alone is not None and other is not None:
            relation, first = setting.alone.between(dyad.text, dyad.source[0], dyad.target[0])
            other.note(dyad, relation, relation, first)
    head = f"{name}, ends given"
    yield Row(f"{head}: right direction", mine.direction, other and other.direction)
    yield Row(f"{head}: relation macro-F1, direction given", macro_f1(mine.given), other and macro_f1(other.given))
    yield Row(
        f"{head}: relation macro-F1, direction decided", macro_f1(mine.decided), other and macro_f1(other.decided)
    )


@dataclass(slots=True)
class Guesses:
    """What was said of dyads whose ends were given."""

    right: int = 0
    asked: int = 0
    given: Told = field(default_factory=list)
    decided: Told = field(default_factory=list)

    @property
    def direction(self) -> float:
        """The share of dyads with the direction right; one of which nothing is said is wrong."""
        return self.right / max(1, self.asked)

    def note(self, dyad: Dyad, forward: Relation | None, best: Relation | None, first: bool) -> None:
        """Count a dyad: what is said from source to target, and of the likelier order; `first`: they are the same."""
        right = best is not None and (first or dyad.mutual or both_ways(best))
        self.asked += 1
        self.right += right
        if dyad.root is not None:
            self.given.append(({dyad.root}, None if forward is None else roots().get(forward)))
            self.decided.append(({dyad.root}, None if best is None or not right else roots().get(best)))


_ROOTED = [number for number, relation in enumerate(RELATIONS) if relation in roots()]


def decided(forward: Floats, backward: Floats) -> tuple[Relation, Relation, bool]:
    """The best relation from source to target, the best of both orders, and whether that goes from source to target.

    Both are given as scores by relation. Only relations with a root are looked at; one that reads both ways has the
    greater of its two scores in either order.
    """
    ahead = np.array([forward[n] for n in _ROOTED])
    back = np.array([backward[n] for n in _ROOTED])
    same = np.array([both_ways(RELATIONS[n]) for n in _ROOTED])
    ahead, back = np.where(same, np.maximum(ahead, back), ahead), np.where(same, np.maximum(ahead, back), back)
    one, two = int(ahead.argmax()), int(back.argmax())
    first = bool(ahead[one] >= back[two])
    return RELATIONS[_ROOTED[one]], RELATIONS[_ROOTED[one if first else two]], first


def ask(reader: Reader, dyad: Dyad) -> tuple[Floats, Floats] | None:
    """The relator's scores of a dyad in both orders, above its own threshold; None when the ends have no words."""
    laid = lay_out(dyad.text)
    ends = [_words(laid, span) for span in (dyad.source[0], dyad.target[0])]
    if any(first >= last for first, last in ends) or (ends[0][0] < ends[1][1] and ends[1][0] < ends[0][1]):
        return None
    # The sentence that holds both, as the reader asks; of ends in two sentences all from one to the other.
    low, high = sorted(laid.sentence_of[first] for first, _ in ends)
    begin, close = bisect_left(laid.sentence_of, low), bisect_right(laid.sentence_of, high)
    given = [(*end, kind) for end, kind in zip(ends, _kinds(reader, laid, ends), strict=True)]
    others = (each for each in _others(reader, laid, ends) if begin <= each[0] and each[1] <= close)
    marked = [(first - begin, last - begin, kind) for first, last, kind in sorted([*given, *others])]
    at = [next(n for n, mention in enumerate(marked) if mention[0] == first - begin) for first, _ in ends]
    asked = [PairAsked(0, at[a], at[b], bucket_of(ends[a], ends[b], together=low == high)) for a, b in ((0, 1), (1, 0))]
    told = reader.models.relate([[word.text for word in laid.words[begin:close]]], [marked], asked)
    over = told.relations[:, :-1] - told.relations[:, -1:]
    return over[0], over[1]


def _words(laid: Layout, span: Span) -> tuple[int, int]:
    """The words that a span covers: the first, and the last + 1."""
    inside = [n for n, word in enumerate(laid.words) if word.start < span[1] and span[0] < word.end]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def _kinds(reader: Reader, laid: Layout, ends: Sequence[tuple[int, int]]) -> list[Kind]:
    """The classes that the tagger sees in the ends' words."""
    ((_, logits),) = reader.models.tag([[word.text for word in laid.words]])
    return [KINDS[int(logits[first:last].mean(0).argmax())] if first < len(logits) else Kind.ENTITY
            for first, last in ends]  # fmt: skip


def _others(reader: Reader, laid: Layout, ends: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, Kind]]:
    """What else the reader marks in the text, as it would."""
    spots = spot(laid, reader.models, reader.gazetteer)
    cast = Naming(laid, reader.gazetteer).name_all(spots)
    resolve(laid, spots, cast)
    for number, each in enumerate(spots):
        if cast.of[number] and all(each.last <= first or last <= each.first for first, last in ends):
            yield each.first, each.last, cast.entities[cast.of[number][0]].kind
