"""What a chat endpoint sends back, read without trust: answers, refusals, errors, and how long it wants to be left."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import cast

from .cache import Said

_ENDED = {"length": "length", "max_tokens": "length", "content_filter": "content_filter"}
_WISHES = ("temperature", "seed", "max_tokens")


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply of a server. `headers` are looked up without case where they come from the transport."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    data: bytes = field(default=b"", repr=False)

    @property
    def kind(self) -> str:
        """What it says it is, such as "text/html"."""
        return "".join(
            c for c in self.headers.get("content-type", "").partition(";")[0].strip()[:60] if c.isprintable()
        )

    @property
    def is_json(self) -> bool:
        """Whether it says that it is JSON."""
        return "json" in self.kind

    def record(self) -> Mapping[str, object] | None:
        """The JSON object that it holds."""
        try:
            found = json.loads(self.data)
        except (ValueError, RecursionError):
            return None
        return cast("dict[str, object]", found) if isinstance(found, dict) else None


def said_of(reply: Reply) -> Said | None:
    """The answer of the model; None when there is none in it.

    >>> data = b'{"choices": [{"message": {"content": "{}"}, "finish_reason": "stop"}], "usage": {"prompt_tokens": 9}}'
    >>> said_of(Reply(200, {}, data))
    Said(content='{}', finish='stop', refusal='', asked=9, answered=0)
    """
    record = reply.record()
    choices = record.get("choices") if record is not None else None
    if record is None or not isinstance(choices, list) or not choices:
        return None
    choice = _object(cast("list[object]", choices)[0])
    message, usage = _object(choice.get("message")), _object(record.get("usage"))
    finish, refusal = choice.get("finish_reason"), message.get("refusal")
    content = _content(message.get("content"))
    answered = _count(usage.get("completion_tokens")) or len(content) // 4
    return Said(
        content,
        _ENDED.get(str(finish), "stop"),
        refusal if isinstance(refusal, str) else "",
        _count(usage.get("prompt_tokens")),
        answered,
    )


def _object(value: object) -> Mapping[str, object]:
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}


def _content(value: object) -> str:
    """The words of a message: a text, or the texts of a list of parts."""
    if isinstance(value, str):
        return value
    parts = [_object(each).get("text") for each in cast("list[object]", value)] if isinstance(value, list) else []
    return "".join(part for part in parts if isinstance(part, str))


def _count(value: object) -> int:
    return value if type(value) is int and 0 <= value < 10**9 else 0


def problem_of(reply: Reply) -> str:
    """What a server says of an error, on one line of printable characters."""
    record = reply.record()
    said: object = None
    if record is not None:
        error = record.get("error")
        said = _object(error).get("message") or (error if isinstance(error, str) else record.get("message"))
    words = said if isinstance(said, str) else ""
    return "".join(c if c.isprintable() else " " for c in " ".join(words.split()))


def _whole(reply: Reply) -> str:
    return reply.data[:4000].decode("utf-8", "replace").lower()


def refused_of(reply: Reply) -> str:
    """Which of the wishes that a server may not know it refuses; "" for none.

    >>> refused_of(Reply(400, {}, b'{"error": {"message": "Unsupported value: temperature"}}'))
    'temperature'
    """
    said = _whole(reply)
    return "" if too_long(reply) else next((wish for wish in _WISHES if wish in said), "")


def too_long(reply: Reply) -> bool:
    """Whether a server says that what it was sent is longer than the model can read."""
    said = _whole(reply)
    return any(words in said for words in ("context length", "context_length", "context window", "too long"))


def is_final(reply: Reply) -> bool:
    """Whether a refusal that looks passing is none: an account without money."""
    return "insufficient_quota" in _whole(reply)


def pause_of(reply: Reply) -> float:
    """The seconds that a server wants to be left alone, by its Retry-After: a number or a date; 0 for none.

    >>> pause_of(Reply(429, {"retry-after": "7"}))
    7.0
    """
    said = reply.headers.get("retry-after", "").strip()
    try:
        seconds = float(said)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(said).timestamp() - time.time()
        except (ValueError, OverflowError):
            return 0.0
    return seconds if 0 < seconds < 1e9 else 0.0
