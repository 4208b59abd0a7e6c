"""Where the language model is asked, with which key, and what it may cost: from arguments or the environment."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, urlsplit, urlunsplit

from ...errors import UsageError
from .budget import Budget, read_budget

_NEAR = (".local", ".internal", ".lan", ".home.arpa")
# The readers that take a model of the user's choice, and where it is named.
_MODELS = {"llm": "ARAZ_LLM_MODEL", "gliner": "ARAZ_GLINER_MODEL", "spacy": "ARAZ_SPACY_MODEL"}


@dataclass(frozen=True, slots=True)
class Settings:
    """How to reach a chat endpoint of OpenAI's form. `key` is shown nowhere.

    `url` is the base, such as http://localhost:11434/v1. `cache` is the folder where answers are kept, None for none.

    >>> Settings("http://localhost:8000/v1", "some-model", key="secret")
    Settings(url='http://localhost:8000/v1', model='some-model', cache=None)
    >>> Settings("http://localhost:8000/v1/", "some-model").chat
    'http://localhost:8000/v1/chat/completions'
    """

    url: str
    model: str
    key: str = field(default="", repr=False)
    cache: Path | None = None

    def __post_init__(self) -> None:
        parts = _split(self.url)
        if parts.username is not None or parts.password is not None:
            raise UsageError("the URL of the language model holds a password", remedy="give it as ARAZ_LLM_KEY")
        # A line break in a header would make the transport quote the whole of it, key and all.
        if not self.key.isascii() or any(not sign.isprintable() or sign == " " for sign in self.key):
            raise UsageError("the key of the language model has a space, a line break or a letter outside ASCII in it")
        if self.key and parts.scheme == "http" and not _is_near(parts.hostname or ""):
            raise UsageError(
                f"a key is not sent to {self.place} without encryption", remedy="give an https address, or no key"
            )
        if not self.model.strip():
            raise UsageError("no language model is named", remedy="set ARAZ_LLM_MODEL")

    @property
    def chat(self) -> str:
        """The address that is asked."""
        parts = _split(self.url)
        path = parts.path.rstrip("/")
        path = path if path.endswith("/chat/completions") else f"{path}/chat/completions"
        return urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))

    @property
    def place(self) -> str:
        """The address as errors show it: what stands after a question mark may be secret."""
        parts = _split(self.url)
        return urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url.strip())
        known = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        known, parts = False, urlsplit("")
    if not known:
        # Not shown: somebody may have put the key there.
        raise UsageError(
            "there is no usable URL of a language model",
            remedy="set ARAZ_LLM_URL to its base, such as http://localhost:11434/v1",
        )
    return parts


def _is_near(host: str) -> bool:
    """Whether a host is this machine or one of a private network."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "." not in host or host.endswith(_NEAR)
    return address.is_loopback or address.is_private


def settings_from(model: str = "", environment: Mapping[str, str] | None = None) -> Settings:
    """The settings in ARAZ_LLM_URL, ARAZ_LLM_MODEL, ARAZ_LLM_KEY and ARAZ_LLM_CACHE ("off", or a folder).

    `model` goes before ARAZ_LLM_MODEL. `UsageError` where there is no URL or no model.

    >>> settings_from("some-model", {"ARAZ_LLM_URL": "http://localhost:8000/v1", "ARAZ_LLM_CACHE": "off"}).model
    'some-model'
    """
    given = os.environ if environment is None else environment
    return Settings(
        given.get("ARAZ_LLM_URL", ""),
        model or given.get("ARAZ_LLM_MODEL", ""),
        given.get("ARAZ_LLM_KEY", "").strip(),
        _cache(given),
    )


def model_named(reader: str, environment: Mapping[str, str] | None = None) -> str:
    """The model that the environment names for a reader, "" where it names none: with another one it reads otherwise.

    >>> model_named("llm", {"ARAZ_LLM_MODEL": "some-model"}), model_named("small", {"ARAZ_LLM_MODEL": "some-model"})
    ('some-model', '')
    """
    given = os.environ if environment is None else environment
    return given.get(_MODELS.get(reader, ""), "")


def budget_from(environment: Mapping[str, str] | None = None) -> Budget:
    """The budget in ARAZ_LLM_BUDGET, as `read_budget` takes it.

    >>> budget_from({"ARAZ_LLM_BUDGET": "requests=3"}).requests
    3
    """
    return read_budget((os.environ if environment is None else environment).get("ARAZ_LLM_BUDGET", ""))


def _cache(given: Mapping[str, str]) -> Path | None:
    named = given.get("ARAZ_LLM_CACHE", "")
    if named.lower() == "off":
        return None
    if named:
        return Path(named).expanduser()
    base = given.get("XDG_CACHE_HOME", "")
    return (Path(base) if base else Path("~/.cache").expanduser()) / "araz" / "llm"
