"""A claim on the terminal as a reviewer sees it: what is said, how sure it is, and the passage in its surroundings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..graph.claim import Review
from ..graph.ref import Ref
from .citing import dated
from .text import visible

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from ..loaders.reviewing.case import Around, Case

_BLANKS = re.compile(r"\s+")


def flat(text: str) -> str:
    r"""A text from outside on one line, with nothing in it that a terminal would act upon.

    >>> flat("a\n\tb\u202e\x1b[31m")
    'a b<U+202E><U+001B>[31m'
    """
    return visible(_BLANKS.sub(" ", text))


def show_case(out: Console, case: Case, place: str, before: str = "") -> None:
    """Print a claim that waits: on a screen of its own, where there is one.

    `place` says which of how many it is, `before` what was decided before.
    """
    from rich.padding import Padding
    from rich.rule import Rule
    from rich.text import Text

    if out.is_terminal and not out.is_dumb_terminal:
        out.clear()
        out.print(Text(flat(before), style="dim"))
    out.print(Rule(Text(place), align="left", style="dim", characters="-"))
    out.print(Text(flat(case.words), style="bold"))
    for line in (*_about(case), _sure(case)):
        out.print(Padding(Text(flat(line)), (0, 0, 0, 2), expand=False))
    if case.claim.review is not None:
        for each in case.claim.review.decisions:
            out.print(Padding(Text(flat(in_words(each)), style="dim"), (0, 0, 0, 2), expand=False))
    for around in case.around():
        out.print()
        out.print(Padding(_quoted(around), (0, 0, 0, 2), expand=False))
        out.print(Padding(Text(flat(_cited(case, around)), style="dim"), (0, 0, 0, 2), expand=False))
    out.print()


def in_words(decision: Review) -> str:
    """A decision in words.

    >>> from araz.graph.claim import Verdict
    >>> in_words(Review(Verdict.REJECTED, "Ana", "2025-01-31", "a joke"))
    'rejected by Ana on 2025-01-31: a joke'
    """
    day = f" on {decision.on}" if decision.on else ""
    return f"{decision.verdict} by {decision.by}{day}{f': {decision.reason}' if decision.reason else ''}"


def _about(case: Case) -> Iterator[str]:
    claim = case.claim
    words = [claim.modality.value]
    if claim.condition is not None:
        words.append(f"if {case.name(claim.condition) if isinstance(claim.condition, Ref) else claim.condition}")
    if claim.attributed_to is not None:
        words.append(f"according to {case.name(claim.attributed_to)}")
    if claim.valid:
        words.append(dated(claim))
    words += [f"{q.value:,.10g} {q.unit} {q.of}".strip() for q in claim.quantities]
    yield ", ".join(words)
    ends = [f"{role} {ref} ({case.kinds.get(ref, 'not described')})" for role, ref in _ends(case)]
    yield ", ".join(ends)


def _ends(case: Case) -> tuple[tuple[str, Ref], tuple[str, Ref]]:
    return ("from", case.claim.subject), ("to", case.claim.object)


def _sure(case: Case) -> str:
    claim = case.claim
    return f"confidence {claim.confidence:.3g}, method {claim.method}, {claim.id}"


def _quoted(around: Around) -> Text:
    from rich.text import Text

    # The marks show the passage where a terminal, or a pipe, has no bold type.
    quote = flat(around.quote) or "(no words)"
    return Text.assemble(flat(around.before), ("»" + quote + "«", "bold reverse"), flat(around.after))


def _cited(case: Case, around: Around) -> str:
    said = around.passage
    source = case.sources.get(said.source)
    place = f"characters {said.start} to {said.end}" if said.start >= 0 else f"record {said.record}"
    if source is None:
        return f"{said.source}, {place}"
    parts = (source.title, source.publisher, source.published, place, source.url)
    return ", ".join(part for part in parts if part)
