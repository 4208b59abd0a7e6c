"""Which part of a graph a picture shows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from araz.errors import NoAnswer, UnknownEntity, UnknownTerm, UsageError
from araz.graph.claim import Claim, Entity, Name, Passage, Review, Source, Verdict
from araz.graph.memory import MemoryStore
from araz.graph.ref import Ref
from araz.graph.store import Batch
from araz.ontology.vocabulary import Kind, Modality, Relation
from araz.views import excerpt as module
from araz.views.excerpt import excerpt

KINDS = (Kind.STATE, Kind.STATE, Kind.DAM, Kind.RIVER, Kind.STATE)


def chain(modality: Modality = Modality.ASSERTED) -> MemoryStore:
    """e0 - e1 - e2 - e3 - e4, each claim surer than the one before."""
    entities = [Entity(Ref("ent", f"e{n}"), kind, (Name(f"E{n}"),)) for n, kind in enumerate(KINDS)]
    claims = [
        Claim(
            Ref("ent", f"e{n}"),
            Relation.AFFECTS,
            Ref("ent", f"e{n + 1}"),
            modality,
            evidence=(Passage(Ref("src", "s"), n, n + 2, "so"),),
            confidence=0.5 + n / 10,
        )
        for n in range(4)
    ]
    store = MemoryStore()
    store.write(Batch(sources=[Source(Ref("src", "s"), "Report")], entities=entities, claims=claims))
    return store


def locals_(refs) -> str:
    return " ".join(sorted(ref.local for ref in refs))


def test_without_a_name_all_is_shown():
    part = excerpt(chain())
    assert len(part.entities) == len(part.shown) == 5
    assert part.title == "All that is claimed"


def test_it_shows_so_many_steps_and_holds_one_more():
    part = excerpt(chain(), ["E0"], hops=1)
    assert locals_(part.shown) == "e0 e1"
    assert locals_(entity.id for entity in part.entities) == "e0 e1 e2"
    assert part.title == "Around E0"


def test_classes_and_modalities_keep_what_they_name():
    assert locals_(e.id for e in excerpt(chain(), classes=["Infrastructure", "River"]).entities) == "e2 e3"
    assert len(excerpt(chain(Modality.POSSIBLE), modalities=["asserted"]).claims) == 0


def test_what_was_asked_for_is_kept_whatever_its_class():
    assert "e0" in locals_(excerpt(chain(), ["E0"], classes=["Dam"]).shown)


def test_a_rejected_claim_is_left_out():
    store = chain()
    claim = next(store.claims())
    store.write(Batch(claims=[replace(claim, review=Review(Verdict.REJECTED, "me"))]))
    assert claim.id not in {each.id for each in excerpt(store).claims}


def test_beyond_the_most_those_with_the_most_claims_are_kept_and_the_rest_counted():
    part = excerpt(chain(), most=3)
    assert locals_(entity.id for entity in part.entities) == "e1 e2 e3"
    assert part.left_out[0] == 2


def test_of_more_words_than_a_page_holds_the_surest_claims_are_kept(monkeypatch):
    monkeypatch.setattr(module, "MOST_TEXT", 300)
    part = excerpt(chain())
    assert min(claim.confidence for claim in part.claims) == pytest.approx(0.7)
    assert part.left_out == (0, 2)


def test_what_it_cannot_do_it_says():
    with pytest.raises(UsageError, match="negative"):
        excerpt(chain(), ["E0"], hops=-1)
    with pytest.raises(UnknownTerm):
        excerpt(chain(), classes=["Riverr"])
    with pytest.raises(UnknownTerm):
        excerpt(chain(), modalities=["assertd"])
    with pytest.raises(UnknownEntity):
        excerpt(chain(), ["E9"])
    with pytest.raises(NoAnswer):
        excerpt(MemoryStore())
