"""What the tests of articles on the command line share: the simple reader in the place of the one that ships."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable

import pytest
from araz.loaders.reader.readers import READERS, Named

from ..simplereader import SimpleReader

Typed = Callable[[bytes], None]


@pytest.fixture
def readers(monkeypatch: pytest.MonkeyPatch) -> list[SimpleReader]:
    """The simple readers that were made, in order."""
    made: list[SimpleReader] = []

    def make(threshold: float, threads: int) -> SimpleReader:
        made.append(SimpleReader(threshold))
        return made[-1]

    monkeypatch.setitem(READERS, "small", Named(make, frozenset({"en"})))
    monkeypatch.setitem(READERS, "other", Named(make))
    return made


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Typed:
    """`typed(data)` is what stands on standard input."""
    return lambda data: monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
