"""Commands that ask: catalogued questions and query languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import NoAnswer, UsageError
from .options import Db, Format, Written, answer_to, file_or_text, form_of, opened, print_notices

if TYPE_CHECKING:
    from ..face import Graph
    from ..graph.store import Table


def ask(
    question: Annotated[str, typer.Argument(help="A question's id (see `araz questions`), or its words.")],
    values: Annotated[list[str] | None, typer.Argument(help="Its parameters, in order or as name=value.")] = None,
    db: Db = None,
    written: Written = None,
) -> None:
    """Answer a catalogued question: `araz ask corridors Iran`."""
    from ..views.answers import write_answer
    from ..views.files import write_file

    with opened(db) as graph:
        answer = answer_to(graph, question, values or ())
        form = form_of(written)
        if form is Format.HTML:
            write_file([graph.report(answer, question="" if question == answer.question.id else question)], None)
        else:
            write_answer(answer, form, graph.passages(answer) if form is Format.TABLE else ())
        print_notices(graph)
    if not answer.rows:
        raise typer.Exit(NoAnswer.exit_code)


def questions(
    question: Annotated[str | None, typer.Argument(help="Show one question whole.")] = None, written: Written = None
) -> None:
    """List the catalogue: what can be asked, with which parameters."""
    from ..views.answers import write_question, write_questions

    if question is None:
        write_questions(form_of(written))
    else:
        write_question(question, form_of(written))


def sparql(
    query: Annotated[str, typer.Argument(help="The query, a .rq file, or - for standard input.")],
    db: Db = None,
    written: Written = None,
) -> None:
    """Run a SPARQL SELECT or ASK. A plain relation such as `?a az:operates ?b` is always an asserted one."""
    with opened(db) as graph:
        text = file_or_text(query)
        table = graph.sparql(text)
        _write_rows(graph, table, form_of(written), text)
        print_notices(graph)
    if not table.rows:
        raise typer.Exit(NoAnswer.exit_code)


def cypher(
    query: Annotated[str, typer.Argument(help="The query, a .cypher file, or - for standard input.")],
    param: Annotated[
        list[str] | None,
        typer.Option(
            "--param", "-p", metavar="NAME=TEXT", help="Bind $NAME to a text, or with NAME:=JSON to any value."
        ),
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="The most rows to give.")] = None,
    timeout: Annotated[float, typer.Option(min=0.001, help="The most seconds to take.")] = 60.0,
    write: Annotated[bool, typer.Option("--write", help="Let the query write.")] = False,
    db: Db = None,
    written: Written = None,
) -> None:
    """Run a Cypher query: on the Neo4j server that --db names, else on the embedded engine.

    What a query writes on the embedded engine lasts until the store changes.
    """
    parameters = dict(map(_parameter, param or ()))
    with opened(db) as graph:
        text = file_or_text(query)
        table = graph.cypher(text, parameters, write=write, seconds=timeout, rows=limit)
        _write_rows(graph, table, form_of(written), text)
        print_notices(graph)
    if not table.rows and not write:
        raise typer.Exit(NoAnswer.exit_code)


def _write_rows(graph: Graph, table: Table, form: Format, query: str) -> None:
    from ..views.files import write_file
    from ..views.tables import write_table

    if form is Format.HTML:
        write_file([graph.report(table, query=query)], None)
    else:
        write_table(table.columns, table.rows, form)


def _parameter(text: str) -> tuple[str, object]:
    """A parameter's name and value.

    >>> _parameter("since=2024"), _parameter("ids:=[1, 2]")
    (('since', '2024'), ('ids', [1, 2]))
    """
    import json

    name, equals, value = text.partition("=")
    if not equals or not name.rstrip(":").isidentifier():
        raise UsageError(f"{text!r} binds nothing", remedy="write --param name=text, or --param name:=JSON")
    if not name.endswith(":"):
        return name, value
    try:
        return name[:-1], json.loads(value)
    except ValueError:
        raise UsageError(f"{value!r} is not JSON", remedy="write a number, true, null, or a text in quotes") from None
