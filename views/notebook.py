"""What a notebook shows of an answer: text, Markdown, HTML and a picture, each safe and each on its own.

HTML carries the picture as an image, in which nothing runs and no style leaks: it shows in Jupyter and VS Code, and on
GitHub, which drops scripts and styles.
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from dataclasses import dataclass
from functools import singledispatch
from html import escape
from typing import Protocol, cast, runtime_checkable

from markupsafe import Markup

from ..graph.claim import Claim, Entity, Source
from ..graph.display import Bundle
from ..graph.dossier import Dossier
from ..graph.ref import Ref
from ..graph.store import Store, Table
from ..loaders.reader.extraction import Extraction
from ..ontology.schema import load_schema
from ..queries.asking import Answer
from ..queries.comparison import Comparison
from ..queries.instead import Instead
from ..queries.results import Exposure
from ..queries.risks import AtRisk
from ..queries.sensitivity import Sensitivity
from ..queries.sweep import Step, Sweep
from .answers import shown_columns
from .dossiers import describe, facts
from .exposure import draw_exposure, method, title
from .extractions import CLAIM_COLUMNS, claim_rows
from .plots import draw_sensitivity
from .report_sections import at_risk_section, comparison_section, instead_section
from .text import cell, visible

MOST = 50
"""How many rows are shown; the rest is counted."""

ACROSS = 8
"""How many values of a sweep stand side by side; more of them have a row each."""


@dataclass(frozen=True, slots=True)
class Display:
    """What is shown: a heading, a line under it, a table, and a picture (SVG, "" for none)."""

    title: str
    lead: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[object, ...], ...] = ()
    svg: str = ""


def bundle(found: object) -> Bundle:
    """A value by MIME type: plain text, Markdown, HTML, and SVG where there is a picture. All escaped.

    >>> shown = bundle(Table(("who",), (("<b>",),)))
    >>> "<b>" in shown["text/plain"], "<b>" in shown["text/html"], "&lt;b&gt;" in shown["text/html"]
    (True, False, True)
    """
    return bundle_of(display(found))


def bundle_of(what: Display) -> Bundle:
    """A display by MIME type."""
    made = {"text/plain": plain(what), "text/markdown": markdown(what), "text/html": html(what)}
    return {**made, "image/svg+xml": what.svg} if what.svg else made


@runtime_checkable
class Opened(Protocol):
    """A graph of claims as the package's face opens it."""

    @property
    def address(self) -> str:
        """Where the claims are."""
        ...

    @property
    def store(self) -> Store:
        """What keeps them."""
        ...


@singledispatch
def display(found: object) -> Display:
    """What is shown of a value; of one that is not known here, its own text."""
    if not isinstance(found, Opened):
        return Display(repr(found))
    claims: Counter[str] = Counter(str(claim.relation) for claim in found.store.claims())
    kinds: Counter[str] = Counter(str(entity.kind) for entity in found.store.entities())
    sources = sum(1 for _ in found.store.sources())
    schema = load_schema()
    most = [(schema.classes[kind].plural, number) for kind, number in sorted(kinds.items(), key=_most)[:10]]
    rows = [("claims", claims.total()), ("sources", sources), ("entities", kinds.total()), *most]
    return Display("Graph of claims", f"in {found.address}", ("holds", "how many"), tuple(rows))


def _most(counted: tuple[str, int]) -> tuple[int, str]:
    return -counted[1], counted[0]


@display.register
def _(found: Table) -> Display:
    return Display(_counted(len(found.rows), "row"), columns=found.columns, rows=found.rows)


@display.register
def _(found: Answer) -> Display:
    kept = shown_columns(found)
    rows = tuple((*(row[at] for at in kept), len(claims)) for row, claims in zip(found.rows, found.claims, strict=True))
    lead = f"{_counted(len(rows), 'row')}; counted are {found.question.counts}"
    return Display(found.question.title, lead, (*(found.columns[at] for at in kept), "claims"), rows)


