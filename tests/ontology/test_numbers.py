"""One test for each rule that modalities, measures and units keep."""

from __future__ import annotations

import pytest
from araz.errors import InputError, UnknownTerm
from araz.ontology.schema import load_schema
from araz.ontology.vocabulary import Measure, Modality

SCHEMA = load_schema()
NEEDED_UNITS = """
    W kW MW GW kWh MWh GWh TWh m3/s m3 Mm3 km3 bcm/y mcm/d bbl/d t Mt/y TEU TEU/y m km km2 kV USD EUR persons %
"""
NEEDED_MEASURES = "capacity annualOutput population length area storage throughput height voltage"


def test_there_are_five_modalities():
    assert list(SCHEMA.modalities) == ["asserted", "reported", "possible", "conditional", "negated"]
    assert [modality.value for modality in Modality] == list(SCHEMA.modalities)


def test_what_is_asserted_counts_in_full_and_what_is_negated_not_at_all():
    weights = {name: term.weight for name, term in SCHEMA.modalities.items()}
    assert weights["asserted"] == 1
    assert weights["negated"] == 0
    assert 0 < weights["possible"] < weights["reported"] < weights["conditional"] < 1


@pytest.mark.parametrize("term", SCHEMA.modalities.values(), ids=SCHEMA.modalities.keys())
def test_every_modality_says_what_it_is_and_why_it_weighs_what_it_does(term):
    assert term.definition
    assert term.reason


@pytest.mark.parametrize("symbol", NEEDED_UNITS.split())
def test_every_unit_that_the_region_needs_is_there(symbol):
    assert symbol in SCHEMA.units


@pytest.mark.parametrize("name", NEEDED_MEASURES.split())
def test_every_measure_that_the_region_needs_is_there(name):
    assert name in SCHEMA.measures
    assert Measure(name)


@pytest.mark.parametrize("unit", SCHEMA.units.values(), ids=SCHEMA.units.keys())
def test_every_unit_has_words_a_dimension_and_a_factor(unit):
    assert unit.label
    assert unit.dimension
    assert unit.factor > 0


def test_every_dimension_has_one_first_unit():
    firsts = [unit.dimension for unit in SCHEMA.units.values() if unit.factor == 1]
    assert sorted(firsts) == sorted(set(firsts))
    assert {unit.dimension for unit in SCHEMA.units.values()} == set(firsts)


@pytest.mark.parametrize("term", SCHEMA.measures.values(), ids=SCHEMA.measures.keys())
def test_every_measure_is_given_in_dimensions_that_have_units(term):
    assert term.definition
    assert term.dimensions
    assert set(term.dimensions) <= {unit.dimension for unit in SCHEMA.units.values()}


def test_no_two_units_are_written_the_same():
    spellings = [spelling for unit in SCHEMA.units.values() for spelling in {unit.symbol, unit.label, *unit.spellings}]
    assert sorted(spellings) == sorted(set(spellings))


def test_a_unit_is_found_by_any_spelling_and_only_by_those():
    assert [SCHEMA.unit(s).symbol for s in ("MW", "megawatts", "km²", "cubic metres per second")] == [
        "MW",
        "MW",
        "km2",
        "m3/s",
    ]
    assert SCHEMA.unit("furlongs") is None


@pytest.mark.parametrize(
    ("value", "unit", "to", "expected"),
    [
        (11.4, "GWh", "kWh", 11_400_000),
        (1, "bcm/y", "mcm/d", 1000 / 365.25),
        (1, "bcm/y", "m3/s", 1e9 / (365.25 * 86400)),
        (1_000_000, "bbl/d", "m3/s", 158987.294928 / 86400),
        (50, "%", "ratio", 0.5),
        (1, "km3/y", "bcm/y", 1),
        (2, "ha", "m2", 20_000),
    ],
)
def test_values_convert_within_a_dimension(value, unit, to, expected):
    assert SCHEMA.convert(value, unit, to) == pytest.approx(expected, rel=1e-8)


def test_values_do_not_convert_across_dimensions():
    with pytest.raises(InputError, match="MW measures power and MWh measures energy"):
        SCHEMA.convert(1, "MW", "MWh")
    with pytest.raises(InputError, match="US dollars"):
        SCHEMA.convert(1, "USD", "EUR")
    with pytest.raises(UnknownTerm):
        SCHEMA.convert(1, "furlong", "m")
