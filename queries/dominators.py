"""Immediate dominators of a directed graph: who stands on every way to whom."""

from __future__ import annotations

from collections.abc import Sequence


def immediate_dominators(successors: Sequence[Sequence[int]]) -> list[int]:
    """The immediate dominator of every node from node 0, by Cooper, Harvey and Kennedy (2001); -1 if unreachable.

    Node 0 dominates itself.

    >>> immediate_dominators([[1, 2], [3], [3], [4], []])
    [0, 0, 0, 0, 3]
    """
    order = _postorder(successors)
    rank = [-1] * len(successors)
    for place, node in enumerate(order):
        rank[node] = place
    predecessors: list[list[int]] = [[] for _ in successors]
    for node in order:
        for head in successors[node]:
            predecessors[head].append(node)
    above = [-1] * len(successors)
    above[0] = 0
    changed = True
    while changed:
        changed = False
        for node in reversed(order[:-1]):
            common = -1
            for tail in predecessors[node]:
                if above[tail] >= 0:
                    common = tail if common < 0 else _meet(tail, common, above, rank)
            if above[node] != common:
                above[node] = common
                changed = True
    return above


def _meet(one: int, other: int, above: Sequence[int], rank: Sequence[int]) -> int:
    while one != other:
        while rank[one] < rank[other]:
            one = above[one]
        while rank[other] < rank[one]:
            other = above[other]
    return one


def _postorder(successors: Sequence[Sequence[int]]) -> list[int]:
    """Every node that node 0 reaches, node 0 last; no recursion, so that a long chain is fine."""
    order: list[int] = []
    seen = {0}
    stack = [(0, iter(successors[0]))]
    while stack:
        node, heads = stack[-1]
        for head in heads:
            if head not in seen:
                seen.add(head)
                stack.append((head, iter(successors[head])))
                break
        else:
            order.append(node)
            stack.pop()
    return order


def spans(above: Sequence[int]) -> list[tuple[int, int]]:
    """For every node the interval of its subtree in the dominator tree: u dominates v when v's start lies in u's span.

    >>> spans([0, 0, 1, 0])
    [(0, 4), (1, 3), (2, 3), (3, 4)]
    """
    below: list[list[int]] = [[] for _ in above]
    for node, parent in enumerate(above):
        if node and parent >= 0:
            below[parent].append(node)
    found = [(-1, -1)] * len(above)
    stack = [0]
    opened: list[int] = []
    clock = 0
    while stack:
        node = stack.pop()
        if node < 0:
            done = opened.pop()
            found[done] = (found[done][0], clock)
            continue
        found[node] = (clock, clock)
        clock += 1
        opened.append(node)
        stack.append(-1)
        stack.extend(reversed(below[node]))
    return found
