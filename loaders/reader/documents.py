"""Documents on their way through a reader: one, or many in several processes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from ...errors import UsageError
from ..articles.article import Article, Content, is_address
from ..articles.batch import each_worked
from ..articles.reading import read_article
from ..articles.workers import Failed, Worked
from .extraction import Extraction
from .readers import DEFAULT, READERS, THRESHOLDS, TextReader, foreign_to, reader_named, threshold_of


@dataclass(frozen=True, slots=True)
class Read:
    """An article and what a reader found in it. `remark` is what is to be said of it, "" for nothing."""

    article: Article
    extraction: Extraction
    remark: str = ""


@dataclass(slots=True)
class Reads:
    """Reads articles: the work of one process. `reader` is a name, or an object that reads (one that pickles).

    The reader is made at the first article. `threads` is how many cores one article may take.

    >>> Reads().name, Reads(threshold=0.8).mark
    ('small', 'small 0.8')
    """

    reader: str | TextReader = DEFAULT
    threshold: float = THRESHOLDS["balanced"]
    threads: int = 2
    _made: TextReader | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """The reader's name, or its class."""
        return self.reader if isinstance(self.reader, str) else type(self.reader).__name__

    @property
    def mark(self) -> str:
        """The reader and its threshold: two runs with one mark find the same."""
        return f"{self.name} {self.threshold:g}"

    @property
    def alone(self) -> bool:
        """Whether there must be only one such reader."""
        return isinstance(self.reader, str) and self.reader in READERS and READERS[self.reader].alone

    def made(self) -> TextReader:
        """The reader; `UsageError` for a name that is not known."""
        if self._made is None:
            reader = self.reader
            if isinstance(reader, str):
                reader = reader_named(reader, self.threshold, threads=self.threads)
            self._made = reader
        return self._made

    def __call__(self, article: Article) -> Read:
        """What is found in an article."""
        found = self.made().read(article.text, article.source().id)
        return Read(article, found, foreign_to(self.name, article.lang))


def read_document(place: str | Path, reads: Reads, *, stream: IO[bytes] | None = None) -> Read:
    """The article at a path or address, or in a `stream`, and what is found in it."""
    return reads(read_article(place, stream=stream))


def each_read(places: Iterable[str], reads: Reads, *, workers: int = 0) -> Iterator[Worked[Read] | Failed]:
    """What is found in many articles, in their order. With `workers` in so many processes, a core for each."""
    # Made here in any case: a reader that cannot be made is no fault of the first document.
    reads.made()
    if not workers or reads.alone:
        return each_worked(places, reads, workers=0)
    return each_worked(places, Reads(reads.reader, reads.threshold, threads=1), workers=workers)


def content_mark(place: str) -> str:
    """What tells whether a document is the same: its address, or the SHA-256 of its bytes; "" when it is not there.

    >>> content_mark("https://example.org/a"), content_mark("no-such.txt")
    ('https://example.org/a', '')
    """
    if is_address(place):
        return place
    try:
        with Path(place).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return ""


def extract(
    document: str | Path | None = None,
    *,
    text: str | None = None,
    reader: str | TextReader = DEFAULT,
    threshold: str | float = "balanced",
) -> Extraction:
    """What a document (a path or a web address) or a `text` says: entities, mentions and claims. No store is touched.

    `reader` is the name of a reader, `threshold` the least confidence of a claim, or `precision`, `recall`, `balanced`.

    >>> extract(text="Iran borders Turkey.").claims[0].relation.value
    'borders'
    """
    if (document is None) == (text is None):
        raise UsageError("there is not one text to read", remedy="give a document, or text=…")
    reads = Reads(reader, threshold_of(threshold))
    if document is not None:
        return read_document(document, reads).extraction
    return reads(Article.of(Content(text or ""), "text")).extraction
