"""Where the nodes of a picture stand: in layers for an answer, by forces to explore, in clusters when there are many.

Units are pixels at a scale of one. The same graph has the same layout: forces start from a seed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin, sqrt

import numpy as np
import numpy.typing as npt

Pairs = Sequence[tuple[int, int]]
"""Edges between nodes that are counted from 0."""
Places = npt.NDArray[np.float64]
"""One row (x, y) for each node."""

APART = 64.0
"""How far from its nearest neighbour a node stands, in the middle."""
CROWD = 150
"""How many nodes are shown one by one; more are shown as clusters first."""
_SMALL = 4  # So few that hang together and on nothing else make no cluster of their own.
_MOST_PACKED = 1500  # Every pair is looked at: more would take seconds, and one cluster is rarely that large.


@dataclass(frozen=True, slots=True)
class Layout:
    """Places of the nodes, and the cluster that each is of; no clusters when there are few nodes."""

    places: Places
    cluster: tuple[int, ...] = ()
    centres: tuple[tuple[float, float], ...] = ()


def explored(count: int, pairs: Pairs) -> Layout:
    """A layout to explore in: by forces up to 150 nodes, above that in clusters of what hangs together.

    >>> explored(3, [(0, 1), (1, 2)]).cluster
    ()
    >>> len(explored(200, [(n, n // 20) for n in range(20, 200)]).centres) > 5
    True
    """
    if count <= CROWD:
        return Layout(whole(count, pairs))
    groups = communities(count, pairs)
    number = {node: place for place, group in enumerate(groups) for node in group}
    inside: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    between: set[tuple[int, int]] = set()
    for one, other in pairs:
        if number[one] == number[other]:
            inside[number[one]].append((one, other))
        else:
            between.add((min(number[one], number[other]), max(number[one], number[other])))
    discs = [_alone(group, inside[place]) for place, group in enumerate(groups)]
    radii = [_radius(disc) for disc in discs]
    centres = packed(forced(len(groups), sorted(between)), radii)
    places = np.zeros((count, 2))
    for group, disc, centre in zip(groups, discs, centres, strict=True):
        places[group] = disc + centre
    at = tuple((float(x), float(y)) for x, y in centres)
    return Layout(places, tuple(number[node] for node in range(count)), at)


def whole(count: int, pairs: Pairs) -> Places:
    """A layout by forces of what hangs together, the largest part on top and the others in rows under it.

    >>> whole(3, [(0, 1)])[2, 1] > whole(3, [(0, 1)])[0, 1]
    np.True_
    """
    parts = _parts(count, pairs)
    places = np.zeros((count, 2))
    if not parts:
        return places
    number = {node: at for at, part in enumerate(parts) for node in part}
    tied: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for pair in pairs:
        tied[number[pair[0]]].append(pair)
    local = {node: place for part in parts for place, node in enumerate(part)}
    boxes = [
        spread(forced(len(part), [(local[one], local[other]) for one, other in tied[at]]))
        for at, part in enumerate(parts)
    ]
    places[parts[0]] = boxes[0]
    left = boxes[0][:, 0].min()
    right = left + max(float(np.ptp(boxes[0][:, 0])), 6 * APART, 2 * APART * sqrt(len(parts)))
    x, y, row = left, boxes[0][:, 1].max() + 1.6 * APART, 0.0
    for part, box in zip(parts[1:], boxes[1:], strict=True):
        wide, high = np.ptp(box, axis=0)
        if x + wide > right and x > left:
            x, y, row = left, y + row + 1.3 * APART, 0.0
        places[part] = box - box.min(axis=0) + (x, y)
        # A name beside its node needs more room than the node.
        x, row = x + wide + 2.6 * APART, max(row, float(high))
    return places - (places.max(axis=0) + places.min(axis=0)) / 2


def _parts(count: int, pairs: Pairs) -> list[list[int]]:
    """The nodes in parts that no edge joins, the largest part first."""
    import rustworkx as rx

    graph = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(count))
    graph.add_edges_from_no_data(list(pairs))
    found: list[list[int]] = [sorted(part) for part in rx.connected_components(graph)]
    return sorted(found, key=lambda part: (-len(part), part))


def forced(count: int, pairs: Pairs) -> Places:
    """Places by attraction along edges and repulsion between nodes (Fruchterman, Reingold 1991), about the origin."""
    import rustworkx as rx

    graph = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(count))
    graph.add_edges_from_no_data([pair for pair in pairs if pair[0] != pair[1]])
    # A start on a spiral, not at random: two runs agree, and so do two machines.
    start = {node: (sqrt(node + 0.5) * cos(2.4 * node), sqrt(node + 0.5) * sin(2.4 * node)) for node in range(count)}
    rounds = 300 if count <= 1000 else 60
    found = rx.spring_layout(graph, pos=start, num_iter=rounds, seed=1)
    places = np.array([found[node] for node in range(count)], float).reshape(count, 2)
    return places - places.mean(axis=0) if count else places


def spread(places: Places, apart: float = APART) -> Places:
    """The same picture, wide enough that its nodes stand clear of each other, and wider than high.

    The widening is by the crowded places; whoever still stands too near another is pushed away.
    """
    if len(places) < 2:
        return places * 0.0
    near = _nearest(places)
    wide = places * (apart / max(float(np.quantile(near, 0.35)), 1e-9)) * np.array([1.25, 0.9])
    return packed(wide, [apart * 0.5] * len(places), gap=0.0)


def packed(places: Places, radii: Sequence[float], gap: float = 40.0) -> Places:
    """Discs moved apart until none overlaps another, each near where it was; scaled up first if they are crowded."""
    found = np.array(places, float)
    size = np.array(radii, float)
    if not 2 <= len(found) <= _MOST_PACKED:
        return found
    need = size[:, None] + size[None, :] + gap
    if gap:
        room = sqrt(float(((2 * size + gap) ** 2).sum()) * 1.15)
        width = float(np.ptp(found, axis=0).max())
        found *= room / max(width, 1e-9) * np.array([1.2, 0.85])
    np.fill_diagonal(need, 0.0)
    for _ in range(200 if len(found) <= 400 else 40):
        off = found[:, None, :] - found[None, :, :]
        far = np.sqrt((off**2).sum(axis=2))
        np.fill_diagonal(far, 1.0)
        over = np.clip(need - far, 0.0, None)
        if over.max() < 0.5:
            break
        # Two on one spot part along the spiral that they were started on.
        push = off / np.maximum(far, 1e-6)[:, :, None] * (over * 0.5)[:, :, None]
        same = (far < 1e-6).sum(axis=1) > 0
        found += push.sum(axis=1) * 0.6
        found[same] += np.array([[cos(2.4 * n), sin(2.4 * n)] for n in np.flatnonzero(same)]).reshape(-1, 2)
    return found


def communities(count: int, pairs: Pairs) -> list[list[int]]:
    """Nodes that hang together, the largest first (Louvain; Blondel and others 2008); the hardly tied come last."""
    import networkx as nx

    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(count))
    graph.add_edges_from(pairs)
    graph.remove_edges_from(list(nx.selfloop_edges(graph)))
    found = [sorted(group) for group in nx.community.louvain_communities(graph, seed=1, resolution=1.2)]
    tied = {node for group in found for node in group if set(graph[node]) - set(group)}
    small = [group for group in found if len(group) < _SMALL and not tied.intersection(group)]
    groups = [group for group in found if group not in small]
    return sorted(groups, key=lambda group: (-len(group), group)) + (
        [sorted(node for group in small for node in group)] if small else []
    )


def layered(columns: Mapping[int, int], pairs: Pairs, step: tuple[float, float] = (250.0, 58.0)) -> Places:
    """Places in columns, for the nodes 0, 1, … in this order: the longest evenly spaced, others near what they meet.

    >>> layered({0: 0, 1: 1, 2: 1}, [(0, 1), (0, 2)]).tolist()
    [[0.0, 0.0], [250.0, -29.0], [250.0, 29.0]]
    """
    stacks: defaultdict[int, list[int]] = defaultdict(list)
    for node in sorted(columns):
        stacks[columns[node]].append(node)
    beside: defaultdict[int, list[int]] = defaultdict(list)
    for one, other in pairs:
        beside[one].append(other)
        beside[other].append(one)
    fixed = max(stacks, key=lambda column: (len(stacks[column]), column))
    height = {node: step[1] * (row - (len(stacks[fixed]) - 1) / 2) for row, node in enumerate(stacks[fixed])}
    for column in sorted(stacks, key=lambda column: (abs(column - fixed), column)):
        if column == fixed:
            continue
        wish: dict[int, float] = {}
        for node in stacks[column]:
            near = [height[other] for other in beside[node] if other in height]
            wish[node] = sum(near) / len(near) if near else 0.0
        height |= _stacked(wish, step[1])
    return np.array([(columns[node] * step[0], height[node]) for node in sorted(columns)], float).reshape(-1, 2)


def around(places: Places, shown: Sequence[int], pairs: Pairs) -> Places:
    """Places for all, where the shown have theirs: each other one outside of what it is tied to, none on another."""
    found = np.array(places, float)
    there = np.zeros(len(found), np.bool_)
    there[list(shown)] = True
    if not there.any() or there.all():
        return found
    middle = found[there].mean(axis=0)
    reach = float(np.sqrt(((found[there] - middle) ** 2).sum(axis=1)).max()) + APART
    beside: defaultdict[int, list[int]] = defaultdict(list)
    for one, other in pairs:
        for node, tie in ((one, other), (other, one)):
            if there[tie] and not there[node]:
                beside[node].append(tie)
    turn: dict[int, tuple[float, int]] = {}
    outside: list[int] = np.flatnonzero(~there).tolist()
    for node in outside:
        x, y = found[beside[node]].mean(axis=0) - middle if beside[node] else (cos(2.4 * node), sin(2.4 * node))
        turn[node] = (float(np.arctan2(y, x)), node)
    slots, radius = 0, reach + APART
    for node in sorted(turn, key=turn.__getitem__):
        # Rings as they fill up: the angle wished for, moved on where the last one stands.
        room = max(6, int(2 * pi * radius / APART))
        angle = -pi + 2 * pi * slots / room
        found[node] = middle + radius * np.array([1.15 * cos(angle), sin(angle)])
        slots += 1
        if slots >= room:
            slots, radius = 0, radius + APART
    return found


def _stacked(wish: Mapping[int, float], row: float) -> dict[int, float]:
    """Heights a row apart at least, as near as can be to those wished for."""
    order = sorted(wish, key=lambda node: (wish[node], node))
    found: dict[int, float] = {}
    last = -1e9
    for node in order:
        last = found[node] = max(wish[node], last + row)
    shift = sum(wish.values()) / len(wish) - sum(found.values()) / len(found)
    return {node: y + shift for node, y in found.items()}


def _alone(group: Sequence[int], pairs: Pairs) -> Places:
    """Some of the nodes by themselves, about the origin."""
    local = {node: place for place, node in enumerate(group)}
    return whole(len(group), [(local[one], local[other]) for one, other in pairs])


def _radius(disc: Places) -> float:
    return float(np.sqrt((disc**2).sum(axis=1)).max()) + APART / 2


def _nearest(places: Places) -> Places:
    """How far each node's nearest neighbour is, some rows at a time so that thousands fit in memory."""
    found: list[Places] = []
    for first in range(0, len(places), 500):
        far = np.sqrt(((places[first : first + 500, None, :] - places[None, :, :]) ** 2).sum(axis=2))
        far[np.arange(len(far)), first + np.arange(len(far))] = np.inf
        found.append(far.min(axis=1))
    return np.concatenate(found)
