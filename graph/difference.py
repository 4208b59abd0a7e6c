"""What a push has to do: how a store differs from what an earlier push left on a Neo4j server.

Where the server says which state of the store it holds, and the store still knows what it touched since, only that is
looked at. The server's word is not taken for it: its marks must add up to what that push left. Else, because
somebody changed or deleted a node, or a push was cut off, or the store forgot, all marks are compared.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import cast

from . import cells, edits, statements
from .claim import Entity, Source
from .claimrows import claim_rows
from .marks import bound, entity_mark, fingerprints, source_mark
from .neo4j import Neo4jStore
from .oxigraph import OxigraphStore
from .properties import ClaimRow
from .ref import Ref
from .store import Store

_LABELS = ("Claim", "Entity", "Source")

# The last digits of a mark, which the server can add up for millions of nodes.
_DIGITS = 12

# Looking ids up one by one, on both sides, costs as much as comparing so many.
_DEARER = 5


@dataclass(frozen=True, slots=True)
class Seal:
    """How many nodes of each label bear a mark of Araz's, and what the ends of these marks add up to."""

    sums: tuple[tuple[int, int], ...] = ((0, 0),) * len(_LABELS)

    @classmethod
    def on(cls, target: Neo4jStore) -> Seal:
        """The seal of what is on a server now."""
        # A label that nothing bears has no row.
        found = {cells.text(row, "label"): row for row in target.fetch(statements.SEAL)}
        rows = [found.get(label, {}) for label in _LABELS]
        return cls(tuple((cells.whole(row, "nodes", 0), cells.whole(row, "total", 0)) for row in rows))

    def after(self, label: str, put: Iterable[str] = (), gone: Iterable[str] = ()) -> Seal:
        """The seal once some marks are put on nodes of a label, and others are gone from there."""
        place = _LABELS.index(label)
        added, taken = list(map(_end, put)), list(map(_end, gone))
        nodes, total = self.sums[place]
        changed = nodes + len(added) - len(taken), total + sum(added) - sum(taken)
        return Seal((*self.sums[:place], changed, *self.sums[place + 1 :]))

    @property
    def claims(self) -> int:
        """How many claims it stands for."""
        return self.sums[0][0]

    def __str__(self) -> str:
        return " ".join(f"{nodes}/{total}" for nodes, total in self.sums)


@dataclass(frozen=True, slots=True)
class Difference:
    """What to put and what to take out, how much of it there is, and the seal once that is done.

    The rows of claims are read as they are taken, and bear their marks.
    """

    new: Iterator[ClaimRow]
    changed: Iterator[ClaimRow]
    claims_new: int
    claims_changed: int
    gone: Sequence[str]
    entities: Sequence[Entity]
    entities_known: int
    sources: Sequence[Source]
    seal: Seal

    @property
    def claims_unchanged(self) -> int:
        """How many claims stay as they are."""
        return self.seal.claims - self.claims_new - self.claims_changed


def difference(store: Store, target: Neo4jStore) -> Difference:
    """How a store differs from what is on a server."""
    found = _since_then(store, target)
    return found if found is not None else compare_all(store, target)


def _since_then(store: Store, target: Neo4jStore) -> Difference | None:
    """The difference among what the store touched since the last push; None where that may not be all of it."""
    noted = next(iter(target.fetch(statements.NOTED)), None)
    if noted is None or noted["seal"] is None:
        return None
    touched = _touched(store, cells.text(noted, "stamp"))
    if touched is None:
        return None
    seal = Seal.on(target)
    if str(seal) != noted["seal"] or len(touched) * _DEARER > seal.claims:
        return None
    there = _marks(target.fetch(statements.MARKS_OF, ids=sorted(map(str, touched))) if touched else ())
    claims = {str(claim.id): edits.marked_row(claim) for claim in store.claims(touched)} if touched else {}
    marks = {key: str(row["properties"][edits.MARKED]) for key, row in claims.items()}
    done = _compared(marks, there["Claim"], (str(ref) for ref in touched if ref.prefix == "claim"))
    entities = _entities(store.entities(touched), there["Entity"]) if touched else {}
    sources = _sources(store.sources(touched), there["Source"]) if touched else {}
    put = [*done.new, *done.changed]
    seal = seal.after("Claim", map(marks.__getitem__, put), _borne(there["Claim"], [*put, *done.gone]))
    seal = seal.after("Entity", entities, _borne(there["Entity"], (str(each.id) for each in entities.values())))
    seal = seal.after("Source", sources, _borne(there["Source"], (str(each.id) for each in sources.values())))
    return Difference(
        new=map(claims.__getitem__, done.new),
        changed=map(claims.__getitem__, done.changed),
        claims_new=len(done.new),
        claims_changed=len(done.changed),
        gone=done.gone,
        entities=list(entities.values()),
        entities_known=sum(str(entity.id) in there["Entity"] for entity in entities.values()),
        sources=list(sources.values()),
        seal=seal,
    )


