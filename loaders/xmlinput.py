"""XML on its way in: nothing outside the file is asked for, and no entity makes a little into a lot."""

from __future__ import annotations

import re

from ..errors import InputError
from .document import shown

_ENTITY = re.compile(rb"<!ENTITY\s+(%?)\s*([^\s>]+)\s+(?:(SYSTEM|PUBLIC)\b|\"([^\"]*)\"|'([^']*)')")
_OUTSIDE = re.compile(rb"<!DOCTYPE[^\[>]*\b(?:SYSTEM|PUBLIC)\b")
_REFERENCE = re.compile(rb"&(?!#|amp;|lt;|gt;|quot;|apos;)")
_DECLARED = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"'][^>]*\?>")
_EXPANDED = 1 << 25


def checked_xml(data: bytes, name: str) -> bytes:
    """The same XML as UTF-8, unless its document type reaches outside the file or its entities could blow it up."""
    entities = list(_ENTITY.finditer(data))
    if _OUTSIDE.search(data) or any(found[3] for found in entities):
        raise InputError(
            "the XML refers to something outside the file (SYSTEM or PUBLIC)",
            place=name,
            remedy="take that out of its DOCTYPE, nothing is fetched",
        )
    grown = 0
    for found in entities:
        value = found[4] or found[5] or b""
        if found[1] or _REFERENCE.search(value):
            raise InputError(
                f"the XML entity {shown(found[2])} is made of other entities", place=name, remedy="write its value out"
            )
        grown += data.count(b"&" + found[2] + b";") * len(value)
    if grown > _EXPANDED or len(entities) < data.count(b"<!ENTITY"):
        raise InputError("the XML holds entities that are not allowed", place=name, remedy="write their values out")
    return xml_as_utf8(data, name)


def xml_as_utf8(data: bytes, name: str) -> bytes:
    """The same XML without its declaration, decoded as that says."""
    declared = _DECLARED.match(data)
    if declared is None or declared[1].lower() == b"utf-8":
        return data
    rest = data[declared.end() :]
    encoding = declared[1].decode("ascii")
    try:
        # UTF-16 has been turned into UTF-8 by then; only the declaration is behind.
        return rest if encoding.lower().startswith("utf-16") else rest.decode(encoding).encode("utf-8")
    except (LookupError, UnicodeError):
        raise InputError(
            f"the XML is not {encoding}, as it says", place=f"{name}:1", remedy="save it as UTF-8"
        ) from None
