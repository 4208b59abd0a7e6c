"""How well the reader reads, beside spaCy alone, in one command.

    python -m benchmarks.extraction [PART...] [--quick] [--sets FOLDER] [--models FOLDER] [--spacy NAME] [--json FILE]

The annotated sets are read from a folder, by default ../shared/bench beside the repository; a set that is not there is
named, and its part left out. Each part says in its own docstring how it measures.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from araz.loaders.reader.models import MODELS

from benchmarks.extraction import agreement, closed, crossner, crossre, events, gum, reliability, seed, speed
from benchmarks.extraction.rows import SETS, Row, Setting, shown
from benchmarks.extraction.spacy_alone import NAMES, load_alone

PICTURE = Path(__file__).resolve().parents[2] / "docs" / "pictures" / "reliability.svg"
KNOWN = "figures known from before, not measured now: CrossNER politics test, strict F1: spaCy md as it comes 0.525"


@dataclass(frozen=True, slots=True)
class Part:
    """A part: its title, what measures it, and the folders of sets that it needs."""

    title: str
    measure: Callable[[Setting], Iterator[Row]]
    needs: tuple[str, ...] = ()


PARTS = {
    "crossner": Part("CrossNER politics, the held-out third", crossner.measure, ("crossner-politics",)),
    "events": Part("PLOVER and PETRARCH", events.measure, ("plover", "petrarch2")),
    "crossre": Part("CrossRE news dev, gold pairs", crossre.measure, ("crossre",)),
    "gum": Part("GUM news, coreference of names and pronouns", gum.measure, ("gum-news",)),
    "closed": Part("the closed part of the corpus, and the closed articles", closed.measure),
    "agreement": Part("two annotators of the same texts, and the reader", agreement.measure),
    "seed": Part("the first article", seed.measure, ("../article",)),
    "reliability": Part("confidences on the closed part and articles", reliability.measure),
    "speed": Part("speed and size", speed.measure),
}


def main() -> int:
    """Measure the parts asked for, and print a table for each."""
    given = _asked()
    alone = None if given.spacy == "none" else load_alone(given.spacy)
    if alone is None:
        print(f"spaCy alone: not to be had (tried {', '.join(NAMES)}); {KNOWN}")
    else:
        print(f"spaCy alone: {alone.name}")
    setting = Setting(given.sets, given.models, alone, given.quick, None if given.quick else PICTURE)
    told: dict[str, list[dict[str, object]]] = {}
    for name in given.parts or PARTS:
        part = PARTS[name]
        print(f"\n== {name}: {part.title}", flush=True)
        absent = [each for each in part.needs if not (setting.sets / each).is_dir()]
        if absent:
            print(f"left out: {', '.join(absent)} not in {setting.sets}")
            continue
        begun = time.perf_counter()
        rows = list(part.measure(setting))
        print(f"{shown(rows)}\n({time.perf_counter() - begun:.0f} s)", flush=True)
        told[name] = [{**asdict(row), "met": row.met} for row in rows]
    if given.json is not None:
        given.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.extraction",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; all of them by default")
    parser.add_argument("--sets", type=Path, default=SETS, help="the folder of annotated sets")
    parser.add_argument("--models", type=Path, default=MODELS, help="the folder of the reader's models")
    parser.add_argument("--quick", action="store_true", help="a small sample of each set, 30 articles for speed")
    parser.add_argument("--spacy", default="", metavar="NAME", help="this model's package; none: leave spaCy out")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows here as well")
    given = parser.parse_args()
    unknown = sorted({*given.parts} - {*PARTS})
    if unknown:
        parser.error(f"no part {', '.join(unknown)}; there are {', '.join(PARTS)}")
    if not given.models.is_dir():
        parser.error(f"no models in {given.models}")
    return given


if __name__ == "__main__":
    sys.exit(main())
