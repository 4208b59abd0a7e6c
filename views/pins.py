"""Pins of a map: those that would cover one another stand together in one badge, which names each rank."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from markupsafe import Markup

from .labels import Box, Room, overlaps, text_width
from .text import visible

_RADIUS, _SIZE, _MOST = 10.5, 11.5, 4
"""Pixels: half a badge's height, the size of its numbers; and how many ranks a badge names one by one."""


class Ranked(Protocol):
    """What a badge needs to know of a pin or a line: see `map.Pin`."""

    @property
    def rank(self) -> int: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def note(self) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Spot:
    """Something to be pinned at a pixel. `hollow`: the place is approximate. `line`: it stands for a line.

    `off` says how many kilometres outside the window the place is, 0 for one within.
    """

    what: Ranked
    x: float
    y: float
    hollow: bool = False
    line: bool = False
    off: float = 0.0


@dataclass(frozen=True, slots=True)
class Badge:
    """Spots that stand together, in the order of their ranks, and the pixel of their middle."""

    spots: tuple[Spot, ...]
    x: float
    y: float

    @property
    def parts(self) -> list[str]:
        """The numbers that are written; the last may say how many more there are.

        Among sure places an approximate one is marked "~".
        """
        mixed = len({spot.hollow for spot in self.spots}) > 1
        ranks = [f"{'~' if mixed and spot.hollow else ''}{spot.what.rank}" for spot in self.spots if spot.what.rank]
        if len(ranks) <= _MOST:
            return ranks
        return [*ranks[: _MOST - 1], f"+{len(ranks) - _MOST + 1}"]

    @property
    def width(self) -> float:
        """In pixels."""
        wide = sum(text_width(part, _SIZE) + 8 for part in self.parts) + 5
        return max(2 * _RADIUS, wide) if self.parts else 10.0

    @property
    def box(self) -> Box:
        """What it covers."""
        half = self.width / 2
        high = _RADIUS if self.parts else 5.0
        return self.x - half, self.y - high, self.x + half, self.y + high


def badges(spots: Sequence[Spot], width: float, height: float) -> list[Badge]:
    """The spots in badges that do not cover one another, in the order of their first ranks."""
    groups = [[spot] for spot in sorted(spots, key=lambda spot: (spot.what.rank or 10**9, spot.what.name))]
    while True:
        found = [_badge(group, width, height) for group in groups]
        pairs = overlaps([badge.box for badge in found])
        if not pairs:
            return found
        # Each badge joins at most once a round, so that a row of pins does not become one heap at a stroke.
        gone: set[int] = set()
        for first, second in pairs:
            if first not in gone and second not in gone:
                groups[first] += groups[second]
                groups[second] = []
                gone |= {first, second}
        groups = [
            sorted(group, key=lambda spot: (spot.what.rank or 10**9, spot.what.name)) for group in groups if group
        ]


def _badge(group: Sequence[Spot], width: float, height: float) -> Badge:
    """A badge at the middle of its spots, moved as little as keeps it whole in the window."""
    badge = Badge(tuple(group), sum(s.x for s in group) / len(group), sum(s.y for s in group) / len(group))
    edge = 13 if any(spot.off for spot in group) else 3
    half, high = badge.width / 2 + edge, _RADIUS + edge
    return Badge(badge.spots, min(max(badge.x, half), width - half), min(max(badge.y, high), height - high))


def draw_badges(found: Sequence[Badge], room: Room, *, names: int = 40) -> list[Markup]:
    """The badges, a dot at each true place that is not under its badge's middle, and names where there is room."""
    for badge in found:
        room.take(badge.box)
    drawn = [dot for badge in found for dot in _dots(badge)]
    drawn += [_drawn(badge) for badge in found]
    labelled = [badge for badge in found if len(badge.spots) == 1][:names]
    return drawn + [label for badge in labelled for label in _name(badge, room)]


