"""Pictures as files for papers."""

from __future__ import annotations

import io
import re
import sys

import pytest
from araz.errors import InputError, UsageError
from araz.views.map import Pin, Places, draw_map
from araz.views.raster import plain, png, write_picture

from ..conftest import needed
from .pictures import GOLDEN


@pytest.fixture(scope="module")
def svg():
    return draw_map(Places("One", [Pin(1, "Khudafarin", 39.16, 46.93)]), width=450, height=280)


def test_svg_is_written_as_it_is(svg, tmp_path):
    write_picture(svg, tmp_path / "a.svg")
    assert (tmp_path / "a.svg").read_text("utf-8") == svg


def test_another_suffix_is_refused(svg, tmp_path):
    with pytest.raises(UsageError, match=r"'a.pdf' is neither .svg nor .png"):
        write_picture(svg, tmp_path / "a.pdf")


def test_png_without_its_library_says_what_to_install(svg, monkeypatch):
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(UsageError, match=r"araz\[pictures\]"):
        png(svg)


def test_plain_svg_names_every_colour(svg):
    for dark in (False, True):
        assert "var(" not in plain(svg, dark=dark)
        assert "@media" not in plain(svg, dark=dark)
    assert "#FF7B6E" in plain(svg, dark=True)
    assert "#FF7B6E" not in plain(svg)


def test_a_broken_picture_is_refused():
    needed("pictures", "resvg_py")
    with pytest.raises(InputError, match="cannot be drawn"):
        png("<svg")


def test_a_place_that_cannot_be_written_is_named(svg, tmp_path):
    needed("pictures", "resvg_py")
    with pytest.raises(InputError, match="cannot write"):
        write_picture(svg, tmp_path / "none" / "a.png")


def test_the_map_looks_as_it_did(svg):
    # Fonts differ between machines, so the words are left out: a lost coast, pin or inset is seen without them.
    needed("pictures", "resvg_py")
    image = needed("pictures", "PIL.Image")

    import numpy as np

    bare, words = re.subn(r"<text\b.*?</text>", "", svg, flags=re.DOTALL)
    assert words > 3
    pictures = (image.open(io.BytesIO(png(bare, scale=1))), image.open(GOLDEN / "one-place.png"))
    found, golden = (np.asarray(each.convert("RGB"), dtype=float) for each in pictures)
    assert found.shape == golden.shape
    assert (np.abs(found - golden).max(axis=2) > 40).mean() < 0.001
