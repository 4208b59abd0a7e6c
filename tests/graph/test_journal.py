"""The journal of a store: what was touched since a stamp, or that nobody knows, and never a part of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from araz.graph.claim import Claim, Entity, Name, Passage, Source
from araz.graph.oxigraph import OxigraphStore
from araz.graph.ref import Ref
from araz.graph.store import Batch
from araz.ontology.vocabulary import Kind, Relation

SAID = Passage(Ref("src", "press"), 0, 4, "Oil.")
OWNS = Claim(Ref("ent", "a"), Relation.OWNS, Ref("ent", "b"), evidence=(SAID,), confidence=0.5)
OPERATES = replace(OWNS, relation=Relation.OPERATES)
STATE = Entity(Ref("ent", "a"), Kind.STATE, (Name("A"),))
PRESS = Source(Ref("src", "press"), "Press")


@pytest.fixture(params=["memory", "disk"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> OxigraphStore:
    """An empty store of each kind."""
    return OxigraphStore.in_memory() if request.param == "memory" else OxigraphStore.open(tmp_path / "db", write=True)


def test_what_writes_touched_is_known_from_each_stamp_to_the_last(store: OxigraphStore) -> None:
    empty = store.stamp()
    store.write(Batch(claims=[OWNS]))
    first = store.stamp()
    store.write(Batch(claims=[OPERATES], entities=[STATE]))
    second = store.stamp()
    store.write(Batch(sources=[PRESS], withdrawn=[OWNS.id]))
    assert store.touched_since(store.stamp()) == frozenset()
    assert store.touched_since(second) == {PRESS.id, OWNS.id}
    assert store.touched_since(first) == {PRESS.id, OWNS.id, OPERATES.id, STATE.id}
    assert store.touched_since(empty) == store.touched_since(first)
    assert store.touched_since("another") is None


def test_a_write_that_changes_nothing_is_none(store: OxigraphStore) -> None:
    store.write(Batch(claims=[OWNS]))
    before = store.stamp()
    store.write(Batch(claims=[OWNS]))
    assert store.touched_since(before) == frozenset()


def test_after_a_large_write_nobody_knows(store: OxigraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("araz.graph.journal._MOST", 1)
    store.write(Batch(claims=[OWNS]))
    first = store.stamp()
    store.write(Batch(claims=[OPERATES], entities=[STATE]))
    second = store.stamp()
    store.write(Batch(sources=[PRESS]))
    assert store.touched_since(first) is None
    assert store.touched_since(second) == {PRESS.id}


def test_a_journal_does_not_grow_for_ever(store: OxigraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("araz.graph.journal._LARGEST", 10)
    store.write(Batch(claims=[OWNS]))
    first = store.stamp()
    store.write(Batch(claims=[OPERATES]))
    second = store.stamp()
    store.write(Batch(sources=[PRESS]))
    assert store.touched_since(first) is None
    assert store.touched_since(second) == {PRESS.id}


def test_a_store_opened_again_still_knows(tmp_path: Path) -> None:
    stamps = ["0"]
    for claim in (OWNS, OPERATES):
        writing = OxigraphStore.open(tmp_path / "db", write=True)
        writing.write(Batch(claims=[claim]))
        stamps.append(writing.stamp())
        writing.close()
    again = OxigraphStore.open(tmp_path / "db")
    assert again.touched_since(stamps[1]) == {OPERATES.id}
    assert again.touched_since(stamps[0]) == {OWNS.id, OPERATES.id}


@pytest.mark.parametrize("damage", ["cut off", "zeros", "another encoding", "gone"])
def test_a_damaged_journal_knows_less_and_nothing_wrong(tmp_path: Path, damage: str) -> None:
    store, file = OxigraphStore.open(tmp_path / "db", write=True), tmp_path / "db" / "TOUCHED"
    store.write(Batch(claims=[OWNS]))
    first = store.stamp()
    store.write(Batch(claims=[OPERATES, replace(OWNS, confidence=0.1)]))
    second, text = store.stamp(), file.read_bytes()
    if damage == "cut off":
        file.write_bytes(text[:-20])
    elif damage == "zeros":
        file.write_bytes(text[:-20] + b"\0" * 10 + text[-10:])
    elif damage == "another encoding":
        file.write_bytes(text + b"\xff")
    else:
        file.unlink()
    store.write(Batch(sources=[PRESS]))
    assert store.touched_since(first) is None
    if damage != "another encoding":
        assert store.touched_since(second) == {PRESS.id}
