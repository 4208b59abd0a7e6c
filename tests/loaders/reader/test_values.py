"""Quantities, dates and conditions in words."""

import pytest
from araz.loaders.reader.conditions import conditions_in
from araz.loaders.reader.quantities import quantities_in
from araz.loaders.reader.times import times_in


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("a 720 MW plant", 720, "MW"),
        ("11.4mn kilowatt-hours of power", 11.4e6, "kWh"),
        ("generating $324,000", 324000, "USD"),
        ("$1.2bn of loans", 1.2e9, "USD"),
        ("€40 million", 40e6, "EUR"),
        ("10 bcm a year", 10, "bcm/y"),
        ("1.5 billion cubic metres a year", 1.5e9, "m3/y"),
        ("some 12,000 people", 12000, "persons"),
        ("a 51% stake", 51, "%"),
        ("a 200-megawatt line", 200, "MW"),
        ("440 km of track", 440, "km"),
    ],
)
def test_a_quantity_is_read_with_its_unit(text: str, value: float, unit: str) -> None:
    (found,) = quantities_in(text)
    assert (found.quantity.value, found.quantity.unit) == (pytest.approx(value), unit)
    assert text[found.start : found.end][0] in "0123456789$€"


@pytest.mark.parametrize("text", ["in 2024", "the 11 countries", "G7", "resolution 1701", "1,080", "Boeing 737"])
def test_a_number_that_measures_nothing_is_no_quantity(text: str) -> None:
    assert quantities_in(text) == []


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("in January-April 2025", "2025-01", "2025-04"),
        ("from November to February 2025", "2024-11", "2025-02"),
        ("between 2020 and 2024", "2020", "2024"),
        ("since July 2016", "2016-07", ""),
        ("by March 2027", "", "2027-03"),
        ("on 3 May 2019", "2019-05-03", "2019-05-03"),
        ("on June 4, 2021", "2021-06-04", "2021-06-04"),
        ("in 2030", "2030", "2030"),
    ],
)
def test_a_date_is_read_as_an_interval(text: str, start: str, end: str) -> None:
    (found,) = times_in(text)
    assert (found.valid.start, found.valid.end) == (start, end)


@pytest.mark.parametrize("text", ["31 February 2021", "from 2024 to 2020", "page 1999999"])
def test_a_date_that_cannot_be_is_left_out(text: str) -> None:
    assert all(found.valid.start != "2021-02-31" for found in times_in(text))


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("If Iran becomes a failed state, Azerbaijan might act.", "Iran becomes a failed state"),
        ("Baku will sell gas if the line is finished by 2027.", "the line is finished by 2027"),
        ("Cairo will not sign unless Addis Ababa agrees to a quota.", "Addis Ababa agrees to a quota"),
        ("In the event of a blockade, the port would close.", "a blockade"),
        ("Should the talks fail, Ankara could strike.", "the talks fail"),
        ("It may reopen, provided that both sides withdraw.", "both sides withdraw"),
    ],
)
def test_a_condition_is_found_in_its_own_words(text: str, condition: str) -> None:
    (found,) = conditions_in(text, 0, len(text))
    assert text[found.start : found.end].removeprefix("that ") == condition


@pytest.mark.parametrize("text", ["They should leave now.", "The dams were built in 1990.", "Given names are lists."])
def test_words_that_only_look_like_conditions_are_none(text: str) -> None:
    found = conditions_in(text, 0, len(text))
    assert not [each for each in found if each.cue_start > 0]
