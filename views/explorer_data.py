"""What the explorer's program needs, as numbers: entities, claims, the looks of terms, clusters, a scenario."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from ..graph.claim import Passage
from ..graph.ref import Ref
from ..ontology.schema import load_schema
from .excerpt import Excerpt
from .layout import Layout
from .text import visible

HEADS = ("subject", "relation", "object", "modality", "confidence", "when", "said by", "passages")
FONT = '"DejaVu Sans", system-ui, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Symbols 2", sans-serif'
"""The fonts of the picture, those with the glyphs of the classes first."""


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
