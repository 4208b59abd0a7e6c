"""Builds the property graph of a store in the embedded engine, by Cypher alone, and counts what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from ..errors import StoreError
from . import cells
from .claimrows import claim_rows
from .properties import (
    CLAIM_KEYS,
    ENTITY_KEYS,
    PASSAGE_KEYS,
    SOURCE_KEYS,
    ClaimRow,
    NodeRow,
    Properties,
    entity_row,
    source_row,
)
from .store import Store

if TYPE_CHECKING:
    from kglite import KnowledgeGraph, ResultView

_T = TypeVar("_T")

FORM = 3
"""The version of the graph's form: a graph of another form is built anew."""

# Rows of one statement.
_PART = 10_000

_KEYS = {"Entity": ENTITY_KEYS, "Claim": CLAIM_KEYS, "Passage": PASSAGE_KEYS, "Source": SOURCE_KEYS}
_SEAL = "CREATE (:ArazStore {id: 'store', name: null, edited: false, stamp: $stamp, form: $form})"
_EDITED = "MATCH (s:ArazStore {id: 'store'}) RETURN s.edited AS edited"
_MARK_EDITED = "MATCH (s:ArazStore {id: 'store'}) SET s.edited = true"
_STAMP = "MATCH (s:ArazStore {id: 'store'}) RETURN s.stamp AS stamp, s.form AS form"


def build(store: Store, path: Path | None = None) -> KnowledgeGraph:
    """The property graph of `store`, in memory, or in a new file that `close` writes.

    Raises `StoreError` when there is not as much in it as was put in.
    """
    import kglite

    graph = kglite.KnowledgeGraph() if path is None else kglite.open(str(path), durable="off")
    graph.define_schema(
        {
            "nodes": {
                label: {"primary_key": "id", "optional": [key for key in keys if key != "id"]}
                for label, keys in _KEYS.items()
            }
        }
    )
    building = _Building(graph)
    stamp = store.stamp()
    for entities in _parts(store.entities()):
        building.nodes([entity_row(entity) for entity in entities])
    for sources in _parts(store.sources()):
        building.nodes([source_row(source) for source in sources])
    for rows in _parts(claim_rows(store)):
        building.claims(rows)
    building.check()
    # The stamp comes last: a graph that bears it is whole.
    building.run(_SEAL, stamp=stamp, form=FORM)
    return graph


def stamp_of(graph: KnowledgeGraph) -> str | None:
    """The stamp of the store that a graph was built from; None for a graph of another form."""
    found = _records(graph, _STAMP)
    return str(found[0]["stamp"]) if found and found[0]["form"] == FORM else None


def mark_edited(graph: KnowledgeGraph) -> None:
    """Remember that somebody wrote into a graph of their own accord."""
    graph.cypher(_MARK_EDITED)


def was_edited(graph: KnowledgeGraph) -> bool:
    """Whether somebody wrote into a graph of their own accord."""
    return stamp_of(graph) is not None and any(record["edited"] for record in _records(graph, _EDITED))


def _records(graph: KnowledgeGraph, query: str) -> list[dict[str, object]]:
    return cast("ResultView", graph.cypher(query)).to_list()


