"""Push and pull: a store's graph into Neo4j and kept up to date there, and what people changed there back as claims.

A push knows what changed by the marks that every node it put there before bears; it touches only the rest.
Should it be cut off, the next one goes on from what is there. A pull only says what it found: claims to validate and
admit, ids that are gone, and problems. Whether to take them over is the caller's decision.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import TYPE_CHECKING, TypeVar, cast

from ..errors import ArazError, InputError
from . import cells, edits, statements
from .claim import Claim, Entity
from .difference import difference
from .marks import bound, claim_mark, entity_mark, fingerprints, mark
from .neo4j import Neo4jStore, is_described, set_stamp
from .properties import read_claim, read_entity, relationship_types
from .record import claim_record, entity_record
from .ref import Ref
from .store import Store, Written

if TYPE_CHECKING:
    from neo4j import ManagedTransaction

_T = TypeVar("_T")

METHOD = "neo4j"
"""The method of a claim that somebody made or changed in Neo4j."""

# Records of one transaction: a push that is cut off loses at most this much work.
_PART = 5_000


def push(store: Store, target: Neo4jStore, progress: Callable[[int], None] | None = None) -> Written:
    """Make Neo4j hold what the store holds: put what is new or changed, take out what was withdrawn.

    What people changed there since is kept until the store's own record changes; `pull` brings it back. `progress` is
    told how many records are done. Pushing an unchanged store writes nothing.
    """
    found = difference(store, target)
    work = chain(
        (edits.Edit(gone=part) for part in _parts(found.gone)),
        (edits.Edit(sources=part) for part in _parts(found.sources)),
        (edits.Edit(entities=part) for part in _parts(found.entities)),
        (edits.Edit(changed=part) for part in _parts(found.changed)),
        (edits.Edit(new=part) for part in _parts(found.new)),
    )
    done = 0
    # The next part is read and put into rows while the server works on this one.
    with ThreadPoolExecutor(max_workers=1) as ahead:
        following = ahead.submit(next, work, None)
        while (edit := following.result()) is not None:
            following = ahead.submit(next, work, None)
            _carry_out(target, edit)
            done += len(edit.new) + len(edit.changed) + len(edit.gone) + len(edit.entities) + len(edit.sources)
            if progress is not None:
                progress(done)
    _finish(target, store.stamp(), str(found.seal))
    return Written(
        claims_new=found.claims_new,
        claims_updated=found.claims_changed,
        claims_unchanged=found.claims_unchanged,
        claims_withdrawn=len(found.gone),
        entities_new=len(found.entities) - found.entities_known,
        entities_known=found.entities_known,
    )


def _carry_out(target: Neo4jStore, edit: edits.Edit) -> None:
    def work(tx: ManagedTransaction) -> None:
        edits.apply(tx, edit)
        # Until the push is through, the graph there is neither the old nor the new one.
        set_stamp(tx, mark("pushing"))

    target.transact(work)


def _finish(target: Neo4jStore, stamp: str, seal: str) -> None:
    if target.fetch(statements.NOTED) != [{"stamp": stamp, "seal": seal}]:
        target.transact(lambda tx: set_stamp(tx, stamp, seal))


@dataclass(frozen=True, slots=True)
class Pulled:
    """What differs on the server: claims and entities to admit, claims that are gone there, and what cannot be read.

    A claim that somebody changed appears as the claim it is now, in `claims`; if that made another claim of it, what it
    was is in `gone`, and `became` says which. `by_hand` names the nodes that people made themselves, with the claims
    that they are: `settle` removes those nodes once the store holds their claims, since the next push puts these under
    their own ids.
    """

    claims: tuple[Claim, ...] = ()
    entities: tuple[Entity, ...] = ()
    gone: tuple[Ref, ...] = ()
    problems: tuple[ArazError, ...] = ()
    by_hand: Mapping[str, Ref] = field(default_factory=dict[str, Ref])
    became: Mapping[Ref, Ref] = field(default_factory=dict[Ref, Ref])

    def __bool__(self) -> bool:
        return bool(self.claims or self.entities or self.gone or self.problems)

    def record(self) -> dict[str, object]:
        """The difference as JSON, for a dry run."""
        return {
            "claims": [claim_record(claim) for claim in self.claims],
            "entities": [entity_record(entity) for entity in self.entities],
            "gone": [str(ref) for ref in self.gone],
            "problems": [str(problem) for problem in self.problems],
        }


def pull(target: Neo4jStore, store: Store) -> Pulled:
    """What people changed, added or took out on the server since the last push; nothing is written anywhere.

    Claims they made or changed have the method "neo4j". A relationship of one of Araz's types that somebody drew in
    Browser or Bloom without a claim is a problem that says what it lacks. What was taken out shows only while the store
    is as it was when pushed.
    """
    problems: list[ArazError] = []
    claims: dict[Ref, Claim] = {}
    gone: set[str] = set()
    by_hand: dict[str, Ref] = {}
    became: dict[Ref, Ref] = {}
    seen: set[str] = set()
    for row in target.fetch(statements.CLAIMS):
        if row["subject"] is None and row["object"] is None and not _marked(row):
            continue  # another program's node
        key = str(row["id"])
        seen.add(key)
        try:
            claim = read_claim(row)
        except ArazError as error:
            problems.append(error.at(f"claim {key}"))
            continue
        if str(claim.id) != key or bound(key, claim_mark(claim)) != _marked(row):
            claims[claim.id] = replace(claim, method=METHOD)
            was = _claim_id(key)
            if was is None or not _marked(row):
                by_hand[key] = claim.id
            elif was != claim.id:
                gone.add(key)
                became[was] = claim.id
    if target.stamp() == store.stamp():
        gone.update(key for key in fingerprints(store) if key not in seen)
    stored = {claim.id: claim for claim in store.claims(claims)}
    return Pulled(
        claims=tuple(claims[key] for key in sorted(claims) if not _says_the_same(claims[key], stored.get(key))),
        entities=_changed_entities(target, store, problems),
        gone=tuple(
            sorted(claim.id for claim in store.claims(Ref.parse(key) for key in gone) if claim.id not in claims)
        ),
        problems=(*problems, *_drawn(target)),
        by_hand=dict(sorted(by_hand.items())),
        became=became,
    )


def settle(target: Neo4jStore, pulled: Pulled, store: Store) -> None:
    """Remove the claim nodes that people made by hand whose claims the store now holds; then push."""
    held = {claim.id for claim in store.claims(pulled.by_hand.values())}
    settled = [key for key, claim in pulled.by_hand.items() if claim in held]
    if settled:
        target.transact(lambda tx: edits.apply(tx, edits.Edit(gone=settled)))


def _claim_id(key: str) -> Ref | None:
    """The id that a claim's node bears, if it is one that Araz gives."""
    try:
        ref = Ref.parse(key)
    except InputError:
        return None
    return ref if ref.prefix == "claim" else None


