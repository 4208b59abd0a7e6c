"""How two entities are connected: which chains are found, in which order, and in which words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from araz.errors import UnknownEntity, UsageError
from araz.graph.claim import Review, Verdict
from araz.ontology.vocabulary import Modality
from araz.queries.chains import chains
from araz.queries.columns import read_columns

from .regions import ref, region, said


def between(claims, a="iran", b="russia", **more):
    return chains(read_columns(region([], claims)), ref(a), ref(b), **more)


def through(found):
    return [[entity.local for entity in chain.entities[1:-1]] for chain in found]


def test_all_relations_between_neighbours_are_one_step():
    claims = [said("iran borders russia"), said("russia supplies iran".replace("supplies", "suppliesTo"))]
    (found,) = between(claims)
    assert found.words == "Iran borders and is supplied by Russia"
    assert found.claims == tuple(sorted(claim.id for claim in claims))


def test_belief_multiplies_along_a_chain_and_corroboration_raises_it():
    one = [said("iran borders x", confidence=0.5), said("x borders russia", confidence=0.5)]
    more = [*one, said("x suppliesTo russia", confidence=0.5)]
    alone, together = (between(claims)[0].strength for claims in (one, more))
    assert alone == pytest.approx(0.5 * 0.5 * 2**-0.4)
    assert together == pytest.approx(0.5 * 0.75 * 2**-0.4)


def test_what_is_tied_to_everything_tells_less():
    crowd = [said(f"s{number} memberOf club") for number in range(9)]
    claims = [
        said("iran memberOf club"),
        said("russia memberOf club"),
        said("iran builds dam"),
        said("russia owns dam"),
    ]
    assert through(between([*claims, *crowd])) == [["dam"], ["club"]]


def test_longer_ways_than_two_steps_more_are_not_shown():
    way = [said("iran borders a"), said("a borders b"), said("b borders c"), said("c borders russia")]
    assert len(between(way)) == 1
    assert through(between([*way, said("iran borders russia")])) == [[]]


@pytest.mark.parametrize(
    "change",
    [
        {"modality": Modality.REPORTED},
        {"modality": Modality.NEGATED},
        {"review": Review(Verdict.REJECTED, "a reader")},
    ],
)
def test_a_claim_that_does_not_stand_connects_nothing(change):
    assert between([replace(said("iran borders x"), **change), said("x borders russia")]) == ()


def test_a_chain_reads_the_same_from_either_end_in_the_same_order():
    claims = [said("iran builds dam"), said("russia owns dam"), said("iran borders x"), said("x borders russia")]
    there, back = between(claims), between(claims, "russia", "iran")
    assert {chain.entities[1:-1]: chain.strength for chain in there} == pytest.approx(
        {chain.entities[1:-1]: chain.strength for chain in back}
    )
    assert between(claims[::-1]) == there


def test_many_relations_are_counted():
    names = ["borders", "suppliesTo", "exportsTo", "alliedWith", "rivalOf", "investsIn", "supports"]
    (found,) = between([said(f"iran {name} russia") for name in names])
    assert "and has 3 more ties to Russia" in found.words
    assert len(found.claims) == 7


def test_wrong_ends_are_named():
    with pytest.raises(UsageError, match="named twice"):
        between([said("iran borders russia")], "iran", "iran")
    with pytest.raises(UnknownEntity):
        between([said("iran borders russia")], "iran", "atlantis")
