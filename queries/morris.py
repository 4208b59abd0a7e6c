"""Elementary effects through SALib, which is an extra: `pip install araz[sensitivity]`."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import ModuleType
from typing import TypeAlias

import numpy as np

from ..errors import UsageError
from .topology import Floats

Ranges: TypeAlias = Mapping[str, tuple[float, float]]
"""The range of every input by name, low below high."""

LEVELS = 4
"""On how many levels an input is tried within its range; a move is two thirds of the range."""


def walks(ranges: Ranges, trajectories: int, seed: int) -> Floats:
    """Where to evaluate: a row a point, a column an input; each trajectory moves every input once, one at a time.

    Raises `UsageError` where SALib is not installed.

    >>> walks({"a": (0.0, 1.0), "b": (0.55, 0.8)}, 2, seed=1).shape
    (6, 2)
    """
    drawn = _part("SALib.sample.morris").sample(_problem(ranges), trajectories, num_levels=LEVELS, seed=seed)
    return np.asarray(drawn, np.float64)


def effects(ranges: Ranges, points: Floats, results: Floats) -> tuple[Floats, Floats]:
    """mu* and sigma of every input on every result, both of shape (inputs, results); `results` has a row a point.

    An effect is the change of the result when the input goes through its whole range.

    >>> ranges = {"a": (0.0, 1.0), "b": (0.55, 0.8)}
    >>> points = walks(ranges, 4, seed=1)
    >>> effects(ranges, points, points[:, 1:])[0].round(6).tolist()
    [[0.0], [0.25]]
    """
    analyse = _part("SALib.analyze.morris").analyze
    # The bootstrap of SALib's own intervals is not used: as few resamples as it takes.
    found = [analyse(_problem(ranges), points, each, num_resamples=2, num_levels=LEVELS, seed=0) for each in results.T]
    stars, spreads = ([np.asarray(each[key], np.float64) for each in found] for key in ("mu_star", "sigma"))
    return np.stack(stars, axis=1), np.stack(spreads, axis=1)


def require() -> None:
    """Raise `UsageError` unless SALib is installed.

    >>> require()
    """
    _part("SALib.analyze.morris")


def _part(name: str) -> ModuleType:
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise UsageError("sensitivity needs SALib", remedy="pip install araz[sensitivity]") from error


def _problem(ranges: Ranges) -> dict[str, object]:
    return {"num_vars": len(ranges), "names": list(ranges), "bounds": [list(ends) for ends in ranges.values()]}
