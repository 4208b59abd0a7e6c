"""The curated files of the registry (`data/sources.yaml`, `region.yaml`, `organisations.yaml`), read and checked.

Sections are kinds, keys are local ids. Every value is read as text; numbers are made where numbers belong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import yaml

from ..errors import InputError
from ..ontology.vocabulary import Kind

Json = dict[str, object]

CURATED = ("region.yaml", "organisations.yaml")
"""The files with entries, in the order in which they are compiled."""

_KEYS = frozenset(
    {"names", "short", "demonyms", "seats", "point", "attributes", "wikidata", "cite", "description"}
    | {"leads", "members", "factbook", "shares", "other_sense"}
)
_ATTRIBUTE_KEYS = frozenset({"measure", "value", "unit", "of", "source", "as_of"})
_YEAR = re.compile(r"\b1[5-9]\d\d\b|\b20\d\d\b")


# The C parser is ten times faster; nodes are all that is asked of it, so nothing can be constructed by a tag.
_LOADER = cast("type[yaml.SafeLoader]", getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def read_texts(path: Path) -> Json:
    """A YAML file as texts, lists and mappings. Raises `InputError` for broken YAML and for a key given twice."""
    try:
        root = cast("yaml.Node | None", yaml.compose(path.read_text("utf-8"), Loader=_LOADER))
    except yaml.YAMLError as error:
        raise InputError(f"broken YAML: {error}", place=path.name, remedy="mend it") from None
    try:
        return cast("Json", _plain(root))
    except InputError as error:
        raise error.at(f"{path.name}, {error.place}") from None


def _plain(node: yaml.Node | None) -> object:
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in cast("list[yaml.Node]", node.value)]
    if isinstance(node, yaml.MappingNode):
        found: Json = {}
        for key, value in cast("list[tuple[yaml.Node, yaml.Node]]", node.value):
            name = str(_plain(key))
            if name in found:
                raise InputError(f"the key {name!r} is given twice", place=f"line {key.start_mark.line + 1}")
            found[name] = _plain(value)
        return found
    return "" if node is None else str(cast("object", node.value))


def source_records(folder: Path) -> Iterator[Json]:
    """The cited works as source records, in the order of their keys.

    >>> from araz.loaders.registry import DATA
    >>> next(record["title"] for record in source_records(DATA) if record["id"] == "src:start-pjak")
    'Kurdistan Free Life Party, Big Allied and Dangerous narrative'
    """
    for key, given in sorted(read_texts(folder / "sources.yaml").items()):
        yield {"type": "source", "id": f"src:{key}", **cast("Json", given)}


def entry_records(folder: Path) -> Iterator[Json]:
    """The curated entries as registry records: entity records with what else helps to find them.

    >>> from araz.loaders.registry import DATA
    >>> river = next(record for record in entry_records(DATA) if record["id"] == "ent:araz-river")
    >>> river["kind"], river["names"][0]
    ('River', {'text': 'Araz River', 'lang': 'en'})
    """
    works = set(read_texts(folder / "sources.yaml"))
    for name in CURATED:
        for kind, section in read_texts(folder / name).items():
            if kind not in {k.value for k in Kind}:
                raise InputError(f"unknown kind {kind!r}", place=name, remedy="use a class of the ontology")
            for key, given in cast("dict[str, Json]", section).items():
                try:
                    yield _entry(key, kind, given, works)
                except InputError as error:
                    raise error.at(f"{name}, {key}") from None


def _entry(key: str, kind: str, given: Json, works: set[str]) -> Json:
    unknown = set(given) - _KEYS
    if unknown:
        raise InputError(f"unknown key {sorted(unknown)[0]!r}", remedy=f"use one of {', '.join(sorted(_KEYS))}")
    names = cast("dict[str, list[str]]", given.get("names") or {})
    record: Json = {
        "id": f"ent:{key}",
        "kind": kind,
        "names": [{"text": text, "lang": lang} for lang, texts in names.items() for text in texts],
        "description": given.get("description", ""),
        "cite": [_citation(str(text), works) for text in _list(given, "cite")],
    }
    if "wikidata" in given:
        record["same_as"] = [f"wd:{given['wikidata']}"]
    if "point" in given:
        record["point"] = [_number(str(degrees)) for degrees in _list(given, "point")]
    if "attributes" in given:
        record["attributes"] = [_attribute(cast("Json", row), works) for row in _list(given, "attributes")]
    for lists in ("short", "demonyms", "seats", "shares"):
        if lists in given:
            record[lists] = _list(given, lists)
    for facts, of in (("leads", "of"), ("members", "state")):
        if facts in given:
            rows = cast("list[Json]", _list(given, facts))
            record[facts] = [{**row, of: f"ent:{row[of]}"} for row in rows]
    for single in ("factbook", "other_sense"):
        if single in given:
            record[single] = given[single]
    return record


def _list(given: Json, key: str) -> list[object]:
    value: object = given.get(key, [])
    if not isinstance(value, list):
        raise InputError(f"{key} is not a list", remedy="write it in square brackets")
    return cast("list[object]", value)


def _citation(text: str, works: set[str]) -> Json:
    key, _, where = text.partition(" ")
    if key in works:
        return {"source": f"src:{key}", "at": where}
    if _YEAR.search(text) is None:
        raise InputError(f"the citation {text!r} names no work and no year", remedy="cite a source of sources.yaml")
    return {"text": text}


def _attribute(row: Json, works: set[str]) -> Json:
    unknown = set(row) - _ATTRIBUTE_KEYS
    if unknown:
        raise InputError(f"unknown key {sorted(unknown)[0]!r} of an attribute", remedy="see README.md")
    if row.get("source") not in works:
        raise InputError(f"a figure cites {row.get('source')!r}", remedy="name a source of sources.yaml")
    return {**row, "value": _number(str(row.get("value"))), "source": f"src:{row['source']}"}


def _number(text: str) -> float | int:
    try:
        value = float(text)
    except ValueError:
        raise InputError(f"{text!r} is not a number", remedy="give digits") from None
    return int(value) if value.is_integer() and "." not in text else value
