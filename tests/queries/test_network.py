"""From claims to edges: which claims count, how much, in which direction, and what is redundant."""

from __future__ import annotations

from dataclasses import replace

import pytest
from araz.errors import UnknownEntity, UsageError
from araz.graph.claim import Review, Verdict
from araz.graph.dates import Interval
from araz.graph.ref import Ref
from araz.ontology.schema import load_schema
from araz.ontology.transmission import load_rules
from araz.ontology.vocabulary import Kind, Modality, Relation, ShockKind
from araz.queries.columns import read_columns
from araz.queries.exact import exact
from araz.queries.network import shared_by, transmission
from araz.queries.scenario import Assumption, Scenario, Shock

from .regions import from_source, ref, region, said, struck, thing

DAM, IRAN = thing("dam", Kind.DAM), thing("iran", Kind.STATE)
FAILURE, PEACE = thing("failure", Kind.STATE_FAILURE), thing("peace", Kind.EVENT)
WEIGHT = {modality: load_schema().modalities[modality].weight for modality in Modality}


def rule(relation, direction="forward", shock=ShockKind.STATE_COLLAPSE):
    return load_rules().find(shock, Relation(relation), direction).probability


def edges(network):
    """Every edge as (from, to): probability, without those that join layers."""
    entities, plain = network.columns.entities, network.network
    found = {}
    for edge in range(plain.edges):
        if not network.joins(edge):
            ends = (entities[network.entity(int(plain.tails[edge]))], entities[network.entity(int(plain.heads[edge]))])
            found[tuple(end.local for end in ends)] = pytest.approx(float(plain.probabilities[edge]))
    return found


def network(claims, *things, name="iran", **more):
    return struck(region([DAM, *things], claims), name, **more)[0]


@pytest.mark.parametrize("modality", [Modality.ASSERTED, Modality.REPORTED, Modality.POSSIBLE])
def test_an_edge_is_open_with_rule_times_confidence_times_weight(modality):
    claim = said("iran operates dam", modality=modality, confidence=0.8)
    assert edges(network([claim]))["iran", "dam"] == rule("operates") * 0.8 * WEIGHT[modality]


def test_a_rule_backward_goes_from_object_to_subject():
    found = edges(network([said("iran operates dam"), said("dam locatedIn iran")]))
    assert found["dam", "iran"] == rule("operates", "backward")
    assert set(found) == {("iran", "dam"), ("dam", "iran")}


def test_claims_of_one_thing_corroborate_each_other():
    one, two = said("iran operates dam", confidence=0.5), from_source("b", "iran operates dam", confidence=0.4)
    assert edges(network([one, two]))["iran", "dam"] == rule("operates") * (1 - 0.5 * 0.6)


def test_claims_of_two_relations_are_two_edges():
    found = network([said("iran operates dam"), said("iran owns dam")]).network
    assert sorted(found.probabilities[found.tails == 1].tolist()) == pytest.approx(
        sorted([rule("operates"), rule("owns")])
    )


def test_what_is_mutual_is_one_thing_whichever_way_it_was_claimed():
    one, two = said("iran borders iraq", confidence=0.5), said("iraq borders iran", confidence=0.5)
    found = network([one, two])
    passed = load_rules().passes_on[Kind.STATE]
    assert edges(found) == {
        ("iran", "iraq"): rule("borders") * 0.75,
        ("iraq", "iran"): rule("borders") * 0.75 * passed,
    }
    assert all(set(found.claims(edge)) == {one.id, two.id} for edge in range(found.network.edges))


@pytest.mark.parametrize(
    "change",
    [
        {"modality": Modality.NEGATED},
        {"review": Review(Verdict.REJECTED, "me")},
        {"modality": Modality.CONDITIONAL},
        {"modality": Modality.CONDITIONAL, "condition": ref("peace")},
        {"condition": "if it rains"},
        {"confidence": 0.0},
    ],
)
def test_a_claim_that_does_not_count_makes_no_edge(change):
    assert edges(network([said("iran operates dam", **change)], PEACE)) == {}


def test_a_claim_about_itself_makes_no_edge():
    assert edges(network([said("iran alliedWith iran")])) == {}


def test_an_accepted_claim_counts_as_sure():
    claim = said("iran operates dam", confidence=0.2, modality=Modality.REPORTED, review=Review(Verdict.ACCEPTED, "me"))
    assert edges(network([claim]))["iran", "dam"] == rule("operates") * WEIGHT[Modality.REPORTED]


@pytest.mark.parametrize(
    ("as_of", "counts"),
    [("", 1), ("2024", 1), ("2024-05-31", 1), ("2024-05", 1), ("2024-01-01", 1), ("2024-06-01", 0), ("2023-12-31", 0)],
)
def test_a_claim_counts_while_it_holds(as_of, counts):
    claim = replace(said("iran operates dam"), valid=Interval("2024-01", "2024-05"))
    assert bool(edges(network([claim], as_of=as_of))) == counts


def conditional(on="failure"):
    return said("iran operates dam", modality=Modality.CONDITIONAL, condition=ref(on))


