"""What was read, on its way into a store: the source, the entities that the registry does not know, the claims."""

from __future__ import annotations

from collections.abc import Iterator

from ...graph.claim import Claim, Entity, Name, Source
from ...graph.ref import Ref
from .extraction import Extraction, Found
from .reader import as_claim


def items_of(extraction: Extraction, source: Source) -> Iterator[Source | Entity | Claim]:
    """The source, then the claims with the entities that they name. `source` holds the text that offsets point into.

    >>> from .extraction import Extraction
    >>> list(items_of(Extraction("Nothing."), Source(Ref("src", "a"), "A", text="Nothing.")))[0].title
    'A'
    """
    yield source
    named = _used(extraction)
    for entity in extraction.entities:
        if entity.id in named and not entity.linked:
            yield _entity(entity, source)
    for claim in extraction.claims:
        yield as_claim(claim, extraction.text, source.id, source.lang)


def _used(extraction: Extraction) -> set[Ref]:
    """The entities that claims name: as an end, as the speaker, as a condition."""
    return {
        ref
        for claim in extraction.claims
        for ref in (claim.subject, claim.object, claim.attributed_to, claim.condition)
        if isinstance(ref, Ref)
    }


def _entity(found: Found, source: Source) -> Entity:
    """A minted entity, which says why it was."""
    others = ", ".join(f"{ref} ({score:.2f})" for ref, score in found.alternatives)
    may_be = f"; may be {others}" if others else ""
    return Entity(
        found.id,
        found.kind,
        (Name(found.name, source.lang),),
        description=f"Minted from {source.id}: {found.reason}{may_be}.",
    )
