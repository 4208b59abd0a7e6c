"""The transmission rules: how readily a shock passes along a relation, from `transmission.ttl` or a user's file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from itertools import product
from pathlib import Path
from types import MappingProxyType
from typing import Literal, TypeVar

from ..errors import InputError, UnknownTerm
from .schema import load_schema
from .turtle import FOLDER, Turtle
from .vocabulary import Kind, Relation, ShockKind

Direction = Literal["forward", "backward"]
"""The way a shock passes: forward from a claim's subject to its object, backward from object to subject."""

JUDGEMENT = "expert judgement, uncalibrated"
"""The reference of a rule that cites nothing."""


_Word = TypeVar("_Word", Kind, Relation, ShockKind)


@dataclass(frozen=True, slots=True)
class Rule:
    """How readily a kind of shock passes along a relation in a direction.

    `probability` (0..1) is that the far end is reached within twelve months once the near end is, given that the
    relation holds. `grade` is the word it was graded by, "" for a number of its own. `name` is the rule's in its file.
    """

    name: str
    shock: ShockKind
    relation: Relation
    direction: Direction
    probability: float
    grade: str
    mechanism: str
    reason: str
    reference: str


@dataclass(frozen=True, slots=True)
class Rules:
    """A set of rules: at most one for each shock kind, relation and direction. `version` changes with the file.

    `realises` says which classes of situations each kind of shock brings about for whoever it strikes, `strikes` what
    classes it strikes where causes are looked for: a scenario may strike anything. `passes_on`
    says, for every class, by what to multiply a rule's probability (0..1) when its near end is of that class and was
    not struck by the scenario itself, but reached by way of others.

    >>> rules = load_rules()
    >>> rule = rules.find(ShockKind.STATE_COLLAPSE, Relation.OPERATES, "forward")
    >>> (rule.probability, rule.grade) if rule else None
    (0.675, 'likely')
    >>> sorted(rules.realises[ShockKind.STATE_COLLAPSE])
    [<Kind.STATE_FAILURE: 'StateFailure'>, <Kind.UNREST: 'Unrest'>]
    >>> rules.passes_on[Kind.STATE], rules.passes_on[Kind.HYDRO_PLANT]
    (0.125, 1.0)
    """

    version: str
    rules: tuple[Rule, ...]
    realises: Mapping[ShockKind, frozenset[Kind]]
    strikes: Mapping[ShockKind, frozenset[Kind]]
    passes_on: Mapping[Kind, float]
    words: Mapping[ShockKind, str]
    _by_key: Mapping[tuple[ShockKind, Relation, Direction], Rule] = field(repr=False, compare=False)

    def happening(self, shock: ShockKind, struck: str) -> str:
        """The shock as a clause after "if": what happens to `struck`, a name or a list of names.

        >>> load_rules().happening(ShockKind.STATE_COLLAPSE, "Iran")
        'Iran should collapse'
        """
        return self.words[shock].replace("{}", struck)

    def find(self, shock: ShockKind, relation: Relation, direction: Direction) -> Rule | None:
        """The rule for a shock kind, a relation and a direction; None when nothing passes.

        >>> load_rules().find(ShockKind.OUTAGE, Relation.ALTERNATIVE_TO, "forward") is None
        True
        """
        return self._by_key.get((shock, relation, direction))


def load_rules(path: Path | None = None) -> Rules:
    """The rules that ship with Araz, or those of a Turtle file of the same shape.

    A file that is not Turtle, a rule with an unknown shock or relation, no direction, a probability outside 0..1 or no
    reason, and two rules for one case raise `InputError`. A file of your own replaces all rules; the scale, what shocks
    bring about and what absorbs them are ours where it is silent.

    >>> len({rule.shock for rule in load_rules().rules})
    6
    """
    return _shipped() if path is None else _read(path, _shipped())


@cache
def _shipped() -> Rules:
    return _read(FOLDER / "transmission.ttl", None)


@cache
def _scale() -> Mapping[str, str]:
    """The probability of each grade that ships with Araz, as written."""
    ttl = Turtle(FOLDER / "transmission.ttl")
    return {name: ttl.text(name, "az:probability") for name in ttl.subjects("az:Grade")}


def _read(path: Path, shipped: Rules | None) -> Rules:
    ttl = Turtle(path)
    by_key: dict[tuple[ShockKind, Relation, Direction], Rule] = {}
    for name in ttl.subjects("az:Rule"):
        for rule in _rules(ttl, name):
            key = (rule.shock, rule.relation, rule.direction)
            if key in by_key:
                raise InputError(
                    f"{rule.relation} {rule.direction} under {rule.shock} already has the rule {by_key[key].name}",
                    place=f"{path}: {name}",
                    remedy="keep one of them",
                )
            by_key[key] = rule
    if ttl.nameless("az:Rule"):
        raise InputError("a rule has no name", place=str(path), remedy="name it, for example rule:mine")
    if not by_key:
        raise InputError("no transmission rules", place=str(path), remedy="describe at least one az:Rule")
    realises = _classes(ttl, "az:realises", shipped.realises if shipped is not None else {})
    strikes = _classes(ttl, "az:strikes", shipped.strikes if shipped is not None else {})
    passes_on = _passes_on(ttl) or (shipped.passes_on if shipped is not None else {})
    digest = blake2b(path.read_bytes(), digest_size=4).hexdigest()
    version = ttl.text("araz:transmission", "owl:versionInfo") or path.name
    return Rules(
        version=f"{version}+{digest}",
        rules=tuple(by_key.values()),
        realises=realises,
        strikes=strikes,
        passes_on=MappingProxyType({kind: passes_on.get(kind, 1.0) for kind in Kind}),
        words=_words(ttl, shipped.words if shipped is not None else {}),
        _by_key=MappingProxyType(by_key),
    )


