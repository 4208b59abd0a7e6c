"""Answers of a language model on disk, so that a text read again costs nothing: one file each, named by a hash."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import cast

from ...errors import InputError


@dataclass(frozen=True, slots=True)
class Said:
    """An answer as it came: its words, why it ended ("stop", "length"), its refusal, and the tokens it took."""

    content: str
    finish: str = "stop"
    refusal: str = ""
    asked: int = 0
    answered: int = 0


class Cache:
    """A folder of answers, or none. What cannot be read there counts as not there.

    >>> with tempfile.TemporaryDirectory() as folder:
    ...     cache = Cache(Path(folder) / "llm")
    ...     cache.keep("0" * 64, Said("[]"))
    ...     cache.get("0" * 64).content, cache.get("1" * 64)
    ('[]', None)
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def get(self, key: str) -> Said | None:
        """The answer kept under a key."""
        if self._folder is None:
            return None
        try:
            kept = cast("dict[str, object]", json.loads(self._path(key).read_text(encoding="utf-8")))
            said = Said(**kept)  # pyright: ignore[reportArgumentType]  # checked below
        except (OSError, ValueError, TypeError, RecursionError):
            return None
        texts, numbers = (said.content, said.finish, said.refusal), (said.asked, said.answered)
        return said if all(type(t) is str for t in texts) and all(type(n) is int for n in numbers) else None

    def keep(self, key: str, said: Said) -> None:
        """Keep an answer: whole or not at all, readable for its owner only."""
        if self._folder is None:
            return
        path = self._path(key)
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    json.dump(asdict(said), file)
                Path(name).replace(path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
        except OSError as error:
            raise InputError(
                f"answers cannot be kept there ({error.strerror})",
                place=str(self._folder),
                remedy="name another folder in ARAZ_LLM_CACHE, or set it to off",
            ) from None

    def _path(self, key: str) -> Path:
        folder = self._folder or Path()
        return folder / key[:2] / f"{key}.json"


def key_of(*parts: object) -> str:
    """The hash under which an answer is kept: of the model, the prompt and the part of the text.

    >>> key_of("model", [{"role": "user"}])[:8] == key_of("model", [{"role": "user"}])[:8]
    True
    """
    return sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
