"""How fast exposure is computed, against a plain loop over adjacency lists.

    python benchmarks/cascade.py [--rounds 3] [--large]

In one run, on the same network, a tenth of whose edges the shocks can reach:
  sample  1,024 worlds at 1,000,000 edges on one core, everything from the arrays to the intervals
  plain   the same cascade in plain Python, world by world
  ndlib   NDlib's independent cascade against the plain loop, at 10,000 edges (if NDlib is installed)
  threads sample with one and with two threads
  exact   every node's exact exposure on networks like those of a region's claims
  large   with --large: 1,024 worlds at 10,000,000 edges, with the memory that took
Rounds take turns, and the best of each counts; times are processor time but for threads. Wanted: sample in at most
0.3 s, at least 200 times as fast a world as plain, about 80 ns an edge and block of 64 worlds; two threads at least 1.7
times as fast as one; exact in at most 0.5 s; large in at most 5 s and 1.5 GB.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import resource
import statistics
import time
from collections.abc import Callable

import numpy as np
from araz.queries.cascade import Network, sample
from araz.queries.exact import TooLarge, exact

SHOCKS = list(range(20))


def network(edges: int) -> Network:
    """Five edges a node; a tenth of the edges lie among the first tenth of the nodes, where the shocks are."""
    draw = np.random.default_rng(1)
    nodes, near = edges // 5, edges // 10
    part = nodes // 10
    tails = np.concatenate([draw.integers(0, part, near), draw.integers(part, nodes, edges - near)])
    heads = np.concatenate([draw.integers(0, part, near), draw.integers(0, nodes, edges - near)])
    return Network(nodes, tails.astype(np.int32), heads.astype(np.int32), draw.uniform(0.05, 0.6, edges))


def region(seed: int, states: int = 8, assets: int = 30, services: int = 8) -> Network:
    """States, what they run, what depends on that, and a few ways back: 70 to 130 edges."""
    draw = random.Random(seed)  # noqa: S311 (the same networks every time)
    edges: list[tuple[int, int, float]] = []
    for asset in range(states, states + assets):
        owners = {min(int(draw.expovariate(0.5)), states - 1) for _ in range(draw.randint(1, 3))}
        edges.extend((state, asset, draw.uniform(0.2, 0.9)) for state in owners)
        edges.extend((asset, state, draw.uniform(0.02, 0.3)) for state in owners if draw.random() < 0.15)
        if draw.random() < 0.4:
            edges.append((asset, draw.randrange(states, states + assets), draw.uniform(0.1, 0.6)))
    edges += [
        (one, other, draw.uniform(0.02, 0.2))
        for one in range(states)
        for other in range(states)
        if one != other and draw.random() < 0.12
    ]
    for service in range(states + assets, states + assets + services):
        inputs = draw.sample(range(states, states + assets), 2)
        edges.extend((asset, service, draw.uniform(0.1, 0.6)) for asset in inputs)
    tails, heads, chances = zip(*edges, strict=True)
    return Network(states + assets + services, tails, heads, chances)


def adjacency(net: Network) -> list[list[tuple[int, float]]]:
    """The network as the plain loop wants it."""
    leaving: list[list[tuple[int, float]]] = [[] for _ in range(net.n)]
    for tail, head, p in zip(net.tails.tolist(), net.heads.tolist(), net.probabilities.tolist(), strict=True):
        leaving[tail].append((head, p))
    return leaving


def plain(leaving: list[list[tuple[int, float]]], worlds: int) -> int:
    """One world after the other; returns how many nodes were reached in all."""
    chance = random.Random(1).random  # noqa: S311 (a simulation)
    total = 0
    for _ in range(worlds):
        reached = set(SHOCKS)
        queue = list(SHOCKS)
        for node in queue:
            for head, p in leaving[node]:
                if head not in reached and chance() < p:
                    reached.add(head)
                    queue.append(head)
        total += len(reached)
    return total


def ndlib(net: Network) -> Callable[[int], int]:
    """The same by NDlib's independent cascade, set up and ready for so many worlds."""
    import networkx as nx
    from ndlib.models.epidemics import IndependentCascadesModel
    from ndlib.models.ModelConfig import Configuration

    graph = nx.DiGraph()
    graph.add_nodes_from(range(net.n))
    graph.add_edges_from(zip(net.tails.tolist(), net.heads.tolist(), strict=True))
    model = IndependentCascadesModel(graph, seed=1)
    settings = Configuration()
    settings.add_model_initial_configuration("Infected", SHOCKS)
    for tail, head, p in zip(net.tails.tolist(), net.heads.tolist(), net.probabilities.tolist(), strict=True):
        settings.add_edge_configuration("threshold", (tail, head), p)
    model.set_initial_status(settings)

    def run(worlds: int) -> int:
        total = 0
        for _ in range(worlds):
            model.reset()
            while model.iteration()["node_count"][1]:
                pass
            total += sum(status == 2 for status in model.status.values())
        return total

    return run


