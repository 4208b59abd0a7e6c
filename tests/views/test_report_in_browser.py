"""The answer page in a real browser without a network: safe, readable, reachable, light in weight."""

from __future__ import annotations

import pytest
from araz.graph.ref import Ref
from araz.queries.asking import ask
from araz.queries.scenario import Scenario, Shock
from araz.queries.whatif import whatif
from araz.views.report import report
from araz.views.report_answer import table_page

from .hostile import HOSTILE, region, shown

HEADLINE = "Which shared infrastructure is exposed if Iran destabilises?"


@pytest.fixture(scope="module")
def page(example):
    return example.report(example.ask(HEADLINE), question=HEADLINE)


@pytest.fixture(scope="module")
def other_pages(example):
    """A page of every other kind, by what it is of."""
    table = example.sparql("SELECT ?a ?b WHERE { ?a az:operates ?b }")
    return {
        "answer": example.report(example.ask("stance", "Azerbaijan", "Iran")),
        "places": example.report(example.ask("plants-on-river", "Araz River")),
        "dossier": example.report(example.show("Araz River")),
        "table": example.report(table, query="SELECT"),
        "nothing": example.report(example.ask("neighbours", "India")),
        "rows": table_page(None, table, title="Rows"),
    }


KINDS = ("answer", "places", "dossier", "table", "nothing", "rows")


def test_the_page_asks_nothing_of_a_network_and_is_silent_on_the_console(look, page):
    assert look(page).watch.clean()


@pytest.mark.parametrize("kind", KINDS)
def test_other_pages_ask_nothing_either(look, other_pages, kind):
    assert look(other_pages[kind]).watch.clean()


def test_the_policy_is_in_force(look, page):
    seen = look(page.replace("</main>", "<script>document.title = 'harmed'</script></main>"))
    assert seen.page.title() == HEADLINE
    assert any("Content Security Policy" in said for said in seen.watch.said)


def test_the_ranking_is_readable_with_script_off(look, page, example):
    seen = look(page, script=False).page
    names = seen.locator(".asset .name").all_inner_texts()
    assert names == [line.name for line in example.whatif("Iran").results]
    assert seen.locator(".asset blockquote").first.is_visible()


@pytest.mark.parametrize("dark", [False, True])
def test_nothing_serious_stands_in_the_way_of_a_reader(look, page, violations, dark):
    bare = page.replace("default-src 'none'", "script-src 'unsafe-eval'")
    assert violations(look(bare, dark=dark).page) == []


@pytest.mark.parametrize(("kind", "dark"), [*((kind, False) for kind in KINDS), ("places", True)])
def test_nothing_serious_on_other_pages(look, other_pages, violations, kind, dark):
    bare = other_pages[kind].replace("default-src 'none'", "script-src 'unsafe-eval'")
    assert violations(look(bare, dark=dark).page) == []


def test_a_phone_shows_the_page_without_scrolling_sideways(look, page, other_pages):
    for html in (page, *other_pages.values()):
        seen = look(html, phone=True).page
        assert seen.evaluate("document.documentElement.scrollWidth") <= seen.viewport_size["width"]


def test_the_keyboard_alone_reaches_every_passage(look, page):
    seen = look(page).page
    rows = seen.locator(".asset > details > summary").count()
    reached = set()
    for _ in range(40 * rows):
        seen.keyboard.press("Tab")
        at = seen.evaluate("document.activeElement.closest('.asset > details > summary')?.parentElement.id")
        if at and at not in reached:
            reached.add(at)
            if not seen.evaluate(f"document.getElementById('{at}').open"):
                seen.keyboard.press("Enter")
            assert seen.locator(f"#{at} blockquote").first.is_visible()
        if len(reached) == rows:
            break
    assert len(reached) == rows


def test_a_node_leads_to_its_row_and_the_address_keeps_it(look, page):
    seen = look(page, script=False).page
    seen.locator("#node-3 a").click()
    assert seen.url.endswith("#row-3")
    assert seen.locator("#asset-3 blockquote").first.is_visible()
    again = look(page, script=False, at="#row-5").page
    assert again.locator("#asset-5 blockquote").first.is_visible()


def test_what_is_not_pointed_at_fades_to_four_tenths(look, page):
    seen = look(page).page
    seen.locator("#asset-2 > summary").hover()
    opacity = "e => getComputedStyle(e).opacity"
    assert seen.locator("#node-2").evaluate(opacity) == "1"
    assert seen.locator("#node-4").evaluate(opacity) == "0.4"


def test_the_legend_leaves_a_class_out(look, page):
    seen = look(page).page
    seen.locator("#show-Dam").uncheck()
    assert not any(row.is_visible() for row in seen.locator("li.of-Dam").all())
    assert seen.locator("li.of-HydroPlant").first.is_visible()


def test_other_ways_are_drawn_when_they_are_asked_for(look, page):
    seen = look(page).page
    context = seen.locator("g.edge.context").first
    assert not context.is_visible()
    seen.locator("#context").check()
    assert seen.locator("g.edge.context path").first.evaluate("e => e.getClientRects().length") > 0


def test_paper_shows_the_passages_that_are_folded_on_screen(look, page):
    seen = look(page).page
    last = seen.locator(".asset").last.locator("blockquote").first
    assert not last.is_visible()
    seen.emulate_media(media="print")
    assert last.is_visible()
    assert seen.pdf().startswith(b"%PDF")


def hostile_pages():
    store = region()
    exposure = whatif(store, Scenario((Shock(Ref("ent", "state")),), name=HOSTILE[0]), of="infrastructure")
    from araz.graph.dossier import dossier

    yield "exposure", report(store, exposure, question=HOSTILE[3])
    yield "answer", report(store, ask(store, "evidence", {"a": "ent:state", "b": "ent:plant0"}), question=HOSTILE[1])
    yield "dossier", report(store, dossier(store, Ref("ent", "state")))
    yield "table", table_page(store, exposure.table(), title=HOSTILE[2], query=HOSTILE[2])


@pytest.mark.parametrize("name", ["exposure", "answer", "dossier", "table"])
def test_hostile_texts_are_shown_as_text(look, name):
    html = dict(hostile_pages())[name]
    seen = look(html)
    assert seen.page.evaluate("window.harmed") is None
    assert seen.watch.clean()
    assert seen.page.locator("script, iframe, form, base, link, object, embed, img").count() == 0
    assert seen.page.evaluate(
        "[...document.querySelectorAll('*')].every(e => [...e.attributes].every(a => !/^on/.test(a.name)))"
    )
    links = seen.page.locator("a[href]").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert all(link.startswith(("#", "https://harm.example/?", "https://harm.example/'")) for link in links)


def test_hostile_names_and_quotes_are_whole_on_the_page(look):
    seen = look(dict(hostile_pages())["exposure"]).page
    words = seen.evaluate("document.body.textContent")
    assert all(" ".join(shown(text).split()) in " ".join(words.split()) for text in HOSTILE)
