"""What came of a load: the counts, the records that were turned away and why, and remarks."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..errors import ArazError

UNREADABLE = "record"
"""The shape named for a record that could not be read at all, or not as a claim, entity or source."""

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record that did not go in: the record, its place (file:line), the shape it breaks, and the remedy.

    `record` is the JSON record, or the text of a line that could not be read. `key` is its key that is at fault,
    where one is.

    >>> print(Rejected({"confidence": 1.7}, "a.jsonl:3", "record", "confidence 1.7 is not in 0..1", "give 0.7"))
    a.jsonl:3: confidence 1.7 is not in 0..1; give 0.7
    """

    record: Json | str = field(repr=False)
    place: str
    shape: str
    problem: str
    remedy: str = ""
    key: str = ""

    def __str__(self) -> str:
        return str(ArazError(self.problem, place=self.place, remedy=self.remedy))

    @classmethod
    def because(cls, error: ArazError, record: Json | str, place: str, key: str = "") -> Rejected:
        """The record that an error turned away; the error's own place, where it has one, is the better one."""
        return cls(record, error.place or place, UNREADABLE, error.problem, error.remedy, key)

    def line(self) -> Json:
        """All of it as a JSON record: a line of the quarantine file."""
        return {
            "place": self.place,
            "shape": self.shape,
            "problem": self.problem,
            "remedy": self.remedy,
            "key": self.key,
            "record": self.record,
        }


def line_order(place: str) -> tuple[str, int]:
    """A sort key for places: a.jsonl:9 before a.jsonl:10.

    >>> sorted(["a.jsonl:10", "a.jsonl:9"], key=line_order)
    ['a.jsonl:9', 'a.jsonl:10']
    """
    name, _, line = place.rpartition(":")
    # A run of digits that no file has lines for is not a line number.
    return (name, int(line)) if line.isascii() and line.isdecimal() and len(line) < 19 else (place, 0)


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What one load did. `released` counts quarantined records that this load settled; `article`: a reader made them.

    >>> LoadReport("a.jsonl", claims_new=2).record()["claims"]
    {'new': 2, 'updated': 0, 'unchanged': 0, 'quarantined': 0}
    """

    source: str
    claims_new: int = 0
    claims_updated: int = 0
    claims_unchanged: int = 0
    claims_withdrawn: int = 0
    entities_new: int = 0
    entities_known: int = 0
    quarantined: tuple[Rejected, ...] = ()
    released: int = 0
    notes: tuple[str, ...] = ()
    article: bool = False

    def record(self) -> Json:
        """The counts as JSON; `withdrawn` stands among the claims where there are any."""
        withdrawn: Json = {"withdrawn": self.claims_withdrawn} if self.claims_withdrawn else {}
        return {
            "source": self.source,
            "claims": {
                "new": self.claims_new,
                "updated": self.claims_updated,
                "unchanged": self.claims_unchanged,
                "quarantined": len(self.quarantined),
                **withdrawn,
            },
            "entities": {"new": self.entities_new, "known": self.entities_known},
        }
