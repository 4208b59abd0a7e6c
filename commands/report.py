"""The command that writes the page of an answer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..errors import NoAnswer, UsageError
from .options import (
    Against,
    Db,
    Kind,
    Method,
    Of,
    Plan,
    Precision,
    RulesFile,
    Seed,
    Top,
    Worlds,
    answer_to,
    opened,
    print_notices,
)


def report(
    question: Annotated[
        list[str] | None, typer.Argument(help="A question in words, or its id and its parameters (see `araz ask`).")
    ] = None,
    *,
    whatif: Annotated[list[str] | None, typer.Option(help="What is hit: the page says what is exposed.")] = None,
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
                *(whatif or ()),
                kind=kind,
                scenario=scenario,
                of=of,
                top=top,
                method=method,
                worlds=worlds,
                precision=precision,
                seed=seed,
                rules=rules,
            )
            other = None if against is None else chosen_scenario(graph.store, scenario=against, rules=rules)
            page, found = graph.report(exposure, question=" ".join(words), against=other), bool(exposure.results)
        elif words:
            answer = answer_to(graph, words[0], words[1:])
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
