"""Loading claims while the rest is being read gives what loading them afterwards gives."""

from __future__ import annotations

import pytest
from araz.graph.oxigraph import OxigraphStore
from araz.loaders import admit as module
from araz.loaders.loading import load

from .conftest import counts
from .samples import BASE, claim, write

RECORDS = {
    "all of them pass": [*BASE, *(claim(valid_from=str(year)) for year in range(2000, 2007))],
    "one is turned away": [*BASE, claim(), claim(object="ent:nowhere"), claim(valid_from="2001"), claim(confidence=2)],
    "one comes twice": [*BASE, claim(confidence=0.5), claim(valid_from="2001"), claim(confidence=0.9)],
    "entities come last": [claim(), claim(valid_from="2001"), *BASE],
}


@pytest.mark.parametrize("records", RECORDS.values(), ids=RECORDS)
def test_what_is_loaded_early_is_what_is_loaded_late(tmp_path, monkeypatch, records):
    path = write(tmp_path, *records)
    stores = [OxigraphStore.open(tmp_path / name, write=True) for name in ("late", "early")]
    late = load(stores[0], path)
    monkeypatch.setattr(module, "_FORESEEN", 1)
    early = load(stores[1], path)
    assert counts(early) == counts(late)
    assert list(stores[1].ntriples()) == list(stores[0].ntriples())
    assert stores[1].stamp() == stores[0].stamp()
    for store in stores:
        store.close()
