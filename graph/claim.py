"""The types of the graph: a claim, and what it is made of. All are frozen; `replace` makes a changed copy."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from hashlib import blake2b

from ..errors import InputError
from ..ontology.vocabulary import Kind, Measure, Modality, Relation
from .dates import ALWAYS, Interval, check_date
from .display import Displayed
from .ref import Ref

# Characters that one of RDF, XML, Neo4j or a terminal cannot hold or would act upon.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LANG = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8})*\Z")
# Sets a condition that is an entity apart from the same characters as text.
_REF = "\x1f"
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")


def check_text(text: str, what: str) -> str:
    """The same text, unless it holds control characters or lone surrogates (`InputError`)."""
    if not text.isprintable():
        bad = _FORBIDDEN.search(text)
        if bad is not None:
            raise InputError(
                f"{what} holds the character U+{ord(bad[0]):04X} at {bad.start()}",
                remedy="remove control characters",
            )
    return text


@lru_cache(maxsize=1024)
def _check_lang(lang: str) -> None:
    if lang and _LANG.match(lang) is None:
        raise InputError(f"{lang!r} is not a language tag", remedy="write it in lower case, for example en or az-latn")


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """A name, with its language as a lower-case BCP 47 tag ("" when unknown)."""

    text: str
    lang: str = ""

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise InputError("a name is empty", remedy="give it letters")
        check_text(self.text, "a name")
        _check_lang(self.lang)


@dataclass(frozen=True, slots=True, order=True)
class Quantity:
    """A number with its unit (a symbol of the ontology, such as "MW") and what it counts ("electricity").

    Raises `InputError` for nan, infinity and an empty unit.
    """

    value: float
    unit: str
    of: str = ""

    def __post_init__(self) -> None:
        if not math.isfinite(self.value):
            raise InputError(f"quantity {self.value} is not a finite number", remedy="leave it out")
        # -0.0 equals 0.0 but prints otherwise: one number, one spelling, one claim id.
        object.__setattr__(self, "value", float(self.value) + 0.0)
        if not self.unit:
            raise InputError(f"quantity {self.value} has no unit", remedy='add one, for example "MW"')
        check_text(self.unit, "a unit")
        check_text(self.of, "what a quantity counts")


@dataclass(frozen=True, slots=True, order=True)
class Attribute:
    """A measured property of an entity, such as its capacity, with the source and the partial date it is from."""

    measure: Measure
    quantity: Quantity
    source: Ref | None = None
    as_of: str = ""

    def __post_init__(self) -> None:
        if self.as_of:
            check_date(self.as_of)


@dataclass(frozen=True, slots=True, order=True)
class Point:
    """A place on Earth: degrees north and east (WGS 84)."""

    lat: float
    lon: float

    def __post_init__(self) -> None:
        if not (-90 <= self.lat <= 90 and -180 <= self.lon <= 180):
            raise InputError(f"({self.lat}, {self.lon}) is not on Earth", remedy="give latitude, then longitude")
        object.__setattr__(self, "lat", float(self.lat) + 0.0)
        object.__setattr__(self, "lon", float(self.lon) + 0.0)


@dataclass(frozen=True, slots=True)
class Entity(Displayed):
    """Something that claims are about. The first of `names` is shown; the others are kept sorted.

    `same_as` holds outside ids as Refs (`wd:Q794`) or codes ("iso:IR"); attributes are sorted.

    >>> Entity(Ref("ent", "iran"), Kind.STATE, (Name("Iran", "en"),)).name
    'Iran'
    """

    id: Ref
    kind: Kind
    names: tuple[Name, ...]
    same_as: tuple[str, ...] = ()
    point: Point | None = None
    attributes: tuple[Attribute, ...] = ()
    description: str = ""

    def __post_init__(self) -> None:
        if not self.names:
            raise InputError(f"{self.id} has no name", remedy="give it at least one")
        check_text(self.description, "a description")
        for code in self.same_as:
            check_text(code, "an outside id")
            if not code.strip():
                raise InputError(f"{self.id} has an empty outside id", remedy="leave it out")
        others = tuple(sorted(set(self.names[1:]) - {self.names[0]}))
        object.__setattr__(self, "names", (self.names[0], *others))
        object.__setattr__(self, "same_as", tuple(sorted(set(self.same_as))))
        object.__setattr__(self, "attributes", tuple(sorted(set(self.attributes), key=repr)))

    @property
    def name(self) -> str:
        """The name to show."""
        return self.names[0].text


@dataclass(frozen=True, slots=True)
class Source(Displayed):
    """Where passages are from: an article, a report, a data set. `text` is the stored plain text offsets point into."""

    id: Ref
    title: str
    publisher: str = ""
    published: str = ""
    url: str = ""
    sha256: str = ""
    licence: str = ""
    lang: str = ""
    text: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        for what in ("title", "publisher", "url", "licence", "text"):
            check_text(getattr(self, what), f"the {what} of {self.id}")
        if self.published:
            check_date(self.published)
        if self.url and not self.url.startswith(("https://", "http://")):
            raise InputError(f"{self.url!r} is not a web address", remedy="start it with https://")
        if self.sha256 and _SHA256.match(self.sha256) is None:
            raise InputError(f"{self.sha256!r} is not a SHA-256", remedy="give 64 hexadecimal digits in lower case")
        _check_lang(self.lang)


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """The words that carry a claim: code points `start` to `end` (exclusive) of a source's text, quoted.

    A passage of a data set has a `record` key and may lack offsets (both -1). `lang` is the quote's language.
    """

    source: Ref
    start: int = -1
    end: int = -1
    quote: str = ""
    record: str = ""
    lang: str = ""

    def __post_init__(self) -> None:
        spans = 0 <= self.start < self.end
        if not spans and not (self.start == self.end == -1 and self.record):
            raise InputError(
                f"passage {self.start} to {self.end} of {self.source} is not a span",
                remedy="give start < end in code points, or the key of a record",
            )
        if spans and len(self.quote) != self.end - self.start:
            raise InputError(
                f"passage {self.start} to {self.end} of {self.source} is {self.end - self.start} characters long,"
                f" its quote {len(self.quote)}",
                remedy="count code points, end exclusive",
            )
        check_text(self.quote, "a quote")
        if self.record:
            check_text(self.record, "a record key")
        if self.lang:
            _check_lang(self.lang)

    @property
    def id(self) -> Ref:
        """A hash of all that the passage is."""
        name = f"{self.source.prefix}:{self.source.local}"
        said = f"{name}\x1e{self.start}\x1e{self.end}\x1e{self.quote}\x1e{self.record}\x1e{self.lang}"
        return Ref.of_digest("passage", _digest(said))


class Verdict(StrEnum):
    """What a reviewer decided."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    REOPENED = "reopened"
    """A decision was taken back, and no other stands: the claim waits for a reviewer again."""


