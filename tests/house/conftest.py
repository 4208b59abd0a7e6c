"""What the house tests share: the folders of the package, and the wheel that is built of the tracked files."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

from ..conftest import absent

ROOT = Path(__file__).resolve().parents[2]


def folders() -> list[Path]:
    """The folder of each package in pyproject.toml, the root first."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        names = tomllib.load(file)["tool"]["setuptools"]["packages"]
    return [ROOT.joinpath(*name.split(".")[1:]) for name in names]


@cache
def tracked() -> tuple[str, ...]:
    """Every file of the checkout that is tracked, or new and not ignored; listed once, as the wheel is built once."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if listed.returncode != 0:
        absent("git", "this folder is not a git checkout")
    return tuple(name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file())


def shipped() -> set[str]:
    """The paths, in an installed package, of everything that must be there: code and data."""
    tops = {folder.relative_to(ROOT).parts[0] for folder in folders() if folder != ROOT}
    listed = (name.split("/") for name in tracked())
    return {
        "/".join(("araz", *p)) for p in listed if p[0] in tops or (len(p) == 1 and p[0].endswith((".py", ".typed")))
    }


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the tracked files."""
    place = tmp_path_factory.mktemp("wheel")
    tree = place / "tree"
    for name in tracked():
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tree / name)
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", place, tree]
    subprocess.run(command, check=True, capture_output=True)
    return next(place.glob("*.whl"))
