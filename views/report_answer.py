"""The page of any other answer: its rows, the claims as a graph, places, dates, and every passage behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from string import Formatter

from markupsafe import Markup

from ..graph.claim import Claim, Entity
from ..graph.dossier import Dossier, mentioned
from ..graph.ref import Ref
from ..graph.store import Store, Table, Value
from ..ontology.schema import load_schema
from ..queries.asking import Answer
from .answers import shown_columns
from .citing import Cited, Said, numbered, said
from .dated import answer_timeline, claims_timeline
from .dossiers import describe, facts
from .glyphs import icon
from .page import render
from .picking import page_styles, picking
from .places import places_map
from .report_claims import claims_graph
from .report_graph import legend
from .report_method import cite, licences, weights
from .report_pictures import Pictures, pictures


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the table: what it says, the glyph of a class before it, and whether it is a number."""

    text: str
    icon: Markup | str = ""
    figure: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a row, and the id of what bears it."""

    text: str
    ref: Ref


Shown = Value | Named
"""What a cell is made of."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table, with the numbers of its passages."""

    cells: tuple[Cell, ...]
    cited: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage in the list at the foot of the page: its number, and the claim that rests on it, in words."""

    number: int
    words: str
    said: Said


@dataclass(frozen=True, slots=True)
class Content:
    """What a page is made of: its rows, the claims behind each, and how they were found.

    `hints` explain the columns, `asked` are the entities asked about, `again` is the command that asks it again.
    """

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Shown]]
    behind: Sequence[Sequence[Ref]]
    claims: Sequence[Claim]
    drawn: Pictures
    lead: str = ""
    hints: Sequence[str] = ()
    asked: Sequence[Ref] = ()
    how: str = ""
    query: str = ""
    again: str = ""


def answer_page(store: Store, found: Answer, *, question: str = "") -> str:
    """The page of a catalogued question's answer. `question` is how it was asked; without it the title stands."""
    claims = list(store.claims(sorted({ref for refs in found.claims for ref in refs})))
    order = {ref: at for at, ref in enumerate(dict.fromkeys(ref for refs in found.claims for ref in refs))}
    claims.sort(key=lambda claim: order.get(claim.id, 0))
    kept = shown_columns(found)
    drawn = pictures(places_map(store, found), answer_timeline(store, found))
    words = {column.name: column.words for column in found.question.columns}
    how = f"Counted are {found.question.counts}." if found.question.counts else ""
    content = Content(
        title=question or _wording(store, found),
        columns=[found.columns[at] for at in kept],
        hints=[words.get(found.columns[at], "") for at in kept],
        rows=[[_named(row, at, kept) for at in kept] for row in found.rows],
        behind=found.claims,
        claims=claims,
        asked=_asked(found),
        drawn=drawn,
        how=how,
        query=found.question.text,
        again=f"araz report {found.question.id} {' '.join(f'{name}={_given(v)}' for name, v in found.params.items())}",
    )
    return _page(store, content)


def _wording(store: Store, found: Answer) -> str:
    """The question in the words of its first template whose slots are all filled; else its title."""
    names = {entity.id: entity.name for entity in store.entities(sorted(_asked(found)))}
    given = {name: _given(value, names) for name, value in found.params.items()}
    for template in found.question.templates:
        slots = {field for _, field, _, _ in Formatter().parse(template) if field}
        if slots == given.keys():
            return template.format_map(given)
    return found.question.title


def _asked(found: Answer) -> list[Ref]:
    return [ref for value in found.params.values() for ref in ([value] if isinstance(value, Ref) else value)]


def _named(row: Sequence[Value], at: int, kept: Sequence[int]) -> Shown:
    """A cell; a name whose id stands in a column before it that is left out comes with that id."""
    before = row[at - 1] if at and at - 1 not in kept else None
    value = row[at]
    return Named(value, before) if isinstance(value, str) and isinstance(before, Ref) else value


def dossier_page(store: Store, found: Dossier) -> str:
    """The page of all that is claimed about one entity: a row a claim."""
    order = {term: at for at, term in enumerate(load_schema().relations)}
    claims = sorted(found.claims, key=lambda c: (order[c.relation], c.subject != found.entity.id, c.id))
    rows: list[list[Shown]] = [[describe(claim, found), str(claim.modality), claim.confidence] for claim in claims]
    kind = load_schema().classes[found.entity.kind].label
    content = Content(
        title=found.entity.name,
        lead=" · ".join([kind, str(found.entity.id), *facts(found)]),
        columns=["claim", "modality", "confidence"],
        rows=rows,
        behind=tuple((claim.id,) for claim in claims),
        claims=claims,
        asked=[found.entity.id],
        drawn=pictures(None, claims_timeline(store, claims, found.entity.name, by="relation")),
        how="Every claim that names it, rejected ones too.",
        again=f"araz show {found.entity.id} --format html",
    )
    return _page(store, content)


def table_page(store: Store | None, found: Table, *, title: str, query: str = "") -> str:
    """The page of a query's rows. Passages stand behind them where the query asks for claims and there is a store."""
    ids = [[ref for ref in row if isinstance(ref, Ref) and ref.prefix == "claim"] for row in found.rows]
    claims = [] if store is None else list(store.claims(sorted({ref for refs in ids for ref in refs})))
    content = Content(
        title=title,
        columns=list(found.columns),
        rows=[list(row) for row in found.rows],
        behind=tuple(map(tuple, ids)),
        claims=claims,
        drawn=pictures(None, None),
        query=query,
    )
    return _page(store, content)


