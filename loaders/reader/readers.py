"""The readers of text by their names, and how sure of a claim a reader has to be."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Protocol

from ...errors import ArazError, UsageError
from ...graph.ref import Ref
from .extraction import Extraction

DEFAULT = "small"
"""The reader that ships with Araz, and is taken where none is named."""

THRESHOLDS: Mapping[str, float] = MappingProxyType({"recall": 0.2, "balanced": 0.5, "precision": 0.7})
"""The least confidence of a claim, by what it is good for."""


class TextReader(Protocol):
    """Reads one text: in it go the text and the id of its source, out come entities, mentions and claims."""

    def read(self, text: str, source: Ref) -> Extraction:
        """All that a text says, with offsets in code points. `source` is what the claims' ids are made with."""
        ...


Make = Callable[[float, int], TextReader]
"""Makes a reader from the least confidence of its claims and the number of cores that it may take."""


@dataclass(frozen=True, slots=True)
class Named:
    """A reader that can be asked for: how it is made, and the languages that it was made for (none: any).

    Of one that is `alone` only one is made, in one process: what it may spend must not be spent several times.
    """

    make: Make
    languages: frozenset[str] = frozenset()
    alone: bool = False


def _small(threshold: float, threads: int) -> TextReader:
    from .models import MODELS
    from .reader import load_reader

    if not MODELS.is_dir():
        raise ArazError("the models of the reader are not there", remedy="install araz again")
    return replace(load_reader(threads=threads), threshold=threshold)


def _llm(threshold: float, threads: int) -> TextReader:
    from ..llm.llmreader import llm_reader

    return llm_reader(threshold)


def _gliner(threshold: float, threads: int) -> TextReader:
    from ..llm.glinerreader import gliner_reader

    return gliner_reader(threshold, threads)


def _spacy(threshold: float, threads: int) -> TextReader:
    from ..llm.spacyreader import spacy_reader

    return spacy_reader(threshold)


READERS: dict[str, Named] = {
    "small": Named(_small, frozenset({"en"})),
    "llm": Named(_llm, alone=True),
    "gliner": Named(_gliner, frozenset({"en"})),
    "spacy": Named(_spacy, frozenset({"en"})),
}
"""The readers by name. Each brings its parts in only when it is made."""


def reader_named(name: str, threshold: float = THRESHOLDS["balanced"], *, threads: int = 2) -> TextReader:
    """The reader of that name; `UsageError` when there is none, or when an extra that it needs is not installed.

    >>> reader_named("smal")
    Traceback (most recent call last):
    ...
    araz.errors.UsageError: unknown reader 'smal'; use one of small...
    """
    known = READERS.get(name)
    if known is None:
        raise UsageError(f"unknown reader {name[:60]!r}", remedy=f"use one of {', '.join(READERS)}")
    return known.make(threshold, threads)


@contextmanager
def needing(extra: str) -> Generator[None]:
    """In this block a package that is not there is an extra that is not installed.

    >>> with needing("llm"):
    ...     import no_such_package
    Traceback (most recent call last):
    ...
    araz.errors.UsageError: this reader needs no_such_package, which is not installed; pip install "araz[llm]"
    """
    try:
        yield
    except ModuleNotFoundError as error:
        raise UsageError(
            f"this reader needs {error.name}, which is not installed", remedy=f'pip install "araz[{extra}]"'
        ) from None


def threshold_of(said: str | float) -> float:
    """The least confidence that is meant by a number from 0 to 1, or by one of the words of `THRESHOLDS`.

    >>> threshold_of("precision"), threshold_of("0.3"), threshold_of(0.3)
    (0.7, 0.3, 0.3)
    """
    known = THRESHOLDS.get(str(said))
    if known is not None:
        return known
    try:
        value = float(said)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise UsageError(
            f"{str(said)[:60]!r} is no threshold",
            remedy=f"give {', '.join(THRESHOLDS)}, or a confidence from 0 to 1",
        )
    return value


def foreign_to(name: str, lang: str) -> str:
    """What is to be said of a text in a language that a reader was not made for; "" when there is nothing to say.

    >>> foreign_to("small", "fa-ir"), foreign_to("small", "en-gb"), foreign_to("small", "")
    ("the text is in 'fa-ir', and the reader 'small' was made for 'en': expect little", '', '')
    """
    known = READERS.get(name)
    if known is None or not known.languages or not lang or lang.partition("-")[0] in known.languages:
        return ""
    made = ", ".join(map(repr, sorted(known.languages)))
    return f"the text is in {lang!r}, and the reader {name!r} was made for {made}: expect little"
