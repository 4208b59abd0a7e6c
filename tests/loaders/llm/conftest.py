"""What the tests of the language model's reader share: the server, and a guard that lets nothing further out."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest

from .server import Server


@pytest.fixture
def server(monkeypatch) -> Iterator[Server]:
    """The server, for as long as a test lasts."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """These tests reach this machine only; it takes the place of the guard that lets nothing out at all."""
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def guarded(self: socket.socket, address: tuple[str, int]) -> None:
        assert str(address[0]).startswith("127."), f"a reader reached for the network: {address!r}"
        connect(self, address)

    def known(host: object, *args: object, **kwargs: object):
        name = host.decode() if isinstance(host, bytes) else str(host)
        assert name.startswith("127."), f"a reader looked up {name!r}"
        return look_up(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setattr(socket, "getaddrinfo", known)
