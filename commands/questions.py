"""Commands that ask: catalogued questions and query languages."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from ..errors import NoAnswer
from .options import Db, Format, Written, file_or_text, form_of, opened, print_notices


def ask(
    question: Annotated[str, typer.Argument(help="A question's id (see `araz questions`), or its words.")],
    values: Annotated[list[str] | None, typer.Argument(help="Its parameters, in order or as name=value.")] = None,
    db: Db = None,
    written: Written = None,
) -> None:
    """Answer a catalogued question: `araz ask corridors Iran`."""
    from ..views.answers import write_answer

    with opened(db) as graph:
        plain = [value for value in values or () if "=" not in value]
        named = dict(value.split("=", 1) for value in values or () if "=" in value)
        answer = graph.ask(question, *plain, **named)
        form = form_of(written)
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
    from ..views.tables import write_table

    text = sys.stdin.read() if query == "-" else file_or_text(query)
    with opened(db) as graph:
        table = graph.sparql(text)
        write_table(table.columns, table.rows, form_of(written))
        print_notices(graph)
    if not table.rows:
        raise typer.Exit(NoAnswer.exit_code)
