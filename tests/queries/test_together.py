"""What makes several assets fail together, and what that takes along."""

from __future__ import annotations

import pytest
from araz.ontology.transmission import load_rules
from araz.ontology.vocabulary import Kind, Relation, ShockKind
from araz.queries.columns import read_columns
from araz.queries.together import together

from .regions import ref, region, said, thing

RULES = load_rules()


def chance(relation, direction="backward", kind=ShockKind.OUTAGE):
    return RULES.find(kind, relation, direction).probability


NEEDS = chance(Relation.DEPENDS_ON)


def asked(claims, names, assets=("a", "b")):
    plants = [thing(name, Kind.HYDRO_PLANT) for name in names]
    return together(read_columns(region(plants, claims)), RULES, [ref(each) for each in assets], worlds=65_536)


def test_what_both_need_by_one_way_makes_them_fail_together_more_than_by_chance():
    found = asked(
        [said("hub dependsOn root"), said("a dependsOn hub"), said("b dependsOn hub")], ["a", "b", "hub", "root"]
    )
    causes = {cause.entity.local: cause for cause in found.causes}
    assert list(causes) == ["hub", "root"]
    assert causes["hub"].together == pytest.approx(NEEDS**2, abs=0.01)
    assert causes["hub"].independent == pytest.approx(NEEDS**2, abs=0.01)
    assert causes["root"].together == pytest.approx(NEEDS**3, abs=0.01)
    assert causes["root"].independent == pytest.approx(NEEDS**4, abs=0.01)
    assert causes["root"].shock is ShockKind.OUTAGE
    assert len(causes["root"].claims) == 3


def test_what_only_one_needs_is_no_cause():
    found = asked([said("a dependsOn x"), said("b dependsOn y")], ["a", "b", "x", "y"])
    assert found.causes == ()


def test_one_asset_that_needs_the_other_is_no_cause_from_without():
    assert asked([said("a dependsOn b")], ["a", "b"]).causes == ()


def test_a_state_that_holds_both_is_a_cause_by_its_collapse():
    (cause,) = asked([said("iran operates a"), said("iran operates b")], ["a", "b"]).causes
    assert (cause.entity, cause.shock) == (ref("iran"), ShockKind.STATE_COLLAPSE)
    operates = chance(Relation.OPERATES, "forward", ShockKind.STATE_COLLAPSE)
    assert cause.together == pytest.approx(operates**2, abs=0.01)


def test_what_has_an_alternative_is_lost_with_both_and_not_with_one():
    claims = [said("town dependsOn a"), said("town dependsOn b"), said("a alternativeTo b")]
    town = thing("town", Kind.SETTLEMENT)
    plants = [thing(name, Kind.HYDRO_PLANT) for name in "ab"]
    found = together(read_columns(region([town, *plants], claims)), RULES, [ref("a"), ref("b")], worlds=65_536)
    (line,) = found.consequences
    assert (line.entity, line.one) == (ref("town"), 0.0)
    assert line.together == pytest.approx(NEEDS**2, abs=0.01)
    assert set(line.claims) == {claim.id for claim in claims[:2]}


def test_both_are_never_less_than_one():
    names = [f"p{number}" for number in range(9)]
    claims = [
        said(f"{a} dependsOn {b}") for a in names for b in names if a != b and (int(a[1]) * 3 + int(b[1])) % 4 == 0
    ]
    found = asked(claims, names, ("p0", "p1", "p3"))
    assert found.consequences
    assert all(line.together >= line.one for line in found.consequences)
