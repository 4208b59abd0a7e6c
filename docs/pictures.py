"""Make the pictures of the docs in a browser: `python -m araz.docs.pictures` (needs playwright, chromium and pillow).

The answer page of the headline question over the bundled example: light, dark, on a phone, and as it is printed.
"""

from __future__ import annotations

import io
import shutil
import tempfile
from pathlib import Path
from typing import Any

HEADLINE = "Which shared infrastructure is exposed if Iran destabilises?"
FOLDER = Path(__file__).parent / "pictures"
COLOURS = 256
STATES: dict[str, dict[str, Any]] = {
    "report-light": {"viewport": {"width": 1440, "height": 1500}},
    "report-dark": {"viewport": {"width": 1440, "height": 1500}, "color_scheme": "dark"},
    "report-phone": {"viewport": {"width": 390, "height": 1500}},
    "report-print": {"viewport": {"width": 760, "height": 1075}},
}
"""The browser's settings for each picture; all of them are of the top of the page."""


def taken(browser: Any, path: Path, name: str) -> bytes:
    """The picture of a page in one state, as PNG of few colours, so that it stays small."""
    from PIL import Image

    context = browser.new_context(offline=True, reduced_motion="reduce", **STATES[name])
    page = context.new_page()
    page.goto(path.as_uri())
    if name.endswith("print"):
        page.emulate_media(media="print")
    image = Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    context.close()
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def main() -> None:
    """Write the pictures, and say how large each is."""
    from playwright.sync_api import sync_playwright

    from .. import open as open_graph

    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright, open_graph("example") as graph:
        path = Path(folder) / "answer.html"
        path.write_text(graph.report(graph.ask(HEADLINE), question=HEADLINE), "utf-8")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name in STATES:
            made = taken(browser, path, name)
            (FOLDER / f"{name}.png").write_bytes(made)
            print(f"docs/pictures/{name}.png {len(made):,} bytes")  # noqa: T201
        browser.close()


if __name__ == "__main__":
    main()
