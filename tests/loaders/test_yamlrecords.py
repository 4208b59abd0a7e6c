"""Annotated claims in YAML: nothing is constructed, nothing grows, and texts stay as they are written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from araz.errors import InputError
from araz.loaders.loading import load

from .conftest import counts
from .samples import BASE, claim, shown


def page(folder: Path, text: str, name: str = "claims.yaml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def items(*records: object) -> str:
    """Records as a YAML list, one to a line (JSON is YAML)."""
    return "".join(f"- {record if isinstance(record, str) else json.dumps(record)}\n" for record in records)


def test_a_list_of_records_goes_in(store, tmp_path):
    assert counts(load(store, page(tmp_path, items(*BASE, claim())))) == (1, 0, 0, 0)


def test_lists_by_kind_go_in(store, tmp_path):
    text = """
sources:
  - {id: src:note, title: A note, text: Iran and Azerbaijan operate the plant.}
entities:
  - {id: ent:iran, kind: State, names: [{text: Iran, lang: en}]}
  - id: ent:plant
    kind: HydroPlant
    names:
      - text: The plant
claims:
  - subject: ent:iran
    relation: operates
    object: ent:plant
    valid_from: 2025-01-31
    valid_to: 2026
    confidence: 0.5
    quantities: [{value: 102, unit: MW}]
    evidence: [{source: src:note, quote: Iran}]
"""
    assert counts(load(store, page(tmp_path, text))) == (1, 0, 0, 0)
    (stored,) = store.claims()
    assert (stored.valid.start, stored.valid.end, stored.confidence) == ("2025-01-31", "2026", 0.5)


def test_norway_is_not_false_and_a_date_is_a_text(store, tmp_path):
    text = items("{type: source, id: src:n, title: no, lang: no, published: 2025-01-31, publisher: 1_000}")
    load(store, page(tmp_path, text))
    (source,) = store.sources()
    assert (source.title, source.lang, source.published, source.publisher) == ("no", "no", "2025-01-31", "1_000")


BAD = [
    (
        '!!python/object/apply:os.system ["touch canary"]',
        "the tag 'tag:yaml.org,2002:python/object/apply:os.system' is refused; write the plain value without it",
    ),
    ("{subject: !!binary aGk=}", "the tag 'tag:yaml.org,2002:binary' is refused; write the plain value without it"),
    ("{subject: !mine ent:a}", "the tag '!mine' is refused; write the plain value without it"),
    ("{subject: ent:a, subject: ent:b}", "the key 'subject' stands twice; keep the one you mean"),
    ("{? [a] : b}", "a key is not a text; write key: value"),
    ("&a {subject: *a}", "the alias *a stands for nothing before it; write the value out"),
    ("just a text", "this is not a record; write it as lines of key: value"),
    (claim(valid_from="2025-02-30"), "'2025-02-30' is not a date; write 2025, 2025-02 or 2025-02-28"),
    ("{subject: ent:a, confidence: .nan}", "'relation' is missing; give a text"),
    (
        "{<<: {subject: ent:a}}",
        "a claim has no key '<<' (here {'subject': 'ent:a'}); use attributed_to,",
    ),
]


@pytest.mark.parametrize(("bad", "told"), BAD)
def test_a_bad_record_is_told_in_one_line_and_the_rest_goes_in(store, tmp_path, monkeypatch, bad, told):
    monkeypatch.chdir(tmp_path)
    report = load(store, page(tmp_path, items(*BASE, bad, claim())))
    assert len(report.quarantined) == 1
    assert shown(report.quarantined)[0].startswith(f"claims.yaml:5: {told}")
    assert report.claims_new == 1
    assert not (tmp_path / "canary").exists()


def test_not_a_number_is_no_confidence(store, tmp_path):
    bad = json.dumps(claim()).replace("{", "{confidence: .nan, ", 1)
    assert "'confidence' is '.nan'; give a number" in str(load(store, page(tmp_path, items(*BASE, bad))).quarantined[0])


def test_aliases_repeat_what_they_stand_for(store, tmp_path):
    first = json.dumps(claim()).replace("[", "&said [")
    second = "{subject: ent:iran, relation: owns, object: ent:plant, evidence: *said}"
    assert counts(load(store, page(tmp_path, items(*BASE, first, second)))) == (2, 0, 0, 0)


def test_a_bomb_of_aliases_is_turned_away(store, tmp_path):
    bomb = [f"&a0 [{', '.join('x' * 10)}]"]
    bomb += [f"&a{level} [{', '.join([f'*a{level - 1}'] * 10)}]" for level in range(1, 12)]
    report = load(store, page(tmp_path, items(*BASE, *bomb, claim())))
    assert report.claims_new == 1
    assert len(report.quarantined) == 12
    assert "the alias *a10 repeats too much" in str(report.quarantined[-1])


def test_a_tower_of_aliases_is_turned_away(store, tmp_path):
    tower = ["&a0 [x]", *(f"&a{level} [*a{level - 1}]" for level in range(1, 200))]
    report = load(store, page(tmp_path, items(*BASE, *tower, claim())))
    assert counts(report) == (1, 0, 0, 200)


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 100_000, "- " * 50_000])
def test_deep_nesting_is_refused_at_once(store, tmp_path, text):
    with pytest.raises(InputError, match="nested deeper than 32 levels"):
        load(store, page(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- a: 1\n- [b\n", "claims.yaml:3: broken YAML: "),
        ("- a: 1\n  - b\n", "claims.yaml:2: broken YAML: "),
        ("- 'a\n", "claims.yaml:2: broken YAML: found unexpected end of stream; mend it, nothing was taken"),
        ("sources: []\nclaimz: []\n", "claims.yaml:2: this is not a list of records; use lists sources"),
        ("claims: {}\n", "claims.yaml:1: this is not a list of records; use lists sources"),
        ("# nothing\n", "claims.yaml: the file holds no records; give it at least one"),
    ],
)
def test_a_file_that_is_not_of_the_form_is_refused(store, tmp_path, text, told):
    with pytest.raises(InputError) as refused:
        load(store, page(tmp_path, text))
    assert str(refused.value).rpartition("/")[2].startswith(told)


def test_a_control_character_is_refused_with_its_line(store, tmp_path):
    with pytest.raises(InputError, match=r"claims\.yaml:3: broken YAML"):
        load(store, page(tmp_path, "- a: a long enough line before it\n- b: c\n- d: \x07\n"))


def test_the_record_turned_away_is_kept_as_it_was_written(store, tmp_path):
    report = load(store, page(tmp_path, items(*BASE, "{subject: !mine ent:a}")))
    assert report.quarantined[0].record == "{subject: !mine ent:a}"
