"""What the tests of the views share: the bundled example, and the folder."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def example():
    """The bundled example, opened once."""
    import araz

    return araz.open("example")


@pytest.fixture
def folder() -> Path:
    """The folder of the views."""
    import araz

    return Path(araz.__file__).parent / "views"
