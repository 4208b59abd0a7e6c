"""What the registry knows of states, as claims."""

import pytest
from araz.graph.claim import Claim, Source
from araz.graph.dates import Interval
from araz.graph.memory import MemoryStore
from araz.graph.ref import Ref
from araz.loaders.admit import admit
from araz.loaders.reference import reference_claims
from araz.loaders.registry import FACTBOOK, load_registry
from araz.ontology.schema import load_schema


def claims_of(*locals_: str) -> list[Claim]:
    refs = [Ref("ent", local) for local in locals_]
    return [item for item in reference_claims(load_registry(), refs) if isinstance(item, Claim)]


def test_sources_come_before_the_claims_that_cite_them():
    items = list(reference_claims(load_registry(), [Ref("ent", "iran")]))
    sources = [item.id for item in items if isinstance(item, Source)]
    assert all(isinstance(item, Source) for item in items[: len(sources)])
    assert {passage.source for item in items if isinstance(item, Claim) for passage in item.evidence} <= set(sources)


def test_a_border_carries_its_length_record_and_year():
    (border,) = (claim for claim in claims_of("iran") if claim.object == Ref("ent", "azerbaijan"))
    assert (border.quantities[0].value, border.quantities[0].unit) == (689, "km")
    assert border.evidence[0].source == FACTBOOK
    assert border.evidence[0].record == "ir, Geography, Land boundaries: Azerbaijan 689 km"
    assert border.valid == Interval("2026", "2026")


def test_a_border_between_two_of_the_states_comes_once():
    pairs = [
        {str(c.subject), str(c.object)} for c in claims_of("iran", "azerbaijan", "armenia") if c.relation == "borders"
    ]
    assert all(pairs.count(pair) == 1 for pair in pairs)
    assert {"ent:iran", "ent:azerbaijan"} in pairs and {"ent:azerbaijan", "ent:armenia"} in pairs


@pytest.mark.parametrize(
    ("state", "organisation", "is_member"),
    [
        ("azerbaijan", "eco", True),
        ("azerbaijan", "ots", True),
        ("armenia", "csto", True),
        ("azerbaijan", "wto", False),
        ("turkiye", "nato", True),
        ("turkiye", "european-union", False),
        ("hungary", "ots", False),
        ("iran", "brics", True),
    ],
)
def test_only_full_members_are_members(state: str, organisation: str, is_member: bool):
    objects = {claim.object.local for claim in claims_of(state) if claim.relation == "memberOf"}
    assert (organisation in objects) is is_member


def test_a_curated_membership_holds_from_its_date():
    (since,) = (c.valid for c in claims_of("iran") if c.object == Ref("ent", "sco"))
    assert since == Interval("2023-07-04", "")


def test_every_claim_of_every_state_fits_the_ontology_and_is_distinct():
    registry, schema = load_registry(), load_schema()
    claims = [item for item in reference_claims(registry, [e.id for e in registry]) if isinstance(item, Claim)]
    assert len(claims) == len({claim.id for claim in claims}) > 4000
    for claim in claims:
        one, other = registry.entity(claim.subject), registry.entity(claim.object)
        assert one is not None and other is not None
        assert schema.may_relate(claim.relation.value, one.kind.value, other.kind.value) is None


def test_a_state_that_is_not_known_claims_nothing():
    assert claims_of("ruritania") == []


def test_nothing_of_the_registry_is_turned_away():
    registry, store = load_registry(), MemoryStore()
    report = admit(store, [*registry, *reference_claims(registry, [Ref("ent", "azerbaijan")])], registry=registry)
    assert not report.quarantined
    assert sum(1 for _ in store.entities()) == len(registry)
    assert {Ref("src", "factbook"), Ref("src", "gem-hydro")} <= {source.id for source in store.sources()}
