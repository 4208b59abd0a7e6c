"""Cypher without a server: the property graph of a store in an embedded engine, rebuilt when the store has changed.

The store is what counts; the graph here is derived from it, and carries its stamp. Asked for reading it takes nothing
but queries; what is written to it all the same lasts until the store changes.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, cast

from ..errors import ArazError, InputError, StoreError, StoreReadOnly, UsageError
from .answers import bound, table
from .building import build, mark_edited, stamp_of, was_edited
from .dialect import respelled
from .store import Store, Table

if TYPE_CHECKING:
    from filelock import FileLock
    from kglite import KnowledgeGraph, ResultView

TIME_LIMIT = 60.0
"""Seconds that a query may take unless told otherwise."""

# With these optimisations the engine gives wrong counts and sums in rare queries; without them it is as fast here.
SWITCHED_OFF = (
    "fuse_optional_match_aggregate",
    "fuse_match_with_aggregate",
    "fuse_match_with_aggregate_top_k",
    "fuse_match_return_aggregate",
    "rewrite_count_bound_var_to_star",
)

_FILE = "graph.kgl"
_LOST = "the store has changed since: what was written into its Cypher graph is gone"
_STRUCTURE = frozenset({"title", "type"})


class CypherGraph:
    """The property graph of a store, asked in Cypher.

    >>> from .memory import MemoryStore
    >>> graph = CypherGraph.of(MemoryStore())
    >>> graph.cypher("MATCH (n:Entity) RETURN count(n) AS entities").rows
    ((0,),)
    """

    def __init__(self, graph: KnowledgeGraph, path: Path | None, notice: str = "") -> None:
        self._graph = graph
        self._path = path
        self.notice = notice

    @classmethod
    def of(cls, store: Store, folder: Path | None = None) -> CypherGraph:
        """The graph of `store`, kept in `folder` (made if need be), or in memory.

        It is taken from the folder as it is when it bears the store's stamp, else built anew: about 10 s for
        100,000 claims. Where the folder cannot be written to, it is built in memory. `notice` says what is worth
        knowing about that, and is "" when nothing is.
        """
        if folder is None:
            return cls(build(store), None)
        path = folder / _FILE
        kept = _read(path)
        if kept is not None and stamp_of(kept) == store.stamp():
            return cls(kept, path)
        notice = _LOST if kept is not None and was_edited(kept) else ""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            return cls(_built(store, path), path, notice)
        except OSError as error:
            reason = f"the Cypher graph cannot be kept in {folder} ({error.strerror}): it is built anew each time"
            return cls(build(store), None, f"{notice}; {reason}" if notice else reason)

    def cypher(
        self,
        query: str,
        parameters: Mapping[str, object] | None = None,
        *,
        write: bool = False,
        seconds: float = TIME_LIMIT,
        rows: int | None = None,
    ) -> Table:
        """Run one Cypher query, its `$parameters` bound: for reading, unless `write` says otherwise.

        It is ended after `seconds`; `rows` is the most rows given. `InputError` tells what the engine does not take.
        """
        given = bound(parameters)
        text = respelled(query)
        if write:
            return self._writing(text, given, seconds, rows)
        self._graph.read_only(True)
        return _answer(_run(self._graph, text, given, seconds, rows))

    def close(self) -> None:
        """Let go of the graph."""
        _close(self._graph)

    def _writing(self, query: str, given: Mapping[str, object], seconds: float, rows: int | None) -> Table:
        if self._path is None:
            self._graph.read_only(False)
            return _answer(_run(self._graph, query, given, seconds, rows))
        import kglite

        with _lock(self._path):
            writing = kglite.open(str(self._path), durable="full")
            try:
                answer = _answer(_run(writing, query, given, seconds, rows))
                mark_edited(writing)
            finally:
                _close(writing)
            self._graph = kglite.load(str(self._path))
        return answer


def _run(
    graph: KnowledgeGraph, query: str, given: Mapping[str, object], seconds: float, rows: int | None
) -> ResultView:
    import kglite

    # Warnings about unknown names go to nobody: the answer is the same as Neo4j's, which does not warn either.
    kglite.set_query_warning_policy("silent")
    try:
        answer = graph.cypher(
            query,
            params=dict(given),
            timeout_ms=int(seconds * 1000),
            row_limit=rows,
            disabled_passes=list(SWITCHED_OFF),
            hide_structural_keys=True,
        )
    except kglite.KgError as error:
        raise _translated(error) from None
    return cast("ResultView", answer)


def _translated(error: Exception) -> ArazError:
    import kglite

    said = str(error)
    if isinstance(error, kglite.CypherTimeoutError):
        return UsageError("the query took longer than its time limit", remedy="narrow it, or raise the limit")
    if isinstance(error, kglite.ReadOnlyError):
        return StoreReadOnly("the query writes, and was run for reading", remedy="allow writing")
    if isinstance(error, kglite.CypherError | kglite.SchemaError | kglite.MissingArgumentError):
        # What follows the first line is a drawing of where the error stands.
        return InputError(
            said.split("\n", maxsplit=1)[0].removeprefix("Cypher "), remedy="check it against a catalogued question"
        )
    return StoreError(f"the embedded engine failed ({said})", remedy="delete the folder 'cypher' beside the store")


def _answer(answer: ResultView) -> Table:
    columns = list(answer.columns)
    return table(columns, [[plain_cell(record[name]) for name in columns] for record in answer.to_list()])


def plain_cell(cell: object) -> object:
    """A cell without what only this engine adds, in the shape that a Neo4j server's answers have too."""
    if isinstance(cell, list):
        return [plain_cell(item) for item in cast("list[object]", cell)]
    if not isinstance(cell, dict):
        return cell
    shape = cast("dict[str, object]", cell)
    if shape.keys() == {"nodes", "relationships"}:
        return _path(shape)
    if shape.keys() == {"id", "labels", "properties"}:
        return {"labels": sorted(cast("list[str]", shape["labels"])), "properties": _properties(shape["properties"])}
    if shape.keys() == {"id", "start", "end", "type", "properties"}:
        return {"type": shape["type"], "properties": plain_cell(shape["properties"])}
    if "title" in shape and shape["title"] == shape.get("name"):
        shape = {key: item for key, item in shape.items() if key != "title"}
    return {key: plain_cell(item) for key, item in shape.items()}


