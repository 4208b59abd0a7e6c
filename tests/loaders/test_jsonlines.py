"""Annotated claims in JSON Lines and JSON: each fault is one line with its place and a remedy, the rest goes in."""

from __future__ import annotations

import json

import pytest
from araz.errors import InputError
from araz.loaders import jsonlines
from araz.loaders.loading import load

from .conftest import counts
from .samples import BASE, GOOD_QUOTE, IRAN, SOURCE, claim, lines, passage, shown, write

# A bad line, and all that the user is told about it.
BAD = [
    ('{"subject": "ent:iran"', "claims.jsonl:5: broken JSON: unexpected end of data (column 23); mend the line"),
    ("[1, 2]", "claims.jsonl:5: this is not a record; write a JSON object with named keys"),
    (
        '{"subject": "ent:iran", "subject": "ent:iraq"}',
        "claims.jsonl:5: the key 'subject' stands twice; keep the one you mean",
    ),
    (
        '{"evidence": [{"start" : 1, "start": 2}]}',
        "claims.jsonl:5: the key 'start' stands twice; keep the one you mean",
    ),
    (claim(confidence=1.7), "claims.jsonl:5: confidence 1.7 is not between 0 and 1; give a probability"),
    (claim(confidence="high"), "claims.jsonl:5: 'confidence' is 'high'; give a number"),
    (
        '{"subject": "ent:iran", "confidence": NaN}',
        "claims.jsonl:5: broken JSON: unexpected character, expected a JSON value (column 39); mend the line",
    ),
    (claim(valid_from="2025-02-30"), "claims.jsonl:5: '2025-02-30' is not a date; write 2025, 2025-02 or 2025-02-28"),
    (
        claim(valid_from="2025", valid_to="2024"),
        "claims.jsonl:5: the interval 2025 to 2024 ends before it starts; swap the dates",
    ),
    (
        claim(relation="operatess"),
        "claims.jsonl:5: unknown relation 'operatess'; did you mean operates or cooperatesWith or coerces?",
    ),
    (claim(modality="certain"), "claims.jsonl:5: unknown modality 'certain'; see the ontology for every modality"),
    (
        claim(relatoin="owns"),
        "claims.jsonl:5: a claim has no key 'relatoin' (here 'owns'); did you mean 'relation'?",
    ),
    (claim(evidence=[]), "claims.jsonl:5: a claim has no evidence; cite at least one passage"),
    (claim(type="clam"), "claims.jsonl:5: unknown type 'clam'; did you mean claim?"),
    (
        {"id": "ent:x", "names": [{"text": "X"}]},
        'claims.jsonl:5: the record does not say what it is; add "type": "entity"',
    ),
    (
        claim(subject="Iran"),
        "claims.jsonl:5: 'Iran' is not an id; write it as prefix:name, for example ent:iran",
    ),
    (
        claim(evidence=[{"source": "src:note", "start": 5, "end": 3, "quote": "x"}]),
        "claims.jsonl:5: passage 5 to 3 of src:note is not a span;"
        " give start < end in code points, or the key of a record",
    ),
    (
        claim(evidence=[{"source": "src:note", "quote": "The plant is new."}]),
        "claims.jsonl:5: 'The plant is new.' is not in the text of src:note; quote the source's own words",
    ),
    (
        claim(evidence=[{"source": "src:note", "quote": "plant"}]),
        "claims.jsonl:5: 'plant' occurs 2 times in the text of src:note;"
        " give start and end (the first is 32 to 37), or quote more",
    ),
    (
        claim(evidence=[{"source": "src:else", "quote": "plant"}]),
        "claims.jsonl:5: there is no text of src:else to find 'plant' in;"
        " give start and end, or a source record with the text",
    ),
]


@pytest.mark.parametrize(("bad", "told"), BAD)
def test_a_bad_line_is_told_in_one_line_and_the_rest_goes_in(store, tmp_path, bad, told):
    good = [claim(), claim(relation="builds")]
    report = load(store, write(tmp_path, *BASE, bad, *good))
    assert shown(report.quarantined) == [told]
    assert counts(report) == (2, 0, 0, 1)


def test_the_shape_says_which_rule_was_broken(store, tmp_path):
    report = load(store, write(tmp_path, *BASE, claim(confidence=1.7), claim(relation="owning"), "{"))
    assert [each.shape for each in report.quarantined] == ["ConfidenceShape", "RelationShape", "record"]


def test_missing_offsets_are_counted_in_code_points(store, tmp_path):
    text = "🛢 The Araz — Ariver. The Araz."
    record = claim(evidence=[{"source": "src:note", "quote": "Ariver"}])
    load(store, write(tmp_path, *BASE[1:], {**SOURCE, "text": text}, record))
    (stored,) = store.claims()
    assert (stored.evidence[0].start, stored.evidence[0].end) == (13, 19)


def test_offsets_are_found_in_a_text_that_only_the_store_has(store, tmp_path):
    load(store, write(tmp_path, *BASE))
    report = load(store, write(tmp_path, claim(evidence=[{"source": "src:note", "quote": GOOD_QUOTE}]), name="b.jsonl"))
    assert counts(report) == (1, 0, 0, 0)


