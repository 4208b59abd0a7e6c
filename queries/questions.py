"""The catalogue: every question that can be asked, read from its own file.

A question is a SPARQL file (`catalogue/ID.rq`) that runs as it is in any tool, or, when Python answers it, a file of
the same comment lines alone (`catalogue/ID.question`). The comment lines say what a person needs to know:

    #+ title: Corridors
    #+ question: Which corridors run through {state}?          (a template; one line for each wording)
    #+ param: state State "the state asked about"              (name, class, "optional" or "several", words)
    #+ column: corridor "a corridor"                           (one for each column of the answer, in order)
    #+ counts: standing claims                                 (which claims count)
    #+ example: state=Iran                                     (values that the bundled example answers)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from ..errors import InputError

CATALOGUE = Path(__file__).parent / "catalogue"
"""The folder of the questions."""

CLAIMS = "claims"
"""The last column of every query: the ids of the claims behind the row, with spaces between."""

_LINE = re.compile(r"#\+ (\w+): (.*\S)")
_PARAMETER = re.compile(r'(\w+) (\w+) (optional |several )?"([^"]+)"')
_COLUMN = re.compile(r'(\w+) "([^"]+)"')
# A value goes on until the next name.
_PAIR = re.compile(r"(\w+)=(\S+(?: +(?!\w+=)\S+)*)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question asks for: the class its value must be of ("Source" for a source or a speaker), and its words.

    Of one that takes `several` values there are two or more.
    """

    name: str
    kind: str
    words: str
    optional: bool = False
    several: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an answer, with the words that explain it."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Question:
    """A catalogued question. `text` is its SPARQL, "" when Python answers it; `counts` says which claims count.

    >>> question = questions()["corridors"]
    >>> question.templates[0]
    'Which corridors does {state} take part in?'
    >>> [parameter.name for parameter in question.parameters], dict(question.example)
    (['state'], {'state': 'Iran'})
    """

    id: str
    title: str
    templates: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    counts: str
    example: Mapping[str, str]
    text: str

    @property
    def in_python(self) -> bool:
        """Whether Python answers it, not a query."""
        return not self.text


@cache
def questions() -> Mapping[str, Question]:
    """Every question of the catalogue by its id, in alphabetical order.

    >>> "shared-infrastructure" in questions()
    True
    """
    files = sorted(path for path in CATALOGUE.iterdir() if path.suffix in (".rq", ".question"))
    return MappingProxyType({path.stem: read_question(path) for path in files})


def read_question(path: Path) -> Question:
    """The question in a file. `InputError`, with the line, for a comment line that says nothing known.

    >>> read_question(CATALOGUE / "neighbours.rq").columns[0]
    Column(name='neighbour', words='a state that borders it')
    """
    text = path.read_text("utf-8")
    said: dict[str, list[str]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("#+"):
            found = _LINE.fullmatch(line.rstrip())
            if found is None or found[1] not in ("title", "question", "param", "column", "counts", "example"):
                remedy = "write #+ title:, question:, param:, column:, counts: or example:"
                raise InputError(f"{line!r} says nothing known", place=f"{path}:{number}", remedy=remedy)
            said.setdefault(found[1], []).append(found[2])
    for key in ("title", "question", "column", "counts", "example"):
        if key not in said:
            raise InputError(f"the question has no {key}", place=str(path), remedy=f"add a line #+ {key}: …")
    return Question(
        id=path.stem,
        title=said["title"][0],
        templates=tuple(said["question"]),
        parameters=tuple(_parameter(line, path) for line in said.get("param", ())),
        columns=tuple(_column(line, path) for line in said["column"]),
        counts=said["counts"][0],
        example=MappingProxyType(dict(_PAIR.findall(said["example"][0]))),
        text=text if path.suffix == ".rq" else "",
    )


def _parameter(line: str, path: Path) -> Parameter:
    found = _PARAMETER.fullmatch(line)
    if found is None:
        remedy = 'write #+ param: state State "the state asked about"'
        raise InputError(f"param: {line}", place=str(path), remedy=remedy)
    return Parameter(found[1], found[2], found[4], optional=found[3] == "optional ", several=found[3] == "several ")


def _column(line: str, path: Path) -> Column:
    found = _COLUMN.fullmatch(line)
    if found is None:
        raise InputError(f"column: {line}", place=str(path), remedy='write #+ column: corridor "a corridor"')
    return Column(found[1], found[2])
