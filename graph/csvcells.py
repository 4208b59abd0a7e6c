"""What a claim says in one cell of a table: readable where that loses nothing, JSON where it would."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from ..ontology.schema import load_schema
from .claim import Quantity, Review, Verdict
from .record import review_record

_FORMULA = ("=", "+", "-", "@")
_PLAIN = re.compile(r"[^\W\d_][^\W\d_]*(?:[ '.-][^\W\d_]+)*\Z")
_WHOLE = 1e15
"""Below it, a whole number is written without a point and is the same number again."""


def needs_apostrophe(text: str) -> bool:
    """Whether a cell of this text is written with an apostrophe before it: a formula, or blanks at an end.

    The apostrophes that it starts with itself do not count, so that one can be taken off again without a doubt.

    >>> [needs_apostrophe(text) for text in ("=1+1", "'=1+1", " edge", "'t Hooft", "1-2")]
    [True, True, True, False, False]
    """
    bare = text.lstrip("'")
    return bare.startswith(_FORMULA) or bare != bare.strip()


def quantities_cell(quantities: Sequence[Quantity]) -> str:
    """Quantities as one writes them, or as JSON where reading them back would not give the same.

    >>> quantities_cell([Quantity(102, "MW"), Quantity(0.1, "GWh", "electricity")])
    '102 MW; 0.1 GWh electricity'
    >>> quantities_cell([Quantity(3, "km", "road; rail")])
    '[{"value": 3.0, "unit": "km", "of": "road; rail"}]'
    """
    if all(map(_is_plain, quantities)):
        return "; ".join(f"{_number(q.value)} {q.unit} {q.of}".strip() for q in quantities)
    return json.dumps([{"value": float(q.value), "unit": q.unit, "of": q.of} for q in quantities], ensure_ascii=False)


def review_cell(review: Review | None) -> str:
    """A review as one writes it, or as JSON where the name could be read in another way.

    >>> review_cell(Review(Verdict.ACCEPTED, "Ana B", "2025-01-31"))
    'accepted by Ana B 2025-01-31'
    """
    if review is None:
        return ""
    simple = Review(review.verdict, review.by, review.on) == review and review.verdict is not Verdict.REOPENED
    if simple and _PLAIN.match(review.by):
        return f"{review.verdict} by {review.by} {review.on}".strip()
    return json.dumps(review_record(review), ensure_ascii=False)


def _number(value: float) -> str:
    return f"{value:.0f}" if value == int(value) and abs(value) < _WHOLE else repr(float(value))


def _is_plain(quantity: Quantity) -> bool:
    """Whether unit and what is counted, put side by side, can only be read as they are."""
    schema, words = load_schema(), quantity.of.split()
    if quantity.of and (_PLAIN.match(quantity.of) is None or words[0] == "of"):
        return False
    known = schema.unit(quantity.unit)
    longer = (" ".join([quantity.unit, *words[:count]]) for count in range(1, len(words) + 1))
    return known is not None and known.symbol == quantity.unit and all(schema.unit(text) is None for text in longer)
