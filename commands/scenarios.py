"""The command that asks what if."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..errors import NoAnswer, UsageError
from .options import (
    Against,
    Db,
    Format,
    Kind,
    Method,
    Of,
    Plan,
    Precision,
    RulesFile,
    Seed,
    Top,
    Worlds,
    Written,
    form_of,
    opened,
    print_notices,
)


def whatif(
    shocked: Annotated[list[str] | None, typer.Argument(help="What is hit: a name or an id.")] = None,
    *,
    kind: Kind = "state-collapse",
    of: Of = "shared-infrastructure",
    scenario: Plan = None,
    against: Against = None,
    top: Top = None,
    method: Method = "auto",
    worlds: Worlds = None,
    precision: Precision = None,
    seed: Seed = None,
    rules: RulesFile = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show the passage behind every hop, and how much is at risk.")
    ] = False,
    flips: Annotated[
        bool, typer.Option("--flips", help="Say which claims would change the order if accepted or rejected.")
    ] = False,
    picture: Annotated[Path | None, typer.Option(help="Draw the answer into this SVG file, too.")] = None,
    db: Db = None,
    written: Written = None,
) -> None:
    """What is exposed if something happens: `araz whatif Iran`, `araz whatif --scenario hormuz-closed`."""
    from ..queries.library import chosen_scenario
    from ..views.comparing import write_comparison
    from ..views.exposure import draw_exposure, write_exposure
    from ..views.files import write_file

    if precision is not None and against is not None:
        raise UsageError("--precision does not go with --against", remedy="give --worlds")
    with opened(db) as graph:
        result = graph.whatif(
            *(shocked or ()),
            kind=kind,
            scenario=scenario,
            of=of,
            top=top if against is None else None,
            method=method,
            worlds=worlds,
            precision=precision,
            seed=seed,
            rules=rules,
        )
        found, form = bool(result.results), form_of(written)
        other = None if against is None else chosen_scenario(graph.store, scenario=against, rules=rules)
        if form is Format.HTML:
            write_file([graph.report(result, against=other)], None)
        elif other is None:
            write_exposure(result, form, explain=explain, flips=result.flips() if flips else None)
        else:
            compared = result.compare(other, top=top)
            found = bool(compared.results)
            write_comparison(compared, form)
        if picture is not None:
            write_file([draw_exposure(result)], picture)
        print_notices(graph)
    if not found:
        raise typer.Exit(NoAnswer.exit_code)
