"""Random small regions in which the catalogue's questions find something, right, wrong and contested claims mixed."""

from __future__ import annotations

from random import Random

from araz.graph.claim import Claim, Entity, Name, Passage, Quantity, Review, Source, Verdict
from araz.graph.dates import Interval
from araz.graph.ref import Ref
from araz.graph.store import Batch
from araz.ontology.vocabulary import Kind, Modality, Relation

KINDS = (
    *(Kind.STATE, Kind.STATE, Kind.STATE, Kind.ARMED_GROUP, Kind.ETHNIC_GROUP, Kind.ETHNIC_GROUP, Kind.CORRIDOR),
    *(Kind.HYDRO_PLANT, Kind.DAM, Kind.RIVER, Kind.ELECTRICITY_FLOW, Kind.ORGANISATION, Kind.TREATY, Kind.REGION),
    *(Kind.STATE_FAILURE, Kind.COMPANY, Kind.ENTITY),
)
RELATIONS = (
    *(Relation.OPERATES, Relation.OWNS, Relation.PARTICIPATES_IN, Relation.CONNECTS, Relation.PASSES_THROUGH),
    *(Relation.LOCATED_IN, Relation.BORDERS, Relation.ALTERNATIVE_TO, Relation.KIN_OF, Relation.LIVES_IN),
    *(Relation.MEMBER_OF, Relation.EXPORTS_TO, Relation.SUPPLIES_TO, Relation.DEPENDS_ON, Relation.ON_RIVER),
    *(Relation.ALLIED_WITH, Relation.COOPERATES_WITH, Relation.SUPPORTS, Relation.FINANCES, Relation.CAUSES),
    *(Relation.ENDANGERS, Relation.ACTIVE_IN, Relation.ASSAULTS, Relation.RIVAL_OF, Relation.INVESTS_IN),
)
DATES = ("", "", "2023", "2023-05", "2024-02-29", "2025")


def region(seed: int) -> Batch:
    """About twenty entities and a hundred claims; one entity is named by claims and described by nobody."""
    random = Random(seed)  # noqa: S311 - the same region every time
    ids = [Ref("ent", f"e{number}") for number in range(18)]
    entities = [
        Entity(ref, random.choice(KINDS), (Name(f"Name {random.randrange(9)}", random.choice(("", "en"))),))
        for ref in ids[:-1]
    ]
    claims = [_claim(random, ids, number) for number in range(random.choice((40, 120, 160)))]
    return Batch([Source(Ref("src", "s0"), "A source")], entities, list({claim.id: claim for claim in claims}.values()))


def _claim(random: Random, ids: list[Ref], number: int) -> Claim:
    since, until = sorted((random.choice(DATES), random.choice(DATES)))
    passage = Passage(
        Ref("src", f"s{random.randrange(3)}"), number, number + 5, "quote", lang=random.choice(("", "en"))
    )
    record = Passage(Ref("src", "s1"), record=f"row {number}", lang=random.choice(("", "en")))
    return Claim(
        subject=random.choice(ids),
        relation=random.choice(RELATIONS),
        object=random.choice(ids),
        modality=random.choice((Modality.ASSERTED, Modality.ASSERTED, Modality.ASSERTED, *Modality)),
        condition=random.choice((None, None, None, random.choice(ids), "if it rains")),
        attributed_to=random.choice((None, None, random.choice(ids))),
        valid=Interval(since, until),
        quantities=tuple(
            Quantity(random.choice((1.5, 102.0, 7e9)), random.choice(("MW", "GWh")), random.choice(("", "electricity")))
            for _ in range(random.choice((0, 0, 1, 2)))
        ),
        evidence=random.choice(((passage,), (passage, record))),
        confidence=random.random(),
        review=random.choice((None, None, None, Review(random.choice(list(Verdict)), "Ana"))),
    )
