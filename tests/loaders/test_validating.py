"""Validation finds what is wrong in a store or a file, and changes nothing."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from araz.errors import InputError
from araz.graph.oxigraph import OxigraphStore
from araz.loaders import validating
from araz.loaders.loading import load
from araz.loaders.registry import load_registry
from araz.loaders.validating import validate

from .samples import BASE, SOURCE, claim, write

AZ = "https://w3id.org/araz/ontology#"


@pytest.fixture
def spoilt(store, tmp_path) -> OxigraphStore:
    """A store with a good claim and one that somebody spoilt by other means."""
    quantities = [{"value": 102, "unit": "MW"}]
    load(store, write(tmp_path, *BASE, claim(), claim(relation="builds", quantities=quantities)))
    unit = ox.NamedNode("https://schema.org/unitText")
    (quad,) = store._store.quads_for_pattern(None, unit, None)
    store._store.remove(quad)
    store._store.add(ox.Quad(quad.subject, unit, ox.Literal("megs")))
    return store


def test_a_sound_store_conforms(store, tmp_path):
    load(store, write(tmp_path, *BASE, claim()))
    report = validate(store)
    assert (report.conforms, report.findings, report.claims, report.by_shacl) == (True, (), 1, 1)


def test_a_spoilt_claim_is_found_and_named(spoilt):
    stamp = spoilt.stamp()
    report = validate(spoilt)
    # The claim's id is a hash of what it says: it no longer fits either.
    assert [each.shape for each in report.findings] == ["UnitShape", "record"]
    assert len({each.record for each in report.findings}) == 1
    assert report.findings[0].record.startswith("claim:")
    assert not report.conforms
    assert spoilt.stamp() == stamp


def test_what_only_pyshacl_sees_is_found(store, tmp_path):
    load(store, write(tmp_path, *BASE, claim()))
    (claim_,) = store.claims()
    node = ox.NamedNode(claim_.id.iri)
    store._store.add(ox.Quad(node, ox.NamedNode(f"{AZ}confidence"), ox.Literal("high")))
    found = {each.shape: each for each in validate(store).findings}
    assert {"record", "ConfidenceShape"} == set(found)
    assert str(found["ConfidenceShape"]).startswith(f"{claim_.id}: a confidence is a number between 0 and 1")


def test_a_file_is_checked_without_being_loaded(tmp_path):
    path = write(tmp_path, SOURCE, claim(object="ent:khudafarin-plant"), claim(confidence=1.7), "{broken")
    report = validate(path, registry=load_registry())
    assert [(each.record.rpartition("/")[2], each.shape) for each in report.findings] == [
        ("claims.jsonl:3", "ConfidenceShape"),
        ("claims.jsonl:4", "record"),
    ]
    assert (report.claims, report.by_shacl) == (1, 1)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["claims.jsonl"]


def test_the_report_is_json(tmp_path):
    path = write(tmp_path, *BASE, claim(confidence=1.7))
    assert validate(path).record() == {
        "source": str(path),
        "conforms": False,
        "claims": 0,
        "by_shacl": 0,
        "findings": [
            {
                "record": f"{path}:5",
                "shape": "ConfidenceShape",
                "message": "confidence 1.7 is not between 0 and 1",
                "remedy": "give a probability",
            }
        ],
    }


def test_pyshacl_looks_at_a_spread_unless_asked_for_all(store, tmp_path, monkeypatch):
    monkeypatch.setattr(validating, "SAMPLE", 3)
    monkeypatch.setattr(validating, "_CHUNK", 4)
    years = [claim(valid_from=str(1990 + n)) for n in range(9)]
    load(store, write(tmp_path, *BASE, *years))
    told: list[tuple[str, int]] = []
    assert validate(store, progress=lambda what, count: told.append((what, count))).by_shacl == 3
    assert told == [("validating", 0), ("validating", 4)]
    whole = validate(store, whole=True)
    assert (whole.by_shacl, whole.conforms) == (9, True)


def test_a_file_that_cannot_be_read_is_refused(tmp_path):
    with pytest.raises(InputError, match="this is a folder"):
        validate(tmp_path)
