"""Many documents, one after the other in several processes: a bad one is a `Failed` with its reason, the rest go on."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import wait
from typing import Generic, TypeVar

from ...errors import UsageError
from .article import Article
from .workers import Failed, Worked, Worker, worked

T = TypeVar("T")

_AHEAD = 4
"""How many documents for each worker may be read before the next in order is there."""


def each_article(
    places: Iterable[str], *, workers: int = 2, done: Collection[str] = (), seconds: float = 300.0
) -> Iterator[Article | Failed]:
    """The articles at many places, in their order; see `each_worked`.

    >>> [failed.place for failed in each_article(["no-such.txt"], workers=0)]
    ['no-such.txt']
    """
    for outcome in each_worked(places, _itself, workers=workers, done=done, seconds=seconds):
        yield outcome if isinstance(outcome, Failed) else outcome.value


def each_worked(
    places: Iterable[str],
    work: Callable[[Article], T],
    *,
    workers: int = 2,
    done: Collection[str] = (),
    seconds: float = 300.0,
) -> Iterator[Worked[T] | Failed]:
    """What `work` makes of the article at each place, in the order of the places; those in `done` are left out.

    Reading and work happen in `workers` processes, started afresh (spawn), so `work` must pickle: a function of a
    module, or an object of a class of one whose `__call__` does it. Each process unpickles it once, so such an object
    may build what is dear (a model) at its first call and keep it. A document that cannot be read, that takes longer
    than `seconds`, or that brings its process down is `Failed`; that process is replaced. Places are drawn as they are
    needed and at most a few results wait: memory stays constant. With `workers=0` all happens in this process.

    >>> list(each_worked(["no-such.txt"], len, workers=0))[0].problem
    'there is no such file'
    """
    if workers < 0:
        raise UsageError(f"{workers} processes cannot work", remedy="give 0 or more")
    left = (place for place in places if place not in done)
    if workers == 0:
        return (worked(place, work) for place in left)
    return _Pool(left, work, workers, seconds).results()


@dataclass(slots=True)
class _Task:
    """A place on its way, and what came of it."""

    place: str
    outcome: object = None


class _Pool(Generic[T]):
    def __init__(self, places: Iterator[str], work: Callable[[Article], T], workers: int, seconds: float) -> None:
        self._places, self._work, self._most, self._seconds = places, work, workers, seconds
        self._queue: deque[_Task] = deque()
        self._workers: list[Worker[T]] = []
        self._tasks: dict[Worker[T], _Task] = {}

    def results(self) -> Iterator[Worked[T] | Failed]:
        try:
            while self._hand_out() or self._queue:
                while self._queue and self._queue[0].outcome is not None:
                    yield self._queue.popleft().outcome  # pyright: ignore[reportReturnType]
                if self._tasks:
                    self._gather()
        finally:
            for worker in self._workers:
                worker.stop()

    def _hand_out(self) -> bool:
        """Give each worker that has nothing to do the next place. Whether any is at work."""
        while len(self._tasks) < self._most and len(self._queue) < self._most * _AHEAD:
            place = next(self._places, None)
            if place is None:
                break
            task = _Task(place)
            self._queue.append(task)
            worker = next((each for each in self._workers if each not in self._tasks), None)
            if worker is None:
                worker = Worker(self._work)
                self._workers.append(worker)
            self._tasks[worker] = task
            worker.take(place)
        return bool(self._tasks)

    def _gather(self) -> None:
        """Wait until a worker answers, ends, or has taken too long."""
        now = time.monotonic()
        first = min(worker.since for worker in self._tasks) + self._seconds
        ready = set(wait([worker.pipe for worker in self._tasks], max(0.0, first - now)))
        for worker in list(self._tasks):
            if worker.pipe in ready:
                outcome = worker.answer()
                if outcome is None:
                    continue
            elif time.monotonic() - worker.since >= self._seconds:
                outcome = Failed(
                    worker.place, f"it took longer than {self._seconds:g} s", "load it alone, or save its text as .txt"
                )
                worker.stop()
            else:
                continue
            self._tasks.pop(worker).outcome = outcome
            if worker.ended:
                self._workers.remove(worker)


def _itself(article: Article) -> Article:
    return article
