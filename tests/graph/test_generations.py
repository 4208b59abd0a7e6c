"""A store on disk survives whatever happens to its writer, its readers and its folder."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from araz.errors import StoreError, StoreLocked
from araz.graph.claim import Claim, Passage
from araz.graph.oxigraph import OxigraphStore
from araz.graph.ref import Ref
from araz.graph.store import Batch
from araz.ontology.vocabulary import Relation

from ..conftest import absent

FIRST = Claim(Ref("ent", "a"), Relation.OWNS, Ref("ent", "b"), evidence=(Passage(Ref("src", "a"), 0, 4, "Oil."),))
SECOND = replace(FIRST, relation=Relation.BUILDS)

needs_root = pytest.mark.usefixtures("as_root")

WRITER = """
    import sys
    from araz.graph.claim import Claim, Passage
    from araz.graph.oxigraph import OxigraphStore
    from araz.graph.ref import Ref
    from araz.graph.store import Batch
    from araz.ontology.vocabulary import Relation

    def claims(first, count):
        for i in range(first, first + count):
            said = Passage(Ref("src", "s"), i, i + 400, str(i).rjust(400))
            yield Claim(Ref("ent", f"a{i % 100}"), Relation.OWNS, Ref("ent", f"b{i % 90}"), evidence=(said,))
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "region.db"


@contextmanager
def process(code: str, *arguments: object, **options: object) -> Iterator[subprocess.Popen[str]]:
    """A Python process; it prints "ready" when the code says so."""
    script = textwrap.dedent(WRITER) + textwrap.dedent(code)
    command = [sys.executable, "-c", script, *map(str, arguments)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True, **options)
    try:
        yield running
    finally:
        running.kill()
        running.communicate()


def said(running: subprocess.Popen[str]) -> str:
    assert running.stdout is not None
    return running.stdout.readline().strip()


def written(path: Path, *claims: Claim) -> None:
    store = OxigraphStore.open(path, write=True)
    store.write(Batch(claims=claims))
    store.close()


def held(path: Path) -> list[Claim]:
    store = OxigraphStore.open(path)
    claims = list(store.claims())
    store.close()
    return claims


def generations(path: Path) -> list[str]:
    return sorted(child.name for child in path.iterdir() if child.name.startswith("gen-"))


# A writer that dies


@pytest.mark.parametrize("after", [0.0, 0.05, 0.15, 0.4])
def test_a_writer_killed_in_the_middle_leaves_the_last_committed_state(path: Path, after: float) -> None:
    written(path, FIRST)
    before = OxigraphStore.open(path)
    code = """
        store = OxigraphStore.open(sys.argv[1], write=True)
        many = list(claims(0, 20_000))
        print("ready", flush=True)
        store.write(Batch(claims=many))
    """
    with process(code, path) as writer:
        assert said(writer) == "ready"
        time.sleep(after)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        unfinished = len(generations(path)) > 1
    assert held(path) == [FIRST]
    assert list(before.claims()) == [FIRST]
    store = OxigraphStore.open(path, write=True)
    assert (store.recovered is not None) == unfinished
    assert len(generations(path)) == 1
    if store.recovered is not None:
        assert str(path) in store.recovered
        assert "interrupted" in store.recovered
        assert "\n" not in store.recovered
    assert store.write(Batch(claims=(SECOND,))).claims_new == 1
    assert len(list(store.claims())) == 2
    store.close()
    again = OxigraphStore.open(path, write=True)
    assert again.recovered is None
    again.close()


def test_a_copy_that_was_half_made_is_removed(path: Path) -> None:
    written(path, FIRST)
    (path / "gen-2.tmp").mkdir()
    store = OxigraphStore.open(path, write=True)
    assert store.recovered is not None
    assert generations(path) == ["gen-1"]
    store.close()


