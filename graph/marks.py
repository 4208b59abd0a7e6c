"""Marks: what tells two versions of one record apart without comparing them field by field.

A mark stands beside every record that Araz puts into a property graph, so that a later push knows what changed.
"""

from __future__ import annotations

from hashlib import blake2b

from .claim import Claim, Entity, Source


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
    review = claim.review
    reviewed = () if review is None else (review.verdict.value, review.by, review.on)
    passages = sorted([passage.id.local for passage in claim.evidence])
    return mark(repr(claim.confidence), claim.method, *reviewed, *passages)


def entity_mark(entity: Entity) -> str:
    """The mark of an entity."""
    return mark(repr(entity))


def source_mark(source: Source) -> str:
    """The mark of a source, its text included."""
    return mark(repr(source), source.text)


def mark(*parts: str) -> str:
    """A hash of some texts. The separator occurs in none of them."""
    return blake2b("\x1e".join(parts).encode(), digest_size=8).hexdigest()
