"""What every store can do: one narrow protocol."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from .claim import Claim, Entity, Source
from .display import Displayed
from .ref import Ref

if TYPE_CHECKING:
    from pandas import DataFrame

Value = Ref | str | float | int | bool | None
"""A cell of an answer: an id, a text, a number, a truth value, or nothing."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What one transaction writes: records to put (new or changed), and claim ids to withdraw."""

    sources: Sequence[Source] = ()
    entities: Sequence[Entity] = ()
    claims: Sequence[Claim] = ()
    withdrawn: Sequence[Ref] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """What a write changed, counted."""

    claims_new: int = 0
    claims_updated: int = 0
    claims_unchanged: int = 0
    claims_withdrawn: int = 0
    entities_new: int = 0
    entities_known: int = 0


@dataclass(frozen=True, slots=True)
class Table(Displayed):
    """The rows of an answer. Each row has one value for each of `columns`; order is the query's."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...] = field(repr=False)

    def to_pandas(self) -> DataFrame:
        """The same rows as a pandas DataFrame, ids as short texts.

        >>> Table(("who", "sure"), ((Ref("ent", "iran"), 0.5),)).to_pandas().to_dict("records")
        [{'who': 'ent:iran', 'sure': 0.5}]
        """
        import pandas as pd

        rows = [[str(cell) if isinstance(cell, Ref) else cell for cell in row] for row in self.rows]
        return pd.DataFrame(rows, columns=list(self.columns))


class Store(Protocol):
    """A place that keeps claims, entities and sources, and answers SPARQL.

    A write is one transaction: all of it is kept, or none. Iteration order is by id. `ids=None` means everything;
    unknown ids are passed over. After `close()` nothing may be called.
    """

    @property
    def writable(self) -> bool:
        """Whether `write` may be called."""
        ...

    def stamp(self) -> str:
        """A version mark: equal stamps mean equal content; it changes with every write that changes anything."""
        ...

    def write(self, batch: Batch) -> Written:
        """Write all of `batch` or nothing. Writing the same thing twice changes nothing."""
        ...

    def claims(self, ids: Iterable[Ref] | None = None) -> Iterator[Claim]:
        """Claims with all their fields."""
        ...

    def entities(self, ids: Iterable[Ref] | None = None) -> Iterator[Entity]:
        """Entities with all their fields."""
        ...

    def sources(self, ids: Iterable[Ref] | None = None) -> Iterator[Source]:
        """Sources, with their text where it is kept."""
        ...

    def select(self, query: str, parameters: Mapping[str, Value] | None = None) -> Table:
        """Run a read-only SPARQL SELECT or ASK. `parameters` bind variables through the query's own VALUES blocks."""
        ...

    def ntriples(self) -> Iterator[str]:
        """Every triple as a line of N-Triples, sorted."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...
