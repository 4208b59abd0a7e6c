"""An article: its plain text, which every offset points into, and what is known of where it comes from."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import PurePath
from urllib.parse import unquote, urlsplit

from ...errors import InputError
from ...graph.claim import Source, check_text
from ...graph.dates import check_date
from ...graph.ref import Ref

_LONGEST_SLUG = 60


@dataclass(frozen=True, slots=True)
class Content:
    """What the reader of one kind of file finds in it; "" is what it does not say. `published` is a partial date."""

    text: str
    title: str = ""
    publisher: str = ""
    published: str = ""
    url: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """A document as plain text. Offsets are code points into `text`, which never changes once it is stored.

    `published` is an ISO date that may stop at the year or month, or ""; `lang` a lower-case language tag or "";
    `place` the path or address as it was given; `sha256` that of the text in UTF-8. Raises `InputError` for a text
    that a graph cannot hold.

    >>> note = Article.of(Content("Iran operates Khudafarin."), "notes/dam.txt")
    >>> note.title, str(note.source().id)
    ('dam', 'src:dam-147d5ff1')
    """

    text: str
    title: str
    publisher: str
    published: str
    url: str
    lang: str
    place: str
    sha256: str

    def __post_init__(self) -> None:
        check_text(self.text, "the text")
        if not self.title.strip():
            raise InputError("the article has no title", place=self.place, remedy="give it one")
        if self.published:
            check_date(self.published)

    @classmethod
    def of(cls, content: Content, place: str) -> Article:
        """The article that was found at a place; without a title of its own it is called by the name of its file."""
        return cls(
            text=content.text,
            title=content.title or stem(place) or "standard input",
            publisher=content.publisher,
            published=content.published,
            url=content.url,
            lang=content.lang,
            place=place,
            sha256=hashlib.sha256(content.text.encode()).hexdigest(),
        )

    def source(self) -> Source:
        """The source that claims cite. Its id is made of the title and the text: the same article has the same."""
        return Source(
            Ref("src", f"{_slug(self.title, self.place)}-{self.sha256[:8]}"),
            self.title,
            publisher=self.publisher,
            published=self.published,
            url=self.url,
            sha256=self.sha256,
            lang=self.lang,
            text=self.text,
        )


def stem(place: str) -> str:
    """The name of a file, or the last part of an address, without its ending; "" for standard input.

    >>> stem("https://example.org/2026/iran-shuts-border.html?page=1")
    'iran-shuts-border'
    """
    if is_address(place):
        parts = urlsplit(place)
        return " ".join(PurePath(unquote(parts.path)).stem.split()) or parts.netloc
    return "" if place == "-" else " ".join(PurePath(place).stem.split())


def is_address(place: str) -> bool:
    """Whether it is written as an address of the web, not as a path.

    >>> is_address("https://example.org"), is_address("C:/articles/a.txt")
    (True, False)
    """
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", place) is not None


def _slug(title: str, place: str) -> str:
    """The first words of a title in ASCII; of the file's name where the title is in another script."""
    for name in (title, stem(place)):
        # An underscore would read as the start of a character that Ref.of_name coded, such as _D0.
        local = Ref.of_name("src", name.replace("_", " ")).local
        words = re.sub(r"(?:_[0-9A-F]{2})+", "-", local).split("-")
        kept = ""
        for word in filter(None, words):
            if kept and len(kept) + len(word) >= _LONGEST_SLUG:
                break
            kept = f"{kept}-{word}".strip("-")[:_LONGEST_SLUG]
        if sum(letter.isalpha() for letter in kept) >= 3:
            return kept.strip("-.")
    return "article"
