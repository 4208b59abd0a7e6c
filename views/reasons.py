"""What stands below a what-if answer: where each asset's way is weakest, what it crosses, and how much is at risk."""

from __future__ import annotations

from collections.abc import Iterator

from ..queries.assessed import Assessed
from ..queries.flips import Flips
from ..queries.results import Exposed, Exposure
from ..queries.risks import LineAtRisk
from .text import visible

_MOST = 3
_MOST_FLIPS = 10


def reasons(found: Exposure, line: Exposed) -> Iterator[str]:
    """What to look at first: the step that is believed least, and what no path of the asset can avoid."""
    weakest = line.paths[0].weakest
    words = found.in_words(weakest)
    yield visible(f"weakest step: {words}, believed {weakest.belief:.2f} by {_claims(len(weakest.claims))}")
    if isinstance(found, Assessed):
        crossed = [_name(found, str(ref)) for ref in found.crossed(line.entity)]
        if crossed:
            yield visible(f"every path crosses {', '.join(crossed)}")


def at_risk_in_words(found: Assessed) -> Iterator[str]:
    """How much is at risk with the assets, one line a measure, then each state's part of it."""
    risk = found.at_risk()
    for line in risk.lines:
        spread = line.distribution
        mean, high = _rounded(spread.mean.high), _rounded(spread.high.high)
        yield visible(f"{_what(line)}: {mean} {line.unit} on average, {high} in one world of twenty")
        for state in line.states[:_MOST]:
            yield visible(f"   {state.name}: {_rounded(state.distribution.mean.high)} {line.unit}")
    if risk.unknown:
        yield f"no figure is known for {len(risk.unknown)} of the assets"
    if risk.note:
        yield visible(risk.note)


def flips_in_words(found: Exposure, flips: Flips) -> Iterator[str]:
    """What would flip the order: the claims with the largest effect, what each does, and who changes places."""
    shown = flips.flipping[:_MOST_FLIPS]
    yield f"What would flip the order: {len(flips.flipping)} changes of one claim, of {flips.tried} claims tried"
    for flip in shown:
        done = "accepted" if flip.accepted else "rejected"
        moved = found.names.get(flip.moved, str(flip.moved))
        pairs = "1 pair changes" if len(flip.swaps) == 1 else f"{len(flip.swaps)} pairs change"
        yield visible(f"   {flip.claim} {done}: {flip.effect:+.3f} for {moved}; {pairs} places")


def _what(line: LineAtRisk) -> str:
    return " ".join(word for word in (line.measure.value, line.of and f"of {line.of}", f"({line.family})") if word)


def _claims(count: int) -> str:
    return "one claim" if count == 1 else f"{count} claims"


def _rounded(number: float) -> str:
    return f"{number:,.4g}" if abs(number) < 1e4 else f"{number:,.0f}"  # digits, not amounts


def _name(found: Assessed, ref: str) -> str:
    columns = found.network.columns
    return columns.names[[str(each) for each in columns.entities].index(ref)]
