"""The command line: one thin command for each verb."""

from __future__ import annotations

import sys
from typing import Annotated, NoReturn

import typer

from .commands import articles, claims, exchange, pictures, questions, report, review, scenarios
from .errors import ArazError

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

# In the order in which the help screen lists them.
VERBS = (
    claims.load,
    articles.extract,
    questions.ask,
    questions.questions,
    scenarios.whatif,
    questions.sparql,
    questions.cypher,
    claims.show,
    pictures.view,
    report.report,
    review.review,
    claims.validate,
    articles.evaluate,
    exchange.export,
    exchange.push,
    exchange.pull,
)
for verb in VERBS:
    app.command()(verb)


@app.callback(invoke_without_command=True)
def version(
    show_version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,
) -> None:
    """Show the version."""
    if show_version:
        from . import __version__

        typer.echo(f"araz {__version__}")
        raise typer.Exit


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
