"""The explorer: a graph of claims as one page to look around in, which needs no network and no server.

The page holds its claims as a table, its passages as lists, and numbers for the picture; everything that is to be read
is in the tables, so that it reads without script too.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from markupsafe import Markup

from ..graph.claim import Claim, Passage, Source
from ..graph.ref import Ref
from ..graph.store import Store
from ..ontology.schema import load_schema
from ..queries.results import Exposure
from . import vendored
from .excerpt import Excerpt, excerpt
from .layout import Layout
from .network import placed
from .page import environment
from .still import STYLE, draw, glyph_rules
from .text import visible

_EARLY = 'document.documentElement.classList.add("js")'
"""Run before the page is read: what only script can use is shown, what it replaces is never laid out."""
_VIEWS = Path(__file__).parent
HEADS = ("subject", "relation", "object", "modality", "confidence", "when", "said by", "passages")
FONT = '"DejaVu Sans", system-ui, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Symbols 2", sans-serif'
"""The fonts of the picture, those with the glyphs of the classes first."""


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


def page(template: str, code: str, styles: str, data: Mapping[str, object], rules: str = "", **content: object) -> str:
    """A page that runs vis-network and one program of ours, and nothing else: the policy names both by their hashes.

    `rules` are style rules for this page alone, after those of `styles`. They must not come from outside.
    """
    from .. import __version__

    library = vendored.library()
    sheet = "".join((_VIEWS / path).read_text("utf-8") for path in ("theme.css", f"templates/{styles}")) + rules
    return (
        environment()
        .get_template(template)
        .render(
            policy=policy(scripts=[_EARLY, library, code], sheets=[sheet]),
            early=Markup(_EARLY),  # noqa: S704 -- ours
            sheet=Markup(sheet),  # noqa: S704 -- ours
            library=Markup(library),  # noqa: S704 -- ours, checked against its digest
            program=Markup(code),  # noqa: S704 -- ours
            record=Markup(embedded(data)),  # noqa: S704 -- no "<" is left in it
            drawn_by=vendored.record(),
            version=__version__,
            **content,
        )
    )


def policy(scripts: Iterable[str], sheets: Iterable[str]) -> str:
    """The content security policy of a page with these scripts and style sheets: no request, and no text becomes code.

    >>> policy(["1"], ["p{}"]).split("; ")[1]
    "script-src 'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='"
    """
    code, style = (
        " ".join(f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in texts)
        for texts in (scripts, sheets)
    )
    return (
        f"default-src 'none'; script-src {code}; style-src {style}; base-uri 'none'; form-action 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )


def embedded(data: Mapping[str, object]) -> str:
    r"""Data as JSON that can stand in a script element: no text in it ends the element.

    >>> embedded({"name": "</script>"})
    '{"name":"\\u003c/script>"}'
    """
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


@cache
def program(folder: str) -> str:
    """The parts of a program in the order of their names, as one that leaves no names behind."""
    parts = sorted((_VIEWS / "templates" / folder).glob("*.js"))
    return '(() => {\n"use strict";\n' + "".join(part.read_text("utf-8") for part in parts) + "})();\n"


def _numbered(claims: Iterable[Claim]) -> Mapping[Passage, int]:
    """A number from 1 for every passage, in the order of their sources and places."""
    found = sorted({passage for claim in claims for passage in claim.evidence})
    return {passage: number for number, passage in enumerate(found, 1)}


def record(part: Excerpt, layout: Layout, passages: Mapping[Passage, int]) -> dict[str, object]:
    """What the picture needs, as JSON: entities and claims as columns, terms and their looks, clusters, scenario."""
    schema = load_schema()
    number = {entity.id: place for place, entity in enumerate(part.entities)}
    kinds = sorted({entity.kind.value for entity in part.entities})
    relations = sorted({claim.relation.value for claim in part.claims})
    spans = sorted({(claim.valid.start, claim.valid.end) for claim in part.claims})
    kind, relation, span = ({name: at for at, name in enumerate(names)} for names in (kinds, relations, spans))
    modality = {name: at for at, name in enumerate(schema.modalities)}
    others = {
        at: [visible(name.text) for name in entity.names[1:]]
        for at, entity in enumerate(part.entities)
        if len(entity.names) > 1
    }
    return {
        "nodes": {
            "id": [str(entity.id).removeprefix("ent:") for entity in part.entities],
            "name": [visible(entity.name) for entity in part.entities],
            "kind": [kind[entity.kind.value] for entity in part.entities],
            "x": [round(x) for x in layout.places[:, 0].tolist()],
            "y": [round(y) for y in layout.places[:, 1].tolist()],
            "home": list(layout.cluster),
            "shown": [int(entity.id in part.shown) for entity in part.entities],
            "also": others,
        },
        "claims": {
            "s": [number[claim.subject] for claim in part.claims],
            "r": [relation[claim.relation.value] for claim in part.claims],
            "o": [number[claim.object] for claim in part.claims],
            "m": [modality[claim.modality.value] for claim in part.claims],
            "c": [round(100 * claim.confidence) for claim in part.claims],
            "d": [span[claim.valid.start, claim.valid.end] for claim in part.claims],
            "p": [_one_or_all([passages[said] for said in claim.evidence]) for claim in part.claims],
        },
        "spans": spans,
        "kinds": [_kind(name) for name in kinds],
        "relations": [_relation(name) for name in relations],
        "modalities": [
            {"name": name, "label": term.label, "line": term.line, "weight": term.weight}
            for name, term in schema.modalities.items()
        ],
        "clusters": _clusters(part, layout),
        "scenario": _scenario(part, number),
        "about": [number[ref] for ref in part.about],
        "layered": part.exposure is not None,
        "cells": HEADS,
        "font": FONT,
    }


def _one_or_all(numbers: list[int]) -> int | list[int]:
    return numbers[0] if len(numbers) == 1 else numbers


def _kind(name: str) -> dict[str, str]:
    term = load_schema().classes[name]
    said = {"name": name, "label": term.label, "plural": term.plural, "glyph": term.glyph, "shape": term.shape}
    return said | {"light": term.colour, "dark": term.dark_colour}


def _relation(name: str) -> dict[str, str]:
    term = load_schema().relations[name]
    inverse = term.label if term.symmetric else term.inverse_label
    return {"name": name, "label": term.label, "inverse": inverse, "light": term.colour, "dark": term.dark_colour}


def _clusters(part: Excerpt, layout: Layout) -> list[dict[str, object]]:
    """Clusters, each named after the member with the most claims."""
    claims: defaultdict[Ref, int] = defaultdict(int)
    for claim in part.claims:
        claims[claim.subject] += 1
        claims[claim.object] += 1
    members: defaultdict[int, list[Ref]] = defaultdict(list)
    for entity, cluster in zip(part.entities, layout.cluster, strict=bool(layout.cluster)):
        members[cluster].append(entity.id)
    found: list[dict[str, object]] = []
    for cluster, (x, y) in enumerate(layout.centres):
        first = max(members[cluster], key=lambda ref: (claims[ref], str(ref)))
        size = len(members[cluster])
        name = f"{visible(part.names[first])} + {size - 1:,}" if claims[first] else "tied to nothing"
        found.append({"name": name, "x": round(x), "y": round(y), "size": size})
    return found


def _scenario(part: Excerpt, number: Mapping[Ref, int]) -> dict[str, object] | None:
    """What a what-if answer lights up: what is struck and reached, what the shock passes, and the claims it takes."""
    if part.exposure is None:
        return None
    results = part.exposure.results
    hops = [hop for line in results for path in line.paths for hop in path.hops]
    behind = {claim.id for hop in hops for claim in hop.claims}
    struck = [shock.entity for shock in part.exposure.scenario.shocks if isinstance(shock.entity, Ref)]
    return {
        "struck": sorted(number[ref] for ref in set(struck) if ref in number),
        "passed": sorted({number[end] for hop in hops for end in (hop.start, hop.end) if end in number}),
        "reached": {
            number[line.entity]: [round(p, 4) for p in (line.exposure, line.low, line.high)]
            for line in results
            if line.entity in number
        },
        "ranks": {number[line.entity]: line.rank for line in results if line.entity in number},
        "claims": {at: 1 for at, claim in enumerate(part.claims) if claim.id in behind},
    }


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
