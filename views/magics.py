"""Cells of SPARQL and of Cypher in a notebook: `%load_ext araz`, then `%%sparql` and `%%cypher`.

    %%sparql -o rows -d graph
    SELECT ?claim WHERE { ?claim rdf:subject ent:iran }

What is asked is the Graph that the notebook's variable `g` holds, or the one that `--of NAME` names; without either,
what `araz.open()` opens.
"""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Callable, Mapping
from typing import NoReturn, Protocol

from ..errors import UsageError
from ..graph.display import Bundle
from ..graph.store import Store, Table
from .query_display import DISPLAYS, shown


class Asked(Protocol):
    """What a cell is put to: see `araz.Graph`."""

    @property
    def store(self) -> Store:
        """What keeps the claims."""
        ...

    def sparql(self, query: str, parameters: None = None) -> Table:
        """The rows of a SPARQL query."""
        ...

    def cypher(self, query: str, parameters: None = None) -> Table:
        """The rows of a Cypher query."""
        ...


class Shell(Protocol):
    """What is needed of IPython."""

    @property
    def user_ns(self) -> dict[str, object]:
        """The notebook's variables."""
        ...

    def register_magic_function(self, func: Callable[..., object], magic_kind: str, magic_name: str) -> None:
        """Give a function a name that cells can begin with."""
        ...


class Shown:
    """What a cell of a query gives back: its rows, shown as was asked."""

    def __init__(self, table: Table, bundle: Bundle) -> None:
        self.table = table
        self._bundle = bundle

    def __repr__(self) -> str:
        return self._bundle["text/plain"]

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Bundle:
        del include, exclude
        return self._bundle


def load_ipython_extension(shell: Shell) -> None:
    """Give a notebook `%%sparql` and `%%cypher`: what `%load_ext araz` calls."""
    for language in ("sparql", "cypher"):
        shell.register_magic_function(cell_of(language, shell), "cell", language)


def cell_of(language: str, shell: Shell) -> Callable[[str, str], Shown]:
    """The magic of a query language, for cells of that shell."""

    def magic(line: str, cell: str) -> Shown:
        asked = _options(language).parse_args(shlex.split(line), namespace=_Options())
        graph = _graph(shell.user_ns, asked.of)
        table = graph.sparql(cell) if language == "sparql" else graph.cypher(cell)
        if asked.output:
            shell.user_ns[asked.output] = table
        return Shown(table, shown(graph.store, table, asked.display, asked.group))

    magic.__doc__ = _options(language).format_help()
    return magic


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{self.prog}: {message}", remedy=f"see {self.prog.removeprefix('%')}? for its options")


class _Options(argparse.Namespace):
    output: str = ""
    group: str = ""
    display: str = "table"
    of: str = ""


def _options(language: str) -> argparse.ArgumentParser:
    parser = _Parser(f"%%{language}", description=f"Run a {language} query and show its rows.", add_help=False)
    parser.add_argument("-o", "--output", default="", metavar="NAME", help="Keep the rows in a variable, as a Table.")
    parser.add_argument("-g", "--group", default="", metavar="COLUMN", help="Group the rows by a column.")
    parser.add_argument("-d", "--display", default="table", choices=DISPLAYS, help="How to show them.")
    parser.add_argument("--of", default="", metavar="NAME", help="The variable that holds the Graph (g).")
    return parser


def _graph(names: Mapping[str, object], wanted: str) -> Asked:
    from .. import Graph, open

    found = names.get(wanted or "g")
    if isinstance(found, Graph):
        return found
    if wanted:
        raise UsageError(f"{wanted!r} is no Graph", remedy=f"run {wanted} = araz.open(…) first")
    return open()
