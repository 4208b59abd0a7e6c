"""Parts of an answer page that are there when there is something to say: each a heading, a sentence and a table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..ontology.schema import load_schema
from ..queries.assessed import Assessed
from ..queries.assessment import WORLDS
from ..queries.comparison import Comparison
from ..queries.exact import exposure
from ..queries.figures import Range
from ..queries.instead import Instead, instead
from ..queries.risks import AtRisk, Distribution

ASSETS = 8
"""Of how many assets, the most exposed, a page says what would change their exposure and what could stand in."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page. `id` is its place in the page; a cell is text or a number, shown to three figures.

    A part that is `beside` stands under the pictures, next to the list.
    """

    id: str
    title: str
    lead: str
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    note: str = ""
    beside: bool = False


def sections_of(found: Assessed) -> list[Section]:
    """What an answer that can be asked further says when it is: what matters, what is at risk, and what instead."""
    if not found.results:
        return []
    # The exposure of everything, worked out once: alternatives are not in the answer themselves.
    network = found.network
    estimate = exposure(network.network, network.shocks, worlds=found.worlds or WORLDS, seed=found.seed)
    stand_ins = (
        instead(found.store, network, found.scenario, line.entity, estimate=estimate) for line in found.results[:ASSETS]
    )
    parts = [what_matters(found), at_risk_section(found.at_risk()), instead_section(stand_ins)]
    return [part for part in parts if part.rows or part.note]


def what_matters(found: Assessed) -> Section:
    """For the most exposed assets, the step on which their exposure rests most (Birnbaum's importance)."""
    from ..queries.importance import importance

    network, lines = found.network, found.results[:ASSETS]
    place = {entity: at for at, entity in enumerate(network.columns.entities)}
    nodes = [network.node(place[line.entity]) for line in lines]
    slopes = importance(network.network, network.shocks, nodes, worlds=1024, seed=found.seed)
    rows: list[tuple[object, ...]] = []
    for at, line in enumerate(lines):
        steps = ((float(slope), int(edge)) for slope, edge in zip(slopes.slope[:, at], slopes.edges, strict=True))
        ranked = sorted(
            ((s, e) for s, e in steps if s > 0 and not network.joins(e)), key=lambda x: (-round(x[0], 9), x[1])
        )
        if ranked:
            slope, edge = ranked[0]
            chance = float(network.network.probabilities[edge])
            without = max(line.exposure - slope * chance, 0.0)
            rows.append((line.rank, line.name, _edge_words(found, edge), chance, slope, without))
    return Section(
        "matters",
        "What would change this",
        "For each of the most exposed assets, the step on which its exposure rests most: how much the exposure moves"
        " from that step shut to that step open, and what would be left of it if the step were shut.",
        ("#", "Asset", "Step", "Probability", "Importance", "Without it"),
        tuple(rows),
        beside=True,
    )


def _edge_words(found: Assessed, edge: int) -> str:
    network = found.network
    rule = network.rule(edge)
    relation = load_schema().relations[rule.relation]
    names = network.columns.names
    tail, head = (network.entity(int(ends[edge])) for ends in (network.network.tails, network.network.heads))
    label = relation.label if relation.symmetric or rule.direction == "forward" else relation.inverse_label
    return f"{names[tail]} {label} {names[head]}"


def at_risk_section(found: AtRisk) -> Section:
    """How much is at risk: a row a measure, with each state's part of it."""
    rows: list[tuple[object, ...]] = []
    schema = load_schema()
    for line in found.lines:
        what = schema.measures[line.measure].label + (f" ({line.of})" if line.of else "")
        parts = [
            f"{state.name} {_round(state.distribution.mean, '')}{'*' if state.assumed else ''}" for state in line.states
        ]
        assets = ", ".join(asset.name for asset in line.assets)
        figures = (f"{what} of {schema.classes[line.family].plural}", *_figures(line.distribution, line.unit))
        rows.append((*figures, "; ".join(parts), assets))
    how = "all worlds" if found.method == "exact" else f"{found.worlds:,} drawn worlds"
    silent = ", ".join(asset.name for asset in found.unknown[:12])
    more = len(found.unknown) - 12
    note = f"No figure is known of {silent}{f' and {more} more' if more > 0 else ''}." if silent else ""
    return Section(
        "at-risk",
        "How much is at risk",
        f"On average, and with 5 and 95 % of {how} below; at most, if all of it is reached. * marks a part that nobody"
        " states: what is not stated is shared out equally.",
        ("What", "On average", "5 %", "95 %", "At most", "Of the average", "Assets"),
        tuple(rows),
        note if rows else found.note,
    )


def _figures(found: Distribution, unit: str) -> tuple[str, ...]:
    return tuple(_round(each, unit) for each in (found.mean, found.low, found.high, found.most))


def _round(amount: Range, unit: str) -> str:
    form = ",.0f" if abs(amount.high) >= 1000 else ",.3g"
    one, other = format(amount.low, form), format(amount.high, form)
    return (one if one == other else f"{one} to {other}") + (f" {unit}" if unit else "")


def instead_section(found: Iterable[Instead]) -> Section:
    """What could stand in for the most exposed assets."""
    rows: list[tuple[object, ...]] = []
    for each in found:
        for other in each.alternatives[:3]:
            known = ", ".join(a.whole.words(a.unit) for a in other.amounts if a.whole is not None)
            rows.append(
                (each.name, other.name, "declared" if other.declared else "found", other.why, other.exposure, known)
            )
    return Section(
        "instead",
        "What instead",
        "What a source declares as an alternative to one of the most exposed assets, and what does the same by its"
        " class and has the same partners. Low exposure is what makes an alternative one.",
        ("Instead of", "Could serve", "How known", "Why", "Its own exposure", "How much it can do"),
        tuple(rows),
        "" if rows else "Nothing in the data could stand in for the most exposed assets.",
    )


def comparison_section(found: Comparison, one: str, other: str) -> Section:
    """The scenario against another one, asset by asset."""
    rows = tuple((r.rank, r.name, r.one, r.other, r.difference, f"{r.low:.3f} to {r.high:.3f}") for r in found.results)
    return Section(
        "compared",
        "Compared with",
        f"The exposure of each asset in “{one}” less its exposure in “{other}”, with a 95 % interval ({found.method}).",
        ("#", "Asset", "Here", "There", "Difference", "Interval"),
        rows,
        "" if rows else "Nothing is exposed in either.",
    )
