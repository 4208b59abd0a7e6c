"""Scenario files: they replay, and what is wrong in one is said with its place."""

from __future__ import annotations

import re

import pytest
from araz.errors import ArazError, InputError, UnknownEntity, UnknownTerm, UsageError
from araz.graph.ref import Ref
from araz.ontology.vocabulary import Kind, ShockKind
from araz.queries.scenario import Assumption, Scenario, Shock, read_record, read_scenario, resolved, simple_scenario

from .regions import ref, region, said, thing

WHOLE = Scenario(
    shocks=(Shock(ref("iran")), Shock(ref("dam"), "outage", 0.25)),
    assumptions=(Assumption(Ref("claim", "0a"), holds=False), Assumption(Ref("claim", "0b"), holds=True)),
    conditions=(ref("iran-state-failure"), "the unrest is left to burn"),
    rules="rules.ttl",
    as_of="2025-06",
    seed=7,
    name="Both at once",
)


@pytest.fixture
def store():
    return region([thing("dam", Kind.DAM)], [said("iran operates dam")])


def test_a_scenario_survives_its_record():
    assert read_record(WHOLE.record()) == WHOLE


def test_a_scenario_survives_a_yaml_file(tmp_path):
    import yaml

    path = tmp_path / "both.yaml"
    path.write_text(yaml.safe_dump(WHOLE.record()), "utf-8")
    read = read_scenario(path)
    assert read.rules == str(tmp_path / "rules.ttl")
    assert (
        Scenario(read.shocks, read.assumptions, read.conditions, "rules.ttl", read.as_of, read.seed, read.name) == WHOLE
    )


def test_dates_and_numbers_may_stand_bare(tmp_path):
    path = tmp_path / "s.yaml"
    path.write_text("name: 2025\nas_of: 2025-01-31\nshocks: [{entity: Iran, probability: 1}]\n", "utf-8")
    read = read_scenario(path)
    assert (read.name, read.as_of) == ("2025", "2025-01-31")
    path.write_text("as_of: 2025\nshocks: [{entity: Iran}]\n", "utf-8")
    assert read_scenario(path).as_of == "2025"


def test_names_are_looked_up_in_a_store(store, tmp_path):
    path = tmp_path / "s.yaml"
    path.write_text("shocks: [{entity: IRAN, kind: sanctions}]\n", "utf-8")
    assert read_scenario(path, store).shocks == (Shock(ref("iran"), ShockKind.SANCTIONS),)
    assert simple_scenario(store, ["Iran", "Dam"], "outage").shocks == (
        Shock(ref("iran"), "outage"),
        Shock(ref("dam"), "outage"),
    )


def test_an_unknown_name_brings_near_ones(store):
    with pytest.raises(UnknownEntity, match="did you mean Iran"):
        simple_scenario(store, ["Irann"])
    with pytest.raises(UnknownEntity):
        resolved(Scenario((Shock(ref("iran")),), conditions=(ref("nothing"),)), store)


def test_an_unknown_kind_brings_near_ones():
    with pytest.raises(UnknownTerm, match="did you mean state-collapse"):
        Shock("Iran", "state-colapse")


@pytest.mark.parametrize("nothing", [(), []])
def test_nothing_struck_is_a_wrong_call(nothing, store):
    with pytest.raises(UsageError, match="for example Iran"):
        simple_scenario(store, nothing)


@pytest.mark.parametrize("probability", [1.2, -0.1, float("nan"), float("inf")])
def test_a_probability_is_one(probability):
    with pytest.raises(InputError, match="not between 0 and 1"):
        Shock("Iran", probability=probability)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "s.yaml: None is not a record"),
        ("shocks: []", "s.yaml: nothing is struck"),
        ("shock: []", "s.yaml: unknown key 'shock'; did you mean shocks?"),
        ("shocks: Iran", "s.yaml: shocks is 'Iran'; give a list"),
        ("shocks: [Iran]", "s.yaml: shocks[0]: 'Iran' is not a record; write entity: …"),
        ("shocks: [{kind: outage}]", "s.yaml: shocks[0]: entity is missing"),
        ("shocks: [{entity: Iran, probability: 1.2}]", "s.yaml: shocks[0]: probability 1.2 is not between 0 and 1"),
        ("shocks: [{entity: Iran, probability: true}]", "s.yaml: shocks[0]: probability is True; give a number"),
        ("shocks: [{entity: Iran, kind: flood}]", "s.yaml: shocks[0]: unknown term 'flood'"),
        ("shocks: [{entity: Iran}]\nas_of: 2025-02-30", "s.yaml: not YAML: day is out of range"),
        ("shocks: [{entity: Iran}]\nas_of: '2025-02-30'", "s.yaml: '2025-02-30' is not a date"),
        ("shocks: [{entity: Iran}]\nseed: one", "s.yaml: seed is 'one'; give a whole number"),
        ("shocks: [{entity: Iran}]\nconditions: [3]", "s.yaml: conditions[0]: 3 is not a condition"),
        (
            "shocks: [{entity: Iran}]\nassumptions: [{claim: 'ent:a', holds: true}]",
            "assumptions[0]: ent:a is not a claim",
        ),
        ("shocks: [{entity: Iran}]\nassumptions: [{claim: 'claim:a'}]", "s.yaml: assumptions[0]: holds is missing"),
        (
            "shocks: [{entity: Iran}]\nassumptions: [{claim: nobody, holds: on}]",
            "assumptions[0]: 'nobody' is not an id",
        ),
        ("shocks: [\n", "s.yaml:2: not YAML"),
        ("shocks: !!python/object/apply:os.system [ls]", "s.yaml:1: not YAML"),
        ("a: &a [x,x]\nb: &b [*a,*a]\nshocks: [*b, *b]", "s.yaml: unknown key 'a'"),
        ("[" * 5000, "s.yaml: too deeply nested"),
    ],
)
def test_what_is_wrong_in_a_file_is_said_with_its_place(text, problem, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "s.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(ArazError, match=re.escape(problem)) as caught:
        read_scenario(path.relative_to(tmp_path))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", None])
def test_a_file_that_cannot_be_read_is_said_so(content, tmp_path):
    path = tmp_path / "s.yaml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match="cannot read the scenario"):
        read_scenario(path)
