"""Questions reach nothing outside the store, and errors say where."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from araz.errors import InputError
from araz.graph.sparql import reading
from araz.graph.store import Store
from hypothesis import given, settings
from hypothesis import strategies as st


class Trap:
    """A server that notes whether anybody calls."""

    def __init__(self) -> None:
        self.calls = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/sparql"
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.calls += 1
            connection.close()

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()


@pytest.fixture
def trap() -> Iterator[Trap]:
    trap = Trap()
    yield trap
    trap.close()


REMOTE = (
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { service silent <URL> { ?s ?p ?o } }",
    "SELECT * {SERVICE<URL>{?s ?p ?o}}",
    "SELECT * { SERVICE # here\n # and here\n <URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT\n\t# > \n<URL> { ?s ?p ?o } }",
    "PREFIX x: <URL> SELECT * { SERVICE x: { ?s ?p ?o } }",
    "PREFIX x: <URL> SELECT * { ?s ?p x:.SERVICE x: { ?s ?p ?o } }",
    "SELECT * { VALUES ?there { <URL> } SERVICE ?there { ?s ?p ?o } }",
    "SELECT * { VALUES ?there { <URL> } SERVICE $there { ?s ?p ?o } }",
    "SELECT * { FILTER(1<2)SERVICE#>\n<URL>{?s ?p ?o} }",
    'SELECT * { ?s ?p "a"@en.SERVICE <URL> { ?s ?p ?o } }',
    "SELECT * { ?s ?p true.SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { ?s ?p trueSERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { ?s ?p 1 .SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { { SELECT ?s { SERVICE <URL> { ?s ?p ?o } } } }",
    "ASK { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { S\\u0045RVICE <URL> { ?s ?p ?o } }",
    "SELECT * { \\U00000053ERVICE <URL> { ?s ?p ?o } }",
    'SELECT * { FILTER(?s = "\\u0022) S\\u0045RVICE <URL> { ?s ?p ?o } FILTER(?s = \\u0022") }',
    'SELECT * { FILTER(?s = "\\u005Cu0022) SERVICE <URL> { ?s ?p ?o } FILTER(?s = \\u005Cu0022") }',
    "SELECT * FROM <URL> { ?s ?p ?o }",
    "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
    "SELECT * from\nnamed # here\n <URL> { GRAPH ?g { ?s ?p ?o } }",
    "PREFIX x: <URL> SELECT * FROM x: { ?s ?p ?o }",
    "LOAD <URL>",
    "LOAD SILENT <URL> INTO GRAPH <http://example.org/g>",
    "INSERT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
)


@pytest.mark.parametrize("query", REMOTE)
def test_nothing_is_fetched_while_asking(store: Store, trap: Trap, query: str) -> None:
    with pytest.raises(InputError):
        store.select(query.replace("URL", trap.url))
    assert trap.calls == 0


def test_the_trap_would_notice(trap: Trap) -> None:
    with pytest.raises(OSError, match=r"."):
        list(ox.Store().query(REMOTE[0].replace("URL", trap.url)))
    assert trap.calls > 0


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service { ?service ?from ?p . ?from ?service ?p }",
        "SELECT * { ?s schema:service ?o ; schema:from ?x . ?o schema:serviceType ?t }",
        'SELECT * { FILTER(?s = "the service of others, from here") }',
        "SELECT * { ?s <http://example.org/service> <http://example.org/from> }",
        "# service, from\nSELECT * { ?s ?p ?o }",
        "SELECT (STRLANG('service', 'en') AS ?x) {}",
        "SELECT * { _:service ?p _:from . }",
    ],
)
def test_the_words_alone_are_no_reason_to_refuse(query: str) -> None:
    assert reading(query).endswith(query)


PIECES = (
    *(
        "x:",
        ":",
        "x:a",
        "x:a.",
        "_:b",
        "?v",
        "$v",
        "?v:",
        "1",
        "1.",
        "1e1",
        "true",
        '"a"',
        "'a:'",
        "@en",
        "^^x:a",
        "<a:b>",
    ),
    *(
        " ",
        "\n",
        ".",
        ";",
        "|",
        "!",
        "<",
        ">",
        "{",
        "}",
        "(",
        ")",
        "#",
        "#\n",
        "#x:\n",
        "\\",
        '"',
        "'",
        "-",
        "%20",
        "·",
        "é",
    ),
)


@given(
    st.lists(st.sampled_from(PIECES), max_size=5),
    st.lists(st.sampled_from((" ", "\n", "#\n", "#>\n", "SILENT ")), max_size=3),
)
@settings(max_examples=400, deadline=None)
def test_whatever_stands_before_a_service_clause_does_not_hide_it(before: list[str], after: list[str]) -> None:
    clause = f"{''.join(before)}SERVICE{''.join(after)}<http://[::1]:1/> {{ ?x ?y ?z }}"
    query = f"PREFIX x: <http://example.org/> PREFIX : <http://example.org/> SELECT * {{ ?s ?p {clause} }}"
    try:
        text = reading(query)
    except InputError:
        return
    assert not _is_federated(text)


def _is_federated(text: str) -> bool:
    # Oxigraph refuses to call this port, and says so, once the query has a SERVICE clause that is evaluated.
    store = ox.Store()
    store.update("INSERT DATA { <a:a> <a:a> <a:a> }")
    try:
        list(store.query(text))
    except OSError:
        return True
    return False


def test_prefixes_need_not_be_declared_and_may_be_declared_otherwise(store: Store) -> None:
    assert store.select("ASK { FILTER(az:x = <https://w3id.org/araz/ontology#x>) }").rows == ((True,),)
    assert store.select("PREFIX az: <http://x/> ASK { FILTER(az:x = <http://x/x>) }").rows == ((True,),)


def test_a_syntax_error_tells_the_line_and_what_stands_there() -> None:
    with pytest.raises(InputError) as raised:
        reading("SELECT ?plant\n{\n  ?plant az:onRiver ent:araz-river\n  ?plant az:locatedIn ent:iran\n}")
    assert str(raised.value).startswith("line 4: this is not SPARQL, near '?plant az:locatedIn")
