"""Merging two entities that are one, and taking that apart again. Pure.

A merge is `owl:sameAs` from the entity that is kept to the one that is gone. Every claim that counted and named the
one that is gone is rejected as it stands and made anew about the one that is kept; so every engine answers alike, the
reasons stand with the decisions, and nothing is lost that would be needed to take the merge back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ...errors import UsageError
from ...graph.claim import Claim, Entity, Verdict
from ...graph.ref import Ref
from ...ontology.schema import load_schema
from ..merging import moved
from .deciding import TAKEN_BACK, Reviewer, counting_before, decide, past, take_back, take_back_creation


def check_merge(gone: Entity, kept: Entity) -> None:
    """Refuse (`UsageError`) to merge an entity with itself, with one that is of another line of classes, or twice."""
    schema = load_schema()
    if gone.id == kept.id:
        raise UsageError(f"{gone.id} is itself", remedy="name another entity")
    if not (schema.is_a(gone.kind, kept.kind) or schema.is_a(kept.kind, gone.kind)):
        raise UsageError(f"{gone.id} is a {gone.kind}, {kept.id} a {kept.kind}", remedy="correct the class first")
    if str(gone.id) in kept.same_as or str(kept.id) in gone.same_as:
        raise UsageError(f"{gone.id} and {kept.id} are merged already", remedy="nothing is left to do")


def merged(
    gone: Ref, kept: Ref, claims: Iterable[Claim], known: Mapping[Ref, Claim], reviewer: Reviewer
) -> list[Claim]:
    """The claims that a merge changes and makes. `claims` name the one that is gone; `known` holds what is there.

    A claim that a reviewer rejected stays as it is. One that would be about a thing and itself is only rejected.
    """
    done: dict[Ref, Claim] = {}
    reason = _reason(gone, kept)
    for claim in claims:
        if claim.rejected:
            continue
        now = moved(claim, {gone: kept})
        if now.subject == now.object:
            done[claim.id] = decide(claim, Verdict.REJECTED, reviewer, reason)
            continue
        done[claim.id] = decide(claim, Verdict.REJECTED, reviewer, reason, now.id)
        there = done.get(now.id) or known.get(now.id)
        if there is None or _was_taken_back(there):
            done[now.id] = _made(there or now, claim, reviewer)
        elif claim.decided and not there.decided:
            # What a reviewer found right of the one is right of the other.
            done[now.id] = decide(there, Verdict.ACCEPTED, reviewer, f"{_AS} {claim.id}")
    return list(done.values())


def unmerged(
    gone: Ref, kept: Ref, claims: Iterable[Claim], known: Mapping[Ref, Claim], reviewer: Reviewer
) -> list[Claim]:
    """The claims that taking a merge back changes: what it rejected counts as before, what it made is rejected."""
    done: dict[Ref, Claim] = {}
    reason = _reason(gone, kept)
    for claim in claims:
        last = claim.review
        if last is None or last.verdict is not Verdict.REJECTED or last.reason != reason:
            continue
        before = counting_before(claim, len(last.before))
        done[claim.id] = take_back(claim, before, reviewer, f"{gone} is not {kept}")
        there = None if last.became is None else known.get(last.became)
        if there is None:
            continue
        if any(each.reason == f"{_MOVED} {claim.id}" for each in past(there)):
            done[there.id] = take_back_creation(there, reviewer, claim.id)
        elif there.review is not None and there.review.reason == f"{_AS} {claim.id}":
            done[there.id] = take_back(there, counting_before(there, len(past(there)) - 1), reviewer)
    return list(done.values())


def with_same(entity: Entity, gone: Ref) -> Entity:
    """The entity that is kept, with the other one's id among those of the same thing."""
    return replace(entity, same_as=(*entity.same_as, str(gone)))


def without_same(entity: Entity, gone: Ref) -> Entity:
    """The entity that was kept, without the other one's id."""
    return replace(entity, same_as=tuple(code for code in entity.same_as if code != str(gone)))


_MOVED, _AS = "moved from", "accepted as was"


def _reason(gone: Ref, kept: Ref) -> str:
    return f"{gone} is {kept}"


def _made(now: Claim, claim: Claim, reviewer: Reviewer) -> Claim:
    """A moved claim: it waits for a reviewer, or is accepted, as the one it was made of."""
    verdict = Verdict.ACCEPTED if claim.decided else Verdict.REOPENED
    return decide(now, verdict, reviewer, f"{_MOVED} {claim.id}")


def _was_taken_back(there: Claim) -> bool:
    """Whether a claim is rejected only because the decision that made it was taken back."""
    return there.rejected and there.review is not None and there.review.reason.startswith(TAKEN_BACK)
