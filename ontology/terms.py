"""What the schema knows of each class, relation, modality, measure and unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

End = Literal["subject", "object"]
"""One end of a relation."""


@dataclass(frozen=True, slots=True)
class ClassTerm:
    """A class of entities. `ancestors` goes from the class itself up to Entity; colours are #RRGGBB."""

    name: str
    label: str
    plural: str
    definition: str
    parent: str
    ancestors: tuple[str, ...]
    colour: str
    dark_colour: str
    shape: str
    glyph: str
    matches: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RelationTerm:
    """A relation. `domain` and `range` name the classes its ends may be of, subclasses included.

    `inverse` is the relation that says the same the other way round: a symmetric relation's own name, else "".
    `stake` is the end that holds a stake in the asset at the other end, `feeder` the end that feeds the other, which a
    third thing could feed instead. Colours are #RRGGBB.
    """

    name: str
    label: str
    inverse_label: str
    definition: str
    domain: tuple[str, ...]
    range: tuple[str, ...]
    symmetric: bool
    inverse: str
    neo4j: str
    plover: str
    stake: End | None
    feeder: End | None
    colour: str
    dark_colour: str


@dataclass(frozen=True, slots=True)
class ModalityTerm:
    """A modality. `weight` (0..1) is what it leaves of a claim's confidence when exposure is computed, `reason` why.

    `line` is how its lines are drawn: the lengths of dashes and gaps in pixels, empty for a solid one.
    """

    name: str
    label: str
    definition: str
    weight: float
    reason: str
    line: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MeasureTerm:
    """A measure, with the dimensions it can be given in."""

    name: str
    label: str
    definition: str
    dimensions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit. `factor` turns a value into the unit of the same dimension whose factor is 1."""

    symbol: str
    label: str
    dimension: str
    factor: float
    spellings: tuple[str, ...] = ()
