"""A PDF: the text of its pages, line breaks and hyphens of the layout undone, running heads and page numbers gone.

Measured against pdfplumber on five files of one and two columns: the same words but for one in a hundred, in a half to
a twelfth of the time, and one column after the other, where pdfplumber reads across both unless told otherwise.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from ...errors import InputError
from .article import Content
from .languages import language_tag
from .lines import joined, without_running_lines
from .parsers import parsing, quiet
from .plain import allowed, has_words, heading, line

if TYPE_CHECKING:
    from pypdf import PdfReader

_REMEDY = "open it in a PDF viewer and save or print it as a new PDF"
# Titles that programs put in: the name of the file that was printed, or a word for none.
_PRINTED = "microsoft word -"
_NO_TITLE = frozenset(
    {"untitled", "untitled document", "document", "(anonymous)", "anonymous", "presentation", "slide 1"}
)
_FILE_ENDINGS = (".doc", ".docx", ".pdf", ".indd", ".tex", ".dvi", ".qxd", ".odt", ".rtf", ".html")


def read_pdf(data: bytes, place: str) -> Content:
    """The text of a PDF with what its properties say: title, date of creation, publisher, language.

    `InputError` for a file that is locked or broken, and for one without letters: scanned pages are pictures.
    """
    with parsing("PDF", place, _REMEDY), quiet("pypdf"):
        from pypdf import PdfReader

        reader = PdfReader(io.BytesIO(data))
        # Many are locked against changes only, and open with an empty password.
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError(
                "this PDF is locked with a password", place=place, remedy="save a copy without one, and load that"
            )
        pages = [allowed(page.extract_text()).split("\n") for page in reader.pages]
        content = _described(reader, joined(without_running_lines(pages)))
    if not has_words(content.text):
        raise InputError(
            f"this PDF has no text in its {len(pages)} pages: they are pictures, as of a scan",
            place=place,
            remedy="run text recognition (OCR) over it first",
        )
    return content


def _described(reader: PdfReader, text: str) -> Content:
    about, more = reader.metadata, reader.xmp_metadata
    title = line(str((about and about.title) or ""))
    if title.lower().startswith(_PRINTED) or title.lower() in _NO_TITLE or title.lower().endswith(_FILE_ENDINGS):
        title = ""
    created = about.creation_date if about else None
    publishers = (more and more.dc_publisher) or []
    return Content(
        text,
        title=title or heading(text),
        publisher=line(", ".join(map(str, publishers))),
        published="" if created is None else created.date().isoformat(),
        lang=language_tag(str(reader.root_object.get("/Lang", ""))),
    )
