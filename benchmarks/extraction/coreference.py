"""The three scores of who is who, and their mean, CoNLL F1: MUC, B-cubed, and CEAF by entities.

Clusters are sets of mentions; what a mention is does not matter, as long as the same mention is equal on both sides.
After Vilain et al. 1995, Bagga and Baldwin 1998, Luo 2005 (entity similarity phi-4).
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

Cluster = frozenset[Hashable]


def _f1(right: float, meant: float, said: float) -> float:
    """From the shares of two sums: right of meant, right of said."""
    return 2 * right / (meant + said) if meant + said else 1.0


def muc(meant: Sequence[Cluster], said: Sequence[Cluster]) -> float:
    """F1 of the links that hold clusters together.

    >>> muc([frozenset("abc")], [frozenset("ab"), frozenset("c")])
    0.6666666666666666
    """
    recall, precision = _links(meant, said), _links(said, meant)
    return _mean(recall, precision)


def _links(ours: Sequence[Cluster], theirs: Sequence[Cluster]) -> tuple[float, float]:
    """The links of our clusters that theirs keep, and all of ours."""
    home = {mention: number for number, cluster in enumerate(theirs) for mention in cluster}
    kept = links = 0
    for cluster in ours:
        parts = {home[m] for m in cluster if m in home}
        alone = sum(m not in home for m in cluster)
        kept += len(cluster) - len(parts) - alone
        links += len(cluster) - 1
    return kept, links


def b_cubed(meant: Sequence[Cluster], said: Sequence[Cluster]) -> float:
    """F1 of how much of each mention's cluster is there.

    >>> round(b_cubed([frozenset("ab")], [frozenset("a"), frozenset("b")]), 3)
    0.667
    """
    return _mean(_mentions(meant, said), _mentions(said, meant))


def _mentions(ours: Sequence[Cluster], theirs: Sequence[Cluster]) -> tuple[float, float]:
    home = {mention: cluster for cluster in theirs for mention in cluster}
    right = sum(len(cluster & home.get(m, frozenset())) / len(cluster) for cluster in ours for m in cluster)
    return right, sum(map(len, ours))


def ceaf_e(meant: Sequence[Cluster], said: Sequence[Cluster]) -> float:
    """F1 of the best one-to-one pairing of clusters, by how alike two clusters are.

    >>> ceaf_e([frozenset("ab")], [frozenset("ab")])
    1.0
    """
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    if not meant or not said:
        return 1.0 if not meant and not said else 0.0
    alike = np.array([[2 * len(a & b) / (len(a) + len(b)) for b in said] for a in meant])
    rows, columns = linear_sum_assignment(-alike)
    return _f1(float(alike[rows, columns].sum()), len(meant), len(said))


def _mean(recall: tuple[float, float], precision: tuple[float, float]) -> float:
    r = recall[0] / recall[1] if recall[1] else 1.0
    p = precision[0] / precision[1] if precision[1] else 1.0
    return 2 * p * r / (p + r) if p + r else 0.0


def conll(meant: Sequence[Cluster], said: Sequence[Cluster]) -> dict[str, float]:
    """MUC, B3, CEAFe and their mean.

    >>> conll([frozenset("ab")], [frozenset("ab")])["CoNLL"]
    1.0
    """
    found = {"MUC": muc(meant, said), "B3": b_cubed(meant, said), "CEAFe": ceaf_e(meant, said)}
    return {**found, "CoNLL": sum(found.values()) / 3}
