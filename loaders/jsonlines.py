"""JSON Lines and JSON, record by record. What cannot be read is handed on as rejected, and the rest goes on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import IO, cast

import orjson

from ..errors import InputError
from .document import Document, shown
from .report import UNREADABLE, Json, Rejected

Found = tuple[int, Json] | Rejected
"""A record with the number of its line, or a line that holds none."""

_BLANK_BEFORE_COLON = re.compile(rb'"[ \t\r\n]+:')
KINDS = {"sources": "source", "entities": "entity", "claims": ""}
"""The lists that a document may be made of, and the type of the records in each."""

LONGEST = 1 << 25
"""The longest line that is taken, in bytes (32 MiB: the text of a source is one line too)."""


def read_json_lines(document: Document) -> Iterator[Found]:
    """The records of a JSON Lines file. Empty lines are passed over.

    >>> list(read_json_lines(Document.of_bytes(b'{"id": "src:a"}', "a.jsonl")))
    [(1, {'id': 'src:a'})]
    """
    with document.open() as stream:
        number = 0
        # A limit: a file without line breaks must not fill the memory.
        while line := stream.readline(LONGEST):
            number += 1
            if len(line) == LONGEST and not line.endswith(b"\n"):
                yield _too_long(line, stream, f"{document.name}:{number}")
            elif not line.isspace():
                yield _read_line(line, number, document.name)


def read_json(document: Document) -> Iterator[Found]:
    """The records of a JSON file: a list of them, one of them, or lists under "sources", "entities" and "claims".

    They are numbered by place in the file, for JSON tells no lines.

    >>> list(read_json(Document.of_bytes(b'{"claims": [{"subject": "ent:a"}]}', "a.json")))
    [(1, {'subject': 'ent:a'})]
    """
    data = document.text().encode()
    try:
        loaded = _checked(data)
    except orjson.JSONDecodeError as error:
        raise InputError(
            f"broken JSON: {error.msg}", place=f"{document.name}:{error.lineno}", remedy="mend it, or write JSON Lines"
        ) from None
    except InputError as error:
        raise error.at(document.name) from None
    for number, record in enumerate(listed(loaded, document.name), 1):
        yield _record(record, number, f"{document.name}, record {number}")


def listed(loaded: object, name: str) -> list[object]:
    """The records of a document that holds them all: in a list, or in lists by kind.

    >>> listed({"entities": [{"id": "ent:iran"}]}, "a.yaml")
    [{'id': 'ent:iran', 'type': 'entity'}]
    """
    if isinstance(loaded, list):
        return cast("list[object]", loaded)
    if isinstance(loaded, dict) and loaded.keys() & KINDS.keys():
        lists = cast("dict[str, object]", loaded)
        found: list[object] = []
        for key, records in lists.items():
            if key not in KINDS or not isinstance(records, list):
                raise InputError(
                    f"{key!r} is not a list of records", place=name, remedy="use lists sources, entities and claims"
                )
            # The list says what its records are, so that they need not.
            kind = {"type": KINDS[key]} if KINDS[key] else {}
            found += [
                {**cast("Json", record), **kind} if isinstance(record, dict) else record
                for record in cast("list[object]", records)
            ]
        return found
    return [loaded]


def _record(value: object, number: int, place: str) -> Found:
    if isinstance(value, dict):
        return number, cast("Json", value)
    return Rejected(
        shown(repr(value).encode()), place, UNREADABLE, "this is not a record", "write a JSON object with named keys"
    )


def _read_line(line: bytes, number: int, name: str) -> Found:
    place = f"{name}:{number}"
    try:
        return _record(_checked(line), number, place)
    except orjson.JSONDecodeError as error:
        column = min(error.pos, len(line.rstrip())) + 1
        problem, remedy = f"broken JSON: {error.msg} (column {column})", "mend the line"
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as wrong:
            problem = f"byte 0x{line[wrong.start]:02X} at {wrong.start} of the line is not UTF-8"
            remedy = "save the file as UTF-8"
        return Rejected(shown(line.strip()), place, UNREADABLE, problem, remedy)
    except InputError as error:
        return Rejected.because(error, shown(line.strip()), place)


def _checked(data: bytes) -> object:
    """The value, unless one of its objects has a key twice: which of them is meant, nobody can say."""
    value = orjson.loads(data)
    # Counting is cheap, reading pair by pair is not. A key lost on the way shows in the count of what is written again;
    # where blanks precede a colon (or a text looks so) the slow reading decides.
    if data.count(b'":') != orjson.dumps(value).count(b'":') or _BLANK_BEFORE_COLON.search(data) is not None:
        json.loads(data, object_pairs_hook=_unique)
    return value


def _unique(pairs: list[tuple[str, object]]) -> None:
    keys = {key for key, _ in pairs}
    if len(keys) < len(pairs):
        twice = next(key for key in keys if sum(key == other for other, _ in pairs) > 1)
        raise InputError(f"the key {twice!r} stands twice", remedy="keep the one you mean")


def _too_long(line: bytes, stream: IO[bytes], place: str) -> Rejected:
    length = len(line)
    while (rest := stream.readline(LONGEST)) and not rest.endswith(b"\n"):
        length += len(rest)
    length += len(rest)
    return Rejected(
        shown(line[:1000]),
        place,
        UNREADABLE,
        f"the line is {length:,} bytes long, more than {LONGEST:,}",
        "put the text of a source into its own file and name it as text_file",
    )
