"""The explorer: a graph of claims as one page to look around in, which needs no network and no server.

The page holds its claims as a table, its passages as lists, and numbers for the picture; everything that is to be read
is in the tables, so that it reads without script too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ..graph.claim import Claim, Passage, Source
from ..graph.ref import Ref
from ..graph.store import Store
from ..ontology.schema import load_schema
from ..queries.results import Exposure
from .excerpt import Excerpt, excerpt
from .explorer_data import HEADS, record
from .network import placed
from .scripted import page, program
from .still import STYLE, draw, glyph_rules


@dataclass(frozen=True, slots=True)
class _Row:
    """A claim as the table shows it; passages by their numbers on the page."""

    subject: str
    relation: str
    object: str
    modality: str
    confidence: str
    when: str
    said_by: str
    passages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """A passage with its number on the page."""

    number: int
    quote: str
    lang: str
    record: str


@dataclass(frozen=True, slots=True)
class _Cited:
    """A source and its passages."""

    about: str
    url: str
    licence: str
    lang: str
    passages: tuple[_Said, ...]


def write_explorer(
    store: Store,
    about: Sequence[Ref | str] = (),
    *,
    hops: int = 1,
    classes: Iterable[str] = (),
    modalities: Iterable[str] = (),
    exposure: Exposure | None = None,
) -> str:
    """The page about a part of a store (see `excerpt`), as HTML.

    >>> from araz.face import open_graph
    >>> page = write_explorer(open_graph("example").store, ["Khudafarin dam"])
    >>> page.startswith("<!doctype html>"), "https://cdn" in page
    (True, False)
    """
    return explorer_page(excerpt(store, about, hops=hops, classes=classes, modalities=modalities, exposure=exposure))


def explorer_page(part: Excerpt) -> str:
    """The page of an excerpt, as HTML."""
    numbers = _numbered(part.claims)
    layout = placed(part)
    dates = sorted({d for claim in part.claims for d in (claim.valid.start, claim.valid.end) if d})
    return page(
        "explorer.html",
        program("explorer"),
        "explorer.css",
        record(part, layout, numbers),
        rules=STYLE + glyph_rules(part),
        still=Markup(draw(part, alone=False)),  # noqa: S704 -- drawn by us, its texts escaped
        title=part.title,
        summary=_summary(part),
        notes=_notes(part),
        exposure=part.exposure is not None,
        clusters=bool(layout.centres),
        heads=HEADS,
        rows=_rows(part, numbers),
        sources=_sources(part, numbers),
        first=dates[0] if dates else "",
        last=dates[-1] if dates else "",
    )


def _numbered(claims: Iterable[Claim]) -> Mapping[Passage, int]:
    """A number from 1 for every passage, in the order of their sources and places."""
    found = sorted({passage for claim in claims for passage in claim.evidence})
    return {passage: number for number, passage in enumerate(found, 1)}


def _rows(part: Excerpt, passages: Mapping[Passage, int]) -> list[_Row]:
    schema, names = load_schema(), part.names
    return [
        _Row(
            names[claim.subject],
            schema.relations[claim.relation.value].label,
            names[claim.object],
            _mode(claim, names),
            f"{claim.confidence:.2f}",
            _when(claim),
            "" if claim.attributed_to is None else names.get(claim.attributed_to, str(claim.attributed_to)),
            tuple(passages[said] for said in claim.evidence),
        )
        for claim in part.claims
    ]


def _mode(claim: Claim, names: Mapping[Ref, str]) -> str:
    if claim.condition is None:
        return claim.modality.value
    on = names.get(claim.condition, str(claim.condition)) if isinstance(claim.condition, Ref) else claim.condition
    return f"{claim.modality.value}, if {on}"


def _when(claim: Claim) -> str:
    start, end = claim.valid.start, claim.valid.end
    if start == end or not (start or end):
        return start
    return f"{start} to {end}" if start and end else f"from {start}" if start else f"to {end}"


def _sources(part: Excerpt, passages: Mapping[Passage, int]) -> list[_Cited]:
    by_source: defaultdict[Ref, list[_Said]] = defaultdict(list)
    for said, number in passages.items():
        kept = f"record {said.record}" if said.record else ""
        by_source[said.source].append(_Said(number, said.quote, said.lang, kept))
    found: list[_Cited] = []
    for ref in sorted(by_source):
        source = part.sources.get(ref, Source(ref, str(ref)))
        about = ", ".join(word for word in (source.title, source.publisher, source.published) if word)
        lang = by_source[ref][0].lang
        found.append(_Cited(about, source.url, source.licence, lang, tuple(by_source[ref])))
    return found


def _summary(part: Excerpt) -> str:
    cited = {passage.source for claim in part.claims for passage in claim.evidence}
    parts = [(len(part.claims), "claim", "claims"), (len(part.entities), "entity", "entities")]
    said = [f"{n:,} {one if n == 1 else many}" for n, one, many in [*parts, (len(cited), "source", "sources")]]
    return " · ".join(said)


def _notes(part: Excerpt) -> list[str]:
    """What a reader has to know of how the picture came about."""
    notes: list[str] = []
    if part.about:
        notes.append(f"{part.hops} step{'' if part.hops == 1 else 's'} around, and one more to bring in")
    entities, claims = part.left_out
    if entities:
        notes.append(f"{entities:,} entities with fewer claims are left out: name one to see what is around it")
    if claims:
        notes.append(f"{claims:,} claims of lower confidence are left out")
    if part.exposure is not None:
        notes.append(f"what if: method {part.exposure.method}, seed {part.exposure.seed}")
    return notes
