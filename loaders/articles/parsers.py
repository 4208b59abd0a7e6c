"""Libraries that parse what others wrote: whatever they raise on a broken file is one error with its remedy."""

from __future__ import annotations

import logging
from collections.abc import Generator
from contextlib import contextmanager

from ...errors import ArazError, InputError


@contextmanager
def quiet(*names: str) -> Generator[None]:
    """Keep what libraries log about a document off the terminal: what matters of it comes as an error."""
    loggers = [logging.getLogger(name) for name in names]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


@contextmanager
def parsing(what: str, place: str, remedy: str) -> Generator[None]:
    """Turn any error of a parser inside the block into an `InputError` that names the file.

    >>> with parsing("PDF", "a.pdf", "save it again"):
    ...     raise KeyError("/Root")
    Traceback (most recent call last):
    ...
    araz.errors.InputError: a.pdf: this PDF cannot be read (KeyError: '/Root'); save it again
    """
    try:
        yield
    except ArazError:
        raise
    # On broken files the parsers raise whatever their code runs into: KeyError, AttributeError, RecursionError.
    except Exception as error:  # noqa: BLE001
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:160]
        raise InputError(f"this {what} cannot be read ({reason})", place=place, remedy=remedy) from None
