"""One test for each rule that the classes of the ontology keep."""

from __future__ import annotations

import itertools
import math
import re

import pytest
from araz.ontology.schema import load_schema
from araz.ontology.vocabulary import Kind

CLASSES = load_schema().classes
PAPER, DARK_GROUND, EXPOSURE, DARK_EXPOSURE = "#FAFAF7", "#14171A", "#B3261E", "#FF7B6E"
VIS_SHAPES = {"dot", "diamond", "star", "triangle", "triangleDown", "hexagon", "square"}

DESIGN = """
    Entity Actor State Organisation GovernmentBody InternationalOrganisation Company ArmedGroup EthnicGroup Community
    Diaspora Person Place Region Settlement BorderArea WaterBody River Lake Sea Infrastructure PowerPlant HydroPlant
    NuclearPlant ThermalPlant Dam Corridor Railway Road Pipeline Interconnector Port Airport Chokepoint Vessel Facility
    Flow ElectricityFlow GasFlow GoodsFlow PeopleFlow ArmsFlow DrugsFlow Agreement Treaty Alliance Situation Unrest
    Conflict StateFailure Threat Event Ideology Commodity
"""

each_class = pytest.mark.parametrize("term", CLASSES.values(), ids=CLASSES.keys())


@pytest.mark.parametrize("name", DESIGN.split())
def test_every_class_of_the_design_is_there(name):
    assert name in CLASSES


def test_the_vocabulary_names_the_classes():
    assert [kind.value for kind in Kind] == list(CLASSES)


@each_class
def test_every_class_has_words(term):
    assert term.label
    assert term.plural
    assert len(term.definition) > 20
    assert term.definition.endswith(".")


@each_class
def test_every_class_goes_up_to_the_root(term):
    assert term.ancestors[0] == term.name
    assert term.ancestors[-1] == "Entity"
    assert term.ancestors[1:2] == ((term.parent,) if term.parent else ())


@pytest.mark.parametrize("what", ["label", "plural", "definition", "glyph"])
def test_no_two_classes_share_their_words_or_glyph(what):
    said = [getattr(term, what) for term in CLASSES.values()]
    assert len(set(said)) == len(said)


@each_class
def test_every_class_has_a_look(term):
    assert re.fullmatch("#[0-9A-F]{6}", term.colour)
    assert re.fullmatch("#[0-9A-F]{6}", term.dark_colour)
    assert term.shape in VIS_SHAPES
    assert len(term.glyph) == 1


@each_class
def test_every_colour_stands_out_from_its_ground(term):
    assert contrast(term.colour, PAPER) >= 3
    assert contrast(term.dark_colour, DARK_GROUND) >= 3


@pytest.mark.parametrize("sight", ["normal", "deuteranopia", "protanopia", "tritanopia"])
@pytest.mark.parametrize(("palette", "exposure"), [("colour", EXPOSURE), ("dark_colour", DARK_EXPOSURE)])
def test_every_two_hues_differ_in_every_kind_of_sight(palette, exposure, sight):
    hues = sorted({getattr(term, palette) for term in CLASSES.values()} | {exposure})
    seen = {hue: lab(hue, sight) for hue in hues}
    for one, other in itertools.combinations(hues, 2):
        assert math.dist(seen[one], seen[other]) > 10, (one, other)


# Colour science: WCAG 2 relative luminance and contrast; CIE L*a*b*; full dichromacy by the matrices of Machado,
# Oliveira and Fernandes (2009), in linear RGB.

SIGHT = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def linear(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def luminance(colour):
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def lab(colour, sight):
    rgb = linear(colour)
    red, green, blue = (min(1, max(0, sum(m * c for m, c in zip(row, rgb, strict=True)))) for row in SIGHT[sight])
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def test_contrast_is_computed_as_wcag_does():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
