"""SPARQL that only reads, and its answers: the checks and the mapping that every store shares."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pyoxigraph as ox

from ..errors import InputError
from ..ontology.turtle import PREFIXES as ONTOLOGY_PREFIXES
from .bind import bind
from .ref import PREFIXES, Ref
from .store import Table, Value

Results = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
"""What Oxigraph answers."""

# A last line break, so that an error's line is the analyst's own after one is taken off.
_HEAD = " ".join(f"PREFIX {name}: <{iri}>" for name, iri in sorted({**ONTOLOGY_PREFIXES, **PREFIXES}.items())) + "\n"

# A real SERVICE or FROM stands before an IRI, a variable or a prefixed name. Whether the word is inside a text or a
# comment is not asked: engines disagree on where those begin, and a false alarm costs no more than another wording.
_GAP = r"(?:\s|#[^\n\r]*)*+"
_NAME = r"(?:<|[\w.\-]*:)"
_REMOTE = re.compile(rf"SERVICE{_GAP}(?:SILENT{_GAP})?(?:{_NAME}|[?$])|FROM{_GAP}(?:NAMED{_GAP})?{_NAME}", re.I)
_PART_OF_NAME = re.compile(r"(?:[?$]\w*|[\w\-]*:(?:\w[\w.\-]*)?)\Z", re.ASCII)
_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U(0010[0-9A-Fa-f]{4}|000[0-9A-Fa-f]{5})")
_WRITES = re.compile(r"\s*(INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD|WITH)\b", re.I)

# Oxigraph's parser and planner recurse: tens of thousands of parts would overflow the stack, and the process with it.
_MOST_PARTS = 1000
_PART = re.compile(r"\"[^\"\n]*\"|<[^<>\"{}|^`\\\s]*>|#[^\n\r]*|[?$]\w+|[\w\-]*:[\w.\-%]*|([{(\[!+*/|\-=&<>.;,])")

_SYNTAX = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_SENTENCE = re.compile(r"[A-Z][a-z]+(?: \w+)+|The SELECT [\w ]+")
_TRUE = frozenset({"true", "1"})
_XSD = "http://www.w3.org/2001/XMLSchema#"
_WHOLE = frozenset(
    _XSD + name
    for name in (
        *("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger"),
        *("negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte"),
    )
)
_REAL = frozenset({f"{_XSD}double", f"{_XSD}float", f"{_XSD}decimal"})


def reading(query: str, parameters: Mapping[str, Value] | None = None) -> str:
    """The query with its parameters bound and Araz's prefixes declared; `InputError` unless it only reads rows.

    Refused are updates, CONSTRUCT and DESCRIBE, what reaches out of the store (SERVICE, FROM), and syntax errors.

    >>> reading("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }")
    Traceback (most recent call last):
    ...
    araz.errors.InputError: SERVICE reaches out of the store; leave it out: asking fetches nothing
    """
    bound = bind(query, parameters or {})
    _refuse_remote(bound)
    if sum(match[1] is not None for match in _PART.finditer(bound)) > _MOST_PARTS:
        raise InputError(f"the query has more than {_MOST_PARTS} parts", remedy="ask in smaller steps")
    writes = _WRITES.match(bound)
    if writes is not None:
        raise InputError(f"{writes[1].upper()} changes the store", remedy="ask with SELECT or ASK; araz load writes")
    text = _HEAD + bound
    try:
        answer = ox.Store().query(text)
    except SyntaxError as error:
        raise syntax_error(str(error), bound) from None
    if isinstance(answer, ox.QueryTriples):
        # An error keeps its frames alive, and what Oxigraph returns may only be let go by the thread that asked.
        del answer
        raise InputError("the query makes triples, not rows", remedy="write SELECT or ASK; araz export gives triples")
    return text


def _refuse_remote(query: str) -> None:
    while True:
        for match in _REMOTE.finditer(query):
            if _PART_OF_NAME.search(query[: match.start()]) is None:
                word = "FROM" if match[0][:4].upper() == "FROM" else "SERVICE"
                raise InputError(f"{word} reaches out of the store", remedy="leave it out: asking fetches nothing")
        decoded = _CODE_POINT.sub(lambda code: chr(int(code[1] or code[2], 16)), query)
        if decoded == query:
            return
        query = decoded


def syntax_error(said: str, query: str) -> InputError:
    """What a SPARQL parser says about a query, as one line with the place and what stands there.

    >>> print(syntax_error("error at 3:8: expected OPTIONAL", "SELECT *\\n{ ?a foo ?b }"))
    line 2: this is not SPARQL, near '{ ?a foo ?b }'; check brackets, dots and prefixes there and just before
    """
    found = _SYNTAX.search(said)
    if found is None:
        return InputError(f"this is not SPARQL ({said})", remedy="check it against a catalogued question")
    line, column = int(found[1]) - 1, int(found[2])
    lines = query.splitlines() or [""]
    near = lines[min(line, len(lines)) - 1][max(0, column - 12) :][:40].strip()
    reason = _SENTENCE.search(found[3])
    return InputError(
        f"this is not SPARQL{f' ({reason[0]})' if reason else ''}, near {near!r}",
        place=f"line {line}",
        remedy="check brackets, dots and prefixes there and just before",
    )


def table_of(results: Results) -> Table:
    """Rows of values, in the order of the query. An ASK has the one column `answer`.

    >>> table_of(ox.Store().query("SELECT ?x { VALUES ?x { <https://w3id.org/araz/id/iran> 1.5 UNDEF } }")).rows
    ((Ref(prefix='ent', local='iran'),), (1.5,), (None,))
    """
    if isinstance(results, ox.QueryBoolean):
        return Table(("answer",), ((bool(results),),))
    if isinstance(results, ox.QueryTriples):
        del results  # as in `reading`
        raise InputError("the query makes triples, not rows", remedy="write SELECT or ASK")
    columns = tuple(variable.value for variable in results.variables)
    return Table(columns, tuple(tuple([value_of(term) for term in row]) for row in results))


def ids_of(table: Table) -> list[Ref]:
    """The ids in an answer, sorted; other values are passed over.

    >>> ids_of(Table(("id",), ((Ref("ent", "iran"),), (Ref("ent", "armenia"),), ("http://example.org/x",))))
    [Ref(prefix='ent', local='armenia'), Ref(prefix='ent', local='iran')]
    """
    return sorted([value for row in table.rows for value in row if isinstance(value, Ref)])


def value_of(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> Value:
    """A term as a value: a Ref where a known prefix fits, a number, a truth value, else its text.

    >>> value_of(ox.Literal("2025", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#gYear")))
    '2025'
    """
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return _iri_value(term.value)
    if not isinstance(term, ox.Literal):
        return str(term)
    text, datatype = term.value, term.datatype.value
    try:
        if datatype in _WHOLE:
            return int(text)
        if datatype in _REAL:
            return float(text)
    except ValueError:
        return text
    return text in _TRUE if datatype == f"{_XSD}boolean" else text


def _iri_value(iri: str) -> Ref | str:
    for base in PREFIXES.values():
        if iri.startswith(base):
            try:
                return Ref.parse(iri)
            except InputError:
                return iri
    return iri
