"""A session of review: the claims that wait, one by one, and decisions that are kept as soon as they are taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from ...errors import UsageError
from ...graph.claim import Claim
from ...graph.ref import Ref
from ...graph.store import Store
from ..admission import Registry
from .case import Case
from .correcting import Correction
from .deciding import Reviewer
from .desk import Decided, Desk
from .waiting import Wanted, waiting

if TYPE_CHECKING:
    from pathlib import Path

    from .importing import Imported

Known = Claim | Case | Ref | str
"""A claim, or its id. A claim as it was seen must not have been decided about by somebody else since."""

_PART = 50


class Session:
    """What waits for a reviewer, and what they decide. Iterate it for the `Case`s, the least sure first.

    Each decision is one transaction, kept from then on; `undo` takes back the last one of this session, then the one
    before. `reading` gives the store, `writing` opens it for writing, `find` knows an entity by its name or id.
    """

    def __init__(
        self,
        reading: Callable[[], Store],
        writing: Callable[[], AbstractContextManager[Store]],
        *,
        wanted: Wanted,
        reviewer: Callable[[], Reviewer],
        find: Callable[[str], Ref],
        registry: Registry | None = None,
    ) -> None:
        self._reading, self._writing = reading, writing
        self._wanted, self._reviewer, self._find, self._registry = wanted, reviewer, find, registry
        self._done: list[Decided] = []

    def reviewer(self) -> Reviewer:
        """Who decides in this session. `UsageError` where nobody may, or nobody is named."""
        return self._reviewer()

    def waiting(self) -> list[Ref]:
        """The ids of the claims that wait, the least sure first."""
        return waiting(self._reading(), self._wanted)

    def __iter__(self) -> Iterator[Case]:
        """The claims that wait. One that is decided about meanwhile is passed over."""
        ids = self.waiting()
        for start in range(0, len(ids), _PART):
            for ref in ids[start : start + _PART]:
                case = self.case(ref)
                if case is not None and not case.claim.decided:
                    yield case

    def case(self, ref: Ref) -> Case | None:
        """A claim with all that it mentions, as it now stands; None where it is gone."""
        store = self._reading()
        claim = next(store.claims([ref]), None)
        return None if claim is None else Case.each(store, [claim])[0]

    def find(self, name: str) -> Ref:
        """The entity of that name or id."""
        return self._find(name)

    def accept(self, claim: Known, reason: str = "") -> Claim:
        """Say that a claim is right; the claim as it then stands."""
        return self._decided(claim, lambda desk, ref: desk.accept(ref, reason)).claims[0]

    def reject(self, claim: Known, reason: str = "") -> Claim:
        """Say that a claim is wrong: it is kept with the reason, and never counts; nor does a reload bring it back."""
        return self._decided(claim, lambda desk, ref: desk.reject(ref, reason)).claims[0]

    def correct(self, claim: Known, correction: Correction) -> Claim:
        """Say what is right instead; the new claim. The old one is rejected and says what it became.

        Raises `InputError` for what the ontology does not allow, `UsageError` where nothing is different.
        """
        return self._decided(claim, lambda desk, ref: desk.correct(ref, correction)).claims[1]

    def reopen(self, claim: Known) -> Claim:
        """Take back what was last decided about a claim, in whatever session."""
        return self._decided(claim, lambda desk, ref: desk.reopen(ref)).claims[0]

    def merge(self, gone: Ref | str, kept: Ref | str) -> Decided:
        """Say that one entity is the same as another, which is kept."""
        pair = self._entity(gone), self._entity(kept)
        return self._carried_out(lambda desk: desk.merge(*pair))

    def unmerge(self, entity: Ref | str) -> Decided:
        """Take apart what was merged, in whatever session. Name the one that was merged, by its id, or the other."""
        ref = self._entity(entity)
        return self._carried_out(lambda desk: desk.unmerge(ref))

    def undo(self) -> Decided | None:
        """Take back the last decision of this session that was not taken back; None where there is none left."""
        if not self._done:
            return None
        last = self._done[-1]
        with self._writing() as store:
            desk = Desk(store, self._reviewer(), self._registry)
            undone = desk.undo(last)
            desk.flush()
        self._done.pop()
        return undone

    def export(self, path: Path) -> int:
        """Write what waits into a .csv or .jsonl file to be filled in; how many claims that is."""
        from .sheet import write_sheet

        return write_sheet(self._reading(), self.waiting(), path)

    def take_in(self, path: Path) -> Imported:
        """Carry out the decisions of a file that `export` wrote and somebody filled in."""
        from .importing import carry_out

        with self._writing() as store:
            return carry_out(store, path, self._reviewer, find=self._find, registry=self._registry)

    def _entity(self, entity: Ref | str) -> Ref:
        return entity if isinstance(entity, Ref) else self._find(entity)

    def _decided(self, claim: Known, work: Callable[[Desk, Ref], Decided]) -> Decided:
        seen = claim.claim if isinstance(claim, Case) else claim
        ref = seen.id if isinstance(seen, Claim) else Ref.parse(seen) if isinstance(seen, str) else seen

        def checked(desk: Desk) -> Decided:
            if isinstance(seen, Claim) and (now := desk.claim(ref)).review != seen.review:
                by = f" by {now.review.by}" if now.review is not None else ""
                raise UsageError(f"{ref} was decided about{by} since it was shown", remedy="look at it again")
            return work(desk, ref)

        return self._carried_out(checked)

    def _carried_out(self, work: Callable[[Desk], Decided]) -> Decided:
        reviewer = self._reviewer()
        with self._writing() as store:
            desk = Desk(store, reviewer, self._registry)
            done = work(desk)
            desk.flush()
        self._done.append(done)
        return done
