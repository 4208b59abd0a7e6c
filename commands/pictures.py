"""The command that draws a graph to look around in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .options import Db, opened, print_notices


def view(
    entities: Annotated[list[str] | None, typer.Argument(help="What to look around: names or ids [all].")] = None,
    hops: Annotated[int, typer.Option(min=0, help="How many steps around them.")] = 1,
    classes: Annotated[list[str] | None, typer.Option(help="Only entities of these classes.")] = None,
    modality: Annotated[list[str] | None, typer.Option(help="Only claims of these modalities.")] = None,
    whatif: Annotated[list[str] | None, typer.Option(help="Highlight what is exposed when this is hit.")] = None,
    kind: Annotated[str, typer.Option(help="The kind of shock of --whatif.")] = "state-collapse",
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write.")] = Path("araz.html"),
    db: Db = None,
) -> None:
    """Write an interactive picture of the claims as one HTML file: `araz view Iran`."""
    from ..views.files import write_file

    with opened(db) as graph:
        exposure = graph.whatif(*whatif, kind=kind) if whatif else None
        named = {"classes": _split(classes), "modalities": _split(modality)}
        page = graph.view(*(entities or ()), hops=hops, exposure=exposure, **named)
        write_file([page], output)
        print_notices(graph)
    typer.echo(f"{output}: open it in a browser", err=True)


def _split(words: list[str] | None) -> list[str]:
    """Words given one by one, or several with commas between."""
    return [word.strip() for one in words or () for word in one.split(",") if word.strip()]
