"""Notebooks as the tests need them: run once, in a copy of their folder, and exported as a page."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from ..conftest import needed
from ..house.conftest import ROOT


@dataclass(frozen=True)
class Ran:
    """A notebook that ran: whether to the end, what was said of that, and the notebook with its outputs."""

    ended: bool
    said: str
    path: Path


@pytest.fixture(scope="session")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Ran]:
    """`ran(name)`: the notebook after nbmake has run it, in a folder that may be written to."""
    for module in ("nbmake", "nbconvert", "ipykernel", "IPython"):
        needed("notebook", module)
    folder = tmp_path_factory.mktemp("notebooks") / "notebooks"
    shutil.copytree(ROOT / "notebooks", folder)
    (folder / "pytest.ini").write_text("[pytest]\n", "utf-8")
    kept: dict[str, Ran] = {}

    def run(name: str) -> Ran:
        if name not in kept:
            options = ["-q", "-c", "pytest.ini", "-p", "no:cacheprovider", "--nbmake", "--overwrite"]
            done = _python(folder, "pytest", *options, name)
            kept[name] = Ran(done.returncode == 0, done.stdout + done.stderr, folder / name)
        return kept[name]

    return run


@pytest.fixture(scope="session")
def exported(ran: Callable[[str], Ran]) -> Callable[[str], str]:
    """`exported(name)`: the notebook with its outputs as a page of HTML, made as notebooks/README.md says."""
    kept: dict[str, str] = {}

    def export(name: str) -> str:
        if name not in kept:
            path = ran(name).path
            done = _python(path.parent, "nbconvert", "--to", "html", "--template", "page", name)
            assert done.returncode == 0, done.stderr
            kept[name] = path.with_suffix(".html").read_text("utf-8")
        return kept[name]

    return export


def _python(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """A module run by this Python in a folder, by itself: no option of the outer test run counts."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=folder, env=env, capture_output=True, text=True, check=False
    )
