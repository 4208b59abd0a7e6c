"""What goes in, what is turned away and what becomes of what was there before."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from araz.errors import InputError, StoreError
from araz.graph.claim import Claim, Entity, Name, Passage, Point, Review, Source, Verdict
from araz.graph.oxigraph import OxigraphStore
from araz.graph.ref import Ref
from araz.graph.store import Batch
from araz.loaders.admit import admit
from araz.loaders.loading import load
from araz.loaders.quarantine import read_quarantine
from araz.loaders.registry import load_registry
from araz.ontology.vocabulary import Kind, Relation

from .conftest import counts
from .samples import BASE, IRAN, PLANT, SOURCE, claim, passage, write

IRAN_REF, PLANT_REF, NOTE = Ref("ent", "iran"), Ref("ent", "plant"), Ref("src", "note")


def test_the_report_is_the_documented_json(store, tmp_path):
    path = write(tmp_path, *BASE, claim(), claim(confidence=1.7))
    assert load(store, path).record() == {
        "source": str(path),
        "claims": {"new": 1, "updated": 0, "unchanged": 0, "quarantined": 1},
        "entities": {"new": 3, "known": 0},
    }


def test_loading_twice_changes_nothing(store, tmp_path):
    path = write(tmp_path, *BASE, claim(), claim(relation="builds", valid_from="2008"), "{broken")
    quarantine = tmp_path / "quarantine.jsonl"
    first = load(store, path, quarantine=quarantine)
    stamp, kept = store.stamp(), quarantine.read_bytes()
    again = load(store, path, quarantine=quarantine)
    assert counts(first) == (2, 0, 0, 1)
    assert counts(again) == (0, 0, 2, 1)
    assert (store.stamp(), quarantine.read_bytes()) == (stamp, kept)


def test_a_claim_may_stand_before_what_it_names(store, tmp_path):
    assert counts(load(store, write(tmp_path, claim(), *BASE))) == (1, 0, 0, 0)


def test_a_claim_may_name_what_the_store_knows(store, tmp_path):
    load(store, write(tmp_path, *BASE))
    assert counts(load(store, write(tmp_path, claim(), name="b.jsonl"))) == (1, 0, 0, 0)


def test_an_entity_of_the_registry_is_added_when_it_is_named(store, tmp_path):
    path = write(tmp_path, SOURCE, claim(object="ent:khudafarin-plant"))
    report = load(store, path, registry=load_registry())
    assert counts(report) == (1, 0, 0, 0)
    added = {str(entity.id): entity for entity in store.entities()}
    assert set(added) == {"ent:iran", "ent:khudafarin-plant"}
    sources = {source.id for source in store.sources()}
    assert all(attribute.source in sources for entity in added.values() for attribute in entity.attributes)
    assert counts(load(store, path, registry=load_registry())) == (0, 0, 1, 0)


def test_a_rejected_claim_adds_nothing_from_the_registry(store, tmp_path):
    load(
        store,
        write(tmp_path, SOURCE, claim(object="ent:khudafarin-plant", relation="borders")),
        registry=load_registry(),
    )
    assert list(store.entities()) == []


def test_a_changed_confidence_updates_in_place(store, tmp_path):
    load(store, write(tmp_path, *BASE, claim(confidence=0.4)))
    report = load(store, write(tmp_path, *BASE, claim(confidence=0.8)))
    assert counts(report) == (0, 1, 0, 0)
    assert [each.confidence for each in store.claims()] == [0.8]


def test_a_review_outlives_a_reload_that_has_none(store, tmp_path):
    path = write(tmp_path, *BASE, claim())
    load(store, path)
    (stored,) = store.claims()
    review = Review(Verdict.REJECTED, "Ana", "2025-02-01")
    store.write(Batch(claims=[replace(stored, review=review)]))
    report = load(store, path)
    assert [each.review for each in store.claims()] == [review]
    assert counts(report) == (0, 0, 1, 0)


def test_rejecting_a_claim_takes_its_plain_relation_away(store, tmp_path):
    load(store, write(tmp_path, *BASE, claim()))
    plain = "<https://w3id.org/araz/ontology#operates>"
    assert sum(f"> {plain} <" in line for line in store.ntriples()) == 1
    load(store, write(tmp_path, *BASE, claim(review={"verdict": "rejected", "by": "Ana"})))
    assert sum(f"> {plain} <" in line for line in store.ntriples()) == 0


def test_replacing_withdraws_what_the_source_no_longer_says(store, tmp_path):
    load(store, write(tmp_path, *BASE, claim(), claim(relation="builds")))
    report = load(store, write(tmp_path, *BASE, claim(relation="owns")), replace=True)
    assert (report.claims_new, report.claims_withdrawn) == (1, 2)
    assert [each.relation for each in store.claims()] == [Relation.OWNS]


def test_without_replacing_nothing_is_withdrawn(store, tmp_path):
    load(store, write(tmp_path, *BASE, claim()))
    assert load(store, write(tmp_path, *BASE, claim(relation="owns"))).claims_withdrawn == 0
    assert len(list(store.claims())) == 2


def test_replacing_withdraws_nothing_while_a_record_is_turned_away(store, tmp_path):
    load(store, write(tmp_path, *BASE, claim()))
    report = load(store, write(tmp_path, *BASE, "{broken"), replace=True)
    assert report.claims_withdrawn == 0
    assert len(list(store.claims())) == 1


def test_replacing_leaves_claims_of_other_sources(store, tmp_path):
    other = {**SOURCE, "id": "src:other"}
    load(store, write(tmp_path, *BASE, other, claim(evidence=[passage(source="src:other")])))
    assert load(store, write(tmp_path, *BASE, claim()), replace=True).claims_withdrawn == 0
    assert len(list(store.claims())) == 2


def test_an_entity_gains_and_loses_nothing(store, tmp_path):
    load(store, write(tmp_path, {**IRAN, "same_as": ["wd:Q794"], "point": [32, 53], "description": "A state."}))
    fuller = {**IRAN, "names": [{"text": "ایران", "lang": "fa"}], "same_as": ["iso:IR"], "point": [1, 1]}
    measured = [{"measure": "area", "value": 1648195, "unit": "km2"}]
    load(store, write(tmp_path, {**fuller, "attributes": measured}, name="b.jsonl"))
    (iran,) = store.entities()
    assert [name.text for name in iran.names] == ["Iran", "ایران"]
    assert iran.same_as == ("iso:IR", "wd:Q794")
    assert (iran.point, iran.description, len(iran.attributes)) == (Point(32, 53), "A state.", 1)


def test_another_class_for_a_known_entity_is_turned_away(store, tmp_path):
    load(store, write(tmp_path, *BASE))
    report = load(store, write(tmp_path, {**PLANT, "kind": "River"}, name="b.jsonl"))
    (turned_away,) = report.quarantined
    assert turned_away.shape == "ClassShape"
    assert "ent:plant is a River here and a HydroPlant already" in str(turned_away)
    assert {entity.kind for entity in store.entities([PLANT_REF])} == {Kind.HYDRO_PLANT}


@pytest.mark.parametrize(("first", "second"), [("PowerPlant", "HydroPlant"), ("HydroPlant", "PowerPlant")])
def test_of_two_classes_in_one_line_the_deeper_stays(store, tmp_path, first, second):
    load(store, write(tmp_path, {**PLANT, "kind": first}))
    assert load(store, write(tmp_path, {**PLANT, "kind": second})).quarantined == ()
    assert [entity.kind for entity in store.entities()] == [Kind.HYDRO_PLANT]


def test_a_source_keeps_what_a_later_record_leaves_out(store, tmp_path):
    load(store, write(tmp_path, {**SOURCE, "publisher": "Araz Press"}))
    load(store, write(tmp_path, {"type": "source", "id": "src:note", "title": "The note"}))
    (source,) = store.sources()
    assert (source.title, source.publisher, source.text) == ("The note", "Araz Press", SOURCE["text"])


def test_another_text_for_a_known_source_is_turned_away(store, tmp_path):
    load(store, write(tmp_path, *BASE, claim()))
    report = load(store, write(tmp_path, {**SOURCE, "text": "Something else."}))
    assert "src:note is known with another text" in str(report.quarantined[0])
    assert [source.text for source in store.sources()] == [SOURCE["text"]]


def test_replacing_takes_a_new_text_with_the_claims_on_it(store, tmp_path):
    load(store, write(tmp_path, *BASE, claim()))
    text = "So: Iran and Azerbaijan operate the plant."
    said = {"source": "src:note", "quote": "Iran and Azerbaijan operate the plant."}
    report = load(store, write(tmp_path, {**SOURCE, "text": text}, claim(evidence=[said])), replace=True)
    assert (report.quarantined, report.claims_new, report.claims_withdrawn) == ((), 1, 1)
    assert [each.evidence[0].start for each in store.claims()] == [4]


def test_a_source_with_two_texts_in_one_file_is_turned_away(store, tmp_path):
    report = load(store, write(tmp_path, SOURCE, {**SOURCE, "text": "Something else."}), replace=True)
    assert len(report.quarantined) == 1


def test_a_record_said_twice_counts_once_as_said_last(store, tmp_path):
    report = load(store, write(tmp_path, *BASE, claim(confidence=0.2), claim(confidence=0.3)))
    assert counts(report) == (1, 0, 0, 0)
    assert [each.confidence for each in store.claims()] == [0.3]


def test_items_without_a_place_are_numbered(store):
    said = Passage(NOTE, 0, 4, "Iran")
    report = admit(
        store, [Source(NOTE, "Note", text="Iran."), Claim(IRAN_REF, Relation.OWNS, PLANT_REF, evidence=(said,))]
    )
    assert [each.place for each in report.quarantined] == ["record:2"]


def test_a_store_that_loses_claims_is_found_out(store):
    class Forgetful(OxigraphStore):
        def write(self, batch):
            kept = super().write(Batch(batch.sources, batch.entities, batch.claims[1:]))
            return replace(kept, claims_new=kept.claims_new + 1)

    said = Passage(NOTE, 0, 4, "Iran")
    iran, plant = Entity(IRAN_REF, Kind.STATE, (Name("Iran"),)), Entity(PLANT_REF, Kind.DAM, (Name("Dam"),))
    items = [Source(NOTE, "Note"), iran, plant, Claim(IRAN_REF, Relation.OWNS, PLANT_REF, evidence=(said,))]
    with pytest.raises(StoreError, match="holds 0 claims after writing, not 1"):
        admit(Forgetful(store._store, None, writable=True), items)


def test_nothing_is_written_when_reading_fails_half_way(store, tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text(f"- {json.dumps(IRAN)}\n- [broken\n", "utf-8")
    with pytest.raises(InputError, match="broken YAML"):
        load(store, path, quarantine=tmp_path / "quarantine.jsonl")
    assert store.stamp() == "0"
    assert read_quarantine(tmp_path / "quarantine.jsonl") == []


def test_progress_is_told(store, tmp_path):
    told: list[tuple[str, int]] = []
    load(store, write(tmp_path, *BASE, claim()), progress=lambda what, count: told.append((what, count)))
    assert told == [("reading", 0), ("writing", 1)]
