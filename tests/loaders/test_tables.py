"""Annotated claims in CSV."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from araz.errors import InputError
from araz.graph.claim import Quantity, Review, Verdict
from araz.graph.exporting import export
from araz.graph.memory import MemoryStore
from araz.graph.oxigraph import OxigraphStore
from araz.graph.store import Batch
from araz.loaders.annotated import read_annotated
from araz.loaders.document import Document
from araz.loaders.loading import load
from araz.loaders.tables import parse_quantities
from hypothesis import given, settings
from hypothesis import strategies as st

from ..graph.strategies import claims
from .conftest import counts
from .samples import BASE, TEXT, claim, passage, shown, write

HEADER = "subject,relation,object,source,start,end,quote"
GOOD = "ent:iran,operates,ent:plant,src:note,0,38,Iran and Azerbaijan operate the plant."


def table(folder: Path, *rows: str, name: str = "claims.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(rows) + "\n", encoding="utf-8", newline="")
    return path


@pytest.fixture
def based(store, tmp_path) -> OxigraphStore:
    load(store, write(tmp_path, *BASE))
    return store


def test_a_table_of_claims_goes_in(based, tmp_path):
    assert counts(load(based, table(tmp_path, HEADER, GOOD))) == (1, 0, 0, 0)


def test_every_column_is_read(based, tmp_path):
    header = f"{HEADER},modality,condition,attributed_to,valid_from,valid_to,quantities,confidence,method,review"
    mode = "conditional,if it rains,ent:azerbaijan,2025-01,2026"
    row = f'{GOOD},{mode},"102 MW; 3 km",0.5,by hand,accepted by Ana 2025-01-31'
    load(based, table(tmp_path, header, row))
    (stored,) = based.claims()
    assert stored.quantities == (Quantity(3, "km"), Quantity(102, "MW"))
    assert (stored.condition, str(stored.attributed_to), stored.valid.end) == ("if it rains", "ent:azerbaijan", "2026")
    assert (stored.confidence, stored.method) == (0.5, "by hand")
    assert stored.review == Review(Verdict.ACCEPTED, "Ana", "2025-01-31")


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_semicolons_and_tabs_part_cells_too(based, tmp_path, delimiter):
    rows = (HEADER.replace(",", delimiter), GOOD.replace(",", delimiter))
    assert counts(load(based, table(tmp_path, *rows))) == (1, 0, 0, 0)


BAD = [
    (GOOD.replace("operates", "operatess"), "claims.csv:2: unknown relation 'operatess'; did you mean operates"),
    (GOOD.replace(",0,", ",zero,"), "claims.csv:2: start is 'zero'; give a whole number"),
    (GOOD + ",one,two", "claims.csv:2: 9 cells in 7 columns; quote cells with commas"),
    ('ent:iran,"operates', "claims.csv:2: broken CSV: unexpected end of data; close the quotes of the cell"),
    ('ent:iran,"operates"x,y', "claims.csv:2: broken CSV: ',' expected after '\"'; close the quotes of the cell"),
    (GOOD.replace("38", "99999999999999999999"), "claims.csv:2: end is '99999999999999999999'; give a whole number"),
    ("ent:iran,operates", "claims.csv:2: 'object' is missing; give a text"),
]


@pytest.mark.parametrize(("bad", "told"), BAD)
def test_a_bad_row_is_told_in_one_line_and_the_rest_goes_in(based, tmp_path, bad, told):
    report = load(based, table(tmp_path, HEADER, bad, GOOD))
    assert len(report.quarantined) == 1
    assert shown(report.quarantined)[0].startswith(told)
    assert counts(report) == (1, 0, 0, 1)


def test_a_row_that_is_not_utf8_is_told_and_the_rest_goes_in(based, tmp_path):
    path = tmp_path / "claims.csv"
    path.write_bytes(f"{HEADER}\nent:K".encode() + b"\xfcr" + f",x\n{GOOD}\n".encode())
    report = load(based, path)
    assert shown(report.quarantined) == ['claims.csv:2: byte 0xFC after "ent:K" is not UTF-8; save the file as UTF-8']
    assert report.quarantined[0].record == "ent:K\\xfcr,x"
    assert report.claims_new == 1


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("subjct,relation", "claims.csv:1: the column 'subjct' is unknown; did you mean 'subject'"),
        ("relation,relation", "claims.csv:1: the column 'relation' stands twice"),
        ("sub\rject,relation", "claims.csv:1: broken header: new-line character seen"),
        (f"relation,{'x' * 200_000}", "claims.csv:1: broken header: field larger than field limit"),
        ("one,two", "claims.csv:1: the first line is not a header of claims; name the columns subject"),
    ],
)
def test_a_header_of_another_kind_is_refused(store, tmp_path, header, told):
    with pytest.raises(InputError) as refused:
        load(store, table(tmp_path, header, GOOD))
    assert str(refused.value).rpartition("/")[2].startswith(told)


def test_line_breaks_inside_a_quote_are_part_of_it_and_places_stay_right(store, tmp_path):
    note = {**BASE[0], "text": "One\nTwo"}
    load(store, write(tmp_path, note, *BASE[1:]))
    rows = (HEADER, 'ent:iran,operates,ent:plant,src:note,0,7,"One\nTwo"', "ent:iran,owns")
    report = load(store, table(tmp_path, *rows))
    assert report.claims_new == 1
    assert shown(report.quarantined) == ["claims.csv:4: 'object' is missing; give a text"]


def test_a_formula_is_text_on_the_way_in(store, tmp_path):
    text = "=HYPERLINK(1) is what it says"
    load(store, write(tmp_path, {**BASE[0], "text": text}, *BASE[1:]))
    for cell in ("=HYPERLINK(1)", "'=HYPERLINK(1)"):
        load(store, table(tmp_path, HEADER, f"ent:iran,operates,ent:plant,src:note,0,13,{cell}"))
    assert [each.evidence[0].quote for each in store.claims()] == ["=HYPERLINK(1)"]


def test_rows_of_one_id_are_passages_of_one_claim(based, tmp_path):
    load(based, write(tmp_path, claim(evidence=[passage(), passage("The plant yields 102 MW.")])))
    (stored,) = based.claims()
    assert len(stored.evidence) == 2
    exported = tmp_path / "export.csv"
    exported.write_text("".join(export(based, "csv")), encoding="utf-8", newline="")
    assert counts(load(based, exported)) == (0, 0, 1, 0)


def test_what_was_exported_comes_back(based, tmp_path):
    load(
        based,
        write(
            tmp_path,
            claim(quantities=[{"value": 102, "unit": "MW", "of": "electricity"}], valid_from="2024"),
            claim(modality="reported", attributed_to="ent:azerbaijan", confidence=0.25),
            claim(modality="conditional", condition="if it rains", review={"verdict": "rejected", "by": "Ana B."}),
        ),
    )
    exported = tmp_path / "export.csv"
    exported.write_text("".join(export(based, "csv")), encoding="utf-8", newline="")
    stamp = based.stamp()
    assert counts(load(based, exported)) == (0, 0, 3, 0)
    assert based.stamp() == stamp


@given(claims())
@settings(max_examples=300, deadline=None)
def test_every_claim_comes_back_from_the_table_as_it_went_in(claim):
    store = MemoryStore()
    # An empty cell is no method, and then it is "annotated".
    store.write(Batch(claims=[replace(claim, method=claim.method or "annotated")]))
    document = Document.of_bytes("".join(export(store, "csv")).encode(), "claims.csv")
    (back,) = read_annotated(document, "csv", lambda ref: "").items
    assert back == next(iter(store.claims()))


@given(st.lists(claims(), max_size=4))
@settings(max_examples=60, deadline=None)
def test_no_exported_cell_is_a_formula(several):
    store = MemoryStore()
    store.write(Batch(claims=several))
    rows = list(csv.reader(io.StringIO("".join(export(store, "csv")), newline="")))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))]


@pytest.mark.parametrize("cell", ["[1", '{"verdict": "accepted"'])
def test_a_cell_of_broken_json_is_told(based, tmp_path, cell):
    quoted = '"' + cell.replace('"', '""') + '"'
    report = load(based, table(tmp_path, f"{HEADER},review", f"{GOOD},{quoted}"))
    assert "claims.csv:2: review is broken JSON: " in shown(report.quarantined)[0]


def test_the_text_of_a_source_may_lie_beside_the_table(store, tmp_path):
    load(store, write(tmp_path, *BASE[1:]))
    (tmp_path / "note.txt").write_text(TEXT, "utf-8")
    header = "subject,relation,object,source,quote,title,text_file"
    row = "ent:iran,operates,ent:plant,src:note,Iran and Azerbaijan operate the plant.,A note,note.txt"
    assert counts(load(store, table(tmp_path, header, row, row.replace("operates", "owns")))) == (2, 0, 0, 0)
    assert [source.title for source in store.sources()] == ["A note"]


def test_an_open_quote_in_every_row_does_not_take_for_ever(based, tmp_path):
    rows = ['ent:a,owns,ent:b,src:x,0,4,"open'] * 2001
    assert len(load(based, table(tmp_path, HEADER, *rows)).quarantined) > 1000


@pytest.mark.parametrize("cell", ["MW", "many MW", "1e999999x MW", "١٠ MW", "nan MW"])
def test_what_is_no_quantity_is_refused(cell):
    with pytest.raises(InputError, match="is not a quantity"):
        parse_quantities(cell)


def test_units_are_known_by_any_spelling():
    assert parse_quantities("11.4 million m3 of water") == [{"value": 11.4, "unit": "Mm3", "of": "water"}]


def test_an_exported_table_brings_the_titles_of_its_sources_along(based, tmp_path):
    load(based, write(tmp_path, claim()))
    exported = tmp_path / "export.csv"
    exported.write_text("".join(export(based, "csv")), encoding="utf-8", newline="")
    other = OxigraphStore.in_memory()
    load(other, write(tmp_path, *BASE[1:]))
    assert counts(load(other, exported)) == (1, 0, 0, 0)
    assert [source.title for source in other.sources()] == [BASE[0]["title"]]
    assert list(other.claims()) == list(based.claims())
