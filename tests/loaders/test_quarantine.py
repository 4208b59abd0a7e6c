"""What is turned away is kept once, with its reason, until a better version of it goes in."""

from __future__ import annotations

from pathlib import Path

import pytest
from araz.errors import InputError, StoreError
from araz.loaders.loading import load
from araz.loaders.quarantine import read_quarantine

from .samples import BASE, GOOD_QUOTE, IRAN, PLANT, SOURCE, claim, passage, write


@pytest.fixture
def kept(tmp_path) -> Path:
    return tmp_path / "araz.quarantine.jsonl"


def records(path: Path) -> list[object]:
    return [entry["record"] for entry in read_quarantine(path)]


def test_an_entry_says_record_place_shape_and_remedy(store, tmp_path, kept):
    path = write(tmp_path, *BASE, claim(confidence=1.7))
    load(store, path, quarantine=kept)
    assert read_quarantine(kept) == [
        {
            "place": f"{path}:5",
            "shape": "ConfidenceShape",
            "problem": "confidence 1.7 is not between 0 and 1",
            "remedy": "give a probability",
            "key": "confidence",
            "record": claim(confidence=1.7),
            "file": str(path),
        }
    ]


def test_there_is_no_file_while_nothing_is_turned_away(store, tmp_path, kept):
    load(store, write(tmp_path, *BASE, claim()), quarantine=kept)
    assert not kept.exists()


def test_records_of_several_files_are_kept_together(store, tmp_path, kept):
    load(store, write(tmp_path, *BASE, claim(confidence=2)), quarantine=kept)
    load(store, write(tmp_path, "{broken", name="b.jsonl"), quarantine=kept)
    assert records(kept) == [claim(confidence=2), "{broken"]


def test_the_same_record_in_two_files_is_kept_once(store, tmp_path, kept):
    for name in ("a.jsonl", "b.jsonl"):
        load(store, write(tmp_path, *BASE, claim(confidence=2), name=name), quarantine=kept)
    assert [str(entry["place"]).rpartition("/")[2] for entry in read_quarantine(kept)] == ["b.jsonl:5"]


def test_a_file_loaded_again_without_the_fault_settles_it(store, tmp_path, kept):
    load(store, write(tmp_path, *BASE, "{broken", claim(confidence=2)), quarantine=kept)
    report = load(store, write(tmp_path, *BASE, claim(confidence=0.2)), quarantine=kept)
    assert report.released == 2
    assert not kept.exists()


# A bad record, and the better version of it that another file brings.
BETTER = [
    (claim(confidence=1.7), claim(confidence=0.7)),
    (claim(relation="operatess"), claim()),
    (claim(valid_from="2025-02-30"), claim(valid_from="2025-02-28")),
    (claim(evidence=[passage(start=3)]), claim()),
    (
        claim(evidence=[{"source": "src:note", "start": 0, "end": 5, "quote": "Irann"}]),
        claim(evidence=[passage("Iran", 0)]),
    ),
    (claim(evidence=[{"source": "src:note", "quote": "plant"}]), claim()),
    (claim(quantities=[{"value": 102, "unit": "megs"}]), claim(quantities=[{"value": 102, "unit": "MW"}])),
    (claim(modality="sure"), claim()),
    (claim(modality="conditional"), claim(modality="conditional", condition="if it rains")),
    (claim(modality="reported"), claim(modality="reported", attributed_to="ent:azerbaijan")),
    (claim(object="ent:plnt"), claim()),
    (claim(subject="Iran"), claim()),
    (claim(relation="borders"), claim()),
    (claim(review={"verdict": "good", "by": "Ana"}), claim(review={"verdict": "accepted", "by": "Ana"})),
    (claim(source="x"), claim()),
    ({**PLANT, "names": []}, PLANT),
    ({**SOURCE, "url": "here"}, SOURCE),
]


@pytest.mark.parametrize(("bad", "better"), BETTER)
def test_a_better_version_from_another_file_settles_a_record(store, tmp_path, kept, bad, better):
    load(store, write(tmp_path, *BASE, name="base.jsonl"))
    load(store, write(tmp_path, bad), quarantine=kept)
    assert len(records(kept)) == 1
    report = load(store, write(tmp_path, better, name="better.jsonl"), quarantine=kept)
    assert (report.released, kept.exists()) == (1, False)


# A bad record, and a good one that is about something else.
OTHER = [
    (claim(confidence=1.7), claim(relation="owns", confidence=0.7)),
    (claim(confidence=1.7), claim(evidence=[passage("The plant yields 102 MW.")])),
    (claim(relation="operatess"), claim(subject="ent:azerbaijan")),
    (claim(subject="Azerbaijan"), claim(valid_from="2020")),
    (claim(evidence=[passage(start=3)]), claim(modality="negated")),
    (claim(quantities=[{"value": 102, "unit": "megs"}]), claim(subject="ent:azerbaijan")),
    ("{broken", claim()),
    ({**PLANT, "names": []}, IRAN),
]


@pytest.mark.parametrize(("bad", "other"), OTHER)
def test_a_record_about_something_else_settles_nothing(store, tmp_path, kept, bad, other):
    load(store, write(tmp_path, *BASE, name="base.jsonl"))
    load(store, write(tmp_path, bad), quarantine=kept)
    report = load(store, write(tmp_path, other, name="other.jsonl"), quarantine=kept)
    assert (report.released, len(records(kept))) == (0, 1)


def test_a_claim_goes_in_once_its_entity_is_there(store, tmp_path, kept):
    path = write(tmp_path, SOURCE, IRAN, claim())
    assert len(load(store, path, quarantine=kept).quarantined) == 1
    load(store, write(tmp_path, PLANT, name="plant.jsonl"), quarantine=kept)
    assert len(records(kept)) == 1
    assert load(store, path, quarantine=kept).released == 1
    assert not kept.exists()


def test_a_claim_is_kept_so_that_it_can_be_mended_in_place(store, tmp_path, kept):
    load(store, write(tmp_path, *BASE, claim(evidence=[passage(start=3)])), quarantine=kept)
    (record,) = records(kept)
    assert isinstance(record, dict)
    mended = {**record, "evidence": [passage()]}
    assert load(store, write(tmp_path, mended, name="mended.jsonl"), quarantine=kept).claims_new == 1
    assert not kept.exists()


def test_a_quarantine_that_was_written_over_is_refused(store, tmp_path, kept):
    kept.write_text("my notes\n", "utf-8")
    with pytest.raises(InputError, match=r"quarantine\.jsonl:1: not an entry of a quarantine"):
        load(store, write(tmp_path, *BASE, "{broken"), quarantine=kept)
    assert kept.read_text("utf-8") == "my notes\n"


def test_a_quarantine_that_cannot_be_written_is_told(store, tmp_path):
    with pytest.raises(StoreError, match="the quarantine cannot be written"):
        load(store, write(tmp_path, *BASE, "{broken"), quarantine=tmp_path / "none" / "quarantine.jsonl")


def test_a_text_that_no_screen_can_show_is_kept_as_escapes(store, tmp_path, kept):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"a": "\xff' + GOOD_QUOTE.encode() + b"\n")
    load(store, path, quarantine=kept)
    assert records(kept) == ['{"a": "\\xff' + GOOD_QUOTE]
