"""Takes over what people changed on a Neo4j server: shown first, checked like every other source, then written."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..graph.claim import Claim
from ..graph.record import claim_record, entity_record
from ..graph.store import Store
from .admission import Admission, Arrivals, Registry
from .quarantine import settle as settle_quarantine
from .report import Rejected

if TYPE_CHECKING:
    from ..graph.neo4j import Neo4jStore
    from ..graph.sync import Pulled


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: what is different, in which record, in which of its fields, before and after."""

    what: str
    record: str
    field: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class PullReport:
    """What a pull found, and what became of it. Of a dry run `rejected` tells what would be turned away."""

    pulled: Pulled
    changes: tuple[Change, ...]
    rejected: tuple[Rejected, ...]
    dry_run: bool

    def record(self) -> dict[str, object]:
        """All of it as JSON."""
        return {
            "dry_run": self.dry_run,
            "changes": [dataclasses.asdict(change) for change in self.changes],
            **self.pulled.record(),
            "rejected": [str(each) for each in self.rejected],
        }


def take_over(
    target: Neo4jStore,
    store: Store,
    *,
    registry: Registry | None = None,
    quarantine: Path | None = None,
    dry_run: bool = False,
) -> PullReport:
    """Pull from `target` into `store`, in one transaction; with `dry_run`, only say what would be done.

    What passes the checks is written as it stands on the server, claims that are gone there are withdrawn, and the
    nodes that people made themselves go once their claims are in the store: the next push puts those under their own
    ids. What fails a check is left on the server, and goes to `quarantine`.
    """
    from ..graph.sync import pull, settle

    pulled = pull(target, store)
    arrived = Arrivals(lambda number: f"{target.address}#{number + 1}")
    items = (*pulled.entities, *pulled.claims)
    arrived.entities.extend(enumerate(pulled.entities))
    arrived.claims.extend(pulled.claims)
    arrived.claim_numbers.extend(range(len(pulled.entities), len(items)))
    batch = Admission(store, arrived, registry, replace=False, moving=False).batch()
    admitted = {record.id for record in (*batch.entities, *batch.claims)}
    # What somebody took out there is meant: what was admitted counts as it stands, not merged with what was.
    theirs = {entity.id: entity for entity in pulled.entities}
    batch = dataclasses.replace(
        batch,
        entities=[theirs.get(entity.id, entity) for entity in batch.entities],
        claims=[claim for claim in pulled.claims if claim.id in admitted],
        # Where the claim that it became is turned away, what it was stays.
        withdrawn=[ref for ref in pulled.gone if pulled.became.get(ref, ref) in admitted or ref not in pulled.became],
    )
    report = PullReport(pulled, tuple(changes(pulled, store)), tuple(arrived.rejected), dry_run)
    if not dry_run:
        store.write(batch)
        settle(target, pulled, store)
        if quarantine is not None:
            settle_quarantine(quarantine, report.rejected, (*batch.entities, *batch.claims))
    return report


def changes(pulled: Pulled, store: Store) -> Iterator[Change]:
    """The differences between what was pulled and what the store holds, field by field, in the order of the ids."""
    before = {str(claim.id): claim for claim in store.claims([*(claim.id for claim in pulled.claims), *pulled.gone])}
    for claim in pulled.claims:
        known = before.get(str(claim.id))
        if known is None:
            yield Change("new claim", str(claim.id), after=in_short(claim))
        else:
            yield from _fields("claim", str(claim.id), claim_record(known), claim_record(claim))
    for ref in pulled.gone:
        yield Change("gone claim", str(ref), before=in_short(before[str(ref)]) if str(ref) in before else "")
    entities = {entity.id: entity for entity in store.entities(entity.id for entity in pulled.entities)}
    for entity in pulled.entities:
        if entity.id in entities:
            yield from _fields("entity", str(entity.id), entity_record(entities[entity.id]), entity_record(entity))
        else:
            yield Change("new entity", str(entity.id), after=entity.name)
    for problem in pulled.problems:
        yield Change("not taken", problem.place, after=str(problem))


def in_short(claim: Claim) -> str:
    """A claim on one line.

    >>> from ..graph.claim import Passage
    >>> from ..graph.ref import Ref
    >>> from ..ontology.vocabulary import Relation
    >>> said = Passage(Ref("src", "a"), 0, 4, "Oil.")
    >>> in_short(Claim(Ref("ent", "a"), Relation.OWNS, Ref("ent", "b"), evidence=(said,), confidence=0.5))
    'ent:a owns ent:b (asserted, 0.5): Oil.'
    """
    quote = next((passage.quote or passage.record for passage in claim.evidence), "")
    said = f"{claim.subject} {claim.relation.value} {claim.object}"
    return f"{said} ({claim.modality.value}, {claim.confidence:.12g}): {quote}"


def _fields(what: str, name: str, before: Mapping[str, object], after: Mapping[str, object]) -> Iterator[Change]:
    for key in sorted(before.keys() | after.keys()):
        if before.get(key) != after.get(key):
            yield Change(f"changed {what}", name, key, _text(before.get(key)), _text(after.get(key)))


def _text(value: object) -> str:
    import json

    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
