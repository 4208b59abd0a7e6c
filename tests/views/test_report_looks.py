"""The answer page and the explorer look as they did: compared with small pictures that a person has looked at.

`pytest --update-golden` takes them anew; look at them before you commit them.
"""

from __future__ import annotations

from functools import cache

import pytest
from araz.graph.claim import Claim, Entity, Name, Passage, Point, Source
from araz.graph.memory import MemoryStore
from araz.graph.ref import Ref
from araz.graph.store import Batch
from araz.ontology.vocabulary import Kind, Modality, Relation
from araz.queries.scenario import Scenario, Shock
from araz.queries.whatif import whatif
from araz.views.explorer import write_explorer
from araz.views.report import report

from .pictures import FEW, GOLDEN, kept, off, shrunk

STATES = {
    "report-light": {},
    "report-dark": {"dark": True},
    "report-phone": {"phone": True},
    "report-print": {},
    "explorer-light": {},
    "explorer-dark": {"dark": True},
    "explorer-phone": {"phone": True},
    "explorer-graph": {},
}


@cache
def made():
    """A made-up region and what is exposed there: two states, four assets, three modalities."""
    assets = [("Dam", Kind.DAM), ("Plant", Kind.HYDRO_PLANT), ("Line", Kind.POWER_LINE), ("Flow", Kind.GAS_FLOW)]
    states = [Entity(Ref("ent", n.lower()), Kind.STATE, (Name(n, "en"),)) for n in ("Iran", "Armenia")]
    things = [
        Entity(Ref("ent", name.lower()), kind, (Name(name, "en"),), point=Point(38.5 + at / 3, 45.5 + at / 2))
        for at, (name, kind) in enumerate(assets)
    ]
    source = Source(Ref("src", "s"), "A made-up source", "Nobody", "2026-01", licence="CC BY 4.0")
    modes = (Modality.ASSERTED, Modality.REPORTED, Modality.POSSIBLE, Modality.ASSERTED)
    claims = [
        Claim(state.id, Relation.OPERATES, thing.id, mode, evidence=(Passage(source.id, 0, 19, "It operates a plant"),))
        for state in states
        for thing, mode in zip(things, modes, strict=True)
    ]
    store = MemoryStore()
    store.write(Batch([source], [*states, *things], claims))
    return store, whatif(store, Scenario((Shock(Ref("ent", "iran")),), name="A made-up collapse"))


@cache
def page(kind="report"):
    """The region's page of that kind."""
    store, exposure = made()
    return report(store, exposure) if kind == "report" else write_explorer(store)


def opened(look, name):
    seen = look(page(name.partition("-")[0]), **STATES[name]).page
    if name.startswith("explorer"):
        seen.wait_for_function("document.querySelector('#shown').textContent.includes('entities')")
    if name == "report-print":
        seen.emulate_media(media="print")
    return seen


def photographed(seen, name):
    """The page as it is compared; of the graph, which is small on its page, the middle from close up."""
    if name != "explorer-graph":
        return shrunk(seen.screenshot())
    box = seen.locator("#stage").bounding_box()
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    clip = {"x": middle[0] - 180, "y": middle[1] - 120, "width": 360, "height": 240}
    return shrunk(seen.screenshot(clip=clip), (48, 32))


def taken(look, name):
    return photographed(opened(look, name), name)


@pytest.mark.parametrize("name", STATES)
def test_the_page_looks_as_it_did(look, request, name):
    found = taken(look, name)
    if request.config.getoption("--update-golden"):
        found.save(GOLDEN / f"{name}.png", optimize=True)
    assert off(found, kept(name)) <= FEW


@pytest.mark.parametrize("kind", ["report", "explorer"])
def test_a_picture_of_another_state_would_be_told_apart(look, kind):
    assert off(kept(f"{kind}-light"), taken(look, f"{kind}-dark")) > FEW


@pytest.mark.parametrize(("name", "part"), [("report-light", "#graph"), ("explorer-graph", "#stage canvas")])
def test_a_part_that_is_gone_would_be_told_apart(look, name, part):
    seen = opened(look, name)
    seen.locator(part).first.evaluate("e => e.remove()")
    assert off(kept(name), photographed(seen, name)) > FEW