class _Building:
    """A graph being filled: what is in it already, and how much of everything there should be."""

    def __init__(self, graph: KnowledgeGraph) -> None:
        self.graph = graph
        self.known: dict[str, set[str]] = {label: set() for label in _KEYS}
        self.expected: Counter[str] = Counter()

    def run(self, query: str, **parameters: object) -> None:
        self.graph.cypher(query, params=parameters)

    def nodes(self, rows: Iterable[NodeRow]) -> None:
        """Entities or sources; labels come from the ontology, so they may stand in the text."""
        alike: dict[tuple[str, ...], list[Properties]] = {}
        for row in rows:
            alike.setdefault(tuple(row["labels"]), []).append(row["properties"])
            self.known[row["labels"][0]].add(row["id"])
        for labels, properties in alike.items():
            self.create(labels, properties)

    def claims(self, rows: Sequence[ClaimRow]) -> None:
        """Claims, with their passages, a bare node for everything that nobody described, and all relationships."""
        passages = {p["id"]: p for row in rows for p in row["passages"] if p["id"] not in self.known["Passage"]}
        ends = [
            end for row in rows for end in (row["subject"], row["object"], row.get("condition"), row.get("speaker"))
        ]
        self.bare("Entity", [end for end in ends if end is not None])
        self.bare("Source", [passage["source"] for passage in passages.values()])
        self.create(("Claim",), [row["properties"] for row in rows])
        self.create(("Passage",), [passage["properties"] for passage in passages.values()])
        self.known["Passage"].update(passages)
        self.relate("Claim", "SUBJECT", "Entity", [(row["id"], row["subject"], {}) for row in rows])
        self.relate("Claim", "OBJECT", "Entity", [(row["id"], row["object"], {}) for row in rows])
        self.relate("Claim", "IF", "Entity", [(row["id"], row["condition"], {}) for row in rows if "condition" in row])
        self.relate("Claim", "SAID_BY", "Entity", [(row["id"], row["speaker"], {}) for row in rows if "speaker" in row])
        evidence = [(row["id"], passage["id"]) for row in rows for passage in row["passages"]]
        self.relate("Claim", "EVIDENCE", "Passage", [(start, end, {}) for start, end in evidence])
        self.relate("Passage", "IN", "Source", [(p["id"], p["source"], {}) for p in passages.values()])
        alike: dict[str, list[tuple[str, str, Properties]]] = {}
        for row in rows:
            if "relationship" in row:
                each = row["relationship"]
                alike.setdefault(each["type"], []).append((each["subject"], each["object"], each["properties"]))
        for kind, standing in alike.items():
            self.relate("Entity", kind, "Entity", standing)

    def bare(self, label: str, ids: Iterable[str]) -> None:
        fresh = [each for each in dict.fromkeys(ids) if each not in self.known[label]]
        self.known[label].update(fresh)
        self.create((label,), [{"id": each} for each in fresh])

    def create(self, labels: Sequence[str], rows: Sequence[Mapping[str, object]]) -> None:
        if rows:
            # A name that is left out would otherwise be filled in by the engine.
            query = f"UNWIND $rows AS row CREATE (n:{':'.join(labels)} {{id: row.id, name: row.name}}) SET n += row"
            self.run(query, rows=list(rows))
            self.expected[labels[0]] += len(rows)

    def relate(self, start: str, kind: str, end: str, rows: Sequence[tuple[str, str, Properties]]) -> None:
        if rows:
            query = (
                f"UNWIND $rows AS row MATCH (a:{start} {{id: row[0]}}) MATCH (b:{end} {{id: row[1]}})"
                f" CREATE (a)-[r:{kind}]->(b) SET r = row[2]"
            )
            self.run(query, rows=[list(row) for row in rows])
            self.expected[f"-{kind}"] += len(rows)

    def check(self) -> None:
        """Compare what is there with what was put in: a lost relationship would be a wrong answer later."""
        found: Counter[str] = Counter()
        for label in _KEYS:
            found[label] = cells.whole(_records(self.graph, f"MATCH (n:{label}) RETURN count(n) AS n")[0], "n")
        for row in _records(self.graph, "MATCH ()-[r]->() RETURN type(r) AS kind, count(*) AS n"):
            found[f"-{row['kind']}"] = cells.whole(row, "n")
        for name in sorted(found | self.expected):
            if found[name] != self.expected[name]:
                raise StoreError(
                    f"the embedded graph has {found[name]} of {self.expected[name]} {name.lstrip('-')}",
                    remedy="delete the folder 'cypher' beside the store and ask again",
                )


def _parts(items: Iterable[_T]) -> Iterator[list[_T]]:
    rest = iter(items)
    while part := list(islice(rest, _PART)):
        yield part
