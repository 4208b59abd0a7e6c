"""A load that brings nothing leaves no store behind where there was none, and one that is there stays as it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .hostile import HOSTILE
from .inprocess import Run, araz  # noqa: F401 - a fixture
from .reading import typed  # noqa: F401 - a fixture
from .test_loading import BUILDS, FOREIGN, OPERATES, SOURCE, lines

EMPTY_HEADER = "subject,relation,object,source,quote\n"

# Each cannot be read, or holds nothing that would go in: what it is called, and what stands in it.
NOTHING = {
    "broken.ttl": "@prefix ent: <https://w3id.org/araz/id/> .\nent:iran ent:a",
    "broken.rdf": "<rdf:RDF",
    "broken.jsonld": '{"@id": ',
    "broken.yaml": "- {a: b\n",
    "empty.jsonl": "",
    "people.csv": "name,age\nAna,30\n",
    "header.csv": EMPTY_HEADER,
    "comment.ttl": "# nothing is said here\n",
    "foreign.ttl": FOREIGN,
    "paper.pdf": "%PDF-1.4",
    "empty.txt": "",
    "blank.md": "\n \n",
}

# Each is read, and all that stands in it is turned away.
TURNED_AWAY = {
    "broken.jsonl": '{"subject": ',
    "relation.jsonl": json.dumps({**OPERATES, "relation": "operatess"}),
    "ids.csv": EMPTY_HEADER + "Iran,borders,Turkey,a note,b\n",
    "keys.yaml": "a: b\n",
}


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def there(folder: Path) -> set[str]:
    """All that is in a folder."""
    return {str(each.relative_to(folder)) for each in folder.rglob("*")}


@pytest.mark.parametrize("name", NOTHING)
def test_what_brings_nothing_leaves_no_store(name, place, araz):  # noqa: F811
    (place / name).write_text(NOTHING[name], "utf-8")
    araz("load", name)
    assert there(place) == {name}


@pytest.mark.parametrize("name", TURNED_AWAY)
def test_where_all_is_turned_away_only_that_is_kept_and_the_next_load_settles_it(name, place, araz):  # noqa: F811
    (place / name).write_text(TURNED_AWAY[name], "utf-8")
    assert araz("load", name).code == 3
    assert there(place) == {name, "araz.db", "araz.db/quarantine.jsonl"}
    (place / name).unlink()
    mended = place / f"{Path(name).stem}.jsonl"
    mended.write_text(lines(SOURCE, OPERATES), "utf-8")
    assert json.loads(araz("load", mended.name).out)["claims"]["new"] == 1
    # What a file no longer holds is settled when it is loaded again; the others are files of their own.
    assert (place / "araz.db" / "quarantine.jsonl").exists() == (name != mended.name)


@pytest.mark.parametrize("name", TURNED_AWAY)
def test_where_what_is_turned_away_is_kept_elsewhere_no_store_is_left(name, place, araz):  # noqa: F811
    (place / name).write_text(TURNED_AWAY[name], "utf-8")
    assert araz("load", name, "--db", "deep/region.db", "--quarantine", "kept.jsonl").code == 3
    assert there(place) == {name, "kept.jsonl"}


@pytest.mark.parametrize(
    "args",
    [
        ("nosuchfile",),
        ("folder",),
        ("folder.jsonl",),
        ("a.jsonl", "--dataset", "ent:iran"),
        ("a.jsonl", "--mapping", "nosuchfile"),
        ("a.txt", "--reader", "nobody"),
        ("-",),
        ("-", "--syntax", "article"),
    ],
)
def test_a_call_that_comes_to_nothing_leaves_no_store(args, place, araz, typed):  # noqa: F811
    (place / "folder").mkdir()
    (place / "folder.jsonl").mkdir()
    (place / "a.jsonl").write_text(lines(SOURCE, OPERATES), "utf-8")
    (place / "a.txt").write_text("Iran borders Turkey.", "utf-8")
    typed(b"")
    before = there(place)
    assert araz("load", *args).code in (2, 3)
    assert there(place) == before


@pytest.mark.parametrize("times", [0, 1])
def test_a_file_that_may_not_be_read_or_no_longer_leaves_no_store(times, place, araz, monkeypatch):  # noqa: F811
    (place / "a.ttl").write_text(FOREIGN, "utf-8")
    may, opened = Path.open, []

    def sparing(path: Path, *args, **options):
        if path.name == "a.ttl":
            opened.append(path)
            if len(opened) > times:
                raise PermissionError(13, "Permission denied")
        return may(path, *args, **options)

    monkeypatch.setattr(Path, "open", sparing)
    assert araz("load", "a.ttl").line() == "araz: a.ttl: cannot be read (Permission denied)\n"
    assert there(place) == {"a.ttl"}


def test_a_load_that_brings_something_and_turns_away_the_rest_keeps_the_store(place, araz):  # noqa: F811
    (place / "a.jsonl").write_text(lines(SOURCE, BUILDS, {**BUILDS, "relation": HOSTILE[0]}), "utf-8")
    (place / "b.ttl").write_text(NOTHING["broken.ttl"], "utf-8")
    assert araz("load", "b.ttl", "a.jsonl", "b.ttl").code == 3
    assert {"araz.db/CURRENT", "araz.db/FORMAT", "araz.db/quarantine.jsonl"} <= there(place)


@pytest.mark.parametrize("name", NOTHING)
def test_a_store_that_is_there_stays_as_it_is(name, place, araz):  # noqa: F811
    (place / "a.jsonl").write_text(lines(SOURCE, OPERATES), "utf-8")
    araz("load", "a.jsonl")
    before = {path: path.stat().st_mtime_ns for path in (place / "araz.db").rglob("*") if path.name != "LOCK"}
    (place / name).write_text(NOTHING[name], "utf-8")
    araz("load", name)
    assert {path: path.stat().st_mtime_ns for path in (place / "araz.db").rglob("*") if path.name != "LOCK"} == before


def test_an_empty_store_that_is_there_stays(place, araz):  # noqa: F811
    (place / "araz.db").mkdir()
    (place / "araz.db" / "FORMAT").write_text("araz 1\n")
    (place / "broken.ttl").write_text(NOTHING["broken.ttl"], "utf-8")
    araz("load", "broken.ttl")
    assert "araz.db/FORMAT" in there(place)


def test_after_a_load_that_brought_nothing_there_is_no_store_to_ask(place, araz):  # noqa: F811
    (place / "broken.jsonl").write_text(TURNED_AWAY["broken.jsonl"], "utf-8")
    araz("load", "broken.jsonl")
    done = araz("show", "Iran", "--db", "araz.db")
    assert done.line() == "araz: araz.db: there is no store here; make it with araz load\n"
    assert araz("show", "Iran").out == araz("show", "Iran", "--db", "example").out != ""
