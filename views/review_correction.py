"""Asking a reviewer what is right instead: one part a line, with the choices that the ontology allows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from ..errors import ArazError, UsageError
from ..graph.dates import check_date
from ..graph.ref import Ref
from .text import visible

if TYPE_CHECKING:
    from ..loaders.reviewing.case import Case
    from ..loaders.reviewing.correcting import Correction

_TAKEN_AWAY = "-"
_PARTS = {
    "relation": "relation NAME        the relation",
    "swap": "swap                 the other way round",
    "subject": "subject NAME|ID      who or what it is from",
    "object": "object NAME|ID       who or what it is to",
    "modality": "modality NAME        in what mode it is said",
    "if": "if WORDS|ID          the condition (- for none)",
    "speaker": "speaker NAME|ID      who says so (- for the source itself)",
    "from": "from DATE            from when it holds: 2025, 2025-01, 2025-01-31 (- for open)",
    "to": "to DATE              until when it holds (- for open)",
}


def ask_correction(
    case: Case,
    first: str,
    find: Callable[[str], Ref],
    ask: Callable[[str], str | None],
    say: Callable[[str], None],
) -> Correction | None:
    """What is to be different; None where the reviewer thinks better of it.

    `first` may hold all of it already, with semicolons between: "swap; relation operates". A part without a value
    shows what may stand there.
    """
    from ..loaders.reviewing.correcting import Correction

    said: dict[str, object] = {}
    if first:
        for part in first.split(";"):
            _take(part, said, case, find, say)
        return Correction(**said)  # pyright: ignore[reportArgumentType] (each value is of its part's type)
    for line in _PARTS.values():
        say(f"  {line}")
    while True:
        line = ask("Correct (Enter when done, x to leave it): ")
        if line is None or line.strip().lower() in ("x", "cancel"):
            return None
        if not line.strip():
            return Correction(**said) if said else None  # pyright: ignore[reportArgumentType] (as above)
        try:
            _take(line, said, case, find, say)
        except ArazError as error:
            say(str(error))


def _take(
    line: str, said: dict[str, object], case: Case, find: Callable[[str], Ref], say: Callable[[str], None]
) -> None:
    word, _, value = line.strip().partition(" ")
    word, value = word.lower(), value.strip()
    if word not in _PARTS:
        raise UsageError(f"{visible(word)!r} is no part of a claim", remedy=f"use {', '.join(_PARTS)}")
    if word == "swap":
        said["swapped"] = not said.get("swapped", False)
    elif not value:
        for choice in _choices(word, case, swapped=bool(said.get("swapped"))):
            say(f"  {choice}")
    elif word in ("relation", "modality"):
        allowed = _choices(word, case, swapped=False) + _choices(word, case, swapped=True)
        if value not in allowed and not said.keys() & {"subject", "object"}:
            raise UsageError(f"{visible(value)!r} is no {word} that may stand here", remedy=f"type {word} to see them")
        said[word] = value
    else:
        said.update(_other(word, value, find))


def _other(word: str, value: str, find: Callable[[str], Ref]) -> Mapping[str, object]:
    bare = "" if value == _TAKEN_AWAY else value
    if word in ("subject", "object"):
        return {word: find(value)}
    if word == "speaker":
        return {"attributed_to": find(bare) if bare else ""}
    if word == "if":
        return {"condition": find(bare) if bare.startswith("ent:") else bare}
    if bare:
        check_date(bare)
    return {"valid_from" if word == "from" else "valid_to": bare}


def _choices(word: str, case: Case, *, swapped: bool) -> list[str]:
    from ..loaders.reviewing.correcting import choices

    known = choices(case.claim, case.kinds)
    if word == "relation" and swapped:
        return known["relation when swapped"]
    return known.get(word, [f"{_PARTS[word].partition('  ')[0]}"])
