"""Reading drawn pictures back, comparing them tolerantly, and the texts that no picture may obey.

Pictures are compared a block of pixels at a time, so that another machine's letters do not matter, but a part that is
gone, moved, or of another colour does.
"""

from __future__ import annotations

import io
from pathlib import Path
from xml.etree import ElementTree as ET

from ..conftest import needed

GOLDEN = Path(__file__).parent / "golden"
SMALL = (96, 64)
"""The size at which pictures are compared: one pixel for a block of fifteen."""

MOST, FEW = 20, 0.025
"""How far (0 to 255) a block may be off, and what share of the blocks may be off by more."""

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = ["<script>alert(1)</script>", '" onload="x', "]]>&<!--", "a\u202eb", "{{7*7}}${x}", "javascript:alert(1)"]


def tree(svg):
    """The parsed picture; a picture that is not well-formed fails here."""
    return ET.fromstring(svg)  # noqa: S314 (it was drawn by the test)


def texts(svg):
    """All texts that a picture shows or says."""
    return [part.text for part in tree(svg).iter() if part.text and part.text.strip()]


def classes(svg):
    """All style classes that a picture uses."""
    return {name for part in tree(svg).iter() for name in part.get("class", "").split()}


def shrunk(data, size=SMALL):
    """A picture (its bytes) at the size at which it is compared."""
    image = needed("pictures", "PIL.Image")
    return image.open(io.BytesIO(data)).convert("RGB").resize(size, image.Resampling.BOX)


def kept(name):
    """The small picture of that name that a person has looked at."""
    return needed("pictures", "PIL.Image").open(GOLDEN / f"{name}.png").convert("RGB")


def off(one, other) -> float:
    """The share of blocks that are further off than another machine's letters make them."""
    pairs = list(zip(one.tobytes(), other.tobytes(), strict=True))
    return sum(abs(a - b) > MOST for a, b in pairs) / len(pairs)