@display.register
def _(found: Exposure) -> Display:
    rows = tuple(
        (
            line.rank,
            line.name,
            load_schema().classes[line.kind].label,
            ", ".join(found.names[state] for state in line.shared_by),
            round(line.exposure, 3),
            f"{line.low:.2f}–{line.high:.2f}",
            found.in_words(*line.paths[0].hops) if line.paths else "",
        )
        for line in found.results
    )
    columns = ("#", "asset", "class", "shared by", "exposure", "low–high", "likeliest way")
    lead = found.note or method(found)
    return Display(title(found), lead, columns, rows, draw_exposure(found) if rows else "")


@display.register
def _(found: Comparison) -> Display:
    part = comparison_section(found, found.one.name or "this scenario", found.other.name or "the other scenario")
    return Display(part.title, part.lead, part.columns, part.rows)


@display.register
def _(found: AtRisk) -> Display:
    part = at_risk_section(found)
    return Display(part.title, part.note or part.lead, part.columns, part.rows)


@display.register
def _(found: Instead) -> Display:
    part = instead_section([found])
    return Display(f"Instead of {found.name}", found.note or part.note, part.columns, part.rows)


@display.register
def _(found: Sensitivity) -> Display:
    title = f"What the answer rests on: {found.scenario.name or 'scenario'}"
    return Display(title, f"{found.evaluations} evaluations", found.columns, found.rows, draw_sensitivity(found))


@display.register
def _(found: Sweep) -> Display:
    title = f"{found.parameter}, turned: {found.scenario.name or 'scenario'}"
    methods = sorted({step.method for step in found.steps})
    lead = f"exposure of {_counted(len(found.assets), 'asset')}, {' and '.join(methods)}"
    if len(found.steps) > ACROSS:
        return Display(title, lead, found.columns, found.rows)
    rows = tuple((name, *(_at(step, place) for step in found.steps)) for place, name in enumerate(found.names))
    return Display(title, lead, ("asset", *(f"at {step.value}" for step in found.steps)), rows)


def _at(step: Step, place: int) -> str:
    """An exposure of a sweep, with its bounds where they are not one number."""
    exposure, low, high = (f"{values[place]:.3f}" for values in (step.exposure, step.low, step.high))
    return exposure if low == high else f"{exposure} ({low}–{high})"


@display.register
def _(found: Dossier) -> Display:
    rows = tuple((describe(claim, found), claim.modality.value, claim.evidence[0].quote) for claim in found.claims)
    kind = load_schema().classes[found.entity.kind].label
    return Display(found.entity.name, " · ".join([kind, *facts(found)]), ("claim", "modality", "passage"), rows)


@display.register
def _(found: Entity) -> Display:
    kind = load_schema().classes[found.kind].label
    rows = [("also", name.text) for name in found.names[1:]] + [("same as", code) for code in found.same_as]
    rows += [("point", f"{found.point.lat:g}, {found.point.lon:g}")] if found.point is not None else []
    measures = load_schema().measures
    rows += [
        (measures[a.measure].label, f"{a.quantity.value:,.10g} {a.quantity.unit} {a.quantity.of}".strip())
        for a in found.attributes
    ]
    lead = f"{kind} · {found.id}" + (f" · {found.description}" if found.description else "")
    return Display(found.name, lead, ("what", "value") if rows else (), tuple(rows))


@display.register
def _(found: Claim) -> Display:
    relation = load_schema().relations[found.relation]
    rows = tuple(
        (said.quote, str(said.source), f"{said.start}–{said.end}" if said.start >= 0 else said.record)
        for said in found.evidence
    )
    parts = [found.modality.value, f"confidence {found.confidence:g}", f"by {found.method}", str(found.id)]
    if found.attributed_to is not None:
        parts.insert(1, f"according to {found.attributed_to}")
    if found.condition is not None:
        parts.insert(1, f"if {found.condition}")
    return Display(
        f"{found.subject} {relation.label} {found.object}", " · ".join(parts), ("passage", "source", "place"), rows
    )


@display.register
def _(found: Source) -> Display:
    parts = (found.publisher, found.published, found.licence, found.url, str(found.id))
    return Display(found.title, " · ".join(part for part in parts if part))


