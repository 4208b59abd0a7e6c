"""The numbers that an exposure rests on: rules, what modalities weigh, what absorbs a shock. And the same, changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TypeAlias

import numpy as np

from ..ontology.schema import load_schema
from ..ontology.transmission import Rules
from ..ontology.vocabulary import Kind
from .columns import MODALITIES, VERDICTS, Columns

Values: TypeAlias = Mapping[str, float]
"""Coefficients by name: "rule:operates-forward-under-state-collapse", "modality:reported", "absorption:State"."""

RULE, MODALITY, ABSORPTION = "rule", "modality", "absorption"


@dataclass(frozen=True, slots=True)
class Changed:
    """The claims and the rules of a scenario with some coefficients changed."""

    columns: Columns
    rules: Rules


def coefficients(rules: Rules) -> dict[str, float]:
    """Every coefficient by name, with its value.

    A rule of the file is one, for however many shocks, relations and directions it stands. So is what a class and all
    classes under it absorb alike.

    >>> from araz.ontology.transmission import load_rules
    >>> values = coefficients(load_rules())
    >>> values["rule:experiences-forward"], values["modality:reported"], values["absorption:State"]
    (0.675, 0.7, 0.125)
    """
    found = {rule.name: rule.probability for rule in rules.rules}
    found |= {f"{MODALITY}:{name}": term.weight for name, term in load_schema().modalities.items()}
    found |= {f"{ABSORPTION}:{top}": rules.passes_on[top] for top in sorted(set(absorbing(rules).values()))}
    return found


def absorbing(rules: Rules) -> dict[Kind, Kind]:
    """For every class that absorbs, the class whose number it goes by: the highest from which it has the same number.

    >>> from araz.ontology.transmission import load_rules
    >>> absorbing(load_rules())[Kind.COMPANY]
    <Kind.ACTOR: 'Actor'>
    """
    found: dict[Kind, Kind] = {}
    for kind in Kind:
        mine, top = rules.passes_on[kind], kind
        for up in load_schema().classes[kind].ancestors[1:]:
            if rules.passes_on[Kind(up)] != mine:
                break
            top = Kind(up)
        if mine != 1:
            found[kind] = top
    return found


def changed(columns: Columns, rules: Rules, values: Values) -> Changed:
    """The same claims and rules with other coefficients; those that `values` does not name stay.

    >>> from araz.graph.memory import MemoryStore
    >>> from araz.ontology.transmission import load_rules
    >>> from araz.queries.columns import read_columns
    >>> new = changed(read_columns(MemoryStore()), load_rules(), {"absorption:State": 0.2}).rules
    >>> new.passes_on[Kind.STATE], new.passes_on[Kind.ACTOR]
    (0.2, 0.5)
    """
    return Changed(_weighed(columns, values), _ruled(rules, values))


def _ruled(rules: Rules, values: Values) -> Rules:
    found = tuple(replace(rule, probability=values.get(rule.name, rule.probability)) for rule in rules.rules)
    tops = absorbing(rules)
    passes_on = {
        kind: values.get(f"{ABSORPTION}:{tops[kind]}", given) if kind in tops else given
        for kind, given in rules.passes_on.items()
    }
    by_key = {(rule.shock, rule.relation, rule.direction): rule for rule in found}
    return replace(rules, rules=found, passes_on=MappingProxyType(passes_on), _by_key=MappingProxyType(by_key))


def _weighed(columns: Columns, values: Values) -> Columns:
    """The columns with other weights of modalities, told through confidence: what counts is confidence x weight."""
    factors = np.ones(len(MODALITIES))
    for place, each in enumerate(MODALITIES):
        weight = load_schema().modalities[each].weight
        # A modality that weighs nothing (a denial) has nothing to be turned up or down.
        if weight:
            factors[place] = values.get(f"{MODALITY}:{each}", weight) / weight
    if np.all(factors == 1):
        return columns
    accepted = columns.verdicts == VERDICTS.index("accepted")
    # An accepted claim counts as if its confidence were 1, whatever the column says: say so in the column instead.
    confidences = np.where(accepted, 1.0, columns.confidences) * factors[columns.modalities]
    verdicts = np.where(accepted, VERDICTS.index(""), columns.verdicts).astype(np.int32)
    return replace(columns, confidences=confidences, verdicts=verdicts)
