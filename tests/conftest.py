"""What every test folder shares: the sets that only a developer's machine has, and what ARAZ_REQUIRE demands."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def required(part: str) -> bool:
    """Whether ARAZ_REQUIRE (a comma-separated list) says that this part must be there."""
    return part in {word.strip() for word in os.environ.get("ARAZ_REQUIRE", "").split(",")}


def absent(part: str, reason: str) -> NoReturn:
    """Skip a test because a part is not on this machine; fail it when ARAZ_REQUIRE names the part."""
    if required(part):
        pytest.fail(f"ARAZ_REQUIRE names {part}, but {reason}", pytrace=False)
    pytest.skip(f"needs {part}: {reason}")


@pytest.fixture
def missing():
    """`missing(part, reason)`: skip, or fail when ARAZ_REQUIRE names the part."""
    return absent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of annotated sets and samples beside a developer's checkout; a user's clone has none."""
    if not SHARED.is_dir():
        absent("shared", "the folder of annotated sets is not beside this checkout")
    return SHARED


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden` writes the golden answers anew; read them before you commit them."""
    parser.addoption("--update-golden", action="store_true", help="write the golden answers anew")
