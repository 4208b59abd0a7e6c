"""A store that was made for nothing goes again with its folder; one that was there, or was written to, stays."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from araz.errors import StoreError
from araz.graph.oxigraph import OxigraphStore
from araz.graph.store import Batch

from .test_generations import FIRST, held, process, said, written


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "region.db"


def test_a_store_that_was_made_and_never_written_to_is_gone_with_its_folders(path: Path) -> None:
    deep = path / "one" / "two"
    path.mkdir()
    store = OxigraphStore.open(deep, write=True)
    assert store.write(Batch()).claims_new == 0
    store.close()
    assert list(path.iterdir()) == []
    with pytest.raises(StoreError, match="there is no store here; make it with araz load"):
        OxigraphStore.open(deep)


def test_of_a_store_made_for_nothing_the_quarantine_stays_and_is_in_no_way_of_the_next(path: Path) -> None:
    store = OxigraphStore.open(path, write=True)
    (path / "quarantine.jsonl").write_text("{}\n")
    store.close()
    assert [each.name for each in path.iterdir()] == ["quarantine.jsonl"]
    with pytest.raises(StoreError, match="there is no store here; make it with araz load"):
        OxigraphStore.open(path)
    written(path, FIRST)
    assert held(path) == [FIRST]
    assert (path / "quarantine.jsonl").exists()


def test_a_store_made_for_nothing_in_which_somebody_put_a_file_is_kept(path: Path) -> None:
    store = OxigraphStore.open(path, write=True)
    (path / "letter.txt").write_text("hello")
    store.close()
    assert held(path) == []


def test_an_empty_store_that_was_there_is_kept(path: Path) -> None:
    path.mkdir()
    (path / "FORMAT").write_text("araz 1\n")
    OxigraphStore.open(path, write=True).close()
    assert held(path) == []


def test_a_store_of_a_writer_that_died_before_its_first_write_is_empty(path: Path) -> None:
    with process("OxigraphStore.open(sys.argv[1], write=True)\nprint('ready', flush=True)\ninput()", path) as writer:
        assert said(writer) == "ready"
        writer.send_signal(signal.SIGKILL)
        writer.wait()
    store = OxigraphStore.open(path)
    assert (store.stamp(), list(store.claims())) == ("0", [])
    store.close()


def test_a_first_write_that_fails_leaves_no_store(path: Path, monkeypatch) -> None:
    store = OxigraphStore.open(path, write=True)

    def broken(stamp: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("araz.graph.oxigraph.stamping", broken)
    with pytest.raises(KeyboardInterrupt):
        store.write(Batch(claims=(FIRST,)))
    store.close()
    assert not path.exists()


def test_of_writers_that_make_a_store_and_leave_it_at_once_none_takes_away_what_another_wrote(path: Path) -> None:
    code = """
        from araz.errors import StoreError
        written = False
        for number in range(2000):
            try:
                store = OxigraphStore.open(sys.argv[1], write=True)
            except StoreError:
                continue
            if not written and number >= int(sys.argv[2]):
                store.write(Batch(claims=list(claims(int(sys.argv[2]), 10))))
                written = True
            store.close()
            if written and number >= 300:
                break
        print(written, flush=True)
    """
    with process(code, path, 60) as one, process(code, path, 90) as other:
        assert (said(one), said(other)) == ("True", "True")
    assert len(held(path)) == 20