def _marked(row: Mapping[str, object]) -> str:
    """The mark that a push left on a node; "" on what people made."""
    return cells.text(cast("Mapping[str, object]", row["properties"]), "mark")


def _says_the_same(claim: Claim, stored: Claim | None) -> bool:
    return stored is not None and replace(claim, method=stored.method) == stored


def _changed_entities(target: Neo4jStore, store: Store, problems: list[ArazError]) -> tuple[Entity, ...]:
    found: dict[Ref, Entity] = {}
    for row in target.fetch(statements.ENTITIES):
        if not is_described(row):
            continue
        try:
            entity = read_entity(row)
        except ArazError as error:
            problems.append(error.at(cells.text(row, "id")))
            continue
        if bound(entity.id, entity_mark(entity)) != _marked(row):
            found[entity.id] = entity
    stored = {entity.id: entity for entity in store.entities(found)}
    return tuple(found[key] for key in sorted(found) if stored.get(key) != found[key])


def _drawn(target: Neo4jStore) -> Iterator[ArazError]:
    for row in target.fetch(statements.DRAWN, types=sorted(relationship_types().values())):
        drawn = f"({row['subject']})-[:{row['type']}]->({row['object']})"
        yield InputError(
            f"{drawn} stands without a claim",
            place=str(target.address),
            remedy="make a Claim node with its SUBJECT, OBJECT and EVIDENCE",
        )


def _parts(items: Iterable[_T]) -> Iterator[list[_T]]:
    rest = iter(items)
    while part := list(islice(rest, _PART)):
        yield part
