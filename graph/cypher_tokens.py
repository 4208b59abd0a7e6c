"""Cypher text as tokens, and back: enough to find patterns, properties and labels without a full parser."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..errors import InputError

_TOKEN = re.compile(
    r"(?P<gap>(?:\s|//[^\n]*|/\*.*?\*/)+)"
    r"|(?P<text>'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
    r"|(?P<quoted>`(?:[^`]|``)*`)"
    r"|(?P<name>[^\W\d]\w*)"
    r"|(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+)"
    r"|(?P<parameter>\$(?:\w+|`(?:[^`]|``)*`))"
    r"|(?P<symbol>.)",
    re.DOTALL,
)
_CLOSING = {"(": ")", "[": "]", "{": "}"}


@dataclass(frozen=True, slots=True)
class Token:
    """A word, text, number, parameter or single symbol, and the line it stands on. Comments are gone."""

    kind: str
    text: str
    line: int
    gap: bool = False

    def word(self) -> str:
        """The keyword or name in upper case; "" for anything that is not a bare word."""
        return self.text.upper() if self.kind == "name" else ""


def tokens_of(query: str) -> list[Token]:
    """The tokens of a query. A text or a backtick that is not closed is an `InputError`.

    >>> [token.text for token in tokens_of("MATCH (n) /* all */ RETURN n.id")]
    ['MATCH', '(', 'n', ')', 'RETURN', 'n', '.', 'id']
    """
    found: list[Token] = []
    line, gap = 1, False
    for match in _TOKEN.finditer(query):
        kind, text = match.lastgroup or "", match[0]
        if kind == "gap":
            gap = True
        else:
            if kind == "symbol" and text in "'\"`":
                raise InputError(f"a {text} is opened and not closed", place=f"line {line}", remedy="close it")
            found.append(Token(kind, text, line, gap))
            gap = False
        line += text.count("\n")
    return found


def text_of(tokens: Sequence[Token]) -> str:
    """The tokens as a query again, each on its own line and with one blank where there was a gap.

    >>> text_of(tokens_of("MATCH  (n) // all"))
    'MATCH (n)'
    """
    parts: list[str] = []
    line = 1
    for token in tokens:
        if token.line > line:
            parts.append("\n" * (token.line - line))
            line = token.line
        elif token.gap and parts:
            parts.append(" ")
        parts.append(token.text)
        line += token.text.count("\n")
    return "".join(parts)


def closing(tokens: Sequence[Token], start: int) -> int:
    """The place of the bracket that closes the one at `start`; past the end when nothing does.

    >>> closing(tokens_of("(a[1])"), 0)
    5
    """
    expected: list[str] = []
    for place in range(start, len(tokens)):
        text = tokens[place].text if tokens[place].kind == "symbol" else ""
        if text in _CLOSING:
            expected.append(_CLOSING[text])
        elif expected and text == expected[-1]:
            expected.pop()
            if not expected:
                return place
    return len(tokens)


def pattern_end(tokens: Sequence[Token], start: int) -> int:
    """Where the path pattern that begins at the bracket `start` ends (exclusive); `start` when it is no path.

    A single node in brackets is no path: it could as well be an expression.

    >>> pattern_end(tokens_of("(a)-[:OWNS]->(b) AND x"), 0), pattern_end(tokens_of("(a) - (b)"), 0)
    (13, 0)
    """
    end = closing(tokens, start) + 1
    found = start
    while (step := _step(tokens, end)) is not None:
        end = closing(tokens, step) + 1
        found = end
    return found


def _step(tokens: Sequence[Token], place: int) -> int | None:
    """The bracket of the node after a relationship that begins at `place`."""

    def at(index: int) -> str:
        return tokens[index].text if index < len(tokens) and tokens[index].kind == "symbol" else ""

    if at(place) == "<":
        place += 1
    if at(place) != "-":
        return None
    place += 1
    if at(place) == "[":
        place = closing(tokens, place) + 1
    if at(place) != "-":
        return None
    place += 1
    if at(place) == ">":
        place += 1
    return place if at(place) == "(" else None
