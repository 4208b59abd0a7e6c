"""Commands that hand the graph to other tools, and take back what people did there."""

from __future__ import annotations

import shlex
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ..errors import InputError, UsageError
from .options import Db, Written, form_of, opened, print_notices


class Form(StrEnum):
    """What an export writes."""

    TURTLE = "turtle"
    JSON_LD = "json-ld"
    N_QUADS = "n-quads"
    RDF12 = "rdf12"
    JSONL = "jsonl"
    CSV = "csv"
    GRAPHML = "graphml"
    GEXF = "gexf"
    PARQUET = "parquet"
    NEO4J_ADMIN = "neo4j-admin"


_FOLDERS = (Form.PARQUET, Form.NEO4J_ADMIN)

Server = Annotated[
    str,
    typer.Argument(
        metavar="NEO4J_URL", help="neo4j://HOST:7687/DATABASE; the login comes from it, or from the environment."
    ),
]


def export(
    form: Annotated[Form, typer.Option("--as", help="The form.")] = Form.TURTLE,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A file [default: standard output]; for two forms a folder.")
    ] = None,
    db: Db = None,
) -> None:
    """Write the whole graph for other tools. jsonl, turtle, n-quads and json-ld lose nothing.

    parquet and neo4j-admin write a folder of files; neo4j-admin prints the exact import command.
    """
    from ..views.files import write_file

    with opened(db) as graph:
        if form not in _FOLDERS:
            write_file(graph.export(form), output)
        elif output is None:
            raise UsageError(f"{form} writes a folder of files", remedy="name it: --output FOLDER")
        else:
            graph.export_folder(form, output)
            if form is Form.NEO4J_ADMIN:
                from ..graph.bulk import command

                typer.echo(f"cd {shlex.quote(str(output))}\n{command().partition(chr(10))[2]}", nl=False)
        print_notices(graph)


def push(server: Server, db: Db = None, written: Written = None) -> None:
    """Make a Neo4j server hold this graph. Only what differs is sent; what others keep there stays."""
    from ..views.exchange import write_pushed
    from ..views.loading import progress

    with opened(db) as graph, progress() as advance:
        done = graph.push(server, advance)
        print_notices(graph)
    write_pushed(done, form_of(written))


def pull(
    server: Server,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the difference, and change nothing.")] = False,
    quarantine: Annotated[
        Path | None, typer.Option(help="Where records that fail a check are kept [default: in the store's folder].")
    ] = None,
    db: Db = None,
    written: Written = None,
) -> None:
    """Take over what people changed or added on a Neo4j server, checked like every source."""
    from ..views.exchange import write_pulled

    with opened(db) as graph:
        report = graph.pull(server, dry_run=dry_run, quarantine=quarantine)
        print_notices(graph)
    write_pulled(report, form_of(written))
    if report.rejected or report.pulled.problems:
        raise typer.Exit(InputError.exit_code)
