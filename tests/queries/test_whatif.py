"""What-if questions: the headline on the bundled example, the shape of the record, and what goes wrong."""

from __future__ import annotations

import json

import araz
import pytest
from araz.errors import InputError, UnknownEntity, UnknownTerm, UsageError
from araz.graph.oxigraph import OxigraphStore
from araz.graph.ref import Ref
from araz.graph.store import Batch
from araz.ontology.transmission import load_rules
from araz.ontology.vocabulary import Kind, Modality, Relation, ShockKind
from araz.queries.columns import read_columns
from araz.queries.exact import exact
from araz.queries.network import transmission
from araz.queries.scenario import Scenario, Shock, simple_scenario
from araz.queries.whatif import whatif

from .regions import ref, region, said, thing

ASSETS = [
    "khudafarin-plant",
    "qiz-qalasi-plant",
    "ordubad-plant",
    "marazad-plant",
    "instc",
    "araz-corridor",
    "azerbaijan-iran-electricity",
]
DAM, TOWN = thing("dam", Kind.DAM), thing("town", Kind.SETTLEMENT)


@pytest.fixture(scope="module")
def example():
    with araz.open("example") as graph:
        yield graph.store


@pytest.fixture(scope="module")
def collapse(example):
    return whatif(example, simple_scenario(example, ["Iran"]))


def entities(found):
    return [line.entity.local for line in found.results]


@pytest.mark.parametrize("asset", ASSETS)
def test_each_asset_is_ranked_with_a_passage_that_names_it(asset, example, collapse):
    (line,) = [line for line in collapse.results if line.entity == ref(asset)]
    names = [name.text for name in next(example.entities([line.entity])).names]
    (path,) = line.paths
    quotes = [passage.quote for claim in path.hops[-1].claims for passage in claim.evidence]
    assert path.hops[-1].end == line.entity
    assert any(name in quote for quote in quotes for name in names), (names, quotes)
    assert len(line.shared_by) >= 2


def test_every_passage_is_in_its_source(example, collapse):
    texts = {source.id: source.text for source in example.sources()}
    for line in collapse.results:
        for hop in (hop for path in line.paths for hop in path.hops):
            for passage in (passage for claim in hop.claims for passage in claim.evidence):
                text = texts[passage.source]
                assert not text or text[passage.start : passage.end] == passage.quote


def test_ranks_follow_exposure_then_name(collapse):
    lines = collapse.results
    assert [line.rank for line in lines] == list(range(1, len(lines) + 1))
    assert lines == tuple(sorted(lines, key=lambda line: (-round(line.exposure, 12), line.name)))


def test_an_exact_answer_is_the_exposure_itself(example, collapse):
    network = transmission(read_columns(example), collapse.scenario, load_rules())
    truth = exact(network.network, network.shocks)
    for line in collapse.results:
        node = network.node(network.columns.entities.index(line.entity))
        assert line.low == line.exposure == line.high == pytest.approx(truth[node], abs=1e-9)


def test_the_likeliest_path_and_its_ceiling_enclose_the_exposure(example, collapse):
    bounds = {line.entity: line for line in whatif(example, collapse.scenario, method="path-bound").results}
    assert set(bounds) == {line.entity for line in collapse.results}
    for line in collapse.results:
        bound = bounds[line.entity]
        assert bound.low == bound.exposure <= line.exposure + 1e-9 <= bound.high + 2e-9


def test_drawn_worlds_agree_with_the_exact_answer_and_repeat(example, collapse):
    found = whatif(example, collapse.scenario, method="sampled", worlds=16_384)
    assert (found.method, found.worlds) == ("sampled", 16_384)
    exact_ones = {line.entity: line.exposure for line in collapse.results}
    inside = [line.low <= exact_ones[line.entity] <= line.high for line in found.results]
    assert sum(inside) >= 0.8 * len(inside)
    again = whatif(example, collapse.scenario, method="sampled", worlds=16_384, threads=2)
    assert again.record() == found.record()


def test_drawing_stops_at_the_precision_asked_for(example, collapse):
    found = whatif(example, collapse.scenario, method="sampled", precision=0.05)
    assert found.worlds < 65_536
    assert all(line.high - line.low <= 0.05 for line in found.results)


def test_a_path_multiplies_its_hops_and_starts_at_what_is_struck(collapse):
    for line in collapse.results:
        for path in line.paths:
            product = 1.0
            for hop in path.hops:
                product *= hop.probability
                assert hop.claims
            assert path.probability == pytest.approx(product)
            assert path.probability <= line.exposure + 1e-12
            assert path.hops[0].start == ref("iran")
            assert all(one.end == other.start for one, other in zip(path.hops, path.hops[1:], strict=False))


