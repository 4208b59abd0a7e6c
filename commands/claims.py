"""Commands about claims: taking them in, checking them, showing them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from ..errors import ArazError, InputError
from .options import Db, Format, ReaderName, Threshold, Workers, Written, cores, form_of, opened, print_notices

Syntax = Annotated[
    str, typer.Option(help="What a file is, where its ending does not say: article, jsonl, csv, turtle, json-ld …")
]
Mapping = Annotated[
    list[Path] | None,
    typer.Option(help="A file that says how terms of a foreign vocabulary are read (may be given several times)."),
]
Dataset = Annotated[
    str | None,
    typer.Option(help="Title or id (src:…) of the source that foreign RDF is cited as [default: the file's name]."),
]
Replace = Annotated[
    bool, typer.Option("--replace", help="Withdraw claims of the same sources that are no longer in the file.")
]
Quarantine = Annotated[
    Path | None, typer.Option(help="Where records that fail a check are kept [default: in the store's folder].")
]


def load(
    sources: Annotated[
        list[str],
        typer.Argument(
            help="Articles (.txt .md .html .pdf .docx, web addresses), claims (.jsonl .csv .yaml) or RDF; folders of "
            "them; - for stdin."
        ),
    ],
    *,
    db: Db = None,
    syntax: Syntax = "",
    mapping: Mapping = None,
    dataset: Dataset = None,
    replace: Replace = False,
    reader: ReaderName = "small",
    threshold: Threshold = "balanced",
    again: Annotated[bool, typer.Option("--again", help="Read articles that were read before, too.")] = False,
    workers: Workers = None,
    quarantine: Quarantine = None,
    written: Written = None,
) -> None:
    """Take in articles, claims and RDF. Loading the same thing twice changes nothing."""
    from ..face import DEFAULT_PLACE
    from ..views.loading import progress, write_reports

    unreadable: list[ArazError] = []
    with opened(db or DEFAULT_PLACE) as graph, progress() as advance:
        reports = graph.load(
            *sources,
            stream=sys.stdin.buffer,
            syntax=syntax,
            mappings=mapping or (),
            dataset=dataset,
            replace=replace,
            reader=reader,
            threshold=threshold,
            again=again,
            workers=cores() if workers is None else workers,
            quarantine=quarantine,
            unreadable=unreadable.append,
            progress=advance,
            reading=None if advance is None else advance.documents,
        )
        print_notices(graph)
    if reports or not unreadable:
        write_reports(reports, form_of(written))
    for error in unreadable:
        typer.echo(f"araz: {error}", err=True)
    # What a reader made and does not fit is kept in quarantine and told, but the input was good.
    if unreadable or any(report.quarantined and not report.article for report in reports):
        raise typer.Exit(InputError.exit_code)


def show(
    entity: Annotated[str, typer.Argument(help="A name or an id.")], db: Db = None, written: Written = None
) -> None:
    """What is claimed about an entity, by whom, and where it is written."""
    from ..views.dossiers import write_dossier
    from ..views.files import write_file

    with opened(db) as graph:
        dossier, form = graph.show(entity), form_of(written)
        if form is Format.HTML:
            write_file([graph.report(dossier)], None)
        else:
            write_dossier(dossier, form)
        print_notices(graph)


def validate(
    path: Annotated[
        Path | None, typer.Argument(help="A file to check without loading it [default: the store].")
    ] = None,
    db: Db = None,
    mapping: Mapping = None,
    whole: Annotated[
        bool, typer.Option("--whole", help="Have pySHACL look at every claim, not at a spread of them (slow).")
    ] = False,
    written: Written = None,
) -> None:
    """Check a file or the whole store against the SHACL shapes."""
    from ..loaders.validating import validate as check
    from ..views.loading import progress, write_findings

    with progress() as advance:
        if path is None:
            with opened(db) as graph:
                report = check(graph.store, whole=whole, progress=advance)
                print_notices(graph)
        else:
            from ..loaders.registry import load_registry

            report = check(path, registry=load_registry(), mappings=mapping or (), whole=whole, progress=advance)
    write_findings(report, form_of(written))
    if not report.conforms:
        raise typer.Exit(InputError.exit_code)
