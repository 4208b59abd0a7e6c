"""Hostile texts are shown as text everywhere: one graph that consists of them is fed to every view.

A view of harmless texts says which markup belongs to a view: one of hostile texts has no more. What is read here is
read by a parser alone; tests/views/test_report_in_browser.py and its like let a browser try.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from functools import cache
from html.parser import HTMLParser
from io import StringIO

import pytest
from araz.graph.claim import Claim
from araz.graph.display import Bundle
from araz.graph.dossier import dossier
from araz.graph.ref import Ref
from araz.graph.store import Store, Table
from araz.pictured import Pictured
from araz.queries.asking import Answer, ask
from araz.queries.assessed import Assessed
from araz.queries.names import find_entity
from araz.queries.questions import questions
from araz.queries.scenario import Scenario, Shock
from araz.queries.whatif import whatif
from araz.reviewed import Reviewed
from araz.views import query_display
from araz.views.dated import answer_timeline, claims_timeline, exposure_timeline
from araz.views.excerpt import excerpt
from araz.views.map import draw_map
from araz.views.network import to_pyvis
from araz.views.notebook import bundle
from araz.views.places import exposure_map, places_map
from araz.views.plots import draw_sensitivity
from araz.views.report_answer import table_page
from araz.views.review_dialogue import Dialogue
from araz.views.still import draw
from araz.views.timeline import draw_timeline
from markdown_it import MarkdownIt
from rich.console import Console

from .hostile import HOSTILE, PLAIN, URLS, atlas, shown
from .pictures import tree

STATE = Ref("ent", "state")
GIVEN = {
    **{"state": "ent:state", "a": "ent:state", "b": "ent:other", "entity": "ent:state", "region": "ent:state"},
    **{"asset": "ent:dam", "assets": "ent:dam; ent:plant1", "condition": "ent:situation", "group": "ent:group"},
    **{"river": "ent:river", "source": "src:s0"},
}
"""What the questions ask about, by parameter; below, where one asks about something else."""
INSTEAD = {
    ("alternatives", "asset"): "ent:plant0",
    ("kin-across-borders", "group"): "ent:people",
    ("chokepoints", "b"): "ent:far",
    ("connection", "b"): "ent:far",
    ("flows", "b"): "",
}
UNSEEN = re.compile("[\u200b\u2028-\u202e\u2060-\u2069]")


class Held(Pictured, Reviewed):
    """The graph as the package's face has it, of a store that is at hand, at an address that means harm as well."""

    def __init__(self, store: Store, address: str) -> None:
        self._store, self.address = store, address

    @property
    def store(self) -> Store:
        return self._store

    def _writing(self):
        return nullcontext(self._store)

    def find(self, name: str) -> Ref:
        return find_entity(self._store, name)


@dataclass(frozen=True)
class Fed:
    """The graph of some texts, and what is found in it. Texts that the store does not hold are given besides."""

    texts: tuple[str, ...]
    graph: Held = field(repr=False)
    exposure: Assessed = field(repr=False)

    @property
    def store(self) -> Store:
        return self.graph.store

    @property
    def table(self) -> Table:
        """Rows as a query gives them: columns, cells and the claims behind them."""
        rows = tuple((claim.id, text, text) for claim, text in zip(self.claims("borders"), self.texts, strict=True))
        return Table(("claim", *self.texts[:2]), rows)

    def claims(self, *relations: str) -> list[Claim]:
        return [claim for claim in self.store.claims() if claim.relation in relations]

    def answer(self, question: str) -> Answer:
        names = {each.name for each in questions()[question].parameters}
        params = {name: INSTEAD.get((question, name), GIVEN[name]) for name in names}
        return ask(self.store, question, {name: value for name, value in params.items() if value})


@cache
def fed(*, hostile: bool) -> Fed:
    texts = HOSTILE if hostile else PLAIN
    graph = Held(atlas(texts, URLS if hostile else ("https://plain.example/",) * 2), texts[3])
    scenario = Scenario((Shock(STATE),), conditions=texts, premise=" ".join(texts), name=texts[0])
    return Fed(texts, graph, whatif(graph.store, scenario, of="infrastructure"))


def against(what: Fed) -> Scenario:
    return replace(what.exposure.scenario, name=what.texts[1], shocks=(Shock(STATE, probability=0.5),))


def explored(what: Fed) -> str:
    return what.graph.view("ent:state", hops=2)


