"""A page in one file: templates that escape, a style sheet, and a policy under which nothing else is run or fetched."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from .text import visible

if TYPE_CHECKING:
    from jinja2 import Environment

_VIEWS = Path(__file__).parent
_TEMPLATES = _VIEWS / "templates"


def render(template: str, *, styles: str = "", **content: object) -> str:
    """The page that a template makes of its content. Text is escaped and invisible characters are written out.

    `styles` are rules for this page alone, after those of every page. They must not come from outside.
    """
    ours = (_VIEWS / "theme.css", _TEMPLATES / "page.css", _TEMPLATES / "layers.css")
    sheet = "".join(path.read_text("utf-8") for path in ours) + styles
    return environment().get_template(template).render(sheet=Markup(sheet), policy=policy(sheet), **content)  # noqa: S704 -- ours


def policy(*sheets: str) -> str:
    """The content security policy of a page with these style sheets: no script, no request, no form, no frame.

    >>> policy("p{}").split("; ")[1]
    "style-src 'sha256-gG2yISYereRMiG2lMXrbiUgi0Ubw9p7QCeWcroOvy9Y='"
    """
    hashes = " ".join(f"'sha256-{b64encode(sha256(sheet.encode()).digest()).decode()}'" for sheet in sheets)
    return f"default-src 'none'; style-src {hashes}; base-uri 'none'; form-action 'none'"


@cache
def environment() -> Environment:
    """The templates. Every value is escaped; a character that hides or reorders text is written out."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(_TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _shown(value: object) -> object:
    if value is None:
        return ""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value
