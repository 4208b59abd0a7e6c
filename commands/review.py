"""The command in which people judge claims, one by one or by file."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import InputError, UsageError
from ..views.text import visible
from .options import Db, Written, form_of, opened, print_notices

if TYPE_CHECKING:
    from ..loaders.reviewing.session import Session

_CHANGES = ("--export", "--import", "--unmerge", "--reopen")


def review(
    *,
    entity: Annotated[str, typer.Option(help="Only claims that mention this entity (a name or an id).")] = "",
    relation: Annotated[str, typer.Option(help="Only claims of this relation.")] = "",
    below: Annotated[float | None, typer.Option(help="Only claims less sure than this (0 to 1).")] = None,
    method: Annotated[str, typer.Option(help="Only claims that this method made.")] = "",
    source: Annotated[str, typer.Option(help="Only claims from this source (a title or an id).")] = "",
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many claims.")] = None,
    by: Annotated[str, typer.Option(help="Who decides [default: the name that git knows, or the user's].")] = "",
    export: Annotated[
        Path | None, typer.Option("--export", metavar="FILE", help="Write what waits into a .csv or .jsonl file.")
    ] = None,
    take_in: Annotated[
        Path | None, typer.Option("--import", metavar="FILE", help="Carry out the decisions in such a file.")
    ] = None,
    unmerge: Annotated[str, typer.Option(metavar="ENTITY", help="Take apart what was merged.")] = "",
    reopen: Annotated[str, typer.Option(metavar="CLAIM", help="Take back the last decision about a claim.")] = "",
    db: Db = None,
    written: Written = None,
) -> None:
    """Judge claims, the least sure first: accept, reject, correct, skip, merge, undo. Each decision is kept at once."""
    from ..views.review_report import write_done, write_imported

    if sum(map(bool, (export, take_in, unmerge, reopen))) > 1:
        raise UsageError(f"one of {', '.join(_CHANGES)} at a time", remedy="give one of them")
    with opened(db) as graph:
        session = graph.review(
            by=lambda: by or _reviewer(),
            entity=entity,
            relation=relation,
            below=below,
            method=method,
            source=source,
            limit=limit,
        )
        problems = False
        if export is not None:
            count = session.export(export)
            typer.echo(f"{export}: {count} {'claim' if count == 1 else 'claims'} to decide about", err=True)
        elif take_in is not None:
            found = session.take_in(take_in)
            write_imported(found, form_of(written))
            problems = bool(found.problems)
        elif unmerge:
            write_done(session.unmerge(unmerge), form_of(written))
        elif reopen:
            session.reopen(reopen)
            typer.echo(f"{reopen}: waits for review again", err=True)
        else:
            _talk(session)
        print_notices(graph)
    if problems:
        raise typer.Exit(InputError.exit_code)


def _talk(session: Session) -> None:
    """One sitting at the terminal, or over a pipe. An interrupt ends it as quitting does."""
    from ..views.review_dialogue import Dialogue
    from ..views.tables import console

    session.reviewer()
    reconfigure = getattr(sys.stdin, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")
    try:
        Dialogue(session, console(), _ask).run()
    except KeyboardInterrupt:
        typer.echo("\naraz: stopped; everything decided so far is kept", err=True)


def _ask(prompt: str) -> str | None:
    try:
        line = input(prompt)
    except EOFError:
        return None
    if not sys.stdin.isatty():
        # What comes over a pipe is shown as if it had been typed.
        typer.echo(visible(line))
    return line


def _reviewer() -> str:
    """The name that git knows, or the user's; at a terminal the reviewer is asked once whether it is right."""
    known = _git_name() or os.environ.get("USER", "") or os.environ.get("USERNAME", "")
    if not sys.stdin.isatty():
        return known
    said = _ask(f"Who decides [{known}]? " if known else "Who decides? ")
    return (said or "").strip() or known


def _git_name() -> str:
    git = shutil.which("git")
    if git is None:
        return ""
    command = [git, "config", "user.name"]
    try:
        done = subprocess.run(  # noqa: S603 (the command is fixed)
            command, capture_output=True, stdin=subprocess.DEVNULL, timeout=5, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode("utf-8", "replace").strip()
