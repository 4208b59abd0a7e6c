"""Tables of plain values, in each of the forms of the command line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ..graph.exporting import csv_text
from ..graph.ref import Ref
from ..graph.store import Table, Value
from .text import cell

if TYPE_CHECKING:
    from rich.console import Console


def write_table(columns: Sequence[str], rows: Iterable[Sequence[object]], form: str, title: str = "") -> None:
    """Write rows as a table, CSV with a header, JSON {"columns","rows"}, JSONL, one object a row, or a page of HTML."""
    if form == "json":
        write_json({"columns": list(columns), "rows": [[plain(v) for v in row] for row in rows]})
    elif form == "jsonl":
        for row in rows:
            sys.stdout.write(json.dumps(dict(zip(columns, map(plain, row), strict=True)), ensure_ascii=False) + "\n")
    elif form == "csv":
        sys.stdout.write(csv_text([columns, *([plain(v) for v in row] for row in rows)]))
    elif form == "html":
        from .report_answer import table_page

        cells = tuple(tuple(_cell_of(value) for value in row) for row in rows)
        sys.stdout.write(table_page(None, Table(tuple(columns), cells), title=title or "Araz"))
    else:
        print_table(columns, rows)


def _cell_of(value: object) -> Value:
    return value if value is None or isinstance(value, Ref | str | int | float) else str(value)


def write_json(record: object) -> None:
    """Write one JSON value, indented, not escaped beyond need."""
    sys.stdout.write(json.dumps(record, ensure_ascii=False, indent=2) + "\n")


def plain(value: object) -> object:
    """A value as JSON has it: a Ref as its short form."""
    return str(value) if isinstance(value, Ref) else value


def print_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table that fits the terminal."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    shown = [[cell(value) for value in row] for row in rows]
    for column in columns:
        table.add_column(column.replace("_", " "), overflow="fold")
    for row in shown:
        table.add_row(*map(Text, row))
    out = console()
    out.print(table)
    out.print(Text(f"{len(shown)} {'row' if len(shown) == 1 else 'rows'}", style="dim"))


def console() -> Console:
    """The terminal, or a plain stream of 100 columns when piped. Markup in names is shown, never obeyed."""
    from rich.console import Console

    return Console(
        width=None if sys.stdout.isatty() else 100, markup=False, highlight=False, emoji=False, soft_wrap=False
    )
