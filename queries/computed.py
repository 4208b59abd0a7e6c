"""The catalogued questions that Python answers, each a function from a store and its parameters to rows and claims.

To add one: a `.question` file in the catalogue with its comment lines, and a function here under the same id.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

from ..graph.ref import Ref
from ..graph.store import Store, Table
from .results import Exposure, Path
from .scenario import Scenario, Shock
from .whatif import whatif

Computed: TypeAlias = tuple[Table, tuple[tuple[Ref, ...], ...]]
"""The rows of an answer, and the ids of the claims behind each."""


def exposed_infrastructure(store: Store, params: Mapping[str, Ref]) -> Computed:
    """Shared infrastructure and flows by their exposure to the collapse of a state (see `whatif`).

    >>> from araz.face import open_graph
    >>> table, claims = exposed_infrastructure(open_graph("example").store, {"state": Ref("ent", "iran")})
    >>> table.rows[0][7], len(claims[0])
    ('Iran builds Khudafarin hydroelectric plant', 1)
    """
    found = whatif(store, Scenario((Shock(params["state"]),)))
    columns = ("rank", "asset", "name", "class", "exposure", "high", "shared_by", "path")
    rows = tuple(
        (
            line.rank,
            line.entity,
            line.name,
            line.kind.value,
            line.exposure,
            line.high,
            " ".join(str(state) for state in line.shared_by),
            in_words(found, line.paths[0]),
        )
        for line in found.results
    )
    claims = tuple(
        tuple(sorted({claim.id for hop in line.paths[0].hops for claim in hop.claims})) for line in found.results
    )
    return Table(columns, rows), claims


def in_words(found: Exposure, path: Path) -> str:
    """A path as one can read it: "Iran supplies Armenia; Armenia is crossed by the Trump Route"."""
    return "; ".join(f"{found.names[hop.start]} {hop.words} {found.names[hop.end]}" for hop in path.hops)


COMPUTED: Mapping[str, Callable[[Store, Mapping[str, Ref]], Computed]] = MappingProxyType(
    {"exposed-infrastructure": exposed_infrastructure}
)
"""The function that answers each question, by the question's id."""
