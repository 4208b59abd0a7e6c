"""GLiNER finds the names, the small reader does the rest: descriptions, linking, relations, modality."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, cast

import numpy as np

from ...errors import InputError, UsageError
from ...graph.ref import Ref
from ...ontology.schema import ROOT, load_schema
from ...ontology.vocabulary import Kind
from ..reader.calibration import load_calibration
from ..reader.extraction import Extraction
from ..reader.gazetteer import load_gazetteer
from ..reader.models import KINDS, MODELS, SPAN_TAGS, Floats, Models
from ..reader.reader import Reader
from ..reader.readers import needing

MODEL = "urchade/gliner_medium-v2.1"
"""The model that is taken where ARAZ_GLINER_MODEL names no other; its weights are Apache-2.0."""

_NAMED = SPAN_TAGS.index("B-named"), SPAN_TAGS.index("I-named")
_NEVER = -1e4


class EntityModel(Protocol):
    """What is used of GLiNER."""

    def predict_entities(self, text: str, labels: list[str], threshold: float) -> Sequence[Mapping[str, Any]]:
        """Spans of `text`, each with `start`, `end`, `label` and `score`, none over another."""
        ...


@cache
def labels() -> Mapping[str, Kind]:
    """What GLiNER is asked for: the plain words for each class of the ontology.

    >>> labels()["hydropower plant"].value
    'HydroPlant'
    """
    return {term.label: Kind(term.name) for term in load_schema().classes.values() if term.name != ROOT}


class GlinerModels(Models):
    """The two small models, with the names of the first replaced by those of GLiNER.

    `sure` is the least score of a name. The models of `folder` still tell descriptions and relations.
    """

    def __init__(self, names: EntityModel, folder: Path = MODELS, threads: int = 2, sure: float = 0.5) -> None:
        super().__init__(folder, threads)
        self._names, self._sure = names, sure

    def tag(self, texts: Sequence[Sequence[str]]) -> list[tuple[Floats, Floats]]:
        """As `Models.tag`, the rows of words that GLiNER takes for part of a name made anew."""
        return [self._tagged(words, *rows) for words, rows in zip(texts, super().tag(texts), strict=True)]

    def _tagged(self, words: Sequence[str], spans: Floats, kinds: Floats) -> tuple[Floats, Floats]:
        spans, kinds = spans.copy(), kinds.copy()
        spans[:, list(_NAMED)] = _NEVER
        starts = np.cumsum([0, *(len(word) + 1 for word in words)])
        known = labels()
        for found in self._names.predict_entities(" ".join(words), list(known), threshold=self._sure):
            kind = known.get(str(found["label"]))
            inside = [
                n
                for n in range(len(spans))
                if starts[n] < int(found["end"]) and int(found["start"]) < starts[n + 1] - 1
            ]
            if kind is None or not inside:
                continue
            score = min(1.0, max(0.0, float(found["score"])))
            for number in inside:
                tag = _NAMED[number > inside[0]]
                spans[number] = _NEVER
                # Over a half, so that no other tag goes before one that GLiNER is sure enough of.
                spans[number, [tag, 0]] = np.log([0.5 + 0.499 * score, 0.501 - 0.499 * score])
                kinds[number] = np.log((1 - score) / len(KINDS) + 1e-6)
                kinds[number, KINDS.index(kind)] = np.log(score + 1e-6)
        return spans, kinds


class GlinerReader:
    """The small reader with GLiNER's names. Its confidences were not calibrated for them."""

    def __init__(self, reader: Reader, method: str) -> None:
        self._reader, self._method = reader, method

    def read(self, text: str, source: Ref = Ref("src", "text")) -> Extraction:  # noqa: B008 a frozen value
        """All that a text says."""
        found = self._reader.read(text, source)
        return replace(found, claims=tuple(replace(claim, method=self._method) for claim in found.claims))


def load_gliner(name: str) -> EntityModel:
    """GLiNER with the weights of that name, or of that folder; `UsageError` when the extra is not installed."""
    with needing("gliner"):
        module = cast("Any", import_module("gliner"))
    try:
        return cast("EntityModel", module.GLiNER.from_pretrained(name))
    except (OSError, ValueError, RuntimeError) as error:
        raise InputError(
            f"GLiNER's weights cannot be had ({type(error).__name__})",
            place=name,
            remedy="fetch them once where there is a network, and name their folder in ARAZ_GLINER_MODEL",
        ) from None


def gliner_reader(threshold: float = 0.5, threads: int = 2) -> GlinerReader:
    """The reader with the weights that ARAZ_GLINER_MODEL names."""
    name = os.environ.get("ARAZ_GLINER_MODEL") or MODEL
    names = load_gliner(name)
    if not MODELS.is_dir():
        raise UsageError("the models of the reader are not there", remedy="install araz again")
    models = GlinerModels(names, threads=threads)
    return GlinerReader(Reader(models, load_gazetteer(), load_calibration(MODELS), threshold), f"gliner:{name}")
