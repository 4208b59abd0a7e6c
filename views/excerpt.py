"""The part of a graph that a picture shows: entities, the claims between them, their sources, and where to begin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from ..errors import NoAnswer, UnknownTerm, UsageError
from ..graph.claim import Claim, Entity, Name, Passage, Source
from ..graph.ref import Ref
from ..graph.store import Store
from ..ontology.schema import load_schema
from ..ontology.vocabulary import Kind, Modality
from ..queries.columns import KINDS, MODALITIES, VERDICTS, Columns, read_columns
from ..queries.names import find_entity
from ..queries.results import Exposure

MOST_ENTITIES, MOST_CLAIMS, MOST_TEXT = 5000, 9000, 1_500_000
"""What one page holds at most: entities, claims, and characters of claims with their names and passages."""

_Flags = npt.NDArray[np.bool_]
_Places = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What is shown, each by id: entities, claims (their ends are among the entities), the sources they cite.

    `shown` are the entities that the picture opens with; the others are there to be brought in. `about` was asked for,
    with `hops` steps around it. `left_out` counts the entities and the claims that were too many. `exposure` is a
    what-if answer to highlight.
    """

    entities: tuple[Entity, ...]
    claims: tuple[Claim, ...]
    sources: Mapping[Ref, Source] = field(repr=False)
    shown: frozenset[Ref]
    about: tuple[Ref, ...] = ()
    hops: int = 0
    left_out: tuple[int, int] = (0, 0)
    exposure: Exposure | None = None

    @property
    def names(self) -> Mapping[Ref, str]:
        """What each entity is called."""
        return {entity.id: entity.name for entity in self.entities}

    @property
    def title(self) -> str:
        """What the picture is of, in a few words."""
        if self.exposure is not None:
            return self.exposure.scenario.name or f"What if {self.exposure.happening}"
        named = [self.names[ref] for ref in self.about]
        return f"Around {', '.join(named[:3])}{' …' if len(named) > 3 else ''}" if named else "All that is claimed"


def excerpt(
    store: Store,
    about: Sequence[Ref | str] = (),
    *,
    hops: int = 1,
    classes: Iterable[str] = (),
    modalities: Iterable[str] = (),
    exposure: Exposure | None = None,
    most: int = MOST_ENTITIES,
) -> Excerpt:
    """The part of a store that lies at most `hops` steps around some entities (ids or names); all of it without them.

    One step further is taken along, to be brought in by hand. `classes` (subclasses included) and `modalities` keep
    only such entities and claims; what was asked for, and what a what-if answer names, is always kept. Rejected claims
    are left out. Beyond `most` entities those with the most claims are kept; of more
    claims than a page can hold, the surest.

    Raises `UnknownEntity`, `UnknownTerm`, `UsageError` for negative hops, `NoAnswer` when there is nothing to show.

    >>> from araz.face import open_graph
    >>> around = excerpt(open_graph("example").store, ["Khudafarin dam"], hops=1)
    >>> around.title, len(around.shown) < len(around.entities)
    ('Around Khudafarin dam', True)
    """
    if hops < 0:
        raise UsageError(f"hops {hops} is negative", remedy="leave it out, or give 1 or more")
    kinds, modes = _classes(classes), _modalities(modalities)
    refs = tuple(dict.fromkeys(one if isinstance(one, Ref) else find_entity(store, one) for one in about))
    columns = read_columns(store)
    place = {ref: number for number, ref in enumerate(columns.entities)}
    kept = columns.verdicts != VERDICTS.index("rejected")
    kept &= np.isin(columns.modalities, [MODALITIES.index(mode) for mode in modes])
    wanted = np.isin(columns.kinds, [KINDS.index(kind) for kind in kinds])
    always = [place[ref] for ref in (*refs, *_answered(exposure)) if ref in place]
    wanted[always] = True
    kept &= wanted[columns.subjects] & wanted[columns.objects]
    near = _steps(columns, kept, [place[ref] for ref in refs if ref in place] or always, hops + 1)
    if refs or exposure is not None:
        wanted &= near >= 0
    entities = _busiest(columns, kept, wanted, near, most)
    claims = _surest(columns, kept, entities)
    first = _first(exposure) if exposure is not None else None
    shown = entities if not refs else entities[near[entities] <= hops]
    refs_shown = frozenset(_refs(columns, shown)) if first is None else first
    return _read(
        store,
        columns,
        entities,
        claims,
        Excerpt(
            (),
            (),
            {},
            refs_shown | set(refs),
            refs,
            hops if refs else 0,
            (int(wanted.sum()) - len(entities), int((kept & _between(columns, entities)).sum()) - len(claims)),
            exposure,
        ),
    )


def _classes(names: Iterable[str]) -> list[str]:
    """The classes named, with all under them; all classes when none is named."""
    known, named = load_schema().classes, list(names)
    for name in named:
        if name not in known:
            raise UnknownTerm(name, known)
    return [kind for kind in known if not named or any(name in known[kind].ancestors for name in named)]


