"""Many nodes are shown in clusters, in a real browser: they open, a name in one is found, and the link keeps them."""

from __future__ import annotations

import re

import pytest
from araz.graph.claim import Claim, Entity, Name, Passage, Source
from araz.graph.memory import MemoryStore
from araz.graph.ref import Ref
from araz.graph.store import Batch
from araz.ontology.vocabulary import Kind, Relation
from araz.views.explorer import write_explorer


@pytest.fixture(scope="module")
def crowd() -> str:
    """The page of eight states with twenty plants each: 168 entities, 160 claims."""
    source = Source(Ref("src", "s"), "A made-up source")
    said = (Passage(source.id, 0, 5, "words"),)
    states = [Entity(Ref("ent", f"s{n}"), Kind.STATE, (Name(f"State {n}"),)) for n in range(8)]
    plants = [Entity(Ref("ent", f"p{n}"), Kind.HYDRO_PLANT, (Name(f"Plant {n}"),)) for n in range(160)]
    claims = [Claim(states[n % 8].id, Relation.OPERATES, plant.id, evidence=said) for n, plant in enumerate(plants)]
    store = MemoryStore()
    store.write(Batch([source], [*states, *plants], claims))
    return write_explorer(store)


def entities(page) -> int:
    page.wait_for_function("/\\d/.test(document.querySelector('#shown').textContent)")
    said = re.search(r"([\d,]+) entit", page.locator("#shown").inner_text())
    return int(said[1].replace(",", "")) if said else 0


def test_a_crowd_is_shown_in_clusters_that_open(look, crowd):
    seen = look(crowd)
    page = seen.page
    assert entities(page) < 168
    assert "cluster" in page.locator("#shown").inner_text()
    page.locator("#open-clusters").click()
    assert entities(page) == 168
    again = look(crowd, at=page.evaluate("location.hash")).page
    assert entities(again) == 168
    assert seen.watch.clean(), seen.watch


def test_a_name_in_a_cluster_is_found(look, crowd):
    page = look(crowd).page
    page.locator("#search").fill("Plant 93")
    page.keyboard.press("Enter")
    assert page.locator("#card .title").inner_text() == "Plant 93"
    assert page.locator("#card blockquote").count() == 1
