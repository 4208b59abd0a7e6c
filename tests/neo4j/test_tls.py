"""A server that speaks TLS with a certificate that it signed itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from araz.errors import StoreError
from araz.graph.opening import open_store

from ..cli.inprocess import Run, araz  # noqa: F401 - a fixture
from ..conftest import never
from .server import Server

SCHEMES = ("bolt+s", "neo4j+s")


@pytest.fixture
def certificate(server: Server, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The certificate of the server, whose login stands in the environment."""
    found = None if server.home is None else server.home / "conf" / "public.crt"
    if found is None or not found.is_file():
        never("this server has no certificate of our making (that takes openssl, and a server started by Java)")
    monkeypatch.setenv("NEO4J_USERNAME", server.username)
    monkeypatch.setenv("NEO4J_PASSWORD", server.password)
    return found


@pytest.mark.usefixtures("certificate", "store")
@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_certificate_that_is_not_trusted_is_one_line(
    araz: Run,  # noqa: F811
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
    scheme: str,
) -> None:
    monkeypatch.setattr("araz.graph.bolt._PATIENCE", 0.5)
    address = server.uri.replace("bolt", scheme)
    done = araz("ask", "neighbours", "Iran", "--db", address)
    assert done.code == 3
    # Older versions of OpenSSL leave the hyphen out.
    assert done.line().strip().replace("self signed", "self-signed") == (
        f"araz: {address}: the certificate of the server is not trusted (self-signed certificate);"
        f" put it into a file that SSL_CERT_FILE names, or write {scheme}sc:// to take any"
    )


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_certificate_that_is_trusted_is_enough(
    certificate: Path, server: Server, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    store = open_store(server.uri.replace("bolt", scheme), write=True)
    assert store.select("ASK {}").rows == ((True,),)
    store.close()


@pytest.mark.usefixtures("certificate", "store")
@pytest.mark.parametrize("scheme", SCHEMES)
def test_any_certificate_is_taken_when_the_address_says_so(server: Server, scheme: str) -> None:
    store = open_store(server.uri.replace("bolt", f"{scheme}sc"))
    assert store.select("ASK {}").rows == ((True,),)
    store.close()


@pytest.mark.usefixtures("certificate", "store")
def test_a_certificate_of_another_host_is_not_trusted(
    certificate: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    monkeypatch.setattr("araz.graph.bolt._PATIENCE", 0.5)
    with pytest.raises(StoreError, match=r"not trusted .*localhost"):
        open_store(server.uri.replace("bolt", "bolt+s").replace("127.0.0.1", "localhost"))


def test_a_server_that_is_not_there_has_no_certificate_to_complain_of(monkeypatch: pytest.MonkeyPatch) -> None:
    from .server import free_port

    monkeypatch.setattr("araz.graph.bolt._PATIENCE", 0.5)
    with pytest.raises(StoreError, match="no Neo4j server answers"):
        open_store(f"bolt+s://127.0.0.1:{free_port()}")
