"""Every error that Araz raises on purpose, drawn as one tree.

    ArazError                 exit code 3
    ├── NoAnswer              1   the question was understood, nothing answers it
    ├── UsageError            2   the call itself is wrong
    │   ├── UnknownEntity         no such entity (with near names)
    │   ├── UnknownQuestion       no such catalogue entry
    │   └── UnknownTerm           no such class, relation, modality, unit, shock kind
    ├── InputError            3   a file, record or value that cannot be taken
    └── StoreError            3   the place where claims are kept
        ├── StoreLocked           another process is writing
        └── StoreReadOnly         this store was opened for reading

An error says the value, the place and the remedy, on one line.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class ArazError(Exception):
    """Root of every error raised on purpose.

    `problem` names the value, `place` where it stands (file, line, record), `remedy` what to do.

    >>> print(InputError("confidence 1.7 is not between 0 and 1", place="a.jsonl:3", remedy="give 0.7"))
    a.jsonl:3: confidence 1.7 is not between 0 and 1; give 0.7
    """

    exit_code = 3

    def __init__(self, problem: str, *, place: str = "", remedy: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.place = place
        self.remedy = remedy

    def __str__(self) -> str:
        head = f"{self.place}: " if self.place else ""
        tail = f"; {self.remedy}" if self.remedy else ""
        # One line always: a value quoted from outside may carry line breaks.
        return " ".join(f"{head}{self.problem}{tail}".split())

    def at(self, place: str) -> ArazError:
        """The same error with its place, where a caller knows it better than the code that raised it.

        >>> print(InputError("empty file").at("claims.jsonl"))
        claims.jsonl: empty file
        """
        known = type(self).__new__(type(self))
        ArazError.__init__(known, self.problem, place=place, remedy=self.remedy)
        return known


class NoAnswer(ArazError):
    """The question was understood, but nothing in the store answers it."""

    exit_code = 1


class UsageError(ArazError):
    """The call itself is wrong: a missing parameter, an option that does not exist."""

    exit_code = 2


class _Unknown(UsageError):
    what = "name"

    def __init__(self, value: str, known: Iterable[str] = (), *, place: str = "") -> None:
        near = get_close_matches(value, list(known), n=3, cutoff=0.6)
        remedy = f"did you mean {' or '.join(near)}?" if near else ""
        super().__init__(f"unknown {self.what} {value!r}", place=place, remedy=remedy)


class UnknownEntity(_Unknown):
    """No entity of that id or name is in the store or the registry."""

    what = "entity"


class UnknownQuestion(_Unknown):
    """No catalogue entry of that id."""

    what = "question"


class UnknownTerm(_Unknown):
    """No such class, relation, modality, unit or shock kind in the ontology.

    >>> print(UnknownTerm("operatess", ["operates", "owns"]))
    unknown term 'operatess'; did you mean operates?
    """

    what = "term"


class InputError(ArazError):
    """A file, record or value that cannot be taken in."""


class StoreError(ArazError):
    """The place where claims are kept cannot be opened, read or written."""


class StoreLocked(StoreError):
    """Another process is writing to the store; reading still works."""


class StoreReadOnly(StoreError):
    """A write was asked of a store that was opened for reading."""
