"""The rules of the house that a machine can check."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = [p for part in ("", "graph", "ontology", "loaders", "queries", "views") for p in (ROOT / part).glob("*.py")]
CODE = PACKAGE + [p for part in ("tests", "benchmarks") for p in (ROOT / part).rglob("*.py")]


@pytest.mark.parametrize("path", CODE, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_file_is_too_long(path):
    if path.name == "vocabulary.py":
        return  # generated: it is as long as the ontology
    most = 350 if "tests" not in path.relative_to(ROOT).parts else 370  # the fault tests are one list of promises
    assert len(path.read_text("utf-8").splitlines()) <= most


@pytest.mark.parametrize("path", PACKAGE, ids=lambda p: str(p.relative_to(ROOT)))
def test_package_code_imports_itself_relatively(path):
    text = re.sub(r'"""[\s\S]*?"""', "", path.read_text("utf-8"))
    assert not re.search(r"^\s*(?:from|import) araz\b", text, re.MULTILINE)


@pytest.mark.parametrize("module", ["araz", "araz.cli", "araz.face"])
def test_importing_is_light(module):
    heavy = (
        "{'numpy','pandas','rdflib','numba','pyshacl','neo4j','kglite','pyvis','networkx','pyoxigraph','yaml','rich'}"
    )
    code = f"import sys, {module}; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_generated_files_are_current():
    for module in ("ontology.generate", "loaders.states", "loaders.example_build", "cli_reference"):
        done = subprocess.run(
            [sys.executable, "-m", f"araz.{module}", "--check"], capture_output=True, text=True, cwd=ROOT, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
