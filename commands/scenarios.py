"""The command that asks what if."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..errors import NoAnswer
from .options import Db, Written, form_of, opened, print_notices


def whatif(
    shocked: Annotated[list[str] | None, typer.Argument(help="What is hit: a name or an id.")] = None,
    kind: Annotated[str, typer.Option(help="The kind of shock.")] = "state-collapse",
    of: Annotated[
        str, typer.Option(help="Whose exposure: shared-infrastructure, infrastructure, a class, or an entity.")
    ] = "shared-infrastructure",
    scenario: Annotated[Path | None, typer.Option(help="A scenario file instead of one shock.")] = None,
    top: Annotated[int | None, typer.Option(min=1, help="Only the first so many.")] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Show the passage behind every hop.")] = False,
    picture: Annotated[Path | None, typer.Option(help="Draw the answer into this SVG file, too.")] = None,
    db: Db = None,
    written: Written = None,
) -> None:
    """What is exposed if something happens: `araz whatif Iran`."""
    from ..views.exposure import draw_exposure, write_exposure
    from ..views.files import write_file

    with opened(db) as graph:
        result = graph.whatif(*(shocked or ()), kind=kind, scenario=scenario, of=of, top=top)
        write_exposure(result, form_of(written), explain=explain)
        if picture is not None:
            write_file([draw_exposure(result)], picture)
        print_notices(graph)
    if not result.results:
        raise typer.Exit(NoAnswer.exit_code)
