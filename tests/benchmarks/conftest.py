"""Benchmarks and training scripts are no part of the package: they are found beside it."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = str(Path(__file__).resolve().parents[2])
if ROOT not in map(str, map(Path, sys.path)):
    sys.path.append(ROOT)
