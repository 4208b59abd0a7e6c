"""The command line: one thin command for each verb."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from .errors import ArazError, InputError, NoAnswer

if TYPE_CHECKING:
    from .face import Graph

app = typer.Typer(
    name="araz",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Sourced claims about a region, and what-if questions over them.\n\n"
    "Without --db, araz reads ./araz.db, or the bundled example when there is none.\n\n"
    "Exit codes: 0 done, 1 no answer, 2 wrong usage, 3 bad input.",
)


class Format(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


class Form(StrEnum):
    """What an export writes."""

    TURTLE = "turtle"
    JSON_LD = "json-ld"
    N_QUADS = "n-quads"
    RDF12 = "rdf12"
    JSONL = "jsonl"
    CSV = "csv"


Db = Annotated[
    str | None,
    typer.Option("--db", metavar="PLACE", help="A folder, memory:, example, or the address of a SPARQL endpoint."),
]
Written = Annotated[
    Format | None,
    typer.Option("--format", "-f", help="How to write the answer: a table on a terminal, JSON when piped."),
]


def _graph(db: str | None) -> Graph:
    from .face import open_graph

    return open_graph(db)


def _form(chosen: Format | None) -> Format:
    return chosen if chosen is not None else Format.TABLE if sys.stdout.isatty() else Format.JSON


@app.command()
def load(
    sources: Annotated[list[Path], typer.Argument(help="Files of claims (.jsonl .csv .yaml) or RDF.")],
    db: Db = None,
    quarantine: Annotated[
        Path | None, typer.Option(help="Where records that fail a check are kept [default: in the store's folder].")
    ] = None,
    written: Written = None,
) -> None:
    """Take in claims and RDF. Loading the same thing twice changes nothing."""
    from .face import DEFAULT_PLACE
    from .views.loading import progress, write_reports

    with _graph(db or DEFAULT_PLACE) as graph, progress() as advance:
        reports = graph.load(*sources, quarantine=quarantine, progress=advance)
        _notices(graph)
    write_reports(reports, _form(written))
    if any(report.quarantined for report in reports):
        raise typer.Exit(InputError.exit_code)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="A question's id (see `araz questions`), or its words.")],
    values: Annotated[list[str] | None, typer.Argument(help="Its parameters, in order or as name=value.")] = None,
    db: Db = None,
    written: Written = None,
) -> None:
    """Answer a catalogued question: `araz ask corridors Iran`."""
    from .views.answers import write_answer

    with _graph(db) as graph:
        plain = [value for value in values or () if "=" not in value]
        named = dict(value.split("=", 1) for value in values or () if "=" in value)
        answer = graph.ask(question, *plain, **named)
        form = _form(written)
        write_answer(answer, form, graph.passages(answer) if form is Format.TABLE else ())
        _notices(graph)
    if not answer.rows:
        raise typer.Exit(NoAnswer.exit_code)


@app.command()
def questions(
    question: Annotated[str | None, typer.Argument(help="Show one question whole.")] = None, written: Written = None
) -> None:
    """List the catalogue: what can be asked, with which parameters."""
    from .views.answers import write_question, write_questions

    if question is None:
        write_questions(_form(written))
    else:
        write_question(question, _form(written))


@app.command()
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
    from .views.exposure import draw_exposure, write_exposure
    from .views.files import write_file

    with _graph(db) as graph:
        result = graph.whatif(*(shocked or ()), kind=kind, scenario=scenario, of=of, top=top)
        write_exposure(result, _form(written), explain=explain)
        if picture is not None:
            write_file([draw_exposure(result)], picture)
        _notices(graph)
    if not result.results:
        raise typer.Exit(NoAnswer.exit_code)


@app.command()
def sparql(
    query: Annotated[str, typer.Argument(help="The query, a .rq file, or - for standard input.")],
    db: Db = None,
    written: Written = None,
) -> None:
    """Run a SPARQL SELECT or ASK. A plain relation such as `?a az:operates ?b` is always an asserted one."""
    from .views.tables import write_table

    text = sys.stdin.read() if query == "-" else _file_or_text(query)
    with _graph(db) as graph:
        table = graph.sparql(text)
        write_table(table.columns, table.rows, _form(written))
        _notices(graph)
    if not table.rows:
        raise typer.Exit(NoAnswer.exit_code)


@app.command()
def show(
    entity: Annotated[str, typer.Argument(help="A name or an id.")], db: Db = None, written: Written = None
) -> None:
    """What is claimed about an entity, by whom, and where it is written."""
    from .views.dossiers import write_dossier

    with _graph(db) as graph:
        write_dossier(graph.show(entity), _form(written))
        _notices(graph)


@app.command()
def validate(
    path: Annotated[
        Path | None, typer.Argument(help="A file to check without loading it [default: the store].")
    ] = None,
    db: Db = None,
    written: Written = None,
) -> None:
    """Check a file or the whole store against the SHACL shapes."""
    from .loaders.validating import validate as check
    from .views.loading import write_findings

    if path is None:
        with _graph(db) as graph:
            report = check(graph.store)
            _notices(graph)
    else:
        from .loaders.registry import load_registry

        report = check(path, registry=load_registry())
    write_findings(report, _form(written))
    if not report.conforms:
        raise typer.Exit(InputError.exit_code)


@app.command()
def export(
    form: Annotated[Form, typer.Option("--as", help="The form.")] = Form.TURTLE,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A file [default: standard output].")] = None,
    db: Db = None,
) -> None:
    """Write the whole graph for other tools. jsonl, turtle, n-quads and json-ld lose nothing."""
    from .views.files import write_file

    with _graph(db) as graph:
        write_file(graph.export(form), output)
        _notices(graph)


@app.callback(invoke_without_command=True)
def version(
    show_version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,
) -> None:
    """Show the version."""
    if show_version:
        from . import __version__

        typer.echo(f"araz {__version__}")
        raise typer.Exit


def _file_or_text(query: str) -> str:
    if not query.endswith((".rq", ".sparql")) or any(c in query for c in "{\n"):
        return query
    try:
        return Path(query).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("cannot read the query", place=query, remedy="check the path and the encoding") from error


def _notices(graph: Graph) -> None:
    for notice in graph.notices:
        typer.echo(f"araz: {notice}", err=True)


def main() -> NoReturn:
    """Run the command line; every error on one line, with the exit code of its kind."""
    try:
        app()
    except ArazError as error:
        typer.echo(f"araz: {error}", err=True)
        raise SystemExit(error.exit_code) from None
    except BrokenPipeError:
        # The reader (head, less) has had enough: nothing is wrong. Keep the interpreter from flushing again.
        sys.stdout = None  # pyright: ignore[reportAttributeAccessIssue]
        raise SystemExit(0) from None
    raise SystemExit(0)


if __name__ == "__main__":
    main()
