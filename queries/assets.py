"""What a question about exposure is about: shared infrastructure, all infrastructure, a class, or one thing."""

from __future__ import annotations

import numpy as np

from ..errors import UnknownEntity, UnknownTerm
from ..graph.store import Store
from ..ontology.schema import load_schema
from ..ontology.vocabulary import Kind
from .belief import place_of
from .columns import KINDS, Columns
from .names import find_entity
from .network import shared_by
from .scenario import Scenario

SHARED = "shared-infrastructure"
"""Infrastructure and flows in which two or more states hold a stake."""

INFRASTRUCTURE = "infrastructure"
"""All infrastructure, and flows: they are assets too."""


def asked(store: Store, columns: Columns, scenario: Scenario, of: str = SHARED) -> tuple[int, ...]:
    """The entities (places in `Columns.entities`) that `of` names, without those that the scenario strikes.

    `of` is "shared-infrastructure", "infrastructure", a class (name, label or plural), or an entity (id or name).
    Raises `UnknownTerm` for anything else.

    >>> from araz.face import open_graph
    >>> from araz.queries.columns import read_columns
    >>> from araz.queries.scenario import simple_scenario
    >>> store = open_graph("example").store
    >>> columns = read_columns(store)
    >>> plants = asked(store, columns, simple_scenario(store, ["Iran"]), "NuclearPlant")
    >>> [str(columns.entities[place]) for place in plants]
    ['ent:bushehr-plant']
    """
    wanted = np.zeros(len(columns.entities), np.bool_)
    kind = _kind(of)
    if of in (SHARED, INFRASTRUCTURE):
        wanted = columns.of_kind(Kind.INFRASTRUCTURE, Kind.FLOW)
    elif kind is not None:
        wanted = columns.of_kind(kind)
    else:
        try:
            wanted[place_of(columns, find_entity(store, of))] = True
        except UnknownEntity:
            raise UnknownTerm(of, [SHARED, INFRASTRUCTURE, *KINDS]) from None
    if of == SHARED:
        shared = [asset for asset, states in shared_by(columns, scenario).items() if len(states) > 1]
        wanted[np.setdiff1d(np.arange(wanted.size), shared)] = False
    wanted[[place_of(columns, shock.entity) for shock in scenario.shocks]] = False
    return tuple(np.flatnonzero(wanted).tolist())


def _kind(text: str) -> Kind | None:
    """The class of that name, label or plural, in any letter case."""
    wanted = text.casefold()
    for term in load_schema().classes.values():
        if wanted in (term.name.casefold(), term.label.casefold(), term.plural.casefold()):
            return Kind(term.name)
    return None
