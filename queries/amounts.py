"""From figures to amounts: how much an asset counts for, and each state's share of it. Conflict stays a range."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ..graph.dates import last_day
from ..graph.ref import Ref
from ..ontology.schema import load_schema
from ..ontology.vocabulary import Measure
from .figures import Figure, Range


@dataclass(frozen=True, slots=True)
class Amount:
    """How much of one thing an asset counts for, in one unit.

    `whole` is None where only parts, plans or shares of some are known. `shares` are those that are declared. `figures`
    are what these come from, `others` what was stated and does not count: older figures, parts, plans.
    """

    measure: Measure
    dimension: str
    thing: str
    unit: str
    whole: Range | None
    shares: Mapping[Ref, Range]
    figures: tuple[Figure, ...]
    others: tuple[Figure, ...] = ()

    @property
    def of(self) -> str:
        """What is counted, whichever way it goes: "electricity" for "electricity from Azerbaijan to Iran"."""
        return self.thing.partition(" from ")[0]

    def record(self) -> dict[str, object]:
        """The amount as JSON."""
        return {
            "measure": self.measure.value,
            "of": self.thing,
            "unit": self.unit,
            "whole": None if self.whole is None else self.whole.record(),
            "shares": {str(party): share.record() for party, share in sorted(self.shares.items())},
            "figures": [figure.record() for figure in self.figures],
            "others": [figure.record() for figure in self.others],
        }


@dataclass(frozen=True, slots=True)
class Share:
    """What one state has of an amount; `assumed` when nobody states it and the rest is split into equal shares."""

    amount: Range
    assumed: bool


def amounts(figures: Sequence[Figure], holders: Sequence[Ref] = ()) -> tuple[Amount, ...]:
    """The amounts that figures of one asset give, by measure, dimension and thing.

    Of figures for the whole, or for one share, that bear a date the latest count, and undated ones beside them; where
    these differ, the amount is a range. A whole that nobody states is the sum of the shares if those of all `holders`
    are known. Figures that name no thing are about the only thing that the others name.

    >>> from araz.graph.claim import Quantity
    >>> said = [Figure(Measure.CAPACITY, Quantity(value, "MW"), "electricity") for value in (920.0, 1000.0)]
    >>> amounts(said)[0].whole
    Range(low=920.0, high=1000.0)
    """
    groups: defaultdict[tuple[Measure, str, str], list[Figure]] = defaultdict(list)
    for figure in _named(figures):
        if figure.dimension:
            groups[figure.measure, figure.dimension, figure.thing.casefold()].append(figure)
    return tuple(_amount(group, holders) for _, group in sorted(groups.items()))


def split(amount: Amount, holders: Sequence[Ref]) -> dict[Ref, Share]:
    """Each state's share: as declared, and what is left in equal shares among the holders of whom nothing is said.

    >>> half = Amount(Measure.CAPACITY, "power", "electricity", "MW", Range(80.0, 80.0), {}, ())
    >>> split(half, [Ref("ent", "azerbaijan"), Ref("ent", "iran")])[Ref("ent", "iran")]
    Share(amount=Range(low=40.0, high=40.0), assumed=True)
    """
    found = {party: Share(share, assumed=False) for party, share in amount.shares.items()}
    silent = [holder for holder in sorted(set(holders)) if holder not in found]
    if silent and amount.whole is not None:
        low = max(0.0, amount.whole.low - sum(share.high for share in amount.shares.values())) / len(silent)
        high = max(0.0, amount.whole.high - sum(share.low for share in amount.shares.values())) / len(silent)
        found |= {holder: Share(Range(low, high), assumed=True) for holder in silent}
    return dict(sorted(found.items()))


def notes(amount: Amount, names: Mapping[Ref, str]) -> tuple[str, ...]:
    """What a reader must know about an amount, in words: who differs, and what is not known."""
    found: list[str] = []
    if amount.whole is None:
        known = amount.others or amount.figures
        found.append(f"the whole is not known, only {', '.join(_stated(figure) for figure in known)}")
    elif amount.whole.contested:
        found.append(f"sources differ: {amount.whole.words(amount.unit)}")
    for party, share in sorted(amount.shares.items()):
        if share.contested:
            found.append(f"sources differ on the share of {names.get(party, str(party))}: {share.words(amount.unit)}")
    if amount.whole is not None and amount.shares:
        most = sum(share.low for share in amount.shares.values())
        if most > amount.whole.high * (1 + 1e-9):
            words = Range(most, most).words(amount.unit)
            found.append(f"the shares come to {words} at least, more than the whole, {amount.whole.words(amount.unit)}")
    return tuple(found)


def in_unit(value: Range, unit: str, to: str) -> Range:
    """A range in another unit of the same dimension.

    >>> in_unit(Range(1.0, 2.0), "GW", "MW")
    Range(low=1000.0, high=2000.0)
    """
    return Range(_converted(value.low, unit, to), _converted(value.high, unit, to))


def usual(units: Iterable[str]) -> str:
    """The unit that most are in; of equally many, the first in the alphabet.

    >>> usual(["kWh", "GWh", "GWh"])
    'GWh'
    """
    counted = Counter(units)
    return min(counted, key=lambda unit: (-counted[unit], unit))


def _named(figures: Iterable[Figure]) -> list[Figure]:
    known: defaultdict[tuple[Measure, str], set[str]] = defaultdict(set)
    for figure in figures:
        if figure.thing:
            known[figure.measure, figure.dimension].add(figure.thing)
    named: list[Figure] = []
    for figure in figures:
        things = known[figure.measure, figure.dimension]
        named.append(replace(figure, thing=next(iter(things))) if not figure.thing and len(things) == 1 else figure)
    return named


def _amount(group: Sequence[Figure], holders: Sequence[Ref]) -> Amount:
    first = group[0]
    unit = usual(_symbol(figure) for figure in group)
    whole = _latest([figure for figure in group if figure.party is None and not figure.part])
    by_party: defaultdict[Ref, list[Figure]] = defaultdict(list)
    for figure in group:
        if figure.party is not None and not figure.part:
            by_party[figure.party].append(figure)
    kept = {party: _latest(stated) for party, stated in sorted(by_party.items())}
    shares = {party: _range(stated, unit) for party, stated in kept.items()}
    total = _range(whole, unit) if whole else None
    if total is None and shares and set(holders) <= shares.keys():
        total = Range(sum(share.low for share in shares.values()), sum(share.high for share in shares.values()))
    used = [*whole, *(figure for stated in kept.values() for figure in stated)]
    others = [figure for figure in group if figure not in used]
    return Amount(
        first.measure, first.dimension, first.thing, unit, total, shares, tuple(_sorted(used)), tuple(_sorted(others))
    )


def _latest(figures: Sequence[Figure]) -> list[Figure]:
    dates = [last_day(figure.as_of) for figure in figures if figure.as_of]
    return [figure for figure in figures if not figure.as_of or last_day(figure.as_of) == max(dates)]


def _range(figures: Sequence[Figure], unit: str) -> Range:
    values = [_converted(figure.quantity.value, _symbol(figure), unit) for figure in figures]
    return Range(min(values), max(values))


def _converted(value: float, unit: str, to: str) -> float:
    # There and back again by way of the base unit, 14 would come home as 13.999999999999998.
    return value if unit == to else load_schema().convert(value, unit, to)


def _symbol(figure: Figure) -> str:
    unit = load_schema().unit(figure.quantity.unit)
    return unit.symbol if unit else figure.quantity.unit


def _stated(figure: Figure) -> str:
    quantity = figure.quantity
    return f"{quantity.value:.10g} {quantity.unit}{f' ({quantity.of})' if quantity.of else ''}"


def _sorted(figures: Iterable[Figure]) -> list[Figure]:
    return sorted(figures, key=lambda f: (str(f.party or ""), f.quantity, f.as_of, str(f.behind or "")))
