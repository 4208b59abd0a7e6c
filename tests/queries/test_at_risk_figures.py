"""What figures give: wholes, shares, ranges where sources differ, and what does not count."""

from __future__ import annotations

import araz
import pytest
from araz.graph.claim import Quantity
from araz.graph.ref import Ref
from araz.ontology.vocabulary import Kind, Measure, Modality
from araz.queries.amounts import amounts, notes, split
from araz.queries.columns import read_columns
from araz.queries.figures import Figure, Range, figures
from araz.queries.network import shared_by

from .regions import ref, region, said, struck, thing

IRAN, AZERBAIJAN = ref("iran"), ref("azerbaijan")
NAMES = {IRAN: "Iran", AZERBAIJAN: "Azerbaijan"}


def figure(value, unit="MW", thing="electricity", **more):
    return Figure(Measure.CAPACITY, Quantity(value, unit, thing), thing, **more)


def known(store, name):
    """The amounts known of one entity of a store."""
    columns = read_columns(store)
    _, scenario = struck(store)
    holders = shared_by(columns, scenario)
    place = columns.entities.index(ref(name))
    stated = figures(store, columns, scenario, holders, [place])
    return amounts(stated.get(place, ()), [columns.entities[state] for state in holders.get(place, ())])


@pytest.fixture(scope="module")
def example():
    with araz.open("example") as graph:
        yield graph.store


def test_two_sources_that_differ_are_a_range_and_not_an_average():
    (found,) = amounts([figure(920.0), figure(1000.0)])
    assert found.whole == Range(920.0, 1000.0)
    assert notes(found, {}) == ("sources differ: 920 to 1000 MW",)


def test_the_latest_date_counts_and_older_figures_are_kept_beside_it():
    (found,) = amounts([figure(376.0, as_of="2017"), figure(420.0, as_of="2025")])
    assert found.whole == Range(420.0, 420.0)
    assert [each.quantity.value for each in found.others] == [376.0]


def test_a_whole_year_is_later_than_a_month_within_it():
    (found,) = amounts([figure(1.0, as_of="2025-04"), figure(2.0, as_of="2025")])
    assert found.whole == Range(2.0, 2.0)


def test_units_of_one_dimension_are_converted():
    # Two figures in MW and one in GW: 0.1 GW are 100 MW.
    (found,) = amounts([figure(102.0), figure(100.0), figure(0.1, "GW")])
    assert (found.unit, found.whole) == ("MW", Range(100.0, 102.0))


def test_things_and_dimensions_are_kept_apart():
    found = amounts([figure(2.0, "bcm/y", "gas"), figure(100.0, "bbl/d", "oil"), figure(5.0, "MW")])
    assert [(each.thing, each.unit) for each in found] == [("electricity", "MW"), ("gas", "bcm/y"), ("oil", "bbl/d")]


def test_a_figure_that_names_nothing_is_about_the_only_thing_named():
    (found,) = amounts([figure(670.0), figure(650.0, thing="")])
    assert found.whole == Range(650.0, 670.0)


def test_a_unit_that_nobody_knows_gives_no_amount():
    assert amounts([figure(3.0, "furlongs")]) == ()


def test_parts_and_plans_are_no_whole():
    (found,) = amounts([figure(6.5, "Mt/y", "freight", part="first stage")])
    assert found.whole is None
    assert notes(found, {}) == ("the whole is not known, only 6.5 Mt/y (freight)",)


def test_shares_of_all_holders_make_the_whole():
    stated = [figure(22.0, party=IRAN), figure(30.0, party=AZERBAIJAN)]
    (found,) = amounts(stated, [IRAN, AZERBAIJAN])
    assert found.whole == Range(52.0, 52.0)


def test_shares_of_some_holders_do_not():
    (found,) = amounts([figure(22.0, party=IRAN)], [IRAN, AZERBAIJAN])
    assert found.whole is None
    assert {party: share.amount for party, share in split(found, [IRAN, AZERBAIJAN]).items()} == {
        IRAN: Range(22.0, 22.0)
    }


