"""What the benchmark of the reader counts with, on tiny made-up inputs."""

from __future__ import annotations

import json

import numpy as np
import pytest
from araz.graph.ref import Ref
from araz.loaders.reader.extraction import Extracted, Extraction, Found, Mention
from araz.ontology.vocabulary import Kind, Modality, Relation
from araz.train.sets import again

from benchmarks.extraction.agreement import claims_of_either
from benchmarks.extraction.coreference import b_cubed, ceaf_e, conll, muc
from benchmarks.extraction.crossner import likeliest
from benchmarks.extraction.dyads import Dyad
from benchmarks.extraction.events import Guesses, decided, tally
from benchmarks.extraction.figures import f1_of, macro_f1
from benchmarks.extraction.reliability import binned, calibration_error, drawn
from benchmarks.extraction.rows import Row, shown
from benchmarks.extraction.seed import claims, entities, read_gold, with_modality

TEXT = "Iran warned Oman."
IRAN, OMAN = Ref("ent", "iran"), Ref("ent", "oman")


def reading(*said, text=TEXT, modality=Modality.ASSERTED):
    """An extraction of the tiny text with some claims, each (subject, relation, object)."""
    spans = {IRAN: (0, 4), OMAN: (12, 16)}
    found = tuple(Found(ref, Kind.STATE, text[slice(*span)]) for ref, span in spans.items())
    mentions = tuple(Mention(ref, *span) for ref, span in spans.items())
    kept = tuple(
        Extracted(one, relation, two, modality, (0, len(text)), spans[one], spans[two], confidence=0.9)
        for one, relation, two in said
    )
    return Extraction(text, found, mentions, kept)


def dyad(root="THREATEN", *, mutual=False):
    return Dyad(TEXT, ((0, 4),), ((12, 16),), root, mutual)


# The worked example of the reference scorer's paper (Pradhan et al. 2014, figure 1): key {abc}{defg}, response
# {ab}{cd}{fghi}.
KEY = [frozenset("abc"), frozenset("defg")]
RESPONSE = [frozenset("ab"), frozenset("cd"), frozenset("fghi")]


def test_muc_of_the_worked_example_is_as_published():
    assert muc(KEY, RESPONSE) == pytest.approx(2 * 0.4 * 0.4 / 0.8)


def test_b_cubed_of_the_worked_example_is_as_published():
    precision, recall = 0.5, 5 / 12
    assert b_cubed(KEY, RESPONSE) == pytest.approx(2 * precision * recall / (precision + recall), abs=0.01)


def test_ceaf_of_the_worked_example_is_as_published():
    precision, recall = 1.3 / 3, 0.65
    assert ceaf_e(KEY, RESPONSE) == pytest.approx(2 * precision * recall / (precision + recall), abs=0.01)


def test_equal_clusters_score_one_and_strange_ones_nothing():
    assert set(conll(KEY, KEY).values()) == {1.0}
    assert conll(KEY, [frozenset("xyz")])["CoNLL"] == 0


def test_macro_f1_counts_every_class_alike_and_only_those_meant():
    rows = [({"a"}, "a")] * 9 + [({"b"}, "c")]
    assert macro_f1(rows) == 0.5


def test_a_row_with_two_classes_wants_both():
    assert macro_f1([({"a", "b"}, "a")]) == 0.5


def test_spans_are_counted_over_all_texts_together():
    assert f1_of([({1}, {1}), ({2, 3, 4}, set())]) == pytest.approx(2 / 5)


def test_an_inside_tag_follows_its_own_type_only():
    logits = np.array([[0, 3, 0, 0, 0], [0, 0, 0, 0, 9]], dtype=np.float32)
    assert likeliest(logits, ["O", "B-x", "I-x", "B-y", "I-y"]) == [3, 4]


def test_a_claim_the_wrong_way_round_is_a_pair_without_direction():
    found = tally([dyad()], lambda text: reading((OMAN, Relation.THREATENS, IRAN)))
    assert (found.ends, found.pairs, found.directed) == (1, 1, 0)
    assert found.roots == [({"THREATEN"}, None)]


def test_a_claim_the_right_way_round_has_its_root():
    found = tally([dyad()], lambda text: reading((IRAN, Relation.THREATENS, OMAN)))
    assert (found.directed, found.roots_found) == (1, [({"THREATEN"}, "THREATEN")])


def test_a_structural_relation_has_direction_but_no_root():
    found = tally([dyad()], lambda text: reading((IRAN, Relation.EXPORTS_TO, OMAN)))
    assert (found.directed, found.roots_found) == (1, [({"THREATEN"}, None)])


def test_a_relation_that_reads_both_ways_has_no_wrong_direction():
    found = tally([dyad("CONSULT")], lambda text: reading((OMAN, Relation.CONSULTS, IRAN)))
    assert found.directed == 1