def network(what: Fed) -> str:
    net = to_pyvis(excerpt(what.store, [STATE], hops=2))
    net.heading = what.texts[0]
    net.add_node(what.texts[1], label=what.texts[1], title=what.texts[2], shape="image", image=what.texts[7])
    net.add_edge(what.texts[1], str(STATE), title=what.texts[6])
    return net.generate_html()


def reviewed(what: Fed) -> str:
    """The list of what waits, as a terminal shows it: every claim is looked at and left."""
    out = Console(file=StringIO(), width=200, color_system=None, force_terminal=False)
    Dialogue(what.graph.review(by=what.texts[0]), out, lambda prompt: "s").run()
    return out.file.getvalue()


PAGES: dict[str, Callable[[Fed], str]] = {
    "exposure": lambda fed: fed.graph.report(fed.exposure, question=fed.texts[2], against=against(fed)),
    "dossier": lambda fed: fed.graph.report(dossier(fed.store, STATE)),
    "table": lambda fed: fed.graph.report(fed.table, question=fed.texts[2], query=" ".join(fed.texts)),
    "rows of no store": lambda fed: table_page(None, fed.table, title=fed.texts[2], query=" ".join(fed.texts)),
    "explorer": explored,
    "explorer of an exposure": lambda fed: fed.graph.view(exposure=fed.exposure),
    "pyvis": network,
    **{
        f"question {name}": lambda fed, name=name: fed.graph.report(fed.answer(name), question=fed.texts[1])
        for name in sorted(questions())
    },
    "question stance in its own words": lambda fed: fed.graph.report(fed.answer("stance")),
}
PICTURES: dict[str, Callable[[Fed], str]] = {
    "map of an exposure": lambda fed: draw_map(exposure_map(fed.store, fed.exposure)),
    "map of an answer": lambda fed: draw_map(places_map(fed.store, fed.answer("plants-on-river"))),
    "timeline of an exposure": lambda fed: draw_timeline(exposure_timeline(fed.store, fed.exposure)),
    "timeline of an answer": lambda fed: draw_timeline(answer_timeline(fed.store, fed.answer("stance"))),
    "timeline of claims": lambda fed: draw_timeline(claims_timeline(fed.store, fed.store.claims(), fed.texts[0])),
    "graph of claims": lambda fed: draw(excerpt(fed.store, [STATE], hops=2)),
    "graph of an exposure": lambda fed: draw(excerpt(fed.store, exposure=fed.exposure)),
    "exposure as a picture": lambda fed: bundle(fed.exposure)["image/svg+xml"],
    "sensitivity": lambda fed: draw_sensitivity(fed.exposure.sensitivity(trajectories=2)),
    "rows as a graph": lambda fed: query_display.shown(fed.store, fed.table, "graph", fed.texts[0])["image/svg+xml"],
    "rows as a map": lambda fed: query_display.shown(fed.store, fed.answer("plants-on-river").table, "map")[
        "image/svg+xml"
    ],
}
DISPLAYS: dict[str, Callable[[Fed], list[object]]] = {
    "graph": lambda fed: [fed.graph],
    "table": lambda fed: [fed.table],
    "claims": lambda fed: fed.claims("accuses", "exportsTo"),
    "entities": lambda fed: list(
        fed.store.entities([STATE, *(Ref("ent", f"plant{n}") for n in range(len(fed.texts)))])
    ),
    "sources": lambda fed: list(fed.store.sources()),
    "answer": lambda fed: [fed.answer("evidence")],
    "dossier": lambda fed: [dossier(fed.store, Ref("ent", "river"))],
    "exposure": lambda fed: [fed.exposure],
    "at risk": lambda fed: [fed.exposure.at_risk()],
    "instead": lambda fed: [fed.exposure.instead("ent:plant0")],
    "sweep": lambda fed: [fed.exposure.sweep("ent:state", [0.5, 1.0])],
    "comparison": lambda fed: [fed.exposure.compare(against(fed))],
    "sensitivity": lambda fed: [fed.exposure.sensitivity(trajectories=2)],
}

SAID_LESS = {
    "exposure as a picture": [text[:20] for text in HOSTILE],
    "sensitivity": HOSTILE[:1],
    "graph": HOSTILE[3:4],
    "instead": HOSTILE[:1],
    "question joint-failure": HOSTILE[:2],
}
"""What a view says of the texts where that is not all: names are cut in a picture, others tell of few things."""


