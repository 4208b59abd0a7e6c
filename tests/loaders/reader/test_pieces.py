"""Names found by the registry, nouns that tell a class, pairs, and what a score is worth."""

from collections import Counter

import numpy as np
import pytest
from araz.graph.ref import Ref
from araz.loaders.reader.calibration import Calibration, Evidence
from araz.loaders.reader.gazetteer import load_gazetteer
from araz.loaders.reader.linking import link
from araz.loaders.reader.models import KINDS
from araz.loaders.reader.nouns import class_of, shared_noun
from araz.loaders.reader.pairs import BUCKETS, bucket_of, pairs_of
from araz.loaders.reader.spotting import Form, Spot
from araz.loaders.reader.words import words_of
from araz.ontology.vocabulary import Kind, Relation


def found_in(text: str) -> list[str]:
    words = words_of(text)
    return [text[words[hit.start].start : words[hit.end - 1].end] for hit in load_gazetteer().hits(words)]


def seen(name: str, **chances: float) -> Spot:
    kinds = np.zeros(len(KINDS), dtype=np.float32)
    for kind, chance in chances.items():
        kinds[KINDS.index(Kind(kind))] = chance
    best = KINDS[int(kinds.argmax())]
    return Spot(0, 1, 0, len(name), name, Form.NAMED, best, 0, 1.0, kinds, load_gazetteer().leads(name))


def test_known_names_are_found_whatever_their_spelling() -> None:
    assert found_in("The UAE, Türkiye and the U.S. met PJAK.") == ["UAE", "Türkiye", "U.S.", "PJAK"]


def test_a_word_in_small_letters_is_no_name() -> None:
    assert found_in("It told us that turkey is a bird.") == []


def test_the_longest_name_wins() -> None:
    assert found_in("The Islamic Republic of Iran Shipping Lines sailed.") != ["Iran"]
    assert found_in("The Economic Cooperation Organisation met.") == ["Economic Cooperation Organisation"]


def test_a_capital_is_the_state_or_the_city_as_the_sentence_has_it() -> None:
    gazetteer, nowhere = load_gazetteer(), Counter[Ref]()
    assert link(seen("Tehran", State=0.95), gazetteer, nowhere).ref == Ref("ent", "iran")
    assert link(seen("Tehran", Settlement=0.95), gazetteer, nowhere).ref == Ref("ent", "tehran")


def test_a_people_of_several_states_is_the_one_of_the_state_nearby() -> None:
    gazetteer = load_gazetteer()
    kurds = seen("Kurds", EthnicGroup=0.95)
    assert link(kurds, gazetteer, Counter({Ref("ent", "syria"): 1})).ref == Ref("ent", "kurds-of-syria")


def test_a_name_of_several_bearers_stays_unlinked_with_its_alternatives() -> None:
    found = link(seen("Congo", State=0.95), load_gazetteer(), Counter())
    assert found.ref is None
    assert {str(ref) for ref, _ in found.alternatives} >= {"ent:dr-congo", "ent:congo-brazzaville"}


def test_nouns_tell_the_class_of_what_is_listed_before_them() -> None:
    assert shared_noun(["and", "Qiz", "Qalasi", "hydroelectric", "plants"]) is Kind.HYDRO_PLANT
    assert shared_noun(["hydropower", "stations"]) is Kind.HYDRO_PLANT
    assert shared_noun(["and", "signed", "plants"]) is None
    assert class_of(["the", "two", "countries"]) == (Kind.STATE, True)
    assert class_of(["nothing"]) is None


@pytest.mark.parametrize("together", [True, False])
def test_distances_fit_their_buckets(together: bool) -> None:
    buckets = {bucket_of((0, 1), (gap, gap + 1), together=together) for gap in range(1, 60)}
    backwards = {bucket_of((gap, gap + 1), (0, 1), together=together) for gap in range(1, 60)}
    assert buckets | backwards <= set(range(BUCKETS))
    assert not buckets & backwards


def test_pairs_reach_as_far_as_asked() -> None:
    assert list(pairs_of([0, 1, 3], reach=1)) == [(0, 1), (1, 0)]
    assert list(pairs_of([0, 1], reach=0)) == []


def test_more_evidence_never_lowers_a_confidence() -> None:
    curve = Calibration((-1.0, 0.8, 0.5, -0.3))
    scores = [curve.confidence(Evidence(logit, 1.0, 1.0, False, Relation.OWNS)) for logit in (-40, -2, 0, 3, 40)]
    assert scores == sorted(scores)
    assert all(0 <= score <= 1 for score in scores)
