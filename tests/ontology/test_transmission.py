"""One test for each rule that the transmission rules keep, and what a user's own file must say."""

from __future__ import annotations

import pytest
from araz.errors import InputError
from araz.ontology.schema import load_schema
from araz.ontology.transmission import JUDGEMENT, load_rules
from araz.ontology.turtle import FOLDER, Turtle
from araz.ontology.vocabulary import Kind, Relation, ShockKind

RULES = load_rules()
SCHEMA = load_schema()
SHOCKS = ["state-collapse", "border-closure", "sanctions", "armed-attack", "outage", "drought"]
# Relations that say what something else hangs on, so that every kind of shock passes along them.
ALWAYS = {
    "dependsOn": "backward",
    "suppliesTo": "forward",
    "operates": "forward",
    "participatesIn": "forward",
    "locatedIn": "backward",
    "passesThrough": "backward",
    "livesIn": "backward",
    "experiences": "forward",
    "causes": "forward",
    "endangers": "forward",
    "affects": "forward",
}

each_rule = pytest.mark.parametrize(
    "rule", RULES.rules, ids=[f"{rule.shock}-{rule.relation}-{rule.direction}" for rule in RULES.rules]
)


def test_there_are_six_kinds_of_shock():
    assert [shock.value for shock in ShockKind] == SHOCKS


@each_rule
def test_every_rule_has_a_probability_short_of_certainty(rule):
    assert 0 < rule.probability < 1


@each_rule
def test_every_rule_says_how_and_why(rule):
    assert rule.mechanism.endswith(".")
    assert rule.reason.endswith(".")
    assert rule.reference


@each_rule
def test_every_rule_is_graded_on_the_scale(rule):
    grades = Turtle(FOLDER / "transmission.ttl")
    assert rule.grade
    assert float(grades.text(f"az:{rule.grade}", "az:probability")) == rule.probability


def test_every_grade_is_the_middle_of_its_band_and_the_bands_meet():
    ttl = Turtle(FOLDER / "transmission.ttl")
    bands = [
        tuple(float(ttl.text(name, what)) for what in ("az:low", "az:high", "az:probability"))
        for name in ttl.subjects("az:Grade")
    ]
    assert all(middle == pytest.approx((low + high) / 2) for low, high, middle in bands)
    assert [high for _, high, _ in bands[:-1]] == [low for low, _, _ in bands[1:]]


@each_rule
def test_a_symmetric_relation_passes_a_shock_both_ways(rule):
    if SCHEMA.relations[rule.relation].symmetric:
        back = "backward" if rule.direction == "forward" else "forward"
        other = RULES.find(rule.shock, rule.relation, back)
        assert other is not None
        assert other.probability == rule.probability


@pytest.mark.parametrize("shock", ShockKind)
@pytest.mark.parametrize(("relation", "direction"), ALWAYS.items())
def test_no_shock_lacks_the_plain_channels(shock, relation, direction):
    assert RULES.find(shock, Relation(relation), direction) is not None


def test_alternatives_pass_nothing_on():
    assert all(rule.relation is not Relation.ALTERNATIVE_TO for rule in RULES.rules)


def test_a_rule_that_cites_nothing_says_that_it_is_judgement():
    cited = {rule.reference for rule in RULES.rules} - {JUDGEMENT}
    assert len(cited) >= 5
    assert all(any(year.isdigit() and len(year) == 4 for year in text.replace("(", " ").replace(")", " ").split())
               for text in cited)  # fmt: skip


@pytest.mark.parametrize("shock", ShockKind)
def test_every_shock_realises_situations(shock):
    assert RULES.realises[shock]
    assert all(SCHEMA.is_a(kind, "Situation") for kind in RULES.realises[shock])


@pytest.mark.parametrize("shock", ShockKind)
def test_every_shock_strikes_entities_and_no_situations(shock):
    assert RULES.strikes[shock]
    assert not any(SCHEMA.is_a(kind, "Situation") for kind in RULES.strikes[shock])


def test_a_collapse_realises_state_failure_and_unrest_but_no_subsiding():
    assert RULES.realises[ShockKind.STATE_COLLAPSE] == {Kind.STATE_FAILURE, Kind.UNREST}


def test_a_state_absorbs_more_than_a_company_and_a_plant_nothing():
    passes = RULES.passes_on
    assert 0 < passes[Kind.STATE] < passes[Kind.COMPANY] < passes[Kind.HYDRO_PLANT] == 1
    assert set(passes) == set(Kind)


def test_nothing_is_likelier_to_reach_a_state_than_a_plant_of_its_own():
    collapse = ShockKind.STATE_COLLAPSE
    down, up = RULES.find(collapse, Relation.OPERATES, "forward"), RULES.find(collapse, Relation.OPERATES, "backward")
    assert down is not None
    assert up is not None
    assert up.probability < down.probability / 10


HEAD = """
@prefix az: <https://w3id.org/araz/ontology#> .
@prefix rule: <https://w3id.org/araz/rule/> .
@prefix shock: <https://w3id.org/araz/shock/> .
"""
GOOD = {
    "az:shock": "shock:outage",
    "az:relation": "az:operates",
    "az:direction": '"forward"',
    "az:probability": "0.2",
    "az:mechanism": '"It stops."',
    "az:reason": '"We measured it."',
}


