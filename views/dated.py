"""When the claims behind an answer hold: what `views.timeline` draws."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..graph.claim import Claim
from ..graph.ref import Ref
from ..graph.store import Store
from ..ontology.schema import load_schema
from ..queries.asking import Answer
from ..queries.results import Exposure
from .timeline import Span, Timeline


def claims_timeline(store: Store, claims: Iterable[Claim], title: str, *, by: str = "entity") -> Timeline:
    """The timeline of claims, grouped by their subject (`by="entity"`) or by relation (`by="relation"`).

    Rejected claims are left out; the undated are counted.

    >>> from araz.face import open_graph
    >>> with open_graph("example") as graph:
    ...     found = claims_timeline(graph.store, graph.store.claims(), "All")
    >>> found.spans[0].group
    'Aras Dam'
    """
    kept = [claim for claim in claims if not claim.rejected]
    names = _names(store, kept)
    relations = load_schema().relations
    grouped = [
        (names[claim.subject] if by == "entity" else relations[claim.relation].label, 0, claim) for claim in kept
    ]
    return _timeline(title, sorted(grouped, key=lambda each: (each[0], str(each[2].id))), names)


def exposure_timeline(store: Store, exposure: Exposure) -> Timeline:
    """The timeline of the claims behind the paths of a what-if answer, grouped by asset, by rank.

    A claim that several assets rest on stands with the first of them.
    """
    grouped: dict[Ref, tuple[str, int, Claim]] = {}
    for line in exposure.results:
        for claim in (claim for path in line.paths for hop in path.hops for claim in hop.claims):
            grouped.setdefault(claim.id, (f"{line.rank}. {line.name}", line.rank, claim))
    names = _names(store, [claim for _, _, claim in grouped.values()])
    return _timeline(exposure.scenario.name or "When the claims hold", grouped.values(), names)


def answer_timeline(store: Store, answer: Answer) -> Timeline:
    """The timeline of the claims behind the rows of an answer, grouped by subject, with the number of their row."""
    rows: dict[Ref, int] = {}
    for number, ids in enumerate(answer.claims, 1):
        for claim in ids:
            rows.setdefault(claim, number)
    found = {claim.id: claim for claim in store.claims(sorted(rows))}
    names = _names(store, found.values())
    grouped = [(names[found[claim].subject], row, found[claim]) for claim, row in rows.items() if claim in found]
    return _timeline(answer.question.title, grouped, names)


def _names(store: Store, claims: Iterable[Claim]) -> Mapping[Ref, str]:
    named = sorted({ref for claim in claims for ref in (claim.subject, claim.object)})
    names = {ref: str(ref) for ref in named}
    return names | {entity.id: entity.name for entity in store.entities(named)}


def _timeline(title: str, grouped: Iterable[tuple[str, int, Claim]], names: Mapping[Ref, str]) -> Timeline:
    relations = load_schema().relations
    spans: list[Span] = []
    undated = 0
    for group, rank, claim in grouped:
        if not claim.valid:
            undated += 1
            continue
        words = f"{names[claim.subject]} {relations[claim.relation].label} {names[claim.object]}"
        said = tuple(f"“{passage.quote}” {passage.source}" for passage in claim.evidence if passage.quote)
        spans.append(
            Span(group, words, claim.valid.start, claim.valid.end, str(claim.modality), said, claim.confidence, rank)
        )
    return Timeline(title, spans, undated)
