"""The columns of a store in a file in its folder, so that they are read from the store only once.

The file is a plain .npz of numpy arrays, without pickles. It says which state of the store it was made from, and by
which form and vocabulary. One that does not fit, is damaged or cannot be written is as good as none.
"""

from __future__ import annotations

import zipfile
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from ..errors import ArazError
from ..graph.ref import Ref
from ..ontology.schema import load_schema
from .columns import KINDS, MODALITIES, RELATIONS, VERDICTS, Codes, Columns
from .columntexts import Refs, Texts

Arrays: TypeAlias = dict[str, npt.NDArray[np.generic]]

FORM = "1"
"""The form of the file: whoever changes what is in it, counts on."""

FILE = Path("columns") / "columns.npz"
"""Where in the folder of a store the file is."""

_CODES = {
    "subjects": "entities",
    "objects": "entities",
    "relations": len(RELATIONS),
    "modalities": len(MODALITIES),
    "verdicts": len(VERDICTS),
    "starts": "dates",
    "ends": "dates",
}
# What numpy and zipfile raise over a file that was cut short, altered or written by something else.
_DAMAGE = (OSError, EOFError, KeyError, ValueError, RuntimeError, MemoryError, zipfile.BadZipFile, ArazError)


def save_columns(columns: Columns, folder: Path, stamp: str) -> bool:
    """Keep the columns of the store in a folder; whether that was possible. Another process may be doing the same."""
    from filelock import FileLock, Timeout

    path = folder / FILE
    fresh = path.with_suffix(".new")
    try:
        path.parent.mkdir(exist_ok=True)
        with FileLock(path.with_name("LOCK"), timeout=0):
            try:
                with fresh.open("wb") as file:
                    np.savez(file, allow_pickle=False, key=_bytes(_key(stamp)), **_arrays(columns))
                fresh.replace(path)
            finally:
                fresh.unlink(missing_ok=True)
    except (OSError, Timeout):
        return False
    return True


def load_columns(folder: Path, stamp: str) -> Columns | None:
    """The columns that are kept in the folder of a store that bears this stamp; None where there are none."""
    try:
        with (folder / FILE).open("rb") as file, np.load(file, allow_pickle=False) as kept:
            if kept["key"].tobytes() != _key(stamp):
                return None
            return _columns({name: kept[name] for name in kept.files})
    except _DAMAGE:
        return None


@cache
def _vocabulary() -> str:
    """A digest of all that the codes stand for."""
    classes = load_schema().classes
    words = [*((kind, classes[kind].ancestors) for kind in KINDS), *RELATIONS, *MODALITIES, *VERDICTS]
    return blake2b(repr([str(word) for word in words]).encode(), digest_size=12).hexdigest()


def _key(stamp: str) -> bytes:
    return f"{FORM} {_vocabulary()} {stamp}".encode()


def _arrays(columns: Columns) -> Arrays:
    arrays: Arrays = {name: getattr(columns, name) for name in (*_CODES, "kinds", "conditions", "confidences")}
    for name, texts in (
        ("entities", columns.entities.texts),
        ("names", columns.names),
        ("claims", columns.claims),
        ("dates", Texts.of(columns.dates)),
        ("terms", Texts.of([f"i{term}" if isinstance(term, Ref) else f"t{term}" for term in columns.terms])),
    ):
        arrays[name], arrays[f"{name}_at"] = _bytes(texts.data), texts.offsets
    return arrays


def _columns(arrays: Arrays) -> Columns:
    """The columns again; `ValueError` where they do not belong together."""
    entities, names, claims, dates, terms = (
        _texts(arrays[name], arrays[f"{name}_at"]) for name in ("entities", "names", "claims", "dates", "terms")
    )
    size = len(claims)
    sizes = {"entities": len(entities), "dates": len(dates)}
    codes = {
        name: _codes(arrays[name], size, 0, sizes[most] if isinstance(most, str) else most)
        for name, most in _CODES.items()
    }
    if len(names) != len(entities) or arrays["confidences"].shape != (size,):
        raise ValueError("columns of different lengths")
    return Columns(
        entities=Refs(entities),
        names=names,
        kinds=_codes(arrays["kinds"], len(entities), 0, len(KINDS)),
        claims=claims,
        confidences=arrays["confidences"].astype(np.float64, copy=False),
        conditions=_codes(arrays["conditions"], size, -1, len(terms)),
        terms=tuple(Ref.parse(term[1:]) if term[0] == "i" else term[1:] for term in terms),
        dates=tuple(dates),
        **codes,
    )


def _codes(array: npt.NDArray[np.generic], size: int, least: int, end: int) -> Codes:
    codes = array.astype(np.int32, copy=False)
    if codes.shape != (size,) or (size and not (least <= codes.min() and codes.max() < end)):
        raise ValueError("a column that does not fit")
    return codes


def _texts(data: npt.NDArray[np.generic], offsets: npt.NDArray[np.generic]) -> Texts:
    at = offsets.astype(np.int64, copy=False)
    if at.ndim != 1 or not at.size or at[0] != 0 or at[-1] != data.size or (np.diff(at) < 0).any():
        raise ValueError("texts that do not fit")
    return Texts(data.tobytes(), at)


def _bytes(data: bytes) -> npt.NDArray[np.uint8]:
    return np.frombuffer(data, np.uint8)
