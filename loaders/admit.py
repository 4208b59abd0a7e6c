"""The one way in: every item is checked; what passes is written in one transaction, what fails goes to quarantine."""

from __future__ import annotations

import gc
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from pathlib import Path

from ..errors import StoreError
from ..graph.ahead import Foreseeing
from ..graph.claim import Claim, Entity, Source
from ..graph.store import Batch, Store, Written
from .admission import Admission, Arrivals, Registry
from .quarantine import settle
from .reading import Item, Progress
from .report import LoadReport, Rejected, line_order

__all__ = ["LoadReport", "Rejected", "admit"]

_EVERY = 5000
# Large parts: small ones would leave a store in which questions have to look into many files.
_FORESEEN = 50_000

_COUNT = """
PREFIX az: <https://w3id.org/araz/ontology#>
SELECT (COUNT(?claim) AS ?count) WHERE { ?claim a az:Claim }
"""


def admit(
    store: Store,
    items: Iterable[Item],
    *,
    source: str = "",
    place: Callable[[int], str] | None = None,
    registry: Registry | None = None,
    quarantine: Path | None = None,
    file: str = "",
    replace: bool = False,
    progress: Progress | None = None,
) -> LoadReport:
    """Check `items`, write those that pass in one transaction, and put the others in quarantine.

    Order does not matter: a claim may stand before the entities it names. An entity that the registry knows is added
    when a claim names it. Entities that are known already gain names, ids and attributes and lose nothing; a claim
    known with a review keeps it. With `replace`, claims from the sources of this load that it no longer makes are
    withdrawn, unless a record was turned away. Loading the same thing twice changes nothing.

    `place(n)` says where item n stands; `quarantine` is the file that takes what fails (nothing is kept without it);
    `file` is the full path read from, for settling what it had in quarantine. Raises `StoreError` when the store
    afterwards does not hold the number of claims that it should.
    """
    arrived = Arrivals(place or (lambda n: f"{source or 'record'}:{n + 1}"))
    with _many_objects():
        _gather(items, arrived, progress, store)
        batch = Admission(store, arrived, registry, replace=replace).batch()
        if progress is not None:
            progress("writing", len(batch.claims))
        written = _write(store, batch)
    rejected = tuple(sorted(arrived.rejected, key=lambda each: line_order(each.place)))
    released = 0
    if quarantine is not None:
        admitted = (*batch.sources, *batch.entities, *batch.claims)
        released = settle(quarantine, rejected, admitted, file=file)
    return LoadReport(
        source,
        claims_new=written.claims_new,
        claims_updated=written.claims_updated,
        claims_unchanged=written.claims_unchanged,
        claims_withdrawn=written.claims_withdrawn,
        entities_new=written.entities_new,
        entities_known=written.entities_known,
        quarantined=rejected,
        released=released,
    )


@contextmanager
def _many_objects() -> Generator[None, None, None]:
    """Keeps the garbage collector from walking through all that is being loaded again and again: 15 % of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _gather(items: Iterable[Item], arrived: Arrivals, progress: Progress | None, store: Store) -> None:
    for number, item in enumerate(items):
        if isinstance(item, Claim):
            arrived.claims.append(item)
            arrived.claim_numbers.append(number)
            if len(arrived.claims) % _FORESEEN == 0 and isinstance(store, Foreseeing):
                store.foresee(arrived.claims[-_FORESEEN:])
        elif isinstance(item, Entity):
            arrived.entities.append((number, item))
        elif isinstance(item, Source):
            arrived.sources.append((number, item))
        else:
            arrived.rejected.append(item)
        if progress is not None and number % _EVERY == 0:
            progress("reading", number)


def _write(store: Store, batch: Batch) -> Written:
    if not (batch.sources or batch.entities or batch.claims or batch.withdrawn):
        return Written()
    before = _count(store)
    written = store.write(batch)
    held, due = _count(store), before + written.claims_new - written.claims_withdrawn
    if held != due:
        raise StoreError(
            f"the store holds {held} claims after writing, not {due}",
            remedy="see who else writes to it, and load again",
        )
    return written


def _count(store: Store) -> int:
    count = store.select(_COUNT).rows[0][0]
    return count if isinstance(count, int) else 0
