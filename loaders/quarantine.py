"""The quarantine: a JSON Lines file beside the store, of every record that was turned away and is still unsettled."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import cast

import orjson

from ..errors import InputError, StoreError
from ..graph.claim import Claim, Entity, Source
from ..graph.record import claim_record
from .report import Json, Rejected

_WORDS = ("subject", "relation", "object", "condition", "attributed_to", "valid_from", "valid_to")


def settle(
    path: Path, rejected: Sequence[Rejected], admitted: Iterable[Claim | Entity | Source], *, file: str = ""
) -> int:
    """Bring the quarantine up to date after a load, and say how many of its records are settled.

    Each rejected record stands in it once, however often it is loaded. A record is settled when the same record, or
    one that differs only in the key that was at fault, was admitted; or when its `file` (a full path, "" for a stream)
    was loaded again and no longer holds it.
    """
    old = read_quarantine(path)
    if not old and not rejected:
        return 0
    new = {_identity(entry): entry for entry in ({**each.line(), "file": file} for each in rejected)}
    answered = _Answers(old)
    for item in admitted if old else ():
        answered.take(item)
    kept: dict[str, Json] = {}
    settled = 0
    for entry in old:
        identity = _identity(entry)
        if identity in new:
            continue
        if (file and entry.get("file") == file) or answered.settles(entry):
            settled += 1
        else:
            kept[identity] = entry
    _write(path, [*kept.values(), *new.values()])
    return settled


def read_quarantine(path: Path) -> list[Json]:
    """Every entry of a quarantine file: place, shape, problem, remedy, key, record, file. None when it is not there."""
    entries: list[Json] = []
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return entries
    except OSError as error:
        raise StoreError(f"the quarantine cannot be read ({error.strerror})", place=str(path)) from None
    for number, line in enumerate(lines, 1):
        try:
            entry = orjson.loads(line)
        except orjson.JSONDecodeError:
            entry = None
        if not isinstance(entry, dict) or "record" not in entry:
            raise InputError(
                "not an entry of a quarantine", place=f"{path}:{number}", remedy="mend the line or move the file away"
            )
        entries.append(cast("Json", entry))
    return entries


def _write(path: Path, entries: Sequence[Json]) -> None:
    if not entries:
        path.unlink(missing_ok=True)
        return
    beside = path.with_name(f".{path.name}.new")
    try:
        with beside.open("wb") as out:
            for entry in entries:
                out.write(orjson.dumps(entry, option=orjson.OPT_APPEND_NEWLINE))
            out.flush()
            os.fsync(out.fileno())
        beside.replace(path)
    except OSError as error:
        raise StoreError(f"the quarantine cannot be written ({error.strerror})", place=str(path)) from None


def _identity(entry: Json) -> str:
    return orjson.dumps(entry["record"], option=orjson.OPT_SORT_KEYS).decode()


class _Answers:
    """Which quarantined records the admitted ones answer."""

    def __init__(self, entries: Sequence[Json]) -> None:
        records = [(cast("Json", entry["record"]), entry) for entry in entries if isinstance(entry["record"], dict)]
        self._keys = {str(entry.get("key", "")) for _, entry in records}
        # Few records are in quarantine and many are admitted: most of those can be passed over at a glance.
        self._ends = {str(record.get(end)) for record, _ in records for end in ("subject", "object")}
        self._said: set[str] = set()
        self._ids: set[str] = set()

    def take(self, item: Claim | Entity | Source) -> None:
        if not isinstance(item, Claim):
            self._ids.add(str(item.id))
        elif str(item.subject) in self._ends or str(item.object) in self._ends:
            record = claim_record(item)
            self._said.update(_said(record, key) for key in self._keys)

    def settles(self, entry: Json) -> bool:
        record = entry["record"]
        if not isinstance(record, dict):
            return False
        record = cast("Json", record)
        if record.get("type") in ("entity", "source"):
            return str(record.get("id")) in self._ids
        return _said(record, str(entry.get("key", ""))) in self._said


def _said(record: Json, without: str) -> str:
    """What a claim's record says, but for one key: the parts that make its id, with offsets left to the quote."""
    words = [None if key == without else record.get(key) or "" for key in _WORDS]
    modality = None if without == "modality" else record.get("modality") or "asserted"
    evidence = None if without == "evidence" else _each(record.get("evidence"), ("source", "record", "quote"))
    quantities = None if without == "quantities" else _each(record.get("quantities"), ("value", "unit", "of"))
    return repr((without, words, modality, evidence, quantities))


def _each(value: object, keys: tuple[str, ...]) -> object:
    if not isinstance(value, list):
        return value or []
    rows = [cast("Json", row) for row in cast("list[object]", value) if isinstance(row, dict)]
    return sorted(repr([_plain(row.get(key)) for key in keys]) for row in rows)


def _plain(value: object) -> object:
    return float(value) if isinstance(value, int) else value or ""
