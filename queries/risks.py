"""What an answer to "how much is at risk" is made of: lines, and in each the assets and the states' parts."""

from __future__ import annotations

from dataclasses import dataclass

from ..graph.display import Displayed
from ..graph.ref import Ref
from ..ontology.vocabulary import Measure
from .figures import Range


@dataclass(frozen=True, slots=True)
class Distribution:
    """How much is lost: on average, in the middle of the worlds, with 5 and with 95 % of them below, and at most.

    Each is a range where the figures behind it differ. `most` is what is lost if all that can be reached is.
    """

    mean: Range
    low: Range
    median: Range
    high: Range
    most: Range

    def record(self) -> dict[str, object]:
        """The distribution as JSON, each number as [low, high]."""
        return {
            "mean": self.mean.record(),
            "p5": self.low.record(),
            "median": self.median.record(),
            "p95": self.high.record(),
            "max": self.most.record(),
        }


@dataclass(frozen=True, slots=True)
class AssetAtRisk:
    """An asset, how probably it is reached, and how much it counts for; `notes` say what is contested or unknown."""

    entity: Ref
    name: str
    exposure: float
    amount: Range
    notes: tuple[str, ...]
    behind: tuple[Ref, ...]

    def record(self) -> dict[str, object]:
        """The asset as JSON."""
        return {
            "id": str(self.entity),
            "name": self.name,
            "exposure": self.exposure,
            "amount": self.amount.record(),
            "notes": list(self.notes),
            "behind": [str(ref) for ref in self.behind],
        }


@dataclass(frozen=True, slots=True)
class StateAtRisk:
    """A state's part of what is at risk. `assumed` are the assets of which its share is stated by nobody."""

    state: Ref
    name: str
    distribution: Distribution
    assumed: tuple[Ref, ...]

    def record(self) -> dict[str, object]:
        """The state's part as JSON."""
        return {
            "id": str(self.state),
            "name": self.name,
            **self.distribution.record(),
            "equal_share_assumed": [str(asset) for asset in self.assumed],
        }


@dataclass(frozen=True, slots=True)
class LineAtRisk:
    """What is at risk of one kind: a measure, what it counts ("electricity"), the family of the assets, one unit."""

    measure: Measure
    of: str
    family: str
    unit: str
    distribution: Distribution
    states: tuple[StateAtRisk, ...]
    assets: tuple[AssetAtRisk, ...]

    def record(self) -> dict[str, object]:
        """The line as JSON."""
        return {
            "measure": self.measure.value,
            "of": self.of,
            "family": self.family,
            "unit": self.unit,
            **self.distribution.record(),
            "states": [state.record() for state in self.states],
            "assets": [asset.record() for asset in self.assets],
        }


@dataclass(frozen=True, slots=True)
class Unmeasured:
    """An asset that is reached and of whose amount nothing that counts is known; `notes` say what is."""

    entity: Ref
    name: str
    exposure: float
    notes: tuple[str, ...] = ()

    def record(self) -> dict[str, object]:
        """The asset as JSON."""
        return {
            "id": str(self.entity),
            "name": self.name,
            "exposure": self.exposure,
            "notes": list(self.notes),
        }


@dataclass(frozen=True, slots=True)
class AtRisk(Displayed):
    """What is at risk in a scenario: by line, and the assets that no line counts because nobody gives a figure.

    `method` is "exact" or "sampled" for the quantiles, from `worlds` drawn ones with `seed`; `means` is how the
    exposures behind the means were found. `note` says why there are no lines, "" when there are.
    """

    lines: tuple[LineAtRisk, ...]
    unknown: tuple[Unmeasured, ...]
    method: str
    worlds: int
    seed: int | None
    means: str
    note: str = ""

    def of_state(self, state: Ref) -> tuple[tuple[LineAtRisk, StateAtRisk], ...]:
        """A state's part of every line in which it has one."""
        return tuple((line, part) for line in self.lines for part in line.states if part.state == state)

    def record(self) -> dict[str, object]:
        """What is at risk as JSON."""
        return {
            "method": self.method,
            "worlds": self.worlds,
            "seed": self.seed,
            "means": self.means,
            "lines": [line.record() for line in self.lines],
            "unknown": [asset.record() for asset in self.unknown],
            "note": self.note,
        }
