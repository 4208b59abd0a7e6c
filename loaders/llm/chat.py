"""A chat endpoint of OpenAI's form over HTTP: asks, waits, asks again, and says plainly when no answer is to be had."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, cast

from ...errors import InputError
from ..reader.readers import needing
from .account import Left
from .answers import json_in
from .budget import Budget
from .cache import Cache, Said, key_of
from .replies import Reply, is_final, pause_of, problem_of, refused_of, said_of, too_long
from .settings import Settings
from .wording import Message, answer_schema

if TYPE_CHECKING:
    import httpx

_FORMS = ("json_schema", "json_object", "")
"""How JSON is asked for; a server that does not know one is asked in the next."""

_AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 520, 522, 524, 529})


class Unanswered(Exception):  # a signal between the parts of a reader: the part is counted as unread
    """No answer came, though it was asked for several times, or one that is too large; the text says why."""

    def __init__(self, why: str, reason: Left = Left.NO_ANSWER) -> None:
        super().__init__(why)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Patience:
    """How long is waited: tries of a request, seconds of silence, of a whole answer, of a pause; bytes of an answer."""

    tries: int = 5
    silence: float = 60.0
    in_all: float = 300.0
    pause: float = 1.0
    longest_pause: float = 60.0
    most: int = 4_000_000


class _Failed(Exception):
    """A try that came to nothing; another one may not."""


class Chat:
    """Asks one model, within a budget. Answers are taken from the cache where it has them. `sleep` waits seconds."""

    def __init__(
        self, settings: Settings, budget: Budget, patience: Patience, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._settings, self._budget, self._patience, self._sleep = settings, budget, patience, sleep
        self._cache = Cache(settings.cache)
        self._form = 0
        self._spared: set[str] = set()

    def ask(self, messages: Sequence[Message], seed: int = 0, longest: int = 8192) -> tuple[Said, bool]:
        """The answer, of at most `longest` tokens, and whether it comes from the cache.

        Raises `Unanswered`; `Spent` before a request that the budget does not allow; `InputError` where asking again
        is of no use: a wrong address, a wrong key, a server that speaks another language.
        """
        key = key_of(self._settings.place, self._settings.model, list(messages), answer_schema(), seed, longest)
        kept = self._cache.get(key)
        if kept is not None:
            return kept, True
        said = self._asked(messages, seed, longest)
        if said.finish == "stop" and not said.refusal and json_in(said.content) is not None:
            self._cache.keep(key, said)
        return said, False

    def close(self) -> None:
        """Let go of the connections; the next question opens them anew."""
        client = self.__dict__.pop("_client", None)
        if client is not None:
            client.close()

    @cached_property
    def _client(self) -> httpx.Client:
        with needing("llm"):
            import httpx
        headers = {"Authorization": f"Bearer {self._settings.key}"} if self._settings.key else {}
        timeout = httpx.Timeout(self._patience.silence, connect=min(10.0, self._patience.silence))
        return httpx.Client(headers=headers, timeout=timeout, follow_redirects=False)

    def _asked(self, messages: Sequence[Message], seed: int, longest: int) -> Said:
        expected = sum(len(message["content"]) for message in messages) // 4
        failures, why = 0, ""
        while failures < self._patience.tries:
            self._budget.check(expected)
            pause = 0.0
            try:
                reply = self._post(self._body(messages, seed, longest))
            except _Failed as failed:
                self._budget.spend(0, 0)
                why = str(failed)
            else:
                said = self._judged(reply, expected)
                if isinstance(said, Said):
                    return said
                if not said:
                    continue  # the same in another form is no failure
                why, pause = said, pause_of(reply)
            failures += 1
            if failures < self._patience.tries:
                self._wait(pause, failures, why)
        raise Unanswered(f"{why}, after {failures} tries")

    def _wait(self, asked_for: float, failures: int, why: str) -> None:
        if asked_for > self._patience.longest_pause:
            raise Unanswered(f"{why}, and wants {asked_for:.0f} s to pass")
        longest = self._patience.longest_pause
        self._sleep(max(asked_for, min(longest, self._patience.pause * 2 ** (failures - 1))))

    def _judged(self, reply: Reply, expected: int) -> Said | str:
        """The answer in a reply; else why to try again; else "" when the next try asks in another way."""
        if reply.status == 200:
            said = said_of(reply)
            self._budget.spend(*((said.asked or expected, said.answered) if said else (expected, 0)))
            if said is not None:
                return said
            if not reply.is_json:
                raise self._error(f"the server answers {reply.kind or 'something'}, not JSON", "check ARAZ_LLM_URL")
            return "the server's answer is broken"
        self._budget.spend(0, 0)
        problem = f"the server answers {reply.status}"
        if reply.status in _AGAIN and not is_final(reply):
            return problem
        if reply.status in (400, 413, 415, 422):
            if self._asks_otherwise(reply):
                return ""
            if reply.status == 413 or too_long(reply):
                return Said("", "length")
        raise self._error(f"{problem}{self._shown(reply)}", _remedy(reply))

    def _asks_otherwise(self, reply: Reply) -> bool:
        """Whether there is another way to ask a server that refuses what it was asked."""
        refused = refused_of(reply)
        if refused and refused not in self._spared:
            self._spared.add(refused)
            return True
        if self._form + 1 < len(_FORMS) and not too_long(reply):
            self._form += 1
            return True
        return False

    def _body(self, messages: Sequence[Message], seed: int, longest: int) -> bytes:
        body: dict[str, object] = {"model": self._settings.model, "messages": list(messages)}
        wishes: dict[str, object] = {"temperature": 0, "seed": seed, "max_tokens": longest}
        if "max_tokens" in self._spared:
            wishes["max_completion_tokens"] = longest
        body |= {name: value for name, value in wishes.items() if name not in self._spared}
        form = _FORMS[self._form]
        if form == "json_schema":
            named = {"name": "reading", "strict": True, "schema": answer_schema()}
            body["response_format"] = {"type": form, form: named}
        elif form:
            body["response_format"] = {"type": form}
        return json.dumps(body).encode()

    def _post(self, body: bytes) -> Reply:
        """One request. A connection that cannot be made is an `InputError`, one that breaks a `_Failed`."""
        client = self._client
        import httpx

        data, started = bytearray(), time.monotonic()
        headers = {"Content-Type": "application/json"}
        try:
            with client.stream("POST", self._settings.chat, content=body, headers=headers) as answer:
                for piece in answer.iter_bytes():
                    data += piece
                    if len(data) > self._patience.most:
                        self._budget.spend(0, len(data) // 4)
                        raise Unanswered(f"larger than {self._patience.most:,} bytes", Left.TOO_LARGE)
                    if time.monotonic() - started > self._patience.in_all:
                        raise _Failed(f"the answer was not there after {self._patience.in_all:g} s")
                return Reply(answer.status_code, cast("Mapping[str, str]", answer.headers), bytes(data))
        except (httpx.ConnectError, httpx.UnsupportedProtocol, httpx.InvalidURL):
            # What the transport says of it may quote the address whole.
            raise self._error(
                "the language model cannot be reached", "check ARAZ_LLM_URL, its certificate, and that it runs"
            ) from None
        except httpx.TimeoutException:
            raise _Failed(f"the server was silent for {self._patience.silence:g} s") from None
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise _Failed(f"the connection broke ({type(error).__name__})") from None

    def _shown(self, reply: Reply) -> str:
        """What the server says of an error, short, without the key."""
        problem = problem_of(reply)
        if self._settings.key:
            problem = problem.replace(self._settings.key, "…")
        # Some servers quote a part of the key: what follows such words is left out.
        return f" ({problem[:160]})" if problem and reply.status not in (401, 403) else ""

    def _error(self, problem: str, remedy: str) -> InputError:
        return InputError(problem, place=self._settings.place, remedy=remedy)


def _remedy(reply: Reply) -> str:
    if reply.status in (401, 403):
        return "check ARAZ_LLM_KEY"
    if reply.status in (402, 429):
        return "see to the account that the key belongs to"
    if 300 <= reply.status < 400:
        return "it leads elsewhere: give the address that it leads to as ARAZ_LLM_URL"
    return "check ARAZ_LLM_URL and ARAZ_LLM_MODEL"
