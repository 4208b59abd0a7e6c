"""What the README and the docs show is what happens: their commands are run, their links lead somewhere."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)


def sessions():
    """Every `$ araz …` line of a console block, with the output shown below it."""
    for page in PAGES:
        for block in BLOCK.findall(page.read_text("utf-8")):
            for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                command, _, shown = part.partition("\n")
                if command.startswith("araz "):
                    yield pytest.param(command, shown.rstrip("\n"), id=f"{page.name}: {command}")


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("reader")


@pytest.mark.parametrize(("command", "shown"), list(sessions()))
def test_the_command_prints_what_the_page_shows(command, shown, place):
    araz = Path(sys.executable).with_name("araz")
    line = shlex.join([str(araz), *shlex.split(command)[1:]])
    done = subprocess.run(
        ["bash", "-c", line],
        cwd=place,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "COLUMNS": "100"},
    )
    assert done.returncode in (0, 1), done.stderr
    printed = [" ".join(row.split()) for row in done.stdout.splitlines()]
    position = 0
    for row in (" ".join(row.split()) for row in shown.splitlines()):
        if row == "…":  # the page leaves lines out here
            continue
        assert row in printed[position:], f"not printed (any more): {row}"
        position = printed.index(row, position) + 1


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_inside_the_project_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        found = (page.parent / path).resolve() if path else page
        assert found.exists(), target
        if anchor:
            heads = re.findall(r"^#+ (.+)$", found.read_text("utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}, target


def test_every_command_stands_in_the_reference():
    text = (ROOT / "docs" / "commands.md").read_text("utf-8")
    help_text = subprocess.run(
        [sys.executable, "-m", "araz.cli", "--help"], capture_output=True, text=True, check=True
    ).stdout
    for name in re.findall(r"^  ([a-z]+)  ", help_text.partition("Commands:")[2], re.MULTILINE):
        assert f"## araz {name}\n" in text
