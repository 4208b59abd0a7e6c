"""How heavy answer pages are, in a real browser: `python benchmarks/answer_page.py`.

Printed for each page are the CPU seconds to write it, its bytes, and the CPU seconds of the browser's main thread until
it stands still (DevTools' TaskDuration), with an empty page before it to compare with. Promised for the headline
question are 700,000 bytes and 0.6 s. Needs playwright and chromium.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import araz
from _browser import browser, opened

HEADLINE = "Which shared infrastructure is exposed if Iran destabilises?"
BYTES, SECONDS = 700_000, 0.6


def pages(graph: araz.Graph) -> dict[str, Callable[[], str]]:
    """What is measured, by name."""
    return {
        "empty page": lambda: "<!doctype html><title>empty</title>",
        HEADLINE: lambda: graph.report(graph.ask(HEADLINE), question=HEADLINE),
        "stance of Azerbaijan on Iran": lambda: graph.report(graph.ask("stance", "Azerbaijan", "Iran")),
        "all about Iran": lambda: graph.report(graph.show("Iran")),
    }


def busy(running: Any, path: Path) -> float:
    """Main-thread CPU seconds of opening the page: the median of five times."""
    found: list[float] = []
    for _ in range(5):
        page, seconds = opened(running, path, 800)
        found.append(seconds)
        page.close()
    return statistics.median(found)


def main() -> None:
    """Print one line for each page; fail where the headline question's is heavier than promised."""
    print(f"{'page':62} {'write s':>8} {'bytes':>9} {'CPU s':>6}")
    with tempfile.TemporaryDirectory() as folder, browser() as running, araz.open("example") as graph:
        for name, make in pages(graph).items():
            start = time.process_time()
            html = make()
            spent = time.process_time() - start
            path = Path(folder) / "page.html"
            path.write_text(html, "utf-8")
            size, seconds = path.stat().st_size, busy(running, path)
            print(f"{name:62} {spent:8.2f} {size:9,} {seconds:6.2f}", flush=True)
            assert name != HEADLINE or (size <= BYTES and seconds <= SECONDS), "heavier than promised"


if __name__ == "__main__":
    main()
