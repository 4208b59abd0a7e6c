"""The Python face: a Graph of sourced claims, opened, loaded, asked."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import StoreError, UsageError
from .graph.folder import QUARANTINE, is_free
from .graph.ref import Ref
from .loaded import Loaded
from .pictured import Pictured
from .reviewed import Reviewed

if TYPE_CHECKING:
    from types import TracebackType

    import rdflib
    from networkx import MultiDiGraph

    from .graph.claim import Claim
    from .graph.cypher import CypherGraph
    from .graph.dossier import Dossier
    from .graph.neo4j import Neo4jStore
    from .graph.store import Store, Table, Value, Written
    from .loaders.pulling import PullReport
    from .queries.asking import Answer
    from .queries.assessed import Assessed
    from .queries.scenario import Scenario, Shock

DEFAULT_PLACE = "araz.db"
EXAMPLE = "example"


def open_graph(address: str | Path | None = None) -> Graph:
    """Open a graph of claims.

    `address` is a folder on disk (made by the first load), `memory:`, the address of a SPARQL endpoint or of a Neo4j
    server, or `example` for the bundled example. Without it: ./araz.db if there is a store, else the example.

    >>> g = open_graph("example")
    >>> g.find("Iran")
    Ref(prefix='ent', local='iran')
    """
    if address is None:
        address = EXAMPLE if is_free(Path(DEFAULT_PLACE)) else DEFAULT_PLACE
    return Graph(str(address))


class Graph(Loaded, Pictured, Reviewed):
    """Claims in one place, and what can be asked of them. Use it in a `with` block, or close it.

    It reads until `load` is called, which holds the store for writing only as long as it takes.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self.notices: list[str] = []
        self._store: Store | None = None
        self._cypher: tuple[str, CypherGraph | Neo4jStore] | None = None

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

    @contextmanager
    def _writing(self) -> Generator[Store]:
        """The store, open for writing. One in memory lives on; one on disk lets go of the writer's lock."""
        lasting = self._store is not None and self._store.writable
        if not lasting:
            self.close()
        store = self.store if lasting else self._opened(write=True)
        try:
            yield store
        finally:
            if self.address == "memory:":
                self._store = store
            else:
                store.close()
                self._store = None

    def _quarantine(self) -> Path | None:
        if self.address == "memory:":
            return None
        if "://" in self.address:
            return Path("araz-quarantine.jsonl")
        return Path(self.address) / QUARANTINE

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
        *shocked: str | Shock,
        kind: str = "state-collapse",
        scenario: Scenario | str | Path | None = None,
        of: str = "shared-infrastructure",
        top: int | None = None,
        method: str = "auto",
        worlds: int | None = None,
        precision: float | None = None,
        seed: int | None = None,
        rules: str | Path | None = None,
        ways: int = 1,
    ) -> Assessed:
        """What is exposed when the `shocked` (names, ids or `Shock`s) are hit by a shock of this `kind`.

        `scenario` is a Scenario, the path of its file, or the name of one that ships (see `queries.library`), struck
        besides by what is `shocked`. `rules` (a Turtle file) and `seed` take the place of the scenario's own. See
        `queries.whatif.whatif` for the rest.

        >>> g = open_graph("example")
        >>> found = g.whatif(scenario="hormuz-closed", seed=7)
        >>> found.method, found.seed
        ('exact', 7)
        """
        from .queries.assessment import WORLDS
        from .queries.library import chosen_scenario
        from .queries.whatif import whatif

        scenario = chosen_scenario(self.store, *shocked, kind=kind, scenario=scenario, seed=seed, rules=rules)
        drawn = WORLDS if worlds is None else worlds
        return whatif(self.store, scenario, of=of, top=top, ways=ways, method=method, worlds=drawn, precision=precision)

    def sparql(self, query: str, parameters: Mapping[str, Value] | None = None) -> Table:
        """Run a SPARQL SELECT or ASK. The prefixes az, ent, claim, src, rdf, rdfs … need no declaration."""
        from .graph.prefixes import with_prefixes

        return self.store.select(with_prefixes(query), parameters)

    def cypher(
        self,
        query: str,
        parameters: Mapping[str, object] | None = None,
        *,
        write: bool = False,
        seconds: float = 60.0,
        rows: int | None = None,
    ) -> Table:
        """Run one Cypher query, its `$parameters` bound: for reading, unless `write` says otherwise.

        A Neo4j server answers for itself, the embedded engine for every other store. The query is ended after
        `seconds`; `rows` is the most rows given, and a notice tells when there are more.

        >>> open_graph("example").cypher("MATCH (s:State {id: $id}) RETURN s.name AS name", {"id": "ent:iran"}).rows
        (('Iran',),)
        """
        if seconds <= 0 or (rows is not None and rows < 1):
            raise UsageError("a limit of 0 leaves nothing", remedy="give 1 or more")
        from .graph.opening import is_neo4j

        if write and is_neo4j(self.address) and not self.store.writable:
            self.close()
            self._store = self._opened(write=True)
        most = None if rows is None else rows + 1
        found = self._answers_cypher().cypher(query, parameters, write=write, seconds=seconds, rows=most)
        if rows is None or len(found.rows) <= rows:
            return found
        self.notices.append(f"there are more rows than the {rows} shown")
        return dataclasses.replace(found, rows=found.rows[:rows])

    def _answers_cypher(self) -> CypherGraph | Neo4jStore:
        """The Neo4j server, or the embedded graph as the store stands now."""
        from .graph.opening import open_cypher

        stamp = self.store.stamp()
        if self._cypher is not None and self._cypher[0] == stamp:
            return self._cypher[1]
        engine = open_cypher(self.store, self.address)
        notice = getattr(engine, "notice", "")
        if notice:
            self.notices.append(str(notice))
        if engine is not self.store:
            self._cypher = stamp, engine
        return engine

    def push(self, address: str, progress: Callable[[str, int], None] | None = None) -> Written:
        """Make the Neo4j server at `address` hold this graph, sending what differs. What others keep there stays."""
        from .graph.opening import open_neo4j
        from .graph.sync import push

        target = open_neo4j(address, write=True)
        try:
            return push(self.store, target, None if progress is None else partial(progress, "pushing"))
        finally:
            target.close()

    def pull(self, address: str, *, dry_run: bool = False, quarantine: str | Path | None = None) -> PullReport:
        """Take over what people changed on the Neo4j server at `address`; with `dry_run`, only say what that is.

        It is checked like every source; what fails a check goes to `quarantine`, as in `load`.
        """
        from .graph.opening import open_neo4j
        from .loaders.pulling import take_over
        from .loaders.registry import load_registry

        if self.address == EXAMPLE and not dry_run:
            raise UsageError("the bundled example cannot be pulled into", remedy="name a store: --db region.db")
        where = Path(quarantine) if quarantine is not None else self._quarantine()
        target = open_neo4j(address, write=not dry_run)
        try:
            if dry_run:
                return take_over(target, self.store, registry=load_registry(), dry_run=True)
            with self._writing() as store:
                return take_over(target, store, registry=load_registry(), quarantine=where)
        finally:
            target.close()

    def to_networkx(self, *, standing: bool = False) -> MultiDiGraph[str]:
        """A MultiDiGraph with an edge for each claim, or only for those that stand; each edge holds its whole claim."""
        from .graph.exchange import to_networkx

        return to_networkx(self.store, standing=standing)

    def to_rdflib(self) -> rdflib.Graph:
        """The graph as rdflib sees it, to be read: a live view, or a copy where the store is on a server."""
        from .graph.exchange import to_rdflib

        return to_rdflib(self.store)

    def show(self, entity: str) -> Dossier:
        """Everything that is claimed about one entity, with who says so and where."""
        from .graph.dossier import dossier

        return dossier(self.store, self.find(entity))

    def export(self, form: str) -> Iterator[str]:
        """The whole graph in one of the export forms (turtle, json-ld, n-quads, rdf12, jsonl, csv, graphml, gexf)."""
        from .graph.exporting import export

        return export(self.store, form)

    def export_folder(self, form: str, folder: str | Path) -> list[Path]:
        """Write the graph into a folder as parquet or neo4j-admin, and return the files."""
        from .graph.exporting import export_folder

        return export_folder(self.store, form, Path(folder))

    def close(self) -> None:
        """Let go of the store."""
        self._cypher = None
        if self._store is not None and self.address != "memory:":
            self._store.close()
            self._store = None

    def __enter__(self) -> Graph:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


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
