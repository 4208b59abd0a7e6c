"""RDF of any origin: Araz's own form comes back as it was, foreign statements come in through the mapping."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox

from ..graph.claim import Source
from ..graph.rdf import Records, read_triples
from ..graph.ref import PREFIXES, Ref
from ..ontology.vocabulary import Kind, Relation, Term
from .document import Document
from .foreign import Statements
from .mapping import ForeignTerms
from .reading import Item, Reading
from .report import UNREADABLE, Rejected
from .syntaxes import read_rdf_triples
from .things import spelled

_AZ = PREFIXES["az"]
_KINDS = frozenset(_AZ + kind for kind in Kind)
_RELATIONS = frozenset(_AZ + relation for relation in Relation)
_NODES = frozenset({Term.CLAIM, Term.PASSAGE, Term.SOURCE, Term.QUANTITY, Term.ATTRIBUTE, Term.DECISION})
_TERMS = frozenset(value for name, value in vars(Term).items() if name.isupper())
_BASES = tuple(PREFIXES[prefix] for prefix in ("claim", "passage", "src"))
_INNER = frozenset({Term.WAS_DERIVED_FROM, Term.HAS_QUANTITY, Term.HAS_ATTRIBUTE, Term.HAS_DECISION})


def read_rdf(
    document: Document,
    syntax: str,
    terms: ForeignTerms,
    *,
    known: Callable[[str], Ref | None] = lambda code: None,
    dataset: Source | None = None,
) -> Reading:
    """The items of a file of RDF. `syntax` is one of `syntaxes.SYNTAXES`.

    A foreign statement becomes an asserted claim of `dataset` (by default a source named after the file), which
    cites the triple itself. A plain relation between entities that no claim of the file stands behind is foreign too.
    `known` gives the entity that bears an outside id. What the mapping lacks is counted in the notes.

    >>> line = b'<http://www.wikidata.org/entity/Q794> <http://www.wikidata.org/prop/direct/P47> ' \\
    ...        b'<http://www.wikidata.org/entity/Q227> .'
    >>> from .mapping import load_mappings
    >>> items = list(read_rdf(Document.of_bytes(line, "a.nt"), "n-triples", load_mappings()).items)
    >>> [type(item).__name__ for item in items]
    ['Source', 'Claim', 'Entity', 'Entity']
    """
    source = dataset or _dataset(document)
    labels: list[str] = []
    notes: list[str] = []

    def items() -> Iterator[Item]:
        triples: list[ox.Triple] = []
        for each in read_rdf_triples(document, syntax, terms.contexts):
            if isinstance(each, ox.Triple):
                triples.append(each)
            else:
                labels.append("")
                yield each
        graph = _Graph(triples)
        for label, item in graph.own(document.name):
            labels.append(label)
            yield item
        statements = Statements(graph.foreign(), terms, known, dataset=source, place=document.name)
        for label, item in statements.items():
            labels.append(label)
            yield item
        notes.extend(statements.notes())

    return Reading(items(), lambda number: f"{document.name}, {labels[number]}", notes)


def _dataset(document: Document) -> Source:
    with document.open() as stream:
        digest = sha256(stream.read()).hexdigest()
    name = Path(document.name).name
    return Source(Ref.of_name("src", Path(name).stem), name, sha256=digest)


class _Graph:
    """The triples of a file, parted into what is said in Araz's own form and the rest."""

    def __init__(self, triples: list[ox.Triple]) -> None:
        self._triples = triples
        self._own = _own_nodes(triples)
        self._backed: set[tuple[str, str, str]] = set()

    def own(self, name: str) -> Iterator[tuple[str, Item]]:
        """What Araz's own form says, each with its name; a resource that cannot be read is rejected, with its triples.

        To be taken before `foreign`, which needs to know the claims.
        """
        records = read_triples(triple for triple in self._triples if triple.subject in self._own)
        for source in records.sources:
            yield str(source.id), source
        for entity in records.entities:
            yield str(entity.id), entity
        for claim in records.claims:
            if claim.stands:
                self._backed.add((claim.subject.iri, _AZ + claim.relation, claim.object.iri))
            yield str(claim.id), claim
        yield from self._rejected(records, name)

    def foreign(self) -> Iterator[ox.Triple]:
        """Every triple that the own form does not account for."""
        for triple in self._triples:
            predicate = triple.predicate.value
            if predicate in _RELATIONS:
                if _ends(triple) not in self._backed:
                    yield triple
            elif predicate not in _TERMS or triple.subject not in self._own:
                yield triple

    def _rejected(self, records: Records, name: str) -> Iterator[tuple[str, Item]]:
        if not records.problems:
            return
        about: dict[str, list[ox.Triple]] = {problem.resource: [] for problem in records.problems}
        for triple in self._triples:
            about.get(_name(triple.subject), []).append(triple)
        for problem in records.problems:
            triples, error = about[problem.resource], problem.error
            # The plain relation of a claim that was turned away must not come in by the back door.
            parts = {triple.predicate.value: _name(triple.object) for triple in triples}
            self._backed.add((parts.get(Term.SUBJECT, ""), parts.get(Term.PREDICATE, ""), parts.get(Term.OBJECT, "")))
            text = "\n".join(sorted(f"{spelled(triple)} ." for triple in triples))
            place = f"{name}, {problem.resource}"
            yield problem.resource, Rejected(text, place, UNREADABLE, error.problem, error.remedy)


def _own_nodes(triples: list[ox.Triple]) -> set[object]:
    own: set[object] = set()
    for triple in triples:
        subject = triple.subject
        if isinstance(subject, ox.NamedNode) and subject.value.startswith(_BASES):
            own.add(subject)
        elif triple.predicate.value == Term.TYPE and isinstance(triple.object, ox.NamedNode):
            kind = triple.object.value
            # A thing of another's that is of a class of ours is still foreign: it needs an id of ours.
            if kind in _NODES or (kind in _KINDS and _name(subject).startswith(PREFIXES["ent"])):
                own.add(subject)
    inner = {triple.object for triple in triples if triple.predicate.value in _INNER and triple.subject in own}
    return own | {node for node in inner if isinstance(node, ox.BlankNode)}


def _ends(triple: ox.Triple) -> tuple[str, str, str]:
    return _name(triple.subject), triple.predicate.value, _name(triple.object)


def _name(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)
