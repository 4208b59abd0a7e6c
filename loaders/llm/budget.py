"""What reading with a language model may cost: requests, tokens, money; spending stops at the first that is reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ...errors import UsageError


class Spent(Exception):  # a signal between the parts of a reader, no error of the user's
    """The next request would go over the budget; the text says which limit."""


@dataclass(frozen=True, slots=True)
class Prices:
    """Money for a million tokens, in whatever currency the budget is meant in."""

    asked: float = 0.0
    answered: float = 0.0

    def of(self, asked: int, answered: int) -> float:
        """The price of so many tokens.

        >>> Prices(2.5, 10).of(1_000_000, 100_000)
        3.5
        """
        return (asked * self.asked + answered * self.answered) / 1e6


@dataclass(slots=True)
class Budget:
    """Limits, and what is spent of them; one budget may serve many texts. None is no limit.

    >>> budget = Budget(requests=1)
    >>> budget.check(100)
    >>> budget.spend(100, 20)
    >>> budget.check(100)
    Traceback (most recent call last):
    ...
    araz.loaders.llm.budget.Spent: the budget of 1 request is spent
    """

    requests: int | None = None
    tokens: int | None = None
    money: float | None = None
    prices: Prices = Prices()
    requests_made: int = field(default=0, init=False)
    asked: int = field(default=0, init=False)
    answered: int = field(default=0, init=False)

    @property
    def cost(self) -> float:
        """The money spent, by the prices given."""
        return self.prices.of(self.asked, self.answered)

    def check(self, tokens: int) -> None:
        """Raise `Spent` when a request of so many tokens would go over a limit."""
        if self.requests is not None and self.requests_made >= self.requests:
            raise Spent(f"the budget of {self.requests} {'request' if self.requests == 1 else 'requests'} is spent")
        if self.tokens is not None and self.asked + self.answered + tokens > self.tokens:
            raise Spent(f"the budget of {self.tokens} tokens is spent ({self.asked + self.answered} used)")
        if self.money is not None and self.cost + self.prices.of(tokens, 0) > self.money:
            raise Spent(f"the budget of {self.money:g} in money is spent ({self.cost:.4f} used)")

    def spend(self, asked: int, answered: int) -> None:
        """Count a request and its tokens, sent and received."""
        self.requests_made += 1
        self.asked += max(0, asked)
        self.answered += max(0, answered)


_LIMITS = frozenset(("requests", "tokens", "money", "in", "out"))


def read_budget(words: str) -> Budget:
    """A budget from words such as "requests=50,tokens=200000,money=2.5,in=2.5,out=10".

    `in` and `out` are the prices of a million tokens sent and received; "" is no limit. `UsageError` for all else, and
    for a limit of money without prices.

    >>> read_budget("requests=50, money=1, in=2.5, out=10").prices
    Prices(asked=2.5, answered=10.0)
    """
    given: dict[str, float] = {}
    for part in filter(None, (each.strip() for each in words.split(","))):
        name, _, value = part.partition("=")
        try:
            number = float(value.replace("_", ""))
        except ValueError:
            number = -1.0
        if name.strip() not in _LIMITS or not 0 <= number < 1e15:
            raise UsageError(
                f"{part!r} is no part of a budget", remedy="write requests=50,tokens=200000,money=2.5,in=2.5,out=10"
            )
        given[name.strip()] = number
    if "money" in given and not (given.get("in") or given.get("out")):
        raise UsageError(
            "a budget of money needs prices",
            remedy="add in= and out=, the prices of a million tokens sent and received",
        )
    return Budget(_whole(given, "requests"), _whole(given, "tokens"), given.get("money"), _prices(given))


def _whole(given: Mapping[str, float], name: str) -> int | None:
    return int(given[name]) if name in given else None


def _prices(given: Mapping[str, float]) -> Prices:
    return Prices(given.get("in", 0.0), given.get("out", 0.0))
