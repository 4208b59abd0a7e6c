"""Small real documents, made when they are asked for."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

PARAGRAPHS = (
    "Kenya and Ethiopia will share the power of a second interconnector, the two energy ministries said on Tuesday, "
    "after a dispute over the first one had held up payments for more than a year.",
    "Officials in Nairobi called the line a lifeline for the long-term supply of the coast. Addis Ababa expects to "
    "earn some $40 million a year, though “much depends on the rains”, as one engineer put it.",
    "Opposition leaders doubt it. They say that the corridor crosses land which pastoralists use, and that nobody "
    "asked them.",
)

PAGE = """<!doctype html><html lang="en-GB"><head><meta charset="utf-8">
<title>A second line to the coast | The Rift Courier</title>
<meta property="og:site_name" content="The Rift Courier">
<meta property="article:published_time" content="2026-01-13T08:00:00+03:00">
<link rel="canonical" href="https://courier.example/second-line"></head><body>
<nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article><h1>A second line to the coast</h1><p>{}</p><p>{}</p><p>{}</p>
<ul><li>Length: 1,045 km</li><li>Power: 2,000 MW</li></ul>
<table><tr><th>State</th><th>MW</th></tr><tr><td>Kenya</td><td>400</td></tr></table></article>
<footer>All rights reserved. Cookies.</footer><script>document.write("tracked")</script></body></html>"""


def page(*paragraphs: str, encoding: str = "utf-8") -> bytes:
    """A news page in an encoding that it declares."""
    return PAGE.format(*(paragraphs or PARAGRAPHS)).replace("utf-8", encoding).encode(encoding, "xmlcharrefreplace")


def pdf(
    paragraphs: Sequence[str] = PARAGRAPHS, *, title: str = "", columns: int = 1, head: str = "", lock: str = ""
) -> bytes:
    """A PDF with justified text, in columns, with a running head and page numbers."""
    from reportlab.lib.pagesizes import A5
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

    def edge(canvas: Canvas, document: BaseDocTemplate) -> None:
        if head:
            canvas.drawString(40, 570, head)
            canvas.drawString(200, 20, str(document.page))

    written = io.BytesIO()
    document = BaseDocTemplate(written, pagesize=A5, title=title or None, lang="en-GB", invariant=1)
    width = 340 / columns
    frames = [Frame(40 + n * width, 40, width - 10, 510) for n in range(columns)]
    document.addPageTemplates([PageTemplate(frames=frames, onPage=edge)])
    style = ParagraphStyle("body", fontSize=10, leading=12, alignment=4, spaceAfter=6)
    document.build([Paragraph(each, style) for each in paragraphs])
    data = written.getvalue()
    return _locked(data, lock) if lock else data


def _locked(data: bytes, lock: str) -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt(*(("", "owner") if lock == "owner" else (lock,)), algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def scan() -> bytes:
    """A PDF of two pages that hold a picture each, as a scanner makes them."""
    from PIL import Image

    written = io.BytesIO()
    sheet = Image.new("L", (60, 80), 200)
    sheet.save(written, "PDF", save_all=True, append_images=[sheet])
    return written.getvalue()


def word(paragraphs: Sequence[str] = PARAGRAPHS, *, title: str = "") -> bytes:
    """A Word file with a heading, a list and a table."""
    import datetime

    from docx import Document

    document = Document()
    document.core_properties.title = title
    document.core_properties.author = "A. Writer"
    document.core_properties.language = "en-KE"
    document.core_properties.created = datetime.datetime(2026, 1, 13)
    document.add_heading("A second line to the coast", 1)
    for each in paragraphs:
        document.add_paragraph(each)
    table = document.add_table(rows=0, cols=2)
    for row in (("State", "MW"), ("Kenya", "400")):
        for cell, said in zip(table.add_row().cells, row, strict=True):
            cell.text = said
    document.add_paragraph("The line is to open in 2029.")
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def rewritten(data: bytes, part: str, change) -> bytes:
    """A packed file in which one part is changed."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == part else content)
    return written.getvalue()
