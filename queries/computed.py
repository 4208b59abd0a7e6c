"""The catalogued questions that Python answers, each a function from a store and its parameters to rows and claims.

To add one: a `.question` file in the catalogue with its comment lines, and a function here under the same id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import TypeAlias

from ..errors import UsageError
from ..graph.ref import Ref
from ..graph.store import Store, Table, Value
from ..ontology.transmission import load_rules
from .columns import read_columns
from .scenario import Scenario, Shock
from .whatif import whatif

Computed: TypeAlias = tuple[Table, tuple[tuple[Ref, ...], ...]]
"""The rows of an answer, and the ids of the claims behind each."""

Params: TypeAlias = Mapping[str, Ref | tuple[Ref, ...]]
"""The entities asked about, by parameter; several for one that takes several."""

_Row: TypeAlias = tuple[tuple[Value, ...], Iterable[Ref]]


def exposed_infrastructure(store: Store, params: Params) -> Computed:
    """Shared infrastructure and flows by their exposure to the collapse of a state (see `whatif`).

    >>> from araz.face import open_graph
    >>> table, claims = exposed_infrastructure(open_graph("example").store, {"state": Ref("ent", "iran")})
    >>> table.rows[0][7], len(claims[0])
    ('Iran builds Qiz Qalasi hydroelectric plant', 1)
    """
    found = whatif(store, Scenario((Shock(_one(params, "state")),)))
    columns = ("rank", "asset", "name", "class", "exposure", "high", "shared_by", "path")
    return _table(
        columns,
        (
            (
                (
                    line.rank,
                    line.entity,
                    line.name,
                    line.kind.value,
                    line.exposure,
                    line.high,
                    " ".join(str(state) for state in line.shared_by),
                    found.in_words(*line.paths[0].hops),
                ),
                (claim.id for hop in line.paths[0].hops for claim in hop.claims),
            )
            for line in found.results
        ),
    )


def connection(store: Store, params: Params) -> Computed:
    """The most telling chains of claims between two entities (see `chains`).

    >>> from araz.face import open_graph
    >>> ends = {"a": Ref("ent", "india"), "b": Ref("ent", "russia")}
    >>> connection(open_graph("example").store, ends)[0].rows[0][:3]
    (1, 2, 'ent:instc')
    """
    from .chains import chains

    found = chains(read_columns(store), _one(params, "a"), _one(params, "b"))
    return _table(
        ("rank", "steps", "through", "path", "strength"),
        (
            (
                (rank, len(line.entities) - 1, _listed(line.entities[1:-1]), line.words, line.strength),
                line.claims,
            )
            for rank, line in enumerate(found, 1)
        ),
    )


def chokepoint_list(store: Store, params: Params) -> Computed:
    """What every way between two states crosses or needs (see `chokepoints`).

    >>> from araz.face import open_graph
    >>> ends = {"a": Ref("ent", "india"), "b": Ref("ent", "russia")}
    >>> chokepoint_list(open_graph("example").store, ends)[0].rows[0][1]
    'Astara crossing'
    """
    from .connections import chokepoints

    found = chokepoints(read_columns(store), _one(params, "a"), _one(params, "b"))
    return _table(
        ("chokepoint", "name", "class", "why"),
        (((line.entity, line.name, line.kind.value, line.why), line.claims) for line in found),
    )


def joint_failure(store: Store, params: Params) -> Computed:
    """What makes several assets fail together, and what that takes along (see `together`).

    >>> from araz.face import open_graph
    >>> assets = Ref("ent", "khudafarin-plant"), Ref("ent", "qiz-qalasi-plant")
    >>> joint_failure(open_graph("example").store, {"assets": assets})[0].rows[0][:3]
    ('cause', Ref(prefix='ent', local='iran'), 'Iran')
    """
    from .together import together

    assets = params["assets"]
    if isinstance(assets, Ref):
        raise UsageError(f"{assets} alone cannot fail together", remedy="name two assets or more")
    found = together(read_columns(store), load_rules(), assets, most=12)
    causes: list[_Row] = [
        (("cause", c.entity, c.name, c.kind.value, c.shock.value, c.together, c.independent), c.claims)
        for c in found.causes
    ]
    consequences: list[_Row] = [
        (("consequence", c.entity, c.name, c.kind.value, None, c.together, c.one), c.claims) for c in found.consequences
    ]
    columns = ("part", "entity", "name", "class", "shock", "together", "otherwise")
    return _table(columns, (*causes, *consequences))


def most_critical_list(store: Store, params: Params) -> Computed:
    """The assets whose outage is expected to reach most others (see `most_critical`).

    >>> from araz.face import open_graph
    >>> most_critical_list(open_graph("example").store, {"region": Ref("ent", "azerbaijan")})[0].rows[0][2]
    'Azerbaijan-Iran power lines'
    """
    from .critical import most_critical

    columns = read_columns(store)
    found = most_critical(columns, load_rules(), _one(params, "region") if "region" in params else None)
    names = dict(zip(columns.entities, columns.names, strict=True))
    return _table(
        ("rank", "asset", "name", "class", "expected", "reached", "first"),
        (
            (
                (
                    *(rank, line.entity, line.name, line.kind.value, line.expected, line.reached),
                    "; ".join(f"{names[ref]} {chance:.2f}" for ref, chance in line.first),
                ),
                line.claims,
            )
            for rank, line in enumerate(found, 1)
        ),
    )


def capacity_at_risk(store: Store, params: Params) -> Computed:
    """How much capacity, throughput, trade and population the collapse of a state puts at risk, and whose.

    >>> from araz.face import open_graph
    >>> rows = capacity_at_risk(open_graph("example").store, {"state": Ref("ent", "iran")})[0].rows
    >>> rows[0][:4]
    ('capacity', 'electricity', 'Dam', 'MW')
    """
    from .capacities import capacities

    columns, rows = capacities(store, Scenario((Shock(_one(params, "state")),)), load_rules())
    return _table(columns, rows)


def _one(params: Params, name: str) -> Ref:
    value = params[name]
    return value if isinstance(value, Ref) else value[0]


def _listed(refs: Iterable[Ref]) -> str:
    return " ".join(map(str, refs))


def _table(columns: tuple[str, ...], rows: Iterable[_Row]) -> Computed:
    found = [(cells, tuple(sorted(set(claims)))) for cells, claims in rows]
    return Table(columns, tuple(cells for cells, _ in found)), tuple(claims for _, claims in found)


COMPUTED: Mapping[str, Callable[[Store, Params], Computed]] = MappingProxyType(
    {
        "capacity-at-risk": capacity_at_risk,
        "chokepoints": chokepoint_list,
        "connection": connection,
        "exposed-infrastructure": exposed_infrastructure,
        "joint-failure": joint_failure,
        "most-critical": most_critical_list,
    }
)
"""The function that answers each question, by the question's id."""
