"""How fast the reader reads, in what memory, and how large its models are.

Articles are put together of paragraphs of the open corpus, drawn with a seed, of 700 words each. Each reading runs in
a process of its own on two cores: start-up is what the first text costs, imports and models included; seconds are the
median of the articles after it, by the clock and of processor time (both cores together); memory is what the process
holds (VmRSS, Linux) and held at most (VmHWM). Constant memory: what it holds after the last article beside what it
held after a tenth of them. 1,000 articles, 30 with --quick. spaCy alone: its pipeline and its verbs over the same first
twenty articles.
"""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.extraction.rows import Row, Setting

WORDS = 700
ARTICLES = 1000
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds of start-up and of one article, MB held after a tenth of the articles, at the end, and at most."""

    start: float
    seconds: float
    processor: float
    early: float
    late: float
    most: float


def measure(setting: Setting) -> Iterator[Row]:
    """Seconds, megabytes, and the models' size."""
    from araz.train.sets import corpus

    paragraphs = [item.text for item in corpus()]
    number = 30 if setting.quick else ARTICLES
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "articles.jsonl"
        with path.open("w", encoding="utf-8") as out:
            for seed in range(number):
                out.write(json.dumps(article(paragraphs, seed)) + "\n")
        mine = run(["reader", str(path), str(setting.models), str(number)])
        alone = None if setting.alone is None else run(["spacy", str(path), setting.alone.package, "20"])
    yield Row("start-up and first article, seconds", mine.start, alone and alone.start)
    yield Row(f"an article of {WORDS} words, seconds", mine.seconds, alone and alone.seconds, 1.0, at_most=True)
    yield Row("the same, seconds of processor time", mine.processor, alone and alone.processor)
    yield Row("memory at most, MB", mine.most, alone and alone.most, 400, at_most=True)
    grown = mine.late - mine.early
    yield Row(f"memory grown over the last {number - number // 10} articles, MB", grown, None, 20, at_most=True)
    files = sorted(path for path in setting.models.iterdir() if path.is_file())
    plain = sum(path.stat().st_size for path in files) / 1e6
    packed = sum(len(zlib.compress(path.read_bytes(), 6)) for path in files) / 1e6
    yield Row("models, MB", plain, None, 45, note=f"{packed:.1f} MB packed in the wheel", at_most=True)


def article(paragraphs: Sequence[str], seed: int) -> str:
    """An article of about 700 words: paragraphs drawn with a seed."""
    draw = random.Random(seed)  # noqa: S311 not a secret
    chosen: list[str] = []
    while sum(len(each.split()) for each in chosen) < WORDS:
        chosen.append(draw.choice(paragraphs))
    return "\n\n".join(chosen)


def run(given: list[str]) -> Run:
    """A reading in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.extraction.speed", *given]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed: {done.stderr.strip()[-500:]}")
    return Run(**json.loads(done.stdout))


def main(way: str, path: str, what: str, number: str) -> None:
    """Read the articles of a file one by one, and print what it took."""
    begun = time.perf_counter()
    read = _reader(what) if way == "reader" else _spacy(what)
    took, worked = list[float](), list[float]()
    early = held("VmRSS")
    count = int(number)
    with Path(path).open(encoding="utf-8") as lines:
        for at, line in zip(range(count), lines, strict=False):
            text = json.loads(line)
            before, work = time.perf_counter() if at else begun, time.process_time()
            read(text)
            took.append(time.perf_counter() - before)
            worked.append(time.process_time() - work)
            if at == count // 10:
                early = held("VmRSS")
    seconds, processor = statistics.median(took[1:]), statistics.median(worked[1:])
    print(json.dumps(asdict(Run(took[0], seconds, processor, early, held("VmRSS"), held("VmHWM")))))


def _reader(folder: str) -> Callable[[str], object]:
    from araz.loaders.reader.reader import load_reader

    return load_reader(Path(folder)).read


def _spacy(package: str) -> Callable[[str], object]:
    from benchmarks.extraction.spacy_alone import load_alone

    alone = load_alone(package)
    assert alone is not None
    return alone.read


def held(field: str) -> float:
    """A field of the process's status in MB; nought where there is no /proc."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    line = next(line for line in status.read_text(encoding="utf-8").splitlines() if line.startswith(field))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
