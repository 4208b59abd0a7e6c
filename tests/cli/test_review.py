"""`araz review`: the dialogue over a pipe, files that go out and come back, and what a kill leaves behind."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ..loaders.samples import BASE, claim, passage, write
from . import inprocess
from .inprocess import Done, Run

araz = inprocess.araz

PERSE = {"type": "entity", "id": "ent:perse", "kind": "State", "names": [{"text": "Perse"}]}
YIELDS = "The plant yields 102 MW."
CLAIMS = (
    claim(relation="builds", confidence=0.3),
    claim(confidence=0.4),
    claim(subject="ent:perse", relation="owns", confidence=0.9, evidence=[passage(YIELDS)]),
)


@pytest.fixture
def place(tmp_path: Path, araz: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, *BASE, PERSE, *CLAIMS)
    assert araz("load", "claims.jsonl", "--db", "region").code == 0
    return tmp_path


@pytest.fixture
def review(place: Path, araz: Run, monkeypatch: pytest.MonkeyPatch):
    """`review("a", "q")` types those lines."""

    def run(*lines: str, options: tuple[str, ...] = ()) -> Done:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        return araz("review", "--db", "region", "--by", "Ana", *options)

    return run


@pytest.fixture
def verdicts(place: Path, araz: Run):
    """What counts of each claim: its relation and its verdict, in order."""

    def look() -> list[str]:
        rows = [json.loads(line) for line in araz("export", "--as", "jsonl", "--db", "region").out.splitlines()]
        claims = [row for row in rows if "relation" in row]
        return sorted(f"{row['relation']} {(row['review'] or {}).get('verdict', 'waits')}" for row in claims)

    return look


def test_each_key_does_what_it_says(review, verdicts):
    done = review("a", "r it is a joke", "s")
    assert done.code == 0
    assert "Iran builds The plant" in done.out
    assert "»Iran and Azerbaijan operate the plant.« The plant yields 102 MW." in done.out
    assert done.out.splitlines()[-1].strip() == "1 accepted, 1 rejected; 0 left"
    assert verdicts() == ["builds accepted", "operates rejected", "owns waits"]


def test_quitting_keeps_what_was_decided_and_the_next_sitting_goes_on(review, verdicts):
    review("a", "q")
    assert verdicts() == ["builds accepted", "operates waits", "owns waits"]
    assert "1 of 2" in review("q").out


def test_the_end_of_the_input_is_a_quit(review, verdicts):
    assert review("a").code == 0
    assert verdicts() == ["builds accepted", "operates waits", "owns waits"]


def test_a_reason_is_asked_for_and_kept(review, araz):
    review("r", "not in the text", "q")
    assert "not in the text" in araz("export", "--as", "turtle", "--db", "region").out


def test_undo_goes_back_several_times(review, verdicts):
    done = review("a", "r", "", "u", "u", "u", "q")
    assert "Nothing was decided in this session that could be taken back." in done.out
    assert verdicts() == ["builds reopened", "operates reopened", "owns waits"]
    assert done.out.count("1 of 3") == 2


def test_a_correction_shows_the_choices_of_the_ontology(review, verdicts):
    done = review("c", "relation", "relation borders", "relation owns", "from 2025-13", "from 2025-01", "", "q")
    assert "\n  operates\n" in done.out
    assert "'borders' is no relation that may stand here" in done.out
    assert "'2025-13' is not a date" in done.out
    assert verdicts() == ["builds rejected", "operates waits", "owns accepted", "owns waits"]


def test_a_correction_is_written_as_a_claim_of_its_own(review, verdicts):
    review("c relation owns; from 2025-01", "q")
    assert verdicts() == ["builds rejected", "operates waits", "owns accepted", "owns waits"]


def test_a_correction_that_is_left_changes_nothing(review, verdicts):
    assert "Nothing was corrected." in review("c", "relation owns", "x", "q").out
    assert verdicts() == ["builds waits", "operates waits", "owns waits"]


def test_a_merge_asks_which_is_which_and_is_taken_apart_again(review, verdicts, araz):
    done = review("s", "s", "m", "1", "Iran", "q")
    assert "  1  Perse (ent:perse)" in done.out
    assert "Iran owns The plant" in done.out
    assert verdicts() == ["builds waits", "operates waits", "owns rejected", "owns reopened"]
    apart = araz("review", "--db", "region", "--by", "Ana", "--unmerge", "ent:perse")
    assert apart.code == 0
    assert json.loads(apart.out)["done"] == "unmerged ent:perse from ent:iran"
    assert verdicts() == ["builds waits", "operates waits", "owns rejected", "owns reopened"]
    assert "Perse owns The plant" in review("s", "s", "q").out


def test_an_unknown_key_and_an_unknown_name_are_told_and_nothing_is_done(review, verdicts):
    done = review("z", "m 1 Atlantis", "m 3", "q")
    assert "'z' is none of the keys." in done.out
    assert "unknown entity 'Atlantis'" in done.out
    assert verdicts() == ["builds waits", "operates waits", "owns waits"]


def test_a_decision_can_be_taken_back_another_day(review, verdicts, araz):
    review("r", "", "q")
    listed = [json.loads(line) for line in araz("export", "--as", "jsonl", "--db", "region").out.splitlines()]
    (rejected,) = [row["id"] for row in listed if row.get("review")]
    assert araz("review", "--db", "region", "--by", "Bo", "--reopen", rejected).code == 0
    assert verdicts()[0] == "builds reopened"


def test_what_waits_can_be_narrowed_down(review):
    assert "1 of 1" in review("q", options=("--entity", "Perse")).out
    assert "1 of 2" in review("q", options=("--below", "0.5")).out
    assert "Nothing waits for review." in review(options=("--method", "reader")).out


def test_names_and_quotes_cannot_act_upon_the_terminal(place, review, araz):
    evil = {"type": "entity", "id": "ent:evil", "kind": "State", "names": [{"text": "Ev\u202eil\u2028\x85[bold]"}]}
    words = "x\u202ey\tconfidence 1\n2 of 2\u009b31m"
    source = {"type": "source", "id": "src:evil", "title": "T\u2066", "text": words}
    quote = {"source": "src:evil", "start": 0, "end": len(words), "quote": words}
    write(place, evil, source, claim(subject="ent:evil", confidence=0.1, evidence=[quote]), name="evil.jsonl")
    assert araz("load", "evil.jsonl", "--db", "region").code == 0
    out = review("r \x1b[31m", "q").out
    assert "Ev<U+202E>il [bold] operates The plant" in out
    assert "»x<U+202E>y confidence 1 2 of 2<U+009B>31m«" in out
    assert not set(out) & set("\u202e\u2028\x85\u2066\x9b\x1b")


def test_a_reason_with_control_characters_is_refused_and_asked_for_again(review, verdicts):
    done = review("r \x07", "r all right", "q")
    assert "remove control characters" in done.out
    assert verdicts()[0] == "builds rejected"


def test_the_example_cannot_be_reviewed_but_exported(tmp_path, araz, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "the bundled example cannot be reviewed" in araz("review", "--by", "Ana", "--db", "example").line()
    assert araz("review", "--export", "todo.csv", "--limit", "3", "--db", "example").code == 0
    assert len((tmp_path / "todo.csv").read_text("utf-8").splitlines()) == 4


def test_wrong_usage_is_told_in_one_line(place, araz):
    assert "neither .csv nor .jsonl" in araz("review", "--export", "todo.txt", "--db", "region").line()
    assert "one of --export" in araz("review", "--export", "a.csv", "--import", "a.csv", "--db", "region").line()
    assert "there is no such file" in araz("review", "--import", "no.csv", "--db", "region", "--by", "Ana").line()
    assert "did you mean operates" in araz("review", "--relation", "operatess", "--db", "region", "--by", "A").line()
    assert "nobody is named" in araz("review", "--db", "region", "--by", " ").line()


def test_a_kill_between_decisions_keeps_what_was_decided(place, verdicts):
    process = subprocess.Popen(
        [sys.executable, "-m", "araz.cli", "review", "--db", "region", "--by", "Ana"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=place,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("a\nr a joke\n")
    process.stdin.flush()
    # The third claim is shown: two are decided, and the reviewer is asked again.
    while "3 of 3" not in process.stdout.readline():
        pass
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdin.close()
    process.stdout.close()
    assert verdicts() == ["builds accepted", "operates rejected", "owns waits"]


def fill(path: Path, **by_relation: dict[str, str]) -> None:
    """Fill in the rows of an exported table."""
    rows = list(csv.DictReader(path.read_text("utf-8").splitlines()))
    for row in rows:
        row.update(by_relation.get(row["relation"], {}))
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)


def test_a_table_that_was_filled_in_is_carried_out_once(place, verdicts, araz):
    assert araz("review", "--export", "todo.csv", "--db", "region").code == 0
    fill(
        place / "todo.csv",
        builds={"decision": "correct", "new_relation": "controls", "by": "Bo"},
        operates={"decision": "Reject", "reason": "a joke"},
        owns={"decision": "merge", "merge": "subject", "into": "Iran"},
    )
    done = araz("review", "--import", "todo.csv", "--db", "region", "--by", "Ana")
    assert done.code == 0
    assert json.loads(done.out) == {
        **dict.fromkeys(("accepted", "unchanged", "undecided"), 0),
        **dict.fromkeys(("rejected", "corrected", "merged"), 1),
        "problems": [],
    }
    assert verdicts() == [
        "builds rejected",
        "controls accepted",
        "operates rejected",
        "owns rejected",
        "owns reopened",
    ]
    before = araz("export", "--as", "n-quads", "--db", "region").out
    again = json.loads(araz("review", "--import", "todo.csv", "--db", "region", "--by", "Ana").out)
    assert (again["unchanged"], again["problems"]) == (3, [])
    assert araz("export", "--as", "n-quads", "--db", "region").out == before


def test_bad_rows_are_told_one_by_one_and_the_others_count(place, verdicts, araz):
    araz("review", "--export", "todo.jsonl", "--db", "region")
    builds, operates, owns = (json.loads(line) for line in (place / "todo.jsonl").read_text("utf-8").splitlines())
    rows = [
        {**builds, "decision": "perhaps"},
        {**builds, "decision": "accept", "new_relation": "owns"},
        {**builds, "decision": "correct"},
        {**operates, "decision": "accept"},
        {**operates, "decision": "reject"},
        {**owns, "id": "claim:00", "decision": "accept"},
        {**owns, "decision": "correct", "new_relation": "borders"},
        {**owns, "decison": "accept"},
        {**owns, "decision": "merge", "into": "Iran"},
    ]
    text = "".join(json.dumps(row) + "\n" for row in rows) + "{broken\n"
    (place / "todo.jsonl").write_text(text, "utf-8")
    done = araz("review", "--import", "todo.jsonl", "--db", "region", "--by", "Ana")
    assert done.code == 3
    told = [line.removeprefix("araz: todo.jsonl:") for line in done.err.splitlines()]
    assert [line.partition(":")[0] for line in told] == ["1", "2", "3", "5", "6", "7", "8", "10", "9"]
    for line, said in zip(
        told,
        (
            "unknown term 'perhaps'",
            "new_relation is filled in, but the decision is 'accept'",
            "nothing of claim:",
            "is decided about in todo.jsonl:4 already",
            "there is no claim claim:00",
            "borders",
            "the key 'decison' is unknown; did you mean 'decision'?",
            "broken JSON",
            "it is not said what is merged into what",
        ),
        strict=True,
    ):
        assert said in line
    assert verdicts() == ["builds waits", "operates accepted", "owns waits"]


def test_a_claim_that_has_changed_since_is_told(place, review, verdicts, araz):
    araz("review", "--export", "todo.csv", "--db", "region")
    fill(place / "todo.csv", builds={"decision": "accept"})
    review("r", "", "q")
    done = araz("review", "--import", "todo.csv", "--db", "region", "--by", "Bo")
    assert done.code == 3
    assert "has changed since the file was written: rejected by Ana" in done.line()
    assert verdicts()[0] == "builds rejected"


def test_a_table_cannot_run_anything_in_a_spreadsheet(place, araz):
    name = '=HYPERLINK("http://example.org","x")'
    write(place, {**PERSE, "id": "ent:evil", "names": [{"text": name}]}, claim(subject="ent:evil"), name="evil.jsonl")
    araz("load", "evil.jsonl", "--db", "region")
    araz("review", "--export", "todo.csv", "--entity", "ent:evil", "--db", "region")
    (row,) = csv.DictReader((place / "todo.csv").read_text("utf-8").splitlines())
    assert row["subject_name"] == f"'{name}"
    fill(place / "todo.csv", operates={"decision": "reject", "reason": "'=1+1"})
    assert json.loads(araz("review", "--import", "todo.csv", "--db", "region", "--by", "A").out)["rejected"] == 1
    assert '"=1+1"' in araz("export", "--as", "n-quads", "--db", "region").out
