"""Claims in a CSV table, a passage a row. What cannot be read is handed on as rejected, and the rest goes on.

Cells are data here: one that a spreadsheet would run as a formula (=HYPERLINK(...)) is plain text on the way in, and
the apostrophe that the export puts before such a cell is taken off again. What was exported comes back as it was.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import cast

import orjson

from ..errors import InputError
from ..graph.csvcells import needs_apostrophe
from ..ontology.schema import load_schema
from .document import Document, undecodable
from .jsonlines import Found
from .report import UNREADABLE, Json, Rejected

_CLAIM = ("id", "subject", "relation", "object", "modality", "condition", "attributed_to", "valid_from", "valid_to")
_PASSAGE = ("source", "start", "end", "quote", "record", "lang")
_SOURCE = ("title", "text_file")
_COLUMNS = [*_CLAIM, "confidence", "method", "quantities", "review", *_PASSAGE, *_SOURCE]
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\Z", re.ASCII)
_QUANTITY = re.compile(r"\s*(\S+)\s+(.+?)\s*\Z")
_REVIEW = re.compile(r"(\w+) by (.+?)(?: (\d{4}(?:-\d\d){0,2}))?\Z", re.ASCII)


def read_table(document: Document) -> Iterator[Found]:
    """The claims of a table with a header: commas, semicolons or tabs.

    Columns have the names of a claim's record and of its passage's (source, start, end, quote); quantities are written
    "102 MW; 3 km", a review "accepted by Ana 2025-01-31", or either as JSON. Rows that follow each other with one `id`
    are passages of one claim. A `title` describes the row's source, a `text_file` holds its text.
    `InputError` for a header that is not of this form.

    >>> table = b"subject,relation,object,source,quote\\nent:a,owns,ent:b,src:x,A owns B."
    >>> next(read_table(Document.of_bytes(table, "a.csv")))[1]["relation"]
    'owns'
    """
    with document.open() as stream:
        text = stream.read().decode("utf-8", "surrogateescape")
    lines = text.split("\n" if "\n" in text else "\r")
    header, delimiter = _header(lines[0], document.name)
    rows = _rows(lines, header, delimiter, document.name)
    return _joined(_with_sources(rows))


def parse_quantities(cell: str) -> list[Json]:
    """The quantities of a cell: a number, a unit, and what is counted, if that is said.

    >>> parse_quantities("102 MW; 11.4 GWh electricity")
    [{'value': 102.0, 'unit': 'MW', 'of': ''}, {'value': 11.4, 'unit': 'GWh', 'of': 'electricity'}]
    """
    quantities: list[Json] = []
    for part in cell.split(";"):
        if not part.strip():
            continue
        found = _QUANTITY.match(part)
        if found is None or _NUMBER.match(found[1]) is None:
            raise InputError(f"{part.strip()!r} is not a quantity", remedy='write it as "102 MW; 3 km"')
        unit, of = _unit(found[2])
        quantities.append({"value": float(found[1]), "unit": unit, "of": of})
    return quantities


def _with_sources(rows: Iterator[Found]) -> Iterator[Found]:
    """Each source whose title or text is named, once, before the claims that cite it."""
    seen: set[tuple[object, object, object]] = set()
    for found in rows:
        if isinstance(found, tuple):
            line, record = found
            title, file = record.pop("title", None), record.pop("text_file", None)
            source = next((cast("Json", passage).get("source") for passage in _evidence(record)), None)
            if (title is not None or file is not None) and (source, title, file) not in seen:
                seen.add((source, title, file))
                described: Json = {"type": "source", "id": source, "title": title or file}
                yield line, described if file is None else {**described, "text_file": file}
        yield found


def _joined(rows: Iterator[Found]) -> Iterator[Found]:
    """Claims whose passages stand in rows one after the other, put together."""
    waiting: tuple[int, Json] | None = None
    for found in rows:
        if isinstance(found, Rejected) or found[1].get("type") == "source":
            yield found
        elif waiting is not None and _same_claim(waiting[1], found[1]):
            waiting[1]["evidence"] = [*_evidence(waiting[1]), *_evidence(found[1])]
        else:
            if waiting is not None:
                yield waiting
            waiting = found
    if waiting is not None:
        yield waiting


def _same_claim(one: Json, other: Json) -> bool:
    return one.get("id") is not None and one.get("id") == other.get("id")


def _unit(words: str) -> tuple[str, str]:
    """The unit that a text starts with, by any of its spellings (the longest that fits), and the rest."""
    parts = words.split()
    for count in range(len(parts), 0, -1):
        unit = load_schema().unit(" ".join(parts[:count]))
        if unit is not None:
            rest = parts[count:]
            return unit.symbol, " ".join(rest[1:] if rest[:1] == ["of"] else rest)
    return parts[0], " ".join(parts[1:])


def _header(line: str, name: str) -> tuple[list[str], str]:
    for delimiter in ",;\t":
        try:
            header = [cell.strip().lower() for cell in next(csv.reader([line.strip()], delimiter=delimiter))]
        except csv.Error as error:
            raise InputError(f"broken header: {error}", place=f"{name}:1", remedy="mend the first line") from None
        if "relation" in header:
            break
    else:
        raise InputError(
            "the first line is not a header of claims",
            place=f"{name}:1",
            remedy="name the columns subject, relation, object, source, start, end, quote",
        )
    for column in header:
        if column not in _COLUMNS or header.count(column) > 1:
            near = get_close_matches(column, _COLUMNS, n=1)
            problem = "stands twice" if column in _COLUMNS else "is unknown"
            raise InputError(
                f"the column {column[:60]!r} {problem}",
                place=f"{name}:1",
                remedy=f"did you mean {near[0]!r}?" if near else f"use {', '.join(_COLUMNS)}",
            )
    return header, delimiter


def _rows(lines: Sequence[str], header: Sequence[str], delimiter: str, name: str) -> Iterator[Found]:
    at = 1
    while at < len(lines):
        base = at
        # A quote that is not closed would swallow the rest of the table: its line is turned away, and reading
        # goes on after it. The csv module gives up a cell at 128 KiB, which bounds the search for the end.
        rest = (lines[n] + "\n" for n in range(base, len(lines)))
        try:
            reader = csv.reader(rest, delimiter=delimiter, strict=True)
            for cells in reader:
                line, at = at + 1, base + reader.line_num
                yield from _row(cells, header, line, name)
        except csv.Error as error:
            yield _rejected(lines[at], f"{name}:{at + 1}", f"broken CSV: {error}", "close the quotes of the cell")
            at += 1


def _row(cells: list[str], header: Sequence[str], line: int, name: str) -> Iterator[Found]:
    place = f"{name}:{line}"
    row = ",".join(cells)
    wrong = undecodable(row)
    if wrong:
        yield _rejected(row, place, wrong, "save the file as UTF-8")
    elif len(cells) > len(header):
        yield _rejected(row, place, f"{len(cells)} cells in {len(header)} columns", "quote cells with commas")
    elif any(cells):
        filled = {column: _text(column, cell) for column, cell in zip(header, cells, strict=False)}
        try:
            yield line, _record(filled)
        except InputError as error:
            yield Rejected.because(error, dict(filled), place)


def _record(row: dict[str, str]) -> Json:
    record: Json = {column: row[column] for column in (*_CLAIM, "method", *_SOURCE) if row.get(column)}
    if row.get("confidence"):
        record["confidence"] = _number(row["confidence"], "confidence")
    passage: Json = {column: row[column] for column in _PASSAGE if row.get(column)}
    for column in ("start", "end"):
        if column in passage:
            passage[column] = int(_number(row[column], column, whole=True))
    if passage:
        record["evidence"] = [passage]
    for column, read in (("quantities", parse_quantities), ("review", _review)):
        cell = row.get(column)
        if cell:
            record[column] = _json(cell, column) if cell[0] in "[{" else read(cell)
    return record


def _json(cell: str, column: str) -> object:
    try:
        return orjson.loads(cell)
    except orjson.JSONDecodeError as error:
        raise InputError(f"{column} is broken JSON: {error}", remedy="mend the cell") from None


def _review(cell: str) -> Json:
    found = _REVIEW.match(cell)
    if found is None:
        raise InputError(f"{cell!r} is not a review", remedy="write it as accepted by Ana 2025-01-31")
    return {"verdict": found[1], "by": found[2], "on": found[3] or ""}


def _number(cell: str, column: str, *, whole: bool = False) -> float:
    text = cell.strip()
    if _NUMBER.match(text) is None or (whole and not (text.isdecimal() and len(text) < 16)):
        raise InputError(f"{column} is {cell!r}", remedy=f"give a {'whole ' if whole else ''}number")
    return float(text)


def _text(column: str, cell: str) -> str:
    """The text of a cell. Blanks around it do not count, but in a quote, whose offsets count them."""
    if cell.startswith("'") and needs_apostrophe(cell[1:]):
        return cell[1:]
    # A blank quote is none.
    return cell if column == "quote" and cell.strip() else cell.strip()


def _evidence(record: Json) -> list[object]:
    evidence = record.get("evidence")
    return cast("list[object]", evidence) if isinstance(evidence, list) else []


def _rejected(row: str, place: str, problem: str, remedy: str) -> Rejected:
    text = row.strip().encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return Rejected(text, place, UNREADABLE, problem, remedy)
