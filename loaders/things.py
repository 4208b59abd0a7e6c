"""Which entity a foreign IRI stands for: one that is known by an outside id, or a new one named after the IRI."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from hashlib import blake2b
from urllib.parse import unquote

import pyoxigraph as ox

from ..errors import InputError
from ..graph.ref import PREFIXES, Ref
from .mapping import ForeignTerms

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.\-]*[A-Za-z0-9_\-])?\Z")


def spelled(triple: ox.Triple) -> str:
    """A triple as a record key. A nameless node is [], for its label is another one at every reading.

    >>> thing = ox.NamedNode("http://a.example/")
    >>> spelled(ox.Triple(thing, thing, ox.BlankNode("b1")))
    '<http://a.example/> <http://a.example/> []'
    """
    terms = (triple.subject, triple.predicate, triple.object)
    return " ".join("[]" if isinstance(term, ox.BlankNode) else str(term) for term in terms)


class Things:
    """The things of one data set. IRIs that it says are the same (owl:sameAs and the like) are one thing.

    `known` gives the entity that bears an outside id, such as "wd:Q794", if there is one.

    >>> from .mapping import load_mappings
    >>> things = Things([], load_mappings(), {"wd:Q794": Ref("ent", "iran")}.get)
    >>> [str(things.ref(ox.NamedNode(f"http://www.wikidata.org/entity/{name}"))) for name in ("Q794", "Q227")]
    ['ent:iran', 'ent:wd-Q227']
    """

    def __init__(self, triples: Iterable[ox.Triple], terms: ForeignTerms, known: Callable[[str], Ref | None]) -> None:
        self._terms, self._known = terms, known
        self._above: dict[str, str] = {}
        self._refs: dict[str, Ref] = {}
        self._new: dict[Ref, str] = {}
        self._codes: dict[Ref, set[str]] = {}
        for triple in triples:
            if terms.roles.get(triple.predicate.value) == "same" and isinstance(triple.subject, ox.NamedNode):
                other = triple.object
                if isinstance(other, ox.NamedNode) or (isinstance(other, ox.Literal) and "://" in other.value):
                    self._join(triple.subject.value, other.value)
        self._groups: dict[str, list[str]] = {}
        for iri in sorted(self._above):
            self._groups.setdefault(self._top(iri), []).append(iri)

    def ref(self, term: Term) -> Ref:
        """The entity that a term stands for. `InputError` for a text and for a nameless node."""
        if isinstance(term, ox.BlankNode):
            raise InputError("one end has no IRI", remedy="give the node an IRI: a nameless one cannot be known again")
        if not isinstance(term, ox.NamedNode):
            raise InputError(f"{str(term)[:60]} is not a thing", remedy="give the IRI of what it names")
        iri = term.value
        found = self._refs.get(iri)
        if found is None:
            found = self._refs[iri] = self._resolved(iri)
            codes = {self._code(each) for each in self._same(iri)} - {""}
            self._codes.setdefault(found, set()).update(codes)
        return found

    def is_known(self, ref: Ref) -> bool:
        """Whether an entity is known beforehand, and not new in this data set."""
        return ref not in self._new

    def name(self, ref: Ref) -> str:
        """A name for an entity that is given none: the last part of its IRI, in words."""
        return unquote(self._new.get(ref, ref.local)).replace("_", " ").strip() or ref.local

    def codes(self, ref: Ref) -> list[str]:
        """The outside ids of an entity: one for each IRI that stands for it here."""
        return sorted(self._codes.get(ref, ()))

    def _resolved(self, iri: str) -> Ref:
        same = self._same(iri)
        for each in (iri, *same):
            if each.startswith(PREFIXES["ent"]):
                return Ref.parse(each)
        for each in same:
            known = self._known(self._code(each))
            if known is not None:
                return known
        # The IRI of a declared namespace is the better name, and the first by order is as good as any other.
        return self._make(min(same, key=lambda each: (self._namespace(each) is None, each)))

    def _make(self, iri: str) -> Ref:
        namespace = self._namespace(iri)
        code = "iri" if namespace is None else self._terms.things[namespace]
        last = iri.removeprefix(namespace or "").strip("/")
        # Only an IRI of a declared namespace is named after its end: elsewhere two things may share one.
        local = last if namespace and _LOCAL.match(last) else blake2b(iri.encode(), digest_size=8).hexdigest()
        ref = Ref("ent", f"{code}-{local}")
        self._new[ref] = re.split("[/#]", last)[-1]
        return ref

    def _code(self, iri: str) -> str:
        namespace = self._namespace(iri)
        if iri.startswith(PREFIXES["ent"]):
            return ""
        return iri if namespace is None else f"{self._terms.things[namespace]}:{iri.removeprefix(namespace).strip('/')}"

    def _namespace(self, iri: str) -> str | None:
        return next((namespace for namespace in self._terms.things if iri.startswith(namespace)), None)

    def _same(self, iri: str) -> list[str]:
        return self._groups.get(self._top(iri), [iri]) if iri in self._above else [iri]

    def _join(self, one: str, other: str) -> None:
        self._above.setdefault(one, one)
        self._above.setdefault(other, other)
        first, second = sorted((self._top(one), self._top(other)))
        self._above[second] = first

    def _top(self, iri: str) -> str:
        while (above := self._above[iri]) != iri:
            # Shorten the way for the next time.
            self._above[iri] = iri = self._above[above]
        return iri
