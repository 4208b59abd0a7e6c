"""The decisions behind a review, as the parallel lists of a property graph's node, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..errors import InputError
from . import cells
from .claim import Review, Verdict
from .ref import Ref

DECISION_KEYS = ("decisions", "decided_by", "decided_on", "decision_grounds", "decision_became")
"""The lists, one value in each for each decision, the oldest first."""


def decision_lists(review: Review) -> dict[str, list[str]]:
    """What was decided, by whom, when, why, and which claim took its place. Lists of empty texts are left out.

    >>> decision_lists(Review(Verdict.REJECTED, "Ana", before=(Review(Verdict.ACCEPTED, "Bo"),)))
    {'decisions': ['accepted', 'rejected'], 'decided_by': ['Bo', 'Ana']}
    """
    every = review.decisions
    lists = (
        [each.verdict.value for each in every],
        [each.by for each in every],
        [each.on for each in every],
        [each.reason for each in every],
        ["" if each.became is None else str(each.became) for each in every],
    )
    return {key: values for key, values in zip(DECISION_KEYS, lists, strict=True) if any(values)}


def read_decisions(properties: Mapping[str, object]) -> tuple[Review, ...]:
    """The decisions of such lists. `InputError` where the lists differ in length."""
    lists = [cells.texts(properties, key) for key in DECISION_KEYS]
    verdicts = lists[0]
    rows = [each or [""] * len(verdicts) for each in lists]
    if any(len(each) != len(verdicts) for each in rows):
        raise InputError(f"{', '.join(DECISION_KEYS)} have different lengths", remedy="give them as many values each")
    return tuple(
        Review(cells.as_term(Verdict, verdict, "decisions"), by, on, reason, Ref.parse(became) if became else None)
        for verdict, by, on, reason, became in zip(*rows, strict=True)
    )


def review_of(current: Review | None, decisions: Sequence[Review]) -> Review | None:
    """The review that a claim's present verdict and its decisions make together.

    They agree but where somebody wrote a verdict by hand, into a database or a file: that is then one decision more. A
    verdict that was merely taken away by hand is not: what was decided last holds.

    >>> review_of(Review(Verdict.ACCEPTED, "Ana"), [Review(Verdict.REJECTED, "Bo")]).before[0].by
    'Bo'
    """
    if not decisions:
        return current
    last = decisions[-1]
    if current is None or (current.verdict, current.by, current.on) == (last.verdict, last.by, last.on):
        return last.after(decisions[:-1])
    return current.after(decisions)
