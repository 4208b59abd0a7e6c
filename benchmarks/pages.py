"""How heavy the explorer is, in a real browser: `python benchmarks/pages.py`.

Made-up regions of several sizes, hubs with what is around them. Printed for each are the CPU seconds to write the page,
its bytes, the CPU seconds of the browser's main thread until it stands still (DevTools' TaskDuration), and frames a
second while the picture is dragged: as it opens, and with every cluster open. Promised are a second to write 150
entities, and for 5,000 of them 2,500,000 bytes, 2 s and 20 frames. Needs playwright and chromium.
"""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path
from typing import Any

from _browser import browser, opened
from araz.graph.claim import Claim, Entity, Name, Passage, Source
from araz.graph.dates import Interval
from araz.graph.memory import MemoryStore
from araz.graph.ref import Ref
from araz.graph.store import Batch
from araz.ontology.vocabulary import Kind, Modality, Relation
from araz.views.explorer import write_explorer

SIZES = ((150, 300), (1000, 1800), (5000, 8500), (8000, 14000))
# Promised: seconds to write 150 entities; of 5,000 the bytes, the CPU seconds, and frames a second.
WRITTEN, BYTES, SECONDS, RATE_PROMISED = 1.0, 2_500_000, 2.0, 20
KINDS = (Kind.COMPANY, Kind.HYDRO_PLANT, Kind.CORRIDOR, Kind.SETTLEMENT, Kind.ARMED_GROUP, Kind.PIPELINE, Kind.RIVER)
RELATIONS = (Relation.LOCATED_IN, Relation.AFFECTS, Relation.DEPENDS_ON, Relation.SUPPORTS)
MODALITIES = (Modality.ASSERTED, Modality.ASSERTED, Modality.POSSIBLE, Modality.REPORTED)
FRAMES = """() => { const seen = window.seen = { frames: 0, start: performance.now(), on: true };
  const count = () => { seen.frames += 1; if (seen.on) requestAnimationFrame(count); };
  requestAnimationFrame(count); }"""
RATE = "() => { seen.on = false; return 1000 * seen.frames / (performance.now() - seen.start); }"


def region(count: int, claims: int, seed: int = 1) -> MemoryStore:
    """A region of so many entities and about so many claims, each with a passage of its own."""
    draw = random.Random(seed)  # noqa: S311 (a made-up region, not a secret)
    hubs = max(3, count // 60)
    kinds = [Kind.STATE if n < hubs else KINDS[n % len(KINDS)] for n in range(count)]
    entities = [Entity(Ref("ent", f"e{n}"), kind, (Name(f"{kind.value} number {n}"),)) for n, kind in enumerate(kinds)]
    sources = [Source(Ref("src", f"s{n}"), f"Report {n} on the region", published="2025-01") for n in range(40)]
    made: list[Claim] = []
    for n in range(claims):
        one = hubs + n % (count - hubs)
        near = hubs + ((one - hubs) // 59 * 59 + draw.randrange(59)) % (count - hubs)
        other = one % hubs if n < count - hubs else near if draw.random() < 0.75 else draw.randrange(hubs, count)
        quote = f"The report says that number {one} is tied to number {other}, as it was in {2000 + n % 25}."
        made.append(
            Claim(
                entities[one].id,
                draw.choice(RELATIONS),
                entities[other].id,
                draw.choice(MODALITIES),
                valid=Interval(str(2000 + n % 25)),
                evidence=(Passage(sources[n % 40].id, n * 200, n * 200 + len(quote), quote, lang="en"),),
                confidence=round(draw.uniform(0.4, 1), 2),
            )
        )
    store = MemoryStore()
    store.write(Batch(sources=sources, entities=entities, claims=made))
    return store


def dragged(page: Any) -> float:
    """Frames a second while the picture is dragged over sixty steps."""
    box = page.locator("#stage").bounding_box()
    page.evaluate(FRAMES)
    page.mouse.move(box["x"] + 60, box["y"] + 60)
    page.mouse.down()
    for step in range(60):
        page.mouse.move(box["x"] + 60 + 6 * step, box["y"] + 60 + 4 * step)
    page.mouse.up()
    return page.evaluate(RATE)


def measured(running: Any, path: Path) -> tuple[float, float, float | None]:
    """Main-thread CPU seconds of opening the page; frames a second as it opens, and with every cluster open."""
    page, seconds = opened(running, path, 1500)
    first, all_open = dragged(page), None
    if page.locator("#open-clusters").count():
        page.click("#open-clusters")
        page.wait_for_timeout(2000)
        all_open = dragged(page)
    page.close()
    return seconds, first, all_open


def main() -> None:
    """Print one line for each size; fail where 150 or 5,000 entities are heavier than promised."""
    kept = True
    print(f"{'entities':>8} {'claims':>7} {'write s':>8} {'bytes':>10} {'CPU s':>6} {'fps':>5} {'fps, all open':>14}")
    with tempfile.TemporaryDirectory() as name, browser() as running:
        for count, claims in SIZES:
            store, path = region(count, claims), Path(name) / f"{count}.html"
            start = time.process_time()
            path.write_text(write_explorer(store), "utf-8")
            spent = time.process_time() - start
            load, first, all_open = measured(running, path)
            last = "" if all_open is None else f"{all_open:.0f}"
            print(
                f"{count:8} {claims:7} {spent:8.2f} {path.stat().st_size:10,} {load:6.2f} {first:5.0f} {last:>14}",
                flush=True,
            )
            kept &= count != 150 or spent <= WRITTEN
            kept &= count != 5000 or (path.stat().st_size <= BYTES and load <= SECONDS and first >= RATE_PROMISED)
    assert kept, "heavier than promised"


if __name__ == "__main__":
    main()
