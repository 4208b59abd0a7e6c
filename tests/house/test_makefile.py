"""What the README's first command prints, also when nobody sits at a terminal."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_demo_prints_the_table_and_the_passages_even_when_piped(tmp_path):
    line = re.search(r"@\$\(BIN\)/araz (whatif .*)", (ROOT / "Makefile").read_text("utf-8"))
    assert line is not None
    done = subprocess.run(
        [sys.executable, "-m", "araz.cli", *shlex.split(line[1])],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in ("Khudafarin", "Qiz Qalasi", "Ordubad", "Marazad", "North-South", "Araz Corridor", "electricity trade"):
        assert name in done.stdout
    assert "“" in done.stdout
    assert "exposure" in done.stdout
