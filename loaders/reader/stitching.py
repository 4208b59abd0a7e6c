"""Names that the tagger cut in two, made whole: "Gulf of | Finland", "Finnish | border guards"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ...ontology.vocabulary import Kind
from .gazetteer import Gazetteer
from .spotting import Form, Layout, Spot

_GOES_ON = frozenset(("of", "and", "for", "–", "-", "&"))
"""A name that ends in one of these has not ended."""
_BEGINS = frozenset(("operation", "exercise", "camp", "fort", "mount", "lake"))
_ARTICLES = frozenset(("the", "a", "an"))


def stitched(laid: Layout, spots: Iterable[Spot], gazetteer: Gazetteer) -> list[Spot]:
    """The spots in order, those that are parts of one name as one; an article alone is none.

    >>> from .gazetteer import load_gazetteer
    >>> from .models import Models
    >>> from .spotting import lay_out, spot
    >>> laid, gazetteer = lay_out("Finnish border guards boarded it."), load_gazetteer()
    >>> [each.text for each in stitched(laid, spot(laid, Models(), gazetteer), gazetteer)][0]
    'Finnish border guards'
    """
    whole: list[Spot] = []
    for spot in sorted(spots, key=lambda each: each.start):
        if spot.text.lower() in _ARTICLES:
            continue
        before = whole[-1] if whole else None
        if before is not None and before.last == spot.first and before.sentence == spot.sentence:
            joined = _joined(laid, before, spot, gazetteer)
            if joined is not None:
                whole[-1] = joined
                continue
        whole.append(spot)
    return whole


def _joined(laid: Layout, one: Spot, two: Spot, gazetteer: Gazetteer) -> Spot | None:
    """Two spots as one, where they are one name."""
    if one.form is not Form.NAMED or two.form is Form.POINTING:
        return None
    ends, begins = laid.words[one.last - 1].text.lower(), laid.words[two.first].text.lower()
    if two.form is Form.DESCRIBED:
        # A body of a state, called by the state's adjective: one name.
        if two.kind is not Kind.GOVERNMENT_BODY or one.kind not in (Kind.STATE, Kind.GOVERNMENT_BODY):
            return None
        like = two
    elif ends in _GOES_ON or begins == "of":
        like = one if "of" in (ends, begins) else two
    elif one.text.lower() in _BEGINS:
        like = two
    else:
        return None
    text = laid.text[one.start : two.end]
    whole = replace(like, first=one.first, last=two.last, start=one.start, end=two.end, text=text)
    return replace(whole, form=Form.NAMED, sure=min(one.sure, two.sure), leads=gazetteer.leads(text))
