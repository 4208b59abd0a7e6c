"""An address says what kind of store it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from araz.errors import StoreError, UsageError
from araz.graph.claim import Claim, Passage
from araz.graph.endpoint import EndpointStore
from araz.graph.opening import open_store
from araz.graph.oxigraph import OxigraphStore
from araz.graph.ref import Ref
from araz.graph.store import Batch
from araz.ontology.vocabulary import Relation

CLAIM = Claim(Ref("ent", "a"), Relation.OWNS, Ref("ent", "b"), evidence=(Passage(Ref("src", "a"), 0, 4, "Oil."),))


def test_a_folder_is_a_store_on_disk(tmp_path: Path) -> None:
    address = str(tmp_path / "deep" / "region.db")
    with pytest.raises(StoreError, match="there is no store here"):
        open_store(address)
    assert not (tmp_path / "deep").exists()
    store = open_store(address, write=True)
    assert isinstance(store, OxigraphStore)
    assert store.writable
    store.write(Batch(claims=(CLAIM,)))
    store.close()
    reader = open_store(address)
    assert not reader.writable
    reader.close()


def test_memory_is_a_new_store_each_time_and_always_writable() -> None:
    one, other = open_store("memory:"), open_store("memory:")
    assert one is not other
    assert one.writable


def test_a_web_address_is_a_server() -> None:
    assert isinstance(open_store("https://example.org/sparql"), EndpointStore)
    assert open_store("http://example.org/sparql", write=True).writable


@pytest.mark.parametrize("address", ["", " ", "ftp://example.org", "postgres://h/db", "://", "file:///tmp/x"])
def test_any_other_address_is_refused(address: str) -> None:
    with pytest.raises(UsageError):
        open_store(address, write=True)


def test_an_address_opens_the_store_it_names(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "region.db"), write=True)
    assert store.write(Batch(claims=(CLAIM,))).claims_new == 1
    store.close()
    reader = open_store(str(tmp_path / "region.db"))
    assert list(reader.claims()) == [CLAIM]
    assert not reader.writable
    reader.close()