def seconds(work: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    """How long some work takes."""
    start = clock()
    work()
    return clock() - start


def compare(rounds: int) -> None:
    """The sampler beside the plain loop."""
    net = network(1_000_000)
    sample(net, SHOCKS, worlds=64)  # compiles
    leaving = adjacency(net)
    ours = loop = float("inf")
    for _ in range(rounds):
        ours = min(ours, seconds(lambda: sample(net, SHOCKS, worlds=1024)))
        loop = min(loop, seconds(lambda: plain(leaving, 8)) / 8)
    found = sample(net, SHOCKS, worlds=1024)
    touched = int((found.high[net.tails] > 0).sum())
    print(f"sample   {ours:.3f} s for 1,024 worlds at {net.edges:,} edges, {touched:,} of them downstream")
    print(f"         {ours / 16 / touched * 1e9:.0f} ns an edge downstream and 64 worlds")
    print(f"plain    {loop:.4f} s a world; sample is {loop / (ours / 1024):,.0f} times as fast")
    check = plain(leaving, 16) / 16
    print(f"         nodes reached a world: sample {found.estimate.sum():,.0f}, plain {check:,.0f}")


def against_ndlib() -> None:
    """NDlib's cascade beside the plain loop, on a network that it can manage."""
    net = network(10_000)
    leaving = adjacency(net)
    try:
        run = ndlib(net)
    except ImportError as reason:
        print(f"ndlib    left out: {reason}")
        return
    theirs = seconds(lambda: run(20)) / 20
    loop = seconds(lambda: plain(leaving, 1000)) / 1000
    ours = seconds(lambda: sample(net, SHOCKS, worlds=65536)) / 65536
    reached = f"nodes reached a world: ndlib {run(50) / 50:.0f}, plain {plain(leaving, 1000) / 1000:.0f}"
    print(
        f"ndlib    {theirs:.3f} s a world at {net.edges:,} edges: plain is {theirs / loop:,.0f} times as fast, ", end=""
    )
    print(f"sample {theirs / ours:,.0f} times")
    print(f"         {reached}")


def in_threads(rounds: int) -> None:
    """One thread and two: by the clock on the wall, and by the processor, which a busy machine does not slow."""
    net = network(1_000_000)
    best = {1: (float("inf"), float("inf")), 2: (float("inf"), float("inf"))}
    for _ in range(rounds):
        for threads, (wall, processor) in best.items():
            start = time.perf_counter(), time.process_time()
            sample(net, SHOCKS, worlds=16384, threads=threads)
            taken = time.perf_counter() - start[0], time.process_time() - start[1]
            best[threads] = min(wall, taken[0]), min(processor, taken[1])
    (wall, processor), (wall2, processor2) = best[1], best[2]
    print(f"threads  {wall:.3f} s with one, {wall2:.3f} s with two: {wall / wall2:.2f} times ", end="")
    print(f"at a load of {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"         {2 * processor / processor2:.2f} times if both cores were free, by processor time")


def exactly() -> None:
    """Exact exposure of regions."""
    taken, edges, refused = [], [], 0
    for seed in range(40):
        net = region(seed)
        edges.append(net.edges)
        start = time.process_time()
        try:
            exact(net, [0])
        except TooLarge:
            refused += 1
        taken.append(time.process_time() - start)
    print(f"exact    {len(taken)} regions of {min(edges)} to {max(edges)} edges: ", end="")
    print(f"median {statistics.median(taken):.3f} s, slowest {max(taken):.3f} s, {refused} left to sampling")


def large() -> None:
    """Ten million edges, in a process of its own so that the memory is its own."""
    net = network(10_000_000)
    sample(network(1000), [0], worlds=64)  # compiles
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    taken = seconds(lambda: sample(net, SHOCKS, worlds=1024))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"large    {taken:.2f} s for 1,024 worlds at {net.edges:,} edges; ", end="")
    print(f"{peak / 2**20:.2f} GB at the peak, {before / 2**20:.2f} GB before")


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--large", action="store_true")
    options = parser.parse_args()
    compare(options.rounds)
    against_ndlib()
    in_threads(options.rounds)
    exactly()
    if options.large:
        process = multiprocessing.get_context("spawn").Process(target=large)
        process.start()
        process.join()


if __name__ == "__main__":
    main()
