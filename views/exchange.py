"""What a push did and what a pull found, in each of the forms of the command line."""

from __future__ import annotations

from dataclasses import astuple
from typing import TYPE_CHECKING

from .tables import write_json, write_table

if TYPE_CHECKING:
    from ..graph.store import Written
    from ..loaders.pulling import PullReport


def write_pushed(written: Written, form: str) -> None:
    """Write the counts of a push."""
    names = ("new", "updated", "unchanged", "withdrawn")
    counts = (written.claims_new, written.claims_updated, written.claims_unchanged, written.claims_withdrawn)
    entities = (written.entities_new, written.entities_known)
    if form == "json":
        write_json(
            {
                "claims": dict(zip(names, counts, strict=True)),
                "entities": dict(zip(("new", "updated"), entities, strict=True)),
            }
        )
    else:
        write_table((*names, "entities new", "entities updated"), [(*counts, *entities)], form)


def write_pulled(report: PullReport, form: str) -> None:
    """Write what a pull found, one row for each difference, and what was turned away."""
    if form == "json":
        write_json(report.record())
        return
    rows = [astuple(change) for change in report.changes]
    rows += [("turned away", each.place, each.key, "", str(each)) for each in report.rejected]
    write_table(("what", "record", "field", "before", "after"), rows, form)
