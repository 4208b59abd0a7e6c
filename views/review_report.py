"""What became of decisions that came from a file, and of a merge that was taken apart."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from .review_screen import flat
from .tables import write_json, write_table

if TYPE_CHECKING:
    from ..loaders.reviewing.desk import Decided
    from ..loaders.reviewing.importing import Imported

_COLUMNS = ("accepted", "rejected", "corrected", "merged", "unchanged", "undecided")


def write_imported(found: Imported, form: str) -> None:
    """Write the counts, and on standard error one line for each row that was not carried out."""
    record = found.record()
    if form == "json":
        write_json(record)
    else:
        write_table(_COLUMNS, [[record[column] for column in _COLUMNS]], form)
    for problem in found.problems:
        sys.stderr.write(f"araz: {flat(str(problem))}\n")
    sys.stdout.flush()


def write_done(done: Decided, form: str) -> None:
    """Write what was done, and the claims as they now stand."""
    rows = [
        (
            *map(str, (each.id, each.subject, each.relation, each.object)),
            "" if each.review is None else each.review.verdict.value,
        )
        for each in done.claims
    ]
    columns = ("claim", "subject", "relation", "object", "verdict")
    if form == "json":
        write_json({"done": done.words, "claims": [dict(zip(columns, row, strict=True)) for row in rows]})
    else:
        write_table(columns, rows, form)