@dataclass
class Read(HTMLParser):
    """A page as a parser reads it: its elements and attributes, where it leads, what it runs, and its words."""

    page: str
    markup: set[tuple[str, str]] = field(default_factory=set)
    links: set[str] = field(default_factory=set)
    scripts: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    words: str = ""
    within: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.within = tag
        self.markup |= {(tag, ""), *((tag, name) for name, _ in attrs)}
        for name, value in attrs:
            if name in ("href", "src", "action", "srcdoc", "formaction", "xlink:href", "data", "srcset", "poster"):
                self.links.add(value or "")
            elif name in ("title", "alt", "aria-label"):
                self.words += f" {value}"

    def handle_endtag(self, tag):
        self.within = ""

    def handle_comment(self, data):
        self.markup.add(("comment", ""))

    def handle_data(self, data):
        if self.within == "script":
            self.scripts.append(data)
        elif self.within == "style":
            self.styles.append(data)
        else:
            self.words += data


@cache
def page_of(name: str, *, hostile: bool) -> Read:
    return Read(PAGES[name](fed(hostile=hostile)))


def markdown_of(bundles: Iterable[Bundle]) -> Read:
    """The Markdown of displays as GitHub would read it, HTML in it included."""
    reader = MarkdownIt("gfm-like", {"linkify": False})
    return Read("".join(reader.render(made["text/markdown"]) for made in bundles))


def flat(text: str) -> str:
    return " ".join(text.split())


def lacking(words: str, texts: Sequence[str] = HOSTILE) -> list[str]:
    """Which of the texts do not stand in the words of a view."""
    said = flat(words)
    return [text for text in texts if flat(shown(text)) not in said]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_markup_from_the_texts(name):
    found, plain = page_of(name, hostile=True), page_of(name, hostile=False)
    assert found.markup <= plain.markup
    assert not [attribute for _, attribute in found.markup if attribute.startswith("on")]
    assert {link for link in found.links if not link.startswith(("#", "https://harm.example/"))} <= plain.links
    assert not [text for style in found.styles for text in HOSTILE if text in style]
    data = [script for script in found.scripts if script not in plain.scripts]
    assert len(data) <= 1
    assert all(json.loads(each) for each in data)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_every_text(name):
    words = page_of(name, hostile=True).words
    assert lacking(words, SAID_LESS.get(name, HOSTILE)) == []
    assert not UNSEEN.search(words)


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_has_no_markup_from_the_texts_and_says_them(name):
    found, plain = (list(tree(PICTURES[name](fed(hostile=hostile))).iter()) for hostile in (True, False))
    assert {(part.tag, at) for part in found for at in ("", *part.attrib)} <= {
        (part.tag, at) for part in plain for at in ("", *part.attrib)
    }
    assert not [at for part in found for at in part.attrib if at.startswith("on")]
    assert all(part.get(at, "#").startswith("#") for part in found for at in part.attrib if at.endswith("href"))
    words = " ".join(part.text or "" for part in found if not part.tag.endswith("style"))
    assert not UNSEEN.search(words)
    assert lacking(words, SAID_LESS.get(name, HOSTILE)) == []


@pytest.mark.parametrize("name", DISPLAYS)
def test_a_display_shows_the_texts_as_text_in_every_form(name):
    found, plain = ([bundle(each) for each in DISPLAYS[name](fed(hostile=hostile))] for hostile in (True, False))
    pages, harmless = (Read("".join(made["text/html"] for made in made_of)) for made_of in (found, plain))
    assert pages.markup <= harmless.markup
    assert all(link.startswith("data:image/svg+xml;base64,") for link in pages.links)
    marked, unmarked = (markdown_of(made_of) for made_of in (found, plain))
    assert marked.markup <= unmarked.markup
    assert marked.links == set()
    assert not UNSEEN.search(pages.words + marked.words + "".join(made["text/plain"] for made in found))
    assert lacking(pages.words, SAID_LESS.get(name, HOSTILE)) == []
    assert lacking(marked.words, SAID_LESS.get(name, HOSTILE)) == []


def test_the_list_of_what_waits_shows_the_texts_as_text():
    said = reviewed(fed(hostile=True))
    assert shown(said) == said
    assert lacking(said, [flat(text) for text in HOSTILE]) == []
