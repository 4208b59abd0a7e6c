"""Asking a catalogued question, and what comes back."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ..errors import UnknownEntity, UnknownQuestion, UsageError
from ..graph.display import Displayed
from ..graph.ref import PREFIXES, Ref
from ..graph.store import Store, Table, Value
from .incypher import CypherEngine, directory
from .incypher import answer as answer_in_cypher
from .names import find_entities, find_entity
from .questions import CLAIMS, Question, questions

_SLOT = re.compile(r"\{(\w+)\}")
_END = ".?! \t"

# Longer than any wording with its names: matching would only take time.
_LONGEST = 1000

Params: TypeAlias = Mapping[str, Ref | tuple[Ref, ...]]
"""The entities asked about, by the name of the parameter; two or more for one that takes several."""


@dataclass(frozen=True, slots=True)
class Answer(Displayed):
    """The rows that answer a question, and the ids of the claims behind each row, sorted.

    `params` holds the entities asked about. A cell is a Ref, a text (a relation, a class or a modality by its local
    name), a number, or None where nothing is known.
    """

    question: Question
    params: Params
    table: Table
    claims: tuple[tuple[Ref, ...], ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return self.table.columns

    @property
    def rows(self) -> tuple[tuple[Value, ...], ...]:
        """The rows, in the question's order."""
        return self.table.rows

    def record(self) -> dict[str, object]:
        """The answer as JSON: {"question", "params", "columns", "rows", "claims"}."""
        return {
            "question": self.question.id,
            "params": {
                name: str(value) if isinstance(value, Ref) else [str(each) for each in value]
                for name, value in self.params.items()
            },
            "columns": list(self.columns),
            "rows": [[str(cell) if isinstance(cell, Ref) else cell for cell in row] for row in self.rows],
            "claims": [[str(claim) for claim in claims] for claims in self.claims],
        }


def ask(store: Store, question_id: str, params: Mapping[str, str]) -> Answer:
    """Answer a catalogued question. Parameters are names or ids; an answer may have no rows.

    Several values for one parameter are written with ";", "," or "and" between them.

    Raises `UnknownQuestion`, `UnknownEntity`, and `UsageError` for a parameter that is missing, unknown or ambiguous.

    >>> from araz.graph.claim import Claim, Entity, Name, Passage
    >>> from araz.graph.oxigraph import OxigraphStore
    >>> from araz.graph.store import Batch
    >>> from araz.ontology.vocabulary import Kind, Relation
    >>> store = OxigraphStore.in_memory()
    >>> iran, iraq = (Entity(Ref("ent", n.lower()), Kind.STATE, (Name(n, "en"),)) for n in ("Iran", "Iraq"))
    >>> said = Passage(Ref("src", "atlas"), 0, 16, "Iran meets Iraq.")
    >>> claim = Claim(iraq.id, Relation.BORDERS, iran.id, evidence=(said,))
    >>> written = store.write(Batch(entities=[iran, iraq], claims=[claim]))
    >>> ask(store, "neighbours", {"state": "Iran"}).rows
    ((Ref(prefix='ent', local='iraq'), 'Iraq'),)
    """
    question = _question(question_id)
    bound = _bound(directory(store), question, params)
    if question.in_python:
        from .computed import COMPUTED

        table, claims = COMPUTED[question.id](store, bound)
        return Answer(question, bound, table, claims)
    if isinstance(store, CypherEngine):
        table, claims = answer_in_cypher(store, question, bound)
        return Answer(question, bound, table, claims)
    values: dict[str, Value] = {each.name: None for each in question.parameters if each.optional}
    values.update((name, value) for name, value in bound.items() if isinstance(value, Ref))
    found = store.select(question.text, values)
    width = found.columns.index(CLAIMS)
    rows = tuple(tuple(_plain(cell) for cell in row[:width]) for row in found.rows)
    return Answer(question, bound, Table(found.columns[:width], rows), tuple(_ids(row[width]) for row in found.rows))


