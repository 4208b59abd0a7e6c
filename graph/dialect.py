"""Neo4j's Cypher as the embedded engine answers it rightly: what is respelled, and what is refused with a message.

Respelled: `EXISTS { … }` and patterns used as conditions, `COUNT { … } > 1`, labels tested on what an OPTIONAL MATCH
may have left empty, `A&B`, property names that are keywords, `{id: r.claim}`, `keys(n)`, block comments. Refused: what
the engine would answer otherwise than Neo4j, what it does not have, and what would read files.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..errors import InputError
from .cypher_tokens import Token, closing, pattern_end, text_of, tokens_of

_KEYWORD_PROPERTIES = frozenset({"LIMIT", "END", "WHEN", "MATCH"})
_PATTERNS_FOLLOW = frozenset({"MATCH", "CREATE", "MERGE"})
_EXPRESSIONS_FOLLOW = frozenset(
    {"WHERE", "WITH", "RETURN", "UNWIND", "SET", "REMOVE", "DELETE", "ORDER", "ON", "FOREACH", "CALL", "SKIP", "LIMIT"}
)
_SUBQUERIES = frozenset({"EXISTS", "COUNT", "CALL"})
_COMPARISONS = {"=": "=", "<": ">", ">": "<", "<=": ">=", ">=": "<=", "<>": "<>"}
_PROCEDURES = frozenset({"db.labels", "db.relationshipTypes", "db.propertyKeys"})

_NO_PROPERTY = {
    "title": "a source's title is its name",
    "label": "ask labels(n)",
    "node_type": "ask labels(n)",
    "connection_type": "ask type(r)",
}


def respelled(query: str) -> str:
    """The query as the embedded engine takes it. `InputError` says what it does not take, and what to write instead.

    >>> respelled("MATCH (n) WHERE NOT (n)-[:OWNS]->() RETURN n.id")
    'MATCH (n) WHERE NOT EXISTS { MATCH (n)-[:OWNS]->() WHERE true } RETURN n.id'
    >>> respelled("MATCH (a)-[*]->(b) RETURN b")
    Traceback (most recent call last):
    ...
    araz.errors.InputError: line 1: a path of any length stops at 10 hops here; give the bound, for example *1..4
    """
    tokens = tokens_of(query)
    while tokens and tokens[-1].text == ";":
        tokens.pop()
    _refuse(tokens)
    return text_of(_Respelling(tokens).run())


def _refuse(tokens: Sequence[Token]) -> None:
    for place, token in enumerate(tokens):
        after = tokens[place + 1].text if place + 1 < len(tokens) else ""
        before = tokens[place - 1].text if place else ""
        reason = _reason(token, before, after) or _reason_of_words(tokens, place)
        if reason:
            problem, remedy = reason
            raise InputError(problem, place=f"line {token.line}", remedy=remedy)


def _reason(token: Token, before: str, after: str) -> tuple[str, str] | None:
    if token.text == ";" and token.kind == "symbol":
        return "there is more than one statement", "run them one after the other"
    if token.text == "!" and after != "=" and before in (":", "&", "|", "("):
        return "labels cannot be negated with ! here", "write WHERE NOT n:Label"
    name = token.text.strip("`")
    if before == "." and name in _NO_PROPERTY:
        return f"the embedded engine keeps no property {name!r}", _NO_PROPERTY[name]
    if token.word() in ("ID", "ELEMENTID") and after == "(" and before != ".":
        return f"{token.text}() is the database's own number, and means nothing to Araz", "use n.id"
    return None


def _reason_of_words(tokens: Sequence[Token], place: int) -> tuple[str, str] | None:
    word = tokens[place].word()
    rest = [token.text for token in tokens[place + 1 : place + 8]]
    following = rest[0].upper() if rest else ""
    if word == "LOAD" and following == "CSV":
        return "LOAD CSV reads files, and asking reads none", "load them with araz load"
    if word == "FORMAT" and following == "CSV":
        return "FORMAT CSV is not Cypher", "ask for the csv format of the answer"
    if word == "COLLECT" and following == "{":
        return "COLLECT { … } is not there", "write [ (a)-->(b) | b.name ], or collect() in a CALL subquery"
    if (word in ("SHORTEST", "ALL") and following.isdigit()) or (word == "ANY" and following == "SHORTEST"):
        return f"{tokens[place].text} as a path selector is not there", "write shortestPath((a)-[*..5]-(b))"
    if word == "CALL" and rest and rest[0] not in ("{", "("):
        procedure = "".join(rest[:3])
        if procedure not in _PROCEDURES:
            return f"the procedure {rest[0]} is not there", f"use one of {', '.join(sorted(_PROCEDURES))}"
    if tokens[place].text == "*" and _is_unbounded(tokens, place):
        return "a path of any length stops at 10 hops here", "give the bound, for example *1..4"
    if tokens[place].text == ")" and rest and rest[0] in ("{", "+", "*") and place and _closes_path(tokens, place):
        return "quantified paths are not there", "write -[:TYPE*1..4]-"
    return None


def _is_unbounded(tokens: Sequence[Token], place: int) -> bool:
    """Whether the star at `place` is that of a relationship, and has no upper bound."""
    opened = place - 1
    while opened >= 0 and (tokens[opened].kind in ("name", "quoted") or tokens[opened].text in (":", "|", "&")):
        opened -= 1
    if opened < 1 or tokens[opened].text != "[" or tokens[opened - 1].text != "-":
        return False
    inside = "".join(token.text for token in tokens[place + 1 : closing(tokens, opened)])
    bounds = inside.split("{")[0].split("$")[0]
    return bounds == "" or bounds.endswith("..")


def _closes_path(tokens: Sequence[Token], place: int) -> bool:
    """Whether the bracket that closes at `place` holds a path: `((a)-->(b))`."""
    depth = 0
    for start in range(place, -1, -1):
        depth += {")": 1, "(": -1}.get(tokens[start].text, 0)
        if depth == 0:
            inner = start + 1
            return tokens[inner].text == "(" and pattern_end(tokens, inner) == place
    return False


class _Respelling:
    """One pass over the tokens, which knows whether patterns or expressions are to be expected."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.optional = any(token.word() == "OPTIONAL" for token in tokens)
        self.out: list[Token] = []
        self.calls: dict[str, Callable[[int], int]] = {
            "CALL": self.scoped_call,
            "KEYS": self.keys,
            "SHORTESTPATH": self.shortest_path,
            "ALLSHORTESTPATHS": self.shortest_path,
        }

    def run(self) -> list[Token]:
        self.part(0, len(self.tokens), patterns=False)
        return self.out

    def part(self, start: int, end: int, *, patterns: bool, maps: bool = False) -> None:
        """Respell tokens `start` to `end`. `maps`: they stand in a map, where a name before a colon is a key."""
        place = start
        while place < end:
            token = self.tokens[place]
            word = "" if self.is_property(place) else token.word()
            if word in _PATTERNS_FOLLOW:
                patterns = True
            elif word in _EXPRESSIONS_FOLLOW:
                patterns = False
            place = self.step(place, end, word, patterns=patterns, maps=maps)

    def step(self, place: int, end: int, word: str, *, patterns: bool, maps: bool) -> int:
        token = self.tokens[place]
        after = self.text(place + 1)
        if word in _SUBQUERIES and after == "{":
            return self.subquery(place, word)
        if after == "(" and word in self.calls:
            return self.calls[word](place)
        if token.text == "[" and not patterns and self.opens_comprehension(place):
            return self.comprehension(place)
        if token.text == "(" and not patterns and pattern_end(self.tokens, place) > place:
            return self.condition(place)
        if token.text in ("(", "[", "{"):
            return self.bracket(place, patterns=patterns)
        if token.kind in ("name", "quoted") and self.optional and not patterns and not maps and after == ":":
            return self.label_test(place)
        if maps and self.is_copied_property(place):
            return self.copied_property(place)
        self.out.append(self.plain(place, maps=maps))
        return place + 1

    def is_copied_property(self, place: int) -> bool:
        """Whether a map's value is a bare property of something: `{id: r.claim}`."""
        after = [self.text(place + ahead) for ahead in (1, 3)]
        return (
            self.text(place - 1) == ":" and self.tokens[place].kind == "name" and after[0] == "." and after[1] in ",}"
        )

    def copied_property(self, place: int) -> int:
        """`{id: r.claim}` finds nothing when r is a relationship; inside coalesce() it is worked out first."""
        name, _, key = self.tokens[place : place + 3]
        self.out.append(Token("name", f"coalesce({name.text}.{key.text})", name.line, name.gap))
        return place + 3

    def plain(self, place: int, *, maps: bool) -> Token:
        token = self.tokens[place]
        if token.word() in _KEYWORD_PROPERTIES and (
            self.text(place - 1) == "." or (maps and self.text(place + 1) == ":" and self.text(place - 1) in ("{", ","))
        ):
            return Token("quoted", f"`{token.text}`", token.line, token.gap)
        if token.text == "&" and self.text(place + 1) != "&":
            return Token("symbol", ":", token.line, token.gap)
        return token

    def bracket(self, place: int, *, patterns: bool) -> int:
        end = closing(self.tokens, place)
        self.out.append(self.tokens[place])
        maps = self.tokens[place].text == "{"
        # Within a node or a relationship stand labels, types and a map; within anything else stands an expression.
        self.part(place + 1, min(end, len(self.tokens)), patterns=patterns and not maps, maps=maps)
        if end < len(self.tokens):
            self.out.append(self.tokens[end])
        return end + 1

    def subquery(self, place: int, word: str) -> int:
        """`EXISTS { (a)-->(b) }` becomes `EXISTS { MATCH (a)-->(b) WHERE true }`, and COUNT is turned round."""
        end = closing(self.tokens, place + 1)
        first = self.tokens[place + 2].word() if place + 2 < end else ""
        head = self.tokens[place]
        line = head.line
        body = _Respelling(self.tokens)
        if word != "CALL" and first != "MATCH" and self.text(place + 2) == "(":
            body.out.append(Token("name", "MATCH", line, gap=True))
            body.part(place + 2, end, patterns=True)
        else:
            body.part(place + 2, end, patterns=False)
        if word != "CALL" and not self.has_where(place + 2, end) and not self.returns(place + 2, end):
            body.out += [Token("name", "WHERE", line, gap=True), Token("name", "true", line, gap=True)]
        inside = [Token("symbol", "{", line, gap=True), *body.out, Token("symbol", "}", line, gap=True)]
        whole = [head, *inside]
        if word == "COUNT":
            return self.turned_round(whole, end + 1)
        self.out += whole
        return end + 1

    def shortest_path(self, place: int) -> int:
        return self.copy(place, closing(self.tokens, place + 1) + 1)

    def scoped_call(self, place: int) -> int:
        """`CALL (a, b) { … }`: what stands in the braces is a query, not a map."""
        opened = closing(self.tokens, place + 1) + 1
        self.copy(place, opened)
        if self.text(opened) != "{":
            return opened
        end = closing(self.tokens, opened)
        self.out.append(self.tokens[opened])
        self.part(opened + 1, min(end, len(self.tokens)), patterns=False)
        return self.copy(min(end, len(self.tokens)), end + 1)

    def turned_round(self, count: list[Token], place: int) -> int:
        """`COUNT { … } > 1` becomes `1 < COUNT { … }`, since the engine fails on the first inside brackets."""
        sign = self.text(place)
        if sign in ("<", ">") and self.text(place + 1) in ("=", ">") and not self.tokens[place + 1].gap:
            sign += self.text(place + 1)
        operand = place + len(sign)
        if sign not in _COMPARISONS or operand >= len(self.tokens):
            self.out += count
            return place
        end = self.operand_end(operand)
        if end == operand:
            self.out += count
            return place
        line = count[0].line
        first = Token(self.tokens[operand].kind, self.tokens[operand].text, line, gap=True)
        self.out += [first, *self.tokens[operand + 1 : end]]
        self.out.append(Token("symbol", _COMPARISONS[sign], line, gap=True))
        self.out += [Token(count[0].kind, count[0].text, line, gap=True), *count[1:]]
        return end

    def operand_end(self, place: int) -> int:
        """Where a number, a parameter or a property that stands at `place` ends; `place` for anything longer."""
        if self.tokens[place].kind in ("number", "parameter"):
            end = place + 1
        elif self.tokens[place].kind == "name":
            end = place + 1
            while self.text(end) == "." and end + 1 < len(self.tokens):
                end += 2
        else:
            return place
        return place if self.text(end) in ("+", "-", "*", "/", "%", "^", "(", "[") else end

    def condition(self, place: int) -> int:
        end = pattern_end(self.tokens, place)
        first = self.tokens[place]
        self.out.append(Token("name", "EXISTS { MATCH", first.line, first.gap))
        self.out.append(Token("symbol", "(", first.line, gap=True))
        self.part(place + 1, end, patterns=True)
        self.out.append(Token("name", "WHERE true }", self.tokens[end - 1].line, gap=True))
        return end

    def opens_comprehension(self, place: int) -> bool:
        """Whether a pattern comprehension opens: `[ (a)-->(b) … | x ]` or `[ p = (a)-->(b) … | x ]`."""
        inner = place + 3 if self.text(place + 2) == "=" else place + 1
        return self.text(inner) == "(" and pattern_end(self.tokens, inner) > inner

    def comprehension(self, place: int) -> int:
        inner = place + 3 if self.text(place + 2) == "=" else place + 1
        end = pattern_end(self.tokens, inner)
        self.out += self.tokens[place:inner]
        self.part(inner, end, patterns=True)
        close = closing(self.tokens, place)
        self.part(end, close, patterns=False)
        if close < len(self.tokens):
            self.out.append(self.tokens[close])
        return close + 1

    def label_test(self, place: int) -> int:
        """`a:Label` on what may be null becomes null, as in Neo4j; the engine takes it for false."""
        end = place + 1
        # With a gap it is the bar of a comprehension: `[ (a)-->(b) WHERE b:State | b.id ]`.
        while self.text(end) in (":", "&", "|") and end + 1 < len(self.tokens) and not self.tokens[end].gap:
            end += 2
        name, line = self.tokens[place].text, self.tokens[place].line
        test = "".join(":" if token.text == "&" else token.text for token in self.tokens[place:end])
        respelt = f"(CASE WHEN {name} IS NULL THEN null ELSE {test} END)"
        self.out.append(Token("name", respelt, line, self.tokens[place].gap))
        return end

    def keys(self, place: int) -> int:
        """Leaves out the key that the engine adds to every node with a name."""
        end = closing(self.tokens, place + 1)
        line, gap = self.tokens[place].line, self.tokens[place].gap
        self.out.append(Token("name", "[araz_key IN keys(", line, gap))
        self.part(place + 2, end, patterns=False)
        self.out.append(Token("name", ") WHERE araz_key <> 'title']", line))
        return end + 1

    def has_where(self, start: int, end: int) -> bool:
        return any(word == "WHERE" for word in self.top_words(start, end))

    def returns(self, start: int, end: int) -> bool:
        return any(word in ("RETURN", "WITH", "UNION") for word in self.top_words(start, end))

    def top_words(self, start: int, end: int) -> list[str]:
        """The keywords of a subquery that are not inside brackets of its own."""
        words: list[str] = []
        while start < end:
            if self.text(start) in ("(", "[", "{"):
                start = closing(self.tokens, start)
            elif not self.is_property(start):
                words.append(self.tokens[start].word())
            start += 1
        return words

    def copy(self, start: int, end: int) -> int:
        self.out += self.tokens[start:end]
        return end

    def is_property(self, place: int) -> bool:
        return self.text(place - 1) == "."

    def text(self, place: int) -> str:
        """The symbol or word at `place`; "" outside and for texts, which never count as code."""
        if not 0 <= place < len(self.tokens) or self.tokens[place].kind == "text":
            return ""
        return self.tokens[place].text
