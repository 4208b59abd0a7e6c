"""Whatever comes in, nothing but an error of Araz comes out, and no good record is lost to a bad one beside it."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from araz.errors import ArazError
from araz.graph.memory import MemoryStore
from araz.graph.oxigraph import OxigraphStore
from araz.loaders.kinds import CLAIM_SYNTAXES, RDF_SYNTAXES
from araz.loaders.loading import load
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .samples import BASE, GOOD_QUOTE, TEXT, claim, lines
from .test_rdf import BATCH, WRITERS, lines_of

QUIET = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))

CSV = f"subject,relation,object,source,quote\nent:iran,operates,ent:plant,src:note,{GOOD_QUOTE}\n"
GOOD_FILES = {
    "jsonl": lines(*BASE, claim()).encode(),
    "json": json.dumps([*BASE, claim()]).encode(),
    "csv": CSV.encode(),
    "yaml": "".join(f"- {json.dumps(each)}\n" for each in [*BASE, claim()]).encode(),
}

# What a file may be spoilt with: bytes of its own syntax do more harm than random ones.
PIECES = st.sampled_from(
    [bytes([n]) for n in b'"\\{}[]<>:;,.#@_&*!|%\n\r\t \x00\xff\xc3'] + [b"null", b"1e999", b"\\ud800"]
)
SPOILS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 3), PIECES | st.binary(max_size=4)), min_size=1, max_size=4)


def spoilt(data: bytes, spoils: list[tuple[float, int, bytes]]) -> bytes:
    for where, cut, piece in spoils:
        at = int(where * len(data))
        data = data[:at] + piece + data[at + cut :]
    return data


def load_bytes(data: bytes, syntax: str, store: OxigraphStore | None = None) -> None:
    """Load, and let only an error of ours out, on one line."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(data)
        kept = Path(folder) / "quarantine.jsonl"
        try:
            report = load(store or OxigraphStore.in_memory(), path, syntax=syntax, quarantine=kept)
        except ArazError as error:
            told = [str(error)]
        else:
            told = [str(each) for each in report.quarantined]
        assert all("\n" not in each and each.strip() for each in told)


@pytest.mark.parametrize("syntax", [*CLAIM_SYNTAXES, *RDF_SYNTAXES, ""])
@QUIET
@given(data=st.binary(max_size=200) | st.text(max_size=100).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_random_bytes_raise_nothing_but_errors_of_ours(syntax, data):
    load_bytes(data, syntax)


@pytest.mark.parametrize("syntax", CLAIM_SYNTAXES)
@QUIET
@given(spoils=SPOILS)
def test_spoilt_claims_raise_nothing_but_errors_of_ours(syntax, spoils):
    load_bytes(spoilt(GOOD_FILES[syntax], spoils), syntax)


@pytest.mark.parametrize("syntax", RDF_SYNTAXES)
@settings(QUIET, max_examples=15)
@given(spoils=SPOILS)
def test_spoilt_rdf_raises_nothing_but_errors_of_ours(syntax, spoils):
    load_bytes(spoilt(RDF_FILES[syntax], spoils), syntax)


RDF_FILES = {syntax: WRITERS[syntax](lines_of(BATCH)) for syntax in RDF_SYNTAXES}

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=8), inner, max_size=2),
    max_leaves=4,
)
KEYS = st.sampled_from(
    [*claim(), "type", "id", "modality", "condition", "valid_from", "quantities", "review", "text_file"]
)


@settings(QUIET, max_examples=60)
@given(st.lists(st.dictionaries(KEYS, values, max_size=3), min_size=1, max_size=5))
def test_no_value_under_any_key_raises_anything_else_or_harms_the_others(changes):
    good = [claim(valid_from=str(2000 + n)) for n in range(3)]
    bad = [{**claim(), **change} for change in changes]
    mixed = [record for pair in zip(bad, good, strict=False) for record in pair] + bad[3:] + good[len(bad) :]
    store = MemoryStore()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "claims.jsonl"
        path.write_text(lines(*BASE, *mixed), "utf-8", "surrogatepass")
        load(store, path)
    assert {"2000", "2001", "2002"} <= {each.valid.start for each in store.claims()}


@settings(QUIET, max_examples=20)
@given(st.binary(max_size=80), st.integers(0, 2))
def test_no_line_harms_the_lines_beside_it(junk, place):
    """JSON Lines and CSV: one line of anything (but a line break) costs at most itself."""
    junk = junk.replace(b"\n", b" ").replace(b"\r", b" ")
    years = ("2001", "2002", "2003")
    jsonl = [json.dumps(claim(valid_from=year)).encode() for year in years]
    table = [f"{CSV.splitlines()[1]},{year}".encode() for year in years]
    head = f"{CSV.splitlines()[0]},valid_from".encode()
    for name, first, rows in (("jsonl", lines(*BASE).encode().rstrip(), jsonl), ("csv", head, table)):
        store = MemoryStore()
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "base.jsonl"
            path.write_bytes(lines(*BASE).encode())
            load(store, path)
            path = Path(folder) / f"claims.{name}"
            path.write_bytes(b"\n".join([first, *rows[:place], junk, *rows[place:]]))
            load(store, path)
        assert {each.valid.start for each in store.claims()} >= set(years)


def test_the_good_files_are_good():
    for syntax, data in GOOD_FILES.items():
        store = OxigraphStore.in_memory()
        if syntax == "csv":
            load_bytes(GOOD_FILES["jsonl"], "jsonl", store)
        load_bytes(data, syntax, store)
        assert len(list(store.claims())) == 1
    assert TEXT.startswith(GOOD_QUOTE)
