"""The engines that answer Cypher."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from araz.graph.cypher import CypherGraph
from araz.graph.neo4j import Neo4jStore
from araz.graph.oxigraph import OxigraphStore
from araz.graph.store import Batch, Store

from ..graph.conftest import oxigraph_command, oxigraph_server  # noqa: F401 - fixtures
from ..neo4j.conftest import opened, server, store  # noqa: F401 - fixtures
from .backends import backend_of  # noqa: F401 - a fixture

Engine = CypherGraph | Neo4jStore
MakeEngine = Callable[[Batch], tuple[Store, Engine]]


@pytest.fixture(params=["embedded", "neo4j"])
def engine_of(request: pytest.FixtureRequest) -> Callable[[Batch], tuple[Store, Engine]]:
    """Puts a batch into a SPARQL store and into an engine that answers Cypher, and returns both."""
    if request.param == "neo4j":
        neo4j: Neo4jStore = request.getfixturevalue("store")

    def make(batch: Batch) -> tuple[Store, Engine]:
        rdf = OxigraphStore.in_memory()
        rdf.write(batch)
        if request.param == "embedded":
            return rdf, CypherGraph.of(rdf)
        neo4j.cypher("MATCH (n) DETACH DELETE n", write=True)
        neo4j.write(batch)
        return rdf, neo4j

    return make