def _modalities(names: Iterable[str]) -> list[str]:
    named = list(names)
    for name in named:
        if name not in list(Modality):
            raise UnknownTerm(name, [mode.value for mode in Modality])
    return named or [mode.value for mode in Modality]


def _answered(exposure: Exposure | None) -> list[Ref]:
    """All that a what-if answer names."""
    return [] if exposure is None else sorted(exposure.names)


def _first(exposure: Exposure) -> frozenset[Ref]:
    """What is on the ways of an answer, and who shares the assets."""
    hops = [hop for line in exposure.results for path in line.paths for hop in path.hops]
    struck = {shock.entity for shock in exposure.scenario.shocks if isinstance(shock.entity, Ref)}
    partners = {state for line in exposure.results for state in line.shared_by}
    return frozenset(struck | partners | {end for hop in hops for end in (hop.start, hop.end)})


def _steps(columns: Columns, kept: _Flags, starts: Sequence[int], hops: int) -> _Places:
    """How many steps each entity is from the starts, along kept claims in either direction; -1 beyond `hops`."""
    steps = np.full(len(columns.entities), -1, np.intp)
    steps[list(starts)] = 0
    one, other = columns.subjects[kept], columns.objects[kept]
    for step in range(1, hops + 1):
        reached = np.concatenate([other[steps[one] == step - 1], one[steps[other] == step - 1]])
        fresh = reached[steps[reached] < 0]
        if not fresh.size:
            break
        steps[fresh] = step
    return steps


def _busiest(columns: Columns, kept: _Flags, wanted: _Flags, near: _Places, most: int) -> _Places:
    """The wanted entities, in order; beyond `most` the nearest, then those with the most claims."""
    found = np.flatnonzero(wanted)
    if len(found) <= most:
        return found
    size = len(columns.entities)
    claims = np.bincount(columns.subjects[kept], minlength=size) + np.bincount(columns.objects[kept], minlength=size)
    distance = np.where(near < 0, np.iinfo(np.intp).max, near)
    return np.sort(found[np.lexsort((found, -claims[found], distance[found]))[:most]])


def _between(columns: Columns, entities: _Places) -> _Flags:
    there = np.zeros(len(columns.entities), np.bool_)
    there[entities] = True
    return there[columns.subjects] & there[columns.objects]


def _surest(columns: Columns, kept: _Flags, entities: _Places) -> list[Ref]:
    found = np.flatnonzero(kept & _between(columns, entities))
    if len(found) > MOST_CLAIMS:
        found = np.sort(found[np.lexsort((found, -columns.confidences[found]))[:MOST_CLAIMS]])
    numbers: list[int] = found.tolist()
    return [Ref.of_digest("claim", columns.claims[number]) for number in numbers]


def _refs(columns: Columns, places: _Places) -> list[Ref]:
    numbers: list[int] = places.tolist()
    return [columns.entities[number] for number in numbers]


def _read(store: Store, columns: Columns, entities: _Places, claims: Sequence[Ref], begun: Excerpt) -> Excerpt:
    """An excerpt with its records read from the store."""
    refs = sorted({*_refs(columns, entities), *begun.about})
    known = {entity.id: entity for entity in store.entities(refs)}
    called = dict(zip(columns.entities, columns.names, strict=True))
    things = tuple(
        known[ref] if ref in known else Entity(ref, Kind.ENTITY, (Name(called.get(ref, str(ref))),)) for ref in refs
    )
    if not things:
        raise NoAnswer("there is nothing to show", remedy="load claims first, or ask for fewer classes")
    said = _fitting(list(store.claims(claims)), called)
    cited = sorted({passage.source for claim in said for passage in claim.evidence})
    return Excerpt(
        entities=things,
        claims=said,
        sources={source.id: source for source in store.sources(cited)},
        shown=begun.shown & set(refs),
        about=begun.about,
        hops=begun.hops,
        left_out=(begun.left_out[0], begun.left_out[1] + len(claims) - len(said)),
        exposure=begun.exposure,
    )


def _fitting(claims: Sequence[Claim], called: Mapping[Ref, str]) -> tuple[Claim, ...]:
    """The claims whose words fit a page, by id; of too many those that tie in another entity, then the surest."""
    order, ends = sorted(claims, key=lambda claim: (-claim.confidence, claim.id)), set[Ref]()
    first: list[Claim] = []
    for claim in order:
        if not ends.issuperset((claim.subject, claim.object)):
            ends.update((claim.subject, claim.object))
            first.append(claim)
    ahead = {claim.id for claim in first}
    room, quoted, kept = MOST_TEXT, set[Passage](), list[Claim]()
    for claim in (*first, *(claim for claim in order if claim.id not in ahead)):
        fresh = [passage for passage in claim.evidence if passage not in quoted]
        # Marks around the words: of a row and its numbers, of a passage.
        room -= 105 + sum(len(called.get(end, "").encode()) for end in (claim.subject, claim.object))
        room -= sum(25 + len(passage.quote.encode()) for passage in fresh)
        if room < 0:
            break
        quoted.update(fresh)
        kept.append(claim)
    return tuple(sorted(kept, key=lambda claim: claim.id))
