"""The page on exposure says what the engine does: its arithmetic, its rules file, its code."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest
from araz.graph.claim import Claim, Entity, Name, Passage
from araz.graph.memory import MemoryStore
from araz.graph.ref import Ref
from araz.graph.store import Batch
from araz.ontology.schema import load_schema
from araz.ontology.transmission import load_rules
from araz.ontology.turtle import FOLDER, Turtle
from araz.ontology.vocabulary import Kind, Modality, Relation
from araz.queries.assessment import Assessment
from araz.queries.belief import place_of
from araz.queries.columns import read_columns
from araz.queries.network import transmission
from araz.queries.scenario import Scenario, Shock, read_scenario

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "exposure.md").read_text("utf-8")
IRAN = Scenario((Shock(Ref("ent", "iran"), "state-collapse"),))


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def store_of(kinds, *claims):
    """A store of entities (by local id, with a kind) and claims (subject, relation, object, modality, confidence)."""
    store = MemoryStore()
    entities = [Entity(Ref("ent", local), kind, (Name(local, "en"),)) for local, kind in kinds.items()]
    made = []
    for number, (subject, relation, object_, modality, confidence, *condition) in enumerate(claims):
        said = Passage(Ref("src", "page"), number * 10, number * 10 + 4, "text")
        ends = Ref("ent", subject), Relation(relation), Ref("ent", object_)
        if_ = Ref("ent", condition[0]) if condition else None
        made.append(Claim(*ends, modality=Modality(modality), condition=if_, confidence=confidence, evidence=(said,)))
    store.write(Batch(entities=entities, claims=made))
    return store


def exposure(store, scenario, *assets):
    columns = read_columns(store)
    rules = load_rules(Path(scenario.rules)) if scenario.rules else load_rules()
    network = transmission(columns, scenario, rules)
    places = [place_of(columns, Ref("ent", asset)) for asset in assets]
    found = Assessment(network, places).of(network)
    assert found.method == "exact"
    return dict(zip(assets, found.estimate.tolist(), strict=True))


ONE_WAY = {"iran": Kind.STATE, "plant": Kind.HYDRO_PLANT, "town": Kind.SETTLEMENT}
RUNS = ("iran", "operates", "plant", "asserted", 0.85)
HEARSAY = ("iran", "operates", "plant", "reported", 0.6)
NEEDS = ("town", "dependsOn", "plant", "asserted", 0.9)


def test_the_first_example_is_what_the_engine_finds():
    found = exposure(store_of(ONE_WAY, RUNS, HEARSAY, NEEDS), IRAN, "plant", "town")
    belief = 1 - (1 - 0.85) * (1 - 0.6 * 0.7)
    assert found["plant"] == pytest.approx(0.675 * belief)
    assert found["town"] == pytest.approx(0.675 * belief * 0.875 * 0.9)
    assert f"**{found['plant']:.4f}**" in PAGE
    assert f"**{found['town']:.4f}**" in PAGE
    alone = exposure(store_of(ONE_WAY, RUNS, NEEDS), IRAN, "plant")["plant"]
    assert f"0.675 × 0.85 = {alone + 1e-9:.4f}: corroboration adds {found['plant'] - alone:.4f}" in PAGE


REDUNDANT = {
    **{"iran": Kind.STATE, "failure": Kind.STATE_FAILURE, "crossing": Kind.FACILITY},
    **{"port": Kind.PORT, "market": Kind.SETTLEMENT},
}
CLAIMS = (
    ("iran", "experiences", "failure", "possible", 0.85),
    ("failure", "endangers", "crossing", "conditional", 0.9, "failure"),
    ("port", "locatedIn", "iran", "asserted", 0.95),
    ("market", "dependsOn", "crossing", "asserted", 0.9),
    ("market", "dependsOn", "port", "asserted", 0.8),
)
SUBSTITUTE = ("port", "alternativeTo", "crossing", "asserted", 0.75)


def test_the_second_example_is_what_the_engine_finds():
    found = exposure(store_of(REDUNDANT, *CLAIMS, SUBSTITUTE), IRAN, "crossing", "port", "market")
    assert found["crossing"] == pytest.approx(0.5 * 0.9 * 0.8)
    assert found["port"] == pytest.approx(0.5 * 0.95)
    one, other = found["crossing"] * 0.875 * 0.9, found["port"] * 0.875 * 0.8
    assert found["market"] == pytest.approx(one * other)
    assert f"{one:.4f} × {other:.4f} | **{found['market']:.4f}** |" in PAGE
    apart = exposure(store_of(REDUNDANT, *CLAIMS), IRAN, "market")["market"]
    assert apart == pytest.approx(1 - (1 - one) * (1 - other))
    assert f"(1 − {one:.4f}) × (1 − {other:.4f}) = {apart:.4f}" in PAGE


def test_without_the_condition_the_second_example_falls_away():
    attack = Scenario((Shock(Ref("ent", "iran"), "armed-attack"),))
    assert exposure(store_of(REDUNDANT, *CLAIMS, SUBSTITUTE), attack, "crossing")["crossing"] == 0


def _evaluated(arithmetic):
    return math.prod(eval(factor, {"__builtins__": {}}) for factor in [arithmetic.replace("×", "*").replace("−", "-")])  # noqa: S307


def test_every_line_of_arithmetic_comes_to_its_result():
    sums = re.findall(r"\| ([\d.]+ (?:× [\d.]+ ?)+|1 − [\d.()×− ]+)\| \**([\d.]+)\** \|", PAGE)
    sums += re.findall(r"((?:1 − )?\([\d.()×− +/]+\)|0\.675 × 0\.85) = ([\d.]+\d)", PAGE)
    assert len(sums) >= 13
    for arithmetic, result in sums:
        assert abs(_evaluated(arithmetic) - float(result)) <= 0.00005 + 1e-9, (arithmetic, result)


def test_the_scale_is_that_of_the_rules():
    ttl = Turtle(FOLDER / "transmission.ttl")
    for name in ttl.subjects("az:Grade"):
        low, high, number = (float(ttl.text(name, what)) for what in ("az:low", "az:high", "az:probability"))
        assert f"| {ttl.text(name, 'rdfs:label')} | {low:.2f}–{high:.2f} | {number:g} |" in PAGE


def test_the_weights_and_what_absorbs_are_those_of_the_ontology():
    weights = {name: term.weight for name, term in load_schema().modalities.items()}
    order = ("asserted", "reported", "possible", "conditional", "negated")
    assert ", ".join(f"{name} {weights[name]:g}" for name in order) in " ".join(PAGE.split())
    passes_on = load_rules().passes_on
    assert (passes_on[Kind.STATE], passes_on[Kind.COMPANY], passes_on[Kind.RIVER]) == (0.125, 0.5, 0.5)
    assert {passes_on[kind] for kind in (Kind.HYDRO_PLANT, Kind.ELECTRICITY_FLOW, Kind.UNREST)} == {1.0}


def test_the_rules_file_of_the_page_can_be_used(tmp_path):
    (rules,), (scenario,) = blocks("turtle"), blocks("yaml")
    (tmp_path / "our-rules.ttl").write_text(rules, "utf-8")
    (tmp_path / "ours.yaml").write_text(scenario, "utf-8")
    store = store_of(ONE_WAY, RUNS, NEEDS)
    found = exposure(store, read_scenario(tmp_path / "ours.yaml", store), "plant", "town")
    assert found["plant"] == pytest.approx(0.5 * 0.85)
    assert found["town"] == pytest.approx(0.5 * 0.85 * 0.52 * 0.9)
    assert load_rules(tmp_path / "our-rules.ttl").passes_on[Kind.STATE] == 0.325


@pytest.mark.parametrize("code", blocks("python"), ids=["library", "flips", "sensitivity", "calibration"])
def test_the_code_of_the_page_runs(code, capsys):
    exec(code, {})  # noqa: S102 (our own page)
    printed = capsys.readouterr().out
    assert printed
    for shown in re.findall(r"^print.*# (.+)$", code, re.MULTILINE):
        assert shown in printed
