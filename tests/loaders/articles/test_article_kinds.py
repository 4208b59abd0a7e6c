"""Each kind of document is read as plain text, with its title, publisher, date and language."""

from __future__ import annotations

import io
import random

import pytest
from araz.loaders.articles.reading import read_article

from ...conftest import absent
from .documents import PARAGRAPHS, page, pdf, rewritten, word


def read(data: bytes, name: str):
    return read_article(name, stream=io.BytesIO(data))


def test_a_text_file_stays_as_it_is(tmp_path):
    text = "\n  Iran  shuts\tits border \n\n\n“Baku’s” reply—none…  \n"
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert read_article(tmp_path / "a.txt").text == text


def test_forbidden_characters_of_a_text_file_are_replaced_one_for_one():
    assert read("Ir\x07an\x0cshuts\x00\ufffe it".encode(), "a.txt").text == "Ir an\nshuts \ufffd it"


def test_a_short_first_line_that_stands_apart_is_the_title_of_a_text():
    assert read(b"A second line\n\nKenya and Ethiopia agree.", "a.txt").title == "A second line"


def test_a_first_line_that_is_a_sentence_is_no_title():
    assert read(b"Kenya agrees.\n\nEthiopia does not.", "no-line.txt").title == "no-line"


def test_front_matter_of_a_text_is_read_and_stays_in_the_text():
    text = "---\ntitle: A second line\npublisher: Courier\ndate: 13 January 2026\nlang: en-KE\n---\nKenya agrees."
    article = read(text.encode(), "a.txt")
    assert (article.title, article.publisher, article.published, article.lang) == (
        "A second line",
        "Courier",
        "2026-01-13",
        "en-ke",
    )
    assert article.text == text


def test_rules_around_prose_are_no_front_matter():
    assert read(b"---\nKenya agrees to it.\n---\nEthiopia too.", "a.md").text.startswith("Kenya agrees to it.")


MARKDOWN = b"""---
source: https://courier.example/line
published: 2026-01
---
# A *second* line

Kenya and [Ethiopia](https://example.org) share
**two** lines &amp; `one` plan.\\
![A map](map.png)

1. Length
2. Power

* gas

| State | MW |
|-------|----|
| Kenya | 400 |

<div>Said <b>one</b> engineer</div><script>track()</script>
"""


def test_markdown_loses_its_marks_and_keeps_its_words():
    assert read(MARKDOWN, "a.md").text == (
        "A second line\n\nKenya and Ethiopia share two lines & one plan.\nA map\n\n1. Length\n2. Power\n- gas\n\n"
        "State | MW\nKenya | 400\n\nSaid one engineer"
    )


def test_markdown_is_named_by_its_first_heading_and_dated_by_its_front_matter():
    article = read(MARKDOWN, "a.md")
    assert (article.title, article.published, article.url) == (
        "A second line",
        "2026-01",
        "https://courier.example/line",
    )


def test_a_page_is_its_article_without_menus_notices_and_scripts():
    article = read(page(), "a.html")
    assert article.text == (
        "A second line to the coast\n\n" + "\n\n".join(PARAGRAPHS) + "\n\n- Length: 1,045 km\n- Power: 2,000 MW\n\n"
        "State | MW\nKenya | 400"
    )


def test_a_page_says_its_title_publisher_date_language_and_address():
    article = read(page(), "a.html")
    assert (article.title, article.publisher, article.published, article.lang, article.url) == (
        "A second line to the coast",
        "The Rift Courier",
        "2026-01-13",
        "en-gb",
        "https://courier.example/second-line",
    )


def test_a_date_that_only_stands_in_the_text_is_not_that_of_the_page():
    data = b"<html><body><p>" + b"The dam was closed in 2014, and nobody has worked there since that year. " * 3
    assert read(data + b"</p></body></html>", "a.html").published == ""


def test_a_piece_of_a_page_is_read_too():
    assert read(f"<p>{PARAGRAPHS[0]}</p>".encode(), "a.html").text == PARAGRAPHS[0]


def test_lines_and_hyphens_of_a_pdf_are_joined_to_paragraphs():
    article = read(pdf(title="A second line"), "a.pdf")
    assert article.text == "\n\n".join(PARAGRAPHS)
    assert (article.title, article.lang) == ("A second line", "en-gb")


def test_columns_of_a_pdf_are_read_one_after_the_other_without_heads_and_page_numbers():
    drawn = random.Random(3)  # noqa: S311
    words = " ".join(PARAGRAPHS).split()
    many = [" ".join(drawn.choices(words, k=60)) for _ in range(14)]
    read_again = read(pdf(many, columns=2, head="The Rift Courier, 2026"), "a.pdf").text
    assert read_again.split() == " ".join(many).split()


def test_a_pdf_that_is_locked_against_changes_only_is_read():
    assert read(pdf(lock="owner"), "a.pdf").text == "\n\n".join(PARAGRAPHS)


def test_a_pdf_is_known_by_its_content():
    assert read(pdf(), "a.txt").text == "\n\n".join(PARAGRAPHS)


def test_a_word_file_is_its_paragraphs_and_tables_in_order():
    article = read(word(title="A second line"), "a.docx")
    assert article.text == (
        "A second line to the coast\n\n" + "\n\n".join(PARAGRAPHS) + "\n\nState | MW\nKenya | 400\n\n"
        "The line is to open in 2029."
    )
    assert (article.title, article.published, article.lang) == ("A second line", "2026-01-13", "en-ke")


def test_a_word_file_without_a_title_is_named_by_its_heading():
    assert read(word(), "a.docx").title == "A second line to the coast"


def test_insertions_of_a_word_file_are_read_and_deletions_are_not():
    tracked = (
        b'<w:p><w:r><w:t xml:space="preserve">Kenya </w:t></w:r><w:del w:id="1"><w:r><w:delText>rejects</w:delText>'
        b'</w:r></w:del><w:ins w:id="2"><w:r><w:t>accepts</w:t></w:r></w:ins><w:r><w:t xml:space="preserve"> it.'
        b"</w:t></w:r></w:p>"
    )
    data = rewritten(word(), "word/document.xml", lambda xml: xml.replace(b"<w:tbl>", tracked + b"<w:tbl>", 1))
    assert "\n\nKenya accepts it.\n\n" in read(data, "a.docx").text


def test_a_language_is_told_when_none_is_declared():
    assert read("Bakı və Tehran enerji sahəsində əməkdaşlıq edir.".encode(), "a.txt").lang == "az"


def test_a_text_of_few_letters_has_no_language():
    assert read(b"Iran", "a.txt").lang == ""


def test_a_stream_without_a_name_is_told_by_its_content():
    assert read(page(), "-").title == "A second line to the coast"
    assert read(b"Kenya agrees.", "-").title == "standard input"


def test_the_article_that_the_project_starts_from_stays_as_it_is(shared):
    file = shared / "article" / "iran-azerbaijan.txt"
    if not file.is_file():
        absent("shared", "the article is not there")
    article = read_article(file)
    assert article.text == file.read_text("utf-8")
    assert (article.title, article.lang) == ("iran-azerbaijan", "en")


@pytest.mark.parametrize("name", ["araz.cli", "araz.loaders.articles.reading", "araz.loaders.articles.batch"])
def test_no_parser_is_imported_before_it_is_used(name):
    import subprocess
    import sys

    heavy = "{'trafilatura','lxml','docx','pypdf','markdown_it','py3langid','charset_normalizer','urllib3','numpy'}"
    code = f"import sys, {name}; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
