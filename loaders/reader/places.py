"""Which names are those of towns, and which of regions: what a sentence alone often does not tell.

The names are GeoNames' (https://www.geonames.org, CC BY 4.0) and those of country-region-data (MIT), see NOTICE.
"""

from __future__ import annotations

import gzip
import unicodedata
from functools import cache
from pathlib import Path

from ...ontology.vocabulary import Kind

PLACES = Path(__file__).with_name("data") / "places.txt.gz"


def plain(name: str) -> str:
    """A name in small letters without marks on them: how the list has it.

    >>> plain("São  Tomé’s"), plain("Al-Ḥasakah")
    ("sao tome's", 'al hasakah')
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(bare.replace("’", "'").replace("-", " ").casefold().split())


def place_kind(name: str) -> Kind | None:
    """A town or a region, where the list knows the name as one of them alone.

    >>> place_kind("Kumasi").value, place_kind("Tigray").value, place_kind("Kandahar"), place_kind("Utopia Planitia")
    ('Settlement', 'Region', None, None)
    """
    return {"S": Kind.SETTLEMENT, "R": Kind.REGION}.get(_places().get(plain(name), ""))


@cache
def _places() -> dict[str, str]:
    with gzip.open(PLACES, "rt", encoding="utf-8") as lines:
        return dict(line.rstrip("\n").split("\t") for line in lines)
