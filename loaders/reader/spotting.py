"""Finds mentions: what the tagger sees, what the registry knows by name, and names that share a noun."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache

import numpy as np

from ...graph.ref import Ref
from ...ontology.schema import load_schema
from ...ontology.vocabulary import Kind
from ..registry import Role
from .gazetteer import Gazetteer, Hit
from .models import KINDS, SPAN_TAGS, Floats, Models
from .nouns import class_of, shared_noun
from .places import place_kind
from .words import Word, sentences_of, words_of

_EAGERNESS = 2.0
"""What speaks for a description beforehand: annotators mark only those that a claim needs, so the tagger is shy."""


_TOLD_APART = (Kind.SETTLEMENT, Kind.REGION)


class Form(StrEnum):
    """How a text brings an entity up."""

    NAMED = "named"
    DESCRIBED = "described"
    POINTING = "pointing"


@dataclass(frozen=True, slots=True)
class Spot:
    """A mention: words `first` to `last` (exclusive) of the text, its form, and how likely each class is (by `KINDS`).

    `leads` are the entities of the registry that its words may mean. `sentence` is the number of its sentence.
    """

    first: int
    last: int
    start: int
    end: int
    text: str
    form: Form
    kind: Kind
    sentence: int
    sure: float = 1.0
    kinds: Floats = field(default_factory=lambda: np.zeros(len(KINDS), dtype=np.float32), compare=False, repr=False)
    leads: tuple[tuple[Ref, Role], ...] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of text that is read at once: words `first` to `last` (exclusive), within one paragraph."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Layout:
    """A text as words and sentences; `sentence_of` gives each word's sentence by number."""

    text: str
    words: list[Word]
    sentences: list[tuple[int, int]]
    sentence_of: list[int]
    windows: list[Window]


def lay_out(text: str, longest: int = 130) -> Layout:
    """Cut a text into words, sentences, and windows of whole sentences of one paragraph, of about `longest` words.

    >>> laid = lay_out("Iran borders Turkey. They trade.")
    >>> len(laid.sentences), laid.windows
    (2, [Window(first=0, last=7)])
    """
    words, sentences = words_of(text), list(sentences_of(text))
    sentence_of: list[int] = []
    number = 0
    for word in words:
        while number + 1 < len(sentences) and word.start >= sentences[number][1]:
            number += 1
        sentence_of.append(number)
    return Layout(text, words, sentences, sentence_of, list(_windows(text, words, sentence_of, longest)))


def _windows(text: str, words: Sequence[Word], sentence_of: Sequence[int], longest: int) -> Iterator[Window]:
    first = 0
    for at in range(1, len(words) + 1):
        if at < len(words):
            if sentence_of[at] == sentence_of[at - 1]:
                if at - first < 2 * longest:
                    continue
            elif "\n" not in text[words[at - 1].end : words[at].start] and at - first < longest:
                # Room for the next sentence as well?
                following = sum(1 for n in sentence_of[at : at + longest] if n == sentence_of[at])
                if at - first + following <= longest:
                    continue
        if at > first:
            yield Window(first, at)
        first = at


def spot(laid: Layout, models: Models, gazetteer: Gazetteer) -> list[Spot]:
    """The mentions of a text, in order, none over another."""
    seen: list[Spot] = []
    for batch in _batches(laid.windows):
        texts = [[word.text for word in laid.words[w.first : w.last]] for w in batch]
        for window, (spans, kinds) in zip(batch, models.tag(texts), strict=True):
            seen.extend(_tagged(laid, window, spans, kinds))
    hits = list(gazetteer.hits(laid.words))
    known = list(_with_known(laid, seen, hits, gazetteer))
    known = [each for each in known if not each.text.lower().startswith("anti-")]
    nouns = {each.last for each in known if each.form is Form.NAMED}
    # "the X and Y plants": the plants are X and Y, not a third thing.
    spots = [
        _with_noun(laid, each, gazetteer)
        for each in known
        if each.form is not Form.DESCRIBED or each.first not in nouns or not _is_shared(laid, each)
    ]
    pointing = list(pointers(laid, [each for each in spots if each.form is not Form.POINTING]))
    over = {n for each in pointing for n in range(each.first, each.last)}
    spots = [each for each in spots if over.isdisjoint(range(each.first, each.last))]
    return sorted((*spots, *pointing), key=lambda each: each.start)


def _batches(windows: Sequence[Window], size: int = 8) -> Iterator[Sequence[Window]]:
    """Windows of like length together: filling up costs time."""
    ordered = sorted(windows, key=lambda window: window.last - window.first)
    for at in range(0, len(ordered), size):
        yield ordered[at : at + size]


def _softmax(logits: Floats) -> Floats:
    grown = np.exp(logits - logits.max(-1, keepdims=True))
    return grown / grown.sum(-1, keepdims=True)