def test_an_error_in_the_middle_of_a_write_leaves_everything_as_it_was(path: Path, monkeypatch) -> None:
    store = OxigraphStore.open(path, write=True)
    store.write(Batch(claims=(FIRST,)))
    stamp, folders = store.stamp(), generations(path)

    def broken(stamp: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("araz.graph.oxigraph.stamping", broken)
    with pytest.raises(KeyboardInterrupt):
        store.write(Batch(claims=(SECOND,)))
    assert (store.stamp(), generations(path), list(store.claims())) == (stamp, folders, [FIRST])
    monkeypatch.undo()
    assert store.write(Batch(claims=(SECOND,))).claims_new == 1
    store.close()


# Two processes


def test_a_second_writer_is_told_at_once_and_a_reader_reads(path: Path) -> None:
    written(path, FIRST)
    code = """
        store = OxigraphStore.open(sys.argv[1], write=True)
        print("ready", flush=True)
        sys.stdin.readline()
        store.close()
        print("closed", flush=True)
        sys.stdin.readline()
    """
    with process(code, path) as writer:
        assert said(writer) == "ready"
        started = time.monotonic()
        with pytest.raises(StoreLocked) as raised:
            OxigraphStore.open(path, write=True)
        assert time.monotonic() - started < 2
        assert str(path) in str(raised.value)
        assert "another process is writing" in str(raised.value)
        assert held(path) == [FIRST]
        assert writer.stdin is not None
        writer.stdin.write("\n")
        writer.stdin.flush()
        assert said(writer) == "closed"
        written(path, SECOND)


def test_the_same_process_cannot_write_twice_either(path: Path) -> None:
    store = OxigraphStore.open(path, write=True)
    with pytest.raises(StoreLocked):
        OxigraphStore.open(path, write=True)
    store.close()
    OxigraphStore.open(path, write=True).close()


def test_a_reader_in_another_process_sees_whole_states_while_a_writer_works(path: Path) -> None:
    written(path, FIRST)
    code = """
        store = OxigraphStore.open(sys.argv[1], write=True)
        print("ready", flush=True)
        for i in range(8):
            store.write(Batch(claims=list(claims(i * 50, 50))))
        print("done", flush=True)
    """
    seen: set[int] = set()
    with process(code, path) as writer:
        assert said(writer) == "ready"
        while len(seen) < 4 and writer.poll() is None:
            store = OxigraphStore.open(path)
            (count,) = store.select("SELECT (COUNT(?c) AS ?n) { ?c a az:Claim }").rows[0]
            (stated,) = store.select("SELECT (COUNT(?c) AS ?n) { ?c az:confidence ?x }").rows[0]
            assert count == stated
            assert isinstance(count, int)
            seen.add(count)
            store.close()
    assert {(count - 1) % 50 for count in seen} == {0}
    assert len(seen) > 1


def test_a_reader_keeps_what_it_opened_however_often_others_write(path: Path) -> None:
    writer = OxigraphStore.open(path, write=True)
    writer.write(Batch(claims=(FIRST,)))
    reader = OxigraphStore.open(path)
    stamp = reader.stamp()
    for i in range(5):
        writer.write(Batch(claims=(replace(FIRST, confidence=i / 10),)))
    assert list(reader.claims()) == [FIRST]
    assert reader.stamp() == stamp
    assert generations(path) == ["gen-1", "gen-5", "gen-6"]
    reader.close()
    writer.write(Batch(claims=(SECOND,)))
    assert generations(path) == ["gen-6", "gen-7"]
    writer.close()


# Folders that cannot be used


def test_what_is_not_a_store_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("hello")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "letter.txt").write_text("hello")
    for write in (True, False):
        with pytest.raises(StoreError, match="file"):
            OxigraphStore.open(tmp_path / "file", write=write)
        with pytest.raises(StoreError, match="this folder is not an Araz store; name another folder"):
            OxigraphStore.open(tmp_path / "folder", write=write)
    assert [child.name for child in (tmp_path / "folder").iterdir()] == ["letter.txt"]
    with pytest.raises(StoreError, match="there is no store here; make it with araz load"):
        OxigraphStore.open(tmp_path / "nothing")
    with pytest.raises(StoreError):
        OxigraphStore.open(tmp_path / "file" / "inside", write=True)


