"""The answer page of a what-if question: ranked assets, the ways a shock takes to each, and the words that say so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ..graph.claim import Claim
from ..graph.ref import Ref
from ..graph.store import Store
from ..ontology.schema import load_schema
from ..queries.results import Exposed, Exposure, Hop, Path
from .citing import Said, numbered, said
from .dated import exposure_timeline
from .exposure import title as heading
from .glyphs import icon
from .page import render
from .picking import page_styles, picking
from .places import exposure_map
from .report_assumed import assumed_section
from .report_graph import exposure_graph, legend
from .report_method import citation, coefficients, licences, method_in_words, replayable, weights
from .report_pictures import pictures
from .report_sections import Section


@dataclass(frozen=True, slots=True)
class Step:
    """A hop as the page tells it: the nodes at its ends, its rule, and the passages behind it."""

    start: str
    end: str
    words: str
    probability: float
    mechanism: str
    grade: str
    passages: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """A way to an asset: its probability, its steps, and the one that is least likely to be open."""

    probability: float
    steps: tuple[Step, ...]

    @property
    def weakest(self) -> Step:
        """The step that is least likely to be open; the first of several."""
        return min(self.steps, key=lambda step: step.probability)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the ranked list."""

    rank: int
    name: str
    kind: str
    label: str
    icon: Markup
    shared: tuple[str, ...]
    modality: str
    exposure: float
    low: float
    high: float
    ways: tuple[Way, ...]


def exposure_page(store: Store, found: Exposure, *, question: str = "", sections: Sequence[Section] = ()) -> str:
    """The page as HTML in one file. `question` is what was asked, in words; without it the scenario's name stands."""
    claims = _claims(found)
    numbers, sources = numbered(store, claims)
    entities = {entity.id: entity for entity in store.entities([line.entity for line in found.results])}
    called = {ref: tuple(name.text for name in entity.names) for ref, entity in entities.items()}
    titles = {Ref.parse(source.id): source.title for source in sources}
    lines = [_line(found, each, numbers, titles, called.get(each.entity, (each.name,))) for each in found.results]
    kinds = {line.kind for line in lines}
    graph = exposure_graph(found)
    everything = kinds | graph.kinds
    drawn = pictures(exposure_map(store, found), exposure_timeline(store, found)) if lines else pictures(None, None)
    asked = question or heading(found)
    return render(
        "exposure.html.j2",
        styles=drawn.styles + page_styles(everything) + picking(len(lines), kinds),
        title=asked,
        found=found,
        scenario=found.scenario.name or f"if {found.happening}",
        model=found.model.words,
        lines=lines,
        claims=len(claims),
        method=method_in_words(found),
        graph=graph,
        legend=legend(kinds),
        others=legend(everything - kinds),
        assumed=assumed_section(store, found),
        sections=sections,
        sources=sources,
        rules=coefficients(found),
        licences=licences(sources, *drawn.licences),
        citation=citation(store, found, asked),
        replay=replayable(found.scenario),
        rows=[_row(line) for line in lines],
        weights=weights(),
        dashes={name: " ".join(map(str, term.line)) for name, term in load_schema().modalities.items()},
        map=drawn.map,
        small=drawn.small,
        timeline=drawn.timeline,
    )


def _row(line: Line) -> tuple[object, ...]:
    steps = line.ways[0].steps if line.ways else ()
    way = "; ".join(f"{step.start} {step.words} {step.end}" for step in steps)
    figures = (line.exposure, line.low, line.high)
    return (line.rank, line.name, line.label, ", ".join(line.shared), *figures, way)


def _claims(found: Exposure) -> tuple[Claim, ...]:
    """Every claim behind the answer, each once, in the order of the page."""
    hops = (hop for line in found.results for path in line.paths for hop in path.hops)
    return tuple({claim.id: claim for hop in hops for claim in hop.claims}.values())


def _line(
    found: Exposure, line: Exposed, numbers: Mapping[Ref, int], titles: Mapping[Ref, str], called: Sequence[str]
) -> Line:
    return Line(
        rank=line.rank,
        name=line.name,
        kind=str(line.kind),
        label=load_schema().classes[line.kind].label,
        icon=icon(line.kind),
        shared=tuple(found.names[state] for state in line.shared_by),
        modality=weakest_modality(line.paths[0].hops) if line.paths else "",
        exposure=line.exposure,
        low=line.low,
        high=line.high,
        ways=tuple(_way(found, path, numbers, titles, called) for path in line.paths),
    )


def _way(
    found: Exposure, path: Path, numbers: Mapping[Ref, int], titles: Mapping[Ref, str], called: Sequence[str]
) -> Way:
    steps = tuple(
        Step(
            start=found.names[hop.start],
            end=found.names[hop.end],
            words=hop.words,
            probability=hop.probability,
            mechanism=hop.rule.mechanism,
            grade=hop.rule.grade,
            passages=tuple(
                passage
                for claim in hop.claims
                for passage in said(claim, numbers, titles, found.names, (*called, found.names[hop.end]))
            ),
        )
        for hop in path.hops
    )
    return Way(path.probability, steps)


def weakest_modality(hops: Iterable[Hop]) -> str:
    """The modality of the least firmly stated step of a way, each step by its firmest claim."""
    weights = load_schema().modalities
    firmest = [
        max((str(c.modality) for c in hop.claims), key=lambda m: weights[m].weight) for hop in hops if hop.claims
    ]
    return min(firmest, key=lambda modality: weights[modality].weight, default="")
