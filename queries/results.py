"""What a what-if question answers: ranked assets, each with the ways a shock gets there and the words that say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..graph.claim import Claim
from ..graph.display import Displayed
from ..graph.ref import Ref
from ..graph.store import Table
from ..ontology.schema import load_schema
from ..ontology.transmission import Rule, load_rules
from ..ontology.vocabulary import Kind, ShockKind
from .scenario import Scenario

COLUMNS = ("rank", "id", "name", "class", "exposure", "low", "high", "shared_by", "path")
"""The columns of the answer's table."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of a way: the shock passes from `start` to `end`, by a rule, because of claims.

    `forward` says whether `start` is the subject of the claims. `probability` is that the step is open. The claims that
    are believed most come first.
    """

    start: Ref
    end: Ref
    rule: Rule
    forward: bool
    probability: float
    claims: tuple[Claim, ...] = field(repr=False)

    @property
    def words(self) -> str:
        """The relation as read from `start` to `end`: "operates", "is operated by"."""
        relation = load_schema().relations[self.rule.relation]
        return relation.label if self.forward else relation.inverse_label

    @property
    def belief(self) -> float:
        """How far its claims together are believed, 0..1, whatever the scenario assumes: confidence x modality."""
        weights = load_schema().modalities
        doubt = 1.0
        for claim in self.claims:
            sure = 1.0 if claim.review is not None and claim.review.verdict == "accepted" else claim.confidence
            doubt *= 1 - sure * weights[claim.modality].weight
        return 1 - doubt

    def record(self) -> dict[str, object]:
        """The step as JSON. `relation` is the relation's name, or its words where it is read from object to subject."""
        return {
            "from": str(self.start),
            "relation": self.rule.relation.value if self.forward else self.words,
            "to": str(self.end),
            "probability": self.probability,
            "claims": [
                {
                    "id": str(claim.id),
                    "modality": claim.modality.value,
                    "quote": passage.quote,
                    "source": str(passage.source),
                    "start": passage.start,
                    "end": passage.end,
                }
                for claim in self.claims
                for passage in claim.evidence
            ],
        }


@dataclass(frozen=True, slots=True)
class Path:
    """A way that a shock takes, and the probability that all of it is open.

    The hops are in order, from what was struck to the asset. Where a redundant input has to be lost whole, the ways to
    each of its parts follow one another before the hops from them.
    """

    probability: float
    hops: tuple[Hop, ...]

    @property
    def weakest(self) -> Hop:
        """The step whose claims are believed least: where to look first. Of equals, the earliest."""
        return min(self.hops, key=lambda hop: round(hop.belief, 12))

    def record(self) -> dict[str, object]:
        """The way as JSON."""
        return {"probability": self.probability, "hops": [hop.record() for hop in self.hops]}


@dataclass(frozen=True, slots=True)
class Exposed:
    """An entity and its exposure: the probability that the shock reaches it, with bounds, all 0..1.

    `shared_by` are the states that hold a stake in it by claims that stand.
    """

    rank: int
    entity: Ref
    name: str
    kind: Kind
    exposure: float
    low: float
    high: float
    shared_by: tuple[Ref, ...]
    paths: tuple[Path, ...]

    def record(self) -> dict[str, object]:
        """The line as JSON."""
        return {
            "rank": self.rank,
            "id": str(self.entity),
            "name": self.name,
            "class": self.kind.value,
            "exposure": self.exposure,
            "low": self.low,
            "high": self.high,
            "shared_by": [str(state) for state in self.shared_by],
            "paths": [path.record() for path in self.paths],
        }


@dataclass(frozen=True, slots=True)
class Model:
    """The model that an answer rests on: its name, its version, and the version of the rules with their checksum."""

    rules: str
    name: str = "independent cascade"
    version: str = "1"

    @property
    def words(self) -> str:
        """The model on one line: "independent cascade 1, rules 1.0+ab12cd34"."""
        return f"{self.name} {self.version}, rules {self.rules}"

    def record(self) -> dict[str, object]:
        """The model as JSON."""
        return {"name": self.name, "version": self.version, "rules": self.rules}


@dataclass(frozen=True, slots=True)
class Exposure(Displayed):
    """The answer to a what-if question: the most exposed first, then by name.

    `method` says how exposure was found, `worlds` how many were drawn (None when none were), `names` and `kinds` what
    the entities named in the answer are called and are. `note` says why there are no results, "" when there are.
    """

    scenario: Scenario
    method: str
    worlds: int | None
    model: Model
    results: tuple[Exposed, ...]
    names: Mapping[Ref, str] = field(repr=False)
    kinds: Mapping[Ref, Kind] = field(repr=False)
    note: str = ""

    @property
    def seed(self) -> int:
        """The seed of the scenario: with it, the same answer comes back."""
        return self.scenario.seed

    @property
    def happening(self) -> str:
        """What strikes, as a clause after "if": "Iran should collapse"."""
        struck: dict[ShockKind, list[str]] = {}
        for shock in self.scenario.shocks:
            called = self.names.get(shock.entity) if isinstance(shock.entity, Ref) else None
            struck.setdefault(ShockKind(shock.kind), []).append(called or str(shock.entity))
        rules = load_rules()
        return " and ".join(rules.happening(kind, " and ".join(named)) for kind, named in struck.items())

    def in_words(self, *hops: Hop) -> str:
        """Steps as one can read them: "Iran supplies Armenia; Armenia is crossed by the Trump Route"."""
        return "; ".join(f"{self.names[hop.start]} {hop.words} {self.names[hop.end]}" for hop in hops)

    def table(self) -> Table:
        """One row an asset: rank, id, name, class, exposure with its bounds, who shares it, and the likeliest path."""
        return Table(COLUMNS, tuple(self._row(line) for line in self.results))

    def _row(self, line: Exposed) -> tuple[str | int | float, ...]:
        shared = " ".join(str(state) for state in line.shared_by)
        figures = (line.exposure, line.low, line.high)
        return (
            line.rank,
            str(line.entity),
            line.name,
            line.kind.value,
            *figures,
            shared,
            self.in_words(*line.paths[0].hops),
        )

    def record(self) -> dict[str, object]:
        """The answer as JSON: {"scenario", "method", "worlds", "seed", "model", "results"}."""
        return {
            "scenario": self.scenario.record(),
            "method": self.method,
            "worlds": self.worlds,
            "seed": self.seed,
            "model": self.model.record(),
            "results": [line.record() for line in self.results],
        }
