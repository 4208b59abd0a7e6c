"""Timelines as SVG: partial dates, open ends, modality, and that nothing from outside can draw."""

from __future__ import annotations

import araz
import pytest
from araz.views.calendar import Axis, days
from araz.views.dated import answer_timeline, claims_timeline, exposure_timeline
from araz.views.timeline import MOST, Span, Timeline, draw_timeline, timeline_style

from .pictures import GOLDEN, HOSTILE, SVG, texts, tree


def widths(svg, name):
    """The widths of the bars of a class, in pixels."""
    found = tree(svg).iter(f"{SVG}rect")
    return [float(part.get("width")) for part in found if name in part.get("class", "").split()]


def drawn(*spans):
    return draw_timeline(Timeline("Dates", [Span("Iran", f"claim {n}", *span) for n, span in enumerate(spans)]))


def test_no_dates_draw_nothing():
    assert draw_timeline(Timeline("Dates", [Span("Iran", "claim", "", "")], undated=3)) == ""


def test_a_year_is_a_bar_of_a_year():
    year, half = widths(drawn(("2024", "2024"), ("2024-01", "2024-06")), "t-pale")
    assert year / half == pytest.approx(366 / 182, rel=0.01)


def test_a_partial_date_is_pale_and_the_sure_days_are_full():
    svg = drawn(("2020", "2024"))
    assert widths(svg, "t-sure")[0] / widths(svg, "t-pale")[0] == pytest.approx(3 / 5, rel=0.01)


def test_within_one_year_nothing_is_sure():
    assert widths(drawn(("2024", "2024"), ("2020", "2026")), "t-sure")[1:] == []


def test_open_ends_fade_and_closed_ones_do_not():
    svg = drawn(("2020", ""), ("", "2024"), ("2020", "2024"))
    assert [svg.count(f"url(#timeline-plain{end})") for end in ("-out", "-in")] == [1, 1]
    assert len(widths(svg, "t-pale")) == 1


def test_modality_sets_the_line():
    def dashes(modality):
        svg = draw_timeline(Timeline("Dates", [Span("Iran", "claim", "2020", "2021", modality)]))
        rims = [part for part in tree(svg).iter(f"{SVG}path") if part.get("class") == "t-rim"]
        return rims[0].get("stroke-dasharray")

    assert dashes("asserted") is None
    assert len({dashes(m) for m in ("asserted", "reported", "conditional", "negated")}) == 4


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_is_shown_as_text(hostile):
    svg = draw_timeline(Timeline(hostile, [Span(hostile, hostile, "2020", "", "asserted", (hostile,), rank=1)]))
    tags = {part.tag.removeprefix(SVG) for part in tree(svg).iter()}
    assert tags <= {"svg", "style", "title", "desc", "rect", "path", "g", "text", "a", "defs", "linearGradient", "stop"}
    assert "\u202e" not in svg
    assert any(hostile.replace("\u202e", "<U+202E>") in text for text in texts(svg))


def test_the_same_claims_give_the_same_bytes():
    assert drawn(("2020", "2024"), ("2021-03", "")) == drawn(("2020", "2024"), ("2021-03", ""))


def test_what_is_not_drawn_is_counted():
    spans = [Span("Iran", f"claim {n}", "2020", "2021") for n in range(MOST + 5)]
    said = " ".join(texts(draw_timeline(Timeline("Dates", spans, undated=1))))
    assert "5 more claims with dates" in said
    assert "1 claim bears no date" in said


@pytest.mark.parametrize(
    ("start", "end"), [("2024-03-01", "2024-03-01"), ("2024-01", "2025-06"), ("1957", "2030"), ("0001", "9999")]
)
def test_every_stretch_of_time_has_ticks_apart(start, end):
    axis = Axis(max(days(start) - 3, 1), min(days(end, end=True) + 3, 3652059), 0, 500)
    ticks = axis.ticks()
    assert 1 <= len(ticks) <= 9
    assert all(
        b - a >= 40 for a, b in zip((axis.x(d) for d, _ in ticks), (axis.x(d) for d, _ in ticks[1:]), strict=False)
    )


def test_dates_at_the_ends_of_the_calendar_are_drawn():
    assert drawn(("0001", ""), ("", "9999-12-31"))


def everything():
    """A timeline with each thing that is drawn: ranks, modalities, partial dates, open ends, what is undated."""
    spans = [
        Span("Iran", "operates a dam", "2016-01", "2024", "asserted", rank=1),
        Span("Iran", "supplies gas", "2009", "", "reported", rank=2),
        Span("Armenia", "will build a plant", "2026-05-01", "2028-12", "conditional", rank=3),
        Span("Armenia", "took part", "", "2020-11-10", "negated"),
    ]
    return draw_timeline(Timeline("A made-up region", spans, undated=2))


def test_the_timeline_looks_as_it_did(request):
    # Its text is compared: places come from whole days, to a tenth of a pixel, so that they are alike on every machine.
    path, found = GOLDEN / "timeline.svg", everything().replace("><", ">\n<")
    if request.config.getoption("--update-golden"):
        path.write_text(found, "utf-8")
    assert found == path.read_text("utf-8")


def test_style_is_scoped():
    assert all(line.startswith(".araz-timeline") for line in timeline_style().splitlines())


def test_timelines_of_the_example_hold_what_is_dated():
    with araz.open("example") as graph:
        claims = list(graph.store.claims())
        everything = claims_timeline(graph.store, claims, "All")
        assert len(everything.spans) == sum(1 for claim in claims if claim.valid and not claim.rejected)
        assert len(everything.spans) + everything.undated == sum(1 for claim in claims if not claim.rejected)
        by_relation = claims_timeline(graph.store, claims, "All", by="relation")
        assert "accuses" in {span.group for span in by_relation.spans}
        found = exposure_timeline(graph.store, graph.whatif("Iran"))
        assert [span.rank for span in found.spans] == sorted(span.rank for span in found.spans)
        assert draw_timeline(found)
        answered = answer_timeline(graph.store, graph.ask("corridors", "Iran"))
        assert {span.rank for span in answered.spans} <= set(range(1, 20))
