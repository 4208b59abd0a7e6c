"""Records of political events: who did what to whom, as PLOVER and PETRARCH code them, in one form.

A dyad is one source with one target in one text, with the root of its event among PLOVER's fifteen: those that the
ontology's relations are close to. The older names of the records go to the ontology's: DEMAND is REQUEST, DISAPPROVE
and INVESTIGATE are ACCUSE, FIGHT is ASSAULT, CONCEDE and RETREAT are YIELD. CAMEO codes go through
CAMEO2PLOVER-2021.txt, a code that it does not have through the code above it; without one the dyad has no root, and
counts for source and target only.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from araz.loaders.reader.extraction import Span
from araz.ontology.schema import load_schema

OLDER = {
    "DEMAND": "REQUEST",
    "DISAPPROVE": "ACCUSE",
    "INVESTIGATE": "ACCUSE",
    "FIGHT": "ASSAULT",
    "CONCEDE": "YIELD",
    "RETREAT": "YIELD",
}


@dataclass(frozen=True, slots=True)
class Dyad:
    """A text with everywhere that the source's and the target's words stand in it. `mutual`: either may be first."""

    text: str
    source: tuple[Span, ...]
    target: tuple[Span, ...]
    root: str | None
    mutual: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """The dyads of a file, and how many were left out, by reason."""

    dyads: list[Dyad]
    left_out: Counter[str]


@cache
def roots() -> Mapping[str, str]:
    """The PLOVER root of each relation that has one; structural relations have none.

    >>> roots()["agreesWith"], "borders" in roots()
    ('AGREE', False)
    """
    return {name: term.plover for name, term in load_schema().relations.items() if term.plover}


def root_named(name: str) -> str | None:
    """The root among the ontology's that an event's name means.

    >>> root_named("DEMAND"), root_named("DOCUMENT")
    ('REQUEST', None)
    """
    found = OLDER.get(name, name)
    return found if found in set(roots().values()) else None


def read_cameo(text: str) -> dict[str, str]:
    """CAMEO codes with their roots, from the conversion table.

    >>> read_cameo("# head\\n0311: AGREE,  ,  economic # x\\n08: CONCEDE")
    {'0311': 'AGREE', '08': 'CONCEDE'}
    """
    return dict(re.findall(r"^(\d{2,4}):\s*([A-Z]+)", text, re.MULTILINE))


def root_of_code(code: str, table: Mapping[str, str]) -> str | None:
    """The root of a CAMEO code, or of the nearest code above it.

    >>> root_of_code("1717", {"17": "COERCE"}), root_of_code("901", {})
    ('COERCE', None)
    """
    for size in range(len(code), 1, -1):
        if code[:size] in table:
            return root_named(table[code[:size]])
    return None


def where(words: str, text: str) -> tuple[Span, ...]:
    """Everywhere that some words stand in a text, as words of their own; of words with a gap (...) the longest part.

    >>> where("Iran", "Iran and Iranians of Iran"), where("U.S. ... envoys", "the U.S. sent envoys")
    (((0, 4), (21, 25)), ((14, 20),))
    """
    part = max((" ".join(each.split()) for each in re.split(r"\.\.+", words)), key=len)
    pattern = rf"(?<!\w){re.escape(part)}(?!\w)"
    # Small letters for capitals only where nothing else is there: "US" is not "us".
    found = (list(re.finditer(pattern, text)) or re.finditer(pattern, text, re.IGNORECASE)) if part else ()
    return tuple((each.start(), each.end()) for each in found)


def apart(one: tuple[Span, ...], two: tuple[Span, ...]) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The spans of each that are not inside a span of the other: "Turkey" in "Turkey's parliament" is no second end.

    >>> apart(((0, 4), (9, 13)), ((0, 10),))
    (((9, 13),), ((0, 10),))
    """
    return (
        tuple(a for a in one if not any(b != a and b[0] <= a[0] and a[1] <= b[1] for b in two)),
        tuple(b for b in two if not any(a != b and a[0] <= b[0] and b[1] <= a[1] for a in one)),
    )


def read_plover(path: Path) -> Read:
    """The records of PLOVER's file (CC BY-SA 4.0: measuring only): every source with every target.

    Two sources without a target did it together. A record without a target, and one whose words are not in its text as
    they are given, is left out and counted.
    """
    dyads, left_out = list[Dyad](), Counter[str]()
    for record in json.loads(path.read_text(encoding="utf-8")):
        if record.get("event") == "DOCUMENT":
            continue
        text = " ".join(record["text"].split())
        sources, targets = _actors(record, "source"), _actors(record, "target")
        mutual = not targets and len(sources) == 2
        ends = [(sources[0], sources[1])] if mutual else [(a, b) for a in sources for b in targets]
        if not ends:
            left_out["one end only"] += 1
        for one, two in ends:
            source, target = apart(where(one, text), where(two, text))
            if source and target and set(source) != set(target):
                dyads.append(Dyad(text, source, target, root_named(record["event"]), mutual))
            else:
                left_out["words not in the text"] += 1
    return Read(dyads, left_out)


