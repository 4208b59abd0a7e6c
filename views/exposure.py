"""The answer to a what-if question, in each of the forms of the command line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..graph.claim import Claim
from ..ontology.schema import load_schema
from ..queries.assessed import Assessed
from ..queries.flips import Flips
from ..queries.results import Exposed, Exposure
from .picture import Drawn, draw
from .reasons import at_risk_in_words, flips_in_words, reasons
from .tables import console, write_json, write_table
from .text import visible

if TYPE_CHECKING:
    from rich.text import Text

_BAR = 10
_NAME, _WORD = 22, 30
"""How wide the names stand: as the longest word in them, within these bounds."""


def write_exposure(found: Exposure, form: str, *, explain: bool = False, flips: Flips | None = None) -> None:
    """Write the ranked assets: as a table (with `explain`, each path with its passages), JSON, JSONL or CSV.

    A table and JSON have what would flip the order, too, where `flips` are given.
    """
    if form == "json":
        write_json(found.record() if flips is None else {**found.record(), "flips": flips.record()["flips"]})
    elif form == "jsonl":
        sys.stdout.writelines(json.dumps(line.record(), ensure_ascii=False) + "\n" for line in found.results)
    elif form == "csv":
        table = found.table()
        write_table(table.columns, table.rows, form)
    else:
        _print(found, explain=explain)
        if flips is not None:
            for words in flips_in_words(found, flips):
                console().print(words, markup=False, highlight=False)
    sys.stdout.flush()


def title(found: Exposure) -> str:
    """What was asked, in words: "What is exposed if Iran should collapse"."""
    return found.scenario.name or f"What is exposed if {found.happening}"


def method(found: Exposure) -> str:
    """How the figures were found, in words, so that a reader can repeat it."""
    worlds = "" if found.worlds is None else f", {found.worlds:,} worlds"
    return f"method {found.method}{worlds}, seed {found.seed}, model {found.model.words}"


def draw_exposure(found: Exposure) -> str:
    """The answer as one static SVG."""
    lines = [_drawn(found, line) for line in found.results]
    return draw(title(found), method(found), lines)


def _drawn(found: Exposure, line: Exposed) -> Drawn:
    ends = [hop.start for hop in line.paths[0].hops] + [line.entity]
    nodes = [(str(end), found.names[end], str(found.kinds[end])) for end in dict.fromkeys(ends)]
    return Drawn(line.name, str(line.kind), line.exposure, line.low, line.high, nodes)


def _print(found: Exposure, *, explain: bool) -> None:
    from rich import box
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    out, schema, exact = console(), load_schema(), found.method == "exact"
    out.print(Text(visible(title(found)), style="bold"))
    out.print(Text(method(found), style="dim"))
    if not found.results:
        out.print(Text(visible(found.note)))
        return
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    table.add_column("#", justify="right")
    longest = max(len(word) for line in found.results for word in line.name.split())
    table.add_column("asset", overflow="fold", width=min(max(longest, _NAME), _WORD))
    table.add_column("class", overflow="fold")
    table.add_column("shared by", overflow="fold")
    table.add_column("exposure", justify="right")
    if not exact:
        table.add_column("low–high", justify="right", no_wrap=True)
    table.add_column("", no_wrap=True, min_width=_BAR)
    for line in found.results:
        shared = ", ".join(found.names[state] for state in line.shared_by)
        words = (line.name, schema.classes[line.kind].label, shared)
        bar = Text("█" * max(1, round(_BAR * line.exposure)), style="red")
        # An exact figure has no interval to show.
        span = () if exact else (f"{line.low:.2f}–{line.high:.2f}",)
        table.add_row(str(line.rank), *(Text(visible(word)) for word in words), f"{line.exposure:.3f}", *span, bar)
    out.print(table)
    if explain:
        for line in found.results:
            for indent, text in _explained(found, line):
                out.print(Padding(text, (0, 0, 0, indent)))
        if isinstance(found, Assessed):
            out.print(Text("\nAt risk", style="bold"))
            for words in at_risk_in_words(found):
                out.print(Padding(Text(words), (0, 0, 0, 3)))


def _explained(found: Exposure, line: Exposed) -> Iterator[tuple[int, Text]]:
    """The paths of one asset, indented: every hop with its probability, its mechanism and the passages behind it."""
    from rich.text import Text

    yield 0, Text(f"\n{line.rank}. {visible(line.name)}", style="bold")
    for path in line.paths:
        yield 3, Text(f"path {path.probability:.3f}", style="dim")
        for hop in path.hops:
            yield 3, Text(f"→ {visible(found.in_words(hop))}  {hop.probability:.3f}")
            yield 5, Text(visible(hop.rule.mechanism), style="dim")
            for claim in hop.claims:
                yield from ((5, text) for text in _passages(claim))
    for words in reasons(found, line):
        yield 3, Text(words, style="dim")


def _passages(claim: Claim) -> Iterator[Text]:
    from rich.text import Text

    for passage in claim.evidence:
        place = f"{passage.start}–{passage.end}" if passage.start >= 0 else passage.record
        said = "" if claim.modality == "asserted" else f"{claim.modality}: "
        yield Text(visible(f"{said}“{passage.quote}” {passage.source} [{place}]"), style="italic")
