"""Corrections: what a reviewer says instead, and what the ontology lets them say. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ...errors import UnknownTerm, UsageError
from ...graph.claim import Claim
from ...graph.dates import interval
from ...graph.ref import Ref
from ...ontology.schema import load_schema
from ...ontology.vocabulary import Kind, Modality, Relation
from ..admission import REVIEW


@dataclass(frozen=True, slots=True)
class Correction:
    """What is to be different. None leaves a part as it is; "" takes a date, a condition or a speaker away.

    With `swapped`, subject and object change places first.
    """

    swapped: bool = False
    subject: Ref | None = None
    relation: str | None = None
    object: Ref | None = None
    modality: str | None = None
    condition: Ref | str | None = None
    attributed_to: Ref | str | None = None
    valid_from: str | None = None
    valid_to: str | None = None

    def __bool__(self) -> bool:
        return self != Correction()


def correct(claim: Claim, correction: Correction) -> Claim:
    """The claim that a reviewer puts in the place of another: the same passages, the method `review`, full confidence.

    A mode that takes no condition or no speaker loses it. Raises `UnknownTerm` for a relation or modality that is none,
    and `UsageError` where nothing would be different.

    >>> from ...graph.claim import Passage
    >>> said = Passage(Ref("src", "a"), 0, 4, "Oil.")
    >>> claim = Claim(Ref("ent", "a"), Relation.OWNS, Ref("ent", "b"), evidence=(said,), confidence=0.4)
    >>> correct(claim, Correction(swapped=True, relation="operates")).relation
    <Relation.OPERATES: 'operates'>
    """
    subject, object_ = (claim.object, claim.subject) if correction.swapped else (claim.subject, claim.object)
    modality = claim.modality if correction.modality is None else _modality(correction.modality)
    condition = claim.condition if correction.condition is None else correction.condition or None
    speaker = claim.attributed_to if correction.attributed_to is None else correction.attributed_to or None
    start, end = correction.valid_from, correction.valid_to
    corrected = replace(
        claim,
        subject=correction.subject or subject,
        relation=claim.relation if correction.relation is None else _relation(correction.relation),
        object=correction.object or object_,
        modality=modality,
        condition=condition if modality is Modality.CONDITIONAL or correction.condition else None,
        attributed_to=None if modality is Modality.ASSERTED and not correction.attributed_to else _speaker(speaker),
        valid=interval(claim.valid.start if start is None else start, claim.valid.end if end is None else end),
        confidence=1.0,
        method=REVIEW,
        review=None,
    )
    if corrected.id == claim.id:
        raise UsageError(f"nothing of {claim.id} is different", remedy="say what is wrong, or accept it")
    return corrected


def relations_between(subject: Kind, object_: Kind) -> list[str]:
    """The relations that may hold from an entity of one class to one of another, sorted.

    >>> relations_between(Kind.RIVER, Kind.SEA)[:2]
    ['affects', 'borders']
    """
    schema = load_schema()
    return sorted(name for name in schema.relations if schema.may_relate(name, subject, object_) is None)


def choices(claim: Claim, kinds: Mapping[Ref, Kind]) -> Mapping[str, list[str]]:
    """What may stand in each part of a claim with a closed list: the relations for these ends, either way round."""
    one, other = (kinds.get(ref, Kind.ENTITY) for ref in (claim.subject, claim.object))
    return {
        "relation": relations_between(one, other),
        "relation when swapped": relations_between(other, one),
        "modality": [modality.value for modality in Modality],
    }


def _speaker(speaker: Ref | str | None) -> Ref | None:
    if isinstance(speaker, str):
        raise UsageError(f"the speaker {speaker!r} is not an id", remedy="give an entity")
    return speaker


def _relation(word: str) -> Relation:
    if word not in set(Relation):
        raise UnknownTerm(word, [relation.value for relation in Relation])
    return Relation(word)


def _modality(word: str) -> Modality:
    if word not in set(Modality):
        raise UnknownTerm(word, [modality.value for modality in Modality])
    return Modality(word)
