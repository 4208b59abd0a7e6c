"""What a load did, and what a validation found."""

from __future__ import annotations

import json
import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ..loaders.report import LoadReport
from ..loaders.validating import ValidationReport
from .tables import console, write_json, write_table
from .text import visible

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, ProgressColumn, TaskID

_SHOWN = 20


class Advance:
    """Tells on a terminal how far things are: records by their number, documents as a bar."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bar: tuple[Progress, TaskID] | None = None
        self._of_documents = False

    def __call__(self, what: str, count: int) -> None:
        """So many records are through."""
        from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

        text = TextColumn("{task.description} {task.completed:,.0f} records")
        bar, task = self._shown(False, SpinnerColumn(), text, TimeElapsedColumn())
        bar.update(task, description=what, completed=count)

    def documents(self, done: int, total: int) -> None:
        """So many documents are through, of so many."""
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn

        columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        bar, task = self._shown(True, *columns)
        bar.update(task, completed=done, total=total)

    def stop(self) -> None:
        """Take the line away."""
        if self._bar is not None:
            self._bar[0].stop()
        self._bar = None

    def _shown(self, of_documents: bool, *columns: ProgressColumn) -> tuple[Progress, TaskID]:
        if self._bar is not None and self._of_documents == of_documents:
            return self._bar
        from rich.progress import Progress

        self.stop()
        # What is written to standard output is the answer, and must not pass through the bar.
        bar = Progress(*columns, console=self._console, transient=True, redirect_stdout=False)
        self._bar, self._of_documents = (bar, bar.add_task("reading", total=None)), of_documents
        bar.start()
        return self._bar


@contextmanager
def progress() -> Generator[Advance | None]:
    """A progress line on stderr, for as long as the block runs; None when stderr is not a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console

    advance = Advance(Console(stderr=True))
    try:
        yield advance
    finally:
        advance.stop()


def write_reports(reports: Sequence[LoadReport], form: str) -> None:
    """Write what each load did: one JSON object for one source, a list for several, or rows.

    Notes, and the first records that were turned away, stand below the table; in other forms they go to stderr.
    """
    records = [report.record() for report in reports]
    if form == "json":
        write_json(records[0] if len(records) == 1 else records)
    elif form == "jsonl":
        sys.stdout.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    else:
        columns = ("source", "new", "updated", "unchanged", "quarantined", "entities new", "entities known")
        withdrawn = any(report.claims_withdrawn for report in reports)
        rows = [_row(report) + ((report.claims_withdrawn,) if withdrawn else ()) for report in reports]
        write_table(columns + (("withdrawn",) if withdrawn else ()), rows, form)
    sys.stdout.flush()
    for remark in _remarks(reports):
        if form == "table":
            _print_remark(remark)
        else:
            sys.stderr.write(f"araz: {visible(remark)}\n")


def _row(report: LoadReport) -> tuple[object, ...]:
    claims = (report.claims_new, report.claims_updated, report.claims_unchanged, len(report.quarantined))
    return (report.source, *claims, report.entities_new, report.entities_known)


def _print_remark(remark: str) -> None:
    from rich.text import Text

    console().print(Text(visible(remark)))


def _remarks(reports: Sequence[LoadReport]) -> Iterator[str]:
    """Notes, and the first records that were turned away, each with its place and remedy."""
    for report in reports:
        yield from report.notes
        yield from map(str, report.quarantined[:_SHOWN])
        if len(report.quarantined) > _SHOWN:
            yield f"… and {len(report.quarantined) - _SHOWN} more in the quarantine file"


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
