"""The map and the timeline of an answer page; each is there only where places or dates are known."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from .map import Places, draw_map, map_style
from .report_method import Licence
from .timeline import Timeline, draw_timeline, timeline_style


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures of a page, "" where there is nothing to show: `small` is the map for a phone.

    `styles` are their rules, `licences` those of the shapes they use.
    """

    map: Markup
    small: Markup
    timeline: Markup
    styles: str
    licences: tuple[Licence, ...]


def pictures(places: Places | None, timeline: Timeline | None) -> Pictures:
    """The map and the timeline as SVG for the page."""
    # Both escape all that comes from outside.
    wide = small = dated = Markup("")
    if places is not None:
        wide = Markup(draw_map(places, standalone=False))  # noqa: S704
        small = Markup(draw_map(places, prefix="small", width=400, height=460, standalone=False))  # noqa: S704
    if timeline is not None:
        dated = Markup(draw_timeline(timeline, standalone=False))  # noqa: S704
    styles = (map_style() if wide else "") + (timeline_style() if dated else "")
    shapes = (Licence("Public domain", "country shapes: Natural Earth, by way of world-atlas (ISC)"),) if wide else ()
    return Pictures(wide, small, dated, styles, shapes)
