"""How two entities are connected: chains of claims that stand, from the one to the other, the most telling first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from ..errors import UsageError
from ..graph.claim import Verdict
from ..graph.ref import Ref
from ..ontology.schema import load_schema
from .belief import place_of, standing
from .columns import RELATIONS, VERDICTS, Codes, Columns, Numbers
from .paths import paths
from .scenario import Scenario, Shock
from .topology import Network

DAMPING = 0.4
"""By which power of its number of neighbours an entity on the way makes a chain less telling: that two states are in
the United Nations says little. The number is that of the degree-weighted path count (Himmelstein, Baranzini 2015)."""

LONGER = 2
"""By how many steps a chain may be longer than the shortest."""

NAMED = 4
"""How many relations between two neighbours are put into words; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain: the entities from one end to the other, both ends included, in words, and all claims between neighbours.

    `strength` (0..1) is how telling it is: the belief in every step, divided by a power of the number of neighbours of
    every entity between the ends.
    """

    entities: tuple[Ref, ...]
    words: str
    strength: float
    claims: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Every two entities between which a claim stands: `ones` < `others`, the belief in any of the claims, and these.

    The claims of pair p are `members[starts[p]:starts[p + 1]]`, places in `Columns.claims`.
    """

    ones: Codes
    others: Codes
    beliefs: Numbers
    members: npt.NDArray[np.intp]
    starts: npt.NDArray[np.intp]

    def of(self, one: int, other: int) -> list[int]:
        """The claims between two entities."""
        low, high = min(one, other), max(one, other)
        found = np.flatnonzero((self.ones == low) & (self.others == high))
        return [claim for p in found.tolist() for claim in self.members[self.starts[p] : self.starts[p + 1]].tolist()]


def chains(columns: Columns, a: Ref, b: Ref, *, most: int = 12) -> tuple[Chain, ...]:
    """The most telling chains of claims that stand between two entities, whatever the relation and its direction.

    They visit no entity twice, and have at most two steps more than the shortest. Raises `UnknownEntity`, and
    `UsageError` for the same entity twice.

    >>> from araz.face import open_graph
    >>> from araz.queries.columns import read_columns
    >>> found = chains(read_columns(open_graph("example").store), Ref("ent", "india"), Ref("ent", "russia"))
    >>> [str(entity) for entity in found[0].entities]
    ['ent:india', 'ent:instc', 'ent:russia']
    """
    one, other = place_of(columns, a), place_of(columns, b)
    if one == other:
        raise UsageError(f"{a} is named twice", remedy="name two entities")
    pairs = _pairs(columns, a)
    network, nodes = _between(pairs, one, other, len(columns.entities))
    if not nodes.size:
        return ()
    place = {int(node): number for number, node in enumerate(nodes)}
    found = paths(network, [place[one]], place[other], most)
    return tuple(_chain(columns, pairs, [int(nodes[node]) for node in path.nodes], path.probability) for path in found)


def _pairs(columns: Columns, anyone: Ref) -> _Pairs:
    # Who is struck does not matter to which claims stand, but a scenario strikes somebody.
    counts = np.flatnonzero(standing(columns, Scenario((Shock(anyone),))) & (columns.subjects != columns.objects))
    ends = np.stack([columns.subjects[counts], columns.objects[counts]])
    ones, others = ends.min(axis=0), ends.max(axis=0)
    order = np.lexsort((counts, others, ones))
    ones, others, members = ones[order], others[order], counts[order]
    fresh = np.ones(members.size, np.bool_)
    fresh[1:] = (ones[1:] != ones[:-1]) | (others[1:] != others[:-1])
    firsts = np.flatnonzero(fresh)
    accepted = columns.verdicts[members] == VERDICTS.index(Verdict.ACCEPTED)
    doubts = 1 - np.where(accepted, 1.0, columns.confidences[members])
    beliefs = 1 - np.multiply.reduceat(doubts, firsts) if firsts.size else np.empty(0)
    return _Pairs(ones[firsts], others[firsts], beliefs, members, np.append(firsts, members.size))


def _between(pairs: _Pairs, one: int, other: int, size: int) -> tuple[Network, npt.NDArray[np.intp]]:
    """The network of the entities on chains that are short enough, its edges open with how telling they are."""
    from_one, from_other = (_steps(pairs, start, size) for start in (one, other))
    shortest = from_one[other]
    if shortest < 0:
        return Network(1, [], [], []), np.empty(0, np.intp)
    near = (from_one >= 0) & (from_other >= 0) & (from_one + from_other <= shortest + LONGER)
    nodes = np.flatnonzero(near)
    number = np.cumsum(near) - 1
    kept = near[pairs.ones] & near[pairs.others]
    tails = np.concatenate([pairs.ones[kept], pairs.others[kept]])
    heads = np.concatenate([pairs.others[kept], pairs.ones[kept]])
    neighbours = np.bincount(pairs.ones, minlength=size) + np.bincount(pairs.others, minlength=size)
    common = np.maximum(neighbours, 1).astype(np.float64) ** -DAMPING
    common[[one, other]] = 1.0
    telling = np.tile(pairs.beliefs[kept], 2) * common[heads]
    return Network(nodes.size, number[tails], number[heads], telling), nodes


def _steps(pairs: _Pairs, start: int, size: int) -> npt.NDArray[np.intp]:
    """How many steps every entity is away; -1 for those that no chain leads to."""
    found = np.full(size, -1, np.intp)
    found[start] = 0
    fresh = np.zeros(size, np.bool_)
    fresh[start] = True
    step = 0
    while fresh.any():
        step += 1
        gained = np.zeros(size, np.bool_)
        gained[pairs.others[fresh[pairs.ones]]] = True
        gained[pairs.ones[fresh[pairs.others]]] = True
        fresh = gained & (found < 0)
        found[fresh] = step
    return found


def _chain(columns: Columns, pairs: _Pairs, nodes: Sequence[int], strength: float) -> Chain:
    steps = [(start, end, pairs.of(start, end)) for start, end in pairwise(nodes)]
    claims = {Ref("claim", columns.claims[claim]) for _, _, between in steps for claim in between}
    words = "; ".join(
        f"{columns.names[start]} {_said(columns, start, between)} {columns.names[end]}" for start, end, between in steps
    )
    return Chain(tuple(columns.entities[node] for node in nodes), words, strength, tuple(sorted(claims)))


def _said(columns: Columns, start: int, claims: Sequence[int]) -> str:
    """The relations of claims as read from `start`, those that most claims state first."""
    relations = load_schema().relations
    counted: Counter[str] = Counter()
    for claim in claims:
        relation = relations[RELATIONS[columns.relations[claim]]]
        counted[relation.label if columns.subjects[claim] == start else relation.inverse_label] += 1
    labels = sorted(counted, key=lambda label: (-counted[label], label))
    shown = labels if len(labels) <= NAMED + 1 else [*labels[:NAMED], f"has {len(labels) - NAMED} more ties to"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
