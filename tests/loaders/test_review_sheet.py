"""Tables of decisions as spreadsheets and people leave them."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from araz.errors import InputError, UsageError
from araz.graph.claim import Claim
from araz.graph.oxigraph import OxigraphStore
from araz.graph.ref import Ref
from araz.loaders.reviewing.sheet import COLUMNS
from araz.ontology.vocabulary import Modality

from ..graph.review_promises import BORDERS, CLAIMS, DAY, IRAN, OWNS, PERSE, PLANT, RUNS, load, sitting, state, stored


def table(
    folder: Path, *rows: dict[str, str], delimiter: str = ",", end: str = "\r\n", encoding: str = "utf-8"
) -> Path:
    path = folder / "todo.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, delimiter=delimiter, lineterminator=end)
        writer.writeheader()
        writer.writerows(rows)
    return path


def row(claim: Claim, decision: str, **cells: str) -> dict[str, str]:
    return {"id": str(claim.id), "decision": decision, **cells}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_table_is_read_however_a_spreadsheet_saved_it(
    store: OxigraphStore, tmp_path, delimiter, end, encoding
) -> None:
    load(store, *CLAIMS)
    rows = row(RUNS, "accept"), row(OWNS, "REJECTED", reason="a; b, c\td")
    done = sitting(store).take_in(table(tmp_path, *rows, delimiter=delimiter, end=end, encoding=encoding))
    assert (done.accepted, done.rejected, done.problems) == (1, 1, [])
    review = stored(store, OWNS.id).review
    assert review is not None
    assert review.reason == "a; b, c\td"


def test_every_row_is_written_with_names_and_may_be_read_back_as_it_is(store: OxigraphStore, tmp_path) -> None:
    load(store, *CLAIMS)
    for name in ("todo.csv", "todo.jsonl"):
        assert sitting(store).export(tmp_path / name) == 3
        stamp = store.stamp()
        done = sitting(store).take_in(tmp_path / name)
        assert (done.undecided, done.problems) == (3, [])
        assert store.stamp() == stamp
    first = json.loads((tmp_path / "todo.jsonl").read_text("utf-8").splitlines()[0])
    assert tuple(first) == COLUMNS
    shown = {"subject_name": "Iran", "object_name": "The plant", "quote": "Iran runs the plant.", "confidence": 0.4}
    assert shown.items() <= first.items()


def test_a_row_says_who_and_when_and_the_option_says_it_for_the_others(store: OxigraphStore, tmp_path) -> None:
    load(store, *CLAIMS)
    sitting(store, by="Ana").take_in(
        table(tmp_path, row(RUNS, "accept", by="Bo", on="2025"), row(OWNS, "accept", by="Cem"), row(BORDERS, "accept"))
    )
    reviews = [stored(store, claim.id).review for claim in CLAIMS]
    assert [(each.by, each.on) for each in reviews if each] == [("Bo", "2025"), ("Cem", DAY), ("Ana", DAY)]


def test_every_part_can_be_corrected(store: OxigraphStore, tmp_path) -> None:
    load(store, *CLAIMS)
    cells = {
        "new_subject": "Perse",
        "new_relation": "builds",
        "new_object": "ent:plant",
        "new_modality": "conditional",
        "new_condition": "if it rains",
        "new_speaker": "Iran",
        "new_from": "2024",
        "new_to": "2025-06",
    }
    assert sitting(store).take_in(table(tmp_path, row(RUNS, "correct", **cells))).corrected == 1
    (new,) = [claim for claim in store.claims() if claim.method == "review"]
    assert (new.subject, new.relation.value, new.object) == (PERSE, "builds", PLANT)
    assert (new.modality, new.condition, new.attributed_to) == (Modality.CONDITIONAL, "if it rains", IRAN)
    assert (new.valid.start, new.valid.end) == ("2024", "2025-06")
    taken = {"new_modality": "possible", "new_speaker": "-", "new_from": "-", "new_to": "-"}
    assert sitting(store).take_in(table(tmp_path, row(new, "correct", **taken))).corrected == 1
    (last,) = [claim for claim in store.claims() if claim.modality is Modality.POSSIBLE]
    assert (last.condition, last.attributed_to, bool(last.valid)) == (None, None, False)


def test_a_cell_that_is_not_closed_costs_its_row_only(store: OxigraphStore, tmp_path) -> None:
    load(store, *CLAIMS)
    path = tmp_path / "todo.csv"
    path.write_text(f'id,decision,reason\n{RUNS.id},reject,"open\n{OWNS.id},accept,\n', "utf-8")
    done = sitting(store).take_in(path)
    assert (done.accepted, len(done.problems)) == (1, 1)
    assert str(done.problems[0]).startswith(f"{path}:2: broken CSV")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,age\nAna,30\n", ":1: the first line is not a header of decisions"),
        ("id,decision,resaon\n", ":1: the column 'resaon' is unknown; did you mean 'reason'?"),
        ("id,decision,id\n", ":1: the column 'id' stands twice"),
        ("", "the file is empty"),
    ],
)
def test_a_file_of_another_form_is_refused(store: OxigraphStore, tmp_path, text: str, said: str) -> None:
    (tmp_path / "todo.csv").write_text(text, "utf-8")
    with pytest.raises(InputError) as error:
        sitting(store).take_in(tmp_path / "todo.csv")
    assert said in str(error.value)


def test_bytes_that_are_no_text_and_too_many_cells_are_told(store: OxigraphStore, tmp_path) -> None:
    load(store, *CLAIMS)
    head = b"id,decision,reason\n"
    rows = f"{RUNS.id},reject,K\udcf6ln\n{OWNS.id},reject,a,b\n{BORDERS.id},accept\n"
    (tmp_path / "todo.csv").write_bytes(head + rows.encode("utf-8", "surrogateescape"))
    done = sitting(store).take_in(tmp_path / "todo.csv")
    told = [str(each).rpartition("todo.csv:")[2] for each in done.problems]
    assert re.match(r'2: byte 0xF6 after ".*K" is not UTF-8; save the file as UTF-8', told[0])
    assert told[1] == "3: 4 cells in 3 columns; quote cells with commas"
    assert state(store)[BORDERS.id] == "accepted"


def test_a_day_that_is_not_and_a_name_of_control_characters_are_told(store: OxigraphStore, tmp_path) -> None:
    load(store, *CLAIMS)
    done = sitting(store).take_in(table(tmp_path, row(RUNS, "accept", on="2025-13"), row(OWNS, "accept", by="A\x07")))
    assert ["2025-13" in str(done.problems[0]), "control characters" in str(done.problems[1])] == [True, True]
    assert set(state(store).values()) == {""}


def test_a_merge_needs_no_claim(store: OxigraphStore, tmp_path) -> None:
    load(store, *CLAIMS)
    rows = (
        {"decision": "merge", "merge": "ent:perse", "into": "Iran"},
        {"decision": "merge", "merge": "Atlantis", "into": "Iran"},
    )
    done = sitting(store).take_in(table(tmp_path, *rows))
    assert (done.merged, len(done.problems)) == (1, 1)
    assert "unknown entity 'Atlantis'" in str(done.problems[0])


def test_a_claim_that_waits_again_may_be_decided_alike_once_more(store: OxigraphStore, tmp_path) -> None:
    load(store, RUNS)
    sitting(store).accept(RUNS.id)
    sitting(store).reopen(RUNS.id)
    sitting(store).export(tmp_path / "todo.jsonl")
    waiting = json.loads((tmp_path / "todo.jsonl").read_text("utf-8"))
    (tmp_path / "todo.jsonl").write_text(json.dumps({**waiting, "decision": "accept"}), "utf-8")
    assert sitting(store).take_in(tmp_path / "todo.jsonl").accepted == 1
    assert sitting(store).take_in(tmp_path / "todo.jsonl").unchanged == 1


def test_a_file_that_cannot_be_written_is_told(store: OxigraphStore, tmp_path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        sitting(store).export(tmp_path / "nowhere" / "todo.csv")
    with pytest.raises(UsageError, match="neither"):
        sitting(store).export(tmp_path / "todo.xlsx")


def test_an_id_that_is_none_is_told(store: OxigraphStore, tmp_path) -> None:
    done = sitting(store).take_in(table(tmp_path, {"id": "src:note", "decision": "accept"}, {"decision": "accept"}))
    assert ["src:note" in str(done.problems[0]), "without an id" in str(done.problems[1])] == [True, True]
    assert Ref.parse("src:note").prefix == "src"


@pytest.mark.parametrize(
    ("form", "ending"), [("jsonl", "jsonl"), ("csv", "csv"), ("turtle", "ttl"), ("json-ld", "jsonld")]
)
def test_the_history_survives_an_export_and_a_load(store: OxigraphStore, tmp_path, form: str, ending: str) -> None:
    from araz.face import open_graph
    from araz.graph.exporting import export

    load(store, *CLAIMS)
    session = sitting(store, by="Ana; B, =C")
    session.reject(RUNS.id, 'it says "no", =1+1\n- and more')
    session.merge(PERSE, IRAN)
    session.undo()
    session.undo()
    (tmp_path / f"all.{ending}").write_text("".join(export(store, form)), "utf-8", newline="")
    (tmp_path / "things.jsonl").write_text("".join(export(store, "jsonl")).partition('{"id": "claim:')[0], "utf-8")
    with open_graph("memory:") as copy:
        copy.load(tmp_path / "things.jsonl", tmp_path / f"all.{ending}")
        assert list(copy.store.claims()) == list(store.claims())