def test_a_mutual_dyad_has_no_wrong_direction():
    found = tally([dyad(mutual=True)], lambda text: reading((OMAN, Relation.THREATENS, IRAN)))
    assert found.directed == 1


def test_the_order_with_the_greater_score_is_decided_on():
    forward, backward = np.zeros(len(Relation)), np.zeros(len(Relation))
    names = list(Relation)
    forward[names.index(Relation.BORDERS)] = 99
    forward[names.index(Relation.AIDS)], backward[names.index(Relation.ACCUSES)] = 2, 3
    assert decided(forward, backward) == (Relation.AIDS, Relation.ACCUSES, False)


def test_a_guess_in_the_wrong_direction_says_nothing():
    guesses = Guesses()
    guesses.note(dyad("AID"), Relation.AIDS, Relation.ACCUSES, False)
    assert (guesses.given, guesses.decided) == ([({"AID"}, "AID")], [({"AID"}, None)])
    assert guesses.direction == 0


def test_confidences_fall_into_tenths():
    assert [len(part) for part in binned([(0.05, True), (0.1, True), (1.0, True)])] == [1, 1, *[0] * 7, 1]


def test_the_calibration_error_weighs_the_bins_by_their_size():
    assert calibration_error([(0.95, True)] * 3 + [(0.55, False)]) == pytest.approx((3 * 0.05 + 0.55) / 4)


def test_the_reliability_plot_has_a_bar_for_each_bin_with_claims():
    assert drawn([(0.95, True), (0.15, False)]).count('class="bar"') == 2


def test_a_missed_target_is_said():
    assert "MISSED" in shown([Row("F1", 0.4, target=0.5)])
    assert "met" in shown([Row("seconds", 0.4, target=0.5, at_most=True)])


def seed(predicate, *, modality="asserted", core=True, symmetric=False, subject="iran", object_="oman"):
    return {
        "subject": subject, "predicate": predicate, "object": object_, "modality": modality, "core": core,
        "symmetric": symmetric, "sentence_start": 0, "sentence_end": len(TEXT),
    }  # fmt: skip


def gold(*relations):
    record = {
        "entities": [
            {"id": "iran", "type": "State", "name": "Iran", "named": True},
            {"id": "oman", "type": "State", "name": "Oman", "named": True},
        ],
        "mentions": [
            {"entity": "iran", "start": 0, "end": 4, "named": True},
            {"entity": "oman", "start": 12, "end": 16, "named": True},
        ],
        "relations": list(relations),
    }
    return read_gold(json.loads(json.dumps(record)), TEXT)


def test_any_of_the_relations_of_an_older_predicate_is_right():
    for relation in (Relation.THREATENS, Relation.ACCUSES):
        assert claims(gold(seed("warns")), reading((IRAN, relation, OMAN))).f1 == 1


def test_a_second_relation_of_the_same_claim_is_neither_right_nor_wrong():
    both = reading((IRAN, Relation.THREATENS, OMAN), (IRAN, Relation.ACCUSES, OMAN))
    assert claims(gold(seed("warns")), both).said == 1


def test_the_direction_counts_unless_the_annotation_says_both():
    turned = reading((OMAN, Relation.ACCUSES, IRAN))
    assert claims(gold(seed("confronts")), turned).right == 0
    assert claims(gold(seed("confronts", symmetric=True)), turned).right == 1


def test_a_wrong_modality_is_wrong_only_where_modality_counts():
    found = reading((IRAN, Relation.THREATENS, OMAN), modality=Modality.POSSIBLE)
    assert claims(gold(seed("warns")), found).right == 1
    assert with_modality(gold(seed("warns")), found).right == 0


def test_a_claim_of_a_relation_left_out_is_not_wrong_but_one_of_nothing_is():
    found = reading((IRAN, Relation.THREATENS, OMAN))
    assert claims(gold(seed("observes")), found).said == 0
    assert claims(gold(seed("supports", core=False)), found).said == 1


def test_names_count_with_their_class():
    assert entities(gold(), reading()).f1 == 1
    wrong = Extraction(TEXT, (Found(IRAN, Kind.PERSON, "Iran"),), (Mention(IRAN, 0, 4),))
    assert entities(gold(), wrong).right == 0


def test_a_claim_that_either_annotator_has_is_right():
    first, second = reading((IRAN, Relation.THREATENS, OMAN)), reading((IRAN, Relation.BORDERS, OMAN))
    found = reading((IRAN, Relation.THREATENS, OMAN), (IRAN, Relation.BORDERS, OMAN), (OMAN, Relation.OWNS, IRAN))
    assert claims_of_either([(first, second)], [found]) == (3, 2)
    assert claims_of_either([(first, first)], [found]) == (3, 1)


def test_each_text_annotated_again_is_one_of_the_first():
    pairs = again()
    assert len(pairs) >= 80
    assert all(first.text.split() == second.text.split() and second.claims for first, second in pairs[80:])
    assert not [fault for _, second in pairs for fault in second.faults]
