"""A scenario: what strikes, what is assumed, under which rules. A small file that replays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import takewhile
from pathlib import Path
from reprlib import repr as brief
from typing import TypeVar, cast

from ..errors import ArazError, InputError, UnknownTerm, UsageError
from ..graph.claim import check_text
from ..graph.dates import check_date
from ..graph.ref import PREFIXES, Ref
from ..graph.store import Store
from ..ontology.vocabulary import ShockKind
from .names import find_entity

_Made = TypeVar("_Made")

_FIELDS = {
    **{"name": str, "shocks": list, "assumptions": list, "conditions": list},
    **{"rules": str, "as_of": str, "seed": int},
}


@dataclass(frozen=True, slots=True)
class Shock:
    """What strikes: an entity (an id, or a name to be looked up), the kind of shock, and how probable it is (0..1).

    Raises `UnknownTerm` for a kind that does not exist, `InputError` for a probability outside 0..1.

    >>> Shock("Iran", "state-collapse").kind
    <ShockKind.STATE_COLLAPSE: 'state-collapse'>
    """

    entity: Ref | str
    kind: ShockKind | str = ShockKind.STATE_COLLAPSE
    probability: float = 1.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", shock_kind(self.kind))
        if not 0 <= self.probability <= 1:
            raise InputError(f"probability {self.probability} is not between 0 and 1", remedy="give a probability")

    def record(self) -> dict[str, object]:
        """The shock as JSON."""
        return {"entity": str(self.entity), "kind": str(self.kind), "probability": self.probability}


@dataclass(frozen=True, slots=True)
class Assumption:
    """A claim taken to hold for sure, or taken not to hold, whatever its confidence, modality and review.

    >>> Assumption(Ref("claim", "0a1b"), holds=False).record()
    {'claim': 'claim:0a1b', 'holds': False}
    """

    claim: Ref
    holds: bool

    def record(self) -> dict[str, object]:
        """The assumption as JSON."""
        return {"claim": str(self.claim), "holds": self.holds}


@dataclass(frozen=True, slots=True)
class Scenario:
    """Shocks, claims switched on or off, conditions that are met, a rules file, a date, a seed.

    `conditions` are situations (ids) or texts that conditional claims name; those that a shock brings about need not be
    named. `rules` is the path of a rules file, "" for the rules that ship with Araz. `as_of` is a partial date on which
    a claim must hold to count, "" for any time. `premise` is what it assumes and why, in the words of who wrote it: it
    goes with the answer, and changes nothing of it.

    >>> Scenario((Shock(Ref("ent", "iran")),), name="Iran falls apart").record()["shocks"]
    [{'entity': 'ent:iran', 'kind': 'state-collapse', 'probability': 1.0}]
    """

    shocks: tuple[Shock, ...]
    assumptions: tuple[Assumption, ...] = ()
    conditions: tuple[Ref | str, ...] = ()
    rules: str = ""
    as_of: str = ""
    seed: int = 0
    name: str = ""
    premise: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        if not self.shocks:
            raise UsageError("nothing is struck", remedy="name what is, for example Iran")
        if self.as_of:
            check_date(self.as_of)
        check_text(self.name, "a scenario's name")
        check_text(self.premise, "a scenario's premise")

    def record(self) -> dict[str, object]:
        """The scenario as JSON or YAML can hold it; `read_record` reads it back, but for the premise."""
        return {
            "name": self.name,
            "shocks": [shock.record() for shock in self.shocks],
            "assumptions": [assumption.record() for assumption in self.assumptions],
            "conditions": [str(condition) for condition in self.conditions],
            "rules": self.rules,
            "as_of": self.as_of,
            "seed": self.seed,
        }


def shock_kind(kind: str) -> ShockKind:
    """The kind of shock of that name; `UnknownTerm` with near names if there is none.

    >>> shock_kind("outage")
    <ShockKind.OUTAGE: 'outage'>
    """
    try:
        return ShockKind(kind)
    except ValueError:
        raise UnknownTerm(kind, [each.value for each in ShockKind]) from None


def simple_scenario(store: Store, shocked: Sequence[str], kind: str = "state-collapse") -> Scenario:
    """One kind of shock on each of the entities named.

    >>> from araz.face import open_graph
    >>> simple_scenario(open_graph("example").store, ["INSTC"], "outage").shocks[0].entity
    Ref(prefix='ent', local='instc')
    """
    if not shocked:
        raise UsageError("nothing is struck", remedy="name what is, for example Iran")
    return resolved(Scenario(tuple(Shock(name, kind) for name in shocked)), store)


def resolved(scenario: Scenario, store: Store) -> Scenario:
    """The same scenario with ids in place of names. Raises `UnknownEntity`, `UsageError` for an ambiguous name."""
    shocks = tuple(replace(shock, entity=find_entity(store, str(shock.entity))) for shock in scenario.shocks)
    conditions = tuple(
        find_entity(store, str(condition)) if isinstance(condition, Ref) else condition
        for condition in scenario.conditions
    )
    return replace(scenario, shocks=shocks, conditions=conditions)


def read_scenario(path: Path, store: Store | None = None) -> Scenario:
    """The scenario in a YAML or JSON file; with a store, names are looked up there.

    Raises `InputError`, with the place in the file, for anything that is not a scenario. A rules file is looked for
    beside the scenario. The comment lines at the head of the file are its premise.
    """
    import yaml

    try:
        text = path.read_text("utf-8")
        content: object = yaml.safe_load(text)
    except RecursionError:
        raise InputError("too deeply nested", place=str(path), remedy="write it flat") from None
    except (OSError, UnicodeDecodeError) as error:
        remedy = "check the path and the encoding"
        raise InputError("cannot read the scenario", place=str(path), remedy=remedy) from error
    except (yaml.YAMLError, ValueError) as error:
        # ValueError: a date or a number that YAML recognised and Python cannot hold.
        mark = getattr(error, "problem_mark", None)
        place = f"{path}:{mark.line + 1}" if mark is not None else str(path)
        raise InputError(f"not YAML: {getattr(error, 'problem', error)}", place=place, remedy="check it") from error
    scenario = replace(read_record(content, place=str(path)), premise=premise(text))
    if scenario.rules:
        scenario = replace(scenario, rules=str(path.parent / scenario.rules))
    return scenario if store is None else resolved(scenario, store)


def premise(text: str) -> str:
    """What a scenario's file says of itself in the comment lines at its head.

    >>> premise("# Both are hit\\n#   for certain.\\nname: Both\\n# not this")
    'Both are hit for certain.'
    """
    head = takewhile(lambda line: line.startswith("#"), text.removeprefix("\ufeff").splitlines())
    return " ".join(" ".join(line.removeprefix("#") for line in head).split())


def read_record(content: object, *, place: str = "scenario") -> Scenario:
    """The scenario in a record such as `Scenario.record` gives. Only `shocks` is needed.

    >>> read_record({"shocks": [{"entity": "Iran", "probability": 1.2}]})
    Traceback (most recent call last):
    ...
    araz.errors.InputError: scenario: shocks[0]: probability 1.2 is not between 0 and 1; give a probability
    """
    fields = _fields(content, _FIELDS, place)
    readers = {"shocks": _shock, "assumptions": _assumption, "conditions": _condition}
    parts = {
        key: tuple(read(item, f"{place}: {key}[{number}]") for number, item in enumerate(_list(fields, key)))
        for key, read in readers.items()
    }
    return _made(Scenario, {**fields, **parts}, place)


def _shock(item: object, place: str) -> Shock:
    fields = _fields(item, {"entity": str, "kind": str, "probability": float}, place, needed="entity")
    return _made(Shock, {**fields, "entity": _ref_or_text(str(fields["entity"]))}, place)


def _assumption(item: object, place: str) -> Assumption:
    fields = _fields(item, {"claim": str, "holds": bool}, place, needed="claim")
    if "holds" not in fields:
        raise InputError("holds is missing", place=place, remedy="add holds: true or holds: false")
    claim = _made(Ref.parse, {"text": fields["claim"]}, place)
    if claim.prefix != "claim":
        raise InputError(f"{claim} is not a claim", place=place, remedy="give an id such as claim:0a1b2c")
    return Assumption(claim, bool(fields["holds"]))


def _condition(item: object, place: str) -> Ref | str:
    if not isinstance(item, str) or not item.strip():
        raise InputError(f"{brief(item)} is not a condition", place=place, remedy="give an id or a text")
    return _ref_or_text(item)


def _ref_or_text(text: str) -> Ref | str:
    if text.partition(":")[0] not in PREFIXES:
        return text
    try:
        return Ref.parse(text)
    except InputError:
        return text


def _fields(item: object, known: Mapping[str, type], place: str, needed: str = "shocks") -> dict[str, object]:
    """The fields of a record, each of its type; dates and whole numbers that YAML read as such become texts again."""
    if not isinstance(item, Mapping):
        raise InputError(f"{brief(item)} is not a record", place=place, remedy=f"write {needed}: …")
    fields: dict[str, object] = {}
    for key, value in cast("Mapping[object, object]", item).items():
        if not isinstance(key, str) or key not in known:
            remedy = UnknownTerm(str(key), known).remedy or f"use {', '.join(known)}"
            raise InputError(f"unknown key {key!r}", place=place, remedy=remedy)
        if value is None:
            continue
        wanted = known[key]
        fixed: object = str(value) if wanted is str and isinstance(value, str | int | float | date) else value
        fits = isinstance(fixed, float | int) if wanted is float else isinstance(fixed, wanted)
        if not fits or (isinstance(value, bool) and wanted is not bool):
            words = {str: "a text", list: "a list", int: "a whole number", float: "a number", bool: "true or false"}
            raise InputError(f"{key} is {brief(value)}", place=place, remedy=f"give {words[wanted]}")
        fields[key] = fixed
    if needed not in fields:
        raise InputError(f"{needed} is missing", place=place, remedy=f"add {needed}")
    return fields


def _list(fields: Mapping[str, object], key: str) -> list[object]:
    return cast("list[object]", fields.get(key, []))


def _made(make: Callable[..., _Made], fields: Mapping[str, object], place: str) -> _Made:
    try:
        return make(**fields)
    except ArazError as error:
        raise error.at(place) from None
