"""A dossier on the terminal: what is claimed, by whom, where."""

from __future__ import annotations

import sys
from collections import defaultdict

from ..graph.claim import Claim
from ..graph.dossier import Dossier
from ..graph.ref import Ref
from ..ontology.schema import load_schema
from .tables import console, plain, write_json, write_table
from .text import visible

_COLUMNS = ("claim", "subject", "relation", "object", "modality", "confidence", "source", "quote")


def write_dossier(found: Dossier, form: str) -> None:
    """Write a dossier: as text with passages, as JSON {"entity","claims"}, or its claims as rows."""
    if form == "json":
        write_json(found.record())
    elif form == "table":
        _print(found)
    else:
        write_table(_COLUMNS, [_row(claim) for claim in found.claims], form)
    sys.stdout.flush()


def _row(claim: Claim) -> list[object]:
    said = claim.evidence[0]
    ends = (claim.id, claim.subject, str(claim.relation), claim.object)
    return [*map(plain, ends), str(claim.modality), claim.confidence, str(said.source), said.quote]


def _print(found: Dossier) -> None:
    from rich.padding import Padding
    from rich.text import Text

    out, schema, entity = console(), load_schema(), found.entity
    out.print(
        Text.assemble(
            (visible(entity.name), "bold"), f"  {schema.classes[entity.kind].label}  ", (str(entity.id), "dim")
        )
    )
    for line in facts(found):
        out.print(Text(visible(line), style="dim"))
    groups: dict[str, list[Claim]] = defaultdict(list)
    for claim in found.claims:
        relation = schema.relations[claim.relation]
        outward = claim.subject == entity.id or claim.object != entity.id
        groups[relation.label if outward else relation.inverse_label].append(claim)
    for label in sorted(groups):
        out.print()
        out.print(Text(label, style="bold"))
        for claim in sorted(groups[label], key=lambda c: (c.modality, c.subject, c.object, c.id)):
            out.print(
                Padding(
                    Text(visible(describe(claim, found)), style="strike dim" if claim.rejected else ""), (0, 0, 0, 2)
                )
            )
            for said in claim.evidence:
                title = found.sources[said.source].title if said.source in found.sources else str(said.source)
                place = f"{said.start}–{said.end}" if said.start >= 0 else said.record
                out.print(Padding(Text(visible(f"“{said.quote}” {title} [{place}]"), style="italic dim"), (0, 0, 0, 4)))
    out.print(Text(f"\n{len(found.claims)} claims", style="dim"))


def facts(found: Dossier) -> list[str]:
    """What is on record about the entity itself: other names, a description, figures."""
    entity = found.entity
    lines = [f"also {', '.join(name.text for name in entity.names[1:])}"] if len(entity.names) > 1 else []
    if entity.description:
        lines.append(entity.description)
    for attribute in entity.attributes:
        source = f", {attribute.source}" if attribute.source is not None else ""
        year = f" ({attribute.as_of}{source})" if attribute.as_of else ""
        lines.append(f"{attribute.measure}: {attribute.quantity.value:g} {attribute.quantity.unit}{year}")
    return lines


def describe(claim: Claim, found: Dossier) -> str:
    """A claim in words: who does what to whom, in which mode, when, how much, how sure.

    An asserted claim is said plainly; any other names its mode.
    """
    relation = load_schema().relations[claim.relation]

    def name(ref: Ref) -> str:
        return found.entities[ref].name if ref in found.entities else str(ref)

    words = [f"{name(claim.subject)} {relation.label} {name(claim.object)}"]
    if claim.modality != "asserted":
        words.append(f"({claim.modality})")
    if claim.condition is not None:
        words.append(f"if {name(claim.condition) if isinstance(claim.condition, Ref) else claim.condition}")
    if claim.attributed_to is not None:
        words.append(f"according to {name(claim.attributed_to)}")
    if claim.valid:
        words.append(f"from {claim.valid.start or '…'} to {claim.valid.end or '…'}")
    words += [f"{q.value:,.10g} {q.unit} {q.of}".strip() for q in claim.quantities]
    words.append(f"confidence {claim.confidence:g}")
    if claim.review is not None:
        words.append(f"{claim.review.verdict} by {claim.review.by}")
    return ", ".join([" ".join(words[:2]), *words[2:]]) if claim.modality != "asserted" else ", ".join(words)
