"""What a load did, and what a validation found."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager

from ..loaders.report import LoadReport
from ..loaders.validating import ValidationReport
from .tables import console, write_json, write_table
from .text import visible

_SHOWN = 20


@contextmanager
def progress() -> Generator[Callable[[str, int], None] | None]:
    """A progress line on stderr, for as long as the block runs; None when stderr is not a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description} {task.completed:,.0f} records"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading")
        yield lambda what, count: bar.update(task, description=what, completed=count)


def write_reports(reports: Sequence[LoadReport], form: str) -> None:
    """Write what each load did: one JSON object for one source, a list for several, or rows."""
    records = [report.record() for report in reports]
    if form == "json":
        write_json(records[0] if len(records) == 1 else records)
    elif form == "jsonl":
        sys.stdout.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    else:
        columns = ("source", "new", "updated", "unchanged", "quarantined", "entities new", "entities known")
        write_table(columns, [_row(report) for report in reports], form)
        if form == "table":
            _remarks(reports)
    sys.stdout.flush()


def _row(report: LoadReport) -> tuple[object, ...]:
    claims = (report.claims_new, report.claims_updated, report.claims_unchanged, len(report.quarantined))
    return (report.source, *claims, report.entities_new, report.entities_known)


def _remarks(reports: Sequence[LoadReport]) -> None:
    """Notes, and the first records that were turned away, each with its place and remedy."""
    from rich.text import Text

    out = console()
    for report in reports:
        for note in report.notes:
            out.print(Text(visible(note)))
        for rejected in report.quarantined[:_SHOWN]:
            out.print(Text(visible(str(rejected)), style="red"))
        if len(report.quarantined) > _SHOWN:
            out.print(Text(f"… and {len(report.quarantined) - _SHOWN} more in the quarantine file", style="dim"))


def write_findings(report: ValidationReport, form: str) -> None:
    """Write what a validation found, one row a finding; as a table, it says what was checked and how."""
    if form == "json":
        write_json(report.record())
        return
    if form == "table":
        done = f"{report.claims:,} claims checked, {report.by_shacl:,} of them by pySHACL too"
        console().print(f"{done}: {'nothing to mend' if report.conforms else 'see below'}")
        if report.conforms:
            return
    rows = [(found.record, found.shape, found.message, found.remedy) for found in report.findings]
    write_table(("record", "shape", "problem", "remedy"), rows, form)
