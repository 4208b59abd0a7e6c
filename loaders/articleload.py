"""Articles on their way into a store: read, cited by the text that is already there, and remembered as read."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from ..graph.claim import Claim, Source
from ..graph.ref import Ref
from ..graph.store import Store
from .admission import Registry
from .admit import admit
from .articles.article import Article, is_address
from .articles.progress import Progress
from .articles.workers import Failed, Worked
from .llm.settings import model_named
from .reader.documents import Read, Reads, content_mark, each_read
from .reader.items import items_of
from .reading import Item
from .report import LoadReport

_SAME_HASH = """
PREFIX az: <https://w3id.org/araz/ontology#>
SELECT ?source WHERE { VALUES ?hash { "0" } ?source az:sha256 ?hash } ORDER BY ?source
"""
_SAME_TEXT = """
PREFIX az: <https://w3id.org/araz/ontology#>
SELECT ?source WHERE { VALUES ?text { "Iran." } ?source az:text ?text } ORDER BY ?source
"""
_LONGEST_ASKED = 200_000
# So few are read sooner by the process that is there than by others that have to start.
_FEW = 3
_CITING = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX src: <https://w3id.org/araz/source/>
SELECT DISTINCT ?claim WHERE {
  VALUES ?source { src:briefing }
  ?passage dcterms:source ?source .
  ?claim prov:wasDerivedFrom ?passage .
}
"""
_BY_HAND = "annotated"

Told = Callable[[int, int], None]
"""Takes how many documents are through, and how many there are."""


def admit_reads(
    store: Store,
    reads: Sequence[Read],
    *,
    registry: Registry | None = None,
    quarantine: Path | None = None,
    replace: bool = False,
) -> LoadReport:
    """Write what was found in articles, in one transaction, and report it.

    A text that the store has under another name keeps its source. With `replace`, claims that readers made of it
    before, and that were not found again, are withdrawn; what people annotated or decided stays.
    """
    items: list[Item] = []
    places: list[str] = []
    for read in reads:
        source = _source(store, read.article)
        items += items_of(read.extraction, source)
        items += _by_hand(store, source.id) if replace else ()
        places += [read.article.place] * (len(items) - len(places))
    report = admit(
        store,
        items,
        source=_named([read.article.place for read in reads]),
        place=lambda number: _where(items[number], places[number]),
        registry=registry,
        quarantine=quarantine,
        file=_file(places[0]) if len(reads) == 1 else "",
        replace=replace,
    )
    notes = tuple(f"{read.article.place}: {read.remark}" for read in reads if read.remark)
    return dataclasses.replace(report, notes=notes, article=True)


def _named(places: Sequence[str]) -> str:
    """One article by its place, several by the first and the last."""
    return places[0] if len(places) == 1 else f"{len(places)} articles, {places[0]} to {places[-1]}"


def _where(item: Item, place: str) -> str:
    if not isinstance(item, Claim):
        return place
    return f"{place}, characters {item.evidence[0].start} to {item.evidence[0].end}"


def _source(store: Store, article: Article) -> Source:
    """The source of this very text that the store has already, else the article's own."""
    rows = store.select(_SAME_HASH, {"hash": article.sha256}).rows
    if not rows and len(article.text) <= _LONGEST_ASKED:
        # The text beside annotated claims is stored without its hash.
        rows = store.select(_SAME_TEXT, {"text": article.text}).rows
    for source in store.sources(sorted(row[0] for row in rows if isinstance(row[0], Ref))):
        if source.text in ("", article.text):
            return dataclasses.replace(source, text=article.text)
    return article.source()


def _by_hand(store: Store, source: Ref) -> Iterator[Claim]:
    """The claims from a source that no reader made."""
    found = [row[0] for row in store.select(_CITING, {"source": source}).rows]
    return (each for each in store.claims(ref for ref in found if isinstance(ref, Ref)) if each.method == _BY_HAND)


def _file(place: str) -> str:
    if place == "-":
        return ""
    return place if is_address(place) else str(Path(place).resolve())


class ReadBefore:
    """What was read into a store before, kept in a file beside it (None: nowhere), which is made when it is needed.

    A document is known by its bytes or address, and by the reader, its model and the threshold: another reader or model
    reads it anew. Where a model is asked for does not count: a server that moved would have all of it paid for again.

    >>> before = ReadBefore(Path("articles.jsonl"), Reads())
    >>> before.add("https://example.org/a"); before.left(["https://example.org/a", "https://example.org/b"])
    ['https://example.org/b']
    >>> before.close()
    """

    def __init__(self, path: Path | None, reads: Reads) -> None:
        self._path = path
        self._kept: Progress | None = None
        self._by = " ".join(filter(None, (reads.mark, model_named(reads.name))))
        self._marks: dict[str, str] = {}

    def left(self, places: Sequence[str]) -> list[str]:
        """Those of the places that are still to be read, in order."""
        if self._path is None or not self._path.exists():
            return list(places)
        done = self._open(self._path).done
        return [place for place in places if self._mark(place) not in done]

    def add(self, place: str) -> None:
        """What was found there is in the store."""
        mark = self._mark(place)
        if self._path is not None and mark:
            self._open(self._path).add(mark)

    def close(self) -> None:
        """Let go of the file."""
        if self._kept is not None:
            self._kept.close()

    def _open(self, path: Path) -> Progress:
        self._kept = self._kept or Progress(path)
        return self._kept

    def _mark(self, place: str) -> str:
        if place not in self._marks:
            content = content_mark(place)
            self._marks[place] = f"{self._by} {content}" if content else ""
        return self._marks[place]


def load_articles(
    places: Sequence[str],
    reads: Reads,
    take: Callable[[Sequence[Read]], LoadReport],
    *,
    workers: int = 0,
    together: int = 20,
    before: ReadBefore,
    failed: Callable[[Failed], None],
    told: Told | None = None,
) -> list[LoadReport]:
    """Read articles and have them taken in as they come; the reports on them.

    Each is taken in by itself, or where there are many so many `together`: every write to a disk takes its time.
    `failed` is told of those that cannot be read, and the others go on. What is taken in is noted in `before`, also
    when the run is ended on the way, so that it can be taken up again.
    """
    reports: list[LoadReport] = []
    waiting: list[Read] = []

    def take_waiting() -> None:
        if waiting:
            reports.append(take(waiting))
            done = [read.article.place for read in waiting]
            waiting.clear()
            for place in done:
                before.add(place)

    if places and told is not None:
        told(0, len(places))
    try:
        for number, outcome in enumerate(_outcomes(places, reads, workers), 1):
            if isinstance(outcome, Failed):
                failed(outcome)
            else:
                waiting.append(outcome.value)
            if len(places) <= together or len(waiting) == together:
                take_waiting()
            if told is not None:
                told(number, len(places))
    finally:
        take_waiting()
    return reports


def _outcomes(places: Sequence[str], reads: Reads, workers: int) -> Iterator[Worked[Read] | Failed]:
    # With nothing to read, no reader need be made.
    return each_read(places, reads, workers=workers if len(places) > _FEW else 0) if places else iter(())
