"""Text from outside, made safe for a terminal."""

from __future__ import annotations

import re

# Marks that reorder or hide what follows: a name must not rewrite the line it stands in.
_UNSEEN = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\x00-\x09\x0b-\x1f\x7f-\x9f]")


def visible(text: str) -> str:
    r"""The text with every invisible or reordering character written out.

    >>> visible("a\u202eb")
    'a<U+202E>b'
    """
    return _UNSEEN.sub(lambda found: f"<U+{ord(found[0]):04X}>", text)


def cell(value: object) -> str:
    """A value as a table shows it: nothing for None, up to three decimals for a number.

    >>> cell(0.25), cell(None), cell(True)
    ('0.25', '', 'true')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.12g}"
    return visible(str(value))
