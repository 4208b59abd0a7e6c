"""Claims foreseen: loaded early, never visible early, and thrown away when something else is written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from araz.graph.claim import Claim, Entity, Name, Passage, Source
from araz.graph.oxigraph import OxigraphStore
from araz.graph.parts import Parts
from araz.graph.ref import Ref
from araz.graph.store import Batch
from araz.ontology.vocabulary import Kind, Relation

SOURCE = Source(Ref("src", "a"), "A briefing")
IRAN = Entity(Ref("ent", "iran"), Kind.STATE, (Name("Iran"),))
CLAIMS = [
    Claim(IRAN.id, relation, Ref("ent", "dam"), evidence=(Passage(SOURCE.id, 0, 5, "Said."),), confidence=0.5)
    for relation in (Relation.OPERATES, Relation.OWNS, Relation.BUILDS)
]
WHOLE = Batch([SOURCE], [IRAN], CLAIMS)


@pytest.fixture
def store(tmp_path):
    opened = OxigraphStore.open(tmp_path / "araz.db", write=True)
    yield opened
    opened.close()


def plain(batch: Batch) -> list[str]:
    """What a store in memory holds after the same write."""
    store = OxigraphStore.in_memory()
    store.write(batch)
    return list(store.ntriples())


def generations(store: OxigraphStore) -> list[str]:
    folder = store.derived.folder
    assert folder is not None
    return sorted(path.name for path in folder.glob("gen-*"))


@pytest.mark.parametrize("early", [1, 2, 3])
def test_what_was_foreseen_is_written_as_if_it_had_not_been(store, early):
    store.foresee(CLAIMS[:early])
    written = store.write(WHOLE)
    assert (written.claims_new, written.entities_new) == (3, 1)
    assert list(store.ntriples()) == plain(WHOLE)
    assert generations(store) == ["gen-1"]


def test_nothing_is_seen_before_it_is_written(store):
    folder = store.derived.folder
    store.foresee(CLAIMS)
    assert list(store.claims()) == list(OxigraphStore.open(folder).claims()) == []
    assert store.stamp() == "0"


@pytest.mark.parametrize(
    "batch",
    [
        Batch([SOURCE], [IRAN], CLAIMS[1:]),
        Batch([SOURCE], [IRAN], [replace(CLAIMS[0], confidence=0.9), *CLAIMS[1:]]),
        Batch([SOURCE], [IRAN]),
    ],
)
def test_what_is_not_written_leaves_no_trace(store, batch):
    store.foresee(CLAIMS)
    store.write(batch)
    assert list(store.ntriples()) == plain(batch)


def test_of_a_claim_foreseen_twice_the_later_one_counts(store):
    later = replace(CLAIMS[0], confidence=0.9)
    store.foresee(CLAIMS)
    store.foresee([later])
    store.write(Batch([SOURCE], [IRAN], [*CLAIMS, later]))
    assert list(store.ntriples()) == plain(Batch([SOURCE], [IRAN], [later, *CLAIMS[1:]]))


def test_what_is_never_written_is_removed_on_closing(store):
    folder = store.derived.folder
    store.foresee(CLAIMS)
    store.close()
    assert not list(folder.glob("gen-*"))
    again = OxigraphStore.open(folder, write=True)
    assert again.recovered is None
    again.close()


def test_a_store_that_holds_claims_foresees_nothing(store):
    store.write(Batch([SOURCE], [IRAN], CLAIMS[:1]))
    store.foresee(CLAIMS)
    assert generations(store) == ["gen-1"]
    store.write(WHOLE)
    assert list(store.ntriples()) == plain(WHOLE)


def test_a_store_in_memory_foresees_nothing():
    store = OxigraphStore.in_memory()
    store.foresee(CLAIMS)
    store.write(WHOLE)
    assert list(store.ntriples()) == plain(WHOLE)


def test_a_disk_that_fails_early_is_told_of_by_the_write_alone(store, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Parts, "add", full)
        store.foresee(CLAIMS)
    store.write(WHOLE)
    assert list(store.ntriples()) == plain(WHOLE)


def test_parts_that_fail_are_told_of_at_the_end():
    with pytest.raises(SyntaxError), Parts(ox.Store()) as parts:
        parts.add(["no triple\n"])


def test_a_folder_is_left_as_it_was_when_the_write_fails(store, monkeypatch, tmp_path: Path):
    store.foresee(CLAIMS)
    with monkeypatch.context() as patch:
        patch.setattr("araz.graph.oxigraph.stamping", lambda _: "no update")
        with pytest.raises(SyntaxError):
            store.write(WHOLE)
    assert generations(store) == []
    store.write(WHOLE)
    assert list(store.ntriples()) == plain(WHOLE)
