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


def mentions():
    """Every `araz …` that a page shows without its output: in the text, or in a block that is not a console."""
    for page in PAGES:
        if page.name == "commands.md":
            continue  # generated from the commands
        text = BLOCK.sub("", page.read_text("utf-8"))
        blocks = re.findall(r"^```(?:\w*)\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
        lines = [line.removeprefix("$ ") for block in blocks for line in block.splitlines()]
        spans = re.findall(r"`(araz [^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))
        for whole, shown in ((True, lines), (False, spans)):
            for line in dict.fromkeys(shown):
                if line.startswith("araz "):
                    yield pytest.param(line, whole, id=f"{page.name}: {line}")


@pytest.mark.parametrize(("line", "whole"), list(mentions()))
def test_a_command_that_is_only_mentioned_could_be_run(line, whole):
    import typer
    from araz.cli import app

    words = shlex.split(re.split(r"\s[|>]\s", line)[0], comments=True)[1:]
    group = typer.main.get_command(app)
    wrong_usage = typer.BadParameter.__mro__[1]  # Typer may bring a Click of its own.
    if words[0].startswith("-"):
        return
    assert words[0] in group.commands, f"there is no araz {words[0]}"
    try:
        group.commands[words[0]].make_context(words[0], words[1:])
    except wrong_usage as error:
        # In running text a command may be named without what it needs.
        assert not whole and type(error).__name__ == "MissingParameter", error.message


def test_every_command_stands_in_the_reference():
    text = (ROOT / "docs" / "commands.md").read_text("utf-8")
    help_text = subprocess.run(
        [sys.executable, "-m", "araz.cli", "--help"], capture_output=True, text=True, check=True
    ).stdout
    for name in re.findall(r"^  ([a-z]+)  ", help_text.partition("Commands:")[2], re.MULTILINE):
        assert f"## araz {name}\n" in text
