"""Reads annotated text in the corpus's own form, and says what is wrong with it.

python -m araz.train.annotations FILE...     checks the files, and counts what is in them
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ..ontology.schema import load_schema
from ..ontology.vocabulary import Kind, Modality, Relation

ARTICLE = "#: form: article"
"""The line of a file's head by which its paragraphs are one item."""

_MARK = re.compile(r"\[([^\[\]|]+)\|([^\[\]]+)\]")
_ID = re.compile(r"[a-z][a-z0-9_-]*\Z")


@dataclass(frozen=True, slots=True)
class Marked:
    """A mention: code points of the item's text, the entities pointed to (several for "both plants"), and how."""

    start: int
    end: int
    entities: tuple[str, ...]
    named: bool
    pointing: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A claim of an item. `condition`, `when` and each of `quantities` are the text's own words (or @id)."""

    subject: str
    relation: Relation
    object: str
    modality: Modality = Modality.ASSERTED
    by: str = ""
    condition: str = ""
    when: str = ""
    quantities: tuple[str, ...] = ()


@dataclass(slots=True)
class Item:
    """One to four sentences or a whole paragraph, with mentions and claims. `place` is file:line."""

    text: str
    kinds: dict[str, Kind]
    mentions: list[Marked]
    claims: list[Said]
    place: str
    faults: list[str] = field(default_factory=list[str])


def read_items(path: Path, whole: bool = False) -> Iterator[Item]:
    """The items of a file. An item with faults carries them in `faults`, with what could be read.

    `whole` makes one item of all of them, as does a line `#: form: article` in the file: the paragraphs of an article
    joined by an empty line, claims in their order, offsets over the whole text. Entities of earlier paragraphs are
    known to later ones; the words of a claim (`if=`, `q=`, `when=`) still stand in its own paragraph.
    """
    lines = path.read_text(encoding="utf-8").split("\n")
    whole = whole or ARTICLE in lines
    item: Item | None = None
    for start, block in _blocks(lines):
        if item is None or not whole:
            item = Item("", {}, [], [], f"{path}:{start}")
        _add(block, item)
        if not whole:
            yield item
    if whole and item is not None:
        yield item


