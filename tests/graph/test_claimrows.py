"""Rows read column by column are the rows of the claims, in every store and in spite of what somebody else wrote."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from araz.errors import StoreError
from araz.graph.claimrows import claim_rows
from araz.graph.memory import MemoryStore
from araz.graph.ntriples import claim_lines
from araz.graph.oxigraph import OxigraphStore
from araz.graph.properties import claim_row
from araz.graph.store import Batch
from hypothesis import given, settings

from .region import OPERATES, RICH
from .strategies import batches


def of(batch: Batch) -> OxigraphStore:
    store = OxigraphStore.in_memory()
    store.write(batch)
    return store


@pytest.fixture
def no_claims(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever reads a claim fails."""
    monkeypatch.setattr(OxigraphStore, "claims", lambda *_: pytest.fail("claims were read"))


@given(batches())
@settings(max_examples=15, deadline=None)
def test_rows_are_those_of_the_claims(batch: Batch) -> None:
    store = of(batch)
    claims = list(store.claims())
    assert list(claim_rows(store)) == [claim_row(claim) for claim in claims]
    some = [claim.id for claim in claims[::2]]
    assert list(claim_rows(store, some)) == [claim_row(claim) for claim in claims[::2]]


def test_no_claim_is_made_of_what_araz_wrote(no_claims: None, tmp_path: Path) -> None:
    store = OxigraphStore.open(tmp_path / "araz.db", write=True)
    store.write(Batch(claims=[OPERATES, RICH]))
    assert list(claim_rows(store)) == sorted(map(claim_row, (OPERATES, RICH)), key=lambda row: row["id"])
    store.close()


def test_a_few_claims_of_many_are_read_alone() -> None:
    store = of(Batch(claims=[OPERATES, RICH]))
    assert list(claim_rows(store, [RICH.id, OPERATES.id])) == [
        claim_row(claim) for claim in sorted((OPERATES, RICH), key=lambda claim: claim.id)
    ]


def test_another_store_gives_rows_too() -> None:
    store = MemoryStore()
    store.write(Batch(claims=[OPERATES, RICH]))
    assert list(claim_rows(store)) == list(claim_rows(of(Batch(claims=[OPERATES, RICH]))))


@pytest.mark.parametrize(
    "foreign",
    [
        "<{claim}> az:confidence 0.25 .",
        "<{claim}> az:modality az:nonsense .",
        "<{claim}> az:method 'second' .",
        "<{claim}> rdf:subject <http://example.org/x> .",
        "<{claim}> prov:wasDerivedFrom <https://w3id.org/araz/passage/nowhere> .",
        "<https://w3id.org/araz/claim/0a> a az:Claim .",
    ],
)
def test_what_somebody_else_wrote_is_named_as_when_claims_are_read(foreign: str) -> None:
    store = of(Batch(claims=[OPERATES]))
    store.engine.update(
        "PREFIX az: <https://w3id.org/araz/ontology#> PREFIX prov: <http://www.w3.org/ns/prov#>"
        " PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>"
        f" INSERT DATA {{ {foreign.format(claim=OPERATES.id.iri)} }}"
    )
    with pytest.raises(StoreError) as of_claims:
        list(store.claims())
    with pytest.raises(StoreError) as of_rows:
        list(claim_rows(store))
    assert str(of_rows.value) == str(of_claims.value)


def test_statements_that_are_no_claims_are_passed_over() -> None:
    store = of(Batch(claims=[OPERATES]))
    store.mention([OPERATES.subject])
    other = claim_lines(RICH).replace("<https://w3id.org/araz/ontology#Claim>", "<http://example.org/Claim>")
    store.engine.load(other.encode(), ox.RdfFormat.N_TRIPLES)
    assert list(claim_rows(store)) == [claim_row(OPERATES)]
