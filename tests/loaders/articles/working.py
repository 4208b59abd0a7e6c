"""Work that worker processes can be given: functions of a module, by their names."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

from araz.loaders.articles.article import Article


def count(article: Article) -> int:
    return len(article.text.split())


def misbehave(article: Article) -> object:
    """What the text says: a crash, an endless run, an error, a value that does not pickle."""
    match article.text.strip():
        case "crash":
            os.kill(os.getpid(), signal.SIGKILL)
        case "leave":
            sys.exit(7)
        case "sleep":
            time.sleep(60)
        case "error":
            raise ValueError("no such\nplant")
        case "function":
            return lambda: None
        case _:
            pass
    return article.text


class Counting:
    """Counts the articles that this very object has seen: it is made once for each process."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def __call__(self, article: Article) -> tuple[int, int]:
        self.seen.append(article.place)
        return os.getpid(), len(self.seen)


def note(article: Article) -> str:
    """Leaves a line beside the file, so that a test sees how often it was worked on."""
    place = Path(article.place)
    with (place.parent / "worked.log").open("a", encoding="utf-8") as log:
        log.write(f"{place.name}\n")
    time.sleep(0.02)
    return place.name