def _actors(record: Mapping[str, Any], end: str) -> list[str]:
    given = record.get(end)
    return [each["actorText"].strip() for each in given] if isinstance(given, list) else []


def read_petrarch(path: Path, table: Path) -> Read:
    """The coded sentences of PETRARCH's unit tests (MIT).

    Their states are mostly invented (Gondor is GON); `names_of` finds the words of a code from the sentences. Events
    without a source or target, of actors outside any state (---), and within one state are left out and counted.
    """
    import xml.etree.ElementTree as ET

    cameo = read_cameo(table.read_text(encoding="utf-8"))
    sentences: list[tuple[str, list[dict[str, str]]]] = []
    for each in ET.parse(path).iter("Sentence"):  # noqa: S314
        events = [dict(event.attrib) for event in each.iter("EventCoding") if "eventcode" in event.attrib]
        sentences.append((" ".join((each.findtext("Text") or "").split()), events))
    names = names_of([(text, {code for event in events for code in _codes(event)}) for text, events in sentences])
    dyads, left_out = list[Dyad](), Counter[str]()
    for text, events in sentences:
        for event in events:
            one, two = _codes(event)
            if "" in (one, two):
                left_out["no state at an end"] += 1
                continue
            source, target = apart(_places(names.get(one, ()), text), _places(names.get(two, ()), text))
            if one == two:
                left_out["one state at both ends"] += 1
            elif not source or not target:
                left_out["words not found for a code"] += 1
            else:
                dyads.append(Dyad(text, source, target, root_of_code(event["eventcode"], cameo)))
    return Read(dyads, left_out)


def _codes(event: Mapping[str, str]) -> tuple[str, str]:
    """The states of source and target: three letters, or nothing."""
    one, two = (event.get(key, "")[:3] for key in ("sourcecode", "targetcode"))
    no_state = ("IGO", "NGO", "NGM", "IMG", "MNC")
    return tuple(code if code.isalpha() and code not in no_state else "" for code in (one, two))  # type: ignore[return-value]


def _places(words: Sequence[str], text: str) -> tuple[Span, ...]:
    return tuple(sorted(span for word in words for span in where(word, text)))


def names_of(sentences: list[tuple[str, set[str]]]) -> dict[str, tuple[str, ...]]:
    """The words of each code, from sentences that have the code.

    Names that begin with its letters; else names that have them in order after the same first letter ("Shire" for
    SHR) and begin with no other code; else names that stand in three sentences or more, nine in ten of them the code's.

    >>> names_of([("Gondor met the Shire.", {"GON", "SHR"}), ("The gon.", {"GON"})])
    {'GON': ('Gondor',), 'SHR': ('Shire',)}
    """
    stands: dict[str, set[int]] = {}
    coded: dict[str, set[int]] = {}
    for number, (text, codes) in enumerate(sentences):
        for word in re.findall(r"\b[^\W\d]\w+", text):
            stands.setdefault(word, set()).add(number)
        for code in codes - {""}:
            coded.setdefault(code, set()).add(number)
    # A word that is mostly written small is no name.
    names = {w for w, there in stands.items() if w[0].isupper() and len(there) > len(stands.get(w.lower(), ()))}
    found: dict[str, tuple[str, ...]] = {}
    for code, mine in sorted(coded.items()):
        own = sorted(word for word in names if stands[word] & mine)
        others = tuple(coded.keys() - {code})
        rest = [word for word in own if not word.upper().startswith(others)]
        found[code] = tuple(
            [word for word in own if word.upper().startswith(code)]
            or [word for word in rest if word[0] == code[0] and _in_order(code, word.upper())]
            or [word for word in rest if len(stands[word]) >= 3 and len(stands[word] & mine) >= 0.9 * len(stands[word])]
        )
    return {code: tuple(word for word in words if _nearest(word, stands, coded, found) == code)
            for code, words in found.items()}  # fmt: skip


def _nearest(
    word: str, stands: Mapping[str, set[int]], coded: Mapping[str, set[int]], found: Mapping[str, Sequence[str]]
) -> str:
    """Of the codes that a word was found for, the one whose sentences are most nearly the word's."""
    codes = sorted(code for code, words in found.items() if word in words)
    return max(codes, key=lambda code: len(stands[word] & coded[code]) / len(stands[word] | coded[code]))


def _in_order(letters: str, word: str) -> bool:
    left = iter(word)
    return all(letter in left for letter in letters)
