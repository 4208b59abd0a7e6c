"""Commands about text: what a reader finds in it, and how good a reader is."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import ArazError, InputError, UsageError
from .options import ReaderName, Threshold, Workers, Written, cores, form_of

if TYPE_CHECKING:
    from ..loaders.articles.workers import Failed, Worked
    from ..loaders.reader.documents import Read, Reads
    from ..loaders.reader.extraction import Extraction
    from ..loaders.reader.gold import Placed
    from ..views.loading import Advance


class Shown(StrEnum):
    """How an extraction is written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"


def extract(
    documents: Annotated[
        list[str],
        typer.Argument(help="Articles (.txt .md .html .pdf .docx), web addresses, folders, or - for stdin."),
    ],
    reader: ReaderName = "small",
    threshold: Threshold = "balanced",
    workers: Workers = None,
    written: Annotated[
        Shown | None,
        typer.Option("--format", "-f", help="How to write what is found: a table on a terminal, JSON when piped."),
    ] = None,
) -> None:
    """Find the entities, mentions and claims in articles, with their places in the text. No store is touched."""
    from ..loaders.reader.documents import Reads
    from ..loaders.reader.readers import threshold_of
    from ..loaders.sources import files_of
    from ..views.extractions import write_extractions
    from ..views.loading import progress

    reads = Reads(reader, threshold_of(threshold))
    places, notes = files_of(documents, only_articles=True)
    for note in notes:
        _say(note)
    several = len(places) > 1
    if several and "-" in places:
        raise UsageError("- stands among others", remedy="read standard input alone")
    form = str(written or form_of(None))
    problems: list[ArazError] = []
    with progress() as bar:
        outcomes = _outcomes(places, reads, cores() if workers is None else workers)
        # A table is its own sign of progress.
        told = None if bar is None or (form == "table" and sys.stdout.isatty()) else bar
        write_extractions(_found(outcomes, len(places), problems, told), form, several=several)
    for problem in problems:
        _say(str(problem))
    if problems:
        raise typer.Exit(InputError.exit_code)


def _outcomes(places: list[str], reads: Reads, workers: int) -> Iterator[Worked[Read] | Failed]:
    from ..loaders.articles.workers import Worked
    from ..loaders.reader.documents import each_read, read_document

    if len(places) > 1:
        return each_read(places, reads, workers=workers)
    stream = sys.stdin.buffer if places[0] == "-" else None
    return iter([Worked(places[0], read_document(places[0], reads, stream=stream))])


def _found(
    outcomes: Iterator[Worked[Read] | Failed], total: int, problems: list[ArazError], bar: Advance | None
) -> Iterator[tuple[str, Extraction]]:
    from ..loaders.articles.workers import Failed

    for number, outcome in enumerate(outcomes, 1):
        if isinstance(outcome, Failed):
            problems.append(outcome.error())
        else:
            if outcome.value.remark:
                _say(f"{outcome.place}: {outcome.value.remark}")
            yield outcome.place, outcome.value.extraction
        if bar is not None and total > 1:
            bar.documents(number, total)


def _say(what: str) -> None:
    from ..views.text import visible

    typer.echo(f"araz: {visible(what)}", err=True)


def evaluate(
    gold: Annotated[list[str], typer.Argument(help="Annotated texts: JSON or JSON Lines as araz extract writes it.")],
    found: Annotated[
        list[str] | None,
        typer.Option(help="What was found in the same texts, in the same form (may be given several times)."),
    ] = None,
    reader: Annotated[
        str, typer.Option(help="What reads the texts, where nothing was found yet; several with commas.")
    ] = "small",
    threshold: Threshold = "balanced",
    relations: Annotated[bool, typer.Option("--relations", help="Claims relation by relation, too.")] = False,
    written: Written = None,
) -> None:
    """Score a reader against annotated texts: precision, recall and F1 of entities and claims, with intervals."""
    from ..loaders.reader.gold import paired
    from ..loaders.reader.scoring import per_relation, score
    from ..views.evaluation import Evaluated, write_evaluation
    from ..views.loading import progress

    meant = _extractions(gold)
    if not meant:
        raise InputError("there are no annotated texts", place=gold[0], remedy="give at least one")
    compared: dict[str, list[Placed]] = {}
    if found:
        compared["found"] = _extractions(found)
    else:
        names = list(dict.fromkeys(name.strip() for name in reader.split(",")))
        with progress() as bar:
            compared.update(_readings(names, threshold, meant, bar))
    evaluated: list[Evaluated] = []
    for name, each in compared.items():
        pairs = paired(meant, each)
        evaluated.append(Evaluated(name, score(pairs), per_relation(pairs) if relations else {}))
    write_evaluation(evaluated, form_of(written), texts=len(meant))


def _extractions(files: list[str]) -> list[Placed]:
    from ..loaders.document import Document
    from ..loaders.reader.gold import read_extractions

    found: list[Placed] = []
    for name in files:
        document = Document.of_bytes(sys.stdin.buffer.read(), name) if name == "-" else Document.of_path(name)
        found.extend(read_extractions(document))
    return found


def _readings(
    names: list[str], threshold: str, meant: list[Placed], bar: Advance | None
) -> Iterator[tuple[str, list[Placed]]]:
    """What each reader finds in the texts; all of them are there before the first begins."""
    from ..graph.ref import Ref
    from ..loaders.reader.readers import reader_named, threshold_of

    least = threshold_of(threshold)
    readers = {name: reader_named(name, least) for name in names}
    texts = dict.fromkeys(each.text for _, each in meant)
    for number, (name, reader) in enumerate(readers.items()):
        found: list[Placed] = []
        for done, text in enumerate(texts, 1):
            found.append((name, reader.read(text, Ref("src", "text"))))
            if bar is not None:
                bar.documents(number * len(texts) + done, len(readers) * len(texts))
        yield name, found
