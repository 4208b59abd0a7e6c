"""Makes the reader's models anew, from the corpus and the sets named in `train/sets.py`: about four hours on two cores.

    python -m araz.train --sets FOLDER [--out loaders/reader/models] [--work FOLDER] [--seed 0]

Needs torch, transformers, onnx, onnxscript, onnxruntime and scikit-learn beside Araz, and Maven for the first step. The
same seed gives the same models on the same machine; sums in another order, on another one, move the scores by about a
point.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

MODELS = Path(__file__).parents[1] / "loaders" / "reader" / "models"


def main() -> None:
    """One step after the other, each a command of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=MODELS)
    parser.add_argument("--work", type=Path, default=Path("build/train"))
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    work, seed = str(asked.work), str(asked.seed)
    for step in (
        ("araz.train.encoder",),
        ("araz.train.tagger", "--sets", str(asked.sets), "--out", work, "--seed", seed),
        ("araz.train.relator", "--out", work, "--seed", seed),
        ("araz.train.relator", "--out", work, "--seed", seed, "--resume"),
        ("araz.train.export", "--models", work, "--out", str(asked.out)),
        ("araz.train.calibrate", "--models", str(asked.out)),
    ):
        print(f"python -m {' '.join(step)}", flush=True)
        subprocess.run([sys.executable, "-m", *step], check=True)  # noqa: S603 our own modules


if __name__ == "__main__":
    main()
