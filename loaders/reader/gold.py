"""Files of extractions: what people annotated, or what a reader found, in the form of `araz extract --format json`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import cast

import orjson

from ...errors import ArazError, InputError
from ...graph.fields import Record
from ..document import Document
from ..jsonlines import read_json_lines
from ..report import Rejected
from .extraction import Extraction, read_extraction
from .scoring import Pair

Placed = tuple[str, Extraction]
"""An extraction and where it stands (file, or file:line)."""

_REMEDY = "give the JSON of araz extract: text, entities, mentions, claims"


def read_extractions(document: Document) -> Iterator[Placed]:
    """The extractions in a file: one JSON object, a list of them, or one on each line.

    Raises `InputError` at the first that cannot be read.

    >>> file = Document.of_bytes(b'{"text": "Iran."}', "gold.json")
    >>> [place for place, _ in read_extractions(file)]
    ['gold.json:1']
    """
    for place, value in _values(document):
        if not isinstance(value, dict):
            raise InputError("this is no extraction", place=place, remedy=_REMEDY)
        try:
            found = read_extraction(cast("Record", value))
        except ArazError as error:
            raise error.at(place) from None
        yield place, found


def _values(document: Document) -> Iterator[tuple[str, object]]:
    if _is_lines(document):
        for found in read_json_lines(document):
            if isinstance(found, Rejected):
                raise InputError(found.problem, place=found.place, remedy=found.remedy)
            yield f"{document.name}:{found[0]}", found[1]
        return
    text = document.text()
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise InputError(
            f"broken JSON: {error.msg}", place=f"{document.name}:{error.lineno}", remedy="mend it, or write JSON Lines"
        ) from None
    if isinstance(value, list):
        for number, each in enumerate(cast("list[object]", value), 1):
            yield f"{document.name}, record {number}", each
    else:
        yield document.name, value


def _is_lines(document: Document) -> bool:
    """Whether the first line is an object of its own."""
    with document.open() as stream:
        first = stream.readline(1 << 25)
    try:
        return isinstance(orjson.loads(first), dict)
    except orjson.JSONDecodeError:
        return False


def paired(gold: Sequence[Placed], found: Iterable[Placed]) -> list[Pair]:
    """Each annotation with what was found in the very same text. `InputError` for one without, and for a text twice.

    >>> paired([("gold.json", Extraction("Iran."))], [("found.json", Extraction("Iran!"))])
    Traceback (most recent call last):
    ...
    araz.errors.InputError: gold.json: 1 of 1 texts is not among the 1 found; the texts must agree to the character, \
since offsets point into them
    """
    by_text: dict[str, Extraction] = {}
    for place, each in found:
        if each.text in by_text:
            raise InputError(
                "this text stands twice among those found", place=place, remedy="give what one reader found"
            )
        by_text[each.text] = each
    missing = [place for place, each in gold if each.text not in by_text]
    if missing:
        are = "is" if len(missing) == 1 else "are"
        raise InputError(
            f"{len(missing)} of {len(gold)} texts {are} not among the {len(by_text)} found",
            place=missing[0],
            remedy="the texts must agree to the character, since offsets point into them",
        )
    return [(each, by_text[each.text]) for _, each in gold]
