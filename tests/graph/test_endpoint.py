"""What only a store behind a server can do wrong."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from araz.errors import ArazError, InputError, StoreError, StoreReadOnly, UsageError
from araz.graph.claim import Claim, Passage
from araz.graph.endpoint import EndpointStore
from araz.graph.opening import open_store
from araz.graph.ref import Ref
from araz.graph.store import Batch
from araz.ontology.vocabulary import Relation

OWNS = Claim(Ref("ent", "a"), Relation.OWNS, Ref("ent", "b"), evidence=(Passage(Ref("src", "a"), 0, 4, "Oil."),))
EMPTY_ANSWER = b'{"head": {"vars": ["id"]}, "results": {"bindings": []}}'


@contextmanager
def a_server(
    status: int = 200, body: bytes = EMPTY_ANSWER, **headers: str
) -> Iterator[tuple[str, list[BaseHTTPRequestHandler]]]:
    """A server that gives one and the same answer, and what was asked of it."""
    asked: list[BaseHTTPRequestHandler] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            asked.append(self)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def problem(store: EndpointStore) -> str:
    with pytest.raises(ArazError) as raised:
        store.stamp()
    assert "\n" not in str(raised.value)
    return str(raised.value)


# A server that is lost, silent or strange


def test_a_server_that_is_not_there_is_named() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    said = problem(EndpointStore(f"http://127.0.0.1:{port}"))
    assert said.startswith(f"http://127.0.0.1:{port}/query: the SPARQL server cannot be reached (")
    assert said.endswith("check that it runs")


def test_a_server_lost_on_the_way_is_one_clear_error(start_server) -> None:
    process, url = start_server()
    store = EndpointStore(url, write=True)
    assert store.write(Batch(claims=(OWNS,))).claims_new == 1
    process.kill()
    process.wait()
    for act in (
        store.stamp,
        lambda: store.write(Batch(claims=(replace(OWNS, confidence=0.5),))),
        lambda: list(store.claims()),
        lambda: store.select("ASK {}"),
        lambda: list(store.ntriples()),
    ):
        with pytest.raises(StoreError, match="cannot be reached"):
            act()


def test_what_a_killed_server_had_taken_is_whole(oxigraph_command: str, tmp_path) -> None:
    from .conftest import start_oxigraph

    many = [replace(OWNS, evidence=(Passage(Ref("src", "a"), i, i + 4, "Oil."),)) for i in range(3000)]
    process, url = start_oxigraph(oxigraph_command, tmp_path)
    threading.Timer(0.15, process.kill).start()
    with pytest.raises(StoreError):
        store = EndpointStore(url, write=True)
        while True:
            store.write(Batch(claims=many))
            store.write(Batch(withdrawn=[claim.id for claim in many]))
    process.wait()
    process, url = start_oxigraph(oxigraph_command, tmp_path)
    assert len(list(EndpointStore(url).claims())) in (0, len(many))
    process.kill()
    process.wait()


def test_a_silent_server_is_not_waited_for_forever() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        said = problem(EndpointStore(f"http://127.0.0.1:{silent.getsockname()[1]}", timeout=0.2))
    assert "did not answer within 0.2 s" in said


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (200, b"<html>hello</html>", "this does not answer as a SPARQL server does"),
        (200, b"", "this does not answer as a SPARQL server does"),
        (200, b'{"head": {}}', "this does not answer as a SPARQL server does"),
        (400, b"error at 1:2", "does not take this request (error at 1:2)"),
        (401, b"", "refuses access; check user name and password"),
        (403, b"", "refuses access; check user name and password"),
        (404, b"Not Found", "answers 404 (Not Found)"),
        (500, b"x" * 100_000, "answers 500 (xxx"),
    ],
)
def test_a_strange_answer_is_one_clear_error(status: int, body: bytes, said: str) -> None:
    with a_server(status, body) as (host, _):
        message = problem(EndpointStore(f"http://{host}/sparql"))
    assert said in message
    assert len(message) < 400


def test_an_answer_cut_short_is_one_clear_error() -> None:
    def half_an_answer() -> None:
        connection, _ = server.accept()
        with connection:
            connection.recv(65536)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{")

    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        thread = threading.Thread(target=half_an_answer)
        thread.start()
        said = problem(EndpointStore(f"http://127.0.0.1:{server.getsockname()[1]}"))
        thread.join()
    assert "cannot be reached" in said


# Addresses and passwords


@pytest.mark.parametrize(
    ("url", "query", "update"),
    [
        ("http://h:7878", "http://h:7878/query", "http://h:7878/update"),
        ("http://h:7878/", "http://h:7878/query", "http://h:7878/update"),
        ("http://h:7878/query", "http://h:7878/query", "http://h:7878/update"),
        ("http://h/ds/sparql", "http://h/ds/sparql", "http://h/ds/update"),
        ("https://h/ds/query?x=1", "https://h/ds/query?x=1", "https://h/ds/update?x=1"),
        ("http://h/repositories/r", "http://h/repositories/r", "http://h/repositories/r/statements"),
        ("http://[::1]:7878/query", "http://[::1]:7878/query", "http://[::1]:7878/update"),
        ("http://h/other", "http://h/other", None),
    ],
)
def test_updates_go_where_the_server_takes_them(url: str, query: str, update: str | None) -> None:
    store = EndpointStore(url, write=True)
    assert (store._address, store._update_address) == (query, update)
    assert store.writable == (update is not None)
    assert not EndpointStore(url).writable


@pytest.mark.parametrize("url", ["http://", "http:///query", "http://h:port/", "ftp://h/", "http://[h/", "sparql"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match="not the address of a server"):
        EndpointStore(url)


def test_a_server_opened_for_reading_or_without_updates_takes_nothing() -> None:
    with a_server() as (host, asked):
        for store in (open_store(f"http://{host}/query"), EndpointStore(f"http://{host}/other", write=True)):
            with pytest.raises(StoreReadOnly):
                store.write(Batch(claims=(OWNS,)))
        assert asked == []


def test_a_password_is_sent_and_never_shown() -> None:
    with a_server() as (host, asked):
        assert EndpointStore(f"http://ana:s%2Fcret@{host}/query").stamp() == "0"
        assert asked[0].headers["Authorization"] == "Basic YW5hOnMvY3JldA=="
    for status in (400, 401, 500):
        with a_server(status, b"no") as (host, _):
            said = problem(EndpointStore(f"http://ana:s%2Fcret@{host}/query"))
        assert "cret" not in said
        assert "ana" not in said
    assert "cret" not in problem(EndpointStore("http://ana:s%2Fcret@127.0.0.1:1/query"))
    with pytest.raises(UsageError) as raised:
        EndpointStore("http://ana:secret@h:port/")
    assert "secret" not in str(raised.value)


def test_a_redirect_is_not_followed_with_the_password() -> None:
    with a_server() as (elsewhere, asked), a_server(302, b"", Location=f"http://{elsewhere}/query") as (host, _):
        assert "answers 302" in problem(EndpointStore(f"http://ana:secret@{host}/query"))
        assert asked == []


def test_one_batch_is_one_update_request(oxigraph_server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []
    send = EndpointStore._send

    def recorded(store: EndpointStore, address: str, *details: object) -> bytes:
        sent.append(address)
        return send(store, address, *details)

    monkeypatch.setattr(EndpointStore, "_send", recorded)
    store = EndpointStore(oxigraph_server, write=True)
    store.write(Batch(claims=(OWNS,)))
    store.write(Batch(claims=(replace(OWNS, confidence=0.5),), withdrawn=(Ref("claim", "0"),)))
    store.write(Batch(withdrawn=(OWNS.id,)))
    assert sent.count(f"{oxigraph_server}/update") == 3


def test_a_large_batch_reaches_the_server_whole(oxigraph_server: str) -> None:
    many = [replace(OWNS, evidence=(Passage(Ref("src", "b"), i, i + 4, "Oil."),)) for i in range(2500)]
    store = EndpointStore(oxigraph_server, write=True)
    before = store.stamp()
    assert store.write(Batch(claims=many)).claims_new == 2500
    assert store.write(Batch(claims=many)).claims_unchanged == 2500
    assert store.stamp() != before
    assert store.write(Batch(withdrawn=[claim.id for claim in many])).claims_withdrawn == 2500


def test_a_query_that_the_server_alone_refuses_is_named() -> None:
    with a_server(400, b"no such function") as (host, _), pytest.raises(InputError, match="no such function"):
        EndpointStore(f"http://{host}/query").select("SELECT * { ?s ?p ?o }")
