"""The outer element of a picture: ids, title and description, and the colours of the theme where it stands alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from markupsafe import Markup

from .text import visible

THEME = Path(__file__).parent / "theme.css"

_BLOCK = re.compile(r":root\s*\{([^}]*)\}")
_VARIABLE = re.compile(r"(--[\w-]+)\s*:\s*([^;}]+)")


@cache
def palette(*, dark: bool = False) -> Mapping[str, str]:
    """The colours of the theme by the names of their variables.

    >>> palette()["--accent"], palette(dark=True)["--accent"]
    ('#B3261E', '#FF7B6E')
    """
    light, at_night = _BLOCK.findall(THEME.read_text("utf-8"))[:2]
    found = dict(_VARIABLE.findall(light))
    if dark:
        found |= dict(_VARIABLE.findall(at_night))
    return {name: " ".join(value.split()) for name, value in found.items()}


def picture(
    name: str,
    prefix: str,
    title: str,
    said: str,
    body: Markup,
    width: int,
    height: int,
    *,
    style: str | None,
) -> str:
    """An SVG of class `name` with a title and a description for those who do not see it.

    With `style` it stands alone: it carries those rules and the theme's colours. Ids begin with `prefix`.

    >>> picture("araz-map", "m", "A & B", "", Markup(""), 2, 1, style=None)[:78]
    '<svg xmlns="http://www.w3.org/2000/svg" class="araz-map" width="2" height="1" '
    """
    # The rules are the package's own text; entities in a style element would not be read back inside HTML.
    alone = "" if style is None else f"<style>{_alone(name, style)}</style>\n"
    rules = Markup(alone)  # noqa: S704 (nothing from outside is in it)
    drawn = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="{name}" width="{width}" height="{height}"'
        ' viewBox="0 0 {width} {height}" role="{role}" aria-labelledby="{prefix}-title {prefix}-desc">\n'
        '{rules}<title id="{prefix}-title">{title}</title><desc id="{prefix}-desc">{said}</desc>\n{body}\n</svg>\n'
    )
    # Links inside an image are out of reach; in a page the picture is a group of them.
    role = "group" if style is None else "img"
    words = {"role": role, "title": visible(title), "said": visible(said), "body": body, "rules": rules}
    return str(drawn.format(name=name, prefix=prefix, width=width, height=height, **words))


def _alone(name: str, style: str) -> str:
    """The rules, after the theme's colours for light and dark."""
    light = "".join(f"{key}:{value};" for key, value in sorted(palette().items()))
    changed = [(key, value) for key, value in sorted(palette(dark=True).items()) if palette()[key] != value]
    dark = "".join(f"{key}:{value};" for key, value in changed)
    return f".{name}{{{light}}}@media (prefers-color-scheme:dark){{.{name}{{{dark}}}}}\n{style}"
