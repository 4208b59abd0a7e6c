"""What becomes of an entity, a source or a review that is known already: it gains, and loses nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace

from ..graph.claim import Claim, Entity, Review, Source, Verdict
from ..graph.ref import Ref
from ..ontology.schema import load_schema
from .checks import Fault
from .report import UNREADABLE


def merge_entity(known: Entity, new: Entity) -> Entity | Fault:
    """The known entity with the new one's names, outside ids and attributes, and its point and description if it had
    none. The name to show stays. A class further down the same line refines the known one; any other is a `Fault`.

    >>> from ..graph.claim import Name
    >>> from ..graph.ref import Ref
    >>> from ..ontology.vocabulary import Kind
    >>> iran = Entity(Ref("ent", "iran"), Kind.STATE, (Name("Iran", "en"),))
    >>> merged = merge_entity(iran, Entity(iran.id, Kind.STATE, (Name("ایران", "fa"),)))
    >>> [name.text for name in merged.names] if isinstance(merged, Entity) else []
    ['Iran', 'ایران']
    """
    schema = load_schema()
    if schema.is_a(new.kind, known.kind):
        kind = new.kind
    elif schema.is_a(known.kind, new.kind):
        kind = known.kind
    else:
        return Fault("ClassShape", f"{new.id} is a {new.kind} here and a {known.kind} already", "kind")
    return Entity(
        known.id,
        kind,
        (*known.names, *new.names),
        (*known.same_as, *new.same_as),
        known.point or new.point,
        (*known.attributes, *new.attributes),
        known.description or new.description,
    )


def merge_source(known: Source, new: Source, *, retold: bool = False) -> Source | Fault:
    """The known source with what the new one says of it. Its text may only change when it is `retold`: the claims that
    cite it were checked against the old one.

    >>> from ..graph.ref import Ref
    >>> briefing = Source(Ref("src", "briefing"), "Briefing", lang="en")
    >>> merge_source(briefing, Source(briefing.id, "A briefing"))
    Source(id=Ref(prefix='src', local='briefing'), title='A briefing', publisher='', published='', url='', sha256='', \
licence='', lang='en')
    """
    if known.text and new.text and known.text != new.text and not retold:
        return Fault(
            UNREADABLE,
            f"{new.id} is known with another text",
            "text",
            "give the new text an id of its own, or replace all that the source said",
        )
    said = {each.name: getattr(new, each.name) for each in fields(new) if getattr(new, each.name)}
    return replace(known, **said)


def merge_review(known: Review | None, new: Review | None) -> Review | None:
    """The later of two reviews of one claim, with all that was decided before.

    A copy from before a decision does not take it back. Of two that were taken apart from each other the later day
    counts, and where the days do not tell, the rejection: what was rejected never comes back by itself.

    >>> rejected = Review(Verdict.REJECTED, "Ana", "2025-02-01")
    >>> merge_review(rejected, Review(Verdict.ACCEPTED, "Bo", "2025-01")).verdict
    <Verdict.REJECTED: 'rejected'>
    """
    if known is None or new is None:
        return known or new
    if set(new.decisions) <= set(known.decisions):
        return known
    if set(known.decisions) <= set(new.decisions):
        return new
    counts, other = (new, known) if _is_later(new, known) else (known, new)
    shared = [each for each in counts.before if each in other.decisions]
    apart = [each for each in other.decisions if each not in counts.decisions]
    return counts.after((*shared, *apart, *(each for each in counts.before if each not in shared)))


def _is_later(new: Review, known: Review) -> bool:
    if new.on and known.on and not new.on.startswith(known.on) and not known.on.startswith(new.on):
        return new.on > known.on
    return new.verdict is Verdict.REJECTED and known.verdict is not Verdict.REJECTED


def moved(claim: Claim, merged: Mapping[Ref, Ref]) -> Claim:
    """The claim as it reads when entities count as others. Its id changes with what it says; its review stays behind.

    >>> from ..graph.claim import Passage
    >>> from ..ontology.vocabulary import Relation
    >>> persia, iran, said = Ref("ent", "persia"), Ref("ent", "iran"), Passage(Ref("src", "a"), 0, 4, "Oil.")
    >>> str(moved(Claim(persia, Relation.OWNS, Ref("ent", "b"), evidence=(said,)), {persia: iran}).subject)
    'ent:iran'
    """
    condition, speaker = claim.condition, claim.attributed_to
    return replace(
        claim,
        subject=merged.get(claim.subject, claim.subject),
        object=merged.get(claim.object, claim.object),
        condition=merged.get(condition, condition) if isinstance(condition, Ref) else condition,
        attributed_to=None if speaker is None else merged.get(speaker, speaker),
        review=None,
    )
