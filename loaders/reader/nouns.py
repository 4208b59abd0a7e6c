"""Common nouns that say what class a thing is of, singular and plural: `data/nouns.yaml`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import cast

import yaml

from ...ontology.vocabulary import Kind

_FILE = Path(__file__).with_name("data") / "nouns.yaml"
_LONGEST = 3


def plural_of(noun: str) -> str:
    """The plural of a noun phrase.

    >>> plural_of("power station"), plural_of("city"), plural_of("railway"), plural_of("crossing")
    ('power stations', 'cities', 'railways', 'crossings')
    """
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh")) else f"{noun}s"


@cache
def load_nouns() -> tuple[Mapping[str, Kind], Mapping[str, Kind]]:
    """Nouns in the singular and in the plural, each with its class. A noun of two classes keeps the first.

    >>> load_nouns()[1]["hydroelectric plants"].value
    'HydroPlant'
    """
    heads = cast("dict[str, list[str]]", yaml.safe_load(_FILE.read_text(encoding="utf-8"))["heads"])
    one: dict[str, Kind] = {}
    many: dict[str, Kind] = {}
    for kind, nouns in heads.items():
        for noun in nouns:
            one.setdefault(noun, Kind(kind))
            many.setdefault(plural_of(noun), Kind(kind))
    return one, many


def class_of(words: Sequence[str]) -> tuple[Kind, bool] | None:
    """The class that the last words of a phrase say, and whether they stand in the plural.

    >>> class_of(["both", "power", "plants"])
    (<Kind.POWER_PLANT: 'PowerPlant'>, True)
    """
    one, many = load_nouns()
    lower = [word.lower() for word in words]
    for length in range(min(_LONGEST, len(lower)), 0, -1):
        phrase = " ".join(lower[-length:])
        if phrase in one:
            return one[phrase], False
        if phrase in many:
            return many[phrase], True
    return None


def shared_noun(following: Sequence[str]) -> Kind | None:
    """The class that a noun after a name gives it, over other names in between: what follows "Khudafarin" here.

    >>> shared_noun(["and", "Qiz", "Qalasi", "hydroelectric", "plants", "on"]).value
    'HydroPlant'
    >>> shared_noun(["and", "Turkey", "signed", "plants"]) is None
    True
    """
    one, many = load_nouns()
    listed = False
    for at, word in enumerate(following):
        for length in range(_LONGEST + 1, 0, -1):
            phrase = " ".join(following[at : at + length]).lower()
            if (listed or at == 0) and phrase in many:
                return many[phrase]
            if at == 0 and phrase in one:
                return one[phrase]
        if word in (",", "and", "or", "&"):
            listed = True
        elif not (word[0].isupper() or word in ("-", "’", "'", "al", "the")):
            return None
    return None
