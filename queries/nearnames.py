"""What to say when a name is nobody's, or several bear it: who may be meant, each with its id and class to copy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches

from ..graph.ref import Ref
from ..ontology.schema import load_schema

MOST = 4
"""How many are offered."""


def near(wanted: str, names: Iterable[tuple[Ref, str]], fold: Callable[[str], str]) -> list[tuple[Ref, str]]:
    """The entities whose names hold the wanted words or are spelt nearly so, each once, with the name that is near.

    >>> plant, dam = Ref("ent", "plant"), Ref("ent", "dam")
    >>> names = [(plant, "Khudafarin HPP"), (dam, "Khudafarin dam"), (dam, "Khudafarin reservoir dam")]
    >>> near("Khudafarin", names, str.lower)
    [(Ref(prefix='ent', local='plant'), 'Khudafarin HPP'), (Ref(prefix='ent', local='dam'), 'Khudafarin dam')]
    """
    # Entities before sources, short names before long ones.
    ordered = sorted(names, key=lambda pair: (pair[0].prefix != "ent", len(pair[1]), pair[1], pair[0]))
    key = fold(wanted)
    inside = [pair for pair in ordered if key and f" {key} " in f" {fold(pair[1])} "]
    close = get_close_matches(wanted, [name for _, name in ordered], n=2 * MOST, cutoff=0.6)
    place = {name: number for number, name in reversed(list(enumerate(close)))}
    spelt = sorted((pair for pair in ordered if pair[1] in place), key=lambda pair: place[pair[1]])
    found: dict[Ref, str] = {}
    for ref, name in inside or spelt:
        found.setdefault(ref, name)
    return list(found.items())[:MOST]


def offered(found: Sequence[tuple[Ref, str]], kinds_of: Callable[[Ref], Sequence[str]]) -> str:
    """The entities as one list in words.

    >>> offered([(Ref("ent", "aras"), "Aras Dam"), (Ref("ent", "x"), "")], lambda ref: ["Dam"] * (ref.local != "x"))
    'Aras Dam (ent:aras, dam) or ent:x (of no stated class)'
    """
    return " or ".join(_one(ref, name, kinds_of(ref)) for ref, name in found)


def class_in_words(kind: str) -> str:
    """The label of a class; in lower case what is none of the ontology's.

    >>> class_in_words("HydroPlant"), class_in_words("Source")
    ('hydropower plant', 'source')
    """
    known = load_schema().classes.get(kind)
    return kind.lower() if known is None else known.label


def _one(ref: Ref, name: str, kinds: Sequence[str]) -> str:
    kind = class_in_words(kinds[0]) if kinds else "of no stated class"
    return f"{name} ({ref}, {kind})" if name else f"{ref} ({kind})"
