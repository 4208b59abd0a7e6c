"""Many documents are read in several processes, in order; what goes wrong with one stops nothing; a run goes on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from itertools import islice
from pathlib import Path

import pytest
from araz.errors import InputError, UsageError
from araz.loaders.articles.article import Article
from araz.loaders.articles.batch import each_article, each_worked
from araz.loaders.articles.progress import Progress
from araz.loaders.articles.workers import Failed, Worked

from . import working


@pytest.fixture
def files(tmp_path):
    """Writes texts into files and names them."""

    def write(*texts: str) -> list[str]:
        places = [tmp_path / f"{n:03}.txt" for n in range(len(texts))]
        for place, text in zip(places, texts, strict=True):
            place.write_text(text, "utf-8")
        return list(map(str, places))

    return write


@pytest.mark.parametrize("workers", [0, 2])
def test_articles_come_in_the_order_of_their_places_and_a_bad_one_stops_nothing(files, workers):
    places = files("Iran shut it.", "", "Baku waits.", "12")
    places.insert(2, "no-such.txt")
    found = list(each_article(places, workers=workers))
    assert [each.place for each in found] == places
    assert [type(each) for each in found] == [Article, Failed, Failed, Article, Failed]
    assert [each.problem for each in found if isinstance(each, Failed)] == [
        "it is empty",
        "there is no such file",
        "it holds no words",
    ]


def test_what_is_done_is_left_out(files):
    places = files("one", "two", "three")
    assert [each.place for each in each_article(places, workers=0, done={places[1]})] == [places[0], places[2]]


def test_work_that_dies_hangs_or_raises_fails_its_own_document_only(files):
    texts = ["fine", "crash", "error", "sleep", "function", "leave", "fine"]
    found = list(each_worked(files(*texts), working.misbehave, workers=2, seconds=3))
    assert [each.value if isinstance(each, Worked) else each.problem for each in found] == [
        "fine",
        "the process that read it died (SIGKILL)",
        "ValueError: no such plant",
        "it took longer than 3 s",
        found[4].problem,
        "the process that read it died (exit code 7)",
        "fine",
    ]
    assert found[4].problem.startswith("what was made of it does not pickle (")


def test_an_object_that_works_is_made_once_for_each_process(files):
    found = list(each_worked(files(*"abcdef"), working.Counting(), workers=1))
    assert [each.value for each in found] == [(found[0].value[0], n) for n in range(1, 7)]


def test_places_are_drawn_as_they_are_needed(files):
    drawn: list[str] = []
    places = files(*("word " * 3 for _ in range(100)))
    results = each_worked((drawn.append(place) or place for place in places), working.count, workers=2)
    assert [each.value for each in islice(results, 3)] == [3, 3, 3]
    assert len(drawn) <= 3 + 2 * 4
    results.close()


def test_no_process_is_left_when_the_results_are_not_wanted(files):
    results = each_worked(files(*"abcdef"), working.Counting(), workers=1)
    process = next(results).value[0]
    results.close()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_fewer_than_no_processes_are_refused():
    with pytest.raises(UsageError, match="-1 processes cannot work"):
        each_worked([], working.count, workers=-1)


def test_a_record_of_progress_says_what_is_done_and_what_failed(tmp_path):
    with Progress(tmp_path / "run.jsonl") as progress:
        progress.add("a.txt")
        progress.add_failed(Failed("b.pdf", "it is empty"))
        progress.add_failed(Failed("c.pdf", "it is empty"))
        progress.add("c.pdf")
    with Progress(tmp_path / "run.jsonl") as again:
        assert (again.done, again.failed) == ({"a.txt", "c.pdf"}, {"b.pdf": "it is empty"})


def test_a_record_that_was_cut_anywhere_is_read_as_far_as_it_goes_and_written_on(tmp_path):
    file = tmp_path / "run.jsonl"
    with Progress(file) as progress:
        progress.add("first.txt")
        progress.add("sécond.txt")
    whole = file.read_bytes()
    for length in range(len(whole) + 1):
        file.write_bytes(whole[:length])
        with Progress(file) as cut:
            assert cut.done <= {"first.txt", "sécond.txt"}
            assert len(cut.done) >= whole[:length].count(b"\n") - 1
            cut.add("third.txt")
        with Progress(file) as again:
            assert again.done == cut.done


def test_a_file_that_is_something_else_is_not_written_to(tmp_path):
    file = tmp_path / "claims.jsonl"
    file.write_text('{"type": "claim"}', "utf-8")
    with pytest.raises(InputError, match="this is no record of progress; name a new file"):
        Progress(file)
    assert file.read_text("utf-8") == '{"type": "claim"}'


def test_a_record_that_cannot_be_kept_says_so(tmp_path):
    with pytest.raises(InputError, match="the record of progress cannot be kept"):
        Progress(tmp_path / "no" / "run.jsonl")


SCRIPT = """
import sys
from pathlib import Path
sys.path.insert(0, {folder!r})
import working
from araz.loaders.articles.batch import each_worked
from araz.loaders.articles.progress import Progress

if __name__ == "__main__":
    places = sorted(map(str, Path(sys.argv[1]).glob("*.txt")))
    with Progress(Path(sys.argv[1]) / "run.jsonl") as progress:
        for each in each_worked(places, working.note, workers=2, done=progress.done):
            progress.add(each.place)
"""


def test_a_run_that_is_killed_goes_on_where_it_was(files, tmp_path):
    places = files(*("Kenya agrees." for _ in range(40)))
    script, record = tmp_path / "run.py", tmp_path / "run.jsonl"
    script.write_text(SCRIPT.format(folder=str(Path(working.__file__).parent)), "utf-8")
    command = [sys.executable, str(script), str(tmp_path)]
    first = subprocess.Popen(command)
    while not record.exists() or record.read_bytes().count(b"\n") < 6:
        assert first.poll() is None
        time.sleep(0.005)
    first.send_signal(signal.SIGKILL)
    first.wait()
    done = [json.loads(line).get("done") for line in record.read_text("utf-8").splitlines()[1:]]
    assert 5 <= len(done) < 40
    subprocess.run(command, check=True)
    with Progress(record) as progress:
        assert progress.done == set(places)
    # What was done before is not done again: only the few on their way are.
    worked = (tmp_path / "worked.log").read_text("utf-8").split()
    assert all(worked.count(Path(place).name) == 1 for place in done)
    assert len(worked) <= 40 + 2 * 4
