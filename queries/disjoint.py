"""Ways through a graph that share nothing, or no edge: Menger's theorem by augmenting paths."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def apart(around: Mapping[int, Sequence[int]], start: int, end: int) -> list[list[int]]:
    """As many ways from `start` to `end` as there are that share no node between; each with both its ends.

    `around` has every node's neighbours, both ways. Their number is the least number of nodes whose removal leaves no
    way (Menger 1927), if no edge leads from `start` to `end` itself. The same graph gives the same ways.

    >>> apart({0: [1, 2], 1: [0, 3], 2: [0, 3], 3: [1, 2]}, 0, 3)
    [[0, 1, 3], [0, 2, 3]]
    """
    room: dict[tuple[int, int], dict[tuple[int, int], int]] = {}
    for node, neighbours in around.items():
        # A node is two, an entrance and an exit, with room for one way between them.
        room.setdefault((node, 0), {})[node, 1] = len(around) if node in (start, end) else 1
        room.setdefault((node, 1), {})
        for other in neighbours:
            room[node, 1][other, 0] = 1
    used = _filled(room, (start, 0), (end, 1))
    following = {one[0]: other[0] for one, other in used if one[1] == 1 and one[0] != start}
    firsts = sorted(other[0] for one, other in used if one == (start, 1))
    found: list[list[int]] = []
    for first in firsts:
        way = [start, first]
        while way[-1] != end:
            way.append(following[way[-1]])
        found.append(way)
    return found


def links_apart(around: Mapping[int, Sequence[int]], start: int, end: int) -> int:
    """How many ways from `start` to `end` share no edge, though they may meet in a node.

    >>> links_apart({0: [1, 2], 1: [0, 3], 2: [0, 3], 3: [1, 2, 4, 5], 4: [3, 6], 5: [3, 6], 6: [4, 5]}, 0, 6)
    2
    """
    room = {node: dict.fromkeys(neighbours, 1) for node, neighbours in around.items()}
    return len([pair for pair in _filled(room, start, end) if pair[0] == start])


def _filled(room: dict[Node, dict[Node, int]], start: Node, end: Node) -> list[tuple[Node, Node]]:
    """The arcs that the largest flow uses; one that runs both ways between two nodes is none."""
    if start not in room or end not in room:
        return []
    left = {node: dict(heads) for node, heads in room.items()}
    while True:
        came: dict[Node, Node] = {start: start}
        queue = deque([start])
        while queue and end not in came:
            node = queue.popleft()
            for head, space in left[node].items():
                if space > 0 and head not in came:
                    came[head] = node
                    queue.append(head)
        if end not in came:
            break
        node = end
        while node != start:
            left[came[node]][node] -= 1
            left[node][came[node]] = left[node].get(came[node], 0) + 1
            node = came[node]
    return [(node, head) for node, heads in room.items() for head, space in heads.items() if left[node][head] < space]
