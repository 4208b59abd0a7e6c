"""The command line inside the test process: what a person would see, without the time that a process takes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from araz.cli import main


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str

    def line(self) -> str:
        """The one line of an error."""
        assert self.err.startswith("araz: "), self.err
        assert self.err.count("\n") == 1, self.err
        return self.err


Run = Callable[..., Done]


@pytest.fixture
def araz(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """`araz("ask", "corridors", "Iran")` runs a command."""

    def run(*args: object) -> Done:
        monkeypatch.setattr(sys, "argv", ["araz", *map(str, args)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return Done(int(ended.value.code or 0), out, err)

    return run
