"""A store as files for `neo4j-admin database import`: the fastest way to fill a new Neo4j database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

from .claimrows import claim_rows
from .decisions import DECISION_KEYS
from .edits import MARKED
from .marks import bound, entity_mark, fingerprints, source_mark
from .properties import (
    CLAIM_KEYS,
    ENTITY_KEYS,
    PASSAGE_KEYS,
    RELATIONSHIP_KEYS,
    SOURCE_KEYS,
    Property,
    entity_row,
    source_row,
)
from .statements import SCHEMA
from .store import Store

# No text of Araz holds this control character.
_BETWEEN = "\x1f"

_TYPES = {
    **dict.fromkeys(("lat", "lon", "confidence"), "double"),
    **dict.fromkeys(("start", "end"), "long"),
    **dict.fromkeys(("aliases", "alias_langs", "same_as", "quantity_units", "quantity_of"), "string[]"),
    **dict.fromkeys(("measure_names", "measure_units", "measure_of", "measure_sources", "measure_dates"), "string[]"),
    **dict.fromkeys(DECISION_KEYS, "string[]"),
    **dict.fromkeys(("quantity_values", "measure_values"), "double[]"),
}

_NODES = {
    "entities": ("Entity", (*ENTITY_KEYS, MARKED)),
    "claims": ("Claim", (*CLAIM_KEYS, MARKED)),
    "passages": ("Passage", PASSAGE_KEYS),
    "sources": ("Source", (*SOURCE_KEYS, MARKED)),
}
_RELATIONSHIPS = {
    "about": ("Claim", "Entity", ()),
    "evidence": ("Claim", "Passage", ()),
    "in": ("Passage", "Source", ()),
    "standing": ("Entity", "Entity", RELATIONSHIP_KEYS),
}


def export_bulk(store: Store, folder: Path) -> list[Path]:
    """Write the property graph of `store` into `folder` (made if need be), and return the files.

    For each kind of node and relationship a header and a data file, `schema.cypher` with the constraints and indexes to
    make afterwards, and `import.sh` with the exact command. A later `araz push` goes on from there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = [_write(folder / f"{name}-header.csv", [header]) for name, header in _headers()]
    files = {name: (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") for name in _all_names()}
    try:
        _Rows(files).fill(store)
    finally:
        for file in files.values():
            file.close()
    written += [folder / f"{name}.csv" for name in files]
    written.append(_write(folder / "store.csv", [_line(["store", store.stamp(), "ArazStore"])]))
    written.append(_write(folder / "store-header.csv", [_line(["id:ID(Store)", "stamp", ":LABEL"])]))
    written.append(_write(folder / "schema.cypher", [f"{statement};" for statement in SCHEMA]))
    written.append(_write(folder / "import.sh", command().splitlines()))
    return sorted(written)


def command() -> str:
    """The import command, to be run in the folder on the machine of a Neo4j server that is stopped.

    >>> command().split()[1:5]
    ['neo4j-admin', 'database', 'import', 'full']
    """
    head = "neo4j-admin database import full neo4j --overwrite-destination --multiline-fields=true"
    parts = [f"{head} --array-delimiter=U+001F"]
    parts += [f"  --nodes={name}-header.csv,{name}.csv" for name in (*_NODES, "store")]
    parts += [f"  --relationships={name}-header.csv,{name}.csv" for name in _RELATIONSHIPS]
    return "#!/bin/sh\n" + " \\\n".join(parts) + "\n"


def _all_names() -> list[str]:
    return [*_NODES, *_RELATIONSHIPS]


def _headers() -> Iterator[tuple[str, str]]:
    for name, (label, keys) in _NODES.items():
        yield name, _line([f"id:ID({label})", *(f"{key}:{_type(key)}" for key in keys if key != "id"), ":LABEL"])
    for name, (start, end, keys) in _RELATIONSHIPS.items():
        ends = [f":START_ID({start})", f":END_ID({end})", ":TYPE"]
        yield name, _line([*ends, *(f"{key}:{_type(key)}" for key in keys)])


def _type(key: str) -> str:
    return _TYPES.get(key, "string")


class _Rows:
    """Files being filled, and what is in them already."""

    def __init__(self, files: Mapping[str, IO[str]]) -> None:
        self.files = files
        self.known: dict[str, set[str]] = {name: set() for name in _NODES}

    def fill(self, store: Store) -> None:
        for entity in store.entities():
            row = entity_row(entity)
            self.node("entities", {**row["properties"], MARKED: bound(entity.id, entity_mark(entity))}, row["labels"])
        for source in store.sources():
            row = source_row(source)
            self.node("sources", {**row["properties"], MARKED: bound(source.id, source_mark(source))}, row["labels"])
        marks = fingerprints(store)
        for row in claim_rows(store):
            self.node("claims", {**row["properties"], MARKED: bound(row["id"], marks[row["id"]])}, ["Claim"])
            ends = (("SUBJECT", row["subject"]), ("OBJECT", row["object"]))
            others = (("IF", row.get("condition")), ("SAID_BY", row.get("speaker")))
            for kind, end in (*ends, *others):
                if end is not None:
                    self.node("entities", {"id": end}, ["Entity"])
                    self.relate("about", row["id"], end, kind, {})
            for passage in row["passages"]:
                self.relate("evidence", row["id"], passage["id"], "EVIDENCE", {})
                if passage["id"] not in self.known["passages"]:
                    self.node("passages", passage["properties"], ["Passage"])
                    self.node("sources", {"id": passage["source"]}, ["Source"])
                    self.relate("in", passage["id"], passage["source"], "IN", {})
            if "relationship" in row:
                each = row["relationship"]
                self.relate("standing", each["subject"], each["object"], each["type"], each["properties"])

    def node(self, name: str, properties: dict[str, Property], labels: Sequence[str]) -> None:
        """Write a node once; one that is only named has nothing but its id."""
        key = str(properties["id"])
        if key in self.known[name]:
            return
        self.known[name].add(key)
        keys = _NODES[name][1]
        self.files[name].write(_line([*(properties.get(key) for key in keys), list(labels)]) + "\n")

    def relate(self, name: str, start: str, end: str, kind: str, properties: dict[str, Property]) -> None:
        cells = [start, end, kind, *(properties.get(key) for key in _RELATIONSHIPS[name][2])]
        self.files[name].write(_line(cells) + "\n")


def _line(cells: Iterable[Property | None]) -> str:
    return ",".join([_cell(cell) for cell in cells])


def _cell(cell: Property | None) -> str:
    """A cell: nothing for no value, a text in quotation marks, so that an empty text stays one.

    A list of nothing but empty texts is left out: reading takes it for the same.
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f'"{cell.replace(chr(34), chr(34) * 2)}"'
    if isinstance(cell, list):
        if not any(item != "" for item in cell):
            return ""
        return _cell(_BETWEEN.join([item if isinstance(item, str) else repr(item) for item in cell]))
    return repr(cell)


def _write(path: Path, lines: Iterable[str]) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
    return path
