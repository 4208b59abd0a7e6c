"""A network cut down to what decides exposure, and cut apart where it is independent: the first step of `exact`.

Nodes are numbered anew: 0 stands for the shock and for everything it reaches for certain. Edges that lead back to a
node which their own tail can only be reached through never matter. Where every way to a node crosses another, its
dominator d, what lies before d and what lies after it share no edge that matters, so that
exposure(v) = exposure(d) x P(v is reached from d): each node can be solved from its dominator on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .adjacency import Adjacency
from .dominators import immediate_dominators, spans
from .events import Event, every, some
from .topology import Floats, Network, Shocks, shock_probabilities

MOST_EDGES = 20_000
"""Where the exact method gives up at once: more than this many edges lie downstream of the shocks."""


@dataclass(frozen=True, slots=True)
class Arc:
    """What passes exposure on: once all `tails` are reached and the event happens, `head` is reached.

    The edges of different arcs are different. Edge numbers from `network.edges` up stand for the shocks.
    """

    tails: tuple[int, ...]
    head: int
    event: Event


@dataclass(frozen=True, slots=True)
class Reduced:
    """What decides exposure, and what is needed to read the answer back.

    `nodes[i]` is node i's number in the network (-1 for the shock itself), `certain` are the network's nodes that are
    reached for certain, `above[i]` is node i's dominator, `order` all nodes but 0, dominators first, `entering[i]` the
    arcs that lead to node i, `chances` the probability of every edge and then of every shock.
    """

    nodes: tuple[int, ...]
    certain: tuple[int, ...]
    above: tuple[int, ...]
    order: tuple[int, ...]
    entering: Mapping[int, Sequence[Arc]]
    chances: Floats


def reduce(network: Network, shocks: Shocks, *, settled: bool = True) -> Reduced:
    """The network cut down and cut apart. Raises `TooLarge` when too much lies downstream of the shocks.

    With `settled`, edges of probability 0 are dropped and nodes that edges of probability 1 reach are certain; without,
    every edge stays, as it must where its importance is asked for.

    >>> reduced = reduce(Network(3, [0, 1], [1, 2], [0.5, 0.4]), [0])
    >>> reduced.nodes, reduced.above, reduced.entering[2]
    ((-1, 1, 2), (0, 0, 1), [Arc(tails=(1,), head=2, event=1)])
    """
    hit = shock_probabilities(network, shocks)
    around = Adjacency(network)
    usable = network.probabilities > 0 if settled else np.ones(network.edges, np.bool_)
    walk = around.reached(hit, usable, MOST_EDGES)
    sure = network.probabilities == 1 if settled else np.zeros(network.edges, np.bool_)
    certain = set(around.reached((node for node, probability in hit.items() if probability == 1), sure))
    nodes = (-1, *(node for node in walk if node not in certain))
    local = {node: place for place, node in enumerate(nodes)} | dict.fromkeys(certain, 0)
    arcs = _arcs(_events(around, hit, usable, walk), local)
    successors: list[list[int]] = [[] for _ in nodes]
    for arc in arcs:
        for tail in arc.tails:
            successors[tail].append(arc.head)
    above = immediate_dominators(successors)
    span = spans(above)
    entering: dict[int, list[Arc]] = {node: [] for node in range(1, len(nodes))}
    for arc in arcs:
        if not any(_dominates(span, arc.head, tail) for tail in arc.tails):
            entering[arc.head].append(arc)
    order = sorted(entering, key=lambda node: span[node])
    chances = np.concatenate([network.probabilities, np.fromiter(hit.values(), np.float64, len(hit))])
    return Reduced(nodes, tuple(sorted(certain)), tuple(above), tuple(order), entering, chances)


def joined(arcs: Iterable[Arc]) -> list[Arc]:
    """Arcs between the same nodes as one: any of their events will do. An arc to one of its own tails is dropped.

    >>> joined([Arc((1,), 2, 0), Arc((1,), 2, 1), Arc((2,), 2, 2)])
    [Arc(tails=(1,), head=2, event=Any(parts=(0, 1)))]
    """
    events: dict[tuple[tuple[int, ...], int], list[Event]] = {}
    for arc in arcs:
        if arc.head not in arc.tails:
            events.setdefault((arc.tails, arc.head), []).append(arc.event)
    return [Arc(*ends, some(*found)) for ends, found in events.items()]


def _events(
    around: Adjacency, hit: dict[int, float], usable: npt.NDArray[np.bool_], order: Sequence[int]
) -> Iterator[tuple[tuple[int, ...], int, Event]]:
    """Everything that can pass exposure on, as (tails, head, event); a shock has no tails."""
    network = around.network
    for place, node in enumerate(hit):
        yield (), node, network.edges + place
    for node in order:
        for edge in around.leaving(node):
            if usable[edge]:
                yield (node,), int(network.heads[edge]), edge
    reached = set(order)
    for group, tails in around.group_tails.items():
        edges = around.members(group)
        if reached.issuperset(tails) and all(usable[edge] for edge in edges):
            yield tails, int(network.group_heads[group]), every(*edges)


def _arcs(events: Iterable[tuple[tuple[int, ...], int, Event]], local: dict[int, int]) -> list[Arc]:
    """Events by local numbers; those that lead to what is certain are dropped."""
    return joined(
        # What is certain is no condition, unless nothing else is.
        Arc(tuple(sorted({local[tail] for tail in tails} - {0})) or (0,), local[head], event)
        for tails, head, event in events
        if local[head]
    )


def _dominates(span: Sequence[tuple[int, int]], upper: int, lower: int) -> bool:
    start, stop = span[upper]
    return start <= span[lower][0] < stop
