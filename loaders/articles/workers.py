"""A process that reads documents, one at a time, and what comes of each."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Generic, TypeVar, cast

from ...errors import ArazError, InputError
from .article import Article

T = TypeVar("T")
_READY = "ready"


@dataclass(frozen=True, slots=True)
class Worked(Generic[T]):
    """What was made of the article at a place."""

    place: str
    value: T


@dataclass(frozen=True, slots=True)
class Failed:
    """A document that could not be read or worked on, and why.

    >>> print(Failed("a.pdf", "it is empty", "give a document with text in it").error())
    a.pdf: it is empty; give a document with text in it
    """

    place: str
    problem: str
    remedy: str = ""

    def error(self) -> InputError:
        """The same as an error."""
        return InputError(self.problem, place=self.place, remedy=self.remedy)


def worked(place: str, work: Callable[[Article], T]) -> Worked[T] | Failed:
    """Read the article at a place and work on it, in this process. Every error is the `Failed` of this place.

    >>> worked("no-such.txt", len)
    Failed(place='no-such.txt', problem='there is no such file', remedy='check the path')
    """
    from .reading import read_article

    try:
        return Worked(place, work(read_article(place)))
    except ArazError as error:
        return Failed(place, error.problem, error.remedy)
    # One document must not end the reading of a thousand others; what it ran into is kept as its reason.
    except Exception as error:  # noqa: BLE001
        return Failed(place, _said(error))


class Worker(Generic[T]):
    """A process and the place that it is at. `since` is when it took it, on the monotonic clock."""

    def __init__(self, work: Callable[[Article], T]) -> None:
        context = get_context("spawn")
        self.pipe, other = context.Pipe()
        self._process = context.Process(target=_serve, args=(other, work), daemon=True)
        self._process.start()
        # Only the process itself holds its end now: when it dies, this one reads an end of file.
        other.close()
        self.place, self.since, self.ended = "", time.monotonic(), False
        self._started = False

    def take(self, place: str) -> None:
        """Begin with a document."""
        self.place, self.since = place, time.monotonic()
        try:
            self.pipe.send(place)
        except OSError:
            # It died while it waited; the end of file says so when the answer is asked for.
            return

    def answer(self) -> Worked[T] | Failed | None:
        """What came of the document, None while it has only started; `Failed` when the process died over it.

        Blocks until the process says something. `ArazError` when it never started.
        """
        try:
            said = cast("Worked[T] | Failed | str", self.pipe.recv())
            if not isinstance(said, str):
                return said
            self._started, self.since = True, time.monotonic()
            return None
        except (EOFError, OSError):
            self._process.join()
            code = self._process.exitcode or 0
            self.stop()
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        if not self._started:
            raise ArazError(
                f"a process that reads documents cannot start ({how})",
                remedy='in a script, call this under if __name__ == "__main__":',
            )
        return Failed(self.place, f"the process that read it died ({how})", "load it alone, or save its text as .txt")

    def stop(self) -> None:
        """End the process at once."""
        self.ended = True
        self._process.kill()
        self._process.join()
        self.pipe.close()


def _serve(pipe: Connection, work: Callable[[Article], T]) -> None:
    """The life of a worker: read what it is told until there is nobody to tell it."""
    # Ctrl-C reaches every process of a terminal; the first one ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        pipe.send(_READY)
        while True:
            outcome = worked(pipe.recv(), work)
            try:
                pipe.send(outcome)
            except (EOFError, OSError):
                raise
            # Python says this in other words from version to version, and not always that it is about pickling.
            except Exception as error:  # noqa: BLE001
                pipe.send(Failed(outcome.place, f"what was made of it does not pickle ({_said(error)})"))
    except (EOFError, OSError):
        return


def _said(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:300]
