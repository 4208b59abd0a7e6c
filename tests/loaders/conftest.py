"""What the loader tests share: an empty store, and a guard that fails a test which reaches for the network."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from araz.graph.oxigraph import OxigraphStore
from araz.loaders.report import LoadReport


@pytest.fixture
def store() -> Iterator[OxigraphStore]:
    store = OxigraphStore.in_memory()
    yield store
    store.close()


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """No test of a loader may connect to anything, nor look a name up."""

    def refuse(*args: object, **kwargs: object):
        raise AssertionError(f"a loader reached for the network: {args!r}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def counts(report: LoadReport) -> tuple[int, int, int, int]:
    """New, updated, unchanged and quarantined claims."""
    return report.claims_new, report.claims_updated, report.claims_unchanged, len(report.quarantined)
