"""How long the command line takes, whole process: `python benchmarks/startup.py`.

Each command runs eleven times in turn with a bare `python -c pass` of the same interpreter; printed are the medians in
seconds and the ratio to the bare interpreter, which is the bound no Python program can beat.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 11
COMMANDS = {
    "araz --help": (["--help"], 0.3),
    "araz ask corridors Iran": (["ask", "corridors", "Iran", "--db", "example"], 1.5),
    "araz whatif Iran": (["whatif", "Iran", "--db", "example"], 2.0),
    "araz show Iran": (["show", "Iran", "--db", "example"], None),
}


def seconds(command: list[str], place: Path) -> float:
    """Wall seconds of one run."""
    start = time.perf_counter()
    subprocess.run(command, cwd=place, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def main() -> None:
    """Print one line for each command."""
    araz = str(Path(sys.executable).with_name("araz"))
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        print(f"{'command':28} {'median s':>9} {'bare s':>8} {'ratio':>7} {'target s':>9}")
        for label, (args, target) in COMMANDS.items():
            seconds([araz, *args], place)
            runs = [
                (seconds([araz, *args], place), seconds([sys.executable, "-c", "pass"], place)) for _ in range(RUNS)
            ]
            ours, bare = (statistics.median(side) for side in zip(*runs, strict=True))
            print(
                f"{label:28} {ours:9.3f} {bare:8.3f} {ours / bare:6.1f}x {'' if target is None else f'{target:9.1f}'}"
            )


if __name__ == "__main__":
    main()
