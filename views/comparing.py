"""One scenario against another, in each of the forms of the command line."""

from __future__ import annotations

import json
import sys

from ..queries.comparison import Comparison
from ..queries.scenario import Scenario
from .tables import console, write_json, write_table
from .text import visible


def write_comparison(found: Comparison, form: str) -> None:
    """Write the assets by how much their exposure differs: as a table, JSON, JSONL or CSV."""
    if form == "json":
        write_json(found.record())
    elif form == "jsonl":
        sys.stdout.writelines(json.dumps(line.record(), ensure_ascii=False) + "\n" for line in found.results)
    elif form == "csv":
        write_table(found.columns, found.rows, form)
    else:
        _print(found)
    sys.stdout.flush()


def _print(found: Comparison) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    out = console()
    out.print(Text(visible(f"{_name(found.one)} (one) against {_name(found.other)} (other)"), style="bold"))
    worlds = "" if found.worlds is None else f", {found.worlds:,} worlds"
    out.print(Text(f"method {found.method}{worlds}, seed {found.seed}", style="dim"))
    if not found.results:
        out.print("nothing is exposed in either")
        return
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for column in found.columns:
        words = column in ("asset", "class")
        table.add_column(column, justify="left" if words else "right", overflow="fold")
    for line in found.results:
        figures = (f"{line.one:.3f}", f"{line.other:.3f}", f"{line.difference:+.3f}", f"{line.low:+.3f}")
        table.add_row(str(line.rank), Text(visible(line.name)), line.kind.value, *figures, f"{line.high:+.3f}")
    out.print(table)


def _name(scenario: Scenario) -> str:
    return scenario.name or " and ".join(f"{shock.entity} {shock.kind}" for shock in scenario.shocks)
