"""Pairs of mentions that a relation may hold between, and how far apart they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

BUCKETS = 16
"""How many distances between two mentions are told apart."""

_EDGES = (1, 2, 3, 5, 8, 13, 21)


def bucket_of(first: tuple[int, int], second: tuple[int, int], *, together: bool) -> int:
    """How far the second mention (first word, last word + 1) is from the first; `together`: in one sentence.

    0 to 7 for what follows the first, nearest first, 8 to 15 for what goes before it; across sentences 7, 15.

    >>> bucket_of((0, 1), (2, 3), together=True), bucket_of((2, 3), (0, 1), together=True)
    (0, 8)
    """
    follows = second[0] >= first[0]
    gap = second[0] - first[1] if follows else first[0] - second[1]
    near = sum(gap > edge for edge in _EDGES) if together else len(_EDGES)
    return near + (0 if follows else 8)


def pairs_of(sentences: Sequence[int], reach: int = 1) -> Iterator[tuple[int, int]]:
    """Ordered pairs of mentions, by number, that stand at most `reach` sentences apart.

    `sentences` gives the number of each mention's sentence.

    >>> list(pairs_of([0, 0, 2]))
    [(0, 1), (1, 0)]
    """
    for first, mine in enumerate(sentences):
        for second, other in enumerate(sentences):
            if first != second and abs(mine - other) <= reach:
                yield first, second
