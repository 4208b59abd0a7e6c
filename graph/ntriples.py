"""Claims, entities and sources as N-Triples text: pure, fast, and always the same bytes.

Numbers and escapes are written as Oxigraph writes them, so that a store hands back the very lines it was given.
Every function returns whole lines, each ending in `" .\\n"`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache, lru_cache

from ..errors import InputError
from ..ontology.schema import load_schema
from ..ontology.vocabulary import Kind, Measure, Modality, Relation, Term
from .claim import Claim, Entity, Passage, Quantity, Source, Verdict
from .ref import PREFIXES, Ref

_AZ = PREFIXES["az"]
# The fixed part of each line is joined once: a large load writes millions of lines.
_IS_CLAIM = f" <{Term.TYPE}> <{Term.CLAIM}> .\n"
_HAS_SUBJECT = f" <{Term.SUBJECT}> <"
_HAS_PREDICATE = f" <{Term.PREDICATE}> "
_HAS_OBJECT = f" <{Term.OBJECT}> <"
_HAS_MODALITY = f" <{Term.MODALITY}> "
_HAS_CONFIDENCE = f" <{Term.CONFIDENCE}> "
_HAS_METHOD = f" <{Term.METHOD}> "
_HAS_PASSAGE = f" <{Term.WAS_DERIVED_FROM}> "
_IS_PASSAGE = f" <{Term.TYPE}> <{Term.PASSAGE}> .\n"
_IN_SOURCE = f" <{Term.DCTERMS_SOURCE}> <"
_STARTS_AT = f' <{Term.START}> "'
_ENDS_AT = f' <{Term.END}> "'
_HAS_QUOTE = f" <{Term.QUOTE}> "
_INTEGER = f'"^^<{Term.INTEGER}> .\n'
_DOUBLE = f'"^^<{Term.DOUBLE}>'
_CLAIM_BASE, _PASSAGE_BASE = f"<{PREFIXES['claim']}", f"<{PREFIXES['passage']}"

_DATE_TYPES = {4: Term.G_YEAR, 7: Term.G_YEAR_MONTH, 10: Term.DATE}
_ESCAPES = str.maketrans({'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_ESCAPED = re.compile('["\\\\\n\r\t]')
_RELATION_IRIS = {relation: f"<{_AZ}{relation.value}>" for relation in Relation}
_MODALITY_IRIS = {modality: f"<{_AZ}{modality.value}>" for modality in Modality}
_MEASURE_IRIS = {measure: f"<{_AZ}{measure.value}>" for measure in Measure}


def literal(text: str, lang: str = "") -> str:
    """A text as a literal, with its language tag.

    >>> literal('say "Araz"', "en")
    '"say \\\\"Araz\\\\""@en'
    """
    escaped = text.translate(_ESCAPES) if _ESCAPED.search(text) else text
    return f'"{escaped}"@{lang}' if lang else f'"{escaped}"'


@lru_cache(maxsize=4096)
def double(value: float) -> str:
    """A number as an `xsd:double` literal: the shortest digits that give the same number, without an exponent.

    >>> double(0.7), double(102.0)
    ('"0.7"^^<http://www.w3.org/2001/XMLSchema#double>', '"102"^^<http://www.w3.org/2001/XMLSchema#double>')
    """
    digits = repr(value)
    if digits.endswith(".0"):
        digits = digits[:-2]
    elif "e" in digits:
        digits = format(Decimal(digits), "f")
    return f'"{digits}{_DOUBLE}'


@lru_cache(maxsize=65536)
def date(partial: str) -> str:
    """A partial date as a literal of its own type.

    >>> date("2025-01")
    '"2025-01"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'
    """
    return f'"{partial}"^^<{_DATE_TYPES[len(partial)]}>'


def sorted_lines(text: str) -> list[str]:
    """The lines of N-Triples text in order, each with its line break and none twice.

    >>> sorted_lines("<b:> <b:> <b:> .\\n<a:> <a:> <a:> .\\n<b:> <b:> <b:> .\\n")
    ['<a:> <a:> <a:> .\\n', '<b:> <b:> <b:> .\\n']
    """
    # Not splitlines: a text may hold line breaks that N-Triples does not know, such as U+2028.
    return sorted({f"{line}\n" for line in text.split("\n") if line})


def claim_lines(claim: Claim) -> str:
    """All that a claim says: its own node, its passages, and the plain relation where it stands.

    >>> said = Passage(Ref("src", "a"), 0, 4, "Oil.")
    >>> lines = claim_lines(Claim(Ref("ent", "a"), Relation.OWNS, Ref("ent", "b"), evidence=(said,)))
    >>> print(lines.splitlines()[-1])
    <https://w3id.org/araz/id/a> <https://w3id.org/araz/ontology#owns> <https://w3id.org/araz/id/b> .
    """
    nodes = [f"{_PASSAGE_BASE}{passage.id.local}>" for passage in claim.evidence]
    lines = _claim(claim, nodes)
    for node, passage in zip(nodes, claim.evidence, strict=True):
        lines += _passage(passage, node)
    return lines + plain_line(claim) if claim.stands else lines


def plain_line(claim: Claim) -> str:
    """The relation of a claim as one plain triple.

    >>> said = Passage(Ref("src", "a"), 0, 4, "Oil.")
    >>> print(plain_line(Claim(Ref("ent", "a"), Relation.OWNS, Ref("ent", "b"), evidence=(said,))), end="")
    <https://w3id.org/araz/id/a> <https://w3id.org/araz/ontology#owns> <https://w3id.org/araz/id/b> .
    """
    return f"<{claim.subject.iri}> {_RELATION_IRIS[claim.relation]} <{claim.object.iri}> .\n"


def claim_node_lines(claim: Claim) -> str:
    """What a claim's own node says, without its passages and without the plain relation.

    >>> said = Passage(Ref("src", "a"), 0, 4, "Oil.")
    >>> len(claim_node_lines(Claim(Ref("ent", "a"), Relation.OWNS, Ref("ent", "b"), evidence=(said,))).splitlines())
    8
    """
    return _claim(claim, [f"{_PASSAGE_BASE}{passage.id.local}>" for passage in claim.evidence])


@lru_cache(maxsize=1024)
def _method(name: str) -> str:
    return literal(name)


def _claim(claim: Claim, passages: list[str]) -> str:
    node = f"{_CLAIM_BASE}{claim.id.local}>"
    lines = (
        f"{node}{_IS_CLAIM}"
        f"{node}{_HAS_SUBJECT}{claim.subject.iri}> .\n"
        f"{node}{_HAS_PREDICATE}{_RELATION_IRIS[claim.relation]} .\n"
        f"{node}{_HAS_OBJECT}{claim.object.iri}> .\n"
        f"{node}{_HAS_MODALITY}{_MODALITY_IRIS[claim.modality]} .\n"
        f"{node}{_HAS_CONFIDENCE}{double(claim.confidence)} .\n"
        f"{node}{_HAS_METHOD}{_method(claim.method)} .\n"
    )
    for passage in passages:
        lines += f"{node}{_HAS_PASSAGE}{passage} .\n"
    if claim.valid.start:
        lines += f"{node} <{Term.VALID_FROM}> {date(claim.valid.start)} .\n"
    if claim.valid.end:
        lines += f"{node} <{Term.VALID_TO}> {date(claim.valid.end)} .\n"
    if claim.condition is not None:
        said = claim.condition
        lines += f"{node} <{Term.CONDITION}> {literal(said) if isinstance(said, str) else f'<{said.iri}>'} .\n"
    if claim.attributed_to is not None:
        lines += f"{node} <{Term.WAS_ATTRIBUTED_TO}> <{claim.attributed_to.iri}> .\n"
    if claim.quantities:
        lines += "".join(_quantities(claim.id, node, claim.quantities))
    return lines if claim.review is None else lines + "".join(_review(claim, node))


def passage_lines(passage: Passage) -> str:
    """A passage's node.

    >>> len(passage_lines(Passage(Ref("src", "a"), 0, 4, "Oil.", lang="en")).splitlines())
    5
    """
    return _passage(passage, f"{_PASSAGE_BASE}{passage.id.local}>")


def _passage(passage: Passage, node: str) -> str:
    lines = f"{node}{_IS_PASSAGE}{node}{_IN_SOURCE}{passage.source.iri}> .\n"
    if passage.start >= 0:
        lines += f"{node}{_STARTS_AT}{passage.start}{_INTEGER}{node}{_ENDS_AT}{passage.end}{_INTEGER}"
    if passage.quote or passage.lang:
        lines += f"{node}{_HAS_QUOTE}{literal(passage.quote, passage.lang)} .\n"
    if passage.record:
        lines += f"{node} <{Term.RECORD}> {literal(passage.record)} .\n"
    return lines


def entity_lines(entity: Entity) -> str:
    """An entity's node, with its class and every class above it, and the nodes of its attributes.

    >>> from araz.graph.claim import Name
    >>> lines = entity_lines(Entity(Ref("ent", "iran"), Kind.STATE, (Name("Iran", "en"),)))
    >>> [line.split("#")[-1] for line in lines.splitlines()]
    ['State> .', 'Actor> .', 'Entity> .', 'label> "Iran"@en .']
    """
    return "".join(_entity(entity))


def source_lines(source: Source) -> str:
    """A source's node.

    >>> len(source_lines(Source(Ref("src", "briefing"), "A briefing", published="2025-01")).splitlines())
    3
    """
    node = f"<{source.id.iri}>"
    lines = f"{node} <{Term.TYPE}> <{Term.SOURCE}> .\n{node} <{Term.TITLE}> {literal(source.title)} .\n"
    if source.published:
        lines += f"{node} <{Term.ISSUED}> {date(source.published)} .\n"
    for term, text in (
        (Term.PUBLISHER, source.publisher),
        (Term.URL, source.url),
        (Term.SHA256, source.sha256),
        (Term.LICENSE, source.licence),
        (Term.LANGUAGE, source.lang),
        (Term.TEXT, source.text),
    ):
        if text:
            lines += f"{node} <{term}> {literal(text)} .\n"
    return lines


def _quantities(owner: Ref, node: str, quantities: tuple[Quantity, ...]) -> Iterator[str]:
    for place, quantity in enumerate(quantities, start=1):
        inner = f"<{owner.iri}#quantity-{place}>"
        yield f"{node} <{Term.HAS_QUANTITY}> {inner} .\n{inner} <{Term.TYPE}> <{Term.QUANTITY}> .\n"
        yield _quantity(inner, quantity)


def _quantity(node: str, quantity: Quantity) -> str:
    lines = f"{node} <{Term.VALUE}> {double(quantity.value)} .\n{node} <{Term.UNIT_TEXT}> {literal(quantity.unit)} .\n"
    return f"{lines}{node} <{Term.OF}> {literal(quantity.of)} .\n" if quantity.of else lines


def _review(claim: Claim, node: str) -> Iterator[str]:
    review = claim.review
    if review is None:
        return
    # A reopened claim has no verdict: to every query it is as one that nobody decided about.
    if review.verdict is not Verdict.REOPENED:
        yield f"{node} <{Term.VERDICT}> {literal(review.verdict.value)} .\n"
        yield f"{node} <{Term.REVIEWED_BY}> {literal(review.by)} .\n"
        if review.on:
            yield f"{node} <{Term.REVIEWED_ON}> {date(review.on)} .\n"
    for turn, decision in enumerate(review.decisions, start=1):
        inner = f"<{claim.id.iri}#decision-{turn}>"
        yield f"{node} <{Term.HAS_DECISION}> {inner} .\n{inner} <{Term.TYPE}> <{Term.DECISION}> .\n"
        yield f'{inner} <{Term.TURN}> "{turn}{_INTEGER}{inner} <{Term.DECIDED}> {literal(decision.verdict.value)} .\n'
        yield f"{inner} <{Term.DECIDED_BY}> {literal(decision.by)} .\n"
        if decision.on:
            yield f"{inner} <{Term.DECIDED_ON}> {date(decision.on)} .\n"
        if decision.reason:
            yield f"{inner} <{Term.GROUNDS}> {literal(decision.reason)} .\n"
        if decision.became is not None:
            yield f"{inner} <{Term.BECAME}> <{decision.became.iri}> .\n"


def _entity(entity: Entity) -> Iterator[str]:
    node = f"<{entity.id.iri}>"
    for kind in _with_ancestors(entity.kind):
        yield f"{node} <{Term.TYPE}> <{_AZ}{kind}> .\n"
    for name in entity.names:
        term = Term.LABEL if name is entity.names[0] else Term.ALT_LABEL
        yield f"{node} <{term}> {literal(name.text, name.lang)} .\n"
    for code in entity.same_as:
        iri = outside_iri(code)
        yield f"{node} <{Term.IDENTIFIER}> {literal(code)} .\n" if iri is None else f"{node} <{Term.SAME_AS}> {iri} .\n"
    if entity.point is not None:
        yield f"{node} <{Term.LATITUDE}> {double(entity.point.lat)} .\n"
        yield f"{node} <{Term.LONGITUDE}> {double(entity.point.lon)} .\n"
    if entity.description:
        yield f"{node} <{Term.DESCRIPTION}> {literal(entity.description)} .\n"
    for place, attribute in enumerate(entity.attributes, start=1):
        inner = f"<{entity.id.iri}#attribute-{place}>"
        yield f"{node} <{Term.HAS_ATTRIBUTE}> {inner} .\n{inner} <{Term.TYPE}> <{Term.ATTRIBUTE}> .\n"
        yield f"{inner} <{Term.MEASURE}> {_MEASURE_IRIS[attribute.measure]} .\n"
        yield _quantity(inner, attribute.quantity)
        if attribute.source is not None:
            yield f"{inner} <{Term.WAS_DERIVED_FROM}> <{attribute.source.iri}> .\n"
        if attribute.as_of:
            yield f"{inner} <{Term.AS_OF}> {date(attribute.as_of)} .\n"


def outside_iri(code: str) -> str | None:
    """The IRI of an outside id that is a Ref; None for a code of any other kind.

    >>> outside_iri("wd:Q794"), outside_iri("iso:IR")
    ('<http://www.wikidata.org/entity/Q794>', None)
    """
    if code.partition(":")[0] not in PREFIXES:
        return None
    try:
        return f"<{Ref.parse(code).iri}>"
    except InputError:
        return None


@cache
def _with_ancestors(kind: Kind) -> tuple[str, ...]:
    return tuple(str(name) for name in load_schema().classes[kind].ancestors)
