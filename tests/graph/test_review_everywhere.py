"""Review keeps its promises on every store."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from araz.graph.store import Store

from .review_promises import PROMISES


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
def test_review_keeps_its_promise(promise: Callable[[Store], None], store: Store) -> None:
    promise(store)
