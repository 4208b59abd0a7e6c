"""Claims, entities and sources to RDF and back: pure, and without loss.

`claim_lines`, `entity_lines` and `source_lines` write N-Triples; `read_triples` reads triples of any origin that use
the same terms. A resource that cannot be read becomes a `Problem`; the others are read all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

import pyoxigraph as ox

from ..errors import ArazError, InputError
from ..ontology.schema import load_schema
from ..ontology.vocabulary import Kind, Measure, Modality, Relation, Term
from .claim import Attribute, Claim, Entity, Name, Passage, Point, Quantity, Review, Source, Verdict
from .dates import interval
from .decisions import review_of
from .fields import word
from .ntriples import claim_lines, entity_lines, source_lines
from .ref import PREFIXES, Ref

__all__ = ["Problem", "Records", "claim_lines", "entity_lines", "read_triples", "source_lines"]

_T = TypeVar("_T")
_Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
_Node = dict[str, list[_Term]]
_Graph = dict[str, _Node]

_AZ = PREFIXES["az"]
_KINDS = {_AZ + kind.value: kind for kind in Kind}
_RELATIONS = {_AZ + relation.value: relation for relation in Relation}
_MODALITIES = {_AZ + modality.value: modality for modality in Modality}
_MEASURES = {_AZ + measure.value: measure for measure in Measure}
_VERDICTS = {verdict.value: verdict for verdict in Verdict}


@dataclass(frozen=True, slots=True)
class Problem:
    """A resource that cannot be read, and why."""

    resource: str
    error: ArazError


@dataclass(frozen=True, slots=True)
class Records:
    """What a set of triples says, each list sorted by id."""

    claims: tuple[Claim, ...]
    entities: tuple[Entity, ...]
    sources: tuple[Source, ...]
    problems: tuple[Problem, ...] = ()


def read_triples(triples: Iterable[ox.Triple]) -> Records:
    """Every claim, entity and source among the triples. Triples of any other kind are passed over.

    A claim under the `claim:` prefix must bear the id that its content makes; one with another name gets that id.

    >>> said = Passage(Ref("src", "a"), 0, 4, "Oil.")
    >>> claim = Claim(Ref("ent", "a"), Relation.OWNS, Ref("ent", "b"), evidence=(said,))
    >>> quads = ox.parse(claim_lines(claim), ox.RdfFormat.N_TRIPLES)
    >>> read_triples(quad.triple for quad in quads).claims == (claim,)
    True
    """
    graph: _Graph = {}
    for triple in triples:
        graph.setdefault(_name(triple.subject), {}).setdefault(triple.predicate.value, []).append(triple.object)
    claims: dict[Ref, Claim] = {}
    entities: dict[Ref, Entity] = {}
    sources: dict[Ref, Source] = {}
    problems: list[Problem] = []
    for resource, node in graph.items():
        kinds = {_name(kind) for kind in node.get(Term.TYPE, ())}
        try:
            if Term.CLAIM in kinds:
                claim = _claim(resource, node, graph)
                claims[claim.id] = claim
            elif Term.SOURCE in kinds:
                source = _source(resource, node)
                sources[source.id] = source
            elif not kinds.isdisjoint(_KINDS):
                entity = _entity(resource, node, graph)
                entities[entity.id] = entity
        except ArazError as error:
            problems.append(Problem(resource, error.at(resource)))
    return Records(
        tuple([claims[key] for key in sorted(claims)]),
        tuple([entities[key] for key in sorted(entities)]),
        tuple([sources[key] for key in sorted(sources)]),
        tuple(sorted(problems, key=lambda problem: problem.resource)),
    )


def _claim(resource: str, node: _Node, graph: _Graph) -> Claim:
    modality, confidence = _one(node, Term.MODALITY), _one(node, Term.CONFIDENCE)
    condition = _one(node, Term.CONDITION)
    claim = Claim(
        subject=_ref(_needed(node, Term.SUBJECT)),
        relation=_word(_RELATIONS, _needed(node, Term.PREDICATE), "relation"),
        object=_ref(_needed(node, Term.OBJECT)),
        modality=Modality.ASSERTED if modality is None else _word(_MODALITIES, modality, "modality"),
        condition=condition.value if isinstance(condition, ox.Literal) else _maybe_ref(condition),
        attributed_to=_maybe_ref(_one(node, Term.WAS_ATTRIBUTED_TO)),
        valid=interval(_text(node, Term.VALID_FROM), _text(node, Term.VALID_TO)),
        quantities=tuple([_quantity(graph.get(_name(q), {})) for q in node.get(Term.HAS_QUANTITY, ())]),
        evidence=tuple([_passage(passage, graph) for passage in node.get(Term.WAS_DERIVED_FROM, ())]),
        confidence=1.0 if confidence is None else _number(confidence),
        method=_text(node, Term.METHOD, "annotated"),
        review=_review(node, graph),
    )
    if resource.startswith(PREFIXES["claim"]) and resource != claim.id.iri:
        raise InputError(f"what this claim says and where makes the id {claim.id}", remedy="let Araz name the claim")
    return claim


def _passage(name: _Term, graph: _Graph) -> Passage:
    node = graph.get(_name(name))
    if node is None:
        raise InputError(f"passage {_name(name)} is not described", remedy="give its source and its offsets or record")
    start, end = _one(node, Term.START), _one(node, Term.END)
    return Passage(
        source=_ref(_needed(node, Term.DCTERMS_SOURCE)),
        start=-1 if start is None else _whole(start),
        end=-1 if end is None else _whole(end),
        quote=_text(node, Term.QUOTE),
        record=_text(node, Term.RECORD),
        lang=_lang(_one(node, Term.QUOTE)),
    )


def _quantity(node: _Node) -> Quantity:
    return Quantity(_number(_needed(node, Term.VALUE)), _text(node, Term.UNIT_TEXT), _text(node, Term.OF))


def _review(node: _Node, graph: _Graph) -> Review | None:
    verdict = _text(node, Term.VERDICT)
    current = None
    if verdict:
        named = word(_VERDICTS, verdict, "verdict")
        current = Review(named, _text(node, Term.REVIEWED_BY), _text(node, Term.REVIEWED_ON))
    names = {_name(each) for each in node.get(Term.HAS_DECISION, ())}
    turns = [(_whole(_needed(inner, Term.TURN)), name, inner) for name in names if (inner := graph.get(name, {}))]
    return review_of(current, [_decision(inner) for _, _, inner in sorted(turns, key=lambda turn: turn[:2])])


def _decision(node: _Node) -> Review:
    return Review(
        word(_VERDICTS, _text(node, Term.DECIDED), "verdict"),
        _text(node, Term.DECIDED_BY),
        _text(node, Term.DECIDED_ON),
        _text(node, Term.GROUNDS),
        _maybe_ref(_one(node, Term.BECAME)),
    )


def _entity(resource: str, node: _Node, graph: _Graph) -> Entity:
    label = _one(node, Term.LABEL)
    names = [] if label is None else [label]
    lat, lon = _one(node, Term.LATITUDE), _one(node, Term.LONGITUDE)
    same = [_same(outside) for outside in node.get(Term.SAME_AS, ())]
    return Entity(
        id=Ref.parse(resource),
        kind=_kind({_name(kind) for kind in node[Term.TYPE]}),
        names=tuple([Name(_string(name), _lang(name)) for name in (*names, *node.get(Term.ALT_LABEL, ()))]),
        same_as=(*same, *map(_string, node.get(Term.IDENTIFIER, ()))),
        point=None if lat is None or lon is None else Point(_number(lat), _number(lon)),
        attributes=tuple([_attribute(graph.get(_name(a), {})) for a in node.get(Term.HAS_ATTRIBUTE, ())]),
        description=_text(node, Term.DESCRIPTION),
    )


def _attribute(node: _Node) -> Attribute:
    return Attribute(
        measure=_word(_MEASURES, _needed(node, Term.MEASURE), "measure"),
        quantity=_quantity(node),
        source=_maybe_ref(_one(node, Term.WAS_DERIVED_FROM)),
        as_of=_text(node, Term.AS_OF),
    )


def _source(resource: str, node: _Node) -> Source:
    return Source(
        id=Ref.parse(resource),
        title=_text(node, Term.TITLE),
        publisher=_text(node, Term.PUBLISHER),
        published=_text(node, Term.ISSUED),
        url=_text(node, Term.URL),
        sha256=_text(node, Term.SHA256),
        licence=_text(node, Term.LICENSE),
        lang=_text(node, Term.LANGUAGE),
        text=_text(node, Term.TEXT),
    )


def _kind(iris: set[str]) -> Kind:
    kinds = {_KINDS[iri] for iri in iris if iri in _KINDS}
    classes = load_schema().classes
    deepest = max(kinds, key=lambda kind: (len(classes[kind].ancestors), kind))
    strangers = kinds.difference(Kind(name) for name in classes[deepest].ancestors)
    if strangers:
        raise InputError(f"it is both a {deepest} and a {min(strangers)}", remedy="keep the class that is right")
    return deepest


def _same(outside: _Term) -> str:
    try:
        return str(_ref(outside))
    except InputError:
        return _string(outside)


def _needed(node: _Node, term: str) -> _Term:
    found = _one(node, term)
    if found is None:
        raise InputError(f"<{term}> is missing", remedy="give it one value")
    return found


def _one(node: _Node, term: str) -> _Term | None:
    found = node.get(term)
    if found is None:
        return None
    # The same triple may come twice: from two files, or by two paths of one query.
    if len(found) > 1 and len(values := set(found)) > 1:
        said = " and ".join(sorted(map(str, values)))
        raise InputError(f"<{term}> has {len(values)} values: {said}", remedy="keep the one that is right")
    return found[0]


def _text(node: _Node, term: str, default: str = "") -> str:
    found = _one(node, term)
    return default if found is None else _string(found)


def _string(term: _Term) -> str:
    if isinstance(term, ox.Literal | ox.NamedNode):
        return term.value
    raise InputError(f"{term} is not a text", remedy="give a literal")


def _lang(term: _Term | None) -> str:
    return (term.language or "").lower() if isinstance(term, ox.Literal) else ""


def _number(term: _Term) -> float:
    try:
        return float(_string(term))
    except ValueError:
        raise InputError(f"{term} is not a number", remedy="give an xsd:double") from None


def _whole(term: _Term) -> int:
    try:
        return int(_string(term))
    except ValueError:
        raise InputError(f"{term} is not a whole number", remedy="give an xsd:integer") from None


def _word(known: Mapping[str, _T], term: _Term, what: str) -> _T:
    found = known.get(_name(term))
    return word(known, _name(term), what) if found is None else found


def _ref(term: _Term) -> Ref:
    if isinstance(term, ox.NamedNode):
        return _parse(term.value)
    raise InputError(f"{term} is not an IRI", remedy="give the IRI of an entity or a source")


def _maybe_ref(term: _Term | None) -> Ref | None:
    return None if term is None else _ref(term)


@lru_cache(maxsize=65536)
def _parse(iri: str) -> Ref:
    return Ref.parse(iri)


def _name(term: _Term) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)
