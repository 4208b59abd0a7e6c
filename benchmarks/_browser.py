"""A browser that pages are measured in. Needs playwright and chromium."""

from __future__ import annotations

import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def browser() -> Generator[Any]:
    """A running chromium, closed at the end of the block."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield running
        running.close()


def opened(running: Any, path: Path, wait: int) -> tuple[Any, float]:
    """The page in that file, and its main thread's CPU seconds (DevTools' TaskDuration) after `wait` milliseconds."""
    page = running.new_page(viewport={"width": 1440, "height": 900})
    tools = page.context.new_cdp_session(page)
    tools.send("Performance.enable")
    page.goto(path.as_uri())
    page.wait_for_timeout(wait)
    metrics = {each["name"]: each["value"] for each in tools.send("Performance.getMetrics")["metrics"]}
    return page, metrics["TaskDuration"]
