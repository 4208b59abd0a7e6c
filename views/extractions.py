"""What a reader found in texts: as JSON, or as a page of the terminal that a person reads."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..graph.ref import Ref
from ..loaders.reader.extraction import Extracted, Extraction, Found, Span
from ..ontology.schema import load_schema
from .tables import console, print_table
from .text import visible

if TYPE_CHECKING:
    from rich.console import Console

CLAIM_COLUMNS = ("said in", "subject", "relation", "object", "modality", "confidence")
ENTITY_COLUMNS = ("entity", "class", "link", "mentions")


def write_extractions(found: Iterable[tuple[str, Extraction]], form: str, *, several: bool) -> None:
    """Write extractions, each as soon as it is there: JSON (of several a list), JSON Lines, or tables.

    Where there are several, each says which document it is of.
    """
    if form == "table":
        for place, each in found:
            print_extraction(each, place if several else "")
        return
    before = "[\n" if several and form == "json" else ""
    for place, each in found:
        record = {"document": place, **each.record()} if several else each.record()
        text = json.dumps(record, ensure_ascii=False, indent=None if form == "jsonl" else 2)
        sys.stdout.write(f"{before}{text}")
        before = ",\n" if several and form == "json" else "\n"
        if form == "jsonl" or not several:
            sys.stdout.write("\n")
            before = ""
    if several and form == "json":
        sys.stdout.write("[]\n" if before == "[\n" else "\n]\n")
    sys.stdout.flush()


def print_extraction(found: Extraction, place: str = "") -> None:
    """Print the claims with the sentences that make them, and the entities with what they were linked to."""
    from rich.text import Text

    out = console()
    if place:
        out.print(Text(visible(place), style="bold"))
    if found.claims:
        print_table(CLAIM_COLUMNS, claim_rows(found))
        _print_sentences(found, out)
    else:
        out.print("no claim was found")
    if found.entities:
        print_table(ENTITY_COLUMNS, entity_rows(found))


def claim_rows(found: Extraction) -> list[tuple[str, ...]]:
    """A row for each claim, in words, with the number of its sentence."""
    names = {entity.id: entity.name for entity in found.entities}
    numbers = {sentence: number for number, sentence in enumerate(sentences(found), 1)}
    labels = load_schema().relations
    return [
        (
            f"[{numbers[claim.sentence]}]",
            names.get(claim.subject, str(claim.subject)),
            labels[claim.relation].label,
            names.get(claim.object, str(claim.object)),
            _modality(claim, names),
            f"{claim.confidence:.2f}",
        )
        for claim in found.claims
    ]


def sentences(found: Extraction) -> list[Span]:
    """The sentences that make claims, in the order of the text, each once."""
    return sorted({claim.sentence for claim in found.claims})


def entity_rows(found: Extraction) -> list[tuple[str | int, ...]]:
    """A row for each entity: its name, class, what it was linked to, and how often it is mentioned."""
    counted = Counter(mention.entity for mention in found.mentions)
    classes = load_schema().classes
    return [(each.name, classes[each.kind].label, _link(each), counted[each.id]) for each in found.entities]


def _link(entity: Found) -> str:
    """The entity that the registry knows, or that it is new, and whom it may be."""
    if entity.linked:
        return f"{entity.id} ({entity.score:.2f})"
    others = ", ".join(f"{ref} ({score:.2f})" for ref, score in entity.alternatives)
    return f"new: {entity.id}" + (f"; may be {others}" if others else "")


def _modality(claim: Extracted, names: dict[Ref, str]) -> str:
    parts = [claim.modality.value]
    if claim.attributed_to is not None:
        parts.append(f"says {names.get(claim.attributed_to, str(claim.attributed_to))}")
    if isinstance(claim.condition, Ref):
        parts.append(f"if {names.get(claim.condition, str(claim.condition))}")
    elif claim.condition is not None:
        parts.append(f"if “{claim.condition}”")
    return ", ".join(parts)


def _print_sentences(found: Extraction, out: Console) -> None:
    from rich.text import Text

    for number, (start, end) in enumerate(sentences(found), 1):
        words = " ".join(found.text[start:end].split())
        out.print(Text(visible(f"[{number}] “{words}” [{start}–{end}]"), style="dim"))
