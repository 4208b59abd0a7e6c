"""The vendored library is what its record says."""

from __future__ import annotations

import pytest
from araz.views import vendored


def test_the_file_is_the_one_that_was_recorded():
    assert vendored.digest(vendored.LIBRARY.read_bytes()) == vendored.record()["file"]


def test_version_licence_and_origin_are_recorded(folder):
    record = vendored.record()
    assert f"@version {record['version']}" in vendored.library()
    assert record["licence"] == "Apache-2.0 OR MIT"
    assert record["from"].endswith(f"vis-network-{record['version']}.tgz")
    assert {path.name for path in (folder / "vendor").iterdir()} >= {
        "vis-network.LICENSE-APACHE-2.0",
        "vis-network.LICENSE-MIT",
    }


def test_it_can_stand_in_a_page():
    assert "</script" not in vendored.library().lower()
    assert "sourceMappingURL" not in vendored.library()


def test_style_sheets_are_taken_out_and_other_calls_are_not():
    source = 'function A(g){insertAt}A("' + "x{}" * 20 + '");A("' + "no sheet " * 9 + '");A("short")'
    assert vendored.without_sheets(source) == 'function A(g){insertAt}void 0;A("' + "no sheet " * 9 + '");A("short")'
    with pytest.raises(ValueError, match="another way"):
        vendored.without_sheets("nothing of the kind")
