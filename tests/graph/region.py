"""A small region that the store tests share, and questions to put to a store."""

from __future__ import annotations

from dataclasses import replace

from araz.graph.claim import (
    Attribute,
    Claim,
    Entity,
    Name,
    Passage,
    Point,
    Quantity,
    Review,
    Source,
    Verdict,
)
from araz.graph.dates import Interval
from araz.graph.ref import Ref
from araz.graph.store import Batch, Store
from araz.ontology.vocabulary import Kind, Measure, Modality, Relation

IRAN, ARAZ, PLANT = Ref("ent", "iran"), Ref("ent", "araz-river"), Ref("ent", "khudafarin-plant")
BRIEFING = Source(
    Ref("src", "briefing"), "A briefing", "Araz", "2025-01", "https://example.org/b", lang="en", text="Oil."
)
REPORT = Source(Ref("src", "report"), "A report")
STATE = Entity(IRAN, Kind.STATE, (Name("Iran", "en"), Name("ایران", "fa")), ("iso:IR", "wd:Q794"), Point(32.5, 53.0))
HYDRO = Entity(
    PLANT,
    Kind.HYDRO_PLANT,
    (Name("Khudafarin"),),
    attributes=(Attribute(Measure.CAPACITY, Quantity(102, "MW"), BRIEFING.id, "2024"),),
    description="On the Araz.",
)
SAID = Passage(BRIEFING.id, 0, 4, "Oil.", lang="en")
SAID_ELSEWHERE = Passage(REPORT.id, 10, 15, "Water")
OPERATES = Claim(IRAN, Relation.OPERATES, PLANT, evidence=(SAID,), confidence=0.8)
OPERATES_TOO = replace(OPERATES, evidence=(SAID_ELSEWHERE,))
RICH = Claim(
    IRAN,
    Relation.EXPORTS_TO,
    Ref("ent", "armenia"),
    Modality.CONDITIONAL,
    condition="if talks\nsucceed",
    attributed_to=Ref("ent", "azerbaijan"),
    valid=Interval("2024", "2025-06"),
    quantities=(Quantity(1.5, "TWh", "electricity"), Quantity(7, "GWh")),
    evidence=(SAID, SAID_ELSEWHERE, Passage(REPORT.id, record="row 7")),
    confidence=1 / 3,
    method="encoder-1",
    review=Review(Verdict.ACCEPTED, "Ana", "2025-02-01"),
)
ALL = Batch(sources=(BRIEFING, REPORT), entities=(STATE, HYDRO), claims=(OPERATES, RICH))
PLAIN = "ASK { ent:iran az:operates ent:khudafarin-plant }"


def by_id(records):
    return sorted(records, key=lambda record: record.id)


def content(store: Store) -> tuple[list[Claim], list[Entity], list[Source]]:
    return list(store.claims()), list(store.entities()), list(store.sources())


def says(store: Store, question: str) -> bool:
    answer = store.select(question).rows[0][0]
    assert isinstance(answer, bool)
    return answer


# Writing and reading
