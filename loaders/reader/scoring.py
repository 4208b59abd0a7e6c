"""How good an extraction is against an annotation: precision, recall and F1 of entities and claims, with intervals."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ...graph.ref import Ref
from ...ontology.schema import load_schema
from .extraction import Extracted, Extraction, Span

Pair = tuple[Extraction, Extraction]
"""An annotation, and what was found in the same text."""


@dataclass(frozen=True, slots=True)
class Count:
    """What was meant by the annotation, what was said, and what of it was right."""

    meant: int = 0
    said: int = 0
    right: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.meant + other.meant, self.said + other.said, self.right + other.right)

    @property
    def precision(self) -> float:
        """Right of said; 1 when nothing was said."""
        return self.right / self.said if self.said else 1.0

    @property
    def recall(self) -> float:
        """Right of meant; 1 when nothing was meant."""
        return self.right / self.meant if self.meant else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.meant + self.said
        return 2 * self.right / both if both else 1.0


@dataclass(frozen=True, slots=True)
class Score:
    """A kind of score over some texts; `low` and `high` bound F1 in 95 of 100 draws of the texts (bootstrap)."""

    what: str
    count: Count
    low: float
    high: float


def score(pairs: Sequence[Pair], draws: int = 500, seed: int = 0) -> list[Score]:
    """All kinds of scores over pairs of annotation and extraction.

    Entities are scored by their names' spans, with and without class. Claims match when their ends are the same
    entities (told by overlapping mentions), the relation is the same and their sentences overlap; then also with the
    direction left aside, and with the modality counted in. Core claims are those between two names: what is said
    of "protesters" or "a refinery" is then neither right nor wrong.

    >>> from .extraction import read_extraction
    >>> said = read_extraction({"text": "Iran.", "entities": [{"id": "i", "class": "State", "name": "Iran"}],
    ...                         "mentions": [{"entity": "i", "start": 0, "end": 4}]})
    >>> [each.count.f1 for each in score([(said, said)]) if each.what == "entities: span and class"]
    [1.0]
    """
    return [_scored(what, [count(*pair) for pair in pairs], draws, seed) for what, count in _KINDS.items()]


def per_relation(pairs: Sequence[Pair]) -> dict[str, Count]:
    """Claims counted relation by relation, by name."""
    totals: dict[str, Count] = {}
    for gold, found in pairs:
        names = {str(claim.relation) for claim in (*gold.claims, *found.claims)}
        for name in names:
            part = _claims(gold, found, keep=lambda claim, name=name: claim.relation == name, same=_same_direction)
            totals[name] = totals.get(name, Count()) + part
    return dict(sorted(totals.items()))


def _scored(what: str, counts: Sequence[Count], draws: int, seed: int) -> Score:
    total = sum(counts, Count())
    draw = random.Random(seed)  # noqa: S311 a bootstrap, not a secret
    drawn = sorted(
        sum((counts[draw.randrange(len(counts))] for _ in counts), Count()).f1 for _ in range(draws if counts else 0)
    )
    low, high = (drawn[int(len(drawn) * 0.025)], drawn[int(len(drawn) * 0.975)]) if drawn else (total.f1, total.f1)
    return Score(what, total, low, high)


def _names(extraction: Extraction) -> dict[Span, str]:
    """The spans of names, each with its class; descriptions are left out."""
    kinds = {entity.id: str(entity.kind) for entity in extraction.entities if entity.named}
    return {(m.start, m.end): kinds[m.entity] for m in extraction.mentions if m.entity in kinds}


def _entities(gold: Extraction, found: Extraction, *, with_class: bool) -> Count:
    meant, said = _names(gold), _names(found)
    # What the annotation calls a description is neither right nor wrong as a name.
    unnamed = {(m.start, m.end) for m in gold.mentions} - set(meant)
    said = {span: kind for span, kind in said.items() if span not in unnamed}
    right = sum(span in said and (not with_class or said[span] == kind) for span, kind in meant.items())
    return Count(len(meant), len(said), right)


def alignment(gold: Extraction, found: Extraction) -> dict[Ref, Ref]:
    """For each entity that was found, the one of the annotation with which its mentions overlap most."""
    shared: dict[Ref, Counter[Ref]] = {}
    for mention in found.mentions:
        for other in gold.mentions:
            if mention.start < other.end and other.start < mention.end:
                shared.setdefault(mention.entity, Counter())[other.entity] += 1
    return {ref: max(counts, key=lambda other: (counts[other], str(other))) for ref, counts in shared.items()}


Same = Callable[[Extracted, Extracted, dict[Ref, Ref]], bool]


def _same_direction(gold: Extracted, found: Extracted, known: dict[Ref, Ref]) -> bool:
    ends = (known.get(found.subject), known.get(found.object))
    if ends == (gold.subject, gold.object):
        return True
    return load_schema().relations[gold.relation].symmetric and ends == (gold.object, gold.subject)


def _same_pair(gold: Extracted, found: Extracted, known: dict[Ref, Ref]) -> bool:
    return {known.get(found.subject), known.get(found.object)} == {gold.subject, gold.object}


def _same_all(gold: Extracted, found: Extracted, known: dict[Ref, Ref]) -> bool:
    return gold.modality is found.modality and _same_direction(gold, found, known)


def _claims(
    gold: Extraction,
    found: Extraction,
    *,
    same: Same,
    keep: Callable[[Extracted], bool] = lambda claim: True,
    any_relation: bool = False,
) -> Count:
    meant = [claim for claim in gold.claims if keep(claim)]
    said = [claim for claim in found.claims if keep(claim)]
    right = matched(meant, said, alignment(gold, found), same=same, any_relation=any_relation)
    return Count(len(meant), len(said), len(right))


def _core(gold: Extraction, found: Extraction, *, same: Same) -> Count:
    """Claims between two names; what is found of a description counts only where the annotation has a name there."""
    named, known = _named(gold), alignment(gold, found)
    core = [claim for claim in gold.claims if {claim.subject, claim.object} <= named]
    right = matched(core, found.claims, known, same=same)
    taken = matched(core, found.claims, known)
    names = _named(found)
    beyond = [
        claim
        for number, claim in enumerate(found.claims)
        if number not in taken and {claim.subject, claim.object} <= names
    ]
    aside = [claim for claim in gold.claims if not {claim.subject, claim.object} <= named]
    return Count(len(core), len(taken) + len(beyond) - len(matched(aside, beyond, known)), len(right))


def _named(extraction: Extraction) -> set[Ref]:
    return {entity.id for entity in extraction.entities if entity.named}


def matched(
    meant: Sequence[Extracted],
    said: Sequence[Extracted],
    known: dict[Ref, Ref],
    *,
    same: Same = _same_direction,
    any_relation: bool = False,
) -> set[int]:
    """The numbers of the claims said that are among those meant, each of which counts once; `known`: `alignment`."""
    free = list(meant)
    right: set[int] = set()
    for number, claim in enumerate(said):
        match = next(
            (
                other
                for other in free
                if (any_relation or other.relation is claim.relation)
                and other.sentence[0] < claim.sentence[1]
                and claim.sentence[0] < other.sentence[1]
                and same(other, claim, known)
            ),
            None,
        )
        if match is not None:
            free.remove(match)
            right.add(number)
    return right


_KINDS: dict[str, Callable[[Extraction, Extraction], Count]] = {
    "entities: span": lambda gold, found: _entities(gold, found, with_class=False),
    "entities: span and class": lambda gold, found: _entities(gold, found, with_class=True),
    "claims: ends": lambda gold, found: _claims(gold, found, same=_same_pair, any_relation=True),
    "claims: ends and relation": lambda gold, found: _claims(gold, found, same=_same_pair),
    "claims: with direction": lambda gold, found: _claims(gold, found, same=_same_direction),
    "claims: with direction and modality": lambda gold, found: _claims(gold, found, same=_same_all),
    "core claims: with direction": lambda gold, found: _core(gold, found, same=_same_direction),
    "core claims: with direction and modality": lambda gold, found: _core(gold, found, same=_same_all),
}


def texts_differ(pairs: Iterable[Pair]) -> list[int]:
    """The numbers of the pairs whose two texts are not the same: their offsets cannot be compared."""
    return [number for number, (gold, found) in enumerate(pairs) if gold.text != found.text]
