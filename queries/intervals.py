"""Intervals of 95 % for probabilities that were counted."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .topology import Floats

Z = 1.959964
"""The normal quantile of a two-sided 95 % interval."""


def wilson(hits: npt.NDArray[np.int64], trials: npt.NDArray[np.int64] | int) -> tuple[Floats, Floats]:
    """Wilson's score interval (1927) for `hits` out of `trials`, element by element.

    It is never empty and never a point: no hits still leave a positive upper bound, about 3.84 / trials.

    >>> low, high = wilson(np.array([0, 50]), 100)
    >>> low.round(3), high.round(3)
    (array([0.   , 0.404]), array([0.037, 0.596]))
    """
    share = hits / trials
    spread = Z * np.sqrt(share * (1.0 - share) / trials + Z * Z / (4.0 * trials * trials))
    middle = share + Z * Z / (2.0 * trials)
    scale = 1.0 + Z * Z / trials
    low = np.where(hits == 0, 0.0, (middle - spread) / scale)
    high = np.where(hits == trials, 1.0, (middle + spread) / scale)
    return low, high


def paired(
    only_one: npt.NDArray[np.int64], only_other: npt.NDArray[np.int64], trials: int
) -> tuple[Floats, Floats, Floats]:
    """The difference of two probabilities counted in the same worlds, with its interval: (estimate, low, high).

    `only_one` counts the worlds in which the first event happened without the second, `only_other` the reverse. The
    interval is that of Agresti and Min (2005): Wald's with half an observation added to each cell.

    >>> paired(np.array([30]), np.array([10]), 100)[0]
    array([0.2])
    """
    padded = trials + 2.0
    gain = (only_one - only_other) / padded
    spread = Z * np.sqrt((only_one + only_other + 1.0) / padded - gain * gain) / np.sqrt(padded)
    estimate = (only_one - only_other) / trials
    return estimate, np.maximum(gain - spread, -1.0), np.minimum(gain + spread, 1.0)
