"""Loads one file, whatever it is: an article, annotated claims or RDF, told by its name and by what stands in it."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Callable, Sequence
from pathlib import Path, PurePath
from typing import IO, TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from ..errors import InputError, UsageError
from ..graph.claim import Source
from ..graph.ref import Ref
from ..graph.store import Store
from . import annotated
from .admission import Registry
from .admit import admit
from .articles.article import is_address
from .document import Document
from .kinds import ARTICLE, CLAIM_SYNTAXES, ENDINGS, syntax_of
from .reading import Progress, Reading
from .report import LoadReport

if TYPE_CHECKING:
    from .reader.documents import Reads

_SAME = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
SELECT ?entity ?outside WHERE { ?entity owl:sameAs ?outside }
"""
_CODES = """
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?entity ?outside WHERE { ?entity dcterms:identifier ?outside }
"""


class KnownThings(Registry, Protocol):
    """A registry that also knows entities by their outside ids."""

    def coded(self, code: str) -> Ref | None:
        """The entity that bears an outside id such as "wd:Q794"."""
        ...


def load(
    store: Store,
    path: Path | str,
    *,
    registry: KnownThings | None = None,
    quarantine: Path | None = None,
    syntax: str = "",
    stream: IO[bytes] | None = None,
    mappings: Sequence[Path | str] = (),
    dataset: Source | None = None,
    replace: bool = False,
    reads: Reads | None = None,
    progress: Progress | None = None,
) -> LoadReport:
    """Load a file into a store, and report what came of it. Nothing but an article at a web address is fetched.

    `stream` is read instead of `path`, which then is only its name. `syntax` (see `kinds.syntax_of`) says what it is
    where the name and the content do not. `quarantine` is the file for records that are turned away; `mappings` are
    mapping files for foreign RDF beside the bundled ones, `dataset` the source that its claims cite; for `replace`
    see `admit`; `reads` reads articles (the reader that ships with Araz unless told otherwise). Raises `InputError` for
    a file that cannot be read at all: then nothing is written.

    >>> import io
    >>> from ..graph.opening import open_store
    >>> line = b'{"type": "entity", "id": "ent:iran", "kind": "State", "names": [{"text": "Iran"}]}'
    >>> load(open_store("memory:"), "-", stream=io.BytesIO(line)).record()["entities"]
    {'new': 1, 'known': 0}
    """
    document, syntax = recognise(path, syntax, stream)
    if document is None or syntax == ARTICLE:
        from .articleload import admit_reads
        from .reader.documents import Reads, read_document

        given = None if document is None or document.data is None else io.BytesIO(document.data)
        read = read_document(path, reads or Reads(), stream=given)
        return admit_reads(store, [read], registry=registry, quarantine=quarantine, replace=replace)
    if syntax in CLAIM_SYNTAXES:
        reading = annotated.read_annotated(document, syntax, _texts_of(store))
    else:
        reading = _read_rdf(document, syntax, _known_things(store, registry), mappings, dataset)
    report = admit(
        store,
        reading.items,
        source=document.name,
        place=reading.place,
        registry=registry,
        quarantine=quarantine,
        file=document.file,
        replace=replace,
        progress=progress,
    )
    return dataclasses.replace(report, notes=(*report.notes, *reading.notes))


def recognise(path: Path | str, syntax: str = "", stream: IO[bytes] | None = None) -> tuple[Document | None, str]:
    """A file, or what a stream holds, ready to be read, and its syntax; no document for an article on the web.

    >>> recognise("https://example.org/a.ttl")
    Traceback (most recent call last):
    ...
    araz.errors.InputError: https://example.org/a.ttl: only articles are fetched from the web; save it and load the file
    """
    name = str(path)
    if stream is None and is_address(name):
        if syntax not in ("", ARTICLE) or PurePath(urlsplit(name).path).suffix.lower() in ENDINGS:
            raise InputError("only articles are fetched from the web", place=name, remedy="save it and load the file")
        return None, ARTICLE
    if stream is None and name == "-":
        raise UsageError("- stands for a stream, and there is none", remedy="give the stream as well")
    document = Document.of_path(path) if stream is None else Document.of_bytes(stream.read(), name)
    return document, syntax_of(document, syntax)


def _read_rdf(
    document: Document,
    syntax: str,
    known: Callable[[str], Ref | None],
    mappings: Sequence[Path | str],
    dataset: Source | None,
) -> Reading:
    # Imported when RDF comes in: claims in JSON Lines need none of it.
    from .mapping import load_mappings
    from .rdf import read_rdf

    return read_rdf(document, syntax, load_mappings(mappings), known=known, dataset=dataset)


def _texts_of(store: Store) -> Callable[[Ref], str]:
    return lambda ref: next((source.text for source in store.sources([ref])), "")


def _known_things(store: Store, registry: KnownThings | None) -> Callable[[str], Ref | None]:
    """Looks an outside id up in the store, then in the registry."""
    codes: dict[str, Ref] = {}
    for query in (_SAME, _CODES):
        for entity, outside in store.select(query).rows:
            if isinstance(entity, Ref):
                codes.setdefault(str(outside), entity)
    return lambda code: codes.get(code) or (None if registry is None else registry.coded(code))
