"""Reads texts with a language model behind a chat endpoint, and believes of its answers what the text bears out."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib import import_module

from ...errors import ArazError, InputError
from ...graph.ref import Ref
from ..reader.extraction import Extracted, Extraction, Mention, Span
from ..reader.gazetteer import Gazetteer, load_gazetteer
from ..reader.reader import as_claim
from ..reader.readers import needing
from ..reader.spotting import Layout, lay_out
from ..reader.values import with_values
from .accepting import Acceptance, Terms
from .account import Account, Left
from .answers import Offer, json_in, offer_of
from .budget import Budget, Spent
from .cache import Said
from .chat import Chat, Patience, Unanswered
from .parts import LONGEST, Part, halves_of, parts_of
from .placing import Placed, place
from .quotes import Searched
from .settings import Settings, budget_from, settings_from
from .wording import messages_for

TRUST = 0.9
"""What a model's own confidence is multiplied by: models are surer than they are right."""

_IN_VAIN = 3
"""Parts in a row without an answer after which the rest is not asked for."""

_HALVINGS = 2


def _log(line: str) -> None:
    logging.getLogger("araz.llm").warning("%s", line)


@dataclass(slots=True)
class _Reading:
    """What came of the parts of one text so far."""

    account: Account
    sentences: Sequence[Span]
    offers: list[tuple[Part, Offer]]
    why: str = ""
    in_vain: int = 0


class LlmReader:
    """Reads with the model of `settings`, within `budget`, which counts for all texts that it reads.

    A claim's confidence is what the model says, within 0..1, times `trust`; it is left out when that is under
    `threshold`. `notice` is handed the account of each text, line by line; by default the log "araz.llm" is.
    """

    def __init__(
        self,
        settings: Settings,
        budget: Budget | None = None,
        *,
        threshold: float = 0.5,
        trust: float = TRUST,
        longest: int = LONGEST,
        gazetteer: Gazetteer | None = None,
        patience: Patience = Patience(),  # noqa: B008 a frozen value
        notice: Callable[[str], None] = _log,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.budget = budget or Budget()
        self._chat = Chat(settings, self.budget, patience, sleep)
        self._terms = Terms(trust, threshold, f"llm:{settings.model}")
        self._longest, self._notice, self._gazetteer = longest, notice, gazetteer

    def read(self, text: str, source: Ref = Ref("src", "text")) -> Extraction:  # noqa: B008 a frozen value
        """All that the model finds in a text and the text bears out.

        Raises `InputError` when nothing of it could be read, `UsageError` when the extra is not installed.
        """
        extraction, account = self.read_with_account(text, source)
        for line in account.lines():
            self._notice(f"{source}: {line}")
        return extraction

    def read_with_account(self, text: str, source: Ref = Ref("src", "text")) -> tuple[Extraction, Account]:  # noqa: B008
        """As `read`, with what it cost and what was left out."""
        laid, account = lay_out(text), Account()
        reading = _Reading(account, laid.sentences, [])
        try:
            self._read_parts(text, parts_of(text, laid.sentences, self._longest), reading)
        finally:
            self._chat.close()
        searched = Searched(text)
        placed = place(laid, searched, reading.offers, self._gazetteer or load_gazetteer(), account)
        claims = Acceptance(laid, searched, placed, self._terms, account).accept(reading.offers)
        given = [replace(c, id=str(as_claim(c, text, source).id)) for c in with_values(text, claims)]
        return _assembled(laid, placed, given), account

    def _read_parts(self, text: str, parts: Sequence[Part], reading: _Reading) -> None:
        """Ask for part after part until all are read, or it is of no use to go on."""
        account, before, cost = reading.account, _spent(self.budget), self.budget.cost
        account.parts = len(parts)
        for part in parts:
            try:
                self._read_part(text, part, reading)
            except Spent as spent:
                account.stopped = f"{spent} after {account.read} of {account.parts} parts; raise ARAZ_LLM_BUDGET"
            except ArazError as error:
                if not reading.offers:
                    raise
                account.stopped = str(error)
            if reading.in_vain == _IN_VAIN and not account.stopped:
                account.stopped = reading.why
            if account.stopped:
                break
        spent = _spent(self.budget)
        account.requests, account.asked, account.answered = (spent[n] - before[n] for n in range(3))
        account.cost = self.budget.cost - cost
        if parts and not reading.offers:
            why = account.stopped or reading.why
            raise InputError(f"nothing of the text was read: {why}", remedy="try again, or read it with another reader")

    def _read_part(self, text: str, part: Part, reading: _Reading, halvings: int = 0) -> bool:
        """Read a part; in halves, when it or the answer on it is too long. Whether all of it was read."""
        try:
            said, offer = self._offered(text, part, reading)
        except Unanswered as unanswered:
            return self._unread(unanswered.reason, str(unanswered), reading)
        if said.finish == "length" and halvings < _HALVINGS:
            halves = halves_of(part, reading.sentences)
            if halves:
                whole = [self._read_part(text, half, reading, halvings + 1) for half in halves]
                return self._is_read(reading, halvings) if all(whole) else False
        if offer is None:
            refused = said.refusal or said.finish == "content_filter" or "{" not in said.content
            short = Left.CUT_SHORT if said.finish == "length" else Left.REFUSED if refused else Left.NO_JSON
            return self._unread(short, said.refusal or said.content, reading)
        reading.offers.append((part, offer))
        return self._is_read(reading, halvings)

    def _is_read(self, reading: _Reading, halvings: int) -> bool:
        if not halvings:
            reading.account.read += 1
        reading.in_vain = 0
        return True

    def _unread(self, reason: Left, example: str, reading: _Reading) -> bool:
        reading.account.leave(reason, example)
        reading.why = reading.why or f"{reason} ({' '.join(example.split())[:120]})"
        reading.in_vain += reason is Left.NO_ANSWER
        return False

    def _offered(self, text: str, part: Part, reading: _Reading) -> tuple[Said, Offer | None]:
        """The answer on a part, and what it offers. One that is no JSON is asked for once more, with another seed."""
        said = Said("")
        for seed in (0, 1):
            said, kept = self._chat.ask(messages_for(text[part.start : part.end]), seed)
            reading.account.cached += kept
            answer = None if said.refusal or said.finish == "length" else json_in(said.content)
            if answer is not None:
                return said, offer_of(answer, reading.account)
            if said.finish != "stop" or "{" not in said.content:
                break
        return said, None


def _spent(budget: Budget) -> tuple[int, int, int]:
    return budget.requests_made, budget.asked, budget.answered


def _assembled(laid: Layout, placed: Placed, claims: Sequence[Extracted]) -> Extraction:
    mentions = tuple(Mention(ref, spot.start, spot.end) for ref, spot in zip(placed.refs, placed.spots, strict=True))
    return Extraction(laid.text, tuple(placed.entities.values()), mentions, tuple(claims))


def llm_reader(threshold: float = 0.5) -> LlmReader:
    """The reader that the environment describes: ARAZ_LLM_URL, _MODEL, _KEY, _CACHE and _BUDGET."""
    settings, budget = settings_from(), budget_from()
    with needing("llm"):
        import_module("httpx")  # told before the first text, not at it
    return LlmReader(settings, budget, threshold=threshold)
