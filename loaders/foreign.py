"""Foreign RDF as claims: a statement that the mapping understands is asserted by its data set, the triple its passage.

What the mapping does not understand is counted, never dropped in silence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

import pyoxigraph as ox

from ..errors import InputError
from ..graph.claim import Claim, Entity, Passage, Source
from ..graph.ref import PREFIXES, Ref
from ..ontology.vocabulary import Kind, Relation
from .foreignentities import PLACES, build_entity, class_of, has_name, narrowest, stated_kind
from .mapping import ForeignTerms, RelationRule
from .report import UNREADABLE, Rejected
from .things import Term, Things, spelled

METHOD = "mapping"
"""The method that claims made from foreign statements name."""

_RELATIONS = {PREFIXES["az"] + relation.value: RelationRule(relation) for relation in Relation}

_OF_NO_CLASS = "statements about things of no mapped class"

Placed = tuple[str, Source | Entity | Claim | Rejected]
"""An item with the words that say where in the data set it stands."""


class Statements:
    """The foreign statements of one data set, cited as `dataset`. Take `items()` once, then `notes()`.

    `known` gives the entity that bears an outside id such as "wd:Q794"; `place` is the name of the file.
    """

    def __init__(
        self,
        triples: Iterable[ox.Triple],
        terms: ForeignTerms,
        known: Callable[[str], Ref | None],
        *,
        dataset: Source,
        place: str,
    ) -> None:
        self._triples = list(dict.fromkeys(triples))
        self._terms, self._dataset, self._place = terms, dataset, place
        self._relations = {**_RELATIONS, **terms.relations}
        self._things = Things(self._triples, terms, known)
        self._ends: dict[Ref, list[Kind]] = {}
        self._left_out: Counter[str] = Counter()

    def items(self) -> Iterator[Placed]:
        """The data set as a source, its statements as claims, its things as entities."""
        if not self._triples:
            return
        items = [self._claim(triple, rule) for triple, rule in self._related()]
        items.extend(self._entities())
        self._count_unmapped()
        self._left_out += Counter()  # Drops what was counted zero times.
        if any(not isinstance(item, Rejected) for _, item in items):
            yield str(self._dataset.id), self._dataset
        yield from items

    def notes(self) -> list[str]:
        """What was left out, by property, the most frequent first."""
        if not self._left_out:
            return []
        ranked = sorted(self._left_out.items(), key=lambda pair: (-pair[1], pair[0]))
        named = ", ".join(f"{name} ({count})" for name, count in ranked[:10])
        more = f" and {len(ranked) - 10} more" if len(ranked) > 10 else ""
        total = sum(self._left_out.values())
        return [f"{total} statements are not in the mapping and were left out: {named}{more}"]

    def _related(self) -> Iterator[tuple[ox.Triple, RelationRule]]:
        for triple in self._triples:
            rule = self._relations.get(triple.predicate.value)
            if rule is not None:
                yield triple, rule

    def _claim(self, triple: ox.Triple, rule: RelationRule) -> Placed:
        key = spelled(triple)
        try:
            ends = self._things.ref(triple.subject), self._things.ref(triple.object)
            subject, object_ = ends[::-1] if rule.inverse else ends
            passage = Passage(self._dataset.id, record=key)
            claim = Claim(subject, rule.relation, object_, evidence=(passage,), method=METHOD)
        except InputError as error:
            return self._rejected(key, error)
        for ref, kind in ((subject, rule.subject), (object_, rule.object)):
            self._ends.setdefault(ref, []).extend(() if kind is None else (kind,))
        return key, claim

    def _entities(self) -> Iterator[Placed]:
        """An entity for each thing that has a known class or is the end of a claim."""
        said = self._said()
        for ref in sorted(said.keys() | self._ends.keys()):
            triples = said.get(ref, [])
            kind = stated_kind(triples, self._terms)
            known = self._things.is_known(ref)
            if kind is None and ref not in self._ends:
                self._left_out[_OF_NO_CLASS] += sum(not self._unmapped(triple) for triple in triples)
            elif not known or has_name(triples, self._terms):
                # Of a known thing that says no class here, the one it is known by stays.
                kind = kind or (Kind.ENTITY if known else narrowest(self._ends[ref]))
                try:
                    yield str(ref), build_entity(ref, kind, triples, self._things, self._terms, self._dataset.id)
                except InputError as error:
                    yield self._rejected("\n".join(f"{spelled(triple)} ." for triple in triples), error, str(ref))

    def _said(self) -> dict[Ref, list[ox.Triple]]:
        """What is said of each thing, with what is said of its nameless parts."""
        about: dict[Term, list[ox.Triple]] = {}
        for triple in self._triples:
            about.setdefault(triple.subject, []).append(triple)
        said: dict[Ref, list[ox.Triple]] = {}
        for node, triples in about.items():
            try:
                ref = self._things.ref(node)
            except InputError:
                continue
            said.setdefault(ref, []).extend(triples)
            for triple in triples:
                if self._terms.roles.get(triple.predicate.value) == "parts":
                    inner = about.get(triple.object, []) if isinstance(triple.object, ox.BlankNode) else ()
                    said[ref] += [each for each in inner if self._terms.roles.get(each.predicate.value) in PLACES]
        return said

    def _count_unmapped(self) -> None:
        self._left_out.update(name for triple in self._triples if (name := self._unmapped(triple)))

    def _unmapped(self, triple: ox.Triple) -> str:
        """What of a statement the mapping does not understand: its property, or the class it names; "" for nothing."""
        terms, predicate = self._terms, triple.predicate.value
        if terms.roles.get(predicate) == "types":
            named = triple.object.value if isinstance(triple.object, ox.NamedNode) else str(triple.object)
            return f"the class <{named}>" if class_of(named, terms) is None else ""
        known = any(predicate in table for table in (terms.roles, terms.attributes, terms.codes, self._relations))
        return "" if known else f"<{predicate}>"

    def _rejected(self, record: str, error: InputError, label: str = "") -> Placed:
        label = label or record
        return label, Rejected(record, f"{self._place}, {label}", UNREADABLE, error.problem, error.remedy)
