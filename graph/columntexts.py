"""Whole columns out of an Oxigraph store: as text, in one piece, without an object for each cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import chain

import pyoxigraph as ox

from ..errors import UsageError

COLUMN = "SELECT ?s ?o {{ ?s <{}> ?o }}"
"""Asks for one property: what has it, and its value."""


def answers(engine: ox.Store, queries: Sequence[str]) -> Iterator[str]:
    """The answers of queries as CSV, in the order of the queries.

    >>> store = ox.Store()
    >>> store.add(ox.Quad(ox.NamedNode("a:a"), ox.NamedNode("a:b"), ox.Literal("one, two")))
    >>> columns_of(next(answers(store, [COLUMN.format("a:b")])), 2)
    [['a:a'], ['one, two']]
    """
    # Oxigraph lets go of Python while it answers. Taking answers apart meanwhile would make it wait for Python again
    # and again, so they are all fetched first.
    with ThreadPoolExecutor(2) as asking:
        return iter(list(asking.map(partial(_answer, engine), queries)))


def columns_of(text: str, width: int) -> list[list[str]]:
    """The columns of CSV, without their heads. Raises `csv.Error` for a cell of more than 128 KB."""
    # Where nothing had to be put in quotation marks, commas and line breaks stand between cells and nowhere else.
    if '"' in text:
        cells = list(chain.from_iterable(csv.reader(io.StringIO(text, newline=""))))
    else:
        cells = text.removesuffix("\r\n").replace("\r\n", ",").split(",")
    return [cells[width + each :: width] for each in range(width)]


def _answer(engine: ox.Store, query: str) -> str:
    found = engine.query(query)
    if not isinstance(found, ox.QuerySolutions):
        raise UsageError("the query gives no rows", remedy="write SELECT")
    try:
        return (found.serialize(format=ox.QueryResultsFormat.CSV) or b"").decode()
    finally:
        # Only the thread that asked may let go of it, and an error would carry it to another.
        del found
