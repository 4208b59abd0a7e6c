"""A Markdown file: its words without the marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from itertools import pairwise
from typing import TYPE_CHECKING

from .article import Content
from .frontmatter import front_matter
from .plain import allowed, line, paragraphs

if TYPE_CHECKING:
    from markdown_it.token import Token


def read_markdown(text: str) -> Content:
    r"""The words of a Markdown text: paragraphs, headings, list items and rows of tables. Links keep their words only.

    The title is that of the front matter, else the first heading.

    >>> read_markdown("# Two *plants*\n\nBoth [stand](https://example.org) on the\nAraz.")
    Content(text='Two plants\n\nBoth stand on the Araz.', title='Two plants', publisher='', ...)
    """
    from markdown_it import MarkdownIt

    kept = allowed(text)
    said, length = front_matter(kept)
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(kept[length:])
    return Content(paragraphs(_blocks(tokens)), **{"title": _title(tokens), **said})


def _title(tokens: Sequence[Token]) -> str:
    for before, token in pairwise(tokens):
        if before.type == "heading_open" and (title := line(_words(token))):
            return title
    return ""


def _blocks(tokens: Sequence[Token]) -> Iterator[str]:
    mark, row, rows = "", list[str](), list[str]()
    for token in tokens:
        match token.type:
            case "list_item_open":
                mark = f"{token.info}{token.markup} " if token.info else "- "
            case "tr_open":
                row = []
            case "th_open" | "td_open":
                row.append("")
            case "tr_close":
                rows.append(" | ".join(row))
                row = []
            case "table_close":
                yield "\n".join(rows)
                rows = []
            case "inline" if row:
                row[-1] = _words(token)
            case "inline":
                yield mark + _words(token)
                mark = ""
            case "fence" | "code_block":
                yield token.content
            case "html_block":
                yield tagless(token.content)
            case _:
                pass


def _words(token: Token) -> str:
    words = ""
    for child in token.children or ():
        if child.type == "softbreak":
            words += " "
        elif child.type == "hardbreak" or (child.type == "html_inline" and child.content.lower().startswith("<br")):
            words += "\n"
        elif child.type == "image":
            # The words that stand for a picture are in its place.
            words += child.content
        elif child.type in {"text", "code_inline", "text_special"}:
            words += child.content
    return words


def tagless(markup: str) -> str:
    """The words of a piece of HTML, without tags, comments and what scripts and styles hold.

    >>> tagless("<p>Two <b>plants</b></p><script>track()</script>")
    'Two plants'
    """
    reader = _Words()
    reader.feed(markup)
    reader.close()
    return "".join(reader.words).strip()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in {"script", "style"}
        if tag in {"p", "br", "div", "li", "tr"}:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in {"script", "style"} and self._hidden > 0

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)