def test_the_record_has_the_agreed_shape(collapse):
    record = json.loads(json.dumps(collapse.record()))
    assert list(record) == ["scenario", "method", "worlds", "seed", "model", "results"]
    assert list(record["model"]) == ["name", "version", "rules"]
    assert (record["method"], record["worlds"], record["seed"]) == ("exact", None, 0)
    assert record["scenario"]["shocks"] == [{"entity": "ent:iran", "kind": "state-collapse", "probability": 1.0}]
    for line in record["results"]:
        assert list(line) == ["rank", "id", "name", "class", "exposure", "low", "high", "shared_by", "paths"]
        for path in line["paths"]:
            assert list(path) == ["probability", "hops"]
            for hop in path["hops"]:
                assert list(hop) == ["from", "relation", "to", "probability", "claims"]
                for claim in hop["claims"]:
                    assert list(claim) == ["id", "modality", "quote", "source", "start", "end"]


def test_the_same_question_has_the_same_bytes(example, collapse):
    again = whatif(example, simple_scenario(example, ["Iran"]))
    assert json.dumps(again.record()) == json.dumps(collapse.record())


def test_names_and_kinds_cover_everything_named(collapse):
    named = {
        end for line in collapse.results for path in line.paths for hop in path.hops for end in (hop.start, hop.end)
    }
    named |= {state for line in collapse.results for state in line.shared_by} | {ref("iran")}
    assert named <= set(collapse.names)
    assert set(collapse.names) == set(collapse.kinds)
    assert collapse.kinds[ref("iran")] is Kind.STATE


def test_a_hop_against_the_claim_is_read_the_other_way(collapse):
    (line,) = [line for line in collapse.results if line.entity == ref("instc")]
    (hop,) = line.paths[0].hops
    assert (hop.forward, hop.words, hop.record()["relation"]) == (False, "is crossed by", "is crossed by")
    (line,) = [line for line in collapse.results if line.entity == ref("khudafarin-plant")]
    (hop,) = line.paths[0].hops
    assert (hop.forward, hop.record()["relation"]) == (True, "builds")


def test_more_ways_than_one_are_shown_when_asked_for(example, collapse):
    found = whatif(example, collapse.scenario, ways=3, of="Azerbaijan-Iran electricity trade")
    (line,) = found.results
    chances = [path.probability for path in line.paths]
    assert len(chances) == 3
    assert chances == sorted(chances, reverse=True)
    assert chances[0] <= line.exposure
    assert (
        len({tuple(hop.start for hop in path.hops) + tuple(hop.rule.name for hop in path.hops) for path in line.paths})
        == 3
    )


@pytest.mark.parametrize(
    ("of", "kinds"),
    [
        ("HydroPlant", {"HydroPlant"}),
        ("hydroplant", {"HydroPlant"}),
        ("hydropower plants", {"HydroPlant"}),
        ("State", {"State"}),
        ("ent:instc", {"Corridor"}),
        ("INSTC", {"Corridor"}),
    ],
)
def test_one_may_ask_about_a_class_or_a_thing(of, kinds, example, collapse):
    found = whatif(example, collapse.scenario, of=of)
    assert {line.kind.value for line in found.results} == kinds
    assert "iran" not in entities(found)


def test_all_infrastructure_takes_in_what_one_state_holds(example, collapse):
    every = whatif(example, collapse.scenario, of="infrastructure")
    assert set(entities(collapse)) < set(entities(every))
    assert any(len(line.shared_by) < 2 for line in every.results)


def test_top_keeps_the_first(example, collapse):
    assert whatif(example, collapse.scenario, top=3).results == collapse.results[:3]


