"""The reader: text in, entities, mentions and claims out. Offline, no server, no key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from ...graph.claim import Claim, Passage
from ...graph.ref import Ref
from .calibration import Calibration, Evidence, load_calibration
from .claiming import claim_all
from .extraction import Extracted, Extraction, Mention
from .gazetteer import Gazetteer, load_gazetteer
from .models import MODELS, Models
from .naming import Cast, Naming
from .patterns import claims_by_pattern
from .pointing import resolve
from .spotting import Form, Layout, Spot, lay_out, spot
from .stitching import stitched
from .values import with_values

BALANCED = 0.5
"""The confidence below which claims are left out, unless another is asked for."""


_PLAINLY = 0.5
"""From this chance on a description is one, whether or not a claim needs it."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads texts with the two models, the registry's names, and rules for what models do badly.

    `threshold` is the least confidence of a claim: higher for precision, lower for recall.

    >>> read = load_reader().read("Iran borders Turkey.")
    >>> [(str(c.subject), c.relation.value, str(c.object)) for c in read.claims]
    [('ent:iran', 'borders', 'ent:turkiye')]
    """

    models: Models
    gazetteer: Gazetteer
    calibration: Calibration
    threshold: float = BALANCED

    def read(self, text: str, source: Ref = Ref("src", "text")) -> Extraction:  # noqa: B008 a frozen value
        """All that a text says. `source` is what the claims' ids are made with; offsets are code points of `text`."""
        return self.draft(text, source)[0]

    def draft(self, text: str, source: Ref = Ref("src", "text")) -> tuple[Extraction, list[Evidence]]:  # noqa: B008
        """As `read`, with what speaks for each claim, in order: for fitting the calibration."""
        laid = lay_out(text)
        spots = stitched(laid, spot(laid, self.models, self.gazetteer), self.gazetteer)
        cast = Naming(laid, self.gazetteer).name_all(spots)
        resolve(laid, spots, cast)
        drafted = claim_all(laid, spots, cast, self.models, self.calibration)
        kept = [each for each in drafted if each.claim.confidence >= self.threshold]
        claims = {_statement(each.claim): each.claim for each in kept}
        # After those of the models, so that `evidence` goes with the first claims.
        for each in claims_by_pattern(laid, spots, cast):
            if each.confidence >= self.threshold:
                known = claims.setdefault(_statement(each), each)
                claims[_statement(each)] = replace(known, confidence=max(known.confidence, each.confidence))
        found = _assembled(laid, spots, cast, with_values(text, list(claims.values())), source)
        return found, [each.evidence for each in kept]


def _statement(claim: Extracted) -> tuple[Ref, str, Ref, int]:
    return claim.subject, claim.relation, claim.object, claim.sentence[0]


def _assembled(laid: Layout, spots: Sequence[Spot], cast: Cast, claims: Sequence[Extracted], source: Ref) -> Extraction:
    told = {ref for claim in claims for ref in (claim.subject, claim.object, claim.condition, claim.attributed_to)}
    mentions = [
        Mention(cast.of[number][0], spot.start, spot.end)
        for number, spot in enumerate(spots)
        if spot.form is not Form.POINTING and cast.of[number] and _worth_telling(spot, cast.of[number][0] in told)
    ]
    used = {mention.entity for mention in mentions}
    entities = [entity for ref, entity in cast.entities.items() if ref in used]
    return Extraction(
        laid.text, tuple(entities), tuple(mentions), tuple(_with_id(each, laid.text, source) for each in claims)
    )


def _worth_telling(spot: Spot, told_of: bool) -> bool:
    """Names always; a description where it is plainly one, or a claim needs it."""
    return spot.form is Form.NAMED or told_of or spot.sure >= _PLAINLY


def _with_id(claim: Extracted, text: str, source: Ref) -> Extracted:
    return replace(claim, id=str(as_claim(claim, text, source).id))


def as_claim(claim: Extracted, text: str, source: Ref, lang: str = "") -> Claim:
    """An extracted claim as a claim of the graph: its passage is the sentence that makes it."""
    start, end = claim.sentence
    return Claim(
        claim.subject,
        claim.relation,
        claim.object,
        claim.modality,
        claim.condition,
        claim.attributed_to,
        claim.valid,
        claim.quantities,
        (Passage(source, start, end, text[start:end], lang=lang),),
        claim.confidence,
        claim.method,
    )


@cache
def load_reader(folder: Path = MODELS, threads: int = 2) -> Reader:
    """The reader with the models of a folder, by default those that ship with Araz; loaded once."""
    return Reader(Models(folder, threads), load_gazetteer(), load_calibration(folder))
