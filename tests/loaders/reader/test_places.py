"""Towns and regions told apart by name, and pairs read from both of their ends."""

import gzip

import numpy as np
from araz.loaders.reader.models import RELATIONS, PairAsked, from_both_ends
from araz.loaders.reader.places import PLACES, place_kind, plain
from araz.loaders.reader.reader import load_reader
from araz.ontology.vocabulary import Kind, Relation
from hypothesis import given
from hypothesis import strategies as st

SIZE = 2 * len(RELATIONS) + 1


def test_the_list_is_sorted_plain_and_says_town_region_or_both() -> None:
    with gzip.open(PLACES, "rt", encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines]
    names = [name for name, _ in rows]
    assert names == sorted(set(names))
    assert {kinds for _, kinds in rows} == {"S", "R", "SR"}
    assert all(plain(name) == name for name in names[:: len(names) // 500])


def test_a_name_of_both_or_of_neither_tells_nothing() -> None:
    assert place_kind("Culiacán") is Kind.SETTLEMENT
    assert place_kind("tigray") is Kind.REGION
    assert place_kind("Kandahar") is None
    assert place_kind("") is None
    assert place_kind("Nowhere-upon-Nothing") is None


@given(st.text(max_size=60))
def test_a_plain_name_stays_as_it_is(name: str) -> None:
    assert plain(plain(name)) == plain(name)


def _logits(*likely: int) -> list[float]:
    return [8.0 if number in likely else 0.0 for number in range(SIZE)]


def test_what_either_end_says_counts_half() -> None:
    owns, none = RELATIONS.index(Relation.OWNS), SIZE - 1
    pairs = [PairAsked(0, 0, 1, 0), PairAsked(0, 1, 0, 8)]
    agreed = from_both_ends(np.array([_logits(owns), _logits(owns + len(RELATIONS))], np.float32), pairs)
    assert agreed[0].argmax() == owns
    assert agreed[1].argmax() == len(RELATIONS)
    split = np.exp(from_both_ends(np.array([_logits(owns), _logits(none)], np.float32), pairs))
    assert 0.4 < split[0, owns] < 0.6


def test_a_relation_without_direction_is_seen_from_the_other_end_as_it_is() -> None:
    borders = RELATIONS.index(Relation.BORDERS)
    pairs = [PairAsked(0, 0, 1, 0), PairAsked(0, 1, 0, 8)]
    told = from_both_ends(np.array([_logits(borders), _logits(borders)], np.float32), pairs)
    assert told[0].argmax() == told[1].argmax() == borders


@given(st.integers(0, 2**32 - 1))
def test_a_pair_alone_is_taken_as_it_was_read(seed: int) -> None:
    row = np.random.default_rng(seed).normal(0, 5, SIZE).astype(np.float32)
    chances = np.exp(from_both_ends(np.array([row], np.float32), [PairAsked(0, 0, 1, 0)]))
    assert abs(float(chances.sum()) - 1) < 1e-3
    meant = np.exp(row - row.max())
    assert np.allclose(chances[0, :-1], (meant / meant.sum())[: len(RELATIONS)], atol=1e-4)


def test_those_who_act_without_a_name_are_found() -> None:
    read = load_reader().read("In the north, militants may attack border villages, and protesters blocked a refinery.")
    words = {read.text[m.start : m.end] for m in read.mentions}
    assert {"militants", "protesters"} <= words
