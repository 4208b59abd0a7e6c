"""The wheel holds the whole product: unpacked elsewhere, it answers the question.

`make wheel-check` installs it into an environment of its own, which takes minutes: see wheel_check.py.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile

from .conftest import shipped


def test_every_file_of_the_package_is_in_the_wheel(wheel):
    assert shipped() - set(zipfile.ZipFile(wheel).namelist()) == set()


def test_nothing_but_the_package_is_in_the_wheel(wheel):
    inside = zipfile.ZipFile(wheel).namelist()
    assert {name for name in inside if ".dist-info/" not in name} - shipped() == set()


def test_the_unpacked_wheel_answers_the_headline_question(wheel, tmp_path):
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    done = subprocess.run(
        [sys.executable, "-m", "araz.cli", "whatif", "Iran", "--format", "json"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "site")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "ent:khudafarin-plant" in [line["id"] for line in json.loads(done.stdout)["results"]]
