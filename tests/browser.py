"""A real browser without a network, and what it saw: requests, console, errors, harm.

tests/conftest.py has these fixtures for every folder: a session can have but one such browser.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

AXE = "axe-core@4.14.1"  # MPL-2.0: it tests pages, and is in none of them.
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@dataclass
class Watch:
    """What a page did while it was looked at."""

    requests: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def clean(self) -> bool:
        return not self.requests and not self.said


@dataclass
class Shown:
    """A page in the browser."""

    page: Any
    watch: Watch


@pytest.fixture(scope="session")
def browser(missing) -> Iterator[Any]:
    """Debian's chromium, or the one on the path; one for the session."""
    try:
        from playwright import sync_api as api
    except ImportError:
        missing("chromium", "playwright is not installed")
    found = next((path for name in ("chromium", "chromium-browser") if (path := shutil.which(name))), None)
    if found is None:
        missing("chromium", "there is no chromium on the path")
    with api.sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        )
        yield running
        running.close()


@pytest.fixture
def look(browser, tmp_path):
    """`look(html, …)`: the page in a browser that can reach nothing; `dark`, `phone` and `script` say how."""
    contexts = []

    def opened(html: str, *, dark: bool = False, phone: bool = False, script: bool = True, at: str = "") -> Shown:
        path = tmp_path / f"page{len(contexts)}.html"
        path.write_text(html, "utf-8")
        context = browser.new_context(
            viewport=PHONE if phone else WIDE,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            java_script_enabled=script,
            accept_downloads=True,
            offline=True,
        )
        contexts.append(context)
        page, watch = context.new_page(), Watch()
        own = path.as_uri()
        page.on("request", lambda r: watch.requests.append(r.url) if not r.url.startswith((own, "blob:")) else None)
        page.on("console", lambda m: watch.said.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: watch.said.append(str(error)))
        page.on("dialog", lambda dialog: (watch.said.append(dialog.message), dialog.dismiss()))
        page.goto(own + at)
        return Shown(page, watch)

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def axe(missing, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The source of axe-core, brought by npm."""
    if shutil.which("npm") is None:
        missing("axe", "there is no npm")
    folder = tmp_path_factory.mktemp("axe")
    done = subprocess.run(["npm", "pack", AXE, "--json"], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        missing("axe", f"npm cannot bring {AXE}")
    with tarfile.open(folder / json.loads(done.stdout)[0]["filename"]) as archive:
        member = archive.extractfile("package/axe.min.js")
        assert member is not None
        return member.read().decode()


@pytest.fixture
def violations(axe):
    """`violations(page)`: what axe-core finds serious or critical, as short lines."""

    def found(page: Any) -> list[str]:
        page.evaluate(axe)
        report = page.evaluate("() => axe.run(document, { resultTypes: ['violations'] })")
        return [
            f"{each['id']}: {node['target']} {node['failureSummary']}"
            for each in report["violations"]
            if each["impact"] in ("serious", "critical")
            for node in each["nodes"]
        ]

    return found
