"""How fast every catalogued question is answered from a store on disk.

    python benchmarks/questions.py [--claims 200000] [--rounds 7] [--quick] [--folder DIR] [QUESTION...]

The claims are made up: 200 states of which a few are talked about most, as in the news (the first is in about one claim
in 25), 8,000 assets of which most belong to one state, groups, organisations, situations, one claim in fifty reviewed.
The questions are asked about what is talked about most. Each is asked once to warm up, then `rounds` times; printed
are the median of the whole call (names looked up, rows converted) and of the query alone, in ms of wall-clock time and
of processor time. With --folder the store is kept there and used again. Wanted: under 50 ms.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from araz.graph.claim import Claim, Entity, Name, Passage, Quantity, Review, Source, Verdict
from araz.graph.dates import Interval
from araz.graph.oxigraph import OxigraphStore
from araz.graph.ref import Ref
from araz.graph.store import Batch
from araz.ontology.schema import load_schema
from araz.ontology.vocabulary import Kind, Modality, Relation
from araz.queries.asking import ask
from araz.queries.questions import questions

CAST: dict[str, tuple[int, tuple[Kind, ...]]] = {
    "state": (200, (Kind.STATE,)),
    "asset": (8000, (Kind.HYDRO_PLANT, Kind.THERMAL_PLANT, Kind.DAM, Kind.RAILWAY, Kind.PORT, Kind.PIPELINE)),
    "corridor": (120, (Kind.CORRIDOR,)),
    "flow": (200, (Kind.ELECTRICITY_FLOW, Kind.GAS_FLOW)),
    "river": (300, (Kind.RIVER,)),
    "group": (1500, (Kind.ARMED_GROUP, Kind.ETHNIC_GROUP, Kind.ETHNIC_GROUP, Kind.COMMUNITY)),
    "body": (800, (Kind.INTERNATIONAL_ORGANISATION, Kind.TREATY)),
    "situation": (500, (Kind.UNREST, Kind.CONFLICT, Kind.STATE_FAILURE)),
    "place": (1500, (Kind.SETTLEMENT, Kind.REGION)),
    "person": (2000, (Kind.PERSON,)),
}
STAKES = (Relation.OPERATES, Relation.OWNS, Relation.BUILDS, Relation.CONTROLS, Relation.PARTICIPATES_IN)
SITES = (Relation.LOCATED_IN, Relation.PASSES_THROUGH, Relation.CONNECTS)
PARAMETERS = {
    "a": "ent:state-0",
    "b": "ent:state-1",
    "state": "ent:state-0",
    "river": "ent:river-0",
    "group": "ent:group-0",
    "asset": "ent:asset-0",
    "condition": "ent:situation-0",
    "entity": "ent:state-0",
    "source": "src:report-0",
}


class Region:
    """A made-up region: entities, sources, and any number of claims about them."""

    def __init__(self) -> None:
        self.draw = random.Random(11)  # noqa: S311 (the same region every time)
        self.weights = {what: [1 / (i + 3) ** 0.6 for i in range(number)] for what, (number, _) in CAST.items()}
        self.names = {what: range(number) for what, (number, _) in CAST.items()}
        self.homes = {what: self.draw.choices(range(200), self.weights["state"], k=CAST[what][0]) for what in CAST}
        relations = load_schema().relations.values()
        self.acts = [Relation(each.name) for each in relations if each.plover]

    def entities(self) -> Iterator[Entity]:
        """Every entity, with a name and an alias."""
        for what, (number, kinds) in CAST.items():
            for i in range(number):
                names = (Name(f"{what.title()} {i}", "en"), Name(f"{what.upper()} № {i}"))
                yield Entity(Ref("ent", f"{what}-{i}"), kinds[i % len(kinds)], names)

    def sources(self) -> Iterator[Source]:
        """The reports that claims cite."""
        return (Source(Ref("src", f"report-{i}"), f"Report {i}") for i in range(1000))

    def claims(self, number: int) -> Iterator[Claim]:
        """So many claims."""
        makers: list[tuple[int, Callable[[], tuple[Ref, Relation, Ref]]]] = [
            (45, lambda: (self.one("state"), self.draw.choice(self.acts), self.one("state"))),
            (15, lambda: self.turned(*self.tied(("asset",), SITES))),
            (12, lambda: self.tied(("asset",), STAKES)),
            (3, lambda: self.tied(("corridor", "flow"), STAKES)),
            (2, lambda: (self.one("asset"), Relation.ON_RIVER, self.one("river"))),
            (
                3,
                lambda: (self.one("asset"), self.pick(Relation.DEPENDS_ON, Relation.ALTERNATIVE_TO), self.one("asset")),
            ),
            (
                4,
                lambda: self.turned(*self.tied(("group",), (Relation.LIVES_IN, Relation.ACTIVE_IN, Relation.ASSAULTS))),
            ),
            (2, lambda: self.turned(*self.tied(("place",), (Relation.LOCATED_IN,)))),
            (3, lambda: (self.one("state"), self.pick(Relation.SUPPORTS, Relation.FINANCES), self.one("group"))),
            (1, lambda: (self.one("group"), Relation.KIN_OF, self.one("group"))),
            (4, lambda: (self.one("state"), Relation.MEMBER_OF, self.one("body"))),
            (2, lambda: (self.one("state"), self.pick(Relation.BORDERS, Relation.ALLIED_WITH), self.one("state"))),
            (2, lambda: (self.one("state"), self.pick(Relation.EXPORTS_TO, Relation.SUPPLIES_TO), self.one("state"))),
            (2, lambda: (self.one("situation"), self.pick(Relation.AFFECTS, Relation.ENDANGERS), self.one("asset"))),
        ]
        shares = [share for share, _ in makers]
        for _, make in self.draw.choices(makers, shares, k=number):
            subject, relation, other = make()
            if subject != other:
                yield self.said(subject, relation, other)

    def one(self, what: str) -> Ref:
        """An entity, the first ones most often."""
        return Ref("ent", f"{what}-{self.draw.choices(self.names[what], self.weights[what])[0]}")

    def pick(self, *relations: Relation) -> Relation:
        """One of some relations."""
        return self.draw.choice(relations)

    def tied(self, what: tuple[str, ...], relations: tuple[Relation, ...]) -> tuple[Ref, Relation, Ref]:
        """A state and something that is nearly always its own."""
        kind = self.draw.choice(what)
        # Assets are many and each is spoken of a few times: no weights here.
        number = self.draw.randrange(CAST[kind][0])
        home = Ref("ent", f"state-{self.homes[kind][number]}") if self.draw.random() < 0.95 else self.one("state")
        return home, self.draw.choice(relations), Ref("ent", f"{kind}-{number}")

    def turned(self, subject: Ref, relation: Relation, other: Ref) -> tuple[Ref, Relation, Ref]:
        """The same with its ends exchanged."""
        return other, relation, subject

    def said(self, subject: Ref, relation: Relation, other: Ref) -> Claim:
        """A claim about two ends, in some mode, with a passage and now and then a date, a quantity, a review."""
        draw = self.draw
        modality = draw.choices(list(Modality), (70, 14, 8, 5, 3))[0]
        start = draw.randrange(100_000)
        quote = f"{subject.local} is said to have to do with {other.local}."
        passage = Passage(Ref("src", f"report-{draw.randrange(1000)}"), start, start + len(quote), quote, lang="en")
        verdict = draw.choice(tuple(Verdict)) if draw.random() < 0.02 else None
        year = str(draw.randrange(1990, 2026))
        return Claim(
            subject,
            relation,
            other,
            modality,
            condition=self.one("situation") if modality is Modality.CONDITIONAL else None,
            attributed_to=self.one("person") if modality is Modality.REPORTED else None,
            valid=Interval(year) if draw.random() < 0.3 else Interval(),
            quantities=(Quantity(draw.randrange(1, 1000), "MW"),) if draw.random() < 0.1 else (),
            evidence=(passage,),
            confidence=draw.randrange(50, 101) / 100,
            review=Review(verdict, "a reader") if verdict is not None else None,
        )


def build(folder: Path, claims: int) -> None:
    """The store, written once."""
    region = Region()
    store = OxigraphStore.open(folder, write=True)
    store.write(Batch(sources=list(region.sources()), entities=list(region.entities())))
    store.write(Batch(claims=list(region.claims(claims))))
    store.close()


def medians(run: Callable[[], object], rounds: int) -> tuple[float, float]:
    """The median wall-clock and processor time of a call, in ms."""
    run()
    walls: list[float] = []
    works: list[float] = []
    for _ in range(rounds):
        wall, work = time.perf_counter(), time.process_time()
        run()
        walls.append(time.perf_counter() - wall)
        works.append(time.process_time() - work)
    return 1000 * statistics.median(walls), 1000 * statistics.median(works)


def main() -> None:
    """Measure, and print one line a question."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", nargs="*")
    parser.add_argument("--claims", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--quick", action="store_true", help="20,000 claims, three rounds")
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    if given.quick:
        given.claims, given.rounds = 20_000, 3
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.folder or Path(scratch) / "store"
        if not folder.exists():
            began = time.perf_counter()
            build(folder, given.claims)
            print(f"{given.claims} claims written in {time.perf_counter() - began:.0f} s")
        store = OxigraphStore.open(folder)
        print(f"{'question':24}{'ask ms':>9}{'cpu':>8}{'query':>9}{'cpu':>8}{'rows':>7}")
        slow: list[str] = []
        asked = 0
        for question in questions().values():
            if question.in_python or (given.questions and question.id not in given.questions):
                continue
            params = {each.name: PARAMETERS[each.name] for each in question.parameters if not each.optional}
            bound = {
                **{each.name: None for each in question.parameters},
                **{n: Ref.parse(v) for n, v in params.items()},
            }
            rows = len(ask(store, question.id, params).rows)
            whole = medians(lambda q=question, p=params: ask(store, q.id, p), given.rounds)
            query = medians(lambda q=question, b=bound: store.select(q.text, b), given.rounds)
            print(f"{question.id:24}{whole[0]:9.1f}{whole[1]:8.1f}{query[0]:9.1f}{query[1]:8.1f}{rows:7}", flush=True)
            asked += 1
            if whole[0] > 50:
                slow.append(question.id)
        store.close()
    verdict = "MISSED: " + ", ".join(slow) if slow else "met"
    print(f"{asked - len(slow)} of {asked} under 50 ms (wanted: all, {verdict})")


if __name__ == "__main__":
    main()