def _dots(badge: Badge) -> Iterable[Markup]:
    for spot in badge.spots:
        if spot.off:
            yield Markup('<path class="m-off" d="{}"/>').format(_arrow(badge, spot))
        elif not spot.line and (spot.x - badge.x) ** 2 + (spot.y - badge.y) ** 2 > 16:
            lead = Markup('<path class="m-lead" d="M{:.1f} {:.1f}L{:.1f} {:.1f}"/>')
            name = "m-dot m-hollow" if spot.hollow else "m-dot"
            yield lead.format(spot.x, spot.y, badge.x, badge.y)
            yield Markup('<circle class="{}" cx="{:.1f}" cy="{:.1f}" r="3"/>').format(name, spot.x, spot.y)


def _arrow(badge: Badge, spot: Spot) -> str:
    """A small triangle at the rim of a badge, which points to a place outside the window."""
    dx, dy = spot.x - badge.x, spot.y - badge.y
    long = (dx * dx + dy * dy) ** 0.5 or 1.0
    dx, dy = dx / long, dy / long
    # From the middle to the rim of a box, along the way.
    reach = min((badge.width / 2 + 1) / max(abs(dx), 1e-6), (_RADIUS + 1) / max(abs(dy), 1e-6))
    x, y = badge.x + dx * reach, badge.y + dy * reach
    corners = ((x + dx * 8, y + dy * 8), (x - dy * 6, y + dx * 6), (x + dy * 6, y - dx * 6))
    return "M" + "L".join(f"{cx:.1f} {cy:.1f}" for cx, cy in corners) + "Z"


def _drawn(badge: Badge) -> Markup:
    hollow = all(spot.hollow for spot in badge.spots)
    name = "m-badge m-hollow" if hollow else "m-badge"
    left, top, right, bottom = badge.box
    # A badge of lines alone has square corners: shape, not hue, tells a line from a place.
    corner = 4.0 if all(spot.line for spot in badge.spots) else (bottom - top) / 2
    said = "\n".join(_words(spot) for spot in badge.spots)
    body = Markup('<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" rx="{:.1f}"/>').format(
        left, top, right - left, bottom - top, corner
    )
    x = left + (badge.width - sum(text_width(part, _SIZE) + 8 for part in badge.parts)) / 2
    ranked = [spot for spot in badge.spots if spot.what.rank]
    numbers: list[Markup] = []
    for at, part in enumerate(badge.parts):
        wide = text_width(part, _SIZE) + 8
        text = Markup('<text x="{:.1f}" y="{:.1f}">{}</text>').format(x + wide / 2, badge.y + 4.2, part)
        rank = ranked[at].what.rank
        label = f"rank {part}: {visible(ranked[at].what.name)}" if not part.startswith("+") else f"{part[1:]} more"
        numbers.append(Markup('<a href="#row-{}" aria-label="{}">{}</a>').format(rank, label, text))
        x += wide
    return Markup('<g class="{}"><title>{}</title>{}{}</g>').format(name, said, body, Markup("").join(numbers))


def _words(spot: Spot) -> str:
    rank = f"{spot.what.rank}. " if spot.what.rank else ""
    note = f" ({visible(spot.what.note)})" if spot.what.note else ""
    note += f", {spot.off:,.0f} km off the map" if spot.off else ""
    return f"{rank}{visible(spot.what.name)}{note}"


def _name(badge: Badge, room: Room) -> Iterable[Markup]:
    spot = badge.spots[0]
    whole = visible(spot.what.name)
    short = whole if len(whole) <= 34 else whole[:33] + "…"
    short += f", {spot.off:,.0f} km" if spot.off else ""
    found = room.beside(badge.x, badge.y, badge.width / 2 + 3, text_width(short, 11), 13)
    if found is not None:
        x, y, side = found
        text = Markup('<text class="m-name" text-anchor="{}" x="{:.1f}" y="{:.1f}">{}</text>')
        yield text.format(side, x, y + 4, short)
