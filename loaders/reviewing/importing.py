"""Decisions that somebody filled into a file, carried out: a bad row gets one clear line, and the others count."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from ...errors import ArazError, InputError, UnknownTerm, UsageError
from ...graph.claim import Claim, Review, Verdict
from ...graph.marks import claim_mark
from ...graph.merged import merges
from ...graph.ref import Ref
from ...graph.store import Store
from ..admission import Registry
from .correcting import Correction, correct
from .deciding import Reviewer, past
from .desk import Desk
from .sheet import CORRECTED, Row, read_sheet

_TAKEN_AWAY = "-"
"""In a column of a correction: what stands there is to go."""


@dataclass(slots=True)
class Imported:
    """What became of the rows of a file: how many of each kind, and what was wrong with the others."""

    accepted: int = 0
    rejected: int = 0
    corrected: int = 0
    merged: int = 0
    unchanged: int = 0
    undecided: int = 0
    problems: list[ArazError] = field(default_factory=list[ArazError])

    def record(self) -> dict[str, object]:
        """All of it as JSON."""
        return {
            "accepted": self.accepted,
            "rejected": self.rejected,
            "corrected": self.corrected,
            "merged": self.merged,
            "unchanged": self.unchanged,
            "undecided": self.undecided,
            "problems": [str(problem) for problem in self.problems],
        }


def carry_out(
    store: Store,
    path: Path,
    reviewer: Callable[[], Reviewer],
    *,
    find: Callable[[str], Ref],
    registry: Registry | None = None,
) -> Imported:
    """Carry out the decisions of a file. Importing it twice changes nothing.

    Decisions about claims are one transaction, each merge is one of its own after them. `reviewer` is who decided where
    a row does not say.
    """
    return _Import(store, reviewer, find, registry).run(path)


class _Import:
    """One file being imported."""

    def __init__(
        self, store: Store, reviewer: Callable[[], Reviewer], find: Callable[[str], Ref], registry: Registry | None
    ) -> None:
        self._reviewer, self._find, self._store = reviewer, find, store
        self._desk = Desk(store, None, registry)
        self._found = Imported()
        self._claims: dict[Ref, Claim] = {}
        self._met: dict[Ref, str] = {}

    def run(self, path: Path) -> Imported:
        """Carry out row by row what is about claims, then what merges entities."""
        rows = list(read_sheet(path))
        ids = {ref for row in rows if isinstance(row, Row) and (ref := _claim_id(row)) is not None}
        self._claims = {claim.id: claim for claim in self._store.claims(ids)}
        merging: list[Row] = []
        for row in rows:
            if isinstance(row, InputError):
                self._found.problems.append(row)
            elif row["decision"].lower() in _WORDS["merge"]:
                merging.append(row)
            else:
                self._attempt(row, self._decide)
        self._desk.flush()
        for row in merging:
            self._attempt(row, self._merge)
            self._desk.flush()
        return self._found

    def _attempt(self, row: Row, work: Callable[[Row], None]) -> None:
        try:
            work(row)
        except ArazError as error:
            self._found.problems.append(error.at(row.place))

    def _decide(self, row: Row) -> None:
        word = _decision(row)
        if word == "skip":
            self._found.undecided += 1
            return
        ref = _claim_id(row)
        claim = None if ref is None else self._claims.get(ref)
        if claim is None:
            raise UsageError(f"there is no claim {row['id'] or 'without an id'}", remedy="export what waits anew")
        if claim.id in self._met:
            raise UsageError(
                f"{claim.id} is decided about in {self._met[claim.id]} already", remedy="keep one of the rows"
            )
        self._met[claim.id] = row.place
        self._desk.reviewer = who = self._who(row)
        became = None
        correction = Correction()
        if word == "correct":
            correction = self._correction(row)
            became = correct(claim, correction).id
        verdict = Verdict.ACCEPTED if word == "accept" else Verdict.REJECTED
        if self._is_done(row, claim, verdict, who, became):
            self._found.unchanged += 1
        elif word == "accept":
            self._desk.accept(claim.id, row["reason"])
            self._found.accepted += 1
        elif word == "reject":
            self._desk.reject(claim.id, row["reason"])
            self._found.rejected += 1
        else:
            self._desk.correct(claim.id, correction)
            self._found.corrected += 1

    def _is_done(self, row: Row, claim: Claim, verdict: Verdict, who: Reviewer, became: Ref | None) -> bool:
        """Whether that decision is known. Raises `UsageError` where another one was taken since the row was written."""

        def same(each: Review) -> bool:
            why = each.became == became if became is not None else each.reason == row["reason"]
            return (each.verdict, each.by) == (verdict, who.by) and why

        decisions = past(claim)
        if decisions and same(decisions[-1]):
            return True
        if not row["state"] or row["state"] == claim_mark(claim):
            return False
        if any(map(same, decisions)):
            return True
        last = claim.review
        said = "" if last is None else f": {last.verdict} by {last.by} {last.on}".rstrip()
        raise UsageError(f"{claim.id} has changed since the file was written{said}", remedy="export what waits anew")

    def _merge(self, row: Row) -> None:
        if not row["merge"] or not row["into"]:
            raise UsageError("it is not said what is merged into what", remedy="fill in merge and into")
        ref = _claim_id(row)
        claim = None if ref is None else self._claims.get(ref)
        named = {"subject": claim.subject, "object": claim.object} if claim is not None else {}
        gone = named.get(row["merge"]) or _as_id(row["merge"]) or self._find(row["merge"])
        kept = _as_id(row["into"]) or self._find(row["into"])
        if merges(self._store).get(gone) == kept:
            self._found.unchanged += 1
            return
        self._desk.reviewer = self._who(row)
        self._desk.merge(gone, kept)
        self._found.merged += 1

    def _who(self, row: Row) -> Reviewer:
        if row["by"] and row["on"]:
            return Reviewer(row["by"], row["on"])
        default = self._reviewer() if not row["by"] else replace(self._reviewer(), by=row["by"])
        return replace(default, on=row["on"]) if row["on"] else default

    def _correction(self, row: Row) -> Correction:
        def end(column: str) -> Ref | None:
            return self._find(row[column]) if row[column] else None

        def text(column: str) -> str | None:
            return "" if row[column] == _TAKEN_AWAY else row[column] or None

        condition, speaker = text("new_condition"), text("new_speaker")
        return Correction(
            subject=end("new_subject"),
            relation=row["new_relation"] or None,
            object=end("new_object"),
            modality=row["new_modality"] or None,
            condition=self._find(condition) if condition is not None and condition.startswith("ent:") else condition,
            attributed_to=self._find(speaker) if speaker else speaker,
            valid_from=text("new_from"),
            valid_to=text("new_to"),
        )


_WORDS = {
    "accept": ("accept", "accepted", "a"),
    "reject": ("reject", "rejected", "r"),
    "correct": ("correct", "corrected", "c"),
    "merge": ("merge", "merged", "m"),
    "skip": ("skip", "s", ""),
}


def _decision(row: Row) -> str:
    said = row["decision"].lower()
    word = next((word for word, spellings in _WORDS.items() if said in spellings), None)
    if word is None:
        raise UnknownTerm(said, list(_WORDS))
    filled = next((column for column in CORRECTED if row[column]), None)
    if filled is not None and word != "correct":
        raise UsageError(f"{filled} is filled in, but the decision is {word!r}", remedy="write correct, or empty it")
    return word


def _claim_id(row: Row) -> Ref | None:
    found = _as_id(row["id"])
    return found if found is not None and found.prefix == "claim" else None


def _as_id(text: str) -> Ref | None:
    try:
        return Ref.parse(text) if ":" in text else None
    except InputError:
        return None
