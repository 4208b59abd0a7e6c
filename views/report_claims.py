"""Claims as a graph in layers: what was asked about on the left, what is tied to it further to the right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from ..graph.claim import Claim, Entity
from ..graph.ref import Ref
from ..ontology.schema import load_schema
from .layers import Edge, Node, draw
from .report_graph import MOST, Drawing

_DEEPEST = 4


def claims_graph(
    claims: Sequence[Claim], known: Mapping[Ref, Entity], asked: Sequence[Ref], behind: Sequence[Sequence[Ref]]
) -> Drawing:
    """A drawing of the claims, one line for each pair and relation. `behind` are the claims of each row.

    Entities stand in the column of their distance from those asked about; without any, from the one tied most. At most
    150 are drawn, those of the first claims.
    """
    drawn, left = _within(claims)
    depths = _depths(drawn, asked)
    if len(depths) > 1 and not any(depths.values()):
        depths = _depths(drawn, asked[:1])
    rows: defaultdict[Ref, list[int]] = defaultdict(list)
    for number, refs in enumerate(behind, 1):
        for ref in refs:
            rows[ref].append(number)
    nodes = _nodes(drawn, depths, rows, known)
    edges = _edges(drawn, rows, known)
    count = max(depths.values(), default=0) + 1
    first = "Asked about" if asked else ""
    headings = [first, *(f"{n} {'step' if n == 1 else 'steps'} away" if asked else "" for n in range(1, count))]
    svg = draw(nodes, edges, headings, "The claims behind the answer") if nodes else Markup("")
    return Drawing(
        svg=svg,
        kinds=frozenset(node.kind for node in nodes),
        modalities=tuple(m for m in load_schema().modalities if any(edge.modality == m for edge in edges)),
        context=0,
        left_out=left,
    )


def _nodes(
    claims: Sequence[Claim], depths: Mapping[Ref, int], rows: Mapping[Ref, Sequence[int]], known: Mapping[Ref, Entity]
) -> list[Node]:
    numbers: defaultdict[Ref, set[int]] = defaultdict(set)
    for claim in claims:
        numbers[claim.subject].update(rows.get(claim.id, ()))
        numbers[claim.object].update(rows.get(claim.id, ()))
    deepest = max(depths.values(), default=0)
    return [
        Node(
            str(ref),
            known[ref].name if ref in known else str(ref),
            str(known[ref].kind) if ref in known else "Entity",
            depth,
            marks=tuple(f"w-{number}" for number in sorted(numbers[ref])),
            link=f"#row-{min(numbers[ref])}" if numbers[ref] and depth else "",
            above=depth < deepest,
        )
        for ref, depth in depths.items()
    ]


def _within(claims: Sequence[Claim]) -> tuple[list[Claim], int]:
    """The first claims that name no more than the most entities, and how many entities are left out."""
    seen: dict[Ref, None] = {}
    drawn: list[Claim] = []
    for claim in claims:
        more = dict.fromkeys((claim.subject, claim.object))
        if len(seen | more) <= MOST:
            seen |= more
            drawn.append(claim)
    return drawn, len({end for claim in claims for end in (claim.subject, claim.object)} - seen.keys())


def _depths(claims: Sequence[Claim], asked: Sequence[Ref]) -> dict[Ref, int]:
    beside: defaultdict[Ref, dict[Ref, None]] = defaultdict(dict)
    for claim in claims:
        beside[claim.subject][claim.object] = None
        beside[claim.object][claim.subject] = None
    depths: dict[Ref, int] = {}
    # Parts that nothing asked about is tied to start from whatever in them is tied most.
    starts = [ref for ref in asked if ref in beside]
    starts += sorted((ref for ref in beside if ref not in starts), key=lambda ref: (-len(beside[ref]), ref))
    for at, start in enumerate(starts):
        if start in depths:
            continue
        fresh = [ref for ref in starts[at:] if ref in asked and ref not in depths] if start in asked else [start]
        depths |= dict.fromkeys(fresh, 0)
        while fresh:
            fresh = [other for ref in fresh for other in beside[ref] if other not in depths]
            for other in fresh:
                near = (depths[each] for each in beside[other] if each in depths)
                depths.setdefault(other, min(min(near) + 1, _DEEPEST))
            fresh = list(dict.fromkeys(fresh))
    return dict(sorted(depths.items(), key=lambda item: item[1]))


def _edges(claims: Sequence[Claim], rows: Mapping[Ref, Sequence[int]], known: Mapping[Ref, Entity]) -> list[Edge]:
    """A line for each pair, styled by the surest claim between them; what all of them say is its hint."""
    together: defaultdict[tuple[Ref, Ref], list[Claim]] = defaultdict(list)
    for claim in claims:
        together[min(claim.subject, claim.object), max(claim.subject, claim.object)].append(claim)
    weights, relations = load_schema().modalities, load_schema().relations
    found: list[Edge] = []
    for same in together.values():
        best = max(same, key=lambda claim: (weights[claim.modality].weight, claim.confidence))
        marks = tuple(dict.fromkeys(f"w-{number}" for claim in same for number in rows.get(claim.id, ())))
        labels = list(dict.fromkeys(relations[claim.relation].label for claim in same))
        words = labels[0] if len(labels) == 1 else f"{labels[0]} and {len(labels) - 1} more"
        ends = str(best.subject), str(best.object)
        both = any((claim.subject, claim.object) == (best.object, best.subject) for claim in same)
        hint = "; ".join(dict.fromkeys(_said(claim, known) for claim in same))
        found.append(Edge(*ends, words, str(best.modality), best.confidence, marks, both=both, hint=hint))
    return found


def _said(claim: Claim, known: Mapping[Ref, Entity]) -> str:
    ends = [known[end].name if end in known else str(end) for end in (claim.subject, claim.object)]
    words = f"{ends[0]} {load_schema().relations[claim.relation].label} {ends[1]}"
    return words if claim.modality == "asserted" else f"{words} ({claim.modality})"