@dataclass(frozen=True, slots=True)
class Review:
    """A reviewer's decision, by whom, on which day and why, with the decisions that it overtook, the oldest first.

    `became` is the claim that took this one's place, where it was corrected or moved.

    >>> first = Review(Verdict.ACCEPTED, "Ana", "2025-01-31")
    >>> [each.by for each in Review(Verdict.REJECTED, "Bo", reason="a typo").after([first]).decisions]
    ['Ana', 'Bo']
    """

    verdict: Verdict
    by: str
    on: str = ""
    reason: str = ""
    became: Ref | None = None
    before: tuple[Review, ...] = ()

    def __post_init__(self) -> None:
        if not self.by.strip():
            raise InputError("a review names nobody", remedy="say who decided")
        check_text(self.by, "a reviewer's name")
        check_text(self.reason, "a reviewer's reason")
        if self.on:
            check_date(self.on)
        if self.became is not None and self.became.prefix != "claim":
            raise InputError(f"{self.became} is not the id of a claim", remedy="name the claim it became")
        if any(each.before for each in self.before):
            raise InputError("a decision of the past holds decisions itself", remedy="list them all in a row")

    @property
    def decisions(self) -> tuple[Review, ...]:
        """Every decision, the oldest first, this one last."""
        return (*self.before, replace(self, before=()))

    def after(self, decisions: Iterable[Review]) -> Review:
        """The same decision, taken after others."""
        return replace(self, before=tuple(decisions))