def fill(question_id: str, values: Sequence[str], named: Mapping[str, str]) -> dict[str, str]:
    """A question's parameters from values in its order and values by name.

    Where the last parameter takes several values, it takes all that are left.

    >>> fill("stance", ["Azerbaijan"], {"b": "Iran"})
    {'a': 'Azerbaijan', 'b': 'Iran'}
    """
    question = _question(question_id)
    names = [parameter.name for parameter in question.parameters]
    if len(values) > len(names) and question.parameters and question.parameters[-1].several:
        values = [*values[: len(names) - 1], "; ".join(values[len(names) - 1 :])]
    if len(values) > len(names):
        raise UsageError(
            f"{question.id} takes {_counted(len(names))}, not {len(values)}", remedy=f"give {_usage(question)}"
        )
    twice = [name for name in names[: len(values)] if name in named]
    if twice:
        raise UsageError(f"{question.id}: {twice[0]} is given twice", remedy="give it once")
    return {**dict(zip(names, values, strict=False)), **named}


def match(text: str, store: Store | None = None) -> tuple[Question, dict[str, str]] | None:
    """The question and parameters that a plain sentence asks for, if it fits a question's wording; else None.

    Letter case, spaces and the final mark do not matter. With a store, a wording whose slots hold known names wins.

    >>> found = match("which corridors run through  Iran")
    >>> (found[0].id, found[1]) if found else None
    ('corridors', {'state': 'Iran'})
    """
    if len(text) > _LONGEST:
        return None
    fits = [
        (len(_SLOT.sub("", template)), question, params)
        for question in questions().values()
        for template in question.templates
        if (params := _slots(template, text)) is not None
    ]
    # The wording with most words of its own is the most exact.
    fits.sort(key=lambda fit: (-fit[0], fit[1].id))
    if store is not None:
        known = [fit for fit in fits if _resolves(store, fit[1], fit[2])]
        fits = known or fits
    return (fits[0][1], fits[0][2]) if fits else None


def _question(question_id: str) -> Question:
    found = questions().get(question_id)
    if found is None:
        error = UnknownQuestion(question_id, questions())
        error.remedy = error.remedy or "see the list: araz questions"
        raise error
    return found


def _bound(store: Store, question: Question, params: Mapping[str, str]) -> dict[str, Ref | tuple[Ref, ...]]:
    known = {parameter.name: parameter for parameter in question.parameters}
    for name in params:
        if name not in known:
            raise UsageError(f"{question.id} has no parameter {name!r}", remedy=f"give {_usage(question)}")
    missing = [each.name for each in question.parameters if not each.optional and not params.get(each.name, "").strip()]
    if missing:
        raise UsageError(f"{question.id} needs {' and '.join(missing)}", remedy=f"give {_usage(question)}")
    given = [(name, parameter) for name, parameter in known.items() if params.get(name, "").strip()]
    return {
        name: (find_entities if parameter.several else find_entity)(store, params[name], parameter.kind)
        for name, parameter in given
    }


def _usage(question: Question) -> str:
    names = [f"[{each.name}]" if each.optional else each.name for each in question.parameters]
    example = " ".join(f"{name}={shlex.quote(value)}" for name, value in question.example.items())
    return f"{' '.join(names)}, for example {example}" if names else "none"


def _counted(number: int) -> str:
    return f"{number} parameter{'' if number == 1 else 's'}"


def _plain(cell: Value) -> Value:
    return cell.local if isinstance(cell, Ref) and cell.prefix == "az" else cell


def _ids(cell: Value) -> tuple[Ref, ...]:
    texts: Iterable[str] = cell.split() if isinstance(cell, str) else [cell.iri] if isinstance(cell, Ref) else []
    return tuple(sorted({Ref.parse(text) for text in texts if text.startswith(PREFIXES["claim"])}))


def _slots(template: str, text: str) -> dict[str, str] | None:
    parts = _SLOT.split(template.strip(_END))
    # Literal words and slot names take turns.
    pattern = "".join(
        rf"(?P<{part}>\S.*?)" if place % 2 else r"\s+".join(map(re.escape, re.split(r"\s+", part)))
        for place, part in enumerate(parts)
    )
    found = re.fullmatch(pattern, " ".join(text.split()).strip(_END), re.IGNORECASE)
    return None if found is None else {name: _bare(value) for name, value in found.groupdict().items()}


def _bare(slot: str) -> str:
    slot = slot.strip(" \t,;'\"“”’")
    return slot[4:] if slot.lower().startswith("the ") and len(slot) > 4 else slot


def _resolves(store: Store, question: Question, params: Mapping[str, str]) -> bool:
    try:
        _bound(directory(store), question, params)
    except (UnknownEntity, UsageError):
        return False
    return True
