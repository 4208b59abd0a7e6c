"""The article that the project started from: a regression test, not a measure of generality.

One careful reader's annotation, whose names are older than the ontology: `seed_predicates.json` maps them, several
relations to one name where several say it. Relations that no relation of the ontology says, and those with an end that
is no entity, are left out and counted. Named entities want span and class. Core claims want both ends, one of the
relations, the direction (either, where the annotation says so) and the sentence. What the reader says beyond is wrong,
unless the annotation has it as a claim that is not core, or between the ends of a relation left out, or a second time
in another of its relations: that is neither right nor wrong. spaCy alone: its named entities and its verbs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from araz.graph.ref import Ref
from araz.loaders.reader.extraction import Extracted, Extraction, Found, Mention, Span
from araz.loaders.reader.scoring import Count, alignment
from araz.ontology.schema import load_schema
from araz.ontology.vocabulary import Kind, Modality, Relation

from benchmarks.extraction.rows import Row, Setting

FOLDER = "../article"
Triple = tuple[Ref, Relation, Ref]


@dataclass(frozen=True, slots=True)
class Annotated:
    """A relation of the annotation: everything that says it. `said` is empty when no relation of the ontology does."""

    said: frozenset[Triple]
    ends: frozenset[frozenset[Ref]]
    sentence: Span
    modality: Modality
    core: bool


@dataclass(frozen=True, slots=True)
class Gold:
    """The annotation in the ontology's words: entities with mentions, the classes that each may be of, relations."""

    extraction: Extraction
    classes: dict[Ref, frozenset[str]]
    pointing: frozenset[Span]
    relations: list[Annotated]


def measure(setting: Setting) -> Iterator[Row]:
    """Entities, core claims, core claims with modality."""
    folder = setting.sets / FOLDER
    text = (folder / "iran-azerbaijan.txt").read_bytes().decode()
    gold = read_gold(json.loads((folder / "gold.json").read_text(encoding="utf-8")), text)
    mine = setting.whole.read(text)
    other = None if setting.alone is None else setting.alone.read(text)
    out = sum(each.core and not each.said for each in gold.relations)
    core = sum(each.core and bool(each.said) for each in gold.relations)
    yield Row("core relations", core, note=f"left out: {out} core ones that no relation of the ontology says")
    parts = [("entities F1 (names, span and class)", entities, 0.93), ("core claims F1", claims, 0.85),
             ("core claims with modality F1", with_modality, 0.75)]  # fmt: skip
    for what, count, target in parts:
        counted = count(gold, mine)
        alone = None if other is None else count(gold, other).f1
        note = f"P {counted.precision:.3f}, R {counted.recall:.3f}"
        yield Row(what, counted.f1, alone, target, note=note)


def read_gold(record: dict[str, Any], text: str) -> Gold:
    """The annotation, mapped."""
    words = json.loads(Path(__file__).with_name("seed_predicates.json").read_text(encoding="utf-8"))
    named = {each["id"]: each["named"] for each in record["entities"]}
    classes = {_ref(each["id"]): frozenset(words["classes"][each["type"]]) for each in record["entities"]}
    entities = tuple(
        Found(_ref(each["id"]), Kind(words["classes"][each["type"]][0]), each["name"], each["named"])
        for each in record["entities"]
    )
    own = [m for m in record["mentions"] if m["named"] or not named[m["entity"]]]
    mentions = tuple(Mention(_ref(m["entity"]), m["start"], m["end"]) for m in own)
    pointing = frozenset((m["start"], m["end"]) for m in record["mentions"] if not m["named"])
    relations = [each for one in record["relations"] if (each := _annotated(one, words, set(named))) is not None]
    return Gold(Extraction(text, entities, mentions), classes, pointing, relations)


def _ref(name: str) -> Ref:
    return Ref("ent", name.replace("_", "-"))


def _annotated(record: dict[str, Any], words: dict[str, Any], known: set[str]) -> Annotated | None:
    subjects = _ends(record["subject"], known)
    objects = _ends(record.get(words["objects"].get(record["predicate"], "object")), known)
    names: list[str] = words["relations"][record["predicate"]]
    said: set[Triple] = set()
    for name in names:
        relation = Relation(name.removeprefix("^"))
        for one in subjects:
            for two in objects:
                ahead, back = (one, relation, two), (two, relation, one)
                said.add(back if name.startswith("^") else ahead)
                if record.get("symmetric") or load_schema().relations[relation].symmetric:
                    said |= {ahead, back}
    ends = frozenset(frozenset((one, two)) for one in subjects for two in objects)
    sentence = record["sentence_start"], record["sentence_end"]
    return Annotated(frozenset(said), ends, sentence, Modality(record["modality"]), record["core"])


def _ends(value: object, known: set[str]) -> list[Ref]:
    names = value if isinstance(value, list) else [value]
    return [_ref(str(name)) for name in names if name in known]


def entities(gold: Gold, found: Extraction) -> Count:
    """Names by span and class; a span that the annotation has as a description or a pointer is not judged."""
    kinds = {each.id: str(each.kind) for each in found.entities if each.named}
    said = {(m.start, m.end): kinds[m.entity] for m in found.mentions if m.entity in kinds}
    named = {each.id for each in gold.extraction.entities if each.named}
    meant = {(m.start, m.end): gold.classes[m.entity] for m in gold.extraction.mentions if m.entity in named}
    said = {span: kind for span, kind in said.items() if span in meant or span not in gold.pointing}
    return Count(len(meant), len(said), sum(said.get(span) in kinds for span, kinds in meant.items()))


def claims(gold: Gold, found: Extraction) -> Count:
    """The core claims."""
    return _claims(gold, found, modal=False)


def with_modality(gold: Gold, found: Extraction) -> Count:
    """The core claims with the right modality."""
    return _claims(gold, found, modal=True)


def _claims(gold: Gold, found: Extraction, *, modal: bool) -> Count:
    known = alignment(gold.extraction, found)
    core = [each for each in gold.relations if each.core and each.said]
    free = list(found.claims)
    right = taken = 0
    for each in core:
        fitting = [claim for claim in free if _says(each, claim, known)]
        best = max(fitting, key=lambda claim: (claim.modality is each.modality, claim.confidence), default=None)
        if best is not None:
            free.remove(best)
            taken += 1
            right += not modal or best.modality is each.modality
    beyond = [claim for claim in free if not _spared(claim, gold.relations, known)]
    return Count(len(core), taken + len(beyond), right)


def _says(each: Annotated, claim: Extracted, known: dict[Ref, Ref]) -> bool:
    one, two = known.get(claim.subject), known.get(claim.object)
    together = claim.sentence[0] < each.sentence[1] and each.sentence[0] < claim.sentence[1]
    return together and (one, claim.relation, two) in each.said


def _spared(claim: Extracted, relations: Sequence[Annotated], known: dict[Ref, Ref]) -> bool:
    """Whether a claim is neither right nor wrong: see above."""
    ends = frozenset((known.get(claim.subject), known.get(claim.object)))
    return any(
        _says(each, claim, known)
        or (not each.said and ends in each.ends and claim.sentence[0] < each.sentence[1]
            and each.sentence[0] < claim.sentence[1])
        for each in relations
    )  # fmt: skip
