"""What became of a reading: parts read, what it cost, and everything that was left out, with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from ...graph.fields import shown


class Left(StrEnum):
    """Why a part of a text, an entity or a claim was left out."""

    REFUSED = "the model refused to read a part"
    NO_JSON = "the answer on a part is no JSON of the form asked for"
    CUT_SHORT = "the answer on a part was cut short"
    TOO_LARGE = "the answer on a part is larger than any good one"
    TOO_MANY = "an answer holds more than 400 entities or claims"
    NO_ANSWER = "no answer came on a part"
    NO_ENTITY = "an entity is not of the form asked for"
    NO_CLASS = "an entity is of a class that the ontology does not have"
    NOT_THERE = "an entity is not in the text"
    NO_CLAIM = "a claim is not of the form asked for"
    NO_RELATION = "a claim's relation is none of the ontology's"
    NO_MODALITY = "a claim's modality is none of the ontology's"
    NO_END = "a claim's end is none of the entities given"
    INVENTED = "a claim's passage is not in the text"
    TOO_LONG = "a claim's passage is longer than three sentences"
    NOT_MENTIONED = "a claim's end is not mentioned in or beside its passage"
    ONE_END = "both ends of a claim are one entity"
    CLASSES = "the ontology does not let a relation hold between such classes"
    UNSURE = "a claim's confidence is under the threshold"
    TWICE = "a claim was offered twice"
    NO_SPEAKER = "a speaker is not mentioned in or beside the passage (the claim was kept without)"
    NO_CONDITION = "a condition is not in the text (the claim was kept as possible)"


_KEPT = (Left.NO_SPEAKER, Left.NO_CONDITION)


@dataclass(slots=True)
class Account:
    """The account of one text. `left` counts by reason, `examples` has the first of each; `stopped` is a budget's line.

    >>> account = Account(parts=2, read=2, offered=3, accepted=2)
    >>> account.leave(Left.INVENTED, "Iran owns it.")
    >>> print(*account.lines(), sep="\\n")
    2 of 2 parts read; 2 of 3 claims accepted; 0 requests, 0 from the cache, 0 + 0 tokens
    left out 1: a claim's passage is not in the text; the first: 'Iran owns it.'
    """

    parts: int = 0
    read: int = 0
    offered: int = 0
    accepted: int = 0
    requests: int = 0
    cached: int = 0
    asked: int = 0
    answered: int = 0
    cost: float = 0.0
    stopped: str = ""
    left: dict[Left, int] = field(default_factory=dict[Left, int])
    examples: dict[Left, str] = field(default_factory=dict[Left, str])

    def leave(self, reason: Left, example: object = "") -> None:
        """Count something that was left out."""
        self.left[reason] = self.left.get(reason, 0) + 1
        self.examples.setdefault(reason, shown(example) if example else "")

    def lines(self) -> Iterator[str]:
        """The account in words, a line each, in the order of `Left`."""
        cost = f", {self.cost:.4f} in money" if self.cost else ""
        yield (
            f"{self.read} of {self.parts} parts read; {self.accepted} of {self.offered} claims accepted; "
            f"{self.requests} requests, {self.cached} from the cache, {self.asked} + {self.answered} tokens{cost}"
        )
        if self.stopped:
            yield f"stopped: {self.stopped}; what was read is kept"
        for reason in Left:
            if reason in self.left:
                example = f"; the first: {self.examples[reason]}" if self.examples[reason] else ""
                yield f"{'noted' if reason in _KEPT else 'left out'} {self.left[reason]}: {reason}{example}"