@display.register
def _(found: Extraction) -> Display:
    rows = tuple(
        (*row[1:], " ".join(found.text[slice(*claim.sentence)].split()))
        for row, claim in zip(claim_rows(found), found.claims, strict=True)
    )
    known = sum(entity.linked for entity in found.entities)
    lead = f"{len(found.entities)} entities, {known} of them known"
    return Display(_counted(len(rows), "claim"), lead, (*CLAIM_COLUMNS[1:], "sentence"), rows)


def plain(what: Display) -> str:
    """The display as text, in columns."""
    from io import StringIO

    from rich import box
    from rich.console import Console
    from rich.table import Table as Grid
    from rich.text import Text

    # Left to itself, rich would show the text in a notebook at once, or write colours that only terminals understand.
    out = Console(
        file=StringIO(),
        width=110,
        markup=False,
        highlight=False,
        emoji=False,
        force_jupyter=False,
        force_terminal=False,
        color_system=None,
    )
    out.print(Text(visible(what.title)))
    if what.lead:
        out.print(Text(visible(what.lead)))
    if what.columns:
        grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False)
        for column in what.columns:
            grid.add_column(Text(visible(column)), overflow="fold")
        for row in what.rows[:MOST]:
            grid.add_row(*(Text(_text(value)) for value in row))
        out.print(grid)
        out.print(Text(_more(what))) if _more(what) else None
    return cast("StringIO", out.file).getvalue().rstrip() + "\n"


def markdown(what: Display) -> str:
    """The display as Markdown, in which nothing from outside is markup."""
    lines = [f"**{_md(what.title)}**", ""] + ([_md(what.lead), ""] if what.lead else [])
    if what.columns:
        lines.append("| " + " | ".join(map(_md, what.columns)) + " |")
        lines.append("|" + " --- |" * len(what.columns))
        lines += ["| " + " | ".join(_md(_text(value)) for value in row) + " |" for row in what.rows[:MOST]]
    return "\n".join([*lines, *(["", _more(what)] if _more(what) else [])]).rstrip() + "\n"


def html(what: Display) -> str:
    """The display as HTML without style or script; the picture is an image, its description the title."""
    parts = [Markup("<p><strong>{}</strong>{}</p>").format(visible(what.title), _lead(what))]
    if what.svg:
        parts.append(Markup('<img src="{}" alt="{}"/>').format(image(what.svg), visible(what.title)))
    if what.columns:
        head = Markup("").join(Markup('<th scope="col">{}</th>').format(visible(column)) for column in what.columns)
        rows = Markup("\n").join(
            Markup("<tr>{}</tr>").format(Markup("").join(Markup("<td>{}</td>").format(_text(value)) for value in row))
            for row in what.rows[:MOST]
        )
        parts.append(Markup("<table>\n<thead><tr>{}</tr></thead>\n<tbody>\n{}\n</tbody>\n</table>").format(head, rows))
    if _more(what):
        parts.append(Markup("<p>{}</p>").format(_more(what)))
    return str(Markup("\n").join(parts))


def image(svg: str) -> str:
    """A picture as an address that holds all of it."""
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


def _lead(what: Display) -> Markup:
    return Markup("<br/>{}").format(visible(what.lead)) if what.lead else Markup("")


def _more(what: Display) -> str:
    return f"… and {len(what.rows) - MOST} more" if len(what.rows) > MOST else ""


def _text(value: object) -> str:
    return str(value) if isinstance(value, Ref) else " ".join(cell(value).split("\n"))


def _counted(number: int, what: str) -> str:
    return f"{number} {what if number == 1 else what + 's'}"


_MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_{}[]()#+-.!|~^$:"})


def _md(text: str) -> str:
    """Text as Markdown shows it: HTML is escaped, and no character makes markup, a link or a formula."""
    # Quotes stay: outside of a tag they do nothing, and the "#" of their reference would be taken for a mark.
    return escape(visible(text).replace("\n", " "), quote=False).translate(_MARKS)
