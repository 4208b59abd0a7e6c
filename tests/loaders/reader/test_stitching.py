"""Names cut in two, made whole; and names that only stand side by side, left as they are."""

from __future__ import annotations

import pytest
from araz.loaders.reader.gazetteer import load_gazetteer
from araz.loaders.reader.spotting import Form, Layout, Spot, lay_out
from araz.loaders.reader.stitching import stitched
from araz.ontology.vocabulary import Kind


def spotted(laid: Layout, text: str, kind: Kind, form: Form = Form.NAMED) -> Spot:
    start = laid.text.index(text)
    first = next(n for n, word in enumerate(laid.words) if word.start == start)
    last = next(n for n, word in enumerate(laid.words) if word.end == start + len(text)) + 1
    return Spot(first, last, start, start + len(text), text, form, kind, 0)


@pytest.mark.parametrize(
    ("text", "one", "two", "whole"),
    [
        ("Cables cross the Gulf of Finland.", ("Gulf of", Kind.SEA), ("Finland", Kind.STATE), Kind.SEA),
        ("The Water and Power Authority built it.", ("Water and", Kind.COMPANY),
         ("Power Authority", Kind.GOVERNMENT_BODY), Kind.GOVERNMENT_BODY),
        ("Operation Aspides goes on.", ("Operation", Kind.SITUATION), ("Aspides", Kind.EVENT), Kind.EVENT),
        ("The Union of Dockers struck.", ("Union", Kind.ORGANISATION), ("of Dockers", Kind.COMMUNITY),
         Kind.ORGANISATION),
    ],
)  # fmt: skip
def test_a_name_cut_in_two_is_whole(text: str, one: tuple[str, Kind], two: tuple[str, Kind], whole: Kind) -> None:
    laid = lay_out(text)
    made = stitched(laid, [spotted(laid, *two), spotted(laid, *one)], load_gazetteer())
    assert [(each.text, each.kind) for each in made] == [(f"{one[0]} {two[0]}", whole)]


def test_what_is_known_of_the_whole_counts_and_not_of_its_parts() -> None:
    laid = lay_out("Ships left the Gulf of Oman.")
    made = stitched(laid, [spotted(laid, "Gulf of", Kind.SEA), spotted(laid, "Oman", Kind.STATE)], load_gazetteer())
    assert {str(ref) for ref, _ in made[0].leads} == {"ent:gulf-of-oman"}


def test_a_body_is_called_by_its_states_adjective() -> None:
    laid = lay_out("Finnish border guards boarded it.")
    spots = [spotted(laid, "Finnish", Kind.STATE), spotted(laid, "border guards", Kind.GOVERNMENT_BODY, Form.DESCRIBED)]
    assert [(each.text, each.form) for each in stitched(laid, spots, load_gazetteer())] == [
        ("Finnish border guards", Form.NAMED)
    ]


@pytest.mark.parametrize(
    ("text", "one", "two", "form"),
    [
        ("Russian Su-35 jets fly.", ("Russian", Kind.STATE), ("Su-35", Kind.VESSEL), Form.NAMED),
        ("Chinese villagers left.", ("Chinese", Kind.STATE), ("villagers", Kind.COMMUNITY), Form.DESCRIBED),
        ("Iran and Oman met.", ("Iran", Kind.STATE), ("Oman", Kind.STATE), Form.NAMED),
    ],
)
def test_names_side_by_side_stay_two(text: str, one: tuple[str, Kind], two: tuple[str, Kind], form: Form) -> None:
    laid = lay_out(text)
    spots = [spotted(laid, *one), spotted(laid, *two, form)]
    assert stitched(laid, spots, load_gazetteer()) == spots


def test_an_article_is_no_name() -> None:
    laid = lay_out("Money from the Netherlands came.")
    spots = [spotted(laid, "the", Kind.STATE), spotted(laid, "Netherlands", Kind.STATE)]
    assert [each.text for each in stitched(laid, spots, load_gazetteer())] == ["Netherlands"]
