"""Where decisions are carried out: over an open store, kept back until they are written in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ...errors import InputError, UsageError
from ...graph.claim import Claim, Entity, Review, Verdict
from ...graph.merged import merges
from ...graph.ref import Ref
from ...graph.store import Batch, Store
from ..admission import Registry
from ..checks import Checks
from . import joining
from .correcting import Correction, correct
from .deciding import Reviewer, counting_before, decide, past, take_back, take_back_creation

_NAMING = """
PREFIX az: <https://w3id.org/araz/ontology#>
PREFIX ent: <https://w3id.org/araz/id/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT DISTINCT ?claim WHERE {
  VALUES ?entity { ent:iran }
  ?claim rdf:subject|rdf:object|az:condition|prov:wasAttributedTo ?entity ; a az:Claim
}
"""


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision that was carried out: in words, and what is needed to take it back."""

    words: str
    before: tuple[tuple[Ref, Review | None, bool], ...]
    after: Mapping[Ref, Claim]
    gone: Ref | None = None
    kept: Ref | None = None

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims as they now stand."""
        return tuple(self.after.values())


class Desk:
    """Decisions over one open store, by whoever is the `reviewer` at the time. Nothing is written before `flush`."""

    def __init__(self, store: Store, reviewer: Reviewer | None, registry: Registry | None = None) -> None:
        self._store, self.reviewer, self._registry = store, reviewer, registry
        self._claims: dict[Ref, Claim] = {}
        self._entities: dict[Ref, Entity] = {}

    @property
    def _reviewer(self) -> Reviewer:
        if self.reviewer is None:
            raise UsageError("nobody is named as the reviewer", remedy='say who decides: --by "Ana Kaya"')
        return self.reviewer

    def flush(self) -> None:
        """Write what was decided since the last time."""
        if self._claims or self._entities:
            cited = {said.source for claim in self._claims.values() for said in claim.evidence}
            cited |= {a.source for each in self._entities.values() for a in each.attributes if a.source is not None}
            there = {source.id for source in self._store.sources(sorted(cited))}
            found = [self._registry.source(ref) for ref in sorted(cited - there)] if self._registry else []
            sources = tuple(source for source in found if source is not None)
            self._store.write(Batch(sources, tuple(self._entities.values()), tuple(self._claims.values())))
            self._claims, self._entities = {}, {}

    def claim(self, ref: Ref) -> Claim:
        """The claim as it now stands; `UsageError` where there is none."""
        found = self._claims.get(ref) or next(self._store.claims([ref]), None)
        if found is None:
            raise UsageError(f"there is no claim {ref}", remedy="see whether it was withdrawn by a load")
        return found

    def accept(self, ref: Ref, reason: str = "") -> Decided:
        """The claim is right."""
        return self._put(f"accepted {ref}", [decide(self.claim(ref), Verdict.ACCEPTED, self._reviewer, reason)])

    def reject(self, ref: Ref, reason: str = "") -> Decided:
        """The claim is wrong: it is kept, and never counts."""
        return self._put(f"rejected {ref}", [decide(self.claim(ref), Verdict.REJECTED, self._reviewer, reason)])

    def correct(self, ref: Ref, correction: Correction) -> Decided:
        """Something else is right: it becomes a claim, and the old one is rejected.

        Raises `InputError` for what the ontology does not allow.
        """
        claim = self.claim(ref)
        new = correct(claim, correction)
        self._check(new)
        there = self._claims.get(new.id) or next(self._store.claims([new.id]), None)
        made = decide(there or new, Verdict.ACCEPTED, self._reviewer, f"corrected from {ref}")
        old = decide(claim, Verdict.REJECTED, self._reviewer, f"corrected to {new.id}", new.id)
        return self._put(f"corrected {ref} to {new.id}", [old, made])

    def merge(self, gone: Ref, kept: Ref) -> Decided:
        """The entity `gone` is the same as `kept`: what counted about it is now claimed about the other."""
        self.flush()
        one, other = self._entity(gone), self._entity(kept)
        if other is None:
            raise UsageError(f"nobody describes {kept}", remedy="merge into an entity that has a name and a class")
        joined = merges(self._store)
        if gone in joined or kept in joined:
            already = gone if gone in joined else kept
            raise UsageError(f"{already} counts as {joined[already]} already", remedy="name that one")
        if one is not None:
            joining.check_merge(one, other)
        elif gone == kept:
            raise UsageError(f"{gone} is itself", remedy="name another entity")
        claims = self._naming(gone)
        known = self._moved(claims, gone, kept)
        changed = joining.merged(gone, kept, claims, known, self._reviewer)
        for claim in changed:
            if not claim.rejected and claim.id not in known:
                self._check(claim)
        self._entities[kept] = joining.with_same(other, gone)
        return self._put(f"merged {gone} into {kept}", changed, gone=gone, kept=kept)

    def unmerge(self, entity: Ref) -> Decided:
        """Take a merge back. `entity` is the one that was merged, or the one it was merged into."""
        self.flush()
        gone, kept = self._merge_of(entity)
        other = self._entity(kept)
        claims = self._naming(gone)
        became = [claim.review.became for claim in claims if claim.review is not None]
        known = {claim.id: claim for claim in self._store.claims([ref for ref in became if ref is not None])}
        changed = joining.unmerged(gone, kept, claims, known, self._reviewer)
        if other is not None:
            self._entities[kept] = joining.without_same(other, gone)
        return self._put(f"unmerged {gone} from {kept}", changed, gone=gone, kept=kept)

    def reopen(self, ref: Ref) -> Decided:
        """Take back the last decision about a claim, whoever took it; of a correction, the new claim is rejected."""
        claim = self.claim(ref)
        decided = claim.review
        if decided is None or not claim.decided:
            raise UsageError(f"nothing is decided about {ref}", remedy="accept or reject it")
        if decided.reason.startswith("ent:") and " is ent:" in decided.reason:
            raise UsageError(f"{ref} was rejected by a merge ({decided.reason})", remedy="unmerge the two")
        changed = [take_back(claim, counting_before(claim, len(decided.before)), self._reviewer)]
        new = None if decided.became is None else next(self._store.claims([decided.became]), None)
        if new is not None and any(each.reason == f"corrected from {ref}" for each in past(new)):
            changed.append(take_back_creation(new, self._reviewer, ref))
        return self._put(f"reopened {ref}", changed)

    def undo(self, done: Decided) -> Decided:
        """Take one decision back, unless somebody has decided about the same claims since (`UsageError`)."""
        changed: list[Claim] = []
        first = done.before[0][0] if done.before else None
        for ref, before, existed in done.before:
            claim = self.claim(ref)
            if past(claim)[-1:] != past(done.after[ref])[-1:]:
                raise UsageError(f"{ref} was decided about again since", remedy="decide about it anew")
            if existed or first is None:
                changed.append(take_back(claim, before, self._reviewer))
            else:
                changed.append(take_back_creation(claim, self._reviewer, first))
        if done.gone is not None and done.kept is not None and (kept := self._entity(done.kept)) is not None:
            joined = str(done.gone) in kept.same_as
            self._entities[kept.id] = (joining.without_same if joined else joining.with_same)(kept, done.gone)
        return self._put(f"took back: {done.words}", changed)

    def _put(self, words: str, claims: Iterable[Claim], gone: Ref | None = None, kept: Ref | None = None) -> Decided:
        after = {claim.id: claim for claim in claims}
        known = {claim.id: claim for claim in self._store.claims(after)}
        known.update((ref, self._claims[ref]) for ref in after if ref in self._claims)
        before = tuple((ref, known[ref].review if ref in known else None, ref in known) for ref in after)
        self._claims.update(after)
        return Decided(words, before, after, gone, kept)

    def _check(self, claim: Claim) -> None:
        """Refuse a claim that no load would let in, with what is wrong and what to do."""
        ends = (claim.subject, claim.object, claim.attributed_to, claim.condition)
        found = {ref: self._entity(ref) for ref in ends if isinstance(ref, Ref)}
        kinds = {ref: entity.kind for ref, entity in found.items() if entity is not None}
        texts = {source.id: source.text for source in self._store.sources([said.source for said in claim.evidence])}
        fault = Checks(kinds, texts).claim(claim)
        if fault is not None:
            turned_away = fault.rejected({}, "")
            raise InputError(turned_away.problem, remedy=turned_away.remedy)

    def _entity(self, ref: Ref) -> Entity | None:
        """An entity of the store, or one of the registry, which then comes into the store."""
        found = self._entities.get(ref) or next(self._store.entities([ref]), None)
        if found is None and self._registry is not None and (known := self._registry.entity(ref)) is not None:
            self._entities[ref] = found = known
        return found

    def _naming(self, entity: Ref) -> list[Claim]:
        rows = self._store.select(_NAMING, {"entity": entity}).rows
        return list(self._store.claims([row[0] for row in rows if isinstance(row[0], Ref)]))

    def _moved(self, claims: Iterable[Claim], gone: Ref, kept: Ref) -> dict[Ref, Claim]:
        ids = [joining.moved(claim, {gone: kept}).id for claim in claims]
        return {claim.id: claim for claim in self._store.claims(ids)}

    def _merge_of(self, entity: Ref) -> tuple[Ref, Ref]:
        joined = merges(self._store)
        if entity in joined:
            holders = self._store.entities(sorted(set(joined.values()) | joined.keys()))
            kept = next(each.id for each in holders if str(entity) in each.same_as)
            if kept in joined:
                raise UsageError(f"{kept} was itself merged into {joined[kept]}", remedy=f"unmerge {kept} first")
            return entity, kept
        gone = [each for each, kept in joined.items() if kept == entity]
        if len(gone) == 1:
            return gone[0], entity
        if gone:
            raise UsageError(
                f"several are merged into {entity}: {', '.join(map(str, gone))}", remedy="name one of them"
            )
        raise UsageError(f"nothing is merged with {entity}", remedy="see its dossier: araz show")
