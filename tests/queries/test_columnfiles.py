"""The columns kept beside a store on disk: used while they fit, ignored where they do not, never in the way."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from araz.graph.oxigraph import OxigraphStore
from araz.graph.store import Batch
from araz.ontology.vocabulary import Kind, Modality
from araz.queries import columnfiles, columnqueries
from araz.queries.columnfiles import FILE, load_columns, save_columns
from araz.queries.columns import fresh_columns, read_columns
from filelock import FileLock

from .regions import ref, said, same_columns, thing

CLAIMS = (
    said("iran operates dam"),
    said("iran owns dam", modality=Modality.CONDITIONAL, condition="wenn’s brennt"),
    said("iran builds dam", modality=Modality.CONDITIONAL, condition=ref("war"), until="2025"),
)


@pytest.fixture
def folder(tmp_path):
    """A store on disk with a few claims, closed."""
    path = tmp_path / "region.db"
    write(path, Batch(entities=[thing("iran", Kind.STATE), thing("dam", Kind.DAM)], claims=CLAIMS))
    return path


def write(path, batch):
    store = OxigraphStore.open(path, write=True)
    store.write(batch)
    store.close()


def read(path):
    store = OxigraphStore.open(path)
    columns = read_columns(store)
    store.close()
    return columns


def test_what_is_kept_is_what_was_read(folder):
    store = OxigraphStore.open(folder)
    columns = fresh_columns(store)
    assert save_columns(columns, folder, store.stamp())
    assert same_columns(load_columns(folder, store.stamp()), columns)


def test_a_second_process_reads_no_claims(folder, monkeypatch):
    first = read(folder)
    monkeypatch.setattr(columnqueries, "columns_by_query", lambda _: pytest.fail("the claims were read again"))
    assert same_columns(read(folder), first)


def test_a_store_that_changed_is_read_again(folder):
    before = read(folder)
    write(folder, Batch(withdrawn=[CLAIMS[0].id]))
    assert len(read(folder).claims) == len(before.claims) - 1
    assert len(read(folder).claims) == len(before.claims) - 1


@pytest.mark.parametrize("change", [("FORM", "0"), ("_vocabulary", lambda: "other words")])
def test_a_file_of_another_form_or_vocabulary_is_not_taken(folder, monkeypatch, change):
    read(folder)
    store = OxigraphStore.open(folder)
    assert load_columns(folder, store.stamp()) is not None
    monkeypatch.setattr(columnfiles, *change)
    assert load_columns(folder, store.stamp()) is None


def test_every_damage_is_noticed_or_harmless(folder):
    whole = read(folder)
    path = folder / FILE
    data, stamp = path.read_bytes(), OxigraphStore.open(folder).stamp()
    for at in range(0, len(data), 7):
        path.write_bytes(data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :])
        kept = load_columns(folder, stamp)
        assert kept is None or same_columns(kept, whole)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\x93NUMPY\x01\x00", b"araz", bytes(1000)])
def test_what_is_no_file_of_columns_is_replaced(folder, data):
    whole = read(folder)
    (folder / FILE).write_bytes(data)
    assert same_columns(read(folder), whole)
    assert load_columns(folder, OxigraphStore.open(folder).stamp()) is not None


def test_a_file_cut_short_is_not_taken(folder):
    read(folder)
    path, stamp = folder / FILE, OxigraphStore.open(folder).stamp()
    data = path.read_bytes()
    for length in range(0, len(data), 101):
        path.write_bytes(data[:length])
        assert load_columns(folder, stamp) is None


def test_codes_that_stand_for_nothing_are_not_taken(folder):
    read(folder)
    path, stamp = folder / FILE, OxigraphStore.open(folder).stamp()
    with np.load(path) as kept:
        arrays = dict(kept)
    for name, value in (("subjects", 99), ("relations", -1), ("conditions", 7), ("names_at", 0), ("kinds", 10**6)):
        np.savez(path, **{**arrays, name: np.full_like(arrays[name], value)})
        assert load_columns(folder, stamp) is None, name


def test_pickles_are_not_opened(folder):
    read(folder)
    path, stamp = folder / FILE, OxigraphStore.open(folder).stamp()
    with np.load(path) as kept:
        arrays = dict(kept)
    np.savez(path, **{**arrays, "subjects": np.array([Trap()] * 3, object)})
    assert load_columns(folder, stamp) is None


class Trap:
    """What must not be made."""

    def __reduce__(self):
        return pytest.fail, ("a pickle was opened",)


def test_where_nothing_can_be_written_claims_are_read_all_the_same(folder, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez", full)
    assert len(read(folder).claims) == len(CLAIMS)
    assert [path.name for path in (folder / "columns").iterdir()] == ["LOCK"]


def test_a_file_in_the_way_of_the_folder_keeps_nobody_from_reading(folder):
    (folder / "columns").write_text("")
    assert len(read(folder).claims) == len(CLAIMS)


def test_two_at_once_do_not_wait_for_each_other(folder):
    store = OxigraphStore.open(folder)
    (folder / "columns").mkdir()
    with FileLock(folder / "columns" / "LOCK"), ThreadPoolExecutor(1) as other:
        assert other.submit(save_columns, fresh_columns(store), folder, store.stamp()).result() is False


def test_ids_in_the_file_are_checked(folder):
    read(folder)
    path, stamp = folder / FILE, OxigraphStore.open(folder).stamp()
    with np.load(path) as kept:
        arrays = dict(kept)
    entities = arrays["entities"].copy()
    entities[-1] = ord(">")
    np.savez(path, **{**arrays, "entities": entities})
    assert load_columns(folder, stamp) is None