def _blocks(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """The lines between two empty lines, with the number of the first."""
    block, start = list[str](), 0
    for line_number, line in enumerate([*lines, ""], 1):
        if line.startswith("#"):
            continue
        if line.strip():
            start = start if block else line_number
            block.append(line)
        elif block:
            yield start, block
            block = []


def _add(block: list[str], item: Item) -> None:
    words = [line.strip() for line in block if not line.startswith(">")]
    if len(words) != 1:
        item.faults.append(f"{len(words)} lines of text where one is meant")
    item.text += "\n\n" if item.text else ""
    begin = len(item.text)
    _read_marks(" ".join(words), item)
    said_here = item.text[begin:]
    for line in block:
        if line.startswith(">"):
            _read_claim(line[1:].strip(), item, said_here)
    for at in ("[", "]"):
        if at in said_here:
            item.faults.append(f"a stray {at} near {said_here[max(0, said_here.find(at) - 20) :][:40]!r}")


def _read_marks(marked: str, item: Item) -> None:
    text, last, known_before = item.text, 0, len(item.mentions)
    for found in _MARK.finditer(marked):
        text += marked[last : found.start()]
        last, start = found.end(), len(text)
        text += found[1]
        parts = found[2].split("|")
        pointing = parts[-1].startswith("=")
        entities = tuple(parts[-1].lstrip("=").split("+"))
        named = not pointing
        if len(parts) == 2:
            named = not parts[0].endswith("~")
            _declare(item, entities[0], parts[0].rstrip("~"), found[0])
        elif len(parts) > 2:
            item.faults.append(f"{found[0]} has more than three parts")
        item.mentions.append(Marked(start, len(text), entities, named, pointing))
        if found[1] != found[1].strip():
            item.faults.append(f"{found[0]} begins or ends with a space")
    item.text = text + marked[last:]
    for mention in item.mentions[known_before:]:
        for entity in mention.entities:
            if entity not in item.kinds:
                item.faults.append(f"{entity!r} has no class")


def _declare(item: Item, entity: str, kind: str, shown: str) -> None:
    if _ID.match(entity) is None:
        item.faults.append(f"{shown}: {entity!r} is not a lower-case key")
    try:
        known = item.kinds.setdefault(entity, Kind(kind))
    except ValueError:
        item.faults.append(f"{shown}: no class {kind!r}")
        item.kinds.setdefault(entity, Kind.ENTITY)
    else:
        if known != kind:
            item.faults.append(f"{shown}: {entity} is a {known} elsewhere in the item")


def _read_claim(line: str, item: Item, said_here: str) -> None:
    head, *rest = (part.strip() for part in line.split(" | "))
    words = head.split()
    if len(words) != 3 or words[1] not in set(map(str, Relation)):
        item.faults.append(f"{head!r} is not subject, relation, object")
        return
    given: dict[str, str] = {"modality": "asserted"}
    for part in rest:
        key, _, value = part.partition("=")
        if not value and key in set(map(str, Modality)):
            given["modality"] = key
        elif key in ("by", "if", "q", "when") and value:
            given[key] = value.strip()
        else:
            item.faults.append(f"{part!r} of {head!r} is not understood")
    said = Said(
        words[0],
        Relation(words[1]),
        words[2],
        Modality(given["modality"]),
        given.get("by", ""),
        given.get("if", ""),
        given.get("when", ""),
        tuple(each.strip() for each in given.get("q", "").split(";") if each.strip()),
    )
    item.claims.append(said)
    item.faults.extend(_faults(said, item, said_here))


def _faults(said: Said, item: Item, said_here: str) -> Iterator[str]:
    schema = load_schema()
    shown = f"{said.subject} {said.relation} {said.object}"
    for entity in (said.subject, said.object, said.by, said.condition[1:] if said.condition.startswith("@") else ""):
        if entity and entity not in item.kinds:
            yield f"{shown}: {entity!r} is not marked"
    if said.subject in item.kinds and said.object in item.kinds:
        wrong = schema.may_relate(said.relation, item.kinds[said.subject], item.kinds[said.object])
        if wrong is not None:
            yield f"{shown}: {wrong}"
    for words in (said.when, *said.quantities, "" if said.condition.startswith("@") else said.condition):
        if words and words not in said_here:
            yield f"{shown}: {words!r} is not in the text"
    if (said.modality is Modality.CONDITIONAL) != bool(said.condition):
        yield f"{shown}: a condition goes with conditional, and conditional with if="
    if said.subject == said.object:
        yield f"{shown}: both ends are one"


def sentences_in(text: str) -> int:
    """About how many sentences a text holds."""
    return max(1, len(re.findall(r"[.!?][\"”’)]*(?=\s|$)", text)))


def main(paths: list[str]) -> int:
    """Print faults, then counts; 1 when there are faults."""
    counts: dict[str, Counter[str]] = {"relations": Counter(), "modalities": Counter(), "classes": Counter()}
    items = sentences = claimless = faults = 0
    for path in paths:
        for item in read_items(Path(path)):
            items, sentences = items + 1, sentences + sentences_in(item.text)
            claimless += not item.claims
            counts["relations"].update(str(said.relation) for said in item.claims)
            counts["modalities"].update(str(said.modality) for said in item.claims)
            counts["classes"].update(map(str, item.kinds.values()))
            for fault in item.faults:
                faults += 1
                print(f"{item.place}: {fault}")
    print(f"{items} items, {sentences} sentences, {claimless} without a claim, {faults} faults")
    for name, counter in counts.items():
        print(f"{name}: {', '.join(f'{key} {count}' for key, count in counter.most_common())}")
    unused = [str(each) for each in Relation if str(each) not in counts["relations"]]
    print(f"not used: {', '.join(unused)}")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
