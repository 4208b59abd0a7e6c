"""The rows of a query in a notebook: as a table, as a graph of the claims they name, or on a map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..errors import UsageError
from ..graph.claim import Claim, Entity
from ..graph.display import Bundle
from ..graph.ref import Ref
from ..graph.store import Store, Table, Value
from ..ontology.vocabulary import Relation
from .map import Pin, Places, draw_map
from .notebook import Display, bundle_of
from .report_claims import claims_graph
from .standing_alone import standing_alone

DISPLAYS = ("table", "graph", "map")
"""How the rows of a query can be shown."""

_BETWEEN = """
PREFIX az: <https://w3id.org/araz/ontology#>
PREFIX ent: <https://w3id.org/araz/id/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT DISTINCT ?claim WHERE {
  VALUES ?entity { ent:iran }
  ?claim rdf:subject ?entity ; rdf:object ?other .
}
"""


def shown(store: Store, table: Table, form: str, group: str = "") -> Bundle:
    """The rows by MIME type. `group` names a column: rows of one value stand together, under it, or in one column.

    As a "graph": the claims among the rows' cells, or, where there are none, those between the entities of one row.
    As a "map": every entity of the rows that has a point. Raises `UsageError` for a column that is not there, and for
    rows that have nothing to draw.
    """
    if group and group not in table.columns:
        raise UsageError(f"no column {group!r}", remedy=f"use one of {', '.join(table.columns)}")
    at = table.columns.index(group) if group else None
    rows = list(table.rows)
    if at is not None:
        rows.sort(key=lambda row: str(row[at]))
    if form == "table":
        return bundle_of(_table(table.columns, rows, at))
    entities = {each.id: each for each in store.entities(sorted({ref for row in rows for ref in _of(row, "ent")}))}
    svg = _graph(store, rows, entities, at) if form == "graph" else _map(rows, entities)
    if not svg:
        remedy = "select claims, or entities that claims tie" if form == "graph" else "select entities with a place"
        raise UsageError(f"the rows hold nothing for a {form}", remedy=remedy)
    shown = _table(table.columns, rows, at)
    return bundle_of(Display(shown.title, "", shown.columns, shown.rows, svg))


def _table(columns: Sequence[str], rows: Sequence[Sequence[Value]], at: int | None) -> Display:
    """The rows; with a group, its column comes first and says each value once."""
    count = f"{len(rows)} row{'' if len(rows) == 1 else 's'}"
    if at is None:
        return Display(count, columns=tuple(columns), rows=tuple(map(tuple, rows)))
    order = [at, *(place for place in range(len(columns)) if place != at)]
    made: list[tuple[Value, ...]] = []
    before: Value = None
    for number, row in enumerate(rows):
        same = number > 0 and row[at] == before
        before = row[at]
        made.append(("" if same else row[at], *(row[place] for place in order[1:])))
    return Display(f"{count}, by {columns[at]}", columns=tuple(columns[place] for place in order), rows=tuple(made))


def _of(row: Sequence[Value], prefix: str) -> list[Ref]:
    return [value for value in row if isinstance(value, Ref) and value.prefix == prefix]


def _graph(store: Store, rows: Sequence[Sequence[Value]], entities: Mapping[Ref, Entity], at: int | None) -> str:
    wanted = dict.fromkeys(ref for row in rows for ref in _of(row, "claim"))
    claims = list(store.claims(sorted(wanted))) if wanted else _between(store, rows, entities)
    ends = {end for claim in claims for end in (claim.subject, claim.object)}
    known = {**entities, **{each.id: each for each in store.entities(sorted(ends - entities.keys()))}}
    first = [row[at] for row in rows] if at is not None else []
    asked = list(dict.fromkeys(value for value in first if isinstance(value, Ref)))
    drawing = claims_graph(claims, known, asked, [[claim.id] for claim in claims])
    return standing_alone(drawing)


def _between(store: Store, rows: Sequence[Sequence[Value]], entities: Mapping[Ref, Entity]) -> list[Claim]:
    """The claims whose two ends stand in one row, by a relation that the row names, if it names one."""
    pairs = {(one, other) for row in rows for one in _of(row, "ent") for other in _of(row, "ent") if one != other}
    found = {
        ref for one in entities for row in store.select(_BETWEEN, {"entity": one}).rows for ref in _of(row, "claim")
    }
    named = {str(value) for row in rows for value in row if isinstance(value, str) and value in set(Relation)}
    return [
        claim
        for claim in store.claims(sorted(found))
        if (claim.subject, claim.object) in pairs and (not named or str(claim.relation) in named)
    ]


def _map(rows: Sequence[Sequence[Value]], entities: Mapping[Ref, Entity]) -> str:
    pins: dict[Ref, Pin] = {}
    for number, row in enumerate(rows, 1):
        for ref in _of(row, "ent"):
            entity = entities.get(ref)
            if entity is not None and entity.point is not None and ref not in pins:
                pins[ref] = Pin(number, entity.name, entity.point.lat, entity.point.lon, str(entity.kind))
    return draw_map(Places("Where the rows are", tuple(pins.values())))
