"""Marks: what tells two versions of one record apart without comparing them field by field.

A mark stands beside every record that Araz puts into a property graph, so that a later push knows what changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2b

from ..ontology.vocabulary import Term
from .claim import Claim, Entity, Review, Source, Verdict
from .columntexts import COLUMN, answers, columns_of
from .decisions import review_of
from .ref import PREFIXES, Ref
from .store import Store, Value

DIGITS = 18
"""How many digits a mark on a node ends in: the largest number of so many is one that every engine can hold."""

_REVIEWS = """
PREFIX az: <https://w3id.org/araz/ontology#>
SELECT ?claim ?verdict (STR(?who) AS ?by) (STR(?day) AS ?on)
WHERE { ?claim az:verdict ?verdict . OPTIONAL { ?claim az:reviewedBy ?who } OPTIONAL { ?claim az:reviewedOn ?day } }
"""
_DECISIONS = """
PREFIX az: <https://w3id.org/araz/ontology#>
SELECT ?claim ?what (STR(?who) AS ?by) (STR(?day) AS ?on) (STR(?why) AS ?reason) ?became
WHERE {
  ?claim az:hasDecision ?decision .
  ?decision az:turn ?turn ; az:decided ?what ; az:decidedBy ?who .
  OPTIONAL { ?decision az:decidedOn ?day } OPTIONAL { ?decision az:grounds ?why }
  OPTIONAL { ?decision az:became ?became }
}
ORDER BY ?claim ?turn
"""


def claim_mark(claim: Claim) -> str:
    """The mark of a claim: a hash of what may change under the same id.

    >>> from dataclasses import replace
    >>> from ..ontology.vocabulary import Relation
    >>> from .claim import Passage
    >>> from .ref import Ref
    >>> said = Passage(Ref("src", "a"), 0, 4, "Oil.")
    >>> claim = Claim(Ref("ent", "a"), Relation.OWNS, Ref("ent", "b"), evidence=(said,))
    >>> claim_mark(claim) == claim_mark(replace(claim, confidence=0.5))
    False
    """
    passages = sorted([passage.id.local for passage in claim.evidence])
    return mark(repr(claim.confidence), claim.method, *_reviewed(claim.review), *passages)


def entity_mark(entity: Entity) -> str:
    """The mark of an entity."""
    return mark(repr(entity))


def source_mark(source: Source) -> str:
    """The mark of a source, its text included."""
    return mark(repr(source), source.text)


def fingerprints(store: Store) -> dict[str, str]:
    """The mark of every claim of a store by its id, without reading the claims where the store can do with less."""
    from .oxigraph import OxigraphStore

    if not isinstance(store, OxigraphStore):
        return {str(claim.id): claim_mark(claim) for claim in store.claims()}
    reviews = reviews_of(store)
    terms = (Term.WAS_DERIVED_FROM, Term.METHOD, Term.CONFIDENCE)
    texts = answers(store.engine, [COLUMN.format(term) for term in terms])
    evidence, methods, confidences = (zip(*columns_of(text, 2), strict=True) for text in texts)
    cited: dict[str, list[str]] = {}
    for claim, passage in evidence:
        cited.setdefault(claim, []).append(passage.rpartition("/")[2])
    method_of, start = dict(methods), len(PREFIXES["claim"])
    return {
        (key := f"claim:{claim[start:]}"): mark(
            repr(float(confidence)), method_of[claim], *_reviewed(reviews.get(key)), *sorted(cited[claim])
        )
        for claim, confidence in confidences
        if claim in cited and claim in method_of
    }


def reviews_of(store: Store) -> dict[str, Review]:
    """The review of every claim of a store that has one, by the claim's id."""
    decisions: dict[str, list[Review]] = {}
    for row in store.select(_DECISIONS).rows:
        became = row[5] if isinstance(row[5], Ref) else None
        decisions.setdefault(str(row[0]), []).append(_decision(row[1:5], became))
    current = {str(row[0]): _decision(row[1:]) for row in store.select(_REVIEWS).rows}
    both = {key: review_of(current.get(key), decisions.get(key, ())) for key in current | decisions}
    return {key: review for key, review in both.items() if review is not None}


def _decision(row: Sequence[Value], became: Ref | None = None) -> Review:
    verdict, by, on, *reason = ["" if part is None else str(part) for part in row]
    return Review(Verdict(verdict), by, on, "".join(reason), became)


def _reviewed(review: Review | None) -> Iterator[str]:
    """What a mark says of a review: no more than the decision itself where that is all there is."""
    if review is None:
        return
    simple = Review(review.verdict, review.by, review.on)
    yield from (review.verdict.value, review.by, review.on)
    if review != simple or review.verdict is Verdict.REOPENED:
        for each in review.decisions:
            yield from ("decision", each.verdict.value, each.by, each.on, each.reason, str(each.became))


def bound(ref: Ref | str, mark: str) -> str:
    """A mark as a node bears it: tied to the node's id, so that it counts for no other, and with digits to add up.

    >>> bound(Ref("ent", "iran"), "00000000000000ff")
    'ent:iran 000000000000000255'
    """
    return f"{ref} {int(mark, 16) % 10**DIGITS:0{DIGITS}d}"


def mark(*parts: str) -> str:
    """A hash of some texts. The separator occurs in none of them."""
    return blake2b("\x1e".join(parts).encode(), digest_size=8).hexdigest()
