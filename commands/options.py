"""The options that commands share, and what each of them does with them."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import InputError

if TYPE_CHECKING:
    from ..face import Graph
    from ..queries.asking import Answer


class Format(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    HTML = "html"


Db = Annotated[
    str | None,
    typer.Option(
        "--db", metavar="PLACE", help="A folder, memory:, example, or the address of a SPARQL endpoint or Neo4j server."
    ),
]
Written = Annotated[
    Format | None,
    typer.Option(
        "--format",
        "-f",
        help="How to write the answer: a table on a terminal, JSON when piped; html is a page to share.",
    ),
]


# What `whatif` and `report` take alike.
Kind = Annotated[str, typer.Option(help="The kind of shock.")]
Of = Annotated[str, typer.Option(help="Whose exposure: shared-infrastructure, infrastructure, a class, or an entity.")]
Plan = Annotated[
    str | None, typer.Option(metavar="NAME|FILE", help="A scenario that ships with araz, or a file of your own.")
]
Against = Annotated[
    str | None, typer.Option(metavar="NAME|FILE", help="Another scenario to compare with, asset by asset.")
]
Top = Annotated[int | None, typer.Option(min=1, help="Only the first so many assets.")]
Method = Annotated[str, typer.Option(help="auto, exact, sampled or path-bound.")]
Worlds = Annotated[int | None, typer.Option(min=1, help="How many worlds are drawn at most, where it is not exact.")]
Precision = Annotated[float | None, typer.Option(help="Stop drawing when no interval is wider than this (0 to 1).")]
Seed = Annotated[int | None, typer.Option(min=0, help="What the drawing starts from.")]
RulesFile = Annotated[Path | None, typer.Option("--rules", help="A file of transmission rules instead of ours.")]

# What the commands that read text take alike.
ReaderName = Annotated[str, typer.Option(help="What reads the text.")]
Threshold = Annotated[
    str,
    typer.Option(help="The least confidence of a claim, 0 to 1; or precision, recall, balanced."),
]
Workers = Annotated[
    int | None, typer.Option(min=0, help="How many processes share several articles [default: one for each core].")
]


def opened(db: str | None) -> Graph:
    """The graph that `--db` names; without it ./araz.db, or the bundled example."""
    from ..face import open_graph

    return open_graph(db)


def answer_to(graph: Graph, question: str, values: Sequence[str]) -> Answer:
    """The answer to a question, by id or in words, with parameters in order or as name=value."""
    plain = [value for value in values if "=" not in value]
    named = dict(value.split("=", 1) for value in values if "=" in value)
    return graph.ask(question, *plain, **named)


def form_of(chosen: Format | None) -> Format:
    """The form that was asked for; without one, a table on a terminal and JSON when piped."""
    return chosen if chosen is not None else Format.TABLE if sys.stdout.isatty() else Format.JSON


def file_or_text(query: str) -> str:
    """The query itself, or the text of the file that it names, or for - what stands on standard input."""
    if query == "-":
        return sys.stdin.read()
    if not query.endswith((".rq", ".sparql", ".cypher", ".cql")) or any(c in query for c in "{(\n"):
        return query
    try:
        return Path(query).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("cannot read the query", place=query, remedy="check the path and the encoding") from error


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def print_notices(graph: Graph) -> None:
    """Say on standard error what the store had to say."""
    for notice in graph.notices:
        typer.echo(f"araz: {notice}", err=True)
