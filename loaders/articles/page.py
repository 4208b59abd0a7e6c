"""A web page: the text of its article, without menus, notices and comments, and what its head says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from ...errors import InputError
from .article import Content
from .encodings import decode
from .languages import language_tag
from .parsers import quiet
from .plain import line, paragraphs, partial_date

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_DECLARED = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_HEAD = 4096
# Fewer letters are a notice ("You need to enable JavaScript to run this app."), not an article.
_FEWEST_LETTERS = 50
_RULE = re.compile(r"\|(?:\s*:?-+:?\s*\|)+\Z")


def read_page(data: bytes, place: str, *, url: str = "", charset: str = "") -> Content:
    """The article of an HTML page; no script is run. `charset` is what a server said; `url` where the page came from.

    `InputError` for a page without text.
    """
    declared = _DECLARED.search(_COMMENT.sub(b"", data[:_HEAD]))
    text = decode(data, place, charset or ("" if declared is None else declared[1].decode("ascii")))
    with quiet("trafilatura", "htmldate", "courlan", "justext"):
        return _extract(text, place, url)


def _extract(text: str, place: str, url: str) -> Content:
    from trafilatura import bare_extraction

    tree = _parsed(text, place)
    lang = _language(tree)
    found = bare_extraction(
        tree,
        url=url or None,
        include_comments=False,
        with_metadata=True,
        # The wider search takes any date in the text, and the first of January for a year.
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    if found is None or isinstance(found, dict):
        raise _empty(place)
    words = paragraphs(_blocks(found.text or ""))
    if sum(map(str.isalpha, words)) < _FEWEST_LETTERS:
        raise _empty(place)
    own = found.url or ""
    return Content(
        words,
        title=line(found.title or ""),
        publisher=line(found.sitename or found.hostname or ""),
        published=partial_date(found.date or ""),
        url=url or (own if own.startswith(("http://", "https://")) else ""),
        lang=lang,
    )


def _parsed(text: str, place: str) -> HtmlElement:
    from trafilatura import load_html

    tree = load_html(text)
    if tree is None:
        # A piece of a page is taken for none unless something is around it.
        tree = load_html(f"<html><body><div>{text}</div></body></html>")
    if tree is None:
        raise _empty(place)
    # What a page says to a browser without scripts is not its article.
    for element in cast("list[HtmlElement]", tree.xpath("//noscript | //template")):
        element.drop_tree()
    return tree


def _language(tree: HtmlElement) -> str:
    places = (
        "//html/@lang",
        "//html/@*[name()='xml:lang']",
        "//meta[translate(@http-equiv,'CLT','clt')='content-language']/@content",
        "//meta[@property='og:locale']/@content",
    )
    said = (str(each) for place in places for each in cast("list[object]", tree.xpath(place))[:1])
    return next((tag for each in said if (tag := language_tag(each))), "")


def _blocks(text: str) -> Iterator[str]:
    rows: list[str] = []
    for each in text.split("\n"):
        row = each.strip()
        if row.startswith("|") and row.endswith("|"):
            if _RULE.match(row) is None:
                rows.append(" | ".join(cell.strip() for cell in row.strip("|").split("|")))
            continue
        yield "\n".join(rows)
        rows = []
        yield row
    yield "\n".join(rows)


def _empty(place: str) -> InputError:
    return InputError(
        "this page holds no text of an article",
        place=place,
        remedy="if a browser shows one, a script writes it: save the text and load that",
    )
