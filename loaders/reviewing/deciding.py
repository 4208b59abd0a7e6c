"""Decisions about a claim: each gives the claim as it then stands, with all that was decided before. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from ...errors import UsageError
from ...graph.claim import Claim, Review, Verdict, check_text
from ...graph.dates import check_date
from ...graph.ref import Ref

TAKEN_BACK = "taken back"
"""The reason of a decision that only takes another one back."""


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Who decides, and on which day (a partial date, or "").

    Raises `UsageError` for a name that is empty, and `InputError` for one that no store could keep.
    """

    by: str
    on: str = ""

    def __post_init__(self) -> None:
        if not self.by.strip():
            raise UsageError("nobody is named as the reviewer", remedy='say who decides: --by "Ana Kaya"')
        check_text(self.by, "a reviewer's name")
        if self.on:
            check_date(self.on)


def today() -> str:
    """The day it is, where this runs."""
    return date.today().isoformat()


def decide(claim: Claim, verdict: Verdict, reviewer: Reviewer, reason: str = "", became: Ref | None = None) -> Claim:
    """The claim with one decision more.

    >>> from ...graph.claim import Passage
    >>> from ...ontology.vocabulary import Relation
    >>> said = Passage(Ref("src", "a"), 0, 4, "Oil.")
    >>> claim = Claim(Ref("ent", "a"), Relation.OWNS, Ref("ent", "b"), evidence=(said,))
    >>> decide(claim, Verdict.REJECTED, Reviewer("Ana"), "a joke").rejected
    True
    """
    decided = Review(verdict, reviewer.by, reviewer.on, reason, became)
    return replace(claim, review=decided.after(past(claim)))


def take_back(claim: Claim, before: Review | None, reviewer: Reviewer, reason: str = TAKEN_BACK) -> Claim:
    """The claim with its last decision taken back, which is a decision, too: `before` is what counts again.

    Where nothing was decided before, the claim waits for a reviewer again.
    """
    reopened = decide(claim, Verdict.REOPENED, reviewer, reason)
    if before is None or before.verdict is Verdict.REOPENED:
        return reopened
    return replace(claim, review=replace(before, before=()).after(past(reopened)))


def take_back_creation(claim: Claim, reviewer: Reviewer, back: Ref) -> Claim:
    """A claim that a decision made, when that decision is taken back: rejected, and kept with the reason."""
    return decide(claim, Verdict.REJECTED, reviewer, f"{TAKEN_BACK}: see {back}", back)


def counting_before(claim: Claim, number: int) -> Review | None:
    """What counted before decision `number` (from 0) of a claim."""
    return past(claim)[number - 1] if number else None


def past(claim: Claim) -> tuple[Review, ...]:
    """Every decision about a claim so far, the oldest first."""
    return () if claim.review is None else claim.review.decisions
