"""What a batch changes in a store: pure, so that every store decides alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b

from .claim import Claim, Entity, Source
from .ref import Ref
from .store import Batch, Written

EMPTY = "0"
"""The stamp of a store that holds nothing yet."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What a store already holds under the ids that a batch puts or withdraws."""

    claims: Mapping[Ref, Claim]
    entities: Mapping[Ref, Entity]
    sources: Mapping[Ref, Source]


@dataclass(frozen=True, slots=True)
class Changes:
    """What to take out of a store, what to put in (never the same record twice), and the stamp afterwards."""

    written: Written
    stamp: str
    old_claims: tuple[Claim, ...]
    new_claims: tuple[Claim, ...]
    old_entities: tuple[Entity, ...]
    new_entities: tuple[Entity, ...]
    old_sources: tuple[Source, ...]
    new_sources: tuple[Source, ...]

    def __bool__(self) -> bool:
        """Whether anything changes."""
        return bool(self.old_claims or self.new_claims or self.new_entities or self.new_sources)


def changes_of(batch: Batch, stored: Stored, stamp: str) -> Changes:
    """What `batch` changes in a store that holds `stored` and bears `stamp`.

    Where a batch names a record twice, the last one counts; a claim both withdrawn and put is put.

    >>> changes_of(Batch(), Stored({}, {}, {}), EMPTY).stamp
    '0'
    """
    claims = {claim.id: claim for claim in batch.claims}
    entities = {entity.id: entity for entity in batch.entities}
    sources = {source.id: source for source in batch.sources}
    new_claims = tuple(
        # Nothing to compare with is what a large load mostly meets.
        [claim for key, claim in claims.items() if stored.claims.get(key) != claim]
        if stored.claims
        else claims.values()
    )
    new_entities = tuple([entity for key, entity in entities.items() if stored.entities.get(key) != entity])
    new_sources = tuple([source for key, source in sources.items() if stored.sources.get(key) != source])
    gone = [stored.claims[key] for key in dict.fromkeys(batch.withdrawn) if key in stored.claims and key not in claims]
    updated = [stored.claims[claim.id] for claim in new_claims if claim.id in stored.claims] if stored.claims else []
    known = sum(key in stored.entities for key in entities)
    changed = bool(new_claims or new_entities or new_sources or gone)
    return Changes(
        written=Written(
            claims_new=len(new_claims) - len(updated),
            claims_updated=len(updated),
            claims_unchanged=len(claims) - len(new_claims),
            claims_withdrawn=len(gone),
            entities_new=len(entities) - known,
            entities_known=known,
        ),
        stamp=_next_stamp(stamp, new_sources, new_entities, new_claims, gone) if changed else stamp,
        old_claims=(*updated, *gone),
        new_claims=new_claims,
        old_entities=tuple([stored.entities[entity.id] for entity in new_entities if entity.id in stored.entities]),
        new_entities=new_entities,
        old_sources=tuple([stored.sources[source.id] for source in new_sources if source.id in stored.sources]),
        new_sources=new_sources,
    )


def _next_stamp(
    stamp: str, sources: Iterable[Source], entities: Iterable[Entity], claims: Iterable[Claim], gone: Iterable[Claim]
) -> str:
    digest = blake2b(stamp.encode(), digest_size=16)
    for source in sources:
        digest.update(f"\x1d{source!r}{source.text}".encode())
    for entity in entities:
        digest.update(f"\x1d{entity!r}".encode())
    for claim in claims:
        # The id stands for all but what may change under the same id.
        quotes = "\x1f".join([f"{passage.quote}\x1f{passage.lang}" for passage in claim.evidence])
        digest.update(f"\x1d{claim.id} {claim.confidence!r} {claim.method}\x1f{claim.review!r}{quotes}".encode())
    for claim in gone:
        digest.update(f"\x1d-{claim.id}".encode())
    return digest.hexdigest()
