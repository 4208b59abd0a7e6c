"""What every test folder shares: the parts that a machine may lack, and what ARAZ_REQUIRE demands of it.

No test skips by itself: it names the part it needs here, so that one variable can demand it (tests/house/test_rules.py
holds this).
"""

from __future__ import annotations

import importlib
import os
from pathlib import Path
from types import ModuleType
from typing import NoReturn

import pytest

from .browser import axe, browser, look, violations  # noqa: F401 fixtures of every folder

SHARED = Path(__file__).resolve().parents[2] / "shared"

PARTS = {
    "axe": "npm and a network, which bring axe-core",
    "chromium": "the browser of that name and playwright",
    "git": "a git checkout, whose tracked files are what is built",
    "mount": "a machine that lets root mount a small disk",
    "neo4j": "a Neo4j server: NEO4J_URI, Docker, or Java 17 with Maven",
    "notebook": "IPython, ipykernel, nbmake and nbconvert",
    "oxigraph": "the oxigraph server from the package registry",
    "parquet": "pyarrow",
    "pictures": "resvg_py and pillow",
    "problog": "problog",
    "reference": "the very versions of the reference packages that the bundled files were made with",
    "registry": "the package registry, over the network",
    "root": "root, which alone can mount a disk or step down to another user",
    "shared": "the folder of annotated sets and samples beside a developer's checkout",
}
"""Every part that ARAZ_REQUIRE may name, and what it is."""


def demanded() -> set[str]:
    """The parts that ARAZ_REQUIRE (a comma-separated list) says must be there."""
    return {word.strip() for word in os.environ.get("ARAZ_REQUIRE", "").split(",")} - {""}


def absent(part: str, reason: str) -> NoReturn:
    """Skip a test because a part is not on this machine; fail it when ARAZ_REQUIRE names the part."""
    if part not in PARTS:
        pytest.fail(f"{part} is not one of the parts in tests/conftest.py", pytrace=False)
    if part in demanded():
        pytest.fail(f"ARAZ_REQUIRE names {part}, but {reason}", pytrace=False)
    pytest.skip(f"needs {part}: {reason}")


def never(reason: str) -> NoReturn:
    """Skip a promise that does not hold for a backend by its nature: no part that could be brought changes that."""
    pytest.skip(f"never: {reason}")


def needed(part: str, module: str) -> ModuleType:
    """An optional package's module; without the package, the test is skipped as `absent` does."""
    try:
        return importlib.import_module(module)
    except ImportError:
        absent(part, f"{module.partition('.')[0]} is not installed")


@pytest.fixture(scope="session")
def missing():
    """`missing(part, reason)`: skip, or fail when ARAZ_REQUIRE names the part."""
    return absent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of annotated sets and samples beside a developer's checkout; a user's clone has none."""
    if not SHARED.is_dir():
        absent("shared", "the folder of annotated sets is not beside this checkout")
    return SHARED


@pytest.fixture
def as_root() -> None:
    """For what only root can set up."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        absent("root", "these tests do not run as root")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden` writes the golden answers anew; read them before you commit them."""
    parser.addoption("--update-golden", action="store_true", help="write the golden answers anew")


def pytest_configure(config: pytest.Config) -> None:
    """A misspelt part would demand nothing."""
    unknown = sorted(demanded() - PARTS.keys())
    if unknown:
        raise pytest.UsageError(f"ARAZ_REQUIRE names {', '.join(unknown)}; the parts are {', '.join(PARTS)}")
