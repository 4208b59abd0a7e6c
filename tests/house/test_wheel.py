"""The wheel holds the whole product: unpacked elsewhere, it answers the question."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("graph", "ontology", "loaders", "queries", "views")
DATA = (".ttl", ".rq", ".cypher", ".jsonl", ".yaml", ".txt", ".json", ".typed", ".html", ".j2", ".js", ".css")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    place = tmp_path_factory.mktemp("wheel")
    tree = place / "tree"
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode != 0:
        pytest.skip("needs a git checkout: the wheel is built from the tracked files")
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, tree / name)
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", place, tree],
        check=True,
        capture_output=True,
    )
    return next(place.glob("*.whl"))


def test_every_data_file_of_the_package_is_in_the_wheel(wheel):
    inside = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        f"araz/{path.relative_to(ROOT).as_posix()}"
        for part in PARTS
        for path in (ROOT / part).rglob("*")
        if path.suffix in DATA or path.suffix == ".py"
    }
    assert wanted - inside == set()


def test_nothing_but_the_package_is_in_the_wheel(wheel):
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"araz"}
    assert not any("/tests/" in name or "/benchmarks/" in name for name in zipfile.ZipFile(wheel).namelist())


def test_the_unpacked_wheel_answers_the_headline_question(wheel, tmp_path):
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    done = subprocess.run(
        [sys.executable, "-m", "araz.cli", "whatif", "Iran", "--format", "json"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "site")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "ent:khudafarin-plant" in [line["id"] for line in json.loads(done.stdout)["results"]]
