"""A document that cannot be read says why, where, and what to do."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from araz.errors import InputError, UsageError
from araz.loaders.articles import reading, word
from araz.loaders.articles.reading import read_article

from . import documents

BLANK = (
    b"<html><body><div id=root></div><noscript>You need to enable JavaScript to run this app.</noscript></body></html>"
)
MENU = b"<html><body><nav><a href=/>Home</a> <a href=/about>About us</a></nav></body></html>"


def broken_word() -> bytes:
    return documents.rewritten(documents.word(), "word/document.xml", lambda xml: xml[:300])


def other_zip() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("a.txt", "Kenya agrees.")
    return written.getvalue()


CASES = {
    "empty": ("a.txt", b"", "it is empty; give a document with text"),
    "blank": ("a.md", b"\xef\xbb\xbf \n\n", "it holds no words"),
    "numbers": ("a.txt", b"12 - 34", "it holds no words"),
    "binary": ("a.txt", bytes(range(256)) * 20, "it is binary, not text; give .txt"),
    "picture": ("a", b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" * 40, "it is binary"),
    "no mark": ("a.txt", "Kenya agrees.".encode("utf-16-le"), "UTF-16 without a mark; save it as UTF-8"),
    "page of scripts": ("a.html", BLANK, "this page holds no text of an article; if a browser shows one, a script"),
    "page of menus": ("a.html", MENU, "this page holds no text of an article"),
    "scan": ("a.pdf", documents.scan, "no text in its 2 pages: they are pictures, as of a scan; run text recognition"),
    "locked PDF": ("a.pdf", lambda: documents.pdf(lock="secret"), "locked with a password; save a copy without one"),
    "broken PDF": ("a.pdf", b"%PDF-1.7\n1 0 obj\n<<", "this PDF cannot be read ("),
    "cut PDF": ("a.pdf", lambda: documents.pdf()[:900], "this PDF "),
    "no PDF": ("a.pdf", b"Kenya agrees.", "this is not a PDF, whatever its name says: it starts with b'Kenya"),
    "no Word file": ("a.docx", b"Kenya agrees.", "this is not a .docx file, whatever its name says"),
    "broken Word file": ("a.docx", broken_word, "this Word file cannot be read (XMLSyntaxError"),
    "cut Word file": ("a.docx", lambda: documents.word()[:5000], "this Word file cannot be read (BadZipFile"),
    "old Word file": ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old .doc file, or one locked"),
    "rich text": ("a.rtf", b"{\\rtf1 Kenya agrees.}", "this is an .rtf file; save it as .docx"),
    "zip": ("a.zip", other_zip, "this is a packed file that is no .docx"),
}


@pytest.mark.parametrize("case", CASES)
def test_what_cannot_be_read_says_why_where_and_what_to_do(case):
    name, data, said = CASES[case]
    with pytest.raises(InputError) as caught:
        read_article(name, stream=io.BytesIO(data() if callable(data) else data))
    assert caught.value.place == name
    assert said in str(caught.value)
    assert caught.value.remedy


def test_a_file_above_the_limit_is_not_read(tmp_path):
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(reading.LARGEST + 1)
    with pytest.raises(InputError, match="larger than 50,000,000 bytes; split it"):
        read_article(tmp_path / "a.txt")


def test_a_stream_above_the_limit_is_not_read_on(monkeypatch):
    monkeypatch.setattr(reading, "LARGEST", 100)
    stream = io.BytesIO(b"a" * 1000)
    with pytest.raises(InputError, match="larger than 100 bytes"):
        read_article("-", stream=stream)
    assert stream.tell() == 101


def test_a_word_file_that_unpacks_to_too_much_is_not_unpacked():
    zeros = bytes(word.MOST_UNPACKED + 1)
    data = documents.rewritten(documents.word(), "word/styles.xml", lambda _: zeros)
    assert len(data) < 1_000_000
    with pytest.raises(InputError, match=r"it unpacks to [\d,]+ bytes in \d+ parts, more than 200,000,000"):
        read_article("a.docx", stream=io.BytesIO(data))


def test_an_entity_of_a_word_file_is_not_followed(tmp_path):
    (tmp_path / "secret.txt").write_text("hidden words", "utf-8")
    entity = f'<!DOCTYPE w [<!ENTITY x SYSTEM "{(tmp_path / "secret.txt").as_uri()}">]>'.encode()

    def reach(xml: bytes) -> bytes:
        return xml.replace(b"?>", b"?>" + entity, 1).replace(b"Kenya", b"&x;", 1)

    data = documents.rewritten(documents.word(), "word/document.xml", reach)
    assert "hidden" not in read_article("a.docx", stream=io.BytesIO(data)).text


@pytest.mark.parametrize("place", ["no-such.txt", "."])
def test_a_path_where_no_file_is_says_so(place):
    with pytest.raises(InputError, match=r"no such file|this is a folder"):
        read_article(place)


def test_a_dash_without_a_stream_is_refused():
    with pytest.raises(UsageError, match="there is none"):
        read_article("-")


def test_what_a_library_logs_of_a_document_stays_off_the_terminal(capfd):
    read_article("a.pdf", stream=io.BytesIO(re.sub(rb"startxref\s+\d+", b"startxref\n7", documents.pdf())))
    assert capfd.readouterr() == ("", "")
