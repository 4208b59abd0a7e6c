"""What a graph takes in: files of claims and RDF, and articles that are read on their way."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from .errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .errors import ArazError
    from .graph.store import Store
    from .loaders.articleload import Told
    from .loaders.reader.documents import Read, Reads
    from .loaders.reader.readers import TextReader
    from .loaders.report import LoadReport


class Loaded(ABC):
    """Something with a store, into which claims are loaded."""

    address: str
    notices: list[str]

    @abstractmethod
    def _writing(self) -> AbstractContextManager[Store]:
        """The store, open for writing for as long as the block runs."""

    @abstractmethod
    def _quarantine(self) -> Path | None:
        """The file for records that fail a check, beside the store."""

    def load(
        self,
        *paths: str | Path,
        stream: IO[bytes] | None = None,
        syntax: str = "",
        mappings: Sequence[str | Path] = (),
        dataset: str | None = None,
        replace: bool = False,
        reader: str | TextReader = "small",
        threshold: str | float = "balanced",
        again: bool = False,
        workers: int = 0,
        quarantine: str | Path | None = None,
        unreadable: Callable[[ArazError], None] | None = None,
        progress: Callable[[str, int], None] | None = None,
        reading: Told | None = None,
    ) -> list[LoadReport]:
        """Take in articles, claims or RDF: files, folders of them, web addresses of articles. Twice changes nothing.

        There is one report for each file, those on articles last. `syntax` says what a file is where its name does
        not, `mappings` are files on foreign vocabularies, `dataset` is what foreign statements cite. `replace`
        withdraws what a file's sources say no longer. What fails a check goes to `quarantine`; a file that cannot be
        read raises `InputError`, or is told to `unreadable`.

        Articles are read by a `reader`, which leaves out claims less sure than `threshold` (0 to 1, or precision,
        recall, balanced). Of several articles, those read before are left out, unless `again`; `workers` processes
        share them (0: this one; a script that asks for more needs `if __name__ == "__main__":`). `reading` is told how
        many are through, and of how many.
        """
        from .loaders.loading import load
        from .loaders.reader.documents import Reads
        from .loaders.reader.readers import threshold_of
        from .loaders.registry import load_registry
        from .loaders.sources import check_reading, dataset_named, files_of, load_each, sort_out

        if self.address == "example":
            raise UsageError("the bundled example cannot be loaded into", remedy="name a store: --db region.db")
        files, notes = files_of(paths)
        self.notices.extend(notes)
        check_reading(syntax, mappings, one=files if replace and dataset is not None else ())
        reads = Reads(reader, threshold_of(threshold))
        named = sort_out(files, syntax, unreadable)
        kept = self._quarantine() if quarantine is None else Path(quarantine)
        reports: list[LoadReport] = []
        if named.records:
            with self._writing() as store:
                source = None if dataset is None else dataset_named(dataset, store)
                known = partial(load, store, registry=load_registry(), quarantine=kept, dataset=source, reads=reads)
                take = partial(known, syntax=syntax, mappings=mappings, replace=replace, progress=progress)
                reports += load_each(take, named.records, stream, unreadable)
        if named.articles:
            reports += self._load_articles(
                named.articles,
                reads=reads,
                quarantine=kept,
                told=_Told(unreadable, reading),
                replace=replace,
                again=again,
                workers=workers,
            )
        return reports

    def _load_articles(
        self,
        places: Sequence[str],
        *,
        reads: Reads,
        quarantine: Path | None,
        told: _Told,
        replace: bool,
        again: bool,
        workers: int,
    ) -> list[LoadReport]:
        """Read articles and take them in. The store is opened, and made, when the first of them has been read."""
        from .loaders.articleload import ReadBefore, admit_reads, load_articles
        from .loaders.registry import load_registry
        from .loaders.sources import tell

        on_disk = self.address != "memory:" and "://" not in self.address and isinstance(reads.reader, str)
        before = ReadBefore(Path(self.address) / "articles.jsonl" if on_disk else None, reads)
        left = places if again or len(places) == 1 else before.left(places)
        if len(left) < len(places):
            gone = f"{len(places) - len(left)} of {len(places)} articles were read before and are left out"
            self.notices.append(f"{gone}; --again reads them again")
        registry = load_registry()
        stores: list[Store] = []
        with ExitStack() as stack:
            stack.callback(before.close)

            def take(read: Sequence[Read]) -> LoadReport:
                if not stores:
                    stores.append(stack.enter_context(self._writing()))
                return admit_reads(stores[0], read, registry=registry, quarantine=quarantine, replace=replace)

            return load_articles(
                left,
                reads,
                take,
                workers=workers,
                # A claim that is turned away keeps what was said before from being withdrawn: its own article's only.
                together=1 if replace else 20,
                before=before,
                failed=lambda failed: tell(failed.error(), told.unreadable),
                told=told.reading,
            )


class _Told(NamedTuple):
    """Who is told of what cannot be read, and of how far the reading is."""

    unreadable: Callable[[ArazError], None] | None
    reading: Told | None
