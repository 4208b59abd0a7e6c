"""Exact exposure: against every world, against ProbLog, and as a function."""

from __future__ import annotations

import subprocess
import sys
import time

import numpy as np
import pytest
from araz.errors import ArazError, InputError, UsageError
from araz.queries import frontier
from araz.queries.exact import MOST, Formula, TooLarge, cost, exact, exposure
from araz.queries.planning import ARC
from araz.queries.topology import Network
from hypothesis import given, settings
from hypothesis import strategies as st

from ..conftest import needed
from .networks import at_random, enumerated, networks, regional


@given(networks())
@settings(max_examples=200, deadline=None)
def test_exposure_is_the_sum_over_all_worlds(drawn):
    network, shocks = drawn
    assert np.allclose(exact(network, shocks), enumerated(network, shocks), atol=1e-12)


@pytest.mark.parametrize("seed", range(40))
def test_dense_networks_with_cycles_and_groups_agree_with_all_worlds(seed):
    network, shocks = at_random(seed, nodes=5, edges=14)
    assert np.allclose(exact(network, shocks), enumerated(network, shocks), atol=1e-12)


def as_problog(number, network, shocks):
    """The network as a probabilistic program, its nodes named apart from those of other networks."""
    lines = [f"{p}::hit({number},{v})." if p < 1 else f"hit({number},{v})." for v, p in shocks]
    for edge in range(network.edges):
        p = network.probabilities[edge]
        tail, head = network.tails[edge], network.heads[edge]
        lines.append(f"{p}::open({number},{edge}).")
        lines.append(f"reached({number},{head}) :- reached({number},{tail}), open({number},{edge}).")
    lines.append(f"reached({number},V) :- hit({number},V).")
    return lines + [f"query(reached({number},{v}))." for v in range(network.n)]


def test_three_hundred_random_networks_agree_with_problog():
    needed("problog", "problog")
    from problog import get_evaluatable
    from problog.program import PrologString

    for start in range(0, 300, 20):
        lines, expected = [], {}
        for number in range(start, start + 20):
            network, shocks = at_random(number, nodes=4 + number % 3, edges=7 + number % 5, groups=False)
            pairs = [shock if isinstance(shock, tuple) else (shock, 1.0) for shock in shocks]
            lines += as_problog(number, network, pairs)
            for node, value in enumerate(exact(network, shocks)):
                expected[f"reached({number},{node})"] = value
        found = get_evaluatable().create_from(PrologString("\n".join(sorted(lines)))).evaluate()
        assert len(found) == len(expected)
        for term, value in found.items():
            assert abs(value - expected[str(term).replace(" ", "")]) < 1e-9


@given(networks(), st.data())
@settings(max_examples=60, deadline=None)
def test_a_higher_probability_lowers_no_exposure(drawn, data):
    network, shocks = drawn
    raised = [data.draw(st.floats(p, 1)) for p in network.probabilities]
    assert (exact(network.with_probabilities(raised), shocks) >= exact(network, shocks) - 1e-12).all()


