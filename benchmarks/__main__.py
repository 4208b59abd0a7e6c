"""Every benchmark in turn: `python -m benchmarks [--full] [NAME...]`, which is what `make bench` runs.

Each is small unless --full is given, and each is a script or a package of its own: what one needs and this machine
lacks (a browser, a Neo4j server, NDlib) ends that one alone. Ends with 1 when one of them fails.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
# The options that make a benchmark small; those that are not here are small as they are.
SMALL = {
    "cascade": ["--rounds", "1"],
    "columns": ["--quick"],
    "extraction": ["--quick"],
    "loading": ["--quick"],
    "property_graph": ["2000"],
    "questions": ["--quick"],
}


def main() -> int:
    """Run what is asked for; how many of them failed is told at the end."""
    scripts = [path.stem for path in HERE.glob("*.py") if not path.stem.startswith("_")]
    known = sorted([*scripts, *(path.parent.name for path in HERE.glob("*/__main__.py"))])
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(known)}")
    parser.add_argument("--full", action="store_true", help="in the sizes that docs/benchmarks.md tells of")
    parser.add_argument("--quick", action="store_true", help="small: the default")
    given = parser.parse_args()
    unknown = sorted({*given.names} - {*known})
    if unknown:
        parser.error(f"no benchmark {', '.join(unknown)}; there are {', '.join(known)}")
    failed: list[str] = []
    for name in given.names or known:
        options = [] if given.full else SMALL.get(name, [])
        print(f"\n== {' '.join([name, *options])}", flush=True)
        what = [HERE / f"{name}.py"] if name in scripts else ["-m", f"benchmarks.{name}"]
        if subprocess.run([sys.executable, *what, *options], cwd=HERE.parent, check=False).returncode:
            failed.append(name)
    print(f"\n{len(failed)} failed{': ' if failed else ''}{', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
