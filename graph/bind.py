"""Parameters of a query: values go into the query's own VALUES blocks, escaped, and nowhere else."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from ..errors import UsageError
from .claim import check_text
from .ntriples import double, literal
from .ref import Ref
from .store import Value

# Comments, texts and IRIs are stepped over, so that only a real block is one. Its content may hold texts and IRIs.
_TEXT = "|".join(
    (
        r'"""(?:[^"\\]|\\.|"(?!""))*"""',
        r"'''(?:[^'\\]|\\.|'(?!''))*'''",
        r'"(?:[^"\\\n]|\\.)*"',
        r"'(?:[^'\\\n]|\\.)*'",
    )
)
_IRI = r'<[^<>"{}|^`\\\x00-\x20]*>'
_COMMENT = r"#[^\n\r]*"
_BLOCK = re.compile(
    rf"(?P<skipped>{_TEXT}|{_IRI}|{_COMMENT})"
    rf"|(?P<head>\bVALUES\s*[?$](?P<name>\w+)\s*\{{)(?:{_TEXT}|{_IRI}|{_COMMENT}|[^}}\"'<#])*\}}",
    re.IGNORECASE | re.DOTALL,
)
_ESCAPED_U = re.compile(r"\\\\([uU])")


def bind(query: str, parameters: Mapping[str, Value]) -> str:
    """The query with each parameter's value in place of what its `VALUES ?name { … }` block holds.

    A block shows an example value, so that the query runs as it is in any tool. None becomes UNDEF: the variable stays
    open. Blocks without a parameter stay as they are. A parameter without a block is a `UsageError`.

    >>> bind("SELECT ?x { VALUES ?state { ent:iran } ?state az:borders ?x }", {"state": Ref("ent", "armenia")})
    'SELECT ?x { VALUES ?state { <https://w3id.org/araz/id/armenia> } ?state az:borders ?x }'
    """
    if not parameters:
        return query
    met: set[str] = set()

    def filled(match: re.Match[str]) -> str:
        name = match["name"]
        if name is None:
            return match[0]
        met.add(name)
        return f"{match['head']} {term(parameters[name])} }}" if name in parameters else match[0]

    bound = _BLOCK.sub(filled, query)
    for name in parameters:
        if name not in met:
            known = f"it has {', '.join(sorted(met))}" if met else "it has none"
            raise UsageError(f"the query has no parameter {name!r}", remedy=f"{known}; write VALUES ?{name} {{ … }}")
    return bound


def term(value: Value) -> str:
    """A value as a term of SPARQL, escaped.

    >>> term(Ref("ent", "iran")), term('a "b"'), term(2), term(True), term(None)
    ('<https://w3id.org/araz/id/iran>', '"a \\\\"b\\\\""', '2', 'true', 'UNDEF')
    """
    if value is None:
        return "UNDEF"
    if isinstance(value, Ref):
        return f"<{value.iri}>"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise UsageError(f"{value} cannot be looked for", remedy="give a finite number")
        return double(value)
    return safe_escapes(literal(check_text(value, "a parameter")))


def safe_escapes(text: str) -> str:
    r"""The same SPARQL text, for engines that decode `\u0022` before they look at texts.

    A backslash of the value followed by a u must not look like such an escape. The long form, because rdflib takes
    eight digits where there are eight.

    >>> print(safe_escapes(r'"C:\\users"'))
    "C:\\\U00000075sers"
    """
    return _ESCAPED_U.sub(lambda u: rf"\\\U{ord(u[1]):08X}", text) if r"\\u" in text or r"\\U" in text else text
