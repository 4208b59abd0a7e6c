"""spaCy's names and parses made claims; a stand-in parses "A verb B." and "A verb preposition B." as spaCy would."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest
from araz.errors import UsageError
from araz.loaders.llm.spacyreader import SpacyReader, load_parser, path_between, patterns_of
from araz.loaders.reader.gazetteer import load_gazetteer
from araz.loaders.reader.readers import reader_named

LABELS = {"Iran": "GPE", "Turkey": "GPE", "Oman": "GPE", "Merkel": "PERSON"}


@dataclass(eq=False)
class Token:
    i: int
    idx: int
    text: str
    dep_: str = ""
    head: Token = field(default=None, repr=False)
    children: list[Token] = field(default_factory=list, repr=False)

    @property
    def lower_(self) -> str:
        return self.text.lower()

    @property
    def lemma_(self) -> str:
        return self.lower_.removesuffix("s")

    def hang(self, dep: str, head: Token) -> None:
        self.dep_, self.head = dep, head
        if head is not self:
            head.children.append(self)


class Document(list):
    @property
    def ents(self):
        return [
            SimpleNamespace(root=t, label_=LABELS[t.text], start_char=t.idx, end_char=t.idx + len(t.text))
            for t in self
            if t.text in LABELS
        ]


def parse(text: str) -> Document:
    """Each sentence: a subject, a verb with "not" or "may" before it, perhaps a preposition, an object."""
    document = Document(Token(n, each.start(), each[0]) for n, each in enumerate(re.finditer(r"\w+|\.", text)))
    for stop in [token for token in document if token.text == "."]:
        words = [token for token in document[: stop.i] if token.head is None]
        verb = next(token for token in words[1:] if token.text not in ("may", "not"))
        verb.hang("ROOT", verb)
        stop.hang("punct", verb)
        words[0].hang("nsubj", verb)
        above = verb
        for token in words[1:]:
            if token.text in ("may", "not"):
                token.hang("aux" if token.text == "may" else "neg", verb)
            elif token is not verb and token is not words[-1]:
                token.hang("prep", above)
                above = token
        if words[-1] is not verb:
            words[-1].hang("dobj" if above is verb else "pobj", above)
    return document


def claims(text, threshold=0.5):
    reader = SpacyReader(parse, patterns_of(parse), load_gazetteer(), "spacy:standin", threshold)
    return [(c.subject.local, c.relation.value, c.object.local, c.modality.value) for c in reader.read(text).claims]


def test_the_words_of_a_relation_between_two_names_are_a_claim():
    assert claims("Iran borders Turkey. Iran exports to Oman.") == [
        ("iran", "borders", "turkiye", "asserted"),
        ("iran", "exportsTo", "oman", "asserted"),
    ]


def test_the_words_of_the_inverse_turn_the_claim():
    assert claims("Iran imports from Turkey.") == [("turkiye", "exportsTo", "iran", "asserted")]


def test_a_denial_and_a_modal_are_heard():
    assert [mode for *_, mode in claims("Iran not borders Turkey. Iran may borders Oman.")] == ["negated", "possible"]


def test_what_the_ontology_does_not_allow_is_no_claim():
    assert claims("Merkel borders Turkey.") == []


def test_names_carry_the_ontologys_classes():
    found = SpacyReader(parse, {}, load_gazetteer(), "spacy:standin").read("Merkel leads Iran.")
    assert [entity.kind.value for entity in found.entities][1:] == ["State"]
    assert [(m.start, m.end) for m in found.mentions] == [(0, 6), (13, 17)]


def test_a_threshold_above_its_one_confidence_leaves_nothing():
    assert claims("Iran borders Turkey.", 0.8) == []


def test_listed_things_share_the_way_of_the_first():
    iran, borders, turkey, oman = (Token(n, n, word) for n, word in enumerate(["Iran", "borders", "Turkey", "Oman"]))
    borders.hang("ROOT", borders)
    iran.hang("nsubj", borders)
    turkey.hang("dobj", borders)
    oman.hang("conj", turkey)
    assert path_between(iran, oman) == path_between(iran, turkey)


def test_what_a_second_verb_says_is_said_of_the_subject_of_the_first():
    iran, built, runs, plant = (Token(n, n, word) for n, word in enumerate(["Iran", "built", "run", "plant"]))
    built.hang("ROOT", built)
    iran.hang("nsubj", built)
    runs.hang("conj", built)
    plant.hang("dobj", runs)
    assert path_between(iran, plant) == (("nsubj:",), "run", ("dobj:",))


def test_without_the_extra_the_error_names_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(UsageError, match=r'pip install "araz\[spacy\]"'):
        reader_named("spacy")


def test_without_a_pipeline_the_error_says_how_to_get_one(monkeypatch):
    def load(name):
        raise OSError(name)

    monkeypatch.setitem(sys.modules, "spacy", SimpleNamespace(load=load))
    with pytest.raises(UsageError, match="install one, such as en_core_web_md"):
        load_parser()
