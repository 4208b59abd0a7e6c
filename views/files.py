"""Writing to a file so that a failure leaves what was there."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from ..errors import InputError


def write_file(pieces: Iterable[str], path: Path | None) -> None:
    """Write pieces of text as UTF-8 to `path`, whole or not at all; to standard output when it is None."""
    if path is None:
        for piece in pieces:
            sys.stdout.write(piece)
        return
    unfinished: str | None = None
    try:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="", dir=path.parent, delete=False) as out:
            unfinished = out.name
            for piece in pieces:
                out.write(piece)
        os.replace(unfinished, path)  # noqa: PTH105 (one call, atomic; Path.replace is the same)
        unfinished = None
    except OSError as error:
        raise InputError(f"cannot write: {error.strerror}", place=str(path), remedy="choose another place") from error
    finally:
        if unfinished is not None:
            Path(unfinished).unlink(missing_ok=True)
