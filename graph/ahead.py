"""Claims that are loaded into a new store before it is known whether all of them will be written.

Reading a large file keeps one processor busy, and so does loading what was read: doing both at once takes half as long.
Nothing of it counts until the write that makes it count; a write of anything else throws it away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol, runtime_checkable

from .changes import Changes
from .claim import Claim
from .generations import Draft
from .ntriples import claim_lines
from .parts import Parts
from .ref import Ref


@runtime_checkable
class Foreseeing(Protocol):
    """A store that writes faster when told early what it will most likely be asked to write."""

    def foresee(self, claims: Sequence[Claim]) -> None:
        """These claims will most likely be in the next write, as they are. Changes nothing in the store."""
        ...


class Ahead:
    """Claims loaded into the draft of a store's first generation."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self._parts: Parts | None = Parts(draft.store)
        self._claims: dict[Ref, Claim] = {}
        self._spoilt = False

    def add(self, claims: Sequence[Claim]) -> None:
        """Load these claims too."""
        for claim in claims:
            if self._claims.setdefault(claim.id, claim) != claim:
                # The same claim in two wordings: only the later one may be in the store.
                self._spoilt = True
        if self._parts is not None:
            self._parts.add(map(claim_lines, claims))

    def rest(self, changes: Changes) -> Changes | None:
        """What of the changes is not loaded yet; None when something is loaded that they do not put."""
        wanted = {claim.id: claim for claim in changes.new_claims}
        if self._spoilt or any(wanted.pop(ref, None) != claim for ref, claim in self._claims.items()):
            return None
        return replace(changes, new_claims=tuple(wanted.values()))

    def finish(self) -> None:
        """Wait until all of it is loaded, and let go of the store that it is loaded into."""
        parts, self._parts = self._parts, None
        if parts is not None:
            parts.finish()