def _page(store: Store | None, what: Content) -> str:
    known: Mapping[Ref, Entity] = {} if store is None else _known(store, what.rows, what.claims)
    names = {ref: entity.name for ref, entity in known.items()}
    quoted, numbers, sources = _quoted(store, what.claims, names)
    graph = claims_graph(what.claims, known, what.asked, what.behind)
    kinds = {str(known[ref].kind) for ref in _refs(what.rows) if ref in known} | _classes(what.columns, what.rows)
    table = _table(what, known, numbers)
    return render(
        "answer.html.j2",
        styles=what.drawn.styles + page_styles(kinds | graph.kinds) + picking(min(len(table), _PICKED)),
        what=what,
        title=what.title,
        columns=[column.replace("_", " ") for column in what.columns],
        figures=[bool(table) and all(row.cells[at].figure for row in table) for at in range(len(what.columns))],
        rows=table,
        graph=graph,
        legend=[],
        others=legend(graph.kinds),
        dashes={name: " ".join(map(str, term.line)) for name, term in load_schema().modalities.items()},
        quoted=quoted,
        claims=len(what.claims),
        sources=sources,
        weights=weights(),
        citation=cite(store, what.title),
        licences=licences(sources, *what.drawn.licences),
    )


def _table(what: Content, known: Mapping[Ref, Entity], numbers: Mapping[Ref, tuple[int, ...]]) -> list[Row]:
    return [
        Row(
            cells=tuple(_cell(value, column, known) for value, column in zip(row, what.columns, strict=True)),
            cited=tuple(sorted({n for ref in refs for n in numbers.get(ref, ())})),
        )
        for row, refs in zip(what.rows, what.behind, strict=True)
    ]


_PICKED = 200
"""How many rows light up with their nodes and pins; rules for more would weigh more than they help."""


def _given(value: Ref | Iterable[Ref], names: Mapping[Ref, str] | None = None) -> str:
    """A parameter as it is given on the command line, or by name."""
    refs = (value,) if isinstance(value, Ref) else tuple(value)
    return ";".join(map(str, refs)) if names is None else " and ".join(names.get(ref, str(ref)) for ref in refs)


def _known(store: Store, rows: Sequence[Sequence[Shown]], claims: Iterable[Claim]) -> Mapping[Ref, Entity]:
    wanted = _refs(rows) | {ref for claim in claims for ref in mentioned(claim)}
    return {entity.id: entity for entity in store.entities(sorted(wanted))}


def _refs(rows: Sequence[Sequence[Shown]]) -> set[Ref]:
    return {ref for row in rows for value in row for ref in _ids(value)}


def _ids(value: Shown) -> tuple[Ref, ...]:
    """The entities that a cell names: an id, or several with spaces between."""
    value = value.ref if isinstance(value, Named) else value
    if isinstance(value, Ref):
        return (value,) if value.prefix == "ent" else ()
    if not isinstance(value, str) or not value.startswith("ent:"):
        return ()
    parts = value.split()
    return tuple(Ref.parse(part) for part in parts) if all(map(_is_id, parts)) else ()


def _is_id(text: str) -> bool:
    return text.startswith("ent:") and text[4:].replace("-", "").replace("_", "").replace(".", "").isalnum()


def _classes(columns: Sequence[str], rows: Sequence[Sequence[Shown]]) -> set[str]:
    at = [place for place, column in enumerate(columns) if column == "class"]
    return {str(row[place]) for row in rows for place in at if row[place] in load_schema().classes}


def _cell(value: Shown, column: str, known: Mapping[Ref, Entity]) -> Cell:
    if isinstance(value, Named):
        return Cell(value.text, icon(known[value.ref].kind) if value.ref in known else "")
    if value is None:
        return Cell("")
    if isinstance(value, bool):
        return Cell("yes" if value else "no")
    if isinstance(value, int | float):
        return Cell(f"{value:,.3g}" if isinstance(value, float) and abs(value) < 1 else f"{value:,.10g}", figure=True)
    classes = load_schema().classes
    if column == "class" and value in classes:
        return Cell(classes[str(value)].label, icon(str(value)))
    ids = _ids(value)
    if ids:
        names = [known[ref].name if ref in known else str(ref) for ref in ids]
        only = known.get(ids[0]) if len(ids) == 1 else None
        return Cell(", ".join(names), icon(only.kind) if only is not None else "")
    relation = load_schema().relations.get(str(value)) if column == "relation" else None
    return Cell(relation.label if relation is not None else str(value))


def _quoted(
    store: Store | None, claims: Sequence[Claim], names: Mapping[Ref, str]
) -> tuple[list[Quoted], Mapping[Ref, tuple[int, ...]], Sequence[Cited]]:
    """The passages of the claims, numbered, and the numbers of each claim's."""
    if store is None:
        return [], {}, ()
    numbers, sources = numbered(store, claims)
    titles = {Ref.parse(source.id): source.title for source in sources}
    quoted: list[Quoted] = []
    of_claim: dict[Ref, tuple[int, ...]] = {}
    for claim in claims:
        ends = [names.get(end, str(end)) for end in (claim.subject, claim.object)]
        words = f"{ends[0]} {load_schema().relations[claim.relation].label} {ends[1]}"
        words += "" if claim.modality == "asserted" else f" ({claim.modality})"
        first = len(quoted) + 1
        quoted += [
            Quoted(first + at, words, each) for at, each in enumerate(said(claim, numbers, titles, names, ends[::-1]))
        ]
        of_claim[claim.id] = tuple(range(first, len(quoted) + 1))
    return quoted, of_claim, sources
