"""What a Cypher engine answers, as a `Table`: the same cells from the embedded engine and from Neo4j."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from .ref import PREFIXES, Ref
from .store import Table, Value

_ID = re.compile(rf"(?:{'|'.join(PREFIXES)}):[A-Za-z0-9_](?:[A-Za-z0-9_.\-]*[A-Za-z0-9_\-])?\Z")


def table(columns: Iterable[str], rows: Iterable[Sequence[object]]) -> Table:
    """Rows of plain Python values as a table.

    An id becomes a Ref; a list, a map, a node or a relationship becomes JSON, its keys sorted.

    >>> table(["who", "what"], [["ent:iran", [1, "a"]]]).rows
    ((Ref(prefix='ent', local='iran'), '[1, "a"]'),)
    """
    return Table(tuple(columns), tuple(tuple(value(cell) for cell in row) for row in rows))


def value(cell: object) -> Value:
    """One cell of an answer.

    >>> value({"b": 1, "a": [None]})
    '{"a": [null], "b": 1}'
    """
    if cell is None or isinstance(cell, bool | int):
        return cell
    if isinstance(cell, float):
        return cell
    if isinstance(cell, str):
        return Ref(*cell.split(":", 1)) if _ID.match(cell) else cell
    return json.dumps(plain(cell), ensure_ascii=False, sort_keys=True)


def bound(parameters: Mapping[str, object] | None) -> dict[str, object]:
    """Parameters as an engine takes them: an id as its short text, inside lists and maps too.

    >>> bound({"ids": [Ref("ent", "iran")], "n": 1})
    {'ids': ['ent:iran'], 'n': 1}
    """
    return {name: _bindable(given) for name, given in (parameters or {}).items()}


def _bindable(given: object) -> object:
    if isinstance(given, Ref):
        return str(given)
    if isinstance(given, list | tuple):
        return [_bindable(item) for item in cast("Iterable[object]", given)]
    if isinstance(given, Mapping):
        return bound(cast("Mapping[str, object]", given))
    return given


def plain(cell: object) -> object:
    """A value as JSON can write it: text, numbers, lists and maps, whatever a driver made of dates and points.

    >>> plain((1, float("nan")))
    [1, None]
    """
    if cell is None or isinstance(cell, str | bool | int):
        return cell
    if isinstance(cell, float):
        return cell if math.isfinite(cell) else None
    if isinstance(cell, Mapping):
        return {str(key): plain(item) for key, item in cast("Mapping[object, object]", cell).items()}
    if isinstance(cell, list | tuple | set | frozenset):
        return [plain(item) for item in cast("Iterable[object]", cell)]
    return str(cell)
