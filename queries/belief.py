"""Which claims count in a scenario, and how much: from columns and a scenario to one weight a claim."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ..errors import UnknownEntity, UsageError
from ..graph.claim import Verdict
from ..graph.dates import first_day, last_day
from ..graph.ref import Ref
from ..ontology.schema import load_schema
from ..ontology.transmission import Rules
from ..ontology.vocabulary import Kind, Modality, Relation, ShockKind
from .columns import KINDS, MODALITIES, RELATIONS, VERDICTS, Columns, Numbers
from .scenario import Scenario

Truths = npt.NDArray[np.bool_]

_ACCEPTED, _REJECTED = VERDICTS.index(Verdict.ACCEPTED), VERDICTS.index(Verdict.REJECTED)
_EXPERIENCES = RELATIONS.index(Relation.EXPERIENCES)


def weights(columns: Columns, scenario: Scenario, rules: Rules) -> Numbers:
    """How far each claim is believed in a scenario, 0..1; 0 for a claim that does not count.

    It is confidence x the weight of the modality. A claim that a reviewer accepted counts as if its confidence were 1:
    somebody has checked that its words say so; whether what they say is so is the modality's business. Not counted are
    negated and rejected claims, claims that did not hold at the scenario's date, and claims whose condition the
    scenario does not meet. Whatever else is said of a claim, one assumed to hold weighs 1, one assumed not to, 0.

    Raises `UsageError` for a condition that no claim names, an assumption about a claim that is not there, and the
    assumption that a denial holds.

    >>> from araz.face import open_graph
    >>> from araz.ontology.transmission import load_rules
    >>> from araz.queries.columns import read_columns
    >>> from araz.queries.scenario import simple_scenario
    >>> store = open_graph("example").store
    >>> columns, scenario = read_columns(store), simple_scenario(store, ["Iran"])
    >>> bool(np.all(weights(columns, scenario, load_rules()) <= 1))
    True
    """
    schema = load_schema()
    by_modality = np.array([schema.modalities[modality].weight for modality in MODALITIES])
    confidence = np.where(columns.verdicts == _ACCEPTED, 1.0, columns.confidences)
    weight = confidence * by_modality[columns.modalities]
    weight[~_eligible(columns) | ~_held(columns, scenario.as_of)] = 0
    weight[~_conditions_met(columns, scenario, rules)] = 0
    for claim, holds in _assumed(columns, scenario):
        weight[claim] = 1.0 if holds else 0.0
    return weight


def standing(columns: Columns, scenario: Scenario) -> Truths:
    """Which claims stand in a scenario: asserted, not rejected, held at its date, or assumed to hold.

    What is shared, and what can stand in for what, goes by these alone.

    >>> from araz.graph.memory import MemoryStore
    >>> from araz.queries.columns import read_columns
    >>> from araz.queries.scenario import Shock
    >>> standing(read_columns(MemoryStore()), Scenario((Shock(Ref("ent", "iran")),))).tolist()
    []
    """
    truths = _eligible(columns) & _held(columns, scenario.as_of)
    truths &= columns.modalities == MODALITIES.index(Modality.ASSERTED)
    for claim, holds in _assumed(columns, scenario):
        truths[claim] = holds
    return truths


def realised(columns: Columns, scenario: Scenario, rules: Rules) -> dict[tuple[ShockKind, int], frozenset[int]]:
    """The situations that each shock brings about: by kind of shock and struck entity, places in `entities`.

    They are those that some claim, not denied and not rejected, says the struck entity experiences, of a class that
    the rules say the shock realises.

    >>> from araz.face import open_graph
    >>> from araz.ontology.transmission import load_rules
    >>> from araz.queries.columns import read_columns
    >>> from araz.queries.scenario import simple_scenario
    >>> store = open_graph("example").store
    >>> columns, scenario = read_columns(store), simple_scenario(store, ["Iran"])
    >>> [[str(columns.entities[place]) for place in sorted(found)]
    ...  for found in realised(columns, scenario, load_rules()).values()]
    [['ent:iran-state-failure', 'ent:iran-unrest']]
    """
    classes = load_schema().classes
    usable = _eligible(columns) & (columns.relations == _EXPERIENCES)
    for claim, holds in _assumed(columns, scenario):
        usable[claim] &= holds
    told = np.flatnonzero(usable)
    found: dict[tuple[ShockKind, int], frozenset[int]] = {}
    for shock in scenario.shocks:
        kind, struck = ShockKind(shock.kind), place_of(columns, shock.entity)
        wanted = rules.realises.get(kind, frozenset[Kind]())
        fitting = np.array([not wanted.isdisjoint(classes[each].ancestors) for each in KINDS])
        situations = columns.objects[told[columns.subjects[told] == struck]]
        found[kind, struck] = frozenset(situations[fitting[columns.kinds[situations]]].tolist())
    return found


def place_of(columns: Columns, entity: Ref | str) -> int:
    """Where an entity stands in `entities`; `UnknownEntity` when it is not there.

    >>> from araz.face import open_graph
    >>> from araz.queries.columns import read_columns
    >>> columns = read_columns(open_graph("example").store)
    >>> columns.names[place_of(columns, Ref("ent", "iran"))]
    'Iran'
    """
    low, high = 0, len(columns.entities)
    key = entity.iri if isinstance(entity, Ref) else ""
    while low < high:
        middle = (low + high) // 2
        if columns.entities[middle].iri < key:
            low = middle + 1
        else:
            high = middle
    if low == len(columns.entities) or columns.entities[low] != entity:
        raise UnknownEntity(str(entity), map(str, columns.entities))
    return low


def _eligible(columns: Columns) -> Truths:
    return (columns.modalities != MODALITIES.index(Modality.NEGATED)) & (columns.verdicts != _REJECTED)


def _held(columns: Columns, date: str) -> Truths:
    """Which claims hold on some day of a partial date; all for ""."""
    if not date:
        return np.ones(len(columns.claims), np.bool_)
    first, last = first_day(date), last_day(date)
    began = np.array([not each or first_day(each) <= last for each in columns.dates])
    going = np.array([not each or first <= last_day(each) for each in columns.dates])
    return began[columns.starts] & going[columns.ends]


def _conditions_met(columns: Columns, scenario: Scenario, rules: Rules) -> Truths:
    by_shock = realised(columns, scenario, rules)
    met: set[Ref | str] = {columns.entities[situation] for found in by_shock.values() for situation in found}
    met |= {shock.entity for shock in scenario.shocks}
    for condition in scenario.conditions:
        same = {term for term in columns.terms if _same(term, condition)}
        if not same:
            known = ", ".join(map(str, columns.terms))
            remedy = f"claims depend on {known}" if known else "no claim depends on anything"
            raise UsageError(f"no claim depends on the condition {str(condition)!r}", remedy=remedy)
        met |= same
    # The last place stands for -1, no condition: met, unless the claim is said to be conditional on something unsaid.
    terms = np.array([*(term in met for term in columns.terms), True])
    unsaid = (columns.conditions < 0) & (columns.modalities == MODALITIES.index(Modality.CONDITIONAL))
    return terms[columns.conditions] & ~unsaid


def _same(term: Ref | str, condition: Ref | str) -> bool:
    if isinstance(term, Ref) or isinstance(condition, Ref):
        return str(term) == str(condition)
    return term.casefold().split() == condition.casefold().split()


def _assumed(columns: Columns, scenario: Scenario) -> list[tuple[int, bool]]:
    found: list[tuple[int, bool]] = []
    place = {claim: number for number, claim in enumerate(columns.claims)} if scenario.assumptions else {}
    for assumption in scenario.assumptions:
        number = place.get(assumption.claim.local)
        if number is None:
            raise UsageError(f"there is no {assumption.claim}", remedy="assume only what some claim says")
        if assumption.holds and MODALITIES[columns.modalities[number]] is Modality.NEGATED:
            remedy = "assume instead that the claims it denies do not hold"
            raise UsageError(f"{assumption.claim} is a denial: it passes nothing on", remedy=remedy)
        found.append((number, assumption.holds))
    return found
