"""What review promises of every store: each promise is a function that is given an empty store."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from functools import partial

import pytest
from araz.errors import InputError, UsageError
from araz.graph.claim import Claim, Entity, Name, Passage, Review, Source, Verdict
from araz.graph.memory import MemoryStore
from araz.graph.ref import Ref
from araz.graph.store import Store
from araz.loaders.admit import admit
from araz.loaders.reviewing.correcting import Correction
from araz.loaders.reviewing.deciding import Reviewer
from araz.loaders.reviewing.session import Session
from araz.loaders.reviewing.waiting import Wanted
from araz.ontology.vocabulary import Kind, Modality, Relation
from araz.queries.names import find_entity

TEXT = "Iran runs the plant. Persia owns the plant. Persia borders Iran."
NOTE = Source(Ref("src", "note"), "A note", text=TEXT)
IRAN, PERSE, PLANT = (Ref("ent", name) for name in ("iran", "perse", "plant"))
ENTITIES = (
    Entity(IRAN, Kind.STATE, (Name("Iran", "en"),)),
    Entity(PERSE, Kind.STATE, (Name("Perse", "fr"),)),
    Entity(PLANT, Kind.HYDRO_PLANT, (Name("The plant"),)),
)
DAY = "2026-02-01"


def said(quote: str) -> tuple[Passage, ...]:
    at = TEXT.index(quote)
    return (Passage(NOTE.id, at, at + len(quote), quote),)


RUNS = Claim(IRAN, Relation.OPERATES, PLANT, evidence=said("Iran runs the plant."), confidence=0.4, method="reader")
OWNS = Claim(PERSE, Relation.OWNS, PLANT, evidence=said("Persia owns the plant."), confidence=0.7, method="reader")
BORDERS = Claim(PERSE, Relation.BORDERS, IRAN, evidence=said("Persia borders Iran."), confidence=0.9, method="reader")
CLAIMS = (RUNS, OWNS, BORDERS)


def load(store: Store, *claims: Claim, **options: bool) -> None:
    admit(store, (NOTE, *ENTITIES, *claims), **options)


def sitting(store: Store, by: str = "Ana", on: str = DAY, **wanted: object) -> Session:
    return Session(
        lambda: store,
        lambda: nullcontext(store),
        wanted=Wanted(**wanted),
        reviewer=lambda: Reviewer(by, on),
        find=partial(find_entity, store),
    )


def stored(store: Store, ref: Ref) -> Claim:
    (claim,) = store.claims([ref])
    return claim


def state(store: Store) -> dict[Ref, str]:
    """What counts of each claim."""
    return {claim.id: "" if claim.review is None else claim.review.verdict.value for claim in store.claims()}


def the_least_sure_claims_wait_first(store: Store) -> None:
    load(store, BORDERS, OWNS, RUNS)
    session = sitting(store)
    assert [case.id for case in session] == [RUNS.id, OWNS.id, BORDERS.id]
    session.accept(OWNS.id)
    assert session.waiting() == [RUNS.id, BORDERS.id]


def what_waits_can_be_narrowed_down(store: Store) -> None:
    load(store, *CLAIMS)
    assert sitting(store, entity=PERSE).waiting() == [OWNS.id, BORDERS.id]
    assert sitting(store, relation="borders").waiting() == [BORDERS.id]
    assert sitting(store, below=0.7).waiting() == [RUNS.id]
    assert sitting(store, method="annotated").waiting() == []
    assert sitting(store, source=NOTE.id, limit=2).waiting() == [RUNS.id, OWNS.id]


def every_decision_is_kept_with_who_and_when_and_why(store: Store) -> None:
    load(store, RUNS)
    sitting(store, "Ana", "2026-01-01").accept(RUNS.id)
    sitting(store, "Bo", "2026-01-02").reject(RUNS.id, 'it says "runs"')
    review = stored(store, RUNS.id).review
    first, last = (
        Review(Verdict.ACCEPTED, "Ana", "2026-01-01"),
        Review(Verdict.REJECTED, "Bo", "2026-01-02", 'it says "runs"'),
    )
    assert review == last.after([first])
    rows = store.select(
        "PREFIX az: <https://w3id.org/araz/ontology#> SELECT ?what ?who ?why WHERE { ?claim az:hasDecision ?decision ."
        " ?decision az:turn ?turn ; az:decided ?what ; az:decidedBy ?who OPTIONAL { ?decision az:grounds ?why } }"
        " ORDER BY ?turn"
    ).rows
    assert rows == (("accepted", "Ana", None), ("rejected", "Bo", 'it says "runs"'))


def what_was_rejected_never_comes_back(store: Store) -> None:
    load(store, *CLAIMS)
    sitting(store).reject(RUNS.id, "a joke")
    for again in (RUNS, Claim(**{**parts(RUNS), "confidence": 0.99, "method": "better"})):
        load(store, again)
        assert stored(store, RUNS.id).rejected
    # Not even where the source stops saying so, and says so again.
    load(store, BORDERS, replace=True)
    load(store, RUNS)
    assert stored(store, RUNS.id).rejected
    assert stored(store, RUNS.id).review == Review(Verdict.REJECTED, "Ana", DAY, "a joke")


def an_older_copy_takes_no_decision_back(store: Store) -> None:
    load(store, RUNS)
    accepted = sitting(store, on="2026-01-01").accept(RUNS.id)
    sitting(store, on="2026-01-02").reject(RUNS.id)
    load(store, accepted)
    assert stored(store, RUNS.id).rejected


def a_correction_is_a_claim_and_the_old_one_says_what_it_became(store: Store) -> None:
    load(store, RUNS)
    new = sitting(store).correct(RUNS.id, Correction(relation="owns", modality="possible", valid_from="2025-01"))
    assert (new.relation, new.modality, new.valid.start) == (Relation.OWNS, Modality.POSSIBLE, "2025-01")
    assert (new.method, new.evidence, new.confidence) == ("review", RUNS.evidence, 1.0)
    old = stored(store, RUNS.id)
    assert old.review == Review(Verdict.REJECTED, "Ana", DAY, f"corrected to {new.id}", new.id)
    assert stored(store, new.id).review == Review(Verdict.ACCEPTED, "Ana", DAY, f"corrected from {RUNS.id}")
    # A load that replaces what the source said takes nothing of it away.
    load(store, RUNS, replace=True)
    assert state(store) == {RUNS.id: "rejected", new.id: "accepted"}


def a_correction_that_the_ontology_forbids_changes_nothing(store: Store) -> None:
    load(store, RUNS)
    session, stamp = sitting(store), store.stamp()
    with pytest.raises(InputError, match="hydropower plant"):
        session.correct(RUNS.id, Correction(swapped=True))
    with pytest.raises(InputError, match="speaker"):
        session.correct(RUNS.id, Correction(modality="reported"))
    with pytest.raises(UsageError, match="different"):
        session.correct(RUNS.id, Correction(relation="operates"))
    assert store.stamp() == stamp


def undo_takes_back_the_last_decision_then_the_one_before(store: Store) -> None:
    load(store, *CLAIMS)
    session = sitting(store)
    session.accept(RUNS.id)
    session.reject(OWNS.id)
    new = session.correct(BORDERS.id, Correction(relation="rivalOf"))
    for _ in range(3):
        assert session.undo() is not None
    assert session.undo() is None
    assert session.waiting() == [RUNS.id, OWNS.id, BORDERS.id]
    assert stored(store, new.id).rejected
    history = stored(store, OWNS.id).review
    assert history is not None
    assert [each.verdict.value for each in history.decisions] == ["rejected", "reopened"]


def undo_brings_back_what_counted_before(store: Store) -> None:
    load(store, RUNS)
    sitting(store, "Bo", "2026-01-01").accept(RUNS.id)
    session = sitting(store)
    session.reject(RUNS.id)
    session.undo()
    review = stored(store, RUNS.id).review
    assert review is not None
    assert (review.verdict, review.by, review.on) == (Verdict.ACCEPTED, "Bo", "2026-01-01")
    assert [each.verdict.value for each in review.before] == ["accepted", "rejected", "reopened"]


def a_merge_moves_what_counts_and_can_be_taken_apart(store: Store) -> None:
    load(store, *CLAIMS)
    done = sitting(store).merge(PERSE, IRAN)
    moved = next(claim for claim in done.claims if claim.subject == IRAN)
    assert state(store) == {RUNS.id: "", OWNS.id: "rejected", BORDERS.id: "rejected", moved.id: "reopened"}
    assert (moved.relation, moved.evidence, moved.method) == (OWNS.relation, OWNS.evidence, OWNS.method)
    assert find_entity(store, "Perse") == IRAN
    assert stored(store, OWNS.id).review == Review(Verdict.REJECTED, "Ana", DAY, "ent:perse is ent:iran", moved.id)
    sitting(store, "Bo").unmerge("ent:perse")
    assert state(store) == {RUNS.id: "", OWNS.id: "reopened", BORDERS.id: "reopened", moved.id: "rejected"}
    assert find_entity(store, "Perse") == PERSE
    (iran,) = store.entities([IRAN])
    assert iran.same_as == ()
    # And once more: what was taken apart can be put together again.
    sitting(store).merge(PERSE, IRAN)
    assert state(store)[moved.id] == "reopened"


def undo_takes_a_merge_apart(store: Store) -> None:
    load(store, *CLAIMS)
    session = sitting(store)
    session.accept(OWNS.id)
    session.merge("Perse", "Iran")
    session.undo()
    assert stored(store, OWNS.id).stands
    assert find_entity(store, "Perse") == PERSE
    assert not any(
        claim.stands and claim.subject == IRAN for claim in store.claims() if claim.relation == OWNS.relation
    )


def what_is_loaded_after_a_merge_is_about_the_one_that_is_kept(store: Store) -> None:
    load(store, OWNS)
    sitting(store).merge(PERSE, IRAN)
    stamp = store.stamp()
    load(store, OWNS)
    assert store.stamp() == stamp
    load(store, Claim(PERSE, Relation.BUILDS, PLANT, evidence=said("Persia owns the plant.")))
    assert [claim.subject for claim in store.claims() if claim.relation == Relation.BUILDS] == [IRAN]


def a_rejected_claim_is_not_moved_by_a_merge(store: Store) -> None:
    load(store, OWNS)
    session = sitting(store)
    session.reject(OWNS.id)
    session.merge(PERSE, IRAN)
    load(store, OWNS)
    assert state(store) == {OWNS.id: "rejected"}


def all_of_it_survives_an_export_and_a_load(store: Store) -> None:
    load(store, *CLAIMS)
    session = sitting(store)
    session.accept(RUNS.id)
    session.correct(RUNS.id, Correction(relation="builds"))
    session.merge(PERSE, IRAN)
    session.undo()
    copy = MemoryStore()
    admit(copy, (*store.sources(), *store.entities(), *store.claims()))
    assert list(copy.claims()) == list(store.claims())
    assert list(copy.ntriples()) == list(store.ntriples())


def parts(claim: Claim) -> dict[str, object]:
    return {key: getattr(claim, key) for key in ("subject", "relation", "object", "evidence", "confidence", "method")}


PROMISES: tuple[Callable[[Store], None], ...] = (
    the_least_sure_claims_wait_first,
    what_waits_can_be_narrowed_down,
    every_decision_is_kept_with_who_and_when_and_why,
    what_was_rejected_never_comes_back,
    an_older_copy_takes_no_decision_back,
    a_correction_is_a_claim_and_the_old_one_says_what_it_became,
    a_correction_that_the_ontology_forbids_changes_nothing,
    undo_takes_back_the_last_decision_then_the_one_before,
    undo_brings_back_what_counted_before,
    a_merge_moves_what_counts_and_can_be_taken_apart,
    undo_takes_a_merge_apart,
    what_is_loaded_after_a_merge_is_about_the_one_that_is_kept,
    a_rejected_claim_is_not_moved_by_a_merge,
    all_of_it_survives_an_export_and_a_load,
)
