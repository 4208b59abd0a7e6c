"""Makes the map's shapes from npm `world-atlas`: `python -m araz.views.shapes_build FOLDER` (with `--check`: compares).

FOLDER holds `world-atlas/` (countries-10m.json and countries-110m.json: Natural Earth as TopoJSON) and
`i18n-iso-countries/` (codes.json: numeric to alpha-2 codes), as `npm install world-atlas@2.0.2
i18n-iso-countries@7.14.0` leaves them in `node_modules`. Names are those of the registry's states. What is written is
described in `geography`.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, cast

from ..errors import InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Points = NDArray[np.float64]

Json = dict[str, object]

SHAPES = Path(__file__).parent / "shapes"
"""Where the written files stand."""

SCALES: Mapping[str, tuple[float, float]] = {"10m": (0.004, 0.0025), "110m": (0.0, 0.005)}
"""By scale: how far a thinned line may stray, in degrees of latitude, and the step to which points are rounded."""

_REGISTRY = Path(__file__).parent.parent / "loaders" / "data" / "states.jsonl"


def build(folder: Path, scale: str) -> bytes:
    """The file of one scale, not yet compressed: a line of JSON, then the points (see `geography.read_shapes`)."""
    import numpy as np

    atlas = _json(folder / "world-atlas" / f"countries-{scale}.json")
    codes = _codes(folder / "i18n-iso-countries" / "codes.json")
    names = _names()
    stray, step = SCALES[scale]
    arcs = [_thinned(arc, stray) for arc in _arcs(atlas)]
    steps = [np.diff(np.rint(arc / step).astype(np.int64), axis=0, prepend=0) for arc in arcs]
    countries: list[Json] = []
    for shape in cast("list[Json]", cast("dict[str, Json]", atlas["objects"])["countries"]["geometries"]):
        name = str(cast("Json", shape["properties"])["name"])
        code = codes.get(str(shape.get("id", "")), _WITHOUT_CODE.get(name, ""))
        rings = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        countries.append({"name": names.get(code, name), "code": code, "rings": rings})
    countries.sort(key=lambda country: (str(country["name"]), str(country["code"])))
    head = {"step": step, "lengths": [len(arc) for arc in steps], "countries": countries}
    flat = np.concatenate(steps)
    # Signs fold into the lowest bit and low bytes stand apart from high ones: it compresses to half.
    folded = ((flat << 1) ^ (flat >> 63)).astype("<u4").T
    line = json.dumps(head, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return line.encode() + b"\n" + b"".join(((folded >> 8 * byte) & 255).astype("u1").tobytes() for byte in range(3))


# Natural Earth draws these apart, ISO 3166-1 has no number for them. XK is in use by the European Commission.
_WITHOUT_CODE = {"Kosovo": "XK"}


def _json(path: Path) -> Json:
    try:
        return cast("Json", json.loads(path.read_text("utf-8")))
    except OSError as error:
        remedy = "npm install world-atlas@2.0.2 i18n-iso-countries@7.14.0, then give its node_modules"
        raise InputError(f"cannot read: {error.strerror}", place=str(path), remedy=remedy) from error


def _codes(path: Path) -> dict[str, str]:
    rows = cast("list[list[str]]", _json(path))
    return {row[2]: row[0] for row in rows}


def _names() -> dict[str, str]:
    """By alpha-2 code, what the registry calls a state or territory."""
    found: dict[str, str] = {}
    with _REGISTRY.open(encoding="utf-8") as lines:
        for line in lines:
            record = cast("Json", json.loads(line))
            for same in cast("Iterable[str]", record.get("same_as", ())):
                if same.startswith("iso:") and len(same) == len("iso:XX"):
                    found[same[4:]] = cast("list[dict[str, str]]", record["names"])[0]["text"]
    return found


def _arcs(atlas: Json) -> Iterable[Points]:
    import numpy as np

    transform = cast("dict[str, list[float]]", atlas["transform"])
    for arc in cast("list[list[list[int]]]", atlas["arcs"]):
        yield np.cumsum(np.array(arc), axis=0) * transform["scale"] + transform["translate"]


def _thinned(arc: Points, stray: float) -> Points:
    """The line without the points that lie within `stray` of it (Douglas and Peucker 1973); ends stay."""
    import numpy as np

    if not stray or len(arc) < 3:
        return arc
    # A degree of longitude is shorter than one of latitude, less so than needed near the poles.
    flat = arc * [np.cos(np.radians(min(abs(float(arc[:, 1].mean())), 80.0))), 1.0]
    keep = np.zeros(len(arc), bool)
    keep[[0, -1]] = True
    parts = [(0, len(arc) - 1)]
    while parts:
        first, last = parts.pop()
        if last - first < 2:
            continue
        away, along = flat[first + 1 : last] - flat[first], flat[last] - flat[first]
        length = float(along @ along)
        share = np.clip(away @ along / length, 0, 1) if length else np.zeros(len(away))
        distance = np.hypot(*(away - share[:, None] * along).T)
        furthest = int(distance.argmax())
        if distance[furthest] > stray:
            middle = first + 1 + furthest
            keep[middle] = True
            parts += [(first, middle), (middle, last)]
    return arc[keep]


def main(arguments: list[str]) -> int:
    """Write the files, or compare them; 1 when one differs."""
    check = "--check" in arguments
    folders = [argument for argument in arguments if argument != "--check"]
    if len(folders) != 1:
        raise InputError("one folder is needed", remedy="give the node_modules with world-atlas and i18n-iso-countries")
    stale = 0
    for scale in SCALES:
        made, path = build(Path(folders[0]), scale), SHAPES / f"countries-{scale}.gz"
        if check:
            stale |= not path.exists() or gzip.decompress(path.read_bytes()) != made
        else:
            path.write_bytes(gzip.compress(made, 9, mtime=0))
    return int(stale)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