def test_what_is_left_is_split_equally_and_said_to_be_assumed():
    # 100 MW, of which 40 are Iran's: the two others are taken to have 30 each.
    (found,) = amounts([figure(100.0), figure(40.0, party=IRAN)])
    shares = split(found, [IRAN, AZERBAIJAN, ref("armenia")])
    assert (shares[IRAN].amount, shares[IRAN].assumed) == (Range(40.0, 40.0), False)
    assert (shares[AZERBAIJAN].amount, shares[AZERBAIJAN].assumed) == (Range(30.0, 30.0), True)


def test_shares_that_exceed_the_whole_are_pointed_out():
    (found,) = amounts([figure(100.0), figure(80.0, party=IRAN), figure(70.0, party=AZERBAIJAN)])
    assert notes(found, NAMES) == ("the shares come to 150 MW at least, more than the whole, 100 MW",)


def test_a_share_in_an_attribute_is_found_by_the_partys_name():
    plant = thing(
        "plant", Kind.HYDRO_PLANT, (80, "MW", "electricity", ""), (30, "MW", "electricity, share of Iran", "")
    )
    (found,) = known(region([plant], [said("iran operates plant"), said("azerbaijan operates plant")]), "plant")
    assert (found.whole, dict(found.shares)) == (Range(80.0, 80.0), {IRAN: Range(30.0, 30.0)})


@pytest.mark.parametrize("modality", [Modality.REPORTED, Modality.POSSIBLE, Modality.NEGATED])
def test_only_claims_that_stand_give_figures(modality):
    claims = [said("iran operates plant"), said("iran builds plant", (100, "MW", "electricity"), modality=modality)]
    assert known(region([thing("plant", Kind.HYDRO_PLANT)], claims), "plant") == ()


def test_money_invested_and_lengths_are_no_capacity():
    claims = [said("india investsIn port", (120e6, "USD", "")), said("port connects iran", (3, "km", ""))]
    assert known(region([thing("port", Kind.PORT)], claims), "port") == ()


def test_khudafarin_is_a_plant_of_102_mw_of_which_azerbaijan_has_51_or_100(example):
    (found,) = known(example, "khudafarin-plant")
    assert found.whole == Range(102.0, 102.0)
    assert dict(found.shares) == {AZERBAIJAN: Range(51.0, 100.0), IRAN: Range(51.0, 51.0)}
    assert notes(found, NAMES) == ("sources differ on the share of Azerbaijan: 51 to 100 MW",)


def test_qiz_qalasi_is_a_plant_of_80_mw_shared_by_halves(example):
    (found,) = known(example, "qiz-qalasi-plant")
    assert found.whole == Range(80.0, 80.0)
    assert dict(found.shares) == {AZERBAIJAN: Range(40.0, 40.0), IRAN: Range(40.0, 40.0)}


def test_the_araz_dam_is_two_power_houses_of_22_mw(example):
    (found,) = known(example, "aras-dam")
    assert found.whole == Range(44.0, 44.0)


def test_electricity_traded_counts_by_direction_and_the_first_months_not_beside_the_year(example):
    found = {(each.measure, each.thing, each.unit): each for each in known(example, "azerbaijan-iran-electricity")}
    north = "electricity from Azerbaijan to Iran"
    worth = found[Measure.TRADE_VALUE, north, "USD"]
    assert worth.whole == Range(1_058_000.0, 1_060_000.0)
    assert [each.quantity.value for each in worth.others] == [324_000.0]
    energy = found[Measure.THROUGHPUT, north, "kWh"]
    assert energy.whole == Range(37_200_000.0, 37_200_000.0)
    assert [each.quantity.value for each in energy.others] == [11_400_000.0]
    assert found[Measure.TRADE_VALUE, "electricity from Iran to Azerbaijan", "USD"].whole == Range(980_000.0, 980_000.0)


def test_a_planned_plant_has_no_capacity_yet(example):
    (found,) = known(example, "meghri-plant")
    assert found.whole is None
    assert found.others[0].part == "planned"


def test_every_figure_says_where_it_is_from(example):
    (found,) = known(example, "bushehr-plant")
    assert found.whole == Range(920.0, 1000.0)
    assert {each.behind.prefix for each in found.figures} == {"claim", "src"}
    assert Ref("src", "factbook") in {each.behind for each in found.figures}
