"""What waits for a reviewer: the claims that nobody decided about, the least sure first."""

from __future__ import annotations

from dataclasses import dataclass

from ...errors import UnknownTerm, UsageError
from ...graph.ref import Ref
from ...graph.store import Store, Value
from ...ontology.vocabulary import Relation

_HEAD = """
PREFIX az: <https://w3id.org/araz/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX ent: <https://w3id.org/araz/id/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX src: <https://w3id.org/araz/source/>
SELECT DISTINCT ?claim ?confidence WHERE {
"""
# The block of a parameter shows an example value: `select` puts the real one in its place.
_PARTS = {
    "entity": "VALUES ?entity { ent:iran } ?claim rdf:subject|rdf:object|az:condition|prov:wasAttributedTo ?entity .",
    "relation": "VALUES ?relation { az:operates } ?claim rdf:predicate ?relation .",
    "method": 'VALUES ?method { "annotated" } ?claim az:method ?method .',
    "source": "VALUES ?source { src:briefing } ?claim prov:wasDerivedFrom/dcterms:source ?source .",
    "below": "VALUES ?below { 0.8 } FILTER (?confidence < ?below)",
}
_TAIL = """
  ?claim a az:Claim ; az:confidence ?confidence .
  FILTER NOT EXISTS { ?claim az:verdict ?verdict }
}
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which claims are to be reviewed. `below` is a confidence that they do not reach; None and "" ask for all.

    >>> Wanted(relation="bordrs")
    Traceback (most recent call last):
    ...
    araz.errors.UnknownTerm: unknown term 'bordrs'; did you mean borders?
    """

    entity: Ref | None = None
    relation: str = ""
    below: float | None = None
    method: str = ""
    source: Ref | None = None
    limit: int | None = None

    def __post_init__(self) -> None:
        if self.relation and self.relation not in set(Relation):
            raise UnknownTerm(self.relation, [relation.value for relation in Relation])
        if self.below is not None and not 0 <= self.below <= 1:
            raise UsageError(f"no confidence is {self.below:g}", remedy="give a number between 0 and 1")
        if self.limit is not None and self.limit < 1:
            raise UsageError(f"a limit of {self.limit} leaves nothing", remedy="give 1 or more")


def waiting(store: Store, wanted: Wanted) -> list[Ref]:
    """The ids of the claims that wait, by confidence, then by id.

    >>> from ...graph.memory import MemoryStore
    >>> waiting(MemoryStore(), Wanted(below=0.8))
    []
    """
    asked: dict[str, Value] = {
        "entity": wanted.entity,
        "relation": Ref("az", wanted.relation) if wanted.relation else None,
        "method": wanted.method or None,
        "source": wanted.source,
        "below": None if wanted.below is None else float(wanted.below),
    }
    given = {name: value for name, value in asked.items() if value is not None}
    query = _HEAD + "\n".join([_PARTS[name] for name in given if name != "below"]) + _TAIL
    if "below" in given:
        query = query.replace("  FILTER NOT EXISTS", f"  {_PARTS['below']}\n  FILTER NOT EXISTS", 1)
    found = [(row[1], row[0]) for row in store.select(query, given).rows]
    ranked = sorted((float(sure), ref) for sure, ref in found if isinstance(ref, Ref) and isinstance(sure, int | float))
    return [ref for _, ref in ranked[: wanted.limit]]
