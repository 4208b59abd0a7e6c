"""Bytes as text, whatever they were written in: by their mark, by what is declared, else by how they look."""

from __future__ import annotations

import codecs

from ...errors import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # Before UTF-16, whose mark is the first half of it.
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# On the web these names mean the larger Windows and GB sets (WHATWG Encoding Standard, section 4.2).
_LARGER = {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030"}
_LATIN = frozenset(
    {"cp1250", "cp1252", "cp1254", "cp1257", *(f"iso8859_{n}" for n in (1, 2, 3, 4, 9, 10, 13, 14, 15, 16))}
)
# Windows code pages by the languages that they were made for; every other Latin one is written in cp1252.
_REGIONAL = {
    **dict.fromkeys(("tr", "az"), "cp1254"),
    **dict.fromkeys(("pl", "cs", "sk", "hu", "ro", "hr", "sl", "bs", "sq"), "cp1250"),
    **dict.fromkeys(("lt", "lv", "et"), "cp1257"),
}
_SAMPLE = 1 << 18
_BROKEN = 0.01


def decode(data: bytes, place: str, declared: str = "") -> str:
    """The text, without its byte order mark. `declared` is the encoding that a header or a page names.

    A few bytes that are wrong in an encoding that is declared become U+FFFD each. `InputError` when the bytes are no
    text, or their encoding cannot be told.

    >>> decode("Şırnak".encode("cp1254"), "a.html", declared="iso-8859-9")
    'Şırnak'
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    _check_text(data, place)
    named = _known(declared)
    for name in filter(None, (named, "utf-8")):
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            pass
    # Cut pages and single wrong bytes are common, and no reason to doubt what the page says of itself.
    for name in filter(None, (named, "utf-8")):
        text = data.decode(name, "replace")
        if _few_broken(text):
            return text
    return _by_looks(data, place)


def _known(declared: str) -> str:
    try:
        name = codecs.lookup(declared.strip().strip("\"'")).name
    except (LookupError, ValueError):
        return ""
    # A page whose declaration we could read as ASCII is not UTF-16, and codecs such as rot13 are no encodings.
    if name.startswith(("utf-16", "utf-32")) or (name not in _TEXTUAL and not name.startswith(_FAMILIES)):
        return ""
    return _LARGER.get(name, name)


_TEXTUAL = frozenset({"ascii", "utf-8", "gb2312", "gbk", "gb18030", "big5", "big5hkscs", "shift_jis", "johab"})
_FAMILIES = ("iso8859", "cp", "koi8", "euc_", "iso2022", "mac-", "tis-620", "ptcp154", "kz1048", "shift_jis")


def _few_broken(text: str) -> bool:
    beyond = sum(not each.isascii() for each in text)
    broken = text.count("\ufffd")
    # Against the letters that are not ASCII too: in a Turkish text read as UTF-8 nearly all of them break.
    return broken <= _BROKEN * len(text) and broken * 4 <= beyond


def _by_looks(data: bytes, place: str) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    if best is None:
        raise InputError("its encoding cannot be told", place=place, remedy="save it as UTF-8")
    return data.decode(_of_the_region(data, best.encoding), "replace")


def _of_the_region(data: bytes, name: str) -> str:
    """The Windows encoding of the text's language, where the guess is one of those for Latin letters.

    They differ in a few letters each, by which charset-normalizer cannot tell them in a short text.
    """
    from .languages import language_of

    if name not in _LATIN:
        return name
    own = _REGIONAL.get(language_of(data.decode(name, "replace")), "cp1252")
    try:
        data.decode(own)
    except UnicodeDecodeError:
        return name
    return own


def _check_text(data: bytes, place: str) -> None:
    sample = data[:8192]
    controls = sum(byte < 32 and byte not in b"\t\n\v\f\r\x1a\x1b" for byte in sample)
    if sample.count(0) * 4 >= len(sample) > 0:
        raise InputError("it is binary, or UTF-16 without a mark", place=place, remedy="save it as UTF-8 text")
    if sample.count(0) > 3 or (controls > 3 and controls * 20 > len(sample)):
        raise InputError(
            "it is binary, not text", place=place, remedy="give .txt, .md, .html, .pdf or .docx, or an address"
        )
