"""A Word file (.docx): its paragraphs and tables as they are read, with insertions accepted and deletions gone."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Protocol, cast

from ...errors import InputError
from .article import Content
from .languages import language_tag
from .parsers import parsing, quiet
from .plain import line, paragraphs

MOST_UNPACKED = 200_000_000
"""The most bytes that a file may unpack to: hundreds of times a long report."""

_MOST_PARTS = 10_000
_REMEDY = "open it in a word processor and save it again"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BREAKS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": "\t", f"{_W}noBreakHyphen": "-"}
_PASSED_OVER = frozenset({_FALLBACK, f"{_W}del", f"{_W}moveFrom", f"{_W}txbxContent", f"{_W}pPr", f"{_W}rPr"})


class Element(Protocol):
    """What is used of an element of lxml."""

    tag: object
    text: str | None

    def iterchildren(self, tag: str = ...) -> Iterator[Element]: ...  # noqa: D102
    def iterancestors(self, tag: str = ...) -> Iterator[Element]: ...  # noqa: D102
    def iter(self, tag: str) -> Iterator[Element]: ...  # noqa: D102
    def find(self, path: str) -> Element | None: ...  # noqa: D102


def read_word(data: bytes, place: str) -> Content:
    """The text of a .docx file; title, language and date of creation from its properties.

    `InputError` for a file that is locked, broken, or unpacks to more than `MOST_UNPACKED` bytes.
    """
    with parsing("Word file", place, _REMEDY), quiet("docx"):
        _check_size(data, place)
        from docx import Document

        document = Document(io.BytesIO(data))
        properties = document.core_properties
        body = cast(Element, document.element.body)
        heading = next((p.text for p in document.paragraphs if p.style and p.style.name in {"Title", "Heading 1"}), "")
        created = properties.created
        return Content(
            paragraphs(_blocks(body)),
            title=line(properties.title or heading),
            published="" if created is None or properties.author == "python-docx" else created.date().isoformat(),
            lang=language_tag(properties.language or ""),
        )


def _check_size(data: bytes, place: str) -> None:
    # A part never yields more than the directory says it is long, whatever lies in it.
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
    size = sum(part.file_size for part in parts)
    if size > MOST_UNPACKED or len(parts) > _MOST_PARTS:
        raise InputError(
            f"it unpacks to {size:,} bytes in {len(parts):,} parts, more than {MOST_UNPACKED:,} in {_MOST_PARTS:,}",
            place=place,
            remedy="save its text without pictures as .docx or .txt",
        )


def _blocks(parent: Element) -> Iterator[str]:
    """The paragraphs and tables below an element, in order, whatever wraps them; a table is one block of rows."""
    for child in parent.iterchildren():
        if child.tag == f"{_W}p":
            item = child.find(f"{_W}pPr/{_W}numPr") is not None
            words = _words(child)
            yield f"- {words}" if item and words.strip() else words
            # A text box stands in its paragraph and is read after it.
            for box in child.iter(f"{_W}txbxContent"):
                if not any(each.tag == _FALLBACK for each in box.iterancestors()):
                    yield from _blocks(box)
        elif child.tag == f"{_W}tbl":
            yield "\n".join(_rows(child))
        elif child.tag not in _PASSED_OVER:
            yield from _blocks(child)


def _rows(table: Element) -> Iterator[str]:
    own = (row for row in table.iter(f"{_W}tr") if next(row.iterancestors(f"{_W}tbl")) is table)
    for row in own:
        cells = (" ".join(" ".join(_blocks(cell)).split()) for cell in row.iterchildren(f"{_W}tc"))
        yield " | ".join(cells)


def _words(parent: Element) -> str:
    words = ""
    for child in parent.iterchildren():
        if child.tag == f"{_W}t":
            words += child.text or ""
        elif isinstance(child.tag, str) and child.tag in _BREAKS:
            words += _BREAKS[child.tag]
        elif child.tag not in _PASSED_OVER:
            words += _words(child)
    return words