@pytest.mark.parametrize(
    ("more", "error", "said_so"),
    [
        ({"of": "hydroplantz"}, UnknownTerm, "did you mean HydroPlant"),
        ({"of": "nowhere at all"}, UnknownTerm, "unknown term 'nowhere at all'"),
        ({"top": 0}, UsageError, "top 0"),
        ({"ways": 0}, UsageError, "ways 0"),
        ({"method": "guess"}, UsageError, "unknown method 'guess'; use auto, exact, sampled, path-bound"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(more, error, said_so, example, collapse):
    with pytest.raises(error, match=said_so):
        whatif(example, collapse.scenario, **more)


def test_an_unknown_entity_brings_near_ones(example):
    with pytest.raises(UnknownEntity, match="did you mean Iran"):
        whatif(example, Scenario((Shock("Irann"),)))
    with pytest.raises(UnknownEntity):
        whatif(OxigraphStore.in_memory(), Scenario((Shock("Iran"),)))


def test_names_in_a_scenario_are_looked_up(example, collapse):
    assert whatif(example, Scenario((Shock("Iran", "state-collapse"),))) == collapse


def test_rules_of_ones_own_count_instead(example, tmp_path):
    path = tmp_path / "rules.ttl"
    head = "@prefix az: <https://w3id.org/araz/ontology#> .\n@prefix rule: <https://w3id.org/araz/rule/> .\n"
    head += "@prefix shock: <https://w3id.org/araz/shock/> .\n"
    body = 'az:relation az:operates ; az:direction "forward" ; az:probability 0.5 ; az:mechanism "m" ; az:reason "r" .'
    path.write_text(f"{head}rule:mine a az:Rule ; az:shock shock:state-collapse ; {body}\n", "utf-8")
    found = whatif(example, Scenario((Shock(ref("iran")),), rules=str(path)))
    assert {hop.rule.relation for line in found.results for hop in line.paths[0].hops} == {Relation.OPERATES}
    path.write_text(
        f"{head}rule:mine a az:Rule ; az:shock shock:state-collapse ; {body.replace('operates', 'runs')}\n", "utf-8"
    )
    with pytest.raises(InputError, match="runs"):
        whatif(example, Scenario((Shock(ref("iran")),), rules=str(path)))
    with pytest.raises(InputError, match=r"missing\.ttl"):
        whatif(example, Scenario((Shock(ref("iran")),), rules=str(tmp_path / "missing.ttl")))


@pytest.mark.parametrize(
    ("claims", "note"),
    [
        ([], "nothing in the store is infrastructure"),
        (["iraq operates dam"], "nothing is exposed: no claim that counts ties anything to what is struck"),
        (["iran borders iraq"], "nothing in the store is infrastructure"),
        (["iran borders iraq", "oman operates dam"], "nothing is exposed: the shock does not reach any infrastructure"),
    ],
)
def test_where_nothing_is_exposed_the_answer_says_why(claims, note):
    things = [thing("iran", Kind.STATE)] + ([DAM] if any("dam" in line for line in claims) else [])
    found = whatif(region(things, list(map(said, claims))), Scenario((Shock(ref("iran")),)), of="infrastructure")
    assert (found.results, found.note) == ((), note)


def test_denials_alone_expose_nothing():
    claims = [said("iran operates dam", modality=Modality.NEGATED)]
    found = whatif(region([DAM], claims), Scenario((Shock(ref("iran")),)), of="dam")
    assert found.results == ()


def test_an_uncertain_shock_lowers_every_exposure():
    store = region([DAM], [said("iran operates dam"), said("dam suppliesTo iraq")])
    sure, unsure = (whatif(store, Scenario((Shock(ref("iran"), "outage", p),)), of="ent:iraq") for p in (1.0, 0.25))
    assert unsure.results[0].exposure == pytest.approx(sure.results[0].exposure / 4)


def test_the_way_to_a_redundant_dependant_shows_every_input():
    lines = ["iran operates north", "iran operates south", "port dependsOn north", "port dependsOn south"]
    routes = [thing(name, Kind.CORRIDOR) for name in ("north", "south")]
    claims = [*map(said, lines), said("north alternativeTo south")]
    store = region([thing("port", Kind.PORT), *routes], claims)
    for ways in (1, 2):
        found = whatif(store, Scenario((Shock(ref("iran")),)), of="ent:port", ways=ways)
        (line,) = found.results
        path = line.paths[0]
        assert {(hop.start.local, hop.end.local) for hop in path.hops} == {
            ("iran", "north"),
            ("iran", "south"),
            ("north", "port"),
            ("south", "port"),
        }
        ends = [hop.end.local for hop in path.hops]
        assert ends[-1] == "port"
        assert max(ends.index("north"), ends.index("south")) < ends.index("port") + 2
        operates, depends = (
            load_rules().find(ShockKind.STATE_COLLAPSE, relation, way).probability
            for relation, way in ((Relation.OPERATES, "forward"), (Relation.DEPENDS_ON, "backward"))
        )
        assert path.probability == pytest.approx((operates * depends) ** 2)


def test_several_kinds_of_shock_are_one_answer():
    claims = [said("iran operates dam"), said("dam suppliesTo town")]
    scenario = Scenario((Shock(ref("iran"), "sanctions"), Shock(ref("dam"), "outage", 0.5)))
    found = whatif(region([DAM, TOWN], claims), scenario, of="ent:town")
    (line,) = found.results
    assert line.paths[0].hops[-1].end == ref("town")
    assert 0 < line.low <= line.high <= 1


def test_a_claim_from_a_data_set_has_no_offsets():
    from araz.graph.claim import Passage

    store = region([DAM], [said("iran operates dam")])
    claim = next(store.claims())
    from dataclasses import replace

    record = replace(claim, evidence=(Passage(Ref("src", "grid"), record="row 7"),))
    store.write(Batch(claims=[record], withdrawn=[claim.id]))
    found = whatif(store, Scenario((Shock(ref("iran")),)), of="ent:dam").record()
    (behind,) = found["results"][0]["paths"][0]["hops"][0]["claims"]
    assert (behind["start"], behind["end"], behind["quote"]) == (-1, -1, "")
