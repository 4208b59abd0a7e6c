"""Answers of catalogued questions, and the catalogue itself, in each of the forms of the command line."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..errors import UnknownQuestion
from ..queries.asking import Answer
from ..queries.questions import Question, questions
from .tables import console, plain, print_table, write_json, write_table
from .text import visible

if TYPE_CHECKING:
    from ..graph.claim import Claim, Passage
    from ..graph.store import Value


def write_answer(found: Answer, form: str, behind: Sequence[Claim] = ()) -> None:
    """Write an answer: rows with the claims behind each, or a table with the passages of `behind` below it."""
    rows = [
        (*map(plain, row), " ".join(map(str, claims))) for row, claims in zip(found.rows, found.claims, strict=True)
    ]
    if form == "json":
        write_json(found.record())
    elif form == "jsonl":
        for row, claims in zip(found.rows, found.claims, strict=True):
            record = dict(zip(found.columns, map(plain, row), strict=True))
            sys.stdout.write(json.dumps({**record, "claims": [*map(str, claims)]}, ensure_ascii=False) + "\n")
    elif form == "csv":
        write_table((*found.columns, "claims"), rows, form)
    else:
        _print(found, behind)
    sys.stdout.flush()


def _print(found: Answer, behind: Sequence[Claim]) -> None:
    """A table in which each row names its passages by number, and those passages below, each once."""
    from rich.text import Text

    out = console()
    out.print(Text(visible(found.question.title), style="bold"))
    numbers: dict[Passage, int] = {}
    of_claim = {claim.id: [numbers.setdefault(said, len(numbers) + 1) for said in claim.evidence] for claim in behind}
    kept = shown_columns(found)
    rows: list[list[object]] = []
    for row, claims in zip(found.rows, found.claims, strict=True):
        cited = sorted({number for claim in claims for number in of_claim.get(claim, ())})
        rows.append([*(row[at] for at in kept), " ".join(f"[{number}]" for number in cited)])
    print_table([*(found.columns[at] for at in kept), "said in"], rows)
    for said, number in numbers.items():
        place = f"{said.start}–{said.end}" if said.start >= 0 else said.record
        out.print(Text(visible(f"[{number}] “{said.quote}” {said.source} [{place}]"), style="dim"))


def shown_columns(found: Answer) -> list[int]:
    """Which columns a reader needs: an id is left out when its name stands beside it (asset, then name)."""
    columns = found.columns
    named = {column.removesuffix("_name") for column in columns if column.endswith("_name")}
    if "name" in columns[1:]:
        named.add(columns[columns.index("name") - 1])
    return [at for at, column in enumerate(columns) if column not in named]


def write_questions(form: str) -> None:
    """Write the catalogue: every question with its parameters and its wording."""
    columns = ("question", "parameters", "asks", "example")
    write_table(columns, [_row(question) for question in questions().values()], form)


def _row(question: Question) -> tuple[Value, ...]:
    parameters = " ".join(f"[{each.name}]" if each.optional else each.name for each in question.parameters)
    return (question.id, parameters, question.templates[0], command(question))


def command(question: Question) -> str:
    """The command that runs a question's example.

    >>> command(questions()["corridors"])
    'araz ask corridors Iran'
    """
    from shlex import quote

    given = [question.example.get(each.name) for each in question.parameters]
    named = any(value is None for value in given[: sum(value is not None for value in given)])
    if named:
        return " ".join(["araz ask", question.id, *(f"{name}={quote(v)}" for name, v in question.example.items())])
    return " ".join(["araz ask", question.id, *(quote(value) for value in given if value is not None)])


def write_question(name: str, form: str) -> None:
    """Write one question whole: wording, parameters, columns, which claims count, and its query."""
    question = questions().get(name)
    if question is None:
        raise UnknownQuestion(name, questions())
    record = {
        "id": question.id,
        "title": question.title,
        "asks": list(question.templates),
        "parameters": [
            {"name": each.name, "class": str(each.kind), "optional": each.optional, "meaning": each.words}
            for each in question.parameters
        ],
        "columns": [{"name": each.name, "meaning": each.words} for each in question.columns],
        "counts": question.counts,
        "example": command(question),
        "query": question.text,
    }
    if form == "json":
        write_json(record)
    elif form == "jsonl":
        sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
    elif form == "csv":
        write_table(("column", "meaning"), [(each.name, each.words) for each in question.columns], form)
    else:
        out = console()
        out.print(f"{question.id}: {question.title}")
        for template in question.templates:
            out.print(f"  {template}")
        for each in question.parameters:
            out.print(f"  {each.name} ({each.kind}{', optional' if each.optional else ''}): {each.words}")
        out.print(f"  counts {question.counts}; example: {command(question)}")
        out.print("")
        out.print(question.text or "answered by Python")