def _tagged(laid: Layout, window: Window, spans: Floats, kinds: Floats) -> Iterator[Spot]:
    """Spots from the tagger's rows: the likeliest row of tags in which every I- follows its B- or I-."""
    chances, classes = _softmax(spans), _softmax(kinds)
    words = [laid.words[n].text for n in range(window.first, window.first + len(chances))]
    # A capital letter may begin a name, which a description must not swallow.
    small = np.array([[word[0].islower()] for word in words], dtype=np.float32).reshape(-1, 1)
    tags = _best_row(np.log(chances + 1e-9) + small * _eager())
    at = 0
    while at < len(tags):
        if not SPAN_TAGS[tags[at]].startswith("B-"):
            at += 1
            continue
        form = Form(SPAN_TAGS[tags[at]][2:])
        end = at + 1
        while end < len(tags) and SPAN_TAGS[tags[end]] == f"I-{form}":
            end += 1
        likely = classes[at:end].mean(0)
        sure = float(min(chances[n, tags[n]] for n in range(at, end)))
        found = _spot(laid, window.first + at, window.first + end, form, KINDS[int(likely.argmax())], sure, likely)
        yield _placed(found) if form is Form.NAMED else _as_people(found)
        at = end


def _as_people(each: Spot) -> Spot:
    """ "ethnic Serbs" is a name, though a description in form."""
    a_name = each.kind is Kind.ETHNIC_GROUP and any(word[0].isupper() for word in each.text.split()[1:])
    return replace(each, form=Form.NAMED) if a_name else each


def _placed(each: Spot) -> Spot:
    """A town that the tagger took for a region, or the other way round, where its name is known as one of them."""
    known = place_kind(each.text) if each.kind in _TOLD_APART else None
    if known is None or known is each.kind:
        return each
    kinds = each.kinds.copy()
    one, two = KINDS.index(known), KINDS.index(each.kind)
    kinds[one], kinds[two] = kinds[two], kinds[one]
    return replace(each, kind=known, kinds=kinds)


@cache
def _eager() -> Floats:
    return np.array([_EAGERNESS if tag.endswith("described") else 0.0 for tag in SPAN_TAGS], dtype=np.float32)


def _spot(laid: Layout, first: int, last: int, form: Form, kind: Kind, sure: float, kinds: Floats) -> Spot:
    start, end = laid.words[first].start, laid.words[last - 1].end
    return Spot(first, last, start, end, laid.text[start:end], form, kind, laid.sentence_of[first], sure, kinds)


def _best_row(logs: Floats) -> list[int]:
    """Viterbi over the seven tags."""
    size = len(SPAN_TAGS)
    allowed = np.full((size, size), -1e9, dtype=np.float32)
    for before in range(size):
        for after in range(size):
            name = SPAN_TAGS[after]
            if not name.startswith("I-") or SPAN_TAGS[before][2:] == name[2:]:
                allowed[before, after] = 0
    best = logs[0].copy() if len(logs) else np.zeros(size, dtype=np.float32)
    best[[n for n in range(size) if SPAN_TAGS[n].startswith("I-")]] = -1e9
    back: list[Floats] = []
    for row in logs[1:]:
        through = best[:, None] + allowed
        back.append(through.argmax(0))
        best = through.max(0) + row
    tags = [int(best.argmax())] if len(logs) else []
    for choice in reversed(back):
        tags.append(int(choice[tags[-1]]))
    return tags[::-1]


def _with_known(laid: Layout, seen: Sequence[Spot], hits: Sequence[Hit], gazetteer: Gazetteer) -> Iterator[Spot]:
    """Spots of the tagger with what the registry knows of their words, and names of the registry that it missed.

    A known name that is longer than what the tagger saw of it takes its place.
    """
    longer = [hit for hit in hits if _swallows(hit, seen)]
    within = {n for hit in longer for n in range(hit.start, hit.end)}
    seen = [each for each in seen if not within.intersection(range(each.first, each.last))]
    taken = {n for each in seen for n in range(each.first, each.last)}
    for each in seen:
        leads = gazetteer.leads(each.text) if each.form is not Form.POINTING else ()
        yield replace(each, leads=leads) if leads else each
    for hit in hits:
        if not taken.isdisjoint(range(hit.start, hit.end)):
            continue
        leads = tuple(lead for lead in hit.leads if lead[1] in (Role.NAME, Role.CAPITAL))
        if leads and _stands_alone(laid, hit):
            kind = gazetteer.kind(leads[0][0])
            yield replace(
                _spot(laid, hit.start, hit.end, Form.NAMED, kind, 0.5, np.zeros(len(KINDS), dtype=np.float32)),
                leads=leads,
            )


def _swallows(hit: Hit, seen: Sequence[Spot]) -> bool:
    """Whether a known name covers spots whole and is longer than each of them."""
    over = [each for each in seen if each.first < hit.end and hit.start < each.last]
    return (
        bool(over)
        and all(
            hit.start <= each.first and each.last <= hit.end and each.last - each.first < hit.end - hit.start
            for each in over
        )
        and any(role is Role.NAME for _, role in hit.leads)
    )