@dataclass(frozen=True, slots=True)
class Claim(Displayed):
    """One sourced statement: somebody says that a relation holds, in some mode, for some time, in some words.

    `condition` is an entity (a Ref) or free text; `confidence` is 0..1; `method` names what extracted it.
    Quantities and evidence are kept sorted. `id` is a hash of what is said and where, not of confidence, method or
    review: loading twice changes nothing, and a better extractor updates in place. Raises `InputError` for a
    confidence outside 0..1 and for a claim without evidence.

    >>> said = Passage(Ref("src", "a"), 0, 4, "Oil.")
    >>> Claim(Ref("ent", "a"), Relation.OWNS, Ref("ent", "b"), evidence=(said,)).id.prefix
    'claim'
    """

    subject: Ref
    relation: Relation
    object: Ref
    modality: Modality = Modality.ASSERTED
    condition: Ref | str | None = None
    attributed_to: Ref | None = None
    valid: Interval = ALWAYS
    quantities: tuple[Quantity, ...] = ()
    evidence: tuple[Passage, ...] = ()
    confidence: float = 1.0
    method: str = "annotated"
    review: Review | None = None
    id: Ref = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        if not 0 <= self.confidence <= 1:
            raise InputError(f"confidence {self.confidence} is not between 0 and 1", remedy="give a probability")
        object.__setattr__(self, "confidence", float(self.confidence) + 0.0)
        if not self.evidence:
            raise InputError("a claim has no evidence", remedy="cite at least one passage")
        if len(self.evidence) > 1:
            object.__setattr__(self, "evidence", tuple(sorted(set(self.evidence))))
        if len(self.quantities) > 1:
            object.__setattr__(self, "quantities", tuple(sorted(set(self.quantities))))
        if isinstance(self.condition, str):
            if not self.condition.strip():
                raise InputError("a condition is empty", remedy="leave it out")
            check_text(self.condition, "a condition")
        check_text(self.method, "a method")
        object.__setattr__(self, "id", Ref.of_digest("claim", self._digest()))

    def _digest(self) -> str:
        # One text, written out: a large load makes a million of them.
        subject, object_, condition, valid = self.subject, self.object, self.condition, self.valid
        said = (
            f"{subject.prefix}:{subject.local} {self.relation} {object_.prefix}:{object_.local} {self.modality}"
            f" {self.attributed_to}\x1e{valid.start}/{valid.end}"
            f"\x1e{condition if isinstance(condition, str) else _REF + str(condition)}"
        )
        for q in self.quantities:
            said += f"\x1e{q.value!r} {q.unit}\x1f{q.of}"
        for p in self.evidence:
            said += f"\x1e{p.source.prefix}:{p.source.local} {p.start} {p.end}\x1f{p.record}"
        return _digest(said)

    @property
    def rejected(self) -> bool:
        """Whether a reviewer turned the claim down: it is kept, and never counts."""
        return self.review is not None and self.review.verdict is Verdict.REJECTED

    @property
    def decided(self) -> bool:
        """Whether a reviewer accepted or rejected the claim, and nobody took that back."""
        return self.review is not None and self.review.verdict is not Verdict.REOPENED

    @property
    def stands(self) -> bool:
        """Whether the claim also stands as a plain relation: asserted, and not rejected."""
        return self.modality is Modality.ASSERTED and not self.rejected


def _digest(said: str) -> str:
    # 96 bits: a collision among a billion claims has odds of one in 10^11. What separates the parts (the control
    # characters U+001E and U+001F) cannot occur in checked text.
    return blake2b(said.encode(), digest_size=12).hexdigest()
