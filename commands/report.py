"""The command that writes the page of an answer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..errors import NoAnswer, UsageError
from .options import Db, opened, print_notices


def report(
    question: Annotated[
        list[str] | None, typer.Argument(help="A question in words, or its id and its parameters (see `araz ask`).")
    ] = None,
    *,
    whatif: Annotated[list[str] | None, typer.Option(help="What is hit: the page says what is exposed.")] = None,
    kind: Annotated[str, typer.Option(help="The kind of shock of --whatif.")] = "state-collapse",
    of: Annotated[
        str, typer.Option(help="Whose exposure: shared-infrastructure, infrastructure, a class, or an entity.")
    ] = "shared-infrastructure",
    scenario: Annotated[
        str | None, typer.Option(metavar="NAME|FILE", help="A scenario that ships with araz, or a file of your own.")
    ] = None,
    against: Annotated[
        str | None, typer.Option(metavar="NAME|FILE", help="Another scenario to compare with, asset by asset.")
    ] = None,
    top: Annotated[int | None, typer.Option(min=1, help="Only the first so many assets.")] = None,
    method: Annotated[str, typer.Option(help="auto, exact, sampled or path-bound.")] = "auto",
    seed: Annotated[int | None, typer.Option(min=0, help="What the drawing starts from.")] = None,
    rules: Annotated[Path | None, typer.Option(help="A file of transmission rules instead of ours.")] = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write; - for standard output.")] = Path(
        "answer.html"
    ),
    db: Db = None,
) -> None:
    """Write an answer as one page of HTML: `araz report "Which corridors does Iran take part in?"`.

    With --whatif or --scenario the page is the answer of `araz whatif`, and the question its heading.
    """
    from ..queries.library import chosen_scenario
    from ..views.files import write_file

    words = question or []
    with opened(db) as graph:
        if whatif or scenario is not None:
            exposure = graph.whatif(
                *(whatif or ()), kind=kind, scenario=scenario, of=of, top=top, method=method, seed=seed, rules=rules
            )
            other = None if against is None else chosen_scenario(graph.store, scenario=against)
            page, found = graph.report(exposure, question=" ".join(words), against=other), bool(exposure.results)
        elif words:
            plain = [value for value in words[1:] if "=" not in value]
            named = dict(value.split("=", 1) for value in words[1:] if "=" in value)
            answer = graph.ask(words[0], *plain, **named)
            asked = "" if words[0] == answer.question.id else words[0]
            page, found = graph.report(answer, question=asked), bool(answer.rows)
        else:
            raise UsageError("nothing is asked", remedy='ask a question, or give --whatif, for example "Iran"')
        write_file([page], None if str(output) == "-" else output)
        print_notices(graph)
    if str(output) != "-":
        typer.echo(f"{output}: open it in a browser, or print it", err=True)
    if not found:
        raise typer.Exit(NoAnswer.exit_code)
