"""Whatever a document was written in, its letters come out right, and offsets count them."""

from __future__ import annotations

import codecs
import hashlib
import io

import pytest
from araz.errors import InputError
from araz.graph.claim import Passage
from araz.loaders.articles.article import Article, Content
from araz.loaders.articles.plain import allowed, paragraphs
from araz.loaders.articles.reading import read_article
from hypothesis import given
from hypothesis import strategies as st

from .documents import page

SENTENCES = {
    "cp1251": "Правительство Казахстана объявило о закрытии границы, а торговля через Каспий остановилась.",
    "koi8-r": "Правительство в Астане закрыло границу, и торговля стоит. Президент говорит, что это не надолго.",
    "cp1254": "İran sınırında gösteriler sürerken Iğdır ve Şırnak'ta güvenlik güçleri önlemleri artırdı.",
    "latin-1": "Le gouvernement a annoncé la fermeture de la frontière; les régions touchées en dépendent.",
    "cp1252": "The ministry said it would “close the border” – and that Lomé’s long-standing policy would not change.",
    "cp1250": "Rząd ogłosił zamknięcie granicy. Łódź i Gdańsk są połączone linią kolejową, która służy gospodarce.",
    "cp1253": "Η κυβέρνηση ανακοίνωσε το κλείσιμο των συνόρων και η Αθήνα περιμένει απάντηση από την Άγκυρα.",
    "cp1256": "أعلنت الحكومة إغلاق الحدود بعد الاحتجاجات، وقال المتحدث إن التجارة ستتوقف",
    "gb18030": "政府宣布关闭边境，贸易停止，总统访问了首都。",
}


@pytest.mark.parametrize("encoding", SENTENCES)
def test_an_encoding_that_nobody_declares_is_told_by_its_looks(encoding):
    sentence = SENTENCES[encoding]
    assert read_article("a.txt", stream=io.BytesIO(sentence.encode(encoding))).text == sentence


@pytest.mark.parametrize("encoding", SENTENCES)
def test_a_page_is_read_in_the_encoding_that_it_declares(encoding):
    sentence = SENTENCES[encoding]
    article = read_article("a.html", stream=io.BytesIO(page(sentence, sentence, sentence, encoding=encoding)))
    assert sentence in article.text


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"), (codecs.BOM_UTF32_LE, "utf-32-le")],
)
def test_a_byte_order_mark_tells_the_encoding_and_goes(mark, encoding):
    assert read_article("a.txt", stream=io.BytesIO(mark + "Şırnak 𝕏 waits".encode(encoding))).text == "Şırnak 𝕏 waits"


def test_a_single_wrong_byte_does_not_turn_a_utf_8_page_into_another():
    data = page("Türkiye’nin doğusunda kışın ulaşım güçleşiyor, Iğdır’da yollar kapalı. " * 5, "“a”", "b")
    assert "Iğdır’da" in read_article("a.html", stream=io.BytesIO(data.replace(b"</h1>", b"\xff</h1>"))).text


def test_bytes_of_no_encoding_say_so(monkeypatch):
    import charset_normalizer

    monkeypatch.setattr(charset_normalizer, "from_bytes", lambda _: charset_normalizer.CharsetMatches([]))
    with pytest.raises(InputError, match="its encoding cannot be told; save it as UTF-8"):
        read_article("a.txt", stream=io.BytesIO("Şırnak".encode("cp1254")))


# Any characters at all, after enough plain ones that a few controls make no binary file of it.
ANY = st.text(st.characters(codec="utf-8"), max_size=70).map(lambda text: "Araz " * 300 + text)


@given(ANY, st.data())
def test_quotes_at_offsets_are_what_the_text_says(text, data):
    article = read_article("a.txt", stream=io.BytesIO(text.encode()))
    start = data.draw(st.integers(0, len(article.text) - 1))
    end = data.draw(st.integers(start + 1, len(article.text)))
    source = article.source()
    passage = Passage(source.id, start, end, article.text[start:end])
    assert source.text[passage.start : passage.end] == passage.quote


@given(ANY)
def test_a_text_keeps_its_length_but_for_line_endings(text):
    kept = read_article("a.txt", stream=io.BytesIO(text.encode())).text
    assert len(kept) == len(text.replace("\r\n", "\n"))
    assert all(a == b for a, b in zip(kept, text.replace("\r\n", "\n"), strict=True) if b >= " " and b.isprintable())


@given(st.text())
def test_whatever_comes_in_a_graph_can_hold_it(text):
    words = paragraphs([text, "Araz"])
    for each in (allowed("Araz" + text), words):
        assert Article.of(Content(each, title="A note"), "a.txt").source().text == each


def test_the_same_article_is_the_same_source_and_another_text_another():
    one, same, other = (Article.of(Content(text, title="A second line"), "a.txt") for text in ("x", "x", "y"))
    assert one.source().id == same.source().id != other.source().id
    assert one.sha256 == hashlib.sha256(b"x").hexdigest() == one.source().sha256


@pytest.mark.parametrize(
    ("title", "place", "start"),
    [
        ("Iran’s “second” line: what’s next?", "a.txt", "src:iran-s-second-line-what-s-next-"),
        ("Qız Qalası", "a.txt", "src:qiz-qalasi-"),
        ("Иран", "iran_2026.txt", "src:iran-2026-"),
        ("Иран", "иран.txt", "src:article-"),
        ("", "https://example.org/2026/second-line.html?a=1", "src:second-line-"),
        ("word " * 60, "a.txt", "src:word-word-"),
    ],
)
def test_the_id_of_a_source_can_be_read(title, place, start):
    local = str(Article.of(Content("x", title=title), place).source().id)
    assert local.startswith(start)
    assert len(local) < 80
