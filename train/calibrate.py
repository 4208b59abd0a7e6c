"""Fits what the reader's scores are worth, on texts that the models have not learnt from.

python -m araz.train.calibrate --models FOLDER       writes calibration.json beside the models
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from ..loaders.reader.calibration import Calibration, Evidence
from ..loaders.reader.extraction import Extraction
from ..loaders.reader.gazetteer import load_gazetteer
from ..loaders.reader.models import Models
from ..loaders.reader.reader import Reader
from ..loaders.reader.scoring import alignment, matched
from . import sets
from .gold import extraction_of

LOWEST = -1.8


def observed(reader: Reader, gold: Extraction) -> list[tuple[Evidence, bool]]:
    """What the reader drafts on a text, and whether each is in the annotation with the same relation and direction."""
    found, evidence = reader.draft(gold.text)
    right = matched(gold.claims, found.claims, alignment(gold, found))
    return [(each, number in right) for number, each in enumerate(evidence)]


def fit(rows: list[tuple[Evidence, bool]]) -> Calibration:
    """A logistic curve, and how far single relations are off it, drawn towards nought."""
    features = np.array([evidence.features() for evidence, _ in rows])
    labels = np.array([right for _, right in rows])
    curve = LogisticRegression(C=1.0, fit_intercept=False, max_iter=1000).fit(features, labels)
    plain = Calibration(tuple(round(float(w), 4) for w in curve.coef_[0]), LOWEST)
    by_relation: dict[str, list[float]] = defaultdict(list)
    for evidence, right in rows:
        by_relation[str(evidence.relation)].append(float(right) - plain.confidence(evidence))
    # Ten rows that say nothing weigh against those there are.
    offsets = {name: round(4 * sum(gaps) / (len(gaps) + 10), 3) for name, gaps in sorted(by_relation.items())}
    return replace(plain, offsets=offsets)


def main() -> None:
    """Read the held-back part of the corpus, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", type=Path, required=True)
    asked = parser.parse_args()
    reader = Reader(Models(asked.models), load_gazetteer(), Calibration(lowest=LOWEST), threshold=0.0)
    rows = [row for item in sets.held_back() for row in observed(reader, extraction_of(item))]
    curve = fit(rows)
    kept = {"weights": list(curve.weights), "lowest": curve.lowest, "offsets": dict(curve.offsets)}
    (asked.models / "calibration.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    print(f"{len(rows)} drafted claims, {sum(right for _, right in rows)} right: {curve.weights}")


if __name__ == "__main__":
    main()