@given(networks(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_renumbering_nodes_and_edges_changes_nothing(drawn, luck):
    network, shocks = drawn
    nodes, edges = list(range(network.n)), list(range(network.edges))
    luck.shuffle(nodes)
    luck.shuffle(edges)
    new = {edge: place for place, edge in enumerate(edges)}
    other = Network(
        network.n,
        [nodes[network.tails[edge]] for edge in edges],
        [nodes[network.heads[edge]] for edge in edges],
        network.probabilities[edges],
        [(nodes[node], [new[edge] for edge in members]) for node, members in network.groups],
    )
    moved = exact(other, [(nodes[node], p) for node, p in shocks])
    assert np.allclose(moved[nodes], exact(network, shocks), atol=1e-12)


def test_the_same_input_gives_the_same_bytes():
    network = regional(3)
    assert exact(network, [0]).tobytes() == exact(network, [0]).tobytes()


def test_a_region_is_solved_in_half_a_second_most_of_the_time():
    taken = []
    for seed in range(5):
        network = regional(seed)
        assert 70 < network.edges < 130
        start = time.process_time()
        exact(network, [0])
        taken.append(time.process_time() - start)
    assert sorted(taken)[2] < 0.5


@given(networks())
@settings(max_examples=60, deadline=None)
def test_a_formula_holds_for_other_probabilities(drawn):
    network, shocks = drawn
    formula = Formula(network, shocks)
    for factor in (1.0, 0.5, 0.0):
        other = network.probabilities * factor
        expected = enumerated(network.with_probabilities(other), shocks)
        assert np.allclose(formula.exposure(other), expected, atol=1e-12)
        assert np.allclose([formula.of(v, other) for v in range(network.n)], expected, atol=1e-12)


def test_a_settled_formula_refuses_other_probabilities():
    formula = Formula(Network(2, [0], [1], [1.0]), [0], settled=True)
    with pytest.raises(UsageError, match="one set of probabilities"):
        formula.of(1, [0.5])


def tangled(n=40):
    luck = np.random.default_rng(0)
    return Network(n, luck.integers(0, n, 6 * n), luck.integers(0, n, 6 * n), luck.uniform(0.1, 0.9, 6 * n))


def test_what_is_too_tangled_is_said_quickly():
    start = time.process_time()
    with pytest.raises(TooLarge, match="use sampling") as caught:
        exact(tangled(), [0])
    assert time.process_time() - start < 3
    assert isinstance(caught.value, ArazError)
    assert cost(tangled(), [0]) > 2e6
    assert exposure(tangled(), [0], worlds=64).method == "sampled"


def layered(wide=30, deep=6):
    """Layers of which each node leads to three of the next: cheap at first, then dearer with every layer."""
    luck = np.random.default_rng(0)
    tails = np.repeat(np.arange(wide * deep), 3)
    heads = (tails // wide + 1) * wide + luck.integers(0, wide, tails.size)
    return Network(wide * (deep + 1), tails, heads, [0.4] * tails.size)


@pytest.mark.parametrize("network", [tangled(), tangled(400), layered()], ids=["dense", "larger", "layered"])
def test_what_is_too_large_is_said_before_any_of_it_is_worked_out(network, monkeypatch):
    built, planned = [], []
    monkeypatch.setattr("araz.queries.exact.build", lambda *plan: built.append(plan))
    book = frontier._Book.decide
    monkeypatch.setattr(
        frontier._Book, "decide", lambda self, order: planned.append(len(self.arcs)) or book(self, order)
    )
    with pytest.raises(TooLarge):
        exact(network, [0, 1, 2])
    assert not built
    # Planning is bounded too, whatever the size.
    assert sum(planned) < 3 * MOST / ARC


def test_a_formula_decides_for_all_nodes_asked_about_at_once():
    network = regional(5)
    everything = cost(network, [0])
    formula = Formula(network, [0], most=everything / 2)
    with pytest.raises(TooLarge):
        formula.plan(range(network.n))


@pytest.mark.parametrize("seed", range(4))
def test_a_formula_answers_alike_whatever_it_was_asked_before(seed):
    network, luck = regional(seed), np.random.default_rng(seed)
    warm = Formula(network, [0])
    warm.exposure()
    for number in range(12):
        # One edge changed, then several, then none.
        chances = network.probabilities.copy()
        edges = luck.integers(0, network.edges, number % 4)
        chances[edges] = luck.choice([0.0, 0.3, 1.0], edges.size)
        assert np.allclose(warm.exposure(chances), Formula(network, [0]).exposure(chances), rtol=0, atol=1e-12)


def test_whether_a_network_is_too_large_depends_on_the_steps_allowed():
    network = regional(1)
    assert 1000 < cost(network, [0]) < 2e6
    with pytest.raises(TooLarge):
        exact(network, [0], most=1000)
    assert exposure(network, [0], most=1000, worlds=64).worlds == 64
    assert exposure(network, [0]).worlds == 0


def test_a_million_isolated_nodes_are_no_trouble():
    start = time.process_time()
    found = exact(Network(1_000_000, [], [], []), [7])
    assert found[7] == 1
    assert found.sum() == 1
    assert time.process_time() - start < 1


def test_a_chain_of_thousands_and_a_long_ladder_are_no_trouble():
    n = 5000
    chain = Network(n, range(n - 1), range(1, n), [0.999] * (n - 1))
    assert np.isclose(exact(chain, [0])[-1], 0.999 ** (n - 1))
    rungs = 50
    tails = [v for r in range(rungs) for v in (2 * r, 2 * r, 2 * r + 1)]
    heads = [v for r in range(rungs) for v in (2 * r + 1, 2 * r + 2, 2 * r + 3)]
    ladder = Network(2 * rungs + 2, tails, heads, [0.9] * len(tails))
    assert 0 < exact(ladder, [0], most=1e8)[-2] < 1


def test_no_shock_leaves_everything_unexposed():
    assert exact(Network(2, [0], [1], [0.5]), []).tolist() == [0, 0]
    assert exact(Network(2, [0], [1], [0.5]), [(0, 0.0)]).tolist() == [0, 0]


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: Network(0, [], [], []), "the network has no nodes"),
        (lambda: Network(2, [0], [1], [1.2]), "edge 0: probability 1.2 is not between 0 and 1"),
        (lambda: Network(2, [0, 0], [1, 1], [0.1, float("nan")]), "edge 1: probability nan"),
        (lambda: Network(2, [0], [1], [-0.1]), "edge 0: probability -0.1"),
        (lambda: Network(2, [2], [1], [0.1]), "edge 0: tail 2 is not a node"),
        (lambda: Network(2, [0], [-1], [0.1]), "edge 0: head -1 is not a node"),
        (lambda: Network(2, [0.5], [1], [0.1]), "dtype float64"),
        (lambda: Network(2, [0], [1, 1], [0.1]), "arrays of unequal length"),
        (lambda: Network(2, [[0]], [1], [0.1]), "2 dimensions"),
        (lambda: Network(2, [0], [1], [[0.1]]), "2 dimensions"),
        (lambda: Network(2, [0], [1], [0.1], keys=[1, 2]), "2 keys for 1 edges"),
        (lambda: Network(2, [0], [1], [0.1], [(1, [])]), "group 0 of node 1: no edges"),
        (lambda: Network(2, [0], [1], [0.1], [(1, [1])]), "edge 1; edges are 0 to 0"),
        (lambda: Network(2, [0], [1], [0.1], [(0, [0])]), "does not lead there; group it under node 1"),
        (lambda: Network(2, [0], [1], [0.1], [(1, [0]), (1, [0])]), "in a group already"),
        (lambda: Network(2, [0], [1], [0.1]).with_probabilities([0.1, 0.2]), "2 probabilities for 1 edges"),
        (lambda: exact(Network(2, [0], [1], [0.1]), [2]), "shock on node 2; nodes are 0 to 1"),
        (lambda: exact(Network(2, [0], [1], [0.1]), [(0, 1.2)]), "shock on node 0: probability 1.2"),
        (lambda: exact(Network(2, [0], [1], [0.1]), [(0, float("nan"))]), "probability nan"),
    ],
)
def test_bad_input_is_named(make, says):
    with pytest.raises(InputError) as caught:
        make()
    assert says in str(caught.value)


def test_a_network_cannot_be_changed_by_accident():
    chances = np.array([0.5])
    network = Network(2, [0], [1], chances)
    with pytest.raises(ValueError, match="read-only"):
        network.probabilities[0] = 0.1


def test_the_exact_method_does_not_import_numba():
    code = (
        "import sys; from araz.queries.exact import Formula; from araz.queries.topology import Network;"
        "from araz.queries.importance import importance; from araz.queries.cuts import cuts;"
        "net = Network(3, [0, 1, 0], [1, 2, 2], [.5, .4, .5]); importance(net, [0], [2]); cuts(net, [0], 2, .1);"
        "print('numba' in sys.modules, 'networkx' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
