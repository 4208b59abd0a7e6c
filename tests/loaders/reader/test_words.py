"""Words and sentences, with offsets that hold for any text."""

from itertools import pairwise

import pytest
from araz.loaders.reader.words import sentences_of, shape_of, words_of
from hypothesis import given
from hypothesis import strategies as st


@given(st.text(max_size=300))
def test_words_stand_where_they_say(text: str) -> None:
    words = words_of(text)
    assert all(text[word.start : word.end] == word.text for word in words)
    assert all(before.end <= after.start for before, after in pairwise(words))


@given(st.text(max_size=300))
def test_sentences_are_in_order_and_hold_every_word(text: str) -> None:
    sentences = list(sentences_of(text))
    assert all(start < end for start, end in sentences)
    assert all(before[1] <= after[0] for before, after in pairwise(sentences))
    assert all(any(start <= word.start and word.end <= end for start, end in sentences) for word in words_of(text))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The U.S. envoy left. Baku stayed.", 2),
        ("Gen. J. Haftar met Lt. Col. Ali at 5 p.m. on Monday.", 1),
        ("It fell by 3.5 per cent. Nobody knew why!", 2),
        ("“We will not sign.” He left…", 2),
        ("A headline without a stop\n\nThe text begins here.", 2),
        ("He said: “No.” and left.", 1),
        ("", 0),
        (" \n ", 0),
    ],
)
def test_a_full_stop_ends_a_sentence_only_where_it_does(text: str, count: int) -> None:
    assert len(list(sentences_of(text))) == count


def test_every_word_has_a_shape() -> None:
    assert {shape_of(word) for word in ("a", "Iran", "NATO", "iPhone", "7", "—", "X")} == {1, 2, 3, 4, 5, 6, 7}
