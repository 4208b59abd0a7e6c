"""The answer page looks as it did: a tolerant comparison with small pictures that a person has looked at.

Pictures are compared a block of pixels at a time, so that another machine's letters do not matter, but a part that is
gone, moved, or of another colour does. `pytest --update-golden` takes them anew; look at them before you commit them.
"""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from araz.graph.claim import Claim, Entity, Name, Passage, Point, Source
from araz.graph.memory import MemoryStore
from araz.graph.ref import Ref
from araz.graph.store import Batch
from araz.ontology.vocabulary import Kind, Modality, Relation
from araz.queries.scenario import Scenario, Shock
from araz.queries.whatif import whatif
from araz.views.report import report

from ..conftest import needed

GOLDEN = Path(__file__).parent / "golden"
SMALL = (96, 64)
"""The size at which pictures are compared: one pixel for a block of fifteen."""

MOST, FEW = 20, 0.025
"""How far (0 to 255) a block may be off, and what share of the blocks may be off by more."""

STATES = {
    "report-light": {},
    "report-dark": {"dark": True},
    "report-phone": {"phone": True},
    "report-print": {},
}


def page():
    """The page of a made-up region: one state, four assets, two partners, three modalities."""
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
    return report(store, whatif(store, Scenario((Shock(Ref("ent", "iran")),), name="A made-up collapse")))


def shrunk(image):
    return image.convert("RGB").resize(SMALL, needed("pictures", "PIL.Image").Resampling.BOX)


def off(one, other) -> float:
    """The share of blocks that are further off than another machine's letters make them."""
    pairs = zip(one.tobytes(), other.tobytes(), strict=True)
    return sum(abs(a - b) > MOST for a, b in pairs) / (3 * SMALL[0] * SMALL[1])


def taken(look, name):
    image = needed("pictures", "PIL.Image")
    seen = look(page(), **STATES[name]).page
    if name == "report-print":
        seen.emulate_media(media="print")
    return shrunk(image.open(io.BytesIO(seen.screenshot())))


@pytest.mark.parametrize("name", STATES)
def test_the_page_looks_as_it_did(look, request, name):
    path, found = GOLDEN / f"{name}.png", taken(look, name)
    if request.config.getoption("--update-golden"):
        found.save(path, optimize=True)
    assert off(found, needed("pictures", "PIL.Image").open(path).convert("RGB")) <= FEW


def test_a_picture_of_another_state_would_be_told_apart(look):
    image = needed("pictures", "PIL.Image")
    light = image.open(GOLDEN / "report-light.png").convert("RGB")
    assert off(light, taken(look, "report-dark")) > FEW


def test_a_part_that_is_gone_would_be_told_apart(look):
    image = needed("pictures", "PIL.Image")
    seen = look(page()).page
    seen.locator("#graph").evaluate("e => e.remove()")
    light = image.open(GOLDEN / "report-light.png").convert("RGB")
    assert off(light, shrunk(image.open(io.BytesIO(seen.screenshot())))) > FEW
