"""The server that the other tests rest on."""

from __future__ import annotations

from neo4j import GraphDatabase

from .server import Server


def test_the_server_is_a_neo4j_of_the_supported_line(server: Server) -> None:
    with GraphDatabase.driver(server.uri, auth=(server.username, server.password)) as driver:
        version = driver.execute_query("CALL dbms.components() YIELD versions RETURN versions[0] AS v").records[0]["v"]
    assert tuple(map(int, version.split(".")[:2])) >= (5, 26)
