"""Commands that hand the graph to other tools."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from .options import Db, opened, print_notices


class Form(StrEnum):
    """What an export writes."""

    TURTLE = "turtle"
    JSON_LD = "json-ld"
    N_QUADS = "n-quads"
    RDF12 = "rdf12"
    JSONL = "jsonl"
    CSV = "csv"


def export(
    form: Annotated[Form, typer.Option("--as", help="The form.")] = Form.TURTLE,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A file [default: standard output].")] = None,
    db: Db = None,
) -> None:
    """Write the whole graph for other tools. jsonl, turtle, n-quads and json-ld lose nothing."""
    from ..views.files import write_file

    with opened(db) as graph:
        write_file(graph.export(form), output)
        print_notices(graph)
