"""The dialogue of `araz review`: a claim, a key, the next claim; plain lines, so that it works over a pipe as well."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ..errors import ArazError, UsageError
from ..graph.ref import Ref
from .review_correction import ask_correction
from .review_screen import flat, show_case

if TYPE_CHECKING:
    from rich.console import Console

    from ..loaders.reviewing.case import Case
    from ..loaders.reviewing.desk import Decided
    from ..loaders.reviewing.session import Session

Ask = Callable[[str], str | None]
"""Shows a prompt and gives the line that was typed; None at the end of the input."""

KEYS = {
    "a": "accept: the claim is right",
    "r": "reject: it is wrong (r REASON, or Enter for no reason)",
    "c": "correct: relation, direction, ends, modality, dates; the old claim is rejected",
    "s": "skip: decide some other day",
    "m": "merge: one of the ends is the same as another entity",
    "u": "undo the last decision of this session; again for the one before",
    "q": "quit; everything decided so far is kept",
    "?": "this help",
}
_PROMPT = "[a]ccept [r]eject [c]orrect [s]kip [m]erge [u]ndo [q]uit [?] > "


class Dialogue:
    """One sitting: what waits, where the reviewer is in it, and what was decided."""

    def __init__(self, session: Session, out: Console, ask: Ask) -> None:
        self._session, self._out, self._ask = session, out, ask
        self._ids: list[Ref] = []
        self._at = 0
        self._past: list[tuple[int, list[Ref]]] = []
        self._count: Counter[str] = Counter()
        self._last = ""

    def run(self) -> None:
        """Go on until nothing waits, the reviewer quits, or the input ends."""
        self._ids = self._session.waiting()
        if not self._ids:
            self._say("Nothing waits for review.")
            return
        while (case := self._next()) is not None:
            show_case(self._out, case, f"{self._at + 1} of {len(self._ids)}", self._last)
            if not self._one(case):
                break
        else:
            self._say("Nothing more waits.")
        self._say(self._summary())

    def _next(self) -> Case | None:
        """The next claim that still waits."""
        while self._at < len(self._ids):
            case = self._session.case(self._ids[self._at])
            if case is not None and not case.claim.decided:
                return case
            self._at += 1
        return None

    def _one(self, case: Case) -> bool:
        """Ask until something is decided about a claim; False where the reviewer has had enough."""
        while True:
            line = self._ask(_PROMPT)
            if line is None:
                return False
            key, _, rest = line.strip().partition(" ")
            try:
                done = self._carry_out(key.lower(), rest.strip(), case)
            except ArazError as error:
                self._say(f"{error}")
                continue
            if done is not None:
                return done

    def _carry_out(self, key: str, rest: str, case: Case) -> bool | None:
        """Do what a key says. True goes on to the next claim, False ends, None asks again."""
        if key in ("q", "quit"):
            return False
        if key in ("s", "skip"):
            self._at += 1
            return True
        if key in ("u", "undo"):
            return self._undo()
        if key in ("a", "accept"):
            self._session.accept(case, rest)
            return self._decided("accepted", case)
        if key in ("r", "reject"):
            reason = rest or self._ask("Reason (Enter for none): ") or ""
            self._session.reject(case, reason.strip())
            return self._decided("rejected", case)
        if key in ("c", "correct"):
            return self._correct(rest, case)
        if key in ("m", "merge"):
            return self._merge(rest, case)
        if key not in ("?", "h", "help"):
            self._say(f"{flat(key)!r} is none of the keys." if key else "Type a key, then Enter.")
        for name, does in KEYS.items():
            self._say(f"  {name}  {does}")
        return None

    def _decided(self, word: str, case: Case, ids: Sequence[Ref] | None = None) -> bool:
        self._past.append((self._at, list(self._ids)))
        self._count[word] += 1
        self._last = f"{word}: {case.words}"
        if ids is None:
            self._at += 1
        else:
            self._ids = list(ids)
        return True

    def _correct(self, rest: str, case: Case) -> bool | None:
        correction = ask_correction(case, rest, self._session.find, self._ask, self._say)
        if correction is None:
            self._say("Nothing was corrected.")
            return None
        new = self._session.correct(case, correction)
        self._say(f"Corrected to {new.id}.")
        return self._decided("corrected", case)

    def _merge(self, rest: str, case: Case) -> bool | None:
        ends = (case.claim.subject, case.claim.object)
        which, _, other = rest.partition(" ")
        if not which:
            for number, ref in enumerate(ends, 1):
                self._say(f"  {number}  {flat(case.name(ref))} ({ref})")
            which = (self._ask("Which of them is the same as another (1 or 2)? ") or "").strip()
        if which not in ("1", "2"):
            raise UsageError("nothing was merged", remedy="say 1 or 2, then the name or id of the other")
        gone = ends[int(which) - 1]
        kept = other.strip() or (self._ask("The same as which (a name or an id)? ") or "").strip()
        done = self._session.merge(gone, kept)
        self._say(f"{flat(done.words[:1].upper() + done.words[1:])}: {len(done.claims)} claims changed.")
        return self._decided("merged", case, _moved(self._ids, done))

    def _undo(self) -> bool | None:
        done = self._session.undo()
        if done is None:
            self._say("Nothing was decided in this session that could be taken back.")
            return None
        self._at, self._ids = self._past.pop()
        self._count["taken back"] += 1
        self._last = flat(done.words[:1].upper() + done.words[1:]) + "."
        self._say(self._last)
        return True

    def _summary(self) -> str:
        said = ", ".join(f"{count} {word}" for word, count in sorted(self._count.items()))
        left = max(0, len(self._ids) - self._at)
        return f"{said or 'nothing decided'}; {left} left"

    def _say(self, text: str) -> None:
        from rich.text import Text

        self._out.print(Text(text))


def _moved(ids: Sequence[Ref], done: Decided) -> list[Ref]:
    """The ids with each claim that a merge moved replaced by what it became, where that still waits."""
    waits = {claim.id for claim in done.claims if not claim.decided}
    became = {claim.id: claim.review.became for claim in done.claims if claim.review is not None}
    moved = [new if (new := became.get(ref)) is not None and new in waits else ref for ref in ids]
    return list(dict.fromkeys(moved))
