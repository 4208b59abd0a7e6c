"""Files that are written: whole or not at all, and readable by whom the user lets read."""

from __future__ import annotations

import os
import stat

import pytest
from araz.errors import InputError
from araz.views.files import write_file


def test_a_written_page_has_the_permissions_of_any_other_new_file(tmp_path):
    mask = os.umask(0o022)
    try:
        write_file(["a page"], tmp_path / "page.html")
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "page.html").stat().st_mode) == 0o644


def test_a_failure_leaves_what_was_there_and_nothing_else(tmp_path):
    path = tmp_path / "page.html"
    path.write_text("before")

    def pieces():
        yield "half"
        raise OSError(28, "No space left on device")

    with pytest.raises(InputError, match="No space left on device"):
        write_file(pieces(), path)
    assert [each.name for each in tmp_path.iterdir()] == ["page.html"]
    assert path.read_text() == "before"
