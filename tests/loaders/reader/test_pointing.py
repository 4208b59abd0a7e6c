"""Whom words without a name point at, in sentences whose names are known."""

from __future__ import annotations

import pytest
from araz.loaders.reader.gazetteer import load_gazetteer
from araz.loaders.reader.models import Models
from araz.loaders.reader.naming import Naming
from araz.loaders.reader.pointing import resolve
from araz.loaders.reader.spotting import Form, lay_out, spot

MODELS = Models()


def pointed(text: str) -> list[tuple[str, list[str]]]:
    """The pointing words of a text, each with the names that it is taken for."""
    laid, gazetteer = lay_out(text), load_gazetteer()
    spots = spot(laid, MODELS, gazetteer)
    cast = Naming(laid, gazetteer).name_all(spots)
    resolve(laid, spots, cast)
    names = {ref: entity.name for ref, entity in cast.entities.items()}
    return [
        (each.text, [names[ref] for ref in cast.of[number]])
        for number, each in enumerate(spots)
        if each.form is Form.POINTING
    ]


@pytest.mark.parametrize(
    ("text", "word", "names"),
    [
        # Who its sentence began with, not the place named last.
        ("Ethiopia built a dam near Sudan in 2011. It never asked for leave.", "It", ["Ethiopia"]),
        ("Turkey shut the border with Armenia, and it keeps troops there.", "it", ["Türkiye"]),
        ("Azerbaijan stays out of an anti-Iranian campaign despite its ties with Israel.", "its", ["Azerbaijan"]),
        ("Egypt and Sudan met. Both have rejected the plan.", "Both", ["Egypt", "Sudan"]),
        ("Kenya borders Uganda and Tanzania. The latter has closed a post.", "The latter", ["Tanzania"]),
        ("Kenya has asked Egypt and Sudan. The former has agreed.", "The former", ["Egypt"]),
        ("Estonia, Latvia and Lithuania left the grid. All three have paid.", "All three",
         ["Estonia", "Latvia", "Lithuania"]),
    ],
)  # fmt: skip
def test_a_word_points_at(text: str, word: str, names: list[str]) -> None:
    assert dict(pointed(text))[word] == names


@pytest.mark.parametrize("text", ["Both sides of the valley are steep.", "It rained.", "The latter."])
def test_where_nobody_was_named_nobody_is_pointed_at(text: str) -> None:
    assert all(names == [] for _, names in pointed(text))


@pytest.mark.parametrize("text", ["Both Egypt and Sudan met.", "The former minister of Egypt met the latter half."])
def test_words_with_a_noun_of_their_own_do_not_point(text: str) -> None:
    assert not [word for word, _ in pointed(text) if word.lower() in ("both", "the former", "the latter")]
