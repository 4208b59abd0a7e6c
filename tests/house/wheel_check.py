"""The wheel, installed with its dependencies into an environment where nothing else is, does its work.

It takes minutes and the package registry, so the suite leaves it out by its name: `make wheel-check` runs it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from ..conftest import absent
from .conftest import shipped

NOTE = "Iran operates Khudafarin."
CLAIM = {
    "subject": "ent:iran",
    "relation": "operates",
    "object": "ent:khudafarin-plant",
    "evidence": [{"source": "src:note", "start": 0, "end": 25, "quote": NOTE}],
}
SOURCE = {"type": "source", "id": "src:note", "title": "A note", "text": NOTE}


@pytest.fixture(scope="session")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment that holds the wheel and what it names as its dependencies."""
    place = tmp_path_factory.mktemp("environment")
    venv.create(place / "venv", with_pip=True)
    pip = [str(place / "venv" / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    # Asked for first, and not from the cache: a wheel that cannot be installed is a fault, not an absent registry.
    probe = [*pip, "--dry-run", "--no-deps", "--no-cache-dir", "--retries", "0", "--timeout", "20", "typer"]
    asked = subprocess.run(probe, capture_output=True, text=True, check=False)
    if asked.returncode != 0:
        said = asked.stderr.strip().splitlines()
        absent("registry", f"pip could not reach it: {said[-1] if said else 'no reason given'}")
    done = subprocess.run([*pip, str(wheel)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return place / "venv"


@pytest.fixture
def run(environment: Path, tmp_path: Path):
    """Runs the installed `araz` in an empty folder with an empty HOME and nothing of this environment's variables."""
    (tmp_path / "home").mkdir()
    (tmp_path / "here").mkdir()
    bare = {"HOME": str(tmp_path / "home"), "PATH": os.defpath, "LANG": "C.UTF-8"}

    def call(*args: str, stdin: str | None = None) -> str:
        done = subprocess.run(
            [str(environment / "bin" / "araz"), *args],
            cwd=tmp_path / "here",
            env=bare,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert done.stderr == ""
        return done.stdout

    return call


def test_every_file_of_the_package_is_installed(environment):
    code = "import importlib.metadata as m; print(*(str(f) for f in m.files('araz')), sep='\\n')"
    python = str(environment / "bin" / "python")
    listed = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True, cwd=environment)
    assert shipped() - set(listed.stdout.splitlines()) == set()
    assert sys.prefix not in listed.stdout


def test_no_dependency_conflicts(environment):
    done = subprocess.run([str(environment / "bin" / "python"), "-m", "pip", "check"], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_headline_question_is_answered(run):
    found = [line["id"] for line in json.loads(run("whatif", "Iran", "--format", "json"))["results"]]
    assert {"ent:khudafarin-plant", "ent:instc", "ent:araz-corridor", "ent:azerbaijan-iran-electricity"} <= set(found)


def test_a_catalogued_question_is_answered(run):
    rows = json.loads(run("ask", "corridors", "Iran"))["rows"]
    assert "ent:instc" in [row[0] for row in rows]


def test_a_file_is_loaded_and_exported(run, tmp_path):
    (tmp_path / "here" / "claims.jsonl").write_text(f"{json.dumps(SOURCE)}\n{json.dumps(CLAIM)}\n", "utf-8")
    assert json.loads(run("load", "claims.jsonl"))["claims"]["new"] == 1
    assert json.loads(run("validate"))["conforms"] is True
    assert "az:operates" in run("export", "--as", "turtle")
    assert "Iran" in run("show", "Khudafarin HPP", "--format", "table")


def test_the_catalogue_and_the_help_are_there(run):
    assert "corridors" in run("questions")
    for verb in ("load", "ask", "whatif", "export"):
        assert verb in run("--help")
