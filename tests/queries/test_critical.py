"""Which infrastructure is most critical."""

from __future__ import annotations

from itertools import product

import pytest
from araz.errors import UsageError
from araz.ontology.transmission import load_rules
from araz.ontology.vocabulary import Kind, Relation, ShockKind
from araz.queries import critical
from araz.queries.columns import read_columns
from araz.queries.critical import most_critical

from .regions import ref, region, said, thing

NEEDS = load_rules().find(ShockKind.OUTAGE, Relation.DEPENDS_ON, "backward").probability


def asked(claims, entities, **more):
    plants = [thing(name, Kind.HYDRO_PLANT) for name in entities]
    return most_critical(read_columns(region(plants, claims)), load_rules(), worlds=65_536, **more)


def test_what_much_depends_on_comes_first_with_what_it_takes_along():
    claims = [said(f"{name} dependsOn hub") for name in ("a", "b")] + [said("b dependsOn a")]
    first, second = asked(claims, ["hub", "a", "b"])
    assert (first.entity, second.entity) == (ref("hub"), ref("a"))
    assert first.expected == pytest.approx(NEEDS + 1 - (1 - NEEDS) * (1 - NEEDS**2), abs=0.01)
    assert second.expected == pytest.approx(NEEDS, abs=0.01)
    assert [entity for entity, _ in first.first] == [ref("b"), ref("a")]
    assert set(first.claims) == {claim.id for claim in claims[:2]}


def test_what_nothing_depends_on_is_left_out():
    assert asked([said("iran operates a")], ["a"]) == ()


def test_a_region_takes_in_what_lies_in_it_and_what_its_states_hold():
    claims = [said(f"x dependsOn {name}") for name in ("a", "b", "c")]
    claims += [said("a locatedIn valley"), said("valley locatedIn caucasus"), said("iran operates b")]
    claims += [said("iran locatedIn caucasus")]
    places = [thing("valley", Kind.REGION), thing("caucasus", Kind.REGION)]
    plants = [thing(name, Kind.HYDRO_PLANT) for name in ("a", "b", "c", "x")]
    columns = read_columns(region([*places, *plants], claims))
    for where, expected in (("caucasus", "ab"), ("valley", "a"), ("iran", "b")):
        found = most_critical(columns, load_rules(), ref(where))
        assert sorted(each.entity.local for each in found) == list(expected)
    with pytest.raises(UsageError, match="neither a place nor a state"):
        most_critical(columns, load_rules(), ref("a"))


def test_the_first_are_the_same_when_the_search_may_stop_early(monkeypatch):
    names = [f"p{number:02}" for number in range(12)]
    claims = [
        said(f"{a} dependsOn {b}") for a, b in product(names, names) if a < b and (int(a[1:]) * int(b[1:])) % 5 < 2
    ]
    every = asked(claims, names)
    looked = []
    see = critical._looked_at
    monkeypatch.setattr(critical, "_looked_at", lambda *a: looked.append(a[2]) or see(*a))
    assert asked(claims, names, most=2) == every[:2]
    assert len(looked) < len(names)