def _path(path: Mapping[str, object]) -> list[object]:
    nodes = cast("list[object]", path["nodes"])
    steps: list[object] = nodes[:1]
    for relationship, node in zip(cast("list[object]", path["relationships"]), nodes[1:], strict=True):
        steps += [relationship, node]
    return [plain_cell(step) for step in steps]


def _properties(properties: object) -> dict[str, object]:
    kept = cast("dict[str, object]", properties)
    return {key: plain_cell(item) for key, item in kept.items() if key not in _STRUCTURE}


def _read(path: Path) -> KnowledgeGraph | None:
    """The graph in a file; None when there is none, or a damaged one."""
    import kglite

    if not path.is_file():
        return None
    try:
        return kglite.load(str(path))
    except (kglite.KgError, OSError, ValueError):
        return None


def _built(store: Store, path: Path) -> KnowledgeGraph:
    import kglite

    with _lock(path):
        # Somebody else may have built it while this process waited.
        kept = _read(path)
        if kept is not None and stamp_of(kept) == store.stamp():
            return kept
        fresh = path.with_name(f"fresh-{os.getpid()}.kgl")
        try:
            _close(build(store, fresh))
            fresh.replace(path)
        finally:
            for left in path.parent.glob(f"{fresh.stem}*"):
                left.unlink(missing_ok=True)
        return kglite.load(str(path))


def _close(graph: KnowledgeGraph) -> None:
    """Write the graph to its file. That some columns are not mapped into memory when it is read is no news."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        graph.close()


def _lock(path: Path) -> FileLock:
    from filelock import FileLock

    return FileLock(path.with_name("LOCK"))
