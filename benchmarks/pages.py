"""How heavy the explorer is, in a real browser: `python benchmarks/pages.py`.

Made-up regions of several sizes, hubs with what is around them. Printed for each are the CPU seconds to write the page,
its bytes, the CPU seconds of the browser's main thread until it stands still (DevTools' TaskDuration), and frames a
second while the picture is dragged: as it opens, and with every cluster open. Needs playwright and chromium.
"""

from __future__ import annotations

import random
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

from araz.graph.claim import Claim, Entity, Name, Passage, Source
from araz.graph.dates import Interval
from araz.graph.memory import MemoryStore
from araz.graph.ref import Ref
from araz.graph.store import Batch
from araz.ontology.vocabulary import Kind, Modality, Relation
from araz.views.explorer import write_explorer

SIZES = ((150, 300), (1000, 1800), (5000, 8500), (8000, 14000))
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


def measured(browser: Any, path: Path) -> tuple[float, float, float | None]:
    """Main-thread CPU seconds of opening the page; frames a second as it opens, and with every cluster open."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    tools = page.context.new_cdp_session(page)
    tools.send("Performance.enable")
    page.goto(path.as_uri())
    page.wait_for_timeout(1500)
    metrics = {each["name"]: each["value"] for each in tools.send("Performance.getMetrics")["metrics"]}
    first, all_open = dragged(page), None
    if page.locator("#open-clusters").count():
        page.click("#open-clusters")
        page.wait_for_timeout(2000)
        all_open = dragged(page)
    page.close()
    return metrics["TaskDuration"], first, all_open


def main() -> None:
    """Print one line for each size."""
    from playwright.sync_api import sync_playwright

    print(f"{'entities':>8} {'claims':>7} {'write s':>8} {'bytes':>10} {'CPU s':>6} {'fps':>5} {'fps, all open':>14}")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for count, claims in SIZES:
            store, path = region(count, claims), Path(name) / f"{count}.html"
            start = time.process_time()
            path.write_text(write_explorer(store), "utf-8")
            spent = time.process_time() - start
            load, first, all_open = measured(browser, path)
            last = "" if all_open is None else f"{all_open:.0f}"
            print(
                f"{count:8} {claims:7} {spent:8.2f} {path.stat().st_size:10,} {load:6.2f} {first:5.0f} {last:>14}",
                flush=True,
            )
        browser.close()


if __name__ == "__main__":
    main()
