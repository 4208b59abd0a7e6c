"""The reader and spaCy together: what both find, as one extraction, to see whether spaCy adds to the reader."""

from __future__ import annotations

from dataclasses import replace

from araz.graph.ref import Ref
from araz.loaders.reader.extraction import Extracted, Extraction, Mention, Span


def together(mine: Extraction, other: Extraction) -> Extraction:
    """All that the reader found, and what of spaCy's stands where the reader found no name, and said nothing alike."""
    taken = [(m.start, m.end) for m in mine.mentions]
    names = {entity.id: Ref("ent", f"beside-{entity.id.local}") for entity in other.entities}
    free = {(m.start, m.end) for m in other.mentions if not any(_meet((m.start, m.end), span) for span in taken)}
    entities = tuple(replace(entity, id=names[entity.id]) for entity in other.entities)
    mentions = tuple(
        replace(m, entity=names[m.entity]) for m in other.mentions if (m.start, m.end) in free or _is_end(m, other)
    )
    used = {m.entity for m in mentions}
    claims = tuple(
        replace(claim, subject=names[claim.subject], object=names[claim.object])
        for claim in other.claims
        if not any(_alike(claim, said) for said in mine.claims)
    )
    return Extraction(
        mine.text,
        (*mine.entities, *(entity for entity in entities if entity.id in used)),
        (*mine.mentions, *mentions),
        (*mine.claims, *claims),
    )


def _is_end(mention: Mention, other: Extraction) -> bool:
    """Whether a claim stands on a mention: it is needed to tell which entity the claim is about."""
    span = mention.start, mention.end
    return any(span in (claim.subject_span, claim.object_span) for claim in other.claims)


def _meet(one: Span, two: Span) -> bool:
    return one[0] < two[1] and two[0] < one[1]


def _alike(one: Extracted, two: Extracted) -> bool:
    return (
        one.relation is two.relation
        and _meet(one.subject_span, two.subject_span)
        and _meet(one.object_span, two.object_span)
    )
