"""Parameters go where the query has a place for them, and nowhere else."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from araz.errors import ArazError, UsageError
from araz.graph.bind import bind
from araz.graph.ref import Ref
from araz.graph.sparql import table_of
from hypothesis import given, settings
from hypothesis import strategies as st

from .strategies import texts

IRAN = Ref("ent", "iran")


@pytest.mark.parametrize(
    "block",
    [
        "VALUES ?a { 1 }",
        "values $a{1}",
        "VALUES\n?a\n{\n  1 # one\n  2\n}",
        'VALUES ?a { "}" }',
        'VALUES ?a { """ } " } """ }',
        "VALUES ?a { '}' }",
        "VALUES ?a { <http://example.org/#a> }",
        "VALUES ?a { 1 # } not here\n }",
        "VALUES ?a { }",
        "VALUES ?a { UNDEF }",
    ],
)
def test_the_whole_content_of_a_block_is_replaced(block: str) -> None:
    bound = bind(f"SELECT ?a {{ {block} }}", {"a": IRAN})
    assert table_of(ox.Store().query(bound)).rows == ((IRAN,),)


def test_every_block_of_a_name_is_replaced() -> None:
    query = "SELECT * { { VALUES ?a { 1 } } UNION { VALUES ?a { 2 } VALUES ?b { 3 } } }"
    assert bind(query, {"a": 7}) == "SELECT * { { VALUES ?a { 7 } } UNION { VALUES ?a { 7 } VALUES ?b { 3 } } }"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { } # VALUES ?a { 1 }",
        'SELECT * { FILTER("VALUES ?a { 1 }" = "") }',
        "SELECT * { FILTER('''VALUES ?a { 1 }''' = '') }",
        "SELECT * { ?a ?b ?c }",
        "SELECT * { VALUES ?ab { 1 } }",
        "SELECT * { VALUES (?a) { (1) } }",
        "SELECT * { VALUESX ?a { 1 } }",
    ],
)
def test_what_only_looks_like_a_block_is_none(query: str) -> None:
    with pytest.raises(UsageError, match="the query has no parameter 'a'"):
        bind(query, {"a": IRAN})
    assert bind(query, {}) == query


def test_a_value_that_looks_like_a_block_is_not_filled_in_turn() -> None:
    query = 'SELECT ?a ?b { VALUES ?a { "x" } VALUES ?b { "y" } }'
    bound = bind(query, {"a": "} VALUES ?b { 1", "b": "VALUES ?a { 2 }"})
    assert table_of(ox.Store().query(bound)).rows == (("} VALUES ?b { 1", "VALUES ?a { 2 }"),)


@given(st.lists(texts(), min_size=2, max_size=2))
@settings(max_examples=200, deadline=None)
def test_any_text_comes_out_as_it_went_in(values: list[str]) -> None:
    bound = bind('SELECT ?a ?b { VALUES ?a { "x" } VALUES ?b { "y" } }', dict(zip("ab", values, strict=True)))
    assert table_of(ox.Store().query(bound)).rows == (tuple(values),)


@given(st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.booleans())
@settings(max_examples=100, deadline=None)
def test_any_number_comes_out_as_it_went_in(value: float | bool) -> None:
    (row,) = table_of(ox.Store().query(bind("SELECT ?a { VALUES ?a { 0 } }", {"a": value}))).rows
    assert row == (value,) or abs(value) >= 2**63


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "a\x00b", "\ud800"])
def test_what_no_store_can_hold_is_refused(value: float | str) -> None:
    with pytest.raises(ArazError):
        bind("SELECT ?a { VALUES ?a { 0 } }", {"a": value})
