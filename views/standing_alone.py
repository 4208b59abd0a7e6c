"""A drawing of a page as a picture of its own, which carries its style: for a notebook, a paper, a README."""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup

from .glyphs import hues
from .report_graph import Drawing
from .svg import palette

_RULES = Path(__file__).parent / "templates" / "layers.css"


def standing_alone(drawing: Drawing) -> str:
    """The drawing as SVG text with its style inside, light and dark; "" when it is empty. Links lead nowhere there."""
    if not drawing.svg:
        return ""
    light, dark = hues(drawing.kinds)
    ours = "".join(f"{name}:{value};" for name, value in sorted(palette().items()))
    night = "".join(f"{name}:{value};" for name, value in sorted(palette(dark=True).items()))
    rules = _RULES.read_text("utf-8")
    style = (
        f"svg{{{ours}background:var(--card)}}{rules}{light}@media (prefers-color-scheme:dark){{svg{{{night}}}{dark}}}"
    )
    start, end = str(drawing.svg).split(">", 1)
    head = start.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return str(Markup(f"{head}><style>{style}</style>{end}\n"))  # noqa: S704 (escaped when it was drawn)
