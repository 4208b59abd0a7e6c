"""What is exposed if something happens: a scenario put to a store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path as File

import numpy as np

from ..errors import UsageError
from ..graph.ref import Ref
from ..graph.store import Store
from ..ontology.transmission import load_rules
from .assessed import Assessed
from .assessment import WORLDS, Assessment
from .assets import SHARED, asked
from .belief import place_of
from .bounds import ceiling
from .cascade import Estimate, check_drawing
from .columns import KINDS, Columns, read_columns
from .exact import MOST
from .network import Transmission, shared_by, transmission
from .results import Exposed, Model
from .routes import claims_behind, routes_to, walk
from .scenario import Scenario, resolved
from .ways import Ways

LONG = 25 * MOST
"""How many steps the exact method may take where it is asked for by name: about half a minute's work."""

METHODS = ("auto", "exact", "sampled", "path-bound")
"""How exposure can be found; "auto" is exact where that is cheap, else sampled."""


def whatif(
    store: Store,
    scenario: Scenario,
    *,
    of: str = SHARED,
    top: int | None = None,
    ways: int = 1,
    method: str = "auto",
    worlds: int = WORLDS,
    precision: float | None = None,
    threads: int = 1,
    columns: Columns | None = None,
) -> Assessed:
    """What is exposed in a scenario, the most exposed first.

    `of` is "shared-infrastructure", "infrastructure", a class, or an entity (id or name); what is struck itself is left
    out. `top` keeps the first so many; `ways` is how many paths to show for each, the likeliest first. `columns` are
    the store's claims when they have been read already.

    Method "exact": the exposure itself, three times; `UsageError` where it would take too long. "sampled": from at most
    `worlds` drawn worlds (fewer when no interval is wider than `precision` before), with 95 % intervals that keep
    within the proven bounds. "auto", the default: exact where that is cheap, else sampled; the answer names the one
    taken. "path-bound": the likeliest way to an asset, its hops' probabilities multiplied, which bounds its exposure
    from below (`low`, and `exposure` for want of better); `high` is proven not to be exceeded (`bounds.ceiling`).

    Raises `UnknownEntity`, `UnknownTerm` for a class, `UsageError` for a condition or an assumption that no claim is
    about. Where nothing is exposed the answer has no results, and its `note` says why.

    >>> from araz.face import open_graph
    >>> from araz.queries.scenario import simple_scenario
    >>> store = open_graph("example").store
    >>> found = whatif(store, simple_scenario(store, ["Strait of Hormuz"], "border-closure"))
    >>> found.method, [(line.name, round(line.exposure, 3)) for line in found.results]
    ('exact', [('International North-South Transport Corridor', 0.505)])
    """
    if method not in METHODS:
        raise UsageError(f"unknown method {method!r}", remedy=f"use {', '.join(METHODS)}")
    if (top is not None and top < 1) or ways < 1:
        raise UsageError(f"top {top}, ways {ways}: not a positive number", remedy="leave it out")
    check_drawing(worlds, scenario.seed, threads, precision)
    scenario = resolved(scenario, store)
    columns = read_columns(store) if columns is None else columns
    about = asked(store, columns, scenario, of)
    rules = load_rules(File(scenario.rules)) if scenario.rules else load_rules()
    network = transmission(columns, scenario, rules)
    best = Ways(network.network, network.shocks)
    reached = [entity for entity in about if best.best[network.node(entity)] > 0]
    most = {"exact": LONG, "sampled": 0.0}.get(method, MOST)
    if method == "path-bound":
        estimate = _bounds(network, best, reached)
    else:
        drawing = {"worlds": worlds, "seed": scenario.seed, "threads": threads}
        assessment = Assessment(network, reached, most=most, precision=precision, **drawing)
        if method == "exact" and not assessment.exact:
            raise UsageError("the exact method would take too long here", remedy="use method sampled, or auto")
        estimate = _within(assessment.of(network), _bounds(network, best, reached))
    ranked = _ranked(columns, reached, estimate, top)
    results = _results(store, scenario, network, best, ranked, ways)
    ends = _mentioned(results, scenario)
    places = {ref: place_of(columns, ref) for ref in ends}
    return Assessed(
        scenario=scenario,
        method=estimate.method,
        worlds=estimate.worlds or None,
        model=Model(rules.version),
        results=results,
        names={ref: columns.names[place] for ref, place in places.items()},
        kinds={ref: KINDS[int(columns.kinds[place])] for ref, place in places.items()},
        note="" if results else _why(about, network, of),
        store=store,
        network=network,
        of=of,
        most=most,
        most_worlds=worlds,
    )


def _bounds(network: Transmission, best: Ways, reached: Sequence[int]) -> Estimate:
    nodes = [network.node(entity) for entity in reached]
    low = best.best[nodes]
    return Estimate(low, low, np.maximum(low, ceiling(best)[nodes]), "path-bound")


def _within(found: Estimate, proven: Estimate) -> Estimate:
    """An estimate kept within what is proven: a drawn share may fall a little outside, the truth does not."""
    if found.method == "exact":
        return found
    exposure, low, high = (np.clip(figures, proven.low, proven.high) for figures in found)
    return Estimate(exposure, low, high, found.method, found.worlds, found.seed)


def _results(
    store: Store,
    scenario: Scenario,
    network: Transmission,
    best: Ways,
    ranked: Mapping[int, tuple[float, float, float]],
    ways: int,
) -> tuple[Exposed, ...]:
    columns = network.columns
    holders = shared_by(columns, scenario)
    routes = {entity: routes_to(network, best, network.node(entity), ways) for entity in ranked}
    claims = claims_behind(store, network, (edge for found in routes.values() for _, edges in found for edge in edges))
    return tuple(
        Exposed(
            rank=rank,
            entity=columns.entities[entity],
            name=columns.names[entity],
            kind=KINDS[int(columns.kinds[entity])],
            exposure=exposure,
            low=low,
            high=high,
            shared_by=tuple(columns.entities[state] for state in holders.get(entity, ())),
            paths=tuple(walk(network, route, claims) for route in routes[entity]),
        )
        for rank, (entity, (exposure, low, high)) in enumerate(ranked.items(), 1)
    )


def _ranked(
    columns: Columns, reached: Sequence[int], estimate: Estimate, top: int | None
) -> dict[int, tuple[float, float, float]]:
    """What is exposed, the most first: exposure with its bounds, by entity."""
    figures = {e: (float(a), float(b), float(c)) for e, a, b, c in zip(reached, *estimate, strict=True)}
    # Products taken in another order differ in the last digits: that is no order of rank.
    order = sorted(reached, key=lambda e: (-round(figures[e][0], 12), columns.names[e], columns.entities[e]))
    return {entity: figures[entity] for entity in order[:top]}


def _mentioned(results: Iterable[Exposed], scenario: Scenario) -> list[Ref]:
    ends = {shock.entity for shock in scenario.shocks if isinstance(shock.entity, Ref)}
    for line in results:
        ends |= {line.entity, *line.shared_by}
        ends |= {end for path in line.paths for hop in path.hops for end in (hop.start, hop.end)}
    return sorted(ends)


def _why(about: Sequence[int], network: Transmission, of: str) -> str:
    """Why there are no results, in one sentence."""
    if not about:
        return f"nothing in the store is {of}"
    if not np.isin(network.network.tails, [node for node, _ in network.shocks]).any():
        return "nothing is exposed: no claim that counts ties anything to what is struck"
    return f"nothing is exposed: the shock does not reach any {of}"
