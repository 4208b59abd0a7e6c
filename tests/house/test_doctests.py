"""The examples in the docstrings run, each module under its `araz.` name."""

from __future__ import annotations

import doctest
import importlib
import warnings

import pytest

from .conftest import ROOT, folders


def modules() -> list[str]:
    files = [path for folder in folders() for path in sorted(folder.glob("*.py"))]
    names = [".".join(("araz", *path.relative_to(ROOT).with_suffix("").parts)) for path in files]
    return [name.removesuffix(".__init__") for name in names]


@pytest.mark.parametrize("name", modules())
def test_examples_run(name, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    module = importlib.import_module(name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        outcome = doctest.testmod(module, optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    assert outcome.failed == 0
