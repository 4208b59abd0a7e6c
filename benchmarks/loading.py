"""How fast claims are loaded, against what they are loaded into.

    python benchmarks/loading.py [--claims 200000] [--rounds 2] [--quick]

In one run, on the same claims:
  araz    a JSON Lines file through every check into a store on disk, as `araz load` does it
  core    the same without admission: records, claims, triples, store
  raw     the same triples, ready-made in one N-Triples file, by pyoxigraph's bulk_load into a store on disk
  rdflib  the first tenth of that file into a Graph in memory
Rounds take turns, and the best of each counts, by wall clock and by processor time. raw, core and araz use all the
processors they find, rdflib one. Wanted: araz at least 0.7 times as fast as raw, and 10 times as rdflib; the last line
for each says by how much raw itself beats rdflib, the bound for whatever loads through it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import orjson
import pyoxigraph as ox
from araz.graph.ntriples import claim_lines, entity_lines, source_lines
from araz.graph.oxigraph import OxigraphStore
from araz.graph.record import read_claim, read_entity, read_source
from araz.graph.store import Batch
from araz.loaders.admit import admit
from araz.loaders.annotated import read_annotated
from araz.loaders.document import Document

RELATIONS = ("operates", "owns", "builds", "controls")
MODALITIES = ("asserted",) * 7 + ("reported", "possible", "negated")


def records(claims: int) -> Iterator[dict[str, object]]:
    """A file's worth of records: sources, companies and plants, and claims that relate them."""
    draw = random.Random(7)  # noqa: S311 (the same claims every time)
    sources, ends = max(1, claims // 100), max(2, claims // 20)
    for i in range(sources):
        yield {"type": "source", "id": f"src:report-{i}", "title": f"Report {i}", "published": "2025-01"}
    for i in range(ends):
        for kind in ("Company", "HydroPlant"):
            names = [{"text": f"{kind} {i}", "lang": "en"}, {"text": f"{kind.upper()} № {i}"}]
            yield {"type": "entity", "id": f"ent:{kind.lower()}-{i}", "kind": kind, "names": names}
    for i in range(claims):
        company, plant = draw.randrange(ends), draw.randrange(ends)
        quote = f"Company {company} is said to run plant {plant}, according to sentence {i}."
        start, modality = draw.randrange(100_000), draw.choice(MODALITIES)
        yield {
            "subject": f"ent:company-{company}",
            "relation": draw.choice(RELATIONS),
            "object": f"ent:hydroplant-{plant}",
            "modality": modality,
            "attributed_to": f"ent:company-{(company + 1) % ends}" if modality == "reported" else None,
            "valid_from": str(draw.randrange(1990, 2026)),
            "confidence": draw.randrange(101) / 100,
            "method": "encoder-1",
            "evidence": [
                {
                    "source": f"src:report-{i % sources}",
                    "start": start,
                    "end": start + len(quote),
                    "quote": quote,
                    "lang": "en",
                }
            ],
        }


def araz(file: Path, folder: Path) -> None:
    """The file into a store, as `araz load` does it."""
    store = OxigraphStore.open(folder, write=True)
    reading = read_annotated(Document.of_path(file), "jsonl")
    report = admit(store, reading.items, source=file.name, place=reading.place)
    assert not report.quarantined, report.quarantined[0]
    store.close()


def core(file: Path, folder: Path) -> None:
    """The file into a store, without admission."""
    read = {"source": read_source, "entity": read_entity, "claim": read_claim}
    batch: dict[str, list] = {"source": [], "entity": [], "claim": []}
    with file.open("rb") as lines:
        for line in lines:
            record = orjson.loads(line)
            kind = record.get("type", "claim")
            batch[kind].append(read[kind](record))
    store = OxigraphStore.open(folder, write=True)
    store.write(Batch(batch["source"], batch["entity"], batch["claim"]))
    store.close()


def raw(triples: Path, folder: Path) -> None:
    """The triples into a store, by pyoxigraph alone."""
    store = ox.Store(str(folder))
    store.bulk_load(path=str(triples), lenient=True)
    store.flush()


def rdflib(triples: Path, folder: Path) -> None:
    """The triples into a graph in memory."""
    from rdflib import Graph

    Graph().parse(triples, format="nt")


def timed(run: Callable[[Path, Path], None], file: Path, folder: Path) -> tuple[float, float]:
    """Wall-clock and processor seconds of one run into a fresh folder."""
    shutil.rmtree(folder, ignore_errors=True)
    wall, processor = time.perf_counter(), time.process_time()
    run(file, folder)
    return time.perf_counter() - wall, time.process_time() - processor


def prepare(folder: Path, claims: int) -> tuple[Path, Path, Path]:
    """The file of records, its triples, and a tenth of them."""
    file, triples, tenth = folder / "claims.jsonl", folder / "all.nt", folder / "tenth.nt"
    with file.open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records(claims))
    with triples.open("w", encoding="utf-8") as all_lines, tenth.open("w", encoding="utf-8") as some_lines:
        for i, record in enumerate(records(claims)):
            if "type" not in record:
                text = claim_lines(read_claim(record))
            else:
                text = (
                    entity_lines(read_entity(record))
                    if record["type"] == "entity"
                    else source_lines(read_source(record))
                )
            all_lines.write(text)
            if i % 10 == 0:
                some_lines.write(text)
    return file, triples, tenth


def main() -> None:
    """Measure, and print the best times and their ratios."""
    parser = argparse.ArgumentParser(description="How fast claims are loaded.")
    parser.add_argument("--claims", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--quick", action="store_true", help="20,000 claims, one round")
    given = parser.parse_args()
    claims, rounds = (20_000, 1) if given.quick else (given.claims, given.rounds)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file, triples, tenth = prepare(folder, claims)
        size = sum(1 for _ in triples.open(encoding="utf-8"))
        print(f"{claims:,} claims, {size:,} triples, {triples.stat().st_size / 1e6:,.0f} MB of N-Triples")
        runs = {"raw": (raw, triples), "araz": (araz, file), "core": (core, file), "rdflib": (rdflib, tenth)}
        walls: dict[str, float] = {}
        works: dict[str, float] = {}
        for _ in range(rounds):
            for peer, (run, path) in runs.items():
                wall, work = timed(run, path, folder / "store")
                tenfold = 10 if peer == "rdflib" else 1
                load = f", {os.getloadavg()[0]:.1f} processes waiting" if hasattr(os, "getloadavg") else ""
                print(f"  {peer:7} {wall:7.2f} s  ({work:.2f} s of processor{load})", flush=True)
                walls[peer] = min(tenfold * wall, walls.get(peer, float("inf")))
                works[peer] = min(tenfold * work, works.get(peer, float("inf")))
    print(f"araz {claims / walls['araz']:,.0f} claims a second; {os.cpu_count()} processors")
    for peer, target in (("raw", 0.7), ("rdflib", 10)):
        for ours in ("araz", "core", *(["raw"] if peer == "rdflib" else [])):
            ratio, by_work = walls[peer] / walls[ours], works[peer] / works[ours]
            verdict = f" (wanted: {target}, {'met' if ratio >= target else 'MISSED'})" if ours == "araz" else ""
            print(f"{ours} is {ratio:.2f} times as fast as {peer}, {by_work:.2f} by processor time{verdict}")


if __name__ == "__main__":
    main()
