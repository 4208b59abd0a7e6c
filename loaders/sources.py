"""What is to be loaded: the files that a list of names stands for, and the data set that they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Protocol

from ..errors import ArazError, InputError, UsageError
from ..graph.claim import Source
from ..graph.ref import PREFIXES, Ref
from ..graph.store import Store
from .articles.article import is_address
from .articles.reading import ENDINGS as ARTICLE_ENDINGS
from .kinds import ARTICLE, ENDINGS, SYNTAXES
from .loading import recognise
from .mapping import load_mappings
from .report import LoadReport

STREAM = "-"
"""The name of standard input."""

_NAMED = 5

Told = Callable[[ArazError], None]
"""Takes the error of a file that cannot be read at all."""


class Take(Protocol):
    """Loads one file."""

    def __call__(self, path: Path | str, *, stream: IO[bytes] | None) -> LoadReport:
        """The report on it."""
        ...


_ABOUT_THE_FOLDER = frozenset(("README", "LICENSE", "LICENCE", "NOTICE", "CHANGELOG"))


def files_of(paths: Sequence[Path | str], *, only_articles: bool = False) -> tuple[list[str], list[str]]:
    """The files to load, and a note for each folder on what of it is left out.

    A folder stands for the files in it, in the order of their names, whose ending says that they are claims, RDF or
    articles (`only_articles`: no others); folders inside it, hidden files, and what a folder says of itself (README,
    LICENSE) are left out. `InputError` for a name where nothing is.

    >>> files_of(["-"])
    (['-'], [])
    """
    if not paths:
        raise UsageError("nothing to load", remedy="name at least one file")
    files: list[str] = []
    notes: list[str] = []
    for path in map(str, paths):
        found = Path(path)
        if path == STREAM or is_address(path):
            files.append(path)
        elif found.is_dir():
            inside, left_out = _in_folder(found, only_articles)
            files.extend(inside)
            notes.extend(left_out)
        elif not found.exists():
            raise InputError("there is no such file", place=path, remedy="check the path")
        else:
            files.append(path)
    if files.count(STREAM) > 1:
        raise UsageError("- stands twice", remedy="standard input can be read once")
    return files, notes


def _in_folder(folder: Path, only_articles: bool) -> tuple[list[str], list[str]]:
    endings = ARTICLE_ENDINGS if only_articles else (*ENDINGS, *ARTICLE_ENDINGS)
    entries = sorted(each for each in folder.iterdir() if not each.name.startswith("."))
    known = [
        each
        for each in entries
        if each.is_file() and each.suffix.lower() in endings and each.stem.upper() not in _ABOUT_THE_FOLDER
    ]
    if not known:
        raise InputError(
            f"no file in this folder is {'' if only_articles else 'claims, RDF or '}an article by its ending",
            place=str(folder),
            remedy=f"name a file, or give it one of the endings {' '.join(endings)}",
        )
    others = [each.name for each in entries if each not in known]
    if not others:
        return list(map(str, known)), []
    more = f" and {len(others) - _NAMED} more" if len(others) > _NAMED else ""
    return list(map(str, known)), [f"{folder}: left out {', '.join(others[:_NAMED])}{more}"]


def check_reading(syntax: str, mappings: Sequence[Path | str], one: Sequence[str] = ()) -> None:
    """Raise what is wrong with a syntax or with mapping files, before anything is opened for writing.

    Of `one`, the files of a data set that is to be replaced, there may be one only.
    """
    if syntax and syntax not in SYNTAXES:
        listed = ", ".join(SYNTAXES)
        raise UsageError(f"unknown syntax {syntax!r}", remedy=f"use one of {listed}")
    if len(one) > 1:
        raise UsageError("each file would replace the one before", remedy="give all of a data set in one file")
    if mappings:
        load_mappings(mappings)


@dataclass(slots=True)
class Sorted:
    """What is to be loaded: claims and RDF, and articles, each in the order that they were named in."""

    records: list[str] = field(default_factory=list[str])
    articles: list[str] = field(default_factory=list[str])

    def __bool__(self) -> bool:
        return bool(self.records or self.articles)


def sort_out(files: Sequence[str], syntax: str, unreadable: Told | None) -> Sorted:
    """The files that can be read by their first lines, so that no store is made for those that cannot.

    What stands on standard input counts among the records, whatever it is: it can be read only once.
    """
    found = Sorted()
    for name in files:
        try:
            is_article = name != STREAM and recognise(name, syntax)[1] == ARTICLE
            (found.articles if is_article else found.records).append(name)
        except InputError as error:
            tell(error, unreadable)
    return found


def load_each(take: Take, files: Sequence[str], stream: IO[bytes] | None, unreadable: Told | None) -> list[LoadReport]:
    """Load one file after the other; the reports on those that could be read."""
    reports: list[LoadReport] = []
    for name in files:
        try:
            reports.append(take(name, stream=stream if name == STREAM else None))
        except InputError as error:
            tell(error, unreadable)
    return reports


def tell(error: InputError, unreadable: Told | None) -> None:
    """Raise an error, or hand it to whoever wants to be told of it."""
    if unreadable is None:
        raise error
    unreadable(error)


def dataset_named(name: str, store: Store) -> Source:
    """The source of that id or title: the one in the store, else a new one.

    >>> from ..graph.memory import MemoryStore
    >>> dataset_named("Wikidata 2026", MemoryStore()).id, dataset_named("src:wikidata", MemoryStore()).title
    (Ref(prefix='src', local='wikidata-2026'), 'wikidata')
    """
    title = " ".join(name.split())
    if not title:
        raise UsageError("the data set has no name", remedy="give a title, or an id such as src:wikidata")
    prefix, colon, local = title.partition(":")
    if colon and prefix in PREFIXES and prefix != "src":
        raise UsageError(f"{title!r} is not the id of a source", remedy=f"write src:{local}")
    # An id with a space after its colon is a title.
    is_id = bool(colon) and prefix == "src" and " " not in title
    ref = Ref("src", local) if is_id else Ref.of_name("src", title)
    known = next(iter(store.sources([ref])), None)
    return known or Source(ref, local if is_id else title)
