"""Texts and ids as one run of bytes."""

from __future__ import annotations

import pytest
from araz.errors import InputError
from araz.graph.ref import Ref
from araz.queries.columntexts import Refs, Texts
from hypothesis import given
from hypothesis import strategies as st


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]))))
def test_texts_are_what_they_were(given):
    texts = Texts.of(given)
    assert list(texts) == given
    assert [texts[place] for place in range(len(texts))] == given
    assert texts[1:] == tuple(given[1:])
    assert [texts[-1]] == given[-1:] if given else len(texts) == 0


def test_a_place_that_is_not_there_is_an_error():
    with pytest.raises(IndexError):
        Texts.of(["a"])[1]


def test_ids_are_refs():
    refs = Refs.of_iris([Ref("ent", "iran").iri, "ent:iraq", Ref("wd", "Q794").iri])
    assert list(refs) == [Ref("ent", "iran"), Ref("ent", "iraq"), Ref("wd", "Q794")]
    assert refs[1:] == (refs[1], refs[2])
    assert refs.index(Ref("wd", "Q794")) == 2


@pytest.mark.parametrize("iri", ["https://example.org/a", "https://w3id.org/araz/id/a b", "iran", "ent:a:b", ""])
def test_what_is_no_id_is_an_error(iri):
    with pytest.raises(InputError):
        Refs.of_iris([iri])
