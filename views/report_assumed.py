"""What a scenario takes for granted, for the page of its answer: in the words of who wrote it, and line by line."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..graph.ref import Ref
from ..graph.store import Store
from ..ontology.schema import load_schema
from ..queries.results import Exposure
from ..queries.scenario import Scenario
from .report_sections import Section

Row = tuple[str, str]


def assumed_section(store: Store, found: Exposure) -> Section | None:
    """The premise of an answer's scenario, and what is struck, met and held; None where the title says it all.

    >>> from araz.face import open_graph
    >>> with open_graph("example") as graph:
    ...     part = assumed_section(graph.store, graph.whatif(scenario="hormuz-closed"))
    >>> part.rows
    (('struck', 'Strait of Hormuz: border closure, probability 1'),)
    """
    scenario = found.scenario
    rows = [*_met(store, scenario), *_held(store, scenario)]
    rows += [("date", f"what holds in {scenario.as_of}")] if scenario.as_of else []
    rows += [("rules", f"those of {Path(scenario.rules).name}")] if scenario.rules else []
    if not (rows or scenario.premise or any(shock.probability < 1 for shock in scenario.shocks)):
        return None
    names = {**_names(store, (s.entity for s in scenario.shocks if isinstance(s.entity, Ref))), **found.names}
    struck = [
        (
            "struck",
            f"{_called(shock.entity, names)}: {str(shock.kind).replace('-', ' ')}, probability {shock.probability:g}",
        )
        for shock in scenario.shocks
    ]
    lead = scenario.premise or "What the answer takes for granted, beside the claims and the rules."
    return Section("assumed", "What is assumed", lead, ("What", "As the scenario has it"), (*struck, *rows))


def _met(store: Store, scenario: Scenario) -> list[Row]:
    names = _names(store, (each for each in scenario.conditions if isinstance(each, Ref)))
    return [("condition met", _called(each, names)) for each in scenario.conditions]


def _held(store: Store, scenario: Scenario) -> list[Row]:
    """A row for each claim that is held to be true or not, in words where the store has it."""
    claims = {claim.id: claim for claim in store.claims([each.claim for each in scenario.assumptions])}
    names = _names(store, (end for claim in claims.values() for end in (claim.subject, claim.object)))
    rows: list[Row] = []
    for each in scenario.assumptions:
        claim = claims.get(each.claim)
        words = str(each.claim)
        if claim is not None:
            label = load_schema().relations[claim.relation].label
            words = f"{_called(claim.subject, names)} {label} {_called(claim.object, names)} ({each.claim})"
        rows.append(("taken to hold" if each.holds else "taken not to hold", words))
    return rows


def _names(store: Store, refs: Iterable[Ref]) -> dict[Ref, str]:
    wanted = sorted(set(refs))
    return {entity.id: entity.name for entity in store.entities(wanted)} if wanted else {}


def _called(what: Ref | str, names: dict[Ref, str]) -> str:
    return names.get(what, str(what)) if isinstance(what, Ref) else what
