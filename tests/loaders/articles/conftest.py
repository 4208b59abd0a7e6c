"""What the article tests share: a small web server on this machine, and a guard that lets nothing further out."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest


class Web(ThreadingHTTPServer):
    """Answers each path as it is told: `web.pages[path] = (status, headers, body)`, or a function of the handler."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, host: str = "127.0.0.1") -> None:
        super().__init__((host, 0), _Handler)
        self.pages: dict[str, tuple[int, dict[str, str], bytes] | Callable[[BaseHTTPRequestHandler], None]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.scheme = "http"

    def url(self, path: str) -> str:
        return f"{self.scheme}://{self.server_address[0]}:{self.server_port}{path}"

    def page(self, path: str, body: bytes, kind: str = "text/html", status: int = 200, **headers: str) -> str:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = (status, {"Content-Type": kind, **named}, body)
        return self.url(path)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    server: Web

    def do_GET(self) -> None:
        self.server.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        found = self.server.pages.get(self.path, (404, {}, b"not here"))
        if callable(found):
            found(self)
            return
        status, headers, body = found
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def serving(host: str = "127.0.0.1") -> Generator[Web]:
    """A server of this machine while the block lasts."""
    server = Web(host)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as server:
        yield server


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """These tests reach this machine only."""
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def guarded(self: socket.socket, address: tuple[str, int]) -> None:
        if not str(address[0]).startswith("127."):
            raise AssertionError(f"a loader reached for the network: {address!r}")
        connect(self, address)

    def known(host: str, *args: object, **kwargs: object):
        if not str(host).startswith("127."):
            raise socket.gaierror(socket.EAI_NONAME, "no such name in the tests")
        return look_up(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setattr(socket, "getaddrinfo", known)