def test_a_store_of_a_newer_format_is_refused(path: Path) -> None:
    written(path, FIRST)
    (path / "FORMAT").write_text("araz 2\n")
    for write in (True, False):
        with pytest.raises(StoreError, match="format 2, which this version of Araz does not know; update Araz"):
            OxigraphStore.open(path, write=write)


def test_a_store_whose_generation_is_gone_is_refused(path: Path) -> None:
    written(path, FIRST)
    shutil.rmtree(path / "gen-1")
    for write in (True, False):
        with pytest.raises(StoreError, match="CURRENT names 'gen-1', which is not there"):
            OxigraphStore.open(path, write=write)


def test_a_store_with_damaged_files_is_refused(path: Path) -> None:
    written(path, FIRST)
    for file in (path / "gen-1").iterdir():
        file.write_bytes(b"\xff" * 100)
    with pytest.raises(StoreError, match="cannot be read"):
        OxigraphStore.open(path)


@pytest.mark.parametrize("current", ["", "../../etc", "gen-1\x00", "gen-99999999999999999999", "é"])
def test_a_damaged_current_file_is_refused(path: Path, current: str) -> None:
    written(path, FIRST)
    (path / "CURRENT").write_text(current)
    with pytest.raises(StoreError):
        OxigraphStore.open(path)


def test_other_files_in_the_folder_are_left_alone(path: Path) -> None:
    written(path, FIRST)
    (path / "quarantine.jsonl").write_text("{}\n")
    written(path, SECOND)
    written(path, replace(SECOND, confidence=0.5))
    assert (path / "quarantine.jsonl").read_text() == "{}\n"


def test_the_folder_of_a_writer_that_died_while_making_it_is_usable(path: Path) -> None:
    path.mkdir()
    (path / "FORMAT.new").write_text("ar")
    (path / "LOCK").touch()
    written(path, FIRST)
    assert held(path) == [FIRST]


@needs_root
@pytest.mark.parametrize("mode", [0o555, 0o000])
def test_a_folder_without_permission_is_refused_and_may_still_be_read(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "region.db"
    written(path, FIRST)
    for parent in (tmp_path, *tmp_path.parents[:3]):
        parent.chmod(parent.stat().st_mode | 0o055)
    (path / "LOCK").unlink()
    path.chmod(mode)
    code = """
        import os
        import filelock
        from araz.errors import StoreError
        # Everything is imported before: nobody may not read the interpreter's own folder.
        list(OxigraphStore.open(sys.argv[1]).claims())
        os.setuid(65534)
        for write in (True, False):
            try:
                store = OxigraphStore.open(sys.argv[1], write=write)
                print(len(list(store.claims())), flush=True)
            except StoreError as error:
                print(error, flush=True)
    """
    with process(code, path) as nobody:
        assert "Permission denied" in (refused := said(nobody))
        assert str(path) in refused
        reading = said(nobody)
        assert reading == "1" if mode else "Permission denied" in reading
    path.chmod(0o755)


@needs_root
def test_a_full_disk_is_named_and_nothing_is_lost(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk)], check=False, capture_output=True
    ).returncode:
        absent("mount", "this machine does not let root mount a small disk")
    code = """
        from araz.errors import StoreError
        store = OxigraphStore.open(sys.argv[1], write=True)
        store.write(Batch(claims=list(claims(0, 10))))
        stamp = store.stamp()
        try:
            store.write(Batch(claims=list(claims(10, 20_000))))
        except StoreError as error:
            print(error, flush=True)
        print(store.stamp() == stamp, len(list(store.claims())), flush=True)
        print(store.write(Batch(claims=list(claims(10, 5)))).claims_new, flush=True)
        store.close()
    """
    try:
        with process(code, disk / "region.db") as writer:
            message = said(writer)
            assert "left as it was" in message
            assert "make room on the disk" in message
            assert said(writer) == "True 10"
            assert said(writer) == "5"
            writer.wait()
        assert len(held(disk / "region.db")) == 15
    finally:
        subprocess.run(["umount", str(disk)], check=True)
