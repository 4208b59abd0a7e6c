"""Any picture of Araz as a file for a paper: SVG as it is, or PNG."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

from ..errors import InputError, UsageError
from .files import write_file
from .svg import palette

_NIGHT = re.compile(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_VARIABLE = re.compile(r"var\((--[\w-]+)\s*(?:,\s*([^()]*))?\)")

FONTS = '"Liberation Sans", "DejaVu Sans", "Noto Sans", Arial, Helvetica, sans-serif'
"""What a PNG is written in: the drawing library knows no `system-ui`."""


def write_picture(svg: str, path: str | Path, *, scale: float = 2.0, dark: bool = False) -> None:
    """Write a picture by the suffix of `path`: `.svg`, or `.png` with `scale` pixels for each of the SVG's.

    A PNG is light unless `dark`. Raises `UsageError` for another suffix, and where PNG is asked for and `resvg_py`
    (extra `pictures`) is not installed; `InputError` where the file cannot be written.
    """
    target = Path(path)
    kind = target.suffix.lower()
    if kind == ".svg":
        write_file([svg], target)
    elif kind == ".png":
        _write_bytes(png(svg, scale=scale, dark=dark), target)
    else:
        raise UsageError(f"{target.name!r} is neither .svg nor .png", remedy="choose one of the two")


def png(svg: str, *, scale: float = 2.0, dark: bool = False) -> bytes:
    """The bytes of a PNG. Raises `UsageError` where `resvg_py` is not installed, `InputError` for broken SVG."""
    try:
        import resvg_py
    except ImportError:
        raise UsageError("PNG needs resvg_py", remedy='pip install "araz[pictures]", or write .svg') from None
    try:
        return bytes(resvg_py.svg_to_bytes(svg_string=plain(svg, dark=dark), zoom=scale))
    except ValueError as error:
        raise InputError(f"the picture cannot be drawn: {error}", remedy="check that it is whole SVG") from error


def plain(svg: str, *, dark: bool = False) -> str:
    """The same SVG for tools that know neither CSS variables nor themes: colours written out, media rules dropped.

    >>> plain("<svg><style>.a{fill:var(--accent)}</style></svg>")
    '<svg><style>.a{fill:#B3261E}</style></svg>'
    """
    colours = palette(dark=dark)

    def rules(found: re.Match[str]) -> str:
        body = _VARIABLE.sub(lambda v: FONTS if v[1] == "--sans" else colours.get(v[1], v[2] or "none"), found[2])
        night = "".join(m[0][m[0].index("{") + 1 : -1] for m in _NIGHT.finditer(body) if dark and "dark" in m[0])
        return found[1] + _NIGHT.sub("", body) + night + found[3]

    return re.sub(r"(<style[^>]*>)(.*?)(</style>)", rules, svg, flags=re.DOTALL)


def _write_bytes(data: bytes, path: Path) -> None:
    unfinished: str | None = None
    try:
        with tempfile.NamedTemporaryFile("wb", dir=path.parent, delete=False) as out:
            unfinished = out.name
            out.write(data)
        os.replace(unfinished, path)  # noqa: PTH105 (one call, atomic; Path.replace is the same)
        unfinished = None
    except OSError as error:
        raise InputError(f"cannot write: {error.strerror}", place=str(path), remedy="choose another place") from error
    finally:
        if unfinished is not None:
            Path(unfinished).unlink(missing_ok=True)
