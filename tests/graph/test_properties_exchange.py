"""The graph for networkx, GraphML, GEXF and Parquet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest
from araz.graph.exchange import gexf, graphml, to_networkx, to_rdflib, write_parquet
from araz.graph.memory import MemoryStore
from araz.graph.oxigraph import OxigraphStore
from araz.graph.store import Batch, Store

from ..conftest import needed
from ..neo4j.random_graphs import together


@pytest.fixture(scope="module")
def store() -> MemoryStore:
    made = MemoryStore()
    made.write(together(range(30)))
    return made


def test_every_claim_is_an_edge_of_its_own_with_all_it_says(store: MemoryStore) -> None:
    graph = to_networkx(store)
    claims = {str(claim.id): claim for claim in store.claims()}
    assert {key for _, _, key in graph.edges(keys=True)} == set(claims)
    for start, end, key, data in graph.edges(keys=True, data=True):
        claim = claims[key]
        assert (start, end) == (str(claim.subject), str(claim.object))
        assert (data["relation"], data["modality"]) == (claim.relation.value, claim.modality.value)
        assert data["stands"] == claim.stands


def test_only_standing_claims_are_edges_when_asked(store: MemoryStore) -> None:
    graph = to_networkx(store, standing=True)
    assert {key for _, _, key in graph.edges(keys=True)} == {str(c.id) for c in store.claims() if c.stands}


def test_graphml_and_gexf_hold_as_many_nodes_and_edges(store: MemoryStore, tmp_path: Path) -> None:
    graph = to_networkx(store)
    (tmp_path / "g.graphml").write_text("".join(graphml(store)), "utf-8", newline="")
    (tmp_path / "g.gexf").write_text("".join(gexf(store)), "utf-8", newline="")
    for back in (nx.read_graphml(tmp_path / "g.graphml", force_multigraph=True), nx.read_gexf(tmp_path / "g.gexf")):
        assert set(back.nodes) == set(graph.nodes)
        assert back.number_of_edges() == graph.number_of_edges()
    names = {str(entity.id): entity.name for entity in store.entities()}
    back = nx.read_graphml(tmp_path / "g.graphml", force_multigraph=True)
    # XML knows one line break only.
    same = {name: data.get("name", "").replace("\r", "\n") for name, data in back.nodes(data=True) if name in names}
    assert same == {name: text.replace("\r", "\n") for name, text in names.items()}


def test_parquet_holds_a_row_for_each_record(store: MemoryStore, tmp_path: Path) -> None:
    pq = needed("parquet", "pyarrow.parquet")
    files = {path.stem: pq.read_table(path) for path in write_parquet(store, tmp_path)}
    assert files["claims"].num_rows == len(list(store.claims()))
    assert files["entities"].num_rows == len(list(store.entities()))
    assert files["relationships"].num_rows == sum(claim.stands for claim in store.claims())
    assert set(files["claims"].column("id").to_pylist()) == {str(claim.id) for claim in store.claims()}


@pytest.mark.parametrize("kind", [MemoryStore, OxigraphStore.in_memory], ids=["memory", "oxigraph"])
def test_rdflib_sees_every_triple(store: MemoryStore, kind: Callable[[], Store]) -> None:
    made = kind()
    made.write(Batch(tuple(store.sources()), tuple(store.entities()), tuple(store.claims())))
    graph = to_rdflib(made)
    assert len(graph) == len(list(store.ntriples()))
    assert {str(row[0]) for row in graph.query("SELECT ?c { ?c a <https://w3id.org/araz/ontology#Claim> }")} == {
        claim.id.iri for claim in store.claims()
    }


def test_the_view_of_rdflib_is_live() -> None:
    made = OxigraphStore.in_memory()
    graph = to_rdflib(made)
    made.write(together(range(2)))
    assert len(graph) == len(list(made.ntriples())) > 0
