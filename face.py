"""The Python face: a Graph of sourced claims, opened, loaded, asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import InputError, StoreError, UsageError
from .graph.ref import PREFIXES, Ref

if TYPE_CHECKING:
    from types import TracebackType

    from .graph.claim import Claim
    from .graph.dossier import Dossier
    from .graph.store import Store, Table, Value
    from .loaders.admit import LoadReport
    from .queries.asking import Answer
    from .queries.scenario import Scenario
    from .queries.whatif import Exposure

DEFAULT_PLACE = "araz.db"
EXAMPLE = "example"


def open_graph(address: str | Path | None = None) -> Graph:
    """Open a graph of claims.

    `address` is a folder on disk (made by the first load), `memory:`, the address of a SPARQL endpoint or of a Neo4j
    server, or `example` for the bundled example. Without it: ./araz.db if it is there, else the example.

    >>> g = open_graph("example")
    >>> g.find("Iran")
    Ref(prefix='ent', local='iran')
    """
    if address is None:
        address = DEFAULT_PLACE if Path(DEFAULT_PLACE).exists() else EXAMPLE
    return Graph(str(address))


class Graph:
    """Claims in one place, and what can be asked of them. Use it in a `with` block, or close it.

    It reads until `load` is called, which holds the store for writing only as long as it takes.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self.notices: list[str] = []
        self._store: Store | None = None

    @property
    def store(self) -> Store:
        """The store, opened on first use."""
        if self._store is None:
            self._store = _example() if self.address == EXAMPLE else self._opened(write=False)
        return self._store

    def _opened(self, *, write: bool) -> Store:
        from .graph.opening import open_store

        store = open_store(self.address, write=write)
        recovered = getattr(store, "recovered", None)
        if recovered:
            self.notices.append(str(recovered))
        return store

    def load(
        self,
        *paths: str | Path,
        quarantine: str | Path | None = None,
        progress: Callable[[str, int], None] | None = None,
    ) -> list[LoadReport]:
        """Take in files of claims or RDF; one report for each. Loading the same thing twice changes nothing.

        What fails a check goes to `quarantine` (a JSONL file; without it, quarantine.jsonl in the store's folder).
        """
        from .loaders.loading import load
        from .loaders.registry import load_registry

        if self.address == EXAMPLE:
            raise UsageError("the bundled example cannot be loaded into", remedy="name a store: --db region.db")
        if not paths:
            raise UsageError("nothing to load", remedy="name at least one file")
        for path in paths:
            if not Path(path).is_file():
                raise InputError("no such file", place=str(path), remedy="check the path")
        where = Path(quarantine) if quarantine is not None else self._quarantine()
        lasting = self._store is not None and self._store.writable
        if not lasting:
            self.close()
        store = self.store if lasting else self._opened(write=True)
        try:
            registry = load_registry()
            return [load(store, Path(p), registry=registry, quarantine=where, progress=progress) for p in paths]
        finally:
            # A store in memory lives on; one on disk lets go of the writer's lock.
            if self.address == "memory:":
                self._store = store
            else:
                store.close()

    def _quarantine(self) -> Path | None:
        if self.address == "memory:":
            return None
        if "://" in self.address:
            return Path("araz-quarantine.jsonl")
        return Path(self.address) / "quarantine.jsonl"

    def find(self, name: str) -> Ref:
        """The id of the entity with this id or name; `UnknownEntity` with near names if there is none."""
        from .queries.names import find_entity

        return find_entity(self.store, name)

    def ask(self, question: str, *values: str, **named: str) -> Answer:
        """Answer a catalogued question, by its id and parameters or in the words of one of its templates.

        >>> open_graph("example").ask("corridors", "Iran").columns[:2]
        ('corridor', 'name')
        """
        from .queries.asking import ask, fill, match
        from .queries.questions import questions

        if question not in questions() and not values and not named:
            found = match(question, self.store)
            if found is not None:
                return ask(self.store, found[0].id, found[1])
        return ask(self.store, question, fill(question, values, named))

    def passages(self, answer: Answer) -> list[Claim]:
        """The claims behind an answer, with their passages, in the order of its rows."""
        wanted = list(dict.fromkeys(claim for claims in answer.claims for claim in claims))
        found = {claim.id: claim for claim in self.store.claims(wanted)}
        return [found[claim] for claim in wanted if claim in found]

    def whatif(
        self,
        *shocked: str,
        kind: str = "state-collapse",
        scenario: Scenario | str | Path | None = None,
        of: str = "shared-infrastructure",
        top: int | None = None,
    ) -> Exposure:
        """What is exposed when the `shocked` entities (names or ids) are hit by a shock of this `kind`."""
        from .queries.scenario import read_scenario, simple_scenario
        from .queries.whatif import whatif

        if scenario is None:
            scenario = simple_scenario(self.store, shocked, kind)
        elif isinstance(scenario, str | Path):
            scenario = read_scenario(Path(scenario), self.store)
        return whatif(self.store, scenario, of=of, top=top)

    def sparql(self, query: str, parameters: Mapping[str, Value] | None = None) -> Table:
        """Run a SPARQL SELECT or ASK. The prefixes az, ent, claim, src, rdf, rdfs … need no declaration."""
        return self.store.select(with_prefixes(query), parameters)

    def show(self, entity: str) -> Dossier:
        """Everything that is claimed about one entity, with who says so and where."""
        from .graph.dossier import dossier

        return dossier(self.store, self.find(entity))

    def export(self, form: str) -> Iterator[str]:
        """The whole graph in one of the export forms (turtle, json-ld, n-quads, rdf12, jsonl, csv), in pieces."""
        from .graph.exporting import export

        return export(self.store, form)

    def close(self) -> None:
        """Let go of the store."""
        if self._store is not None and self.address != "memory:":
            self._store.close()
            self._store = None

    def __enter__(self) -> Graph:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


SPARQL_PREFIXES = {
    **PREFIXES,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "prov": "http://www.w3.org/ns/prov#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "schema": "https://schema.org/",
    "owl": "http://www.w3.org/2002/07/owl#",
}


def with_prefixes(query: str) -> str:
    """The query with a declaration for each well-known prefix that it uses and does not declare, on its first line.

    Line numbers in error messages stay those of the text that was typed.
    """
    import re

    declared = {name.lower() for name in re.findall(r"\bprefix\s+([\w-]*):", query, re.IGNORECASE)}
    used = [p for p in SPARQL_PREFIXES if p not in declared and re.search(rf"(?<![\w-]){p}:", query)]
    return "".join(f"PREFIX {p}: <{SPARQL_PREFIXES[p]}> " for p in used) + query


def _example() -> Store:
    from .graph.oxigraph import OxigraphStore
    from .loaders.loading import load
    from .loaders.registry import load_registry

    store = OxigraphStore.in_memory()
    path = Path(__file__).parent / "loaders" / "example" / "claims.jsonl"
    report = load(store, path, registry=load_registry(), quarantine=None)
    if report.quarantined:
        raise StoreError("the bundled example is damaged", place=str(path), remedy="install araz again")
    return store
