"""A small briefing and claims on it, from which each test makes its own file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

TEXT = "Iran and Azerbaijan operate the plant. The plant yields 102 MW. Iran — so officials say — may close it."

SOURCE = {"type": "source", "id": "src:note", "title": "A note", "lang": "en", "text": TEXT}
IRAN = {"type": "entity", "id": "ent:iran", "kind": "State", "names": [{"text": "Iran", "lang": "en"}]}
AZERBAIJAN = {"type": "entity", "id": "ent:azerbaijan", "kind": "State", "names": [{"text": "Azerbaijan"}]}
PLANT = {"type": "entity", "id": "ent:plant", "kind": "HydroPlant", "names": [{"text": "The plant"}]}
BASE = [SOURCE, IRAN, AZERBAIJAN, PLANT]
GOOD_QUOTE = "Iran and Azerbaijan operate the plant."


def passage(quote: str = GOOD_QUOTE, start: int | None = None, source: str = "src:note") -> dict[str, object]:
    at = TEXT.index(quote) if start is None else start
    return {"source": source, "start": at, "end": at + len(quote), "quote": quote}


def claim(**changes: object) -> dict[str, object]:
    """A good claim's record, with changes; a change to None takes the key out."""
    record: dict[str, object] = {
        "subject": "ent:iran",
        "relation": "operates",
        "object": "ent:plant",
        "evidence": [passage()],
        **changes,
    }
    return {key: value for key, value in record.items() if value is not None}


def lines(*records: object) -> str:
    """Records as JSON Lines; a string stands as it is."""
    return "".join((r if isinstance(r, str) else json.dumps(r, ensure_ascii=False)) + "\n" for r in records)


def write(folder: Path, *records: object, name: str = "claims.jsonl") -> Path:
    path = folder / name
    path.write_text(lines(*records), encoding="utf-8", newline="")
    return path


def shown(quarantined: Iterable[object]) -> list[str]:
    """Quarantined records as the user sees them, without the folder of the test."""
    return [re.sub(r"^/\S*/(?=[^/]*$|[^/]*?: )", "", str(each)) for each in quarantined]