def own(tmp_path, **changes):
    said = {**GOOD, **{f"az:{name}": value for name, value in changes.items()}}
    body = " ;\n    ".join(f"{name} {value}" for name, value in said.items() if value)
    path = tmp_path / "rules.ttl"
    path.write_text(f"{HEAD}\nrule:mine a az:Rule ;\n    {body} .\n", "utf-8")
    return path


def test_a_file_of_ones_own_replaces_all_rules(tmp_path):
    rules = load_rules(own(tmp_path))
    (rule,) = rules.rules
    assert (rule.shock, rule.relation, rule.direction, rule.probability) == ("outage", "operates", "forward", 0.2)
    assert rule.reference == JUDGEMENT
    assert rules.version != RULES.version


def test_a_file_of_ones_own_inherits_what_it_leaves_out(tmp_path):
    rules = load_rules(own(tmp_path, probability="", grade="az:likely"))
    assert rules.rules[0].probability == 0.675
    assert rules.realises == RULES.realises
    assert rules.strikes == RULES.strikes
    assert rules.passes_on == RULES.passes_on


def test_several_shocks_relations_and_directions_make_one_rule_each(tmp_path):
    path = own(tmp_path, shock="shock:outage, shock:drought", relation="az:owns, az:builds",
               direction='"forward", "backward"')  # fmt: skip
    assert len(load_rules(path).rules) == 8


def test_the_version_changes_with_the_file(tmp_path):
    first = load_rules(own(tmp_path)).version
    assert load_rules(own(tmp_path, probability="0.3")).version != first


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"relation": "az:operate"}, "unknown relation 'operate'; did you mean operates"),
        ({"relation": "az:zzz"}, "unknown relation 'zzz'; use a term of the ontology"),
        ({"shock": "shock:outrage"}, "unknown shock 'outrage'; did you mean outage"),
        ({"direction": '"sideways"'}, "unknown direction 'sideways'; write forward or backward"),
        ({"probability": "1.2"}, "probability 1.2 is not between 0 and 1; give a probability"),
        ({"probability": "-0.1"}, "probability -0.1 is not between 0 and 1"),
        ({"probability": '"often"'}, "probability often is not between 0 and 1"),
        ({"probability": "", "grade": "az:likly"}, "unknown grade 'az:likly'; did you mean az:likely"),
        ({"probability": ""}, "no az:grade; add az:grade or az:probability"),
        ({"reason": ""}, "no az:reason; add az:reason"),
        ({"reason": '"  "'}, "no az:reason"),
        ({"mechanism": ""}, "no az:mechanism"),
        ({"shock": ""}, "no az:shock"),
        ({"relation": ""}, "no az:relation"),
        ({"direction": ""}, "no az:direction"),
    ],
)
def test_a_bad_rule_is_an_error_with_its_place_and_remedy(tmp_path, changes, problem):
    path = own(tmp_path, **changes)
    with pytest.raises(InputError) as caught:
        load_rules(path)
    assert problem in str(caught.value)
    assert str(caught.value).startswith(f"{path}: rule:mine: ")


def test_two_rules_for_one_case_are_an_error(tmp_path):
    path = own(tmp_path)
    path.write_text(path.read_text("utf-8") + path.read_text("utf-8").replace("rule:mine", "rule:other"), "utf-8")
    with pytest.raises(InputError, match="operates forward under outage already has the rule rule:mine"):
        load_rules(path)


def test_a_file_without_rules_is_an_error(tmp_path):
    path = tmp_path / "rules.ttl"
    path.write_text(HEAD, "utf-8")
    with pytest.raises(InputError, match="no transmission rules"):
        load_rules(path)


def test_a_file_that_is_not_turtle_is_an_error_with_its_line(tmp_path):
    path = tmp_path / "rules.ttl"
    path.write_text("@prefix az: <https://w3id.org/araz/ontology#> .\naz:x az:y", "utf-8")
    with pytest.raises(InputError, match=r"rules\.ttl:\d+: not Turtle"):
        load_rules(path)


def test_a_rule_may_have_any_name_but_must_have_one(tmp_path):
    path = own(tmp_path)
    good = path.read_text("utf-8")
    for name in ("<https://example.org/rules/1>", "<urn:rule:1>", "<https://w3id.org/araz/rule/>"):
        path.write_text(good.replace("rule:mine", name), "utf-8")
        assert load_rules(path).rules[0].name == name.strip("<>")
    path.write_text(good + good.replace("rule:mine", "[]").replace("operates", "owns"), "utf-8")
    with pytest.raises(InputError, match="a rule has no name; name it, for example rule:mine"):
        load_rules(path)


def test_a_missing_file_is_an_error(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        load_rules(tmp_path / "none.ttl")


@pytest.mark.parametrize("shock", ShockKind)
def test_every_shock_is_put_in_words_for_one_and_for_several(shock):
    assert RULES.words[shock].count("{}") == 1
    # "should" has no plural: Iran and Iraq should collapse.
    assert RULES.happening(shock, "Iran and Iraq").startswith("Iran and Iraq should ")
