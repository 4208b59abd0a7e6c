"""A graph of claims as a pyvis Network."""

from __future__ import annotations

import math

import pytest
from araz.graph.claim import Claim, Entity, Name, Passage, Source
from araz.graph.memory import MemoryStore
from araz.graph.ref import Ref
from araz.graph.store import Batch
from araz.ontology.schema import load_schema
from araz.ontology.vocabulary import Kind, Modality, Relation
from araz.views.excerpt import excerpt
from araz.views.network import lines, to_pyvis
from pyvis.network import Network

from .hostile import HOSTILE, region, shown

ONE, OTHER = Ref("ent", "one"), Ref("ent", "other")


def said(number: int) -> tuple[Passage, ...]:
    return (Passage(Ref("src", "s"), number, number + 2, "ok"),)


@pytest.fixture
def store():
    claims = [
        Claim(ONE, Relation.OPERATES, OTHER, evidence=said(0), confidence=0.5),
        Claim(ONE, Relation.OPERATES, OTHER, evidence=said(2), confidence=0.9),
        Claim(ONE, Relation.OWNS, OTHER, evidence=said(4)),
        Claim(ONE, Relation.OPERATES, OTHER, Modality.POSSIBLE, evidence=said(6)),
    ]
    entities = [Entity(ONE, Kind.STATE, (Name("One"),)), Entity(OTHER, Kind.DAM, (Name("Other"),))]
    made = MemoryStore()
    made.write(Batch(sources=[Source(Ref("src", "s"), "A report")], entities=entities, claims=claims))
    return made


def test_it_is_a_directed_network_of_pyvis_without_physics(store):
    net = to_pyvis(excerpt(store))
    assert isinstance(net, Network)
    assert net.directed
    assert net.options.physics.enabled is False
    assert all(edge["arrows"] == "to" for edge in net.edges)


def test_parallel_lines_are_kept_and_equal_ones_joined(store):
    assert [(line.relation, line.modality, len(line.claims)) for line in lines(store.claims())] == [
        ("operates", "asserted", 2),
        ("operates", "possible", 1),
        ("owns", "asserted", 1),
    ]
    assert len(to_pyvis(excerpt(store)).edges) == 3


def test_every_node_has_a_place_of_its_own(store):
    places = [(node["x"], node["y"]) for node in to_pyvis(excerpt(store)).nodes]
    assert len(set(places)) == len(places)
    assert all(math.isfinite(x) and math.isfinite(y) for x, y in places)


def test_looks_come_from_the_ontology(store):
    dam = load_schema().classes["Dam"]
    node = next(node for node in to_pyvis(excerpt(store)).nodes if node["id"] == str(OTHER))
    assert (node["shape"], node["color"]) == (dam.shape, dam.colour)
    dashes = {tuple(edge["dashes"] or ()) for edge in to_pyvis(excerpt(store)).edges}
    assert dashes == {(), load_schema().modalities["possible"].line}


def test_the_network_can_be_added_to_and_searched(store):
    net = to_pyvis(excerpt(store))
    net.add_node("mine", label="Mine")
    net.add_edge("mine", str(ONE))
    assert str(ONE) in net.get_nodes()
    assert "Mine" in net.generate_html()


def test_the_same_claims_make_the_same_network(store):
    one, other = (to_pyvis(excerpt(store)) for _ in range(2))
    assert (one.nodes, one.edges) == (other.nodes, other.edges)


def test_titles_are_escaped():
    net = to_pyvis(excerpt(region()))
    assert not any("<" in each["title"] for each in (*net.nodes, *net.edges))


def test_its_page_shows_hostile_texts_as_text(look, tmp_path):
    net = to_pyvis(excerpt(region()))
    net.heading = HOSTILE[0]
    net.add_node(
        "x", label=HOSTILE[1], title="<a href='javascript:window.harmed=1'>x</a>", shape="image", image=HOSTILE[3]
    )
    net.add_edge("x", "ent:state", title=HOSTILE[6])
    net.write_html(str(tmp_path / "net.html"))
    page = look((tmp_path / "net.html").read_text("utf-8"))
    text = " ".join(page.page.locator("body").inner_text().split())
    assert all(" ".join(shown(each).split()) in text for each in HOSTILE)
    assert page.page.evaluate("window.harmed") is None
    assert page.page.locator("canvas").count() == 1
    assert page.watch.clean(), page.watch


def test_its_page_reads_with_script_off(look, store):
    page = look(to_pyvis(excerpt(store)).generate_html(), script=False).page
    assert page.locator("table").is_visible()


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_serious_in_its_page(look, violations, store, dark):
    assert violations(look(to_pyvis(excerpt(store)).generate_html(), dark=dark).page) == []
