"""What a model's score is worth: how often claims with such a score were right on text it had not learnt from."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from ...ontology.vocabulary import Relation


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a claim: how far its relation is above the threshold, and how sure its two mentions are."""

    logit: float
    subject_sure: float
    object_sure: float
    pointing: bool
    """Whether an end is only pointed at."""
    relation: Relation

    def features(self) -> tuple[float, ...]:
        """As numbers, the order of `Calibration.weights`."""
        sure = math.log(max(1e-3, min(self.subject_sure, self.object_sure)))
        return (1.0, self.logit, sure, float(self.pointing))


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic curve over `Evidence.features`, fitted to text held back from training.

    `lowest` is the least `logit` that is looked at; `offsets` are what single relations are off by.

    >>> curve = Calibration((0.0, 1.0, 0.0, 0.0))
    >>> round(curve.confidence(Evidence(0.0, 1.0, 1.0, False, Relation.OWNS)), 2)
    0.5
    """

    weights: tuple[float, ...] = (0.0, 1.0, 0.5, 0.0)
    lowest: float = -2.0
    offsets: Mapping[str, float] = field(default_factory=dict[str, float])

    def confidence(self, evidence: Evidence) -> float:
        """How likely the text says the claim, 0..1."""
        score = sum(w * x for w, x in zip(self.weights, evidence.features(), strict=True))
        score += self.offsets.get(evidence.relation, 0.0)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def load_calibration(folder: Path) -> Calibration:
    """The curve that lies beside the models; a plain one when there is none yet."""
    path = folder / "calibration.json"
    if not path.exists():
        return Calibration()
    kept = cast("dict[str, object]", json.loads(path.read_text(encoding="utf-8")))
    return Calibration(
        tuple(cast("list[float]", kept["weights"])),
        cast("float", kept["lowest"]),
        cast("dict[str, float]", kept["offsets"]),
    )
