"""Front matter: what a text file says of itself between two lines of --- at its top."""

from __future__ import annotations

import re

from .languages import language_tag
from .plain import line, partial_date

_BLOCK = re.compile(r"\s*---[ \t]*\n(.{0,20000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"([A-Za-z][\w-]*)[ \t]*:(?:[ \t]+(.*))?\Z")
_OTHER = re.compile(r"\s*(?:#.*)?\Z|[ \t]|- ")
_KEYS = {
    "title": ("title",),
    "publisher": ("publisher", "sitename", "site", "outlet"),
    "published": ("published", "date", "publishdate", "pubdate"),
    "url": ("url", "link", "canonical", "canonicalurl", "sourceurl", "source"),
    "lang": ("lang", "language"),
}


def front_matter(text: str) -> tuple[dict[str, str], int]:
    r"""What the front matter says, by the names of `Article`, and how many code points it takes; ({}, 0) without one.

    Fields of one line are read, lists and nested ones passed over. `source` is an address or else the publisher.

    >>> front_matter("---\ntitle: 'Iran shuts its border'\ndate: 2026-01-12\n---\nTehran said so.")
    ({'title': 'Iran shuts its border', 'published': '2026-01-12'}, 56)
    """
    block = _BLOCK.match(text)
    if block is None:
        return {}, 0
    said: dict[str, str] = {}
    for each in block[1].split("\n"):
        field = _FIELD.match(each)
        if field is not None:
            said.setdefault(re.sub(r"[_-]", "", field[1].lower()), _unquoted(field[2] or ""))
        elif _OTHER.match(each) is None:
            # A text between two rules, not front matter.
            return {}, 0
    if not said:
        return {}, 0
    return _named(said), block.end()


def _named(said: dict[str, str]) -> dict[str, str]:
    found = {name: next((said[key] for key in keys if said.get(key)), "") for name, keys in _KEYS.items()}
    if not found["url"].lower().startswith(("http://", "https://")):
        found["publisher"] = found["publisher"] or said.get("source", "")
        found["url"] = ""
    found["published"] = partial_date(found["published"])
    found["lang"] = language_tag(found["lang"])
    return {name: value for name, value in found.items() if value}


def _unquoted(value: str) -> str:
    value = line(value)
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1].strip()
    return re.sub(r"\s+#.*", "", value)
