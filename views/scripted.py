"""A page that runs vis-network and one program of ours: its policy names both by hash, and nothing else runs."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path

from markupsafe import Markup

from . import vendored
from .page import environment

_EARLY = 'document.documentElement.classList.add("js")'
"""Run before the page is read: what only script can use is shown, what it replaces is never laid out."""
_VIEWS = Path(__file__).parent


def page(template: str, code: str, styles: str, data: Mapping[str, object], rules: str = "", **content: object) -> str:
    """A page that runs vis-network and one program of ours, and nothing else: the policy names both by their hashes.

    `rules` are style rules for this page alone, after those of `styles`. They must not come from outside.
    """
    from .. import __version__

    library = vendored.library()
    sheet = "".join((_VIEWS / path).read_text("utf-8") for path in ("theme.css", f"templates/{styles}")) + rules
    return (
        environment()
        .get_template(template)
        .render(
            policy=policy(scripts=[_EARLY, library, code], sheets=[sheet]),
            early=Markup(_EARLY),  # noqa: S704 -- ours
            sheet=Markup(sheet),  # noqa: S704 -- ours
            library=Markup(library),  # noqa: S704 -- ours, checked against its digest
            program=Markup(code),  # noqa: S704 -- ours
            record=Markup(embedded(data)),  # noqa: S704 -- no "<" is left in it
            drawn_by=vendored.record(),
            version=__version__,
            **content,
        )
    )


def policy(scripts: Iterable[str], sheets: Iterable[str]) -> str:
    """The content security policy of a page with these scripts and style sheets: no request, and no text becomes code.

    >>> policy(["1"], ["p{}"]).split("; ")[1]
    "script-src 'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='"
    """
    code, style = (
        " ".join(f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in texts)
        for texts in (scripts, sheets)
    )
    return (
        f"default-src 'none'; script-src {code}; style-src {style}; base-uri 'none'; form-action 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )


def embedded(data: Mapping[str, object]) -> str:
    r"""Data as JSON that can stand in a script element: no text in it ends the element.

    >>> embedded({"name": "</script>"})
    '{"name":"\\u003c/script>"}'
    """
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


@cache
def program(folder: str) -> str:
    """The parts of a program in the order of their names, as one that leaves no names behind."""
    parts = sorted((_VIEWS / "templates" / folder).glob("*.js"))
    return '(() => {\n"use strict";\n' + "".join(part.read_text("utf-8") for part in parts) + "})();\n"
