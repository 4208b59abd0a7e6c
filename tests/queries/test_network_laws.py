"""What holds of every network: more evidence never lowers exposure, and order does not matter."""

from __future__ import annotations

import random

import numpy as np
from araz.graph.memory import MemoryStore
from araz.graph.store import Batch
from araz.ontology.vocabulary import Kind, Modality
from araz.queries.exact import exact
from hypothesis import given, settings
from hypothesis import strategies as st

from .regions import from_source, struck, thing

DAM, IRAN = thing("dam", Kind.DAM), thing("iran", Kind.STATE)
FAILURE, PEACE = thing("failure", Kind.STATE_FAILURE), thing("peace", Kind.EVENT)


LINES = ["iran operates dam", "iran suppliesTo iraq", "iraq operates dam", "dam suppliesTo town", "town dependsOn dam"]
LINES += ["iraq borders iran", "town locatedIn iraq", "iraq owns dam"]
THINGS = [DAM, thing("town", Kind.SETTLEMENT)]
MILL = thing("mill", Kind.HYDRO_PLANT)


@st.composite
def claims(draw):
    modalities = st.sampled_from([Modality.ASSERTED, Modality.REPORTED, Modality.POSSIBLE, Modality.NEGATED])
    found = {}
    for number in range(draw(st.integers(1, 8))):
        line, modality = draw(st.sampled_from(LINES)), draw(modalities)
        confidence = draw(st.sampled_from([0.2, 0.5, 1.0]))
        claim = from_source(f"s{number}", line, modality=modality, confidence=confidence)
        found[claim.id] = claim
    return list(found.values())


def exposures(given_claims, *more):
    store = MemoryStore()
    store.write(Batch(entities=[IRAN, thing("iraq", Kind.STATE), *THINGS, *more], claims=given_claims))
    found, _ = struck(store)
    return exact(found.network, found.shocks)


@settings(max_examples=60, deadline=None)
@given(claims(), st.sampled_from(LINES))
def test_more_evidence_never_lowers_exposure_and_a_denial_never_raises_it(some, line):
    before = exposures(some)
    assert np.all(exposures([*some, from_source("new", line, confidence=0.6)]) >= before - 1e-12)
    assert np.all(exposures([*some, from_source("new", line, modality=Modality.NEGATED)]) <= before + 1e-12)


@settings(max_examples=20, deadline=None)
@given(claims(), st.integers(0, 10))
def test_the_order_of_claims_does_not_matter(some, seed):
    shuffled = some[:]
    random.Random(seed).shuffle(shuffled)  # noqa: S311 (not a secret)
    assert np.array_equal(exposures(some), exposures(shuffled))


FED = ["town dependsOn dam", "town dependsOn mill", "iran operates mill", "iran operates dam", "dam dependsOn mill"]
STANDIN = from_source("s", "dam alternativeTo mill")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(FED), min_size=1, max_size=6), st.data())
def test_among_alternatives_more_evidence_for_what_is_claimed_never_lowers_exposure(lines, data):
    some = [from_source(f"s{number}", line, confidence=0.5) for number, line in enumerate(lines)]
    line = data.draw(st.sampled_from(lines))
    before = exposures([*some, STANDIN], MILL)
    assert np.all(exposures([*some, STANDIN, from_source("new", line, confidence=0.6)], MILL) >= before - 1e-12)
    denial = from_source("new", line, modality=Modality.NEGATED)
    assert np.all(exposures([*some, STANDIN, denial], MILL) <= before + 1e-12)
