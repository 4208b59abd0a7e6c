"""What waits for a reviewer as a table or as JSON Lines, to be filled in elsewhere and read back.

A cell that a spreadsheet would run as a formula bears an apostrophe, as in every CSV that Araz writes.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from ...errors import InputError, UsageError
from ...graph.csvcells import needs_apostrophe
from ...graph.exporting import csv_text
from ...graph.marks import claim_mark
from ...graph.ref import Ref
from ...graph.store import Store
from ..document import Document, undecodable
from ..jsonlines import read_json_lines
from ..report import Rejected
from .case import Case

SHOWN = (
    *("id", "subject", "subject_name", "relation", "object", "object_name", "modality", "condition", "speaker"),
    *("valid_from", "valid_to", "confidence", "method", "quote", "source", "title", "url", "state"),
)
"""What a row says of a claim. `state` tells whether the claim has changed since the row was written."""

DECIDED = ("decision", "by", "on", "reason")
CORRECTED = (
    *("new_subject", "new_relation", "new_object", "new_modality", "new_condition", "new_speaker"),
    *("new_from", "new_to"),
)
MERGED = ("merge", "into")
COLUMNS = (*SHOWN, *DECIDED, *CORRECTED, *MERGED)
"""Every column. A reviewer fills in `decision` and what goes with it."""

_PART = 200


@dataclass(frozen=True, slots=True)
class Row:
    """A row that was read: where it stands, and the text of each of its columns, "" where it has none."""

    place: str
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def write_sheet(store: Store, ids: Sequence[Ref], path: Path) -> int:
    """Write a row for each of the claims; how many there are. `UsageError` for a file of another ending."""
    form = _form(path)
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            if form == ".csv":
                file.write(csv_text([COLUMNS]))
            for record in _records(store, ids):
                if form == ".csv":
                    file.write(csv_text([[record[column] for column in COLUMNS]]))
                else:
                    file.write(json.dumps(record, ensure_ascii=False) + "\n")
    except OSError as error:
        raise InputError(
            f"cannot be written ({error.strerror})", place=str(path), remedy="choose another place"
        ) from None
    return len(ids)


def read_sheet(path: Path) -> Iterator[Row | InputError]:
    """The rows of a file that was filled in, and an error for each that cannot be read.

    Raises `InputError` for a file that is no such table, and `UsageError` for one of another ending.
    """
    document = Document.of_path(path)
    return _csv_rows(document) if _form(path) == ".csv" else _json_rows(document)


def _form(path: Path) -> str:
    form = path.suffix.lower()
    if form not in (".csv", ".jsonl"):
        raise UsageError(f"{path.name!r} is neither .csv nor .jsonl", remedy="name it so that the ending says its form")
    return form


def _records(store: Store, ids: Sequence[Ref]) -> Iterator[dict[str, object]]:
    for start in range(0, len(ids), _PART):
        part = ids[start : start + _PART]
        found = {claim.id: claim for claim in store.claims(part)}
        for case in Case.each(store, [found[ref] for ref in part if ref in found]):
            yield _record(case)


def _record(case: Case) -> dict[str, object]:
    claim, said = case.claim, case.claim.evidence[0]
    source = case.sources.get(said.source)
    condition = claim.condition
    shown: dict[str, object] = {
        "id": str(claim.id),
        "subject": str(claim.subject),
        "subject_name": case.name(claim.subject),
        "relation": claim.relation.value,
        "object": str(claim.object),
        "object_name": case.name(claim.object),
        "modality": claim.modality.value,
        "condition": "" if condition is None else str(condition),
        "speaker": "" if claim.attributed_to is None else str(claim.attributed_to),
        "valid_from": claim.valid.start,
        "valid_to": claim.valid.end,
        "confidence": claim.confidence,
        "method": claim.method,
        "quote": " … ".join(each.quote or each.record for each in claim.evidence),
        "source": str(said.source),
        "title": "" if source is None else source.title,
        "url": "" if source is None else source.url,
        "state": claim_mark(claim),
    }
    return {**shown, **dict.fromkeys((*DECIDED, *CORRECTED, *MERGED), "")}


def _json_rows(document: Document) -> Iterator[Row | InputError]:
    for found in read_json_lines(document):
        if isinstance(found, Rejected):
            yield InputError(found.problem, place=found.place, remedy=found.remedy)
            continue
        line, record = found
        place = f"{document.name}:{line}"
        unknown = sorted(record.keys() - set(COLUMNS))
        wrong = sorted(key for key, value in record.items() if not isinstance(value, str | int | float | None))
        if unknown:
            yield InputError(f"the key {unknown[0]!r} is unknown", place=place, remedy=_near(unknown[0]))
        elif wrong:
            yield InputError(f"{wrong[0]!r} is no text", place=place, remedy="give a text")
        else:
            yield Row(place, {key: "" if value is None else str(value).strip() for key, value in record.items()})


def _csv_rows(document: Document) -> Iterator[Row | InputError]:
    with document.open() as stream:
        text = stream.read().decode("utf-8", "surrogateescape")
    lines = text.replace("\r\n", "\n").split("\n" if "\n" in text else "\r")
    header, delimiter = _header(lines[0], document.name)
    at = 1
    while at < len(lines):
        base = at
        # A cell that is not closed would swallow the rest: its line is told, and reading goes on after it.
        reader = csv.reader((line + "\n" for line in lines[base:]), delimiter=delimiter, strict=True)
        try:
            for cells in reader:
                place, at = f"{document.name}:{at + 1}", base + reader.line_num
                if any(cell.strip() for cell in cells):
                    yield _csv_row(cells, header, place)
        except csv.Error as error:
            yield InputError(f"broken CSV: {error}", place=f"{document.name}:{at + 1}", remedy="close the quotes")
            at += 1


def _csv_row(cells: Sequence[str], header: Sequence[str], place: str) -> Row | InputError:
    wrong = undecodable("".join(cells))
    if wrong:
        return InputError(wrong, place=place, remedy="save the file as UTF-8")
    if len(cells) > len(header):
        return InputError(f"{len(cells)} cells in {len(header)} columns", place=place, remedy="quote cells with commas")
    return Row(place, {column: _bare(cell) for column, cell in zip(header, cells, strict=False)})


def _bare(cell: str) -> str:
    """The text of a cell, without the apostrophe that guarded it."""
    return (cell[1:] if cell.startswith("'") and needs_apostrophe(cell[1:]) else cell).strip()


def _header(line: str, name: str) -> tuple[list[str], str]:
    for delimiter in ",;\t":
        cells = list(csv.reader([line], delimiter=delimiter))[:1]
        header = [cell.strip().lower() for row in cells for cell in row]
        if "id" in header and "decision" in header:
            break
    else:
        raise InputError(
            "the first line is not a header of decisions",
            place=f"{name}:1",
            remedy="write the table with araz review --export, and keep its first line",
        )
    unknown = next((column for column in header if column not in COLUMNS or header.count(column) > 1), None)
    if unknown is not None:
        problem = "stands twice" if unknown in COLUMNS else "is unknown"
        raise InputError(f"the column {unknown[:60]!r} {problem}", place=f"{name}:1", remedy=_near(unknown))
    return header, delimiter


def _near(column: str) -> str:
    near = get_close_matches(column, COLUMNS, n=1)
    return f"did you mean {near[0]!r}?" if near else _listed((*DECIDED, *CORRECTED, *MERGED))


def _listed(columns: Iterable[str]) -> str:
    return f"fill in {', '.join(columns)}"
