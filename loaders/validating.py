"""Checks what a store or a file holds, without changing anything: the fast checks on all of it, pySHACL beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from ..graph.opening import open_store
from ..graph.rdf import Records, read_triples
from ..graph.ref import PREFIXES
from ..graph.store import Store
from ..ontology.vocabulary import Term
from .checks import Checks
from .loading import KnownThings, load
from .reading import Progress
from .report import UNREADABLE, Json, line_order

SAMPLE = 2000
"""How many claims pySHACL looks at unless it is asked for all: it takes about 20 ms for each."""

_CHUNK = 400
_INNER = (Term.WAS_DERIVED_FROM, Term.HAS_QUANTITY, Term.HAS_ATTRIBUTE, Term.HAS_DECISION)
_CONTEXT = (Term.SUBJECT, Term.OBJECT, Term.DCTERMS_SOURCE)

Node = ox.NamedNode | ox.BlankNode


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A record that breaks a rule: its id or place, the shape, what is wrong and what to do.

    >>> print(Finding("claim:1", "UnitShape", "a unit is not known", "write MW"))
    claim:1: a unit is not known; write MW
    """

    record: str
    shape: str
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.record}: {self.message}{f'; {self.remedy}' if self.remedy else ''}"


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """What a validation found. `claims` were checked, `by_shacl` of them by pySHACL too.

    >>> ValidationReport("a.db", (), claims=7, by_shacl=7).conforms
    True
    """

    source: str
    findings: tuple[Finding, ...]
    claims: int
    by_shacl: int

    @property
    def conforms(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    def record(self) -> Json:
        """The report as JSON."""
        return {
            "source": self.source,
            "conforms": self.conforms,
            "claims": self.claims,
            "by_shacl": self.by_shacl,
            "findings": [
                {"record": each.record, "shape": each.shape, "message": each.message, "remedy": each.remedy}
                for each in self.findings
            ],
        }


def validate(
    target: Store | Path | str,
    *,
    registry: KnownThings | None = None,
    mappings: Sequence[Path | str] = (),
    whole: bool = False,
    progress: Progress | None = None,
) -> ValidationReport:
    """Check a store, or a file as if it were loaded into an empty store (nothing is written anywhere).

    The fast checks look at everything; pySHACL looks at a spread of `SAMPLE` claims, or with `whole` at all of them.
    Raises `InputError` for a file that cannot be read at all.

    >>> from ..graph.opening import open_store
    >>> validate(open_store("memory:")).conforms
    True
    """
    if not isinstance(target, Path | str):
        return _validated(_triples(target), "store", (), whole=whole, progress=progress)
    store = open_store("memory:")
    report = load(store, target, registry=registry, mappings=mappings, progress=progress)
    turned_away = [Finding(each.place, each.shape, each.problem, each.remedy) for each in report.quarantined]
    return _validated(_triples(store), str(target), turned_away, whole=whole, progress=progress)


def _triples(store: Store) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse("".join(store.ntriples()), ox.RdfFormat.N_TRIPLES)]


def _validated(
    triples: list[ox.Triple], name: str, before: Iterable[Finding], *, whole: bool, progress: Progress | None
) -> ValidationReport:
    records = read_triples(triples)
    found = {(each.record, each.shape): each for each in (*before, *_checked(records))}
    claims = records.claims if whole else records.claims[:: max(1, -(-len(records.claims) // SAMPLE))]
    chosen = [*claims, *records.entities, *records.sources]
    nodes = [ox.NamedNode(each.id.iri) for each in chosen] + [_node(each.resource) for each in records.problems]
    for finding in _by_shacl(nodes, triples, progress):
        found.setdefault((finding.record, finding.shape), finding)
    return ValidationReport(
        name,
        tuple(sorted(found.values(), key=lambda each: (line_order(each.record), each))),
        len(records.claims),
        len(claims),
    )


def _checked(records: Records) -> Iterator[Finding]:
    """What the fast checks find, and what cannot be read at all."""
    checks = Checks(
        {entity.id: entity.kind for entity in records.entities}, {source.id: source.text for source in records.sources}
    )
    for problem in records.problems:
        error = problem.error
        yield Finding(_short(problem.resource), UNREADABLE, error.problem, error.remedy)
    for item in (*records.sources, *records.entities, *records.claims):
        fault = checks.item(item)
        if fault is not None:
            turned_away = fault.rejected({}, "")
            yield Finding(str(item.id), fault.shape, turned_away.problem, turned_away.remedy)


def _by_shacl(nodes: Sequence[Node], triples: Iterable[ox.Triple], progress: Progress | None) -> Iterator[Finding]:
    """What pySHACL finds wrong with the records at `nodes` and with their passages, quantities and attributes."""
    # Imported when asked for: pySHACL brings rdflib with it.
    from rdflib import Graph

    from ..ontology.shapes import find_violations

    about: dict[object, list[ox.Triple]] = {}
    for triple in triples:
        about.setdefault(triple.subject, []).append(triple)
    for start in range(0, len(nodes), _CHUNK):
        if progress is not None:
            progress("validating", start)
        owners: dict[object, str] = {}
        taken: dict[object, None] = {}
        for node in nodes[start : start + _CHUNK]:
            _take(node, _short(node.value), about, owners, taken)
        lines = "".join(f"{triple} .\n" for node in taken for triple in about[node] if _is_seen(triple))
        for violation in find_violations(Graph().parse(data=lines, format="nt")):
            owner = owners.get(_node(violation.focus), _short(violation.focus))
            detail = f" ({violation.value})" if violation.value else ""
            yield Finding(owner, violation.shape.name, violation.shape.message + detail, violation.shape.remedy)


def _take(
    node: Node, owner: str, about: dict[object, list[ox.Triple]], owners: dict[object, str], taken: dict[object, None]
) -> None:
    """Take a record with the nodes that are part of it, which it owns, and those its shapes look up."""
    pending: list[tuple[object, bool]] = [(node, True)]
    while pending:
        each, owned = pending.pop()
        if each not in about or (each in taken and (not owned or each in owners)):
            continue
        taken[each] = None
        if owned:
            owners[each] = owner
        for triple in about[each]:
            if owned and triple.predicate.value in _INNER:
                pending.append((triple.object, True))
            elif triple.predicate.value in _CONTEXT:
                pending.append((triple.object, False))


def _is_seen(triple: ox.Triple) -> bool:
    # No shape looks at the text of a source, which may be a book.
    return triple.predicate.value != Term.TEXT


def _node(name: str) -> Node:
    return ox.BlankNode(name.removeprefix("_:")) if name.startswith("_:") else ox.NamedNode(name)


def _short(iri: str) -> str:
    """The id of a record, where its IRI is one of ours."""
    for prefix, base in PREFIXES.items():
        if iri.startswith(base):
            return f"{prefix}:{iri.removeprefix(base)}"
    return iri