def _touched(store: Store, stamp: str) -> Collection[Ref] | None:
    if isinstance(store, OxigraphStore):
        return store.touched_since(stamp)
    return () if store.stamp() == stamp else None


def compare_all(store: Store, target: Neo4jStore) -> Difference:
    """The difference between all of a store and all of a server."""
    with ThreadPoolExecutor(max_workers=1) as beside:
        # The server looks its marks up while those of the store are worked out here.
        answer = beside.submit(target.fetch, statements.MARKS)
        marks = {key: bound(key, each) for key, each in fingerprints(store).items()}
        there = _marks(answer.result())
    done = _compared(marks, there["Claim"], there["Claim"])
    entities, sources = _entities(store.entities(), there["Entity"]), _sources(store.sources(), there["Source"])
    seal = Seal().after("Claim", marks.values())
    for label, put in (("Entity", entities), ("Source", sources)):
        ids = {mark.rpartition(" ")[0] for mark in put}
        stay = _borne(there[label], (key for key in there[label] if key not in ids))
        seal = seal.after(label, put).after(label, stay)
    return Difference(
        new=_rows(store, done.new, marks),
        changed=_rows(store, done.changed, marks),
        claims_new=len(done.new),
        claims_changed=len(done.changed),
        gone=done.gone,
        entities=list(entities.values()),
        entities_known=sum(str(entity.id) in there["Entity"] for entity in entities.values()),
        sources=list(sources.values()),
        seal=seal,
    )


@dataclass(frozen=True, slots=True)
class _Compared:
    """Ids of claims that the server lacks, that it has otherwise, and that it has and the store has not."""

    new: list[str]
    changed: list[str]
    gone: list[str]


def _compared(marks: Mapping[str, str], there: Mapping[str, str], looked_at: Iterable[str]) -> _Compared:
    return _Compared(
        new=[key for key in marks if key not in there],
        changed=[key for key, each in marks.items() if there.get(key, each) != each],
        # What somebody made there by hand has no mark: it is for pull to bring, not for push to remove.
        gone=[key for key in looked_at if key not in marks and there.get(key)],
    )


def _entities(entities: Iterable[Entity], there: Mapping[str, str]) -> dict[str, Entity]:
    """The entities that the server has otherwise or not at all, each by its mark."""
    marked = ((bound(entity.id, entity_mark(entity)), entity) for entity in entities)
    return {mark: entity for mark, entity in marked if there.get(str(entity.id)) != mark}


def _sources(sources: Iterable[Source], there: Mapping[str, str]) -> dict[str, Source]:
    marked = ((bound(source.id, source_mark(source)), source) for source in sources)
    return {mark: source for mark, source in marked if there.get(str(source.id)) != mark}


def _marks(rows: Iterable[Mapping[str, object]]) -> dict[str, dict[str, str]]:
    """The marks of Araz's own nodes, by label and id; "" where there is none."""
    there: dict[str, dict[str, str]] = {label: {} for label in _LABELS}
    for row in rows:
        marks = cells.items(row, "marks")
        kept = {mark.rpartition(" ")[0]: mark for mark in marks if isinstance(mark, str)}
        for pair in marks:
            if not isinstance(pair, str):
                key, mark = cast("Sequence[object]", pair)
                kept[str(key)] = "" if mark is None else str(mark)
        there[cells.text(row, "label")] = kept
    return there


def _end(mark: str) -> int:
    """The end of a mark as a number; 0 for what another program wrote there, as the server has it."""
    digits = mark[-_DIGITS:]
    return int(digits) if digits.isascii() and digits.isdigit() else 0


def _borne(there: Mapping[str, str], keys: Iterable[str]) -> Iterator[str]:
    """The marks that nodes bear as their own, and that the server adds up."""
    return (mark for key in keys if (mark := there.get(key, "")).startswith(f"{key} "))


def _rows(store: Store, ids: Iterable[str], marks: Mapping[str, str]) -> Iterator[ClaimRow]:
    """The rows of claims, each with its mark."""
    for row in claim_rows(store, map(Ref.parse, ids)):
        row["properties"][edits.MARKED] = marks[row["id"]]
        yield row
