"""The stores that the conformance suite runs against. To let another backend join, add it to BACKENDS.

A backend is a name and a generator that is given pytest's request, yields a way to open the one same store
(`write=False` opens it a second time for reading, where the backend can), and clears up. What it needs and may lack is
told with the `missing` fixture; what it cannot do at all is told in `CANNOT`, with the reason.
"""

from __future__ import annotations

import http.client as http_client
import shutil
import socket
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from araz.graph.endpoint import EndpointStore
from araz.graph.memory import MemoryStore
from araz.graph.oxigraph import OxigraphStore
from araz.graph.store import Store

from ..conftest import absent, never

Opener = Callable[..., Store]


def _memory(request: pytest.FixtureRequest) -> Iterator[Opener]:
    store = MemoryStore()
    yield lambda write=True: store


def _oxigraph_memory(request: pytest.FixtureRequest) -> Iterator[Opener]:
    store = OxigraphStore.in_memory()
    yield lambda write=True: store
    store.close()


def _oxigraph_disk(request: pytest.FixtureRequest) -> Iterator[Opener]:
    opened: list[OxigraphStore] = []

    def opener(write: bool = True) -> Store:
        opened.append(OxigraphStore.open(request.getfixturevalue("tmp_path") / "araz.db", write=write))
        return opened[-1]

    yield opener
    for store in opened:
        store.close()


def _endpoint(request: pytest.FixtureRequest) -> Iterator[Opener]:
    url = request.getfixturevalue("oxigraph_server")
    http(f"{url}/update", b"CLEAR ALL", "application/sparql-update")
    yield lambda write=True: EndpointStore(f"{url}/query", write=write)


BACKENDS = {
    "memory": _memory,
    "oxigraph-memory": _oxigraph_memory,
    "oxigraph-disk": _oxigraph_disk,
    "endpoint": _endpoint,
}
CANNOT: dict[tuple[str, str], str] = {
    ("memory", "reopen"): "a store in memory ends when it is closed",
    ("oxigraph-memory", "reopen"): "a store in memory ends when it is closed",
}
"""What a backend never does, with the reason: keys are (backend, ability)."""


@pytest.fixture(params=sorted(BACKENDS))
def backend(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def opener(backend: str, request: pytest.FixtureRequest) -> Iterator[Opener]:
    """Opens the one store of this test: `opener()` to write, `opener(write=False)` to read."""
    yield from BACKENDS[backend](request)


@pytest.fixture
def store(opener: Opener) -> Store:
    return opener()


@pytest.fixture
def able(backend: str):
    """`able("reopen")` skips the test where the backend never has that ability, with the reason."""

    def check(ability: str) -> None:
        reason = CANNOT.get((backend, ability))
        if reason is not None:
            never(reason)

    return check


@pytest.fixture(scope="session")
def oxigraph_command(request: pytest.FixtureRequest) -> str:
    command = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if command is None:
        absent("oxigraph", "the oxigraph server (pip install oxigraph) is not installed")
    return command


@pytest.fixture
def start_server(oxigraph_command: str, tmp_path_factory: pytest.TempPathFactory):
    """Starts an oxigraph server on a free port; gives its process and address."""
    running: list[subprocess.Popen[bytes]] = []

    def start() -> tuple[subprocess.Popen[bytes], str]:
        process, url = start_oxigraph(oxigraph_command, tmp_path_factory.mktemp("server"))
        running.append(process)
        return process, url

    yield start
    for process in running:
        process.kill()
        process.wait()


@pytest.fixture(scope="session")
def oxigraph_server(oxigraph_command: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    process, url = start_oxigraph(oxigraph_command, tmp_path_factory.mktemp("server"))
    yield url
    process.kill()
    process.wait()


def start_oxigraph(command: str, folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    for _ in range(5):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        process = subprocess.Popen(
            [command, "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        if _answers(process, f"http://127.0.0.1:{port}/query?query=ASK%7B%7D"):
            return process, f"http://127.0.0.1:{port}"
        process.kill()
        process.wait()
    raise RuntimeError("the oxigraph server does not start")


def _answers(process: subprocess.Popen[bytes], url: str) -> bool:
    for _ in range(300):
        if process.poll() is not None:
            return False
        try:
            http(url)
        except OSError:
            time.sleep(0.05)
        else:
            return True
    return False


def http(url: str, body: bytes | None = None, content: str = "text/plain") -> None:
    parts = urllib.parse.urlsplit(url)
    connection = http_client.HTTPConnection(parts.netloc, timeout=5)
    connection.request(
        "GET" if body is None else "POST", f"{parts.path}?{parts.query}", body, {"Content-Type": content}
    )
    answer = connection.getresponse()
    answer.read()
    assert answer.status < 300, answer.reason
    connection.close()
