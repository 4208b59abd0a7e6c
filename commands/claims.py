"""Commands about claims: taking them in, checking them, showing them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..errors import InputError
from .options import Db, Written, form_of, opened, print_notices


def load(
    sources: Annotated[list[Path], typer.Argument(help="Files of claims (.jsonl .csv .yaml) or RDF.")],
    db: Db = None,
    quarantine: Annotated[
        Path | None, typer.Option(help="Where records that fail a check are kept [default: in the store's folder].")
    ] = None,
    written: Written = None,
) -> None:
    """Take in claims and RDF. Loading the same thing twice changes nothing."""
    from ..face import DEFAULT_PLACE
    from ..views.loading import progress, write_reports

    with opened(db or DEFAULT_PLACE) as graph, progress() as advance:
        reports = graph.load(*sources, quarantine=quarantine, progress=advance)
        print_notices(graph)
    write_reports(reports, form_of(written))
    if any(report.quarantined for report in reports):
        raise typer.Exit(InputError.exit_code)


def show(
    entity: Annotated[str, typer.Argument(help="A name or an id.")], db: Db = None, written: Written = None
) -> None:
    """What is claimed about an entity, by whom, and where it is written."""
    from ..views.dossiers import write_dossier

    with opened(db) as graph:
        write_dossier(graph.show(entity), form_of(written))
        print_notices(graph)


def validate(
    path: Annotated[
        Path | None, typer.Argument(help="A file to check without loading it [default: the store].")
    ] = None,
    db: Db = None,
    written: Written = None,
) -> None:
    """Check a file or the whole store against the SHACL shapes."""
    from ..loaders.validating import validate as check
    from ..views.loading import write_findings

    if path is None:
        with opened(db) as graph:
            report = check(graph.store)
            print_notices(graph)
    else:
        from ..loaders.registry import load_registry

        report = check(path, registry=load_registry())
    write_findings(report, form_of(written))
    if not report.conforms:
        raise typer.Exit(InputError.exit_code)