def _classes(
    ttl: Turtle, relation: str, shipped: Mapping[ShockKind, frozenset[Kind]]
) -> Mapping[ShockKind, frozenset[Kind]]:
    """The classes that the file names for each kind of shock; those that ship where it is silent."""
    found = {shock: shipped.get(shock, frozenset[Kind]()) for shock in ShockKind}
    for name in ttl.subjects("az:ShockKind"):
        place = f"{ttl.path}: {name}"
        shock, named = _term(ShockKind, name, place), ttl.names(name, relation)
        if named:
            found[shock] = frozenset(_term(Kind, kind, place) for kind in named)
    return MappingProxyType(found)


def _words(ttl: Turtle, shipped: Mapping[ShockKind, str]) -> Mapping[ShockKind, str]:
    """How each kind of shock is put; as the one that ships, or by its name, where the file is silent."""
    said = {shock: ttl.text(f"shock:{shock}", "az:inWords") for shock in ShockKind}
    return MappingProxyType({shock: said[shock] or shipped.get(shock, f"{{}}: {shock}") for shock in ShockKind})


def _passes_on(ttl: Turtle) -> dict[Kind, float]:
    """What every class passes on, from the absorption of the nearest class above it; empty when the file has none."""
    given: dict[str, float] = {}
    for name in ttl.subjects("az:Absorption"):
        place = f"{ttl.path}: {name}"
        for kind in _values(ttl, name, "az:absorbedBy", place):
            given[_term(Kind, kind, place)] = _probability(ttl, name, place)[0]
        _values(ttl, name, "az:reason", place)
    if not given:
        return {}
    classes = load_schema().classes
    return {kind: next((given[up] for up in classes[kind].ancestors if up in given), 1.0) for kind in Kind}


def _rules(ttl: Turtle, name: str) -> list[Rule]:
    """A rule of the file, for each combination of its shocks, relations and directions."""
    place = f"{ttl.path}: {name}"
    shocks = [_term(ShockKind, shock, place) for shock in _values(ttl, name, "az:shock", place)]
    relations = [_term(Relation, relation, place) for relation in _values(ttl, name, "az:relation", place)]
    directions: list[Direction] = [_direction(text, place) for text in _values(ttl, name, "az:direction", place)]
    probability, grade = _probability(ttl, name, place)
    mechanism, reason = (_values(ttl, name, what, place)[0] for what in ("az:mechanism", "az:reason"))
    reference = ttl.text(name, "az:reference") or JUDGEMENT
    return [
        Rule(name, shock, relation, direction, probability, grade, mechanism, reason, reference)
        for shock, relation, direction in product(shocks, relations, directions)
    ]


def _values(ttl: Turtle, name: str, what: str, place: str) -> list[str]:
    found = [text for text in ttl.texts(name, what) if text.strip()] or ttl.names(name, what)
    if not found:
        raise InputError(f"it has no {what}", place=place, remedy=f"add {what}")
    return found


def _term(words: type[_Word], name: str, place: str) -> _Word:
    value = name.partition(":")[2] or name
    try:
        return words(value)
    except ValueError:
        known = UnknownTerm(value, [word.value for word in words])
        what = {Kind: "class", Relation: "relation", ShockKind: "shock"}[words]
        raise InputError(
            f"unknown {what} {value!r}", place=place, remedy=known.remedy or "use a term of the ontology"
        ) from None


def _direction(text: str, place: str) -> Direction:
    if text in ("forward", "backward"):
        return text
    raise InputError(f"unknown direction {text!r}", place=place, remedy="write forward or backward")


def _probability(ttl: Turtle, name: str, place: str) -> tuple[float, str]:
    """A rule's own number, or that of its grade, with the grade's label."""
    text, grade = ttl.text(name, "az:probability"), ttl.name(name, "az:grade")
    if not text and not grade:
        raise InputError("it has no az:grade", place=place, remedy="add az:grade or az:probability")
    if not text:
        # A grade is looked up in the rule's own file first, then in the scale that ships with Araz.
        text = ttl.text(grade, "az:probability") or _scale().get(grade, "")
        if not text:
            known = UnknownTerm(grade, _scale())
            raise InputError(f"unknown grade {grade!r}", place=place, remedy=known.remedy or "use one of the scale")
    try:
        probability = float(text)
    except ValueError:
        probability = -1.0
    if not 0 <= probability <= 1:
        raise InputError(f"probability {text} is not between 0 and 1", place=place, remedy="give a probability")
    return probability, "" if ttl.text(name, "az:probability") else grade.removeprefix("az:")
