"""Counting that several parts share: F1 of sets of spans, and macro-F1 over classes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence


def f1_of(pairs: Iterable[tuple[set[Hashable], set[Hashable]]]) -> float:
    """F1 over texts, each what was meant and what was said; 1 when neither is anything.

    >>> f1_of([({1, 2}, {2, 3})])
    0.5
    """
    right = both = 0
    for meant, said in pairs:
        right += len(meant & said)
        both += len(meant) + len(said)
    return 2 * right / both if both else 1.0


def macro_f1(told: Sequence[tuple[set[str], str | None]]) -> float:
    """The mean of the F1 of each class that occurs among those meant.

    Each row has the classes that are right (mostly one) and the one that was said; None says none. A row with several
    right ones wants each of them.

    >>> macro_f1([({"a"}, "a"), ({"b"}, None)])
    0.5
    """
    by_class = per_class(told)
    return sum(by_class.values()) / len(by_class) if by_class else 0.0


def per_class(told: Sequence[tuple[set[str], str | None]]) -> dict[str, float]:
    """F1 of each class that occurs among those meant, by name."""
    right, meant, said = Counter[str](), Counter[str](), Counter[str]()
    for wanted, given in told:
        meant.update(wanted)
        if given is not None:
            said[given] += 1
            right[given] += given in wanted
    return {name: 2 * right[name] / (meant[name] + said[name]) for name in sorted(meant)}
