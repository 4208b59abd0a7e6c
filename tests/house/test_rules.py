"""The rules of the house that a machine can check."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from ..conftest import needed
from .conftest import ROOT, folders

PACKAGE = [path for folder in folders() for path in sorted(folder.glob("*.py"))]
BESIDE = [path for part in ("train", "docs") for path in sorted((ROOT / part).glob("*.py"))]
"""Not in the wheel, but modules of the package as it stands in a checkout."""
CODE = PACKAGE + BESIDE + [p for part in ("tests", "benchmarks") for p in (ROOT / part).rglob("*.py")]


@pytest.mark.parametrize("path", CODE, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_file_is_too_long(path):
    if path.name == "vocabulary.py":
        return  # generated: it is as long as the ontology
    most = 350 if "tests" not in path.relative_to(ROOT).parts else 370  # the fault tests are one list of promises
    assert len(path.read_text("utf-8").splitlines()) <= most


@pytest.mark.parametrize("path", PACKAGE + BESIDE, ids=lambda p: str(p.relative_to(ROOT)))
def test_package_code_imports_itself_relatively(path):
    text = re.sub(r'"""[\s\S]*?"""', "", path.read_text("utf-8"))
    assert not re.search(r"^\s*(?:from|import) (?:araz|train)\b", text, re.MULTILINE)


@pytest.mark.parametrize("module", ["araz", "araz.cli", "araz.face"])
def test_importing_is_light(module):
    heavy = {
        *("numpy", "pandas", "rdflib", "numba", "pyshacl", "neo4j", "kglite", "pyvis", "networkx", "pyoxigraph"),
        *("yaml", "rich", "lxml", "trafilatura", "pypdf", "docx", "py3langid", "markdown_it", "urllib3"),
        *("charset_normalizer", "onnxruntime", "tokenizers", "spacy", "httpx", "gliner"),
    }
    code = f"import sys, {module}; print(sorted(set({sorted(heavy)}) & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_generated_files_are_current():
    for module in ("ontology.generate", "loaders.states", "loaders.example_build", "cli_reference"):
        done = subprocess.run(
            [sys.executable, "-m", f"araz.{module}", "--check"], capture_output=True, text=True, cwd=ROOT, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_no_test_skips_but_through_the_parts_that_can_be_demanded():
    own = ("tests/conftest.py", "tests/house/test_rules.py")
    skips = re.compile(r"pytest\.skip\b|\bimportorskip\b|\bmark\.skip(?:if)?\b|\bSkipTest\b|unittest\.skip")
    files = (ROOT / "tests").rglob("*.py")
    found = {path.relative_to(ROOT).as_posix() for path in files if skips.search(path.read_text("utf-8"))}
    assert found - {*own} == set()


def test_a_misspelt_part_is_refused():
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--collect-only", "tests/house/test_rules.py"],
        env={**os.environ, "ARAZ_REQUIRE": "problog,oxygraph"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 4
    assert "ARAZ_REQUIRE names oxygraph" in done.stderr


def test_a_part_that_is_demanded_and_absent_fails(monkeypatch):
    monkeypatch.setenv("ARAZ_REQUIRE", "mount, problog")
    with pytest.raises(pytest.fail.Exception, match="ARAZ_REQUIRE names problog, but no_such_module is not installed"):
        needed("problog", "no_such_module")
    with pytest.raises(pytest.skip.Exception, match="needs parquet: no_such_module is not installed"):
        needed("parquet", "no_such_module")
