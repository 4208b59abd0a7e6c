"""One number turned through several values: exposure follows, and all else stays."""

from __future__ import annotations

import araz
import pytest
from araz.errors import ArazError, UnknownTerm, UsageError
from araz.ontology.transmission import load_rules
from araz.ontology.vocabulary import Kind
from araz.queries.coefficients import changed, coefficients
from araz.queries.columns import read_columns
from araz.queries.scenario import Scenario, Shock
from araz.queries.sweep import sweep

HORMUZ = "ent:strait-of-hormuz"


@pytest.fixture(scope="module")
def store():
    with araz.open("example") as graph:
        yield graph.store


def closed(**more):
    return Scenario((Shock(HORMUZ, "border-closure"),), **more)


def exposures(found):
    return [step.exposure[0] for step in found.steps]


def test_exposure_is_in_proportion_to_the_only_shock(store):
    found = sweep(store, closed(), "Strait of Hormuz", [0, 0.25, 0.5, 1.0])
    assert [str(asset) for asset in found.assets] == ["ent:instc"]
    assert {step.method for step in found.steps} == {"exact"}
    whole = found.steps[-1].exposure[0]
    assert exposures(found) == pytest.approx([0, whole / 4, whole / 2, whole])


def test_a_rule_is_turned_by_its_name(store):
    # Hormuz -> Bandar Abbas by dependsOn, Bandar Abbas -> INSTC by passesThrough: the only way there is.
    rules = {(rule.relation, rule.direction): rule for rule in load_rules().rules if rule.shock == "border-closure"}
    depends, passes = rules["dependsOn", "backward"], rules["passesThrough", "backward"]
    found = sweep(store, closed(), depends.name, [0.2, 0.4, 1.0])
    assert exposures(found) == pytest.approx([p * 0.95 * passes.probability * 0.9 for p in (0.2, 0.4, 1.0)])


def test_a_claim_is_turned_by_its_id(store):
    (claim,) = [c for c in store.claims() if str(c.subject) == "ent:bandar-abbas-port" and c.relation == "dependsOn"]
    found = sweep(store, closed(), str(claim.id), [0.5, 1.0])
    low, high = exposures(found)
    assert low == pytest.approx(high / 2)


def test_a_modality_is_turned_by_its_name(store):
    found = sweep(store, closed(), "modality:asserted", [0.5, 1.0])
    low, high = exposures(found)
    assert low == pytest.approx(high / 4)


def test_the_date_is_a_parameter(store):
    ports = sweep(store, Scenario((Shock("India", "sanctions"),)), "as_of", ["2020", "2025", "2040"], of="Port")
    before, during, after = exposures(ports)
    # India runs the terminal at Chabahar from 2024 to 2034; that it invests there has no end.
    assert before == 0
    assert during > after > 0.1


def test_more_of_a_rule_never_exposes_less(store):
    found = sweep(
        store,
        Scenario((Shock("ent:araz-river", "drought"),)),
        "rule:onRiver-backward-under-drought",
        [0.1, 0.5, 0.9],
        of="HydroPlant",
    )
    assert len(found.assets) >= 5
    for one, other in zip(found.steps, found.steps[1:], strict=False):
        assert all(low <= high for low, high in zip(one.exposure, other.exposure, strict=True))


def test_sampled_steps_use_the_same_worlds(store):
    found = sweep(store, closed(seed=5), HORMUZ, [1.0, 1.0], most=0, worlds=640)
    assert {step.method for step in found.steps} == {"sampled"}
    assert found.steps[0] == found.steps[1]
    assert found.steps[0].low[0] < found.steps[0].exposure[0] < found.steps[0].high[0]


def test_the_table_has_a_row_for_each_value_and_asset(store):
    found = sweep(store, closed(), HORMUZ, [0.5, 1.0])
    assert found.columns == (HORMUZ, "asset", "exposure", "low", "high", "method")
    assert [row[0] for row in found.rows] == [0.5, 1.0]
    record = found.record()
    assert [step["exposure"] for step in record["steps"]] == [list(step.exposure) for step in found.steps]


@pytest.mark.parametrize(
    ("parameter", "values", "message"),
    [
        (HORMUZ, [], "no values to try"),
        (HORMUZ, [1.2], "value 1.2 is not between 0 and 1"),
        ("Iran", [0.5], "ent:iran is not struck; name what is: ent:strait-of-hormuz"),
        ("nonsense", [0.5], "unknown parameter 'nonsense'"),
        ("rule:onRiver-backward-under-drougt", [0.5], "did you mean rule:onRiver-backward-under-drought"),
        ("claim:0", [0.5], "there is no claim:0"),
        ("as_of", ["soon"], "soon"),
    ],
)
def test_what_does_not_fit_is_refused(store, parameter, values, message):
    with pytest.raises(ArazError, match=message):
        sweep(store, closed(), parameter, values)


def test_an_unknown_rule_and_a_wrong_value_are_wrong_usage(store):
    with pytest.raises(UnknownTerm):
        sweep(store, closed(), "modality:reportd", [0.5])
    with pytest.raises(UsageError):
        sweep(store, closed(), "modality:reported", ["much"])


def test_every_coefficient_can_be_changed_and_nothing_else_changes(store):
    columns, rules = read_columns(store), load_rules()
    known = coefficients(rules)
    new = changed(
        columns, rules, {"absorption:State": 0.25, "rule:experiences-forward": 0.5, "modality:reported": 0.35}
    )
    assert new.rules.passes_on[Kind.STATE] == 0.25
    assert new.rules.passes_on[Kind.ACTOR] == rules.passes_on[Kind.ACTOR]
    assert {r.name for r, old in zip(new.rules.rules, rules.rules, strict=True) if r != old} == {
        "rule:experiences-forward"
    }
    assert coefficients(new.rules) == {**known, "absorption:State": 0.25, "rule:experiences-forward": 0.5}
    halved = new.columns.confidences / columns.confidences
    reported = columns.modalities == 1
    assert halved[reported] == pytest.approx(0.5)
    assert (halved[~reported] == 1).all()
    assert new.rules.find(rules.rules[0].shock, rules.rules[0].relation, "forward").probability == 0.5


def test_nothing_changed_is_the_same_columns(store):
    columns = read_columns(store)
    assert changed(columns, load_rules(), {}).columns is columns
