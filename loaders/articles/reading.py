"""Reads one document, whatever it is: told by what it starts with, by its ending, by what a server says of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePath
from typing import IO
from urllib.parse import urlsplit

from ...errors import InputError, UsageError
from ..document import Document
from .article import Article, Content, is_address
from .encodings import decode
from .fetching import LARGEST, Fetched, fetch
from .languages import language_of
from .plain import has_words

ENDINGS = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".pdf", ".docx")
"""The endings of files that are articles."""

_KINDS = {
    **{".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown"},
    **{".html": "page", ".htm": "page", ".xhtml": "page", ".pdf": "pdf", ".docx": "word"},
}
_TYPES = {
    "text/html": "page",
    "application/xhtml+xml": "page",
    "text/plain": "text",
    "text/markdown": "markdown",
    "text/x-markdown": "markdown",
    "application/pdf": "pdf",
    "application/x-pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "word",
}
# A server that says one of these says nothing.
_ANY_TYPE = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/download"})
_HEAD = 4096
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_OTHERS = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old .doc file, or one locked with a password"),
    (b"{\\rtf", "an .rtf file"),
    (b"PK\x03\x04", "a packed file that is no .docx"),
)
_SAVE_AS = "save it as .docx, .pdf or .txt and load that"


def read_article(
    place: str | Path, *, stream: IO[bytes] | None = None, fetch: Callable[[str], Fetched] = fetch
) -> Article:
    """The article in a file, in a `stream` called `place`, or at a web address, which `fetch` gets.

    Text (.txt), Markdown, HTML, PDF and Word (.docx) are read. Raises `InputError` for what cannot be read, is larger
    than 50 MB, or holds no text.

    >>> import io
    >>> read_article("dam.md", stream=io.BytesIO(b"# A dam\\n\\nIran *operates* Khudafarin.")).text
    'A dam\\n\\nIran operates Khudafarin.'
    """
    name = str(place)
    if stream is None and is_address(name):
        found = fetch(name)
        content = _read(found.data, name, kind=_kind_served(found, name), url=found.url, charset=found.charset)
    else:
        data = _bytes(name, stream)
        content = _read(data, name, kind=_kind(data, _KINDS.get(PurePath(name).suffix.lower(), ""), name))
    if not has_words(content.text):
        raise InputError("it holds no words", place=name, remedy="give a document with text in it")
    return Article.of(content if content.lang else replace(content, lang=language_of(content.text)), name)


def _bytes(name: str, stream: IO[bytes] | None) -> bytes:
    if stream is not None:
        data = stream.read(LARGEST + 1)
    elif name == "-":
        raise UsageError("- stands for a stream, and there is none", remedy="give the stream as well")
    else:
        document = Document.of_path(name)
        try:
            data = b"" if document.size() > LARGEST else Path(name).read_bytes()
            too_large = document.size() > LARGEST
        except OSError as error:
            raise InputError(f"it cannot be read ({error.strerror})", place=name, remedy="check its rights") from None
        if too_large:
            raise _too_large(name)
    if len(data) > LARGEST:
        raise _too_large(name)
    return data


def _too_large(name: str) -> InputError:
    return InputError(f"it is larger than {LARGEST:,} bytes", place=name, remedy="split it, or save its text alone")


def _kind_served(found: Fetched, name: str) -> str:
    """The kind of what a server sent."""
    said = _TYPES.get(found.content_type, "")
    ending = _KINDS.get(PurePath(urlsplit(found.url).path).suffix.lower(), "")
    if not said and found.content_type not in _ANY_TYPE:
        raise InputError(
            f"what the server sends is {found.content_type!r}, not a page or document",
            place=name,
            remedy="give the address of the article itself",
        )
    # Plain text is what servers call Markdown too.
    wanted = ending if said == "text" and ending == "markdown" else said or ending
    return _kind(found.data, wanted, name)


def _kind(data: bytes, wanted: str, name: str) -> str:
    """The kind of a document whose name or server says `wanted` ("" for nothing); what it starts with counts more."""
    head = data[:_HEAD]
    if not head.strip():
        raise InputError("it is empty", place=name, remedy="give a document with text in it")
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK\x03\x04") and (wanted == "word" or b"word/document.xml" in data):
        return "word"
    for mark, what in _OTHERS:
        if head.startswith(mark):
            raise InputError(f"this is {what}", place=name, remedy=_SAVE_AS)
    if wanted in {"pdf", "word"}:
        what = "a PDF" if wanted == "pdf" else "a .docx file"
        raise InputError(
            f"this is not {what}, whatever its name says: it starts with {head[:16]!r}",
            place=name,
            remedy="get it again, or give it the ending of what it is",
        )
    return wanted or ("page" if _PAGE.search(head) else "text")


def _read(data: bytes, name: str, *, kind: str, url: str = "", charset: str = "") -> Content:
    # Each reader is imported when its kind comes in: text needs none of the parsers.
    if kind == "page":
        from .page import read_page

        return read_page(data, name, url=url, charset=charset)
    if kind == "pdf":
        from .pdf import read_pdf

        content = read_pdf(data, name)
    elif kind == "word":
        from .word import read_word

        content = read_word(data, name)
    elif kind == "markdown":
        from .markdown import read_markdown

        content = read_markdown(decode(data, name, charset))
    else:
        from .textfile import read_text

        content = read_text(decode(data, name, charset))
    return replace(content, url=url or content.url)