def test_a_condition_that_the_shock_brings_about_is_met():
    found = edges(network([conditional(), said("iran experiences failure", modality=Modality.POSSIBLE)], FAILURE))
    assert found["iran", "dam"] == rule("operates") * WEIGHT[Modality.CONDITIONAL]


def test_what_the_shock_brings_about_is_certain():
    found = edges(network([said("iran experiences failure", modality=Modality.POSSIBLE, confidence=0.3)], FAILURE))
    assert found["iran", "failure"] == 1


@pytest.mark.parametrize(
    "experience",
    [
        said("iran experiences failure", modality=Modality.NEGATED),
        said("iran experiences failure", review=Review(Verdict.REJECTED, "me")),
        said("iraq experiences failure"),
        said("iran experiences peace"),
    ],
)
def test_other_experiences_do_not_meet_the_condition(experience):
    assert ("iran", "dam") not in edges(network([conditional(), experience], FAILURE, PEACE))


def test_another_kind_of_shock_does_not_bring_it_about():
    store = region([DAM, FAILURE], [conditional(), said("iran experiences failure")])
    scenario = Scenario((Shock(ref("iran"), "sanctions"),))
    assert ("iran", "dam") not in edges(transmission(read_columns(store), scenario, load_rules()))


def test_a_condition_may_be_named():
    claim = conditional("peace")
    assert ("iran", "dam") in edges(network([claim], PEACE, conditions=(ref("peace"),)))
    in_words = said("iran operates dam", modality=Modality.CONDITIONAL, condition="The unrest  is left to burn")
    assert ("iran", "dam") in edges(network([in_words], conditions=("the unrest is left to burn",)))


def test_a_struck_situation_is_a_met_condition():
    assert ("iran", "dam") in edges(network([conditional("peace")], PEACE, name="peace"))


def test_a_condition_that_nobody_names_is_a_wrong_call():
    with pytest.raises(UsageError, match=r"no claim depends on the condition 'rain'; claims depend on ent:failure"):
        network([conditional()], FAILURE, conditions=("rain",))


def test_claims_are_switched_on_and_off():
    doubtful = said("iran operates dam", modality=Modality.POSSIBLE, confidence=0.1)
    assert edges(network([doubtful], assumptions=(Assumption(doubtful.id, holds=True),)))["iran", "dam"] == rule(
        "operates"
    )
    assert edges(network([doubtful], assumptions=(Assumption(doubtful.id, holds=False),))) == {}


def test_an_experience_assumed_away_brings_nothing_about():
    experience = said("iran experiences failure")
    off = (Assumption(experience.id, holds=False),)
    assert edges(network([conditional(), experience], FAILURE, assumptions=off)) == {}


def test_a_denial_cannot_be_assumed_to_hold():
    denial = said("iran operates dam", modality=Modality.NEGATED)
    with pytest.raises(UsageError, match="is a denial"):
        network([denial], assumptions=(Assumption(denial.id, holds=True),))
    assert edges(network([denial], assumptions=(Assumption(denial.id, holds=False),))) == {}


def test_an_assumption_about_nothing_is_a_wrong_call():
    with pytest.raises(UsageError, match="there is no claim:0a"):
        network([said("iran operates dam")], assumptions=(Assumption(Ref("claim", "0a"), holds=True),))


def test_a_shock_on_something_unknown_brings_near_ids():
    with pytest.raises(UnknownEntity, match="did you mean ent:iran"):
        network([said("iran operates dam")], name="irann")


def test_a_state_that_was_not_struck_absorbs():
    found = edges(network([said("iran suppliesTo iraq"), said("iraq operates dam"), said("iran owns dam")]))
    assert found["iraq", "dam"] == rule("operates") * load_rules().passes_on[Kind.STATE]
    assert found["iran", "dam"] == rule("owns")


def test_the_claims_of_an_edge_are_those_that_count():
    good = said("iran operates dam")
    denial = from_source("b", "iran operates dam", modality=Modality.NEGATED)
    found = network([good, denial])
    assert [found.claims(edge) for edge in range(found.network.edges)] == [(good.id,)] * found.network.edges
    assert {found.rule(edge).relation for edge in range(found.network.edges)} == {Relation.OPERATES}


ROUTES = [thing(name, Kind.CORRIDOR) for name in ("north", "south", "west")]


def test_inputs_that_can_stand_in_for_each_other_are_redundant():
    found = network(
        [said("port dependsOn north"), said("port dependsOn south"), said("south alternativeTo north")],
        thing("port", Kind.PORT),
        *ROUTES,
        name="north",
    )
    ((node, members),) = found.network.groups
    assert found.columns.entities[node] == ref("port")
    assert {found.columns.entities[found.network.tails[e]].local for e in members} == {"north", "south"}


def test_alternatives_by_way_of_a_third_are_one_set():
    claims = [said("port dependsOn north"), said("port dependsOn south"), said("north alternativeTo west")]
    found = network([*claims, said("west alternativeTo south")], thing("port", Kind.PORT), *ROUTES, name="north")
    assert len(found.network.groups) == 1


