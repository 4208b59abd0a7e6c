"""The command that asks what if."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..errors import NoAnswer
from .options import Db, Format, Written, form_of, opened, print_notices


def whatif(
    shocked: Annotated[list[str] | None, typer.Argument(help="What is hit: a name or an id.")] = None,
    *,
    kind: Annotated[str, typer.Option(help="The kind of shock.")] = "state-collapse",
    of: Annotated[
        str, typer.Option(help="Whose exposure: shared-infrastructure, infrastructure, a class, or an entity.")
    ] = "shared-infrastructure",
    scenario: Annotated[
        str | None, typer.Option(metavar="NAME|FILE", help="A scenario that ships with araz, or a file of your own.")
    ] = None,
    against: Annotated[
        str | None, typer.Option(metavar="NAME|FILE", help="Another scenario to compare with, asset by asset.")
    ] = None,
    top: Annotated[int | None, typer.Option(min=1, help="Only the first so many.")] = None,
    method: Annotated[str, typer.Option(help="auto, exact, sampled or path-bound.")] = "auto",
    worlds: Annotated[
        int | None, typer.Option(min=1, help="How many worlds are drawn at most, where it is not exact.")
    ] = None,
    precision: Annotated[
        float | None, typer.Option(help="Stop drawing when no interval is wider than this (0 to 1).")
    ] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="What the drawing starts from.")] = None,
    rules: Annotated[Path | None, typer.Option(help="A file of transmission rules instead of ours.")] = None,
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
        if form is Format.HTML:
            other = None if against is None else chosen_scenario(graph.store, scenario=against)
            write_file([graph.report(result, against=other)], None)
        elif against is None:
            write_exposure(result, form, explain=explain, flips=result.flips() if flips else None)
        else:
            compared = result.compare(against, top=top)
            found = bool(compared.results)
            write_comparison(compared, form)
        if picture is not None:
            write_file([draw_exposure(result)], picture)
        print_notices(graph)
    if not found:
        raise typer.Exit(NoAnswer.exit_code)