def _stands_alone(laid: Layout, hit: Hit) -> bool:
    """Whether the words beside a name are no part of a longer one."""
    before = laid.words[hit.start - 1].text if hit.start else "."
    after = laid.words[hit.end].text if hit.end < len(laid.words) else "."
    opens = hit.start > 0 and laid.sentence_of[hit.start - 1] == laid.sentence_of[hit.start]
    return not (after[0].isupper() or (before[0].isupper() and opens and before not in _OPEN) or after == "-")


_OPEN = frozenset(("The", "In", "For", "As", "If", "When", "While", "But", "And", "Although", "Despite", "Both", "Yet"))


def _with_noun(laid: Layout, each: Spot, gazetteer: Gazetteer) -> Spot:
    """A name in a list with its kind: "the Khudafarin and Qiz Qalasi hydroelectric plants" are plants."""
    if each.form is not Form.NAMED:
        return each
    kind = shared_noun([word.text for word in laid.words[each.last : each.last + 24]])
    if kind is None or not _may_be(each, kind):
        return each
    schema = load_schema()
    leads = tuple(
        lead
        for lead in gazetteer.leads(each.text)
        if schema.is_a(found := gazetteer.kind(lead[0]), kind) or schema.is_a(kind, found)
    )
    sure = np.zeros(len(KINDS), dtype=np.float32)
    sure[KINDS.index(kind)] = 1
    return replace(each, kind=kind, leads=leads, kinds=sure)


def _is_shared(laid: Layout, each: Spot) -> bool:
    """Whether a description is but the noun of the names before it."""
    return shared_noun([word.text for word in laid.words[each.first : each.last]]) is not None


def _may_be(each: Spot, kind: Kind) -> bool:
    """Whether a noun after a name may tell its class: where that is a sort of asset already, or a place."""
    schema = load_schema()
    return schema.is_a(kind, Kind.INFRASTRUCTURE) and (
        schema.is_a(each.kind, Kind.INFRASTRUCTURE)
        or schema.is_a(each.kind, Kind.PLACE)
        or each.kind in (Kind.ENTITY, Kind.ORGANISATION, Kind.COMPANY)
    )


_PRONOUNS = frozenset(("it", "its", "they", "their", "them", "he", "his", "him", "she", "her"))
_POINTERS = frozenset(("the", "both", "these", "those", "this", "that", "two"))
_PAIRS = frozenset(("the two", "the three", "all three", "the latter", "the former", "the pair", "both sides"))
"""What points at one or all of a list, if no noun follows."""
_STANDS_FOR = frozenset(
    ("have", "had", "has", "are", "were", "is", "was", "do", "did", "will", "would", "can", "could", "may", "might",
     "must", "say", "said", "of", "in", "to", "by", ",", ".", ";", "and", "but")
)  # fmt: skip
"""Words after "both" or "the two" that are no noun of theirs."""


def pointers(laid: Layout, spots: Sequence[Spot]) -> Iterator[Spot]:
    """Pronouns, and "the country", "both plants", "these communities": where no other mention stands."""
    taken = {n for each in spots for n in range(each.first, each.last)}
    at = 0
    while at < len(laid.words):
        end = _pointer_end(laid, at)
        if end > at and taken.isdisjoint(range(at, end)):
            noun = class_of([word.text for word in laid.words[at:end]])
            kind = noun[0] if noun is not None else Kind.ENTITY
            yield _spot(laid, at, end, Form.POINTING, kind, 0.5, np.zeros(len(KINDS), dtype=np.float32))
            at = end
        else:
            at += 1


def _pointer_end(laid: Layout, at: int) -> int:
    """Where a pointing phrase that begins at a word ends; `at` itself when none does."""
    first = laid.words[at].text.lower()
    if first in _PRONOUNS:
        return at + 1
    for end in (at + 1, at + 2):
        phrase = " ".join(word.text.lower() for word in laid.words[at:end])
        after = laid.words[end].text.lower() if end < len(laid.words) else "."
        if (phrase in _PAIRS or phrase in ("both", "neither")) and after in _STANDS_FOR:
            return end
    if first not in _POINTERS:
        return at
    last = min(at + 5, len(laid.words))
    for end in range(at + 2, last + 1):
        words = [word.text for word in laid.words[at:end]]
        if any(word[0].isupper() or not word[0].isalpha() for word in words[1:]):
            return at
        if class_of(words) is None:
            continue
        after = laid.words[end].text if end < len(laid.words) else "."
        # "the country’s" points, "the country of origin" and "the gas plant manager" do not.
        if class_of([*words, after.lower()]) is None and after.lower() not in ("of", "that", "which", "where", "-"):
            return end
    return at