def test_overlapping_occurrences_of_a_quote_are_two(store, tmp_path):
    record = claim(evidence=[{"source": "src:note", "quote": "aa"}])
    report = load(store, write(tmp_path, *BASE[1:], {**SOURCE, "text": "aaa"}, record))
    assert "'aa' occurs 2 times" in str(report.quarantined[0])


def test_the_given_id_must_be_the_right_one(store, tmp_path):
    load(store, write(tmp_path, *BASE, claim()))
    (stored,) = store.claims()
    assert counts(load(store, write(tmp_path, claim(id=str(stored.id))))) == (0, 0, 1, 0)
    (wrong,) = load(store, write(tmp_path, claim(id="claim:000000000000000000000000"))).quarantined
    assert "leave the id out" in str(wrong)


def test_a_line_that_is_not_utf8_is_told_with_its_byte(store, tmp_path):
    path = tmp_path / "claims.jsonl"
    path.write_bytes(lines(*BASE).encode() + b'{"subject": "ent:K\xfcr"}\n' + lines(claim()).encode())
    report = load(store, path)
    assert shown(report.quarantined) == [
        "claims.jsonl:5: byte 0xFC at 18 of the line is not UTF-8; save the file as UTF-8"
    ]
    assert report.quarantined[0].record == '{"subject": "ent:K\\xfcr"}'
    assert report.claims_new == 1


def test_a_huge_line_is_turned_away_and_the_next_is_read(store, tmp_path, monkeypatch):
    monkeypatch.setattr(jsonlines, "LONGEST", 2000)
    report = load(store, write(tmp_path, *BASE, '{"subject": "' + "x" * 9000 + '"}', claim()))
    assert counts(report) == (1, 0, 0, 1)
    assert "the line is 9,016 bytes long, more than 2,000; put the text of a source" in str(report.quarantined[0])


def test_a_deep_line_is_turned_away(store, tmp_path):
    report = load(store, write(tmp_path, *BASE, "[" * 100_000, '{"subject": ' * 5000, claim()))
    assert counts(report) == (1, 0, 0, 2)


def test_empty_lines_and_windows_line_breaks_are_no_fault(store, tmp_path):
    path = tmp_path / "claims.jsonl"
    path.write_bytes(lines(*BASE, "", claim()).replace("\n", "\r\n").encode())
    assert counts(load(store, path)) == (1, 0, 0, 0)


def test_a_json_list_is_read_whatever_its_ending(store, tmp_path):
    for name in ("claims.json", "claims.jsonl"):
        path = tmp_path / name
        path.write_text(json.dumps([*BASE, claim(), 7], indent=2), "utf-8")
        report = load(store, path)
        assert shown(report.quarantined) == [
            f"{name}, record 6: this is not a record; write a JSON object with named keys"
        ]
    assert len(list(store.claims())) == 1


def test_lists_by_kind_need_no_types(store, tmp_path):
    path = tmp_path / "claims.json"
    bare = [{key: value for key, value in each.items() if key != "type"} for each in BASE]
    path.write_text(json.dumps({"sources": bare[:1], "entities": bare[1:], "claims": [claim()]}), "utf-8")
    assert counts(load(store, path)) == (1, 0, 0, 0)


def test_a_broken_json_document_is_refused_whole(store, tmp_path):
    path = tmp_path / "claims.json"
    path.write_text('[{"type": "entity"},\n{"a": ]', "utf-8")
    with pytest.raises(InputError, match=r"claims\.json:2: broken JSON"):
        load(store, path)


def test_a_key_twice_in_a_json_document_refuses_it(store, tmp_path):
    path = tmp_path / "claims.json"
    path.write_text('[{"id": "ent:a", "id": "ent:b"}]', "utf-8")
    with pytest.raises(InputError, match="'id' stands twice"):
        load(store, path)


def test_texts_that_look_like_keys_are_not_keys_twice(store, tmp_path):
    said = '"a": "b", "a" : 1'
    note = {**SOURCE, "text": said, "title": said}
    record = claim(evidence=[passage(said, 0)])
    assert counts(load(store, write(tmp_path, *BASE[1:], note, record))) == (1, 0, 0, 0)


def test_a_fault_names_the_key_even_when_offsets_are_missing(store, tmp_path):
    record = claim(relation="operating", evidence=[{"source": "src:note", "quote": GOOD_QUOTE}])
    (turned_away,) = load(store, write(tmp_path, *BASE, record)).quarantined
    assert (turned_away.key, turned_away.record) == ("relation", record)


def test_the_record_is_kept_as_it_was(store, tmp_path):
    (turned_away,) = load(store, write(tmp_path, *BASE, claim(confidence=7, note="mine"))).quarantined
    assert turned_away.record == claim(confidence=7, note="mine")


def test_an_entity_with_a_bad_name_is_turned_away(store, tmp_path):
    report = load(store, write(tmp_path, {**IRAN, "names": [{"text": "\x1b[31mIran"}]}, *BASE))
    assert "a name holds the character U+001B at 0; remove control characters" in str(report.quarantined[0])
