"""The graph for tools of other worlds: rdflib, networkx, GraphML and GEXF (Gephi, yEd, Cytoscape), Parquet tables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, cast

from ..errors import UsageError
from .claim import Claim
from .claimrows import claim_rows
from .properties import entity_row, source_row
from .record import claim_record
from .ref import PREFIXES
from .store import Batch, Store

if TYPE_CHECKING:
    import rdflib
    from networkx import MultiDiGraph


def to_networkx(store: Store, *, standing: bool = False) -> MultiDiGraph[str]:
    """A MultiDiGraph: a node for each entity, an edge for each claim, its key the claim's id.

    A node has `name`, `kind` and the properties of the property graph; an edge has the whole claim as JSON keys, with
    `stands`. With `standing`, only claims that stand are edges. Entities that nobody described have only their id.

    >>> from .memory import MemoryStore
    >>> len(to_networkx(MemoryStore()))
    0
    """
    import networkx as nx

    graph: MultiDiGraph[str] = nx.MultiDiGraph()
    for entity in store.entities():
        row = entity_row(entity)
        graph.add_node(row["id"], kind=entity.kind.value, **row["properties"])
    for claim in store.claims():
        if claim.stands or not standing:
            graph.add_edge(str(claim.subject), str(claim.object), key=str(claim.id), **_edge(claim))
    return graph


def to_rdflib(store: Store) -> rdflib.Graph:
    """The graph as rdflib sees it, to be read: a live view of a store on disk or in memory, without copying.

    Of a store on a server it is a copy, taken once.

    >>> from .opening import open_store
    >>> len(to_rdflib(open_store("memory:")))
    0
    """
    import rdflib
    from oxrdflib import OxigraphStore as View
    from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

    from .oxigraph import OxigraphStore

    if not isinstance(store, OxigraphStore):
        copy = OxigraphStore.in_memory()
        copy.write(Batch(tuple(store.sources()), tuple(store.entities()), tuple(store.claims())))
        store = copy
    # Araz keeps everything in the default graph, which bears this name for rdflib.
    graph = rdflib.Graph(View(store=store.engine), identifier=DATASET_DEFAULT_GRAPH_ID)
    for prefix, iri in PREFIXES.items():
        graph.bind(prefix, iri)
    return graph


def _edge(claim: Claim) -> dict[str, object]:
    return {**claim_record(claim), "stands": claim.stands}


def graphml(store: Store) -> Iterator[str]:
    """The graph as GraphML; what is a list or a map there is JSON text."""
    import networkx as nx

    out = BytesIO()
    nx.write_graphml(_scalar(to_networkx(store)), out, named_key_ids=True)
    yield out.getvalue().decode() + "\n"


def gexf(store: Store) -> Iterator[str]:
    """The graph as GEXF 1.2, its labels the entities' names."""
    import networkx as nx

    graph = _scalar(to_networkx(store))
    for name, data in graph.nodes(data=True):
        data["label"] = data.get("name", name)
    out = BytesIO()
    nx.write_gexf(graph, out)
    yield out.getvalue().decode() + "\n"


def _scalar(graph: MultiDiGraph[str]) -> MultiDiGraph[str]:
    import networkx as nx

    plain: MultiDiGraph[str] = nx.MultiDiGraph()
    for name, data in graph.nodes(data=True):
        plain.add_node(name, **_flat(data))
    for start, end, key, data in graph.edges(keys=True, data=True):
        # "id" is the edge's own in these formats.
        plain.add_edge(start, end, key=key, **_flat({"claim" if k == "id" else k: v for k, v in data.items()}))
    return plain


def _flat(data: Mapping[str, object]) -> dict[str, str | int | float | bool]:
    flat: dict[str, str | int | float | bool] = {}
    for key, item in data.items():
        if isinstance(item, str | int | float):
            flat[key] = item
        elif item is not None and item != []:
            flat[key] = json.dumps(item, ensure_ascii=False, sort_keys=True)
    return flat


def write_parquet(store: Store, folder: Path) -> list[Path]:
    """Write `entities`, `claims`, `passages`, `sources` and `relationships` as Parquet files, and return them.

    Needs pyarrow: `UsageError` where it is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise UsageError("Parquet needs pyarrow", remedy="pip install araz[parquet]") from None
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for name, rows in _tables(store).items():
        path = folder / f"{name}.parquet"
        columns = sorted({key for row in rows for key in row}, key=lambda key: (key != "id", key))
        rows_of = {key: [row.get(key) for row in rows] for key in columns}
        pq.write_table(pa.table(rows_of), path)  # pyright: ignore[reportUnknownArgumentType] (pyarrow has no types)
        written.append(path)
    return written


def _tables(store: Store) -> dict[str, list[dict[str, object]]]:
    claims = list(claim_rows(store))
    passages = {passage["id"]: passage for row in claims for passage in row["passages"]}
    ends = ("subject", "object", "condition", "speaker")
    return {
        "entities": [{"labels": list(r["labels"]), **r["properties"]} for r in map(entity_row, store.entities())],
        "claims": [
            # A condition in words and one that is an entity are different things.
            {
                **row["properties"],
                **{("condition_entity" if end == "condition" else end): row.get(end) for end in ends},
                "passages": [passage["id"] for passage in row["passages"]],
            }
            for row in claims
        ],
        "passages": [{"source": passage["source"], **passage["properties"]} for passage in passages.values()],
        "sources": [dict(cast("Mapping[str, object]", r["properties"])) for r in map(source_row, store.sources())],
        "relationships": _relationships(claims),
    }


def _relationships(claims: Iterable[Mapping[str, object]]) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for row in claims:
        each = cast("Mapping[str, object] | None", row.get("relationship"))
        if each is not None:
            ends = {key: each[key] for key in ("type", "subject", "object")}
            found.append({**ends, **cast("Mapping[str, object]", each["properties"])})
    return found
