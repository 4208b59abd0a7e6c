"""GLiNER's names in the small reader's hands; a stand-in says what GLiNER would."""

from __future__ import annotations

import re
import sys
from types import SimpleNamespace

import numpy as np
import pytest
from araz.errors import InputError, UsageError
from araz.loaders.llm.glinerreader import GlinerModels, GlinerReader, labels, load_gliner
from araz.loaders.reader.extraction import Extracted, Extraction
from araz.loaders.reader.gazetteer import load_gazetteer
from araz.loaders.reader.models import KINDS, SPAN_TAGS, Models
from araz.loaders.reader.readers import reader_named
from araz.loaders.reader.spotting import lay_out, spot

KNOWN = {"Zorba Front": ("armed group", 0.9), "Khudafarin": ("hydropower plant", 0.6), "Iran": ("state", 1.0)}


class StandIn:
    """Finds the names it knows, as GLiNER does, and remembers what it was asked."""

    def __init__(self, **known: tuple[str, float]) -> None:
        self.known = {name.replace("_", " "): each for name, each in known.items()} or KNOWN
        self.asked: list[tuple[str, tuple[str, ...], float]] = []

    def predict_entities(self, text, labels, threshold):
        self.asked.append((text, tuple(labels), threshold))
        return [
            {"start": found.start(), "end": found.end(), "text": name, "label": label, "score": score}
            for name, (label, score) in self.known.items()
            for found in re.finditer(name, text)
            if score >= threshold
        ]


@pytest.fixture
def small(monkeypatch):
    """The small models see a description in "rebels", a name in "Narnia", and nothing else."""

    def tag_all(self, texts):
        told = []
        for words in texts:
            spans = np.zeros((len(words), len(SPAN_TAGS)), dtype=np.float32)
            spans[:, 0] = 5
            for number, word in enumerate(words):
                tag = {"rebels": "B-described", "Narnia": "B-named"}.get(word, "O")
                spans[number, SPAN_TAGS.index(tag)] = 9
            told.append((spans, np.zeros((len(words), len(KINDS)), dtype=np.float32), spans))
        return told

    monkeypatch.setattr(Models, "tag_all", tag_all)


def spots(text, names=None, **options):
    return spot(lay_out(text), GlinerModels(names or StandIn(), **options), load_gazetteer())


def test_names_are_those_of_gliner_with_their_classes(small):
    found = spots("The Zorba Front left Iran.")
    assert [(each.text, each.form.value, each.kind.value) for each in found] == [
        ("Zorba Front", "named", "ArmedGroup"),
        ("Iran", "named", "State"),
    ]
    assert [str(ref) for ref, _ in found[1].leads] == ["ent:iran"]


def test_a_surer_name_is_surer(small):
    front, khudafarin = spots("Zorba Front, Khudafarin.")
    assert 0.5 < khudafarin.sure < front.sure < 1


def test_descriptions_stay_those_of_the_small_models_and_their_names_go(small):
    assert [(each.text, each.form.value) for each in spots("Some rebels left Narnia.")] == [("rebels", "described")]


def test_every_class_but_the_topmost_is_asked_for(small):
    names = StandIn()
    spots("Iran left.", names, sure=0.7)
    assert names.asked == [("Iran left .", tuple(labels()), 0.7)]
    assert "entity" not in labels()
    assert len(labels()) == len(KINDS) - 1


def test_a_label_that_was_not_asked_for_counts_as_none(small):
    assert spots("Zorba left.", StandIn(Zorba=("planet", 1.0))) == []


def test_claims_bear_the_name_of_the_model():
    class Reader:
        def read(self, text, source):
            part = dict.fromkeys(Extracted.__slots__) | {"sentence": (0, 1), "id": "x", "method": "reader"}
            return Extraction(text, claims=(Extracted(**part),))

    found = GlinerReader(Reader(), "gliner:some/model").read("Iran.")
    assert [claim.method for claim in found.claims] == ["gliner:some/model"]


def test_without_the_extra_the_error_names_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "gliner", None)
    with pytest.raises(UsageError, match=r'pip install "araz\[gliner\]"'):
        reader_named("gliner")


def test_weights_that_cannot_be_had_are_an_error_with_a_remedy(monkeypatch):
    def refuse(name):
        raise OSError("no network")

    monkeypatch.setitem(sys.modules, "gliner", SimpleNamespace(GLiNER=SimpleNamespace(from_pretrained=refuse)))
    with pytest.raises(InputError, match="a/b: GLiNER's weights cannot be had"):
        load_gliner("a/b")
