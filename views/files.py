"""Writing to a file so that a failure leaves what was there."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from ..errors import InputError


def write_file(pieces: Iterable[str], path: Path | None) -> None:
    """Write pieces of text as UTF-8 to `path`, whole or not at all; to standard output when it is None."""
    if path is None:
        for piece in pieces:
            sys.stdout.write(piece)
        return
    # Not a temporary file of the library's: those are for their owner's eyes alone, and a page is made to be shared.
    unfinished: Path | None = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with unfinished.open("x", encoding="utf-8", newline="") as out:
            out.writelines(pieces)
        unfinished.replace(path)
        unfinished = None
    except OSError as error:
        raise InputError(f"cannot write: {error.strerror}", place=str(path), remedy="choose another place") from error
    finally:
        if unfinished is not None:
            unfinished.unlink(missing_ok=True)