@pytest.mark.parametrize(
    "claims",
    [
        ["port dependsOn north", "port dependsOn south"],
        ["port dependsOn north", "north alternativeTo south"],
        ["north endangers port", "south endangers port", "north alternativeTo south"],
        ["west dependsOn north", "west dependsOn south", "north alternativeTo south", "west alternativeTo south"],
    ],
)
def test_other_inputs_are_not_redundant(claims):
    found = network(list(map(said, claims)), thing("port", Kind.PORT), *ROUTES, name="north")
    assert found.network.groups == ()


@pytest.mark.parametrize("change", [{"modality": Modality.POSSIBLE}, {"review": Review(Verdict.REJECTED, "me")}])
def test_only_alternatives_that_stand_make_inputs_redundant(change):
    claims = [said("port dependsOn north"), said("port dependsOn south"), said("north alternativeTo south", **change)]
    assert network(claims, thing("port", Kind.PORT), *ROUTES, name="north").network.groups == ()


def test_parallel_edges_from_one_input_count_as_one():
    claims = map(
        said, ["port dependsOn north", "north suppliesTo port", "port dependsOn south", "south alternativeTo north"]
    )
    found = network(list(claims), thing("port", Kind.PORT), *ROUTES, name="north")
    ((_, members),) = found.network.groups
    by_tail = {found.columns.entities[found.network.tails[e]].local: e for e in members}
    depends, supplies = rule("dependsOn", "backward"), rule("suppliesTo")
    assert found.network.probabilities[by_tail["north"]] == pytest.approx(1 - (1 - depends) * (1 - supplies))
    assert found.network.probabilities[by_tail["south"]] == pytest.approx(depends)
    assert len(found.claims(by_tail["north"])) == 2
    assert found.rule(by_tail["north"]).relation is Relation.DEPENDS_ON
    backward = [e for e in range(found.network.edges) if e not in members]
    assert all(len(found.claims(edge)) == 1 for edge in backward)


def test_a_redundant_input_is_lost_only_when_all_are():
    claims = map(said, ["port dependsOn north", "port dependsOn south", "south alternativeTo north"])
    store = region([thing("port", Kind.PORT), *ROUTES], list(claims))
    columns = read_columns(store)
    one, both = (
        Scenario(tuple(Shock(ref(name), "outage") for name in names)) for names in (["north"], ["north", "south"])
    )
    found = [transmission(columns, scenario, load_rules()) for scenario in (one, both)]
    port = columns.entities.index(ref("port"))
    chances = [float(exact(each.network, each.shocks)[each.node(port)]) for each in found]
    depends = rule("dependsOn", "backward", ShockKind.OUTAGE)
    assert chances == [0, pytest.approx(depends * depends)]


def test_every_kind_of_shock_follows_its_own_rules():
    claims = list(map(said, ["iran operates dam", "dam suppliesTo town"]))
    columns = read_columns(region([DAM, thing("town", Kind.SETTLEMENT)], claims))
    scenario = Scenario((Shock(ref("iran"), "sanctions", 0.5), Shock(ref("dam"), "outage", 0.25)))
    both = transmission(columns, scenario, load_rules())
    alone = [transmission(columns, Scenario((shock,)), load_rules()) for shock in scenario.shocks]
    for entity in range(len(columns.entities)):
        together = exact(both.network, both.shocks)[both.node(entity)]
        apart = [exact(each.network, each.shocks)[each.node(entity)] for each in alone]
        assert together == pytest.approx(1 - (1 - apart[0]) * (1 - apart[1]))
    assert {both.entity(both.node(entity)) for entity in range(len(columns.entities))} == set(
        range(len(columns.entities))
    )
    assert sum(both.joins(edge) for edge in range(both.network.edges)) == 2 * len(columns.entities)


def test_an_edge_has_the_same_key_in_every_scenario_and_store():
    claims = list(map(said, ["iran operates dam", "iraq operates dam", "dam locatedIn iran"]))
    few, many = network(claims[:1]), network(claims, probability=0.3)

    def keys(found):
        ends = zip(found.network.tails, found.network.heads, strict=True)
        named = [tuple(found.columns.entities[end].local for end in pair) for pair in ends]
        rules = [found.rule(edge).name for edge in range(found.network.edges)]
        return dict(zip(zip(named, rules, strict=True), found.network.keys.tolist(), strict=True))

    assert keys(few).items() <= keys(many).items()
    assert len(set(keys(many).values())) == many.network.edges


def test_shared_is_what_two_states_hold_a_stake_in():
    claims = [
        said("iran operates dam"),
        said("dam locatedIn iraq"),
        said("firm owns dam"),
        said("syria owns dam", modality=Modality.POSSIBLE),
        said("oman dependsOn dam"),
    ]
    store = region([DAM, thing("firm", Kind.COMPANY)], claims)
    _, scenario = struck(store)
    columns = read_columns(store)
    found = shared_by(columns, scenario)[columns.entities.index(ref("dam"))]
    assert [columns.entities[state].local for state in found] == ["iran", "iraq"]
