"""Review from Python: what is refused, what is taken back, what is shown around a passage, and the page of the docs."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from araz.errors import InputError, UsageError
from araz.face import Graph, open_graph
from araz.graph.claim import Claim, Entity, Name, Passage, Review, Verdict
from araz.graph.oxigraph import OxigraphStore
from araz.graph.ref import Ref
from araz.graph.store import Batch, Store
from araz.loaders.merging import merge_review
from araz.loaders.reviewing.case import around
from araz.loaders.reviewing.correcting import Correction, correct, relations_between
from araz.loaders.validating import validate
from araz.ontology.vocabulary import Kind, Modality, Relation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ..graph.review_promises import BORDERS, CLAIMS, IRAN, OWNS, PERSE, PLANT, RUNS, load, sitting, state, stored
from .samples import BASE, claim, write

DOCS = Path(__file__).resolve().parents[2] / "docs" / "review.md"
ANA, BO = Review(Verdict.ACCEPTED, "Ana", "2026-01-01"), Review(Verdict.REJECTED, "Bo", "2026-01-02")


@pytest.fixture
def region(tmp_path: Path):
    with open_graph(tmp_path / "region") as graph:
        graph.load(write(tmp_path, *BASE, claim(confidence=0.4), claim(relation="builds", confidence=0.3)))
        yield graph


def verdicts(graph: Graph) -> list[str]:
    return sorted(state(graph.store).values())


# Sessions


def test_a_session_is_iterated_while_it_decides(region: Graph) -> None:
    session = region.review(by="Ana", on="2026-02-01")
    for case in session:
        session.reject(case, case.words)
    assert verdicts(region) == ["rejected", "rejected"]
    assert {claim.review.reason for claim in region.store.claims() if claim.review} == {
        "Iran builds The plant",
        "Iran operates The plant",
    }


def test_the_store_is_locked_only_while_a_decision_is_written(region: Graph) -> None:
    session = region.review(by="Ana")
    cases = iter(session)
    session.accept(next(cases))
    with open_graph(region.address) as other:
        other.review(by="Bo").reject(next(cases))
    assert verdicts(region) == ["", "accepted"] or verdicts(region) == ["accepted", "rejected"]
    region.close()
    assert verdicts(region) == ["accepted", "rejected"]


def test_what_somebody_else_decided_since_is_not_overwritten(region: Graph) -> None:
    session = region.review(by="Ana")
    seen = next(iter(session))
    region.review(by="Bo").reject(seen.id)
    with pytest.raises(UsageError, match="was decided about by Bo since"):
        session.accept(seen)
    assert stored(region.store, seen.id).rejected


def test_undo_stops_before_what_somebody_else_decided_since(region: Graph) -> None:
    session = region.review(by="Ana")
    accepted = session.accept(next(iter(session)))
    region.review(by="Bo").reject(accepted.id)
    with pytest.raises(UsageError, match="decided about again since"):
        session.undo()


def test_nobody_and_the_example_cannot_decide() -> None:
    with open_graph("example") as example:
        first = example.review(by="Ana").waiting()[0]
        with pytest.raises(UsageError, match="example"):
            example.review(by="Ana").accept(first)
    with open_graph("memory:") as graph, pytest.raises(UsageError, match="nobody is named"):
        graph.review().accept("claim:00")


def test_an_unknown_claim_and_an_unknown_source_are_told(region: Graph) -> None:
    with pytest.raises(UsageError, match="there is no claim claim:00"):
        region.review(by="Ana").accept("claim:00")
    with pytest.raises(UsageError, match="is no source"):
        region.review(source="Iran")


def test_a_reviewed_store_conforms_to_the_shapes(store: OxigraphStore) -> None:
    load(store, *CLAIMS)
    session = sitting(store)
    session.accept(RUNS.id)
    session.correct(RUNS.id, Correction(relation="builds"))
    session.merge(PERSE, IRAN)
    session.undo()
    assert validate(store, whole=True).findings == ()


# Corrections


@pytest.mark.parametrize(
    ("said", "correction", "condition", "speaker"),
    [
        ({"modality": Modality.CONDITIONAL, "condition": "talks"}, Correction(modality="possible"), None, None),
        ({"modality": Modality.REPORTED, "attributed_to": PERSE}, Correction(modality="asserted"), None, None),
        ({"modality": Modality.REPORTED, "attributed_to": PERSE}, Correction(modality="possible"), None, PERSE),
        ({}, Correction(modality="conditional", condition="rain"), "rain", None),
        ({"modality": Modality.POSSIBLE, "attributed_to": PERSE}, Correction(attributed_to=""), None, None),
    ],
)
def test_a_mode_loses_what_it_does_not_take(said, correction, condition, speaker) -> None:
    corrected = correct(replace(RUNS, **said), correction)
    assert (corrected.condition, corrected.attributed_to) == (condition, speaker)


def test_dates_are_taken_away_and_left_alone() -> None:
    dated = correct(RUNS, Correction(valid_from="2024", valid_to="2025-06"))
    assert correct(dated, Correction(valid_to="")).valid.start == "2024"
    assert correct(dated, Correction(valid_to="")).valid.end == ""
    with pytest.raises(InputError, match="swap the dates"):
        correct(dated, Correction(valid_from="2026"))


def test_the_relations_offered_are_those_that_the_ontology_takes() -> None:
    assert "operates" in relations_between(Kind.STATE, Kind.HYDRO_PLANT)
    assert "operates" not in relations_between(Kind.HYDRO_PLANT, Kind.STATE)
    assert "borders" not in relations_between(Kind.STATE, Kind.HYDRO_PLANT)


def test_a_correction_to_what_is_claimed_already_accepts_that(store: OxigraphStore) -> None:
    known = replace(RUNS, relation=Relation.OWNS, confidence=0.8)
    load(store, RUNS, known)
    assert sitting(store).correct(RUNS.id, Correction(relation="owns")).id == known.id
    after = stored(store, known.id)
    assert (after.method, after.confidence, after.stands) == ("reader", 0.8, True)


def test_a_better_reader_does_not_take_a_reviewer_s_claim_over(store: OxigraphStore) -> None:
    load(store, RUNS)
    new = sitting(store).correct(RUNS.id, Correction(relation="owns"))
    load(store, replace(RUNS, relation=Relation.OWNS, confidence=0.6, method="better"))
    assert stored(store, new.id) == new


def test_reopening_a_correction_turns_the_new_claim_down(store: OxigraphStore) -> None:
    load(store, RUNS)
    new = sitting(store).correct(RUNS.id, Correction(relation="owns"))
    sitting(store).reopen(RUNS.id)
    assert state(store) == {RUNS.id: "reopened", new.id: "rejected"}
    with pytest.raises(UsageError, match="nothing is decided"):
        sitting(store).reopen(RUNS.id)


# Merges


@pytest.mark.parametrize(
    ("gone", "kept", "said"),
    [(IRAN, IRAN, "is itself"), (PLANT, IRAN, "is a HydroPlant"), (IRAN, Ref("ent", "atlantis"), "nobody describes")],
)
def test_a_merge_that_makes_no_sense_is_refused(store: OxigraphStore, gone: Ref, kept: Ref, said: str) -> None:
    load(store, *CLAIMS)
    stamp = store.stamp()
    with pytest.raises(UsageError, match=said):
        sitting(store).merge(gone, kept)
    assert store.stamp() == stamp


def test_merges_in_a_row_are_taken_apart_from_the_end(store: OxigraphStore) -> None:
    load(store, OWNS, RUNS)
    elam = Entity(Ref("ent", "elam"), Kind.STATE, (Name("Elam"),))
    store.write(Batch(entities=[elam]))
    before = standing(store)
    session = sitting(store)
    session.merge(PERSE, elam.id)
    with pytest.raises(UsageError, match="counts as ent:elam already"):
        session.merge(PERSE, IRAN)
    session.merge(elam.id, IRAN)
    assert {subject for subject, _, _ in standing(store)} == {IRAN}
    with pytest.raises(UsageError, match="unmerge ent:elam first"):
        session.unmerge(PERSE)
    session.unmerge(elam.id)
    session.unmerge(PERSE)
    assert standing(store) == before


def test_what_a_merge_rejected_is_reopened_by_taking_it_apart_only(store: OxigraphStore) -> None:
    load(store, *CLAIMS)
    sitting(store).merge(PERSE, IRAN)
    with pytest.raises(UsageError, match="unmerge the two"):
        sitting(store).reopen(OWNS.id)


def test_what_was_accepted_of_one_is_accepted_of_the_other_until_they_are_apart(store: OxigraphStore) -> None:
    twin = replace(OWNS, subject=IRAN)
    load(store, OWNS, twin)
    session = sitting(store)
    session.accept(OWNS.id)
    session.merge(PERSE, IRAN)
    assert state(store) == {OWNS.id: "rejected", twin.id: "accepted"}
    session.unmerge(PERSE)
    assert state(store) == {OWNS.id: "accepted", twin.id: "reopened"}


def test_a_speaker_and_a_condition_are_merged_too(store: OxigraphStore) -> None:
    reported = replace(RUNS, modality=Modality.REPORTED, attributed_to=PERSE)
    hinging = replace(RUNS, modality=Modality.CONDITIONAL, condition=PERSE)
    load(store, reported, hinging)
    sitting(store).merge(PERSE, IRAN)
    left = [each for each in store.claims() if not each.rejected]
    assert {(each.attributed_to, each.condition) for each in left} == {(IRAN, None), (None, IRAN)}


STEPS = st.lists(st.tuples(st.sampled_from("arcm"), st.integers(0, 9)), max_size=6)


@given(steps=STEPS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_undoing_everything_leaves_what_counted_at_the_start(steps: list[tuple[str, int]]) -> None:
    store = OxigraphStore.in_memory()
    load(store, *CLAIMS, replace(OWNS, subject=IRAN))
    before, waiting = standing(store), sitting(store).waiting()
    session = sitting(store)
    taken = 0
    for key, which in steps:
        taken += carry_out(session, store, key, which)
    for _ in range(taken):
        assert session.undo() is not None
    assert session.undo() is None
    assert standing(store) == before
    assert session.waiting() == waiting


def carry_out(session, store: Store, key: str, which: int) -> int:
    """Take a step if it can be taken: how many decisions that was."""
    ids = session.waiting()
    ref = ids[which % len(ids)] if ids else RUNS.id
    try:
        if key == "a":
            session.accept(ref)
        elif key == "r":
            session.reject(ref)
        elif key == "c":
            session.correct(ref, Correction(relation="owns"))
        else:
            session.merge(PERSE, IRAN)
    except (UsageError, InputError):
        return 0
    return 1


def standing(store: Store) -> set[tuple[Ref, str, Ref]]:
    return {(each.subject, each.relation.value, each.object) for each in store.claims() if each.stands}


# Reviews that meet on a load


def test_the_longer_history_of_one_claim_counts() -> None:
    both = BO.after([ANA])
    assert merge_review(ANA, both) == merge_review(both, ANA) == both
    assert merge_review(None, ANA) == merge_review(ANA, None) == ANA


def test_of_two_that_were_taken_apart_the_later_counts_and_nothing_is_lost() -> None:
    assert merge_review(ANA, BO) == merge_review(BO, ANA) == BO.after([ANA])
    later = replace(ANA, on="2026-03")
    assert merge_review(BO, later) == later.after([BO])


def test_where_the_days_do_not_tell_the_rejection_counts() -> None:
    undated = replace(ANA, on="")
    assert merge_review(BO, undated) == BO.after([undated])
    assert merge_review(undated, BO) == BO.after([undated])
    assert merge_review(replace(BO, on="2026"), ANA) == replace(BO, on="2026").after([ANA])


# What stands around a passage


@pytest.mark.parametrize(
    ("text", "quote", "before", "after"),
    [
        ("One. Two. Three. Four. Five.", "Three.", "Two. ", " Four."),
        ("One. Two is a long story here. Three. Four.", "is a long", "One. Two ", " story here. Three."),
        ("Only this.", "Only this.", "", ""),
        ("Title\n\nFirst one. Second.", "First one.", "Title\n\n", " Second."),
        ("این یک است. دو؟ سه. چهار.", "سه.", "دو؟ ", " چهار."),
        ("It cost 1.5m in 2020. Then it rained. End.", "it rained", "It cost 1.5m in 2020. Then ", ". End."),
    ],
)
def test_a_passage_is_shown_with_the_sentence_before_and_after(text, quote, before, after) -> None:
    start = text.index(quote)
    found = around(Passage(Ref("src", "a"), start, start + len(quote), quote), text)
    assert (found.before, found.quote, found.after) == (before, quote, after)


def test_a_text_without_sentences_is_cut() -> None:
    text = "x" * 5000 + "Iran" + "y" * 5000
    found = around(Passage(Ref("src", "a"), 5000, 5004, "Iran"), text)
    assert len(found.before) == len(found.after) == 402


def test_nothing_stands_around_a_record_nor_in_a_text_that_is_another() -> None:
    record = Passage(Ref("src", "a"), record="row 7", quote="7 MW")
    assert around(record, "7 MW and more.").after == ""
    assert around(Passage(Ref("src", "a"), 0, 4, "Iran"), "Iraq and more.").after == ""


# The page of the docs


def test_the_example_of_the_page_does_what_it_says(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    with open_graph("example") as example:
        (tmp_path / "review.jsonl").write_text("".join(example.export("jsonl")), "utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    said: dict[str, object] = {}
    exec(code, said)  # noqa: S102 (the page is ours)
    graph = said["g"]
    assert isinstance(graph, Graph)
    decided = [each for each in graph.store.claims() if each.review is not None]
    assert {each.relation for each in decided} == {Relation.REJECTS, Relation.ALTERNATIVE_TO}
    assert [each.review.decisions[-1].verdict for each in decided if each.review].count(Verdict.REOPENED) == 1
    assert any(each.method == "review" and each.decided for each in decided)


def test_the_query_of_the_page_lists_every_decision(store: OxigraphStore) -> None:
    from araz.graph.prefixes import with_prefixes

    load(store, BORDERS)
    session = sitting(store)
    new = session.correct(BORDERS.id, Correction(relation="rivalOf"))
    session.undo()
    (query,) = re.findall(r"```sparql\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    rows = store.select(with_prefixes(query)).rows
    told = sorted((row[0] == BORDERS.id, row[1], row[2], row[6]) for row in rows)
    assert told == [
        (False, 1, "accepted", None),
        (False, 2, "rejected", BORDERS.id),
        (True, 1, "rejected", new.id),
        (True, 2, "reopened", None),
    ]


def test_a_claim_says_whether_it_is_decided_about() -> None:
    reopened = Review(Verdict.REOPENED, "Ana")
    given_back: list[Claim] = [replace(RUNS, review=review) for review in (None, reopened, ANA, BO)]
    assert [each.decided for each in given_back] == [False, False, True, True]
    assert [each.rejected for each in given_back] == [False, False, False, True]
