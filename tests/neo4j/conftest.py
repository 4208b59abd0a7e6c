"""The server and an empty store on it, for every test in this folder."""

from __future__ import annotations

import pytest

from .artifacts import Unavailable
from .server import Server, running


@pytest.fixture(scope="session")
def server() -> Server:
    """The Neo4j of this run; skips when there is none, fails when ARAZ_REQUIRE names neo4j."""
    from ..conftest import absent

    try:
        return running()
    except Unavailable as reason:
        absent("neo4j", str(reason))
