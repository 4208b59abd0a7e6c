"""Random small graphs from a seed: cheap enough to make five hundred of them for one trip to a server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import TypeVar

from araz.graph.claim import Attribute, Claim, Entity, Name, Passage, Point, Quantity, Review, Source, Verdict
from araz.graph.dates import Interval
from araz.graph.ref import Ref
from araz.graph.store import Batch
from araz.ontology.vocabulary import Kind, Measure, Modality, Relation

from .strategies import AWKWARD

_T = TypeVar("_T")

DATES = ("2023", "2024-02", "2024-02-29", "2025-12-31")
LANGS = ("", "en", "az-latn", "fa")


class RandomGraph:
    """A graph whose ids begin with a tag, so that many of them fit side by side into one database."""

    def __init__(self, seed: int, tag: str = "g") -> None:
        self.random = Random(seed)  # noqa: S311 - the same graph every time
        self.tag = f"{tag}{seed}"

    def batch(self, most_claims: int = 6) -> Batch:
        """Parallel claims, claims about entities nobody described, entities nobody claims anything about."""
        claims = [self.claim() for _ in range(self.random.randint(0, most_claims))]
        claims += [replace(self.claim(), subject=c.subject, relation=c.relation, object=c.object) for c in claims[:2]]
        return Batch(
            sources=_unique([self.source() for _ in range(self.random.randint(0, 2))]),
            entities=_unique([self.entity() for _ in range(self.random.randint(0, 4))]),
            claims=_unique(claims),
        )

    def claim(self) -> Claim:
        """A claim with any of its fields."""
        r = self.random
        return Claim(
            subject=self.ref("ent"),
            relation=r.choice(list(Relation)),
            object=self.ref("ent"),
            modality=r.choice([Modality.ASSERTED, *Modality]),
            condition=self.maybe(lambda: r.choice([self.ref("ent"), self.text()]), None, 0.3),
            attributed_to=self.maybe(lambda: self.ref("ent"), None, 0.3),
            valid=Interval(self.maybe(lambda: r.choice(DATES[:2]), ""), self.maybe(lambda: r.choice(DATES[2:]), "")),
            quantities=tuple(self.quantity() for _ in range(r.choice([0, 0, 1, 2]))),
            evidence=tuple(self.passage() for _ in range(r.choice([1, 1, 2, 3]))),
            confidence=r.choice([0.0, 1.0, 0.5, r.random()]),
            method=self.text(),
            review=self.maybe(
                lambda: self.review().after(self.review() for _ in range(r.choice([0, 0, 1, 2]))), None, 0.25
            ),
        )

    def review(self) -> Review:
        """A decision either way, or one taken back."""
        on = self.maybe(lambda: self.random.choice(DATES), "")
        became = self.maybe(lambda: Ref("claim", "0a"), None, 0.2)
        return Review(self.random.choice(list(Verdict)), self.text(), on, self.maybe(self.text, "", 0.4), became)

    def passage(self) -> Passage:
        """A span with its quote, or a record."""
        quote, start, lang = self.text(), self.random.randint(0, 99), self.random.choice(LANGS)
        if self.random.random() < 0.7:
            record = self.maybe(self.text, "", 0.2)
            return Passage(self.ref("src", 2), start, start + len(quote), quote, record, lang)
        return Passage(self.ref("src", 2), record=self.text(), quote=self.maybe(lambda: quote, ""), lang=lang)

    def entity(self) -> Entity:
        """An entity with any of its fields."""
        r = self.random
        return Entity(
            id=self.ref("ent"),
            kind=r.choice(list(Kind)),
            names=tuple(Name(self.text(), r.choice(LANGS)) for _ in range(r.randint(1, 4))),
            same_as=tuple(r.choice(["wd:Q794", "wd:Q227", "iso:IR", self.text()]) for _ in range(r.randint(0, 3))),
            point=self.maybe(lambda: Point(r.uniform(-90, 90), r.choice([0.0, -180, 179.5])), None),
            attributes=tuple(self.attribute() for _ in range(r.choice([0, 0, 1, 3]))),
            description=self.maybe(self.text, ""),
        )

    def attribute(self) -> Attribute:
        """A measured property."""
        source, as_of = self.maybe(lambda: self.ref("src", 2), None), self.maybe(lambda: self.random.choice(DATES), "")
        return Attribute(self.random.choice(list(Measure)), self.quantity(), source, as_of)

    def quantity(self) -> Quantity:
        """A number with its unit."""
        value = self.random.choice([0.0, -1.5, 102.0, 1e-7, 1e21, self.random.random()])
        return Quantity(value, self.random.choice(["MW", "km", "%"]), self.maybe(self.text, ""))

    def source(self) -> Source:
        """A source with any of its fields."""
        return Source(
            id=self.ref("src", 2),
            title=self.text(),
            publisher=self.maybe(self.text, ""),
            published=self.maybe(lambda: self.random.choice(DATES), ""),
            url=self.maybe(lambda: "https://example.org/a?b=c&d='e'", ""),
            sha256=self.maybe(lambda: "0" * 64, ""),
            licence=self.maybe(self.text, ""),
            lang=self.random.choice(LANGS),
            text=self.maybe(self.text, ""),
        )

    def ref(self, prefix: str, count: int = 6) -> Ref:
        """One of a few ids, so that claims share their ends."""
        return Ref(prefix, f"{self.tag}-n{self.random.randrange(count)}")

    def text(self) -> str:
        """A text that something might trip over."""
        return self.random.choice(AWKWARD)

    def maybe(self, make: Callable[[], _T], otherwise: _T, chance: float = 0.5) -> _T:
        """What `make` makes, or what stands for nothing."""
        return make() if self.random.random() < chance else otherwise


def together(graphs: range, most_claims: int = 6) -> Batch:
    """Many graphs as one batch."""
    parts = [RandomGraph(seed).batch(most_claims) for seed in graphs]
    return Batch(
        sources=[source for part in parts for source in part.sources],
        entities=[entity for part in parts for entity in part.entities],
        claims=[claim for part in parts for claim in part.claims],
    )


def _unique(records: list[_T]) -> list[_T]:
    return list({record.id: record for record in records}.values())  # pyright: ignore
