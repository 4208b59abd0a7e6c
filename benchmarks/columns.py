"""How fast the claims of a store become columns and a network, the first time and every time after.

    python benchmarks/columns.py [--claims 200000] [--rounds 3] [--quick] [--folder DIR]

In one run, on the made-up region of benchmarks/questions.py, as a load leaves it on disk:
  rows     the peer: the same fields of every claim as rows of one SPARQL query
  fresh    the columns read from the store, and the network of a scenario built from them
  kept     the same from the file of columns beside the store, in a process that has not read it yet
  again    the same in a session that has the columns
Rounds take turns, and the best of each counts, in claims a second by wall clock and by processor time (one thread).
Wanted: fresh 40,000 a second, kept 2,000,000.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from araz.graph.oxigraph import OxigraphStore
from araz.graph.ref import Ref
from araz.ontology.transmission import load_rules
from araz.queries.columnfiles import FILE, load_columns, save_columns
from araz.queries.columns import fresh_columns, read_columns
from araz.queries.network import transmission
from araz.queries.scenario import Scenario, Shock
from questions import build

ROWS = """
SELECT ?claim ?subject ?relation ?object ?modality ?confidence WHERE {
  ?claim a az:Claim ; rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object ;
    az:modality ?modality ; az:confidence ?confidence .
  OPTIONAL { ?claim az:condition ?condition }
  OPTIONAL { ?claim az:verdict ?verdict }
  OPTIONAL { ?claim az:validFrom ?from }
  OPTIONAL { ?claim az:validTo ?to }
}
"""
WANTED = {"fresh": 40_000, "kept": 2_000_000}


def timed(run: Callable[[], object]) -> tuple[float, float]:
    """Wall-clock and processor seconds of one call."""
    wall, work = time.perf_counter(), time.process_time()
    run()
    return time.perf_counter() - wall, time.process_time() - work


def main() -> None:
    """Measure, and print one line for each way."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="20,000 claims, one round")
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    claims, rounds = (20_000, 1) if given.quick else (given.claims, given.rounds)
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.folder or Path(scratch) / "store"
        if not folder.exists():
            build(folder, claims)
        measure(folder, rounds)


def measure(folder: Path, rounds: int) -> None:
    """Read a store on disk in every way, in turn."""
    store = OxigraphStore.open(folder)
    rules, scenario = load_rules(), Scenario((Shock(Ref("ent", "state-0"), "state-collapse", 1.0),))
    columns, stamp = fresh_columns(store), store.stamp()
    number = len(columns.claims)
    if not save_columns(columns, folder, stamp):
        raise SystemExit(f"{folder / FILE} cannot be written")
    columns = read_columns(store)
    runs: dict[str, Callable[[], object]] = {
        "rows": lambda: sum(1 for _ in store.select(ROWS).rows),
        "fresh": lambda: fresh_columns(store),
        "fresh, network": lambda: transmission(fresh_columns(store), scenario, rules),
        "kept": lambda: load_columns(folder, stamp),
        "kept, network": lambda: transmission(load_columns(folder, stamp), scenario, rules),
        "again, network": lambda: transmission(read_columns(store), scenario, rules),
    }
    best: dict[str, tuple[float, float]] = {}
    for _ in range(rounds):
        for name, run in runs.items():
            for _ in range(1 if name.startswith(("rows", "fresh")) else 5):
                found = timed(run)
                best[name] = min(found, best.get(name, found))
    store.close()
    print(f"{number:,} claims, {(folder / FILE).stat().st_size / 1e6:.1f} MB in {FILE}")
    print(f"{'':16}{'seconds':>9}{'cpu':>9}{'claims/s':>13}{'by cpu':>13}{'x rows':>9}  wanted")
    for name, (wall, work) in best.items():
        wanted = WANTED.get(name.partition(",")[0])
        verdict = "" if wanted is None else f"{wanted:,}: {'met' if number / wall >= wanted else 'MISSED'}"
        rates = f"{number / wall:13,.0f}{number / max(work, 1e-9):13,.0f}{best['rows'][0] / wall:9.1f}"
        print(f"{name:16}{wall:9.3f}{work:9.3f}{rates}  {verdict}")


if __name__ == "__main__":
    main()
