"""What the answer page says, and that it says it as text."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

import pytest
import yaml
from araz.graph.claim import Claim, Entity, Name, Passage, Source
from araz.graph.memory import MemoryStore
from araz.graph.ref import Ref
from araz.graph.store import Batch, Table
from araz.ontology.vocabulary import Kind, Modality, Relation
from araz.queries.scenario import Scenario, Shock, read_record
from araz.queries.whatif import whatif
from araz.views.citing import marked
from araz.views.report import report
from araz.views.report_sections import comparison_section
from markupsafe import escape

HEADLINE = "Which shared infrastructure is exposed if Iran destabilises?"


@pytest.fixture(scope="module")
def exposure(example):
    return example.whatif("Iran")


@pytest.fixture(scope="module")
def page(example):
    return example.report(example.ask(HEADLINE), question=HEADLINE)


def test_the_headline_question_gets_the_page_of_the_what_if_answer(page, exposure):
    ranks = re.findall(r'<details name="asset" id="asset-(\d+)"', page)
    assert [int(rank) for rank in ranks] == [line.rank for line in exposure.results]
    assert f"<h1><bdi>{HEADLINE}</bdi></h1>" in page


def test_a_rank_is_the_same_in_row_node_and_pin(page):
    assert 'id="row-1"' in page
    assert re.search(r'id="node-1">.*?href="#row-1".*?>1</text>', page)
    assert re.search(r'<svg[^>]*class="araz-map".*href="#row-1"', page, re.DOTALL)


def test_the_same_answer_gives_the_same_bytes(example, page):
    assert example.report(example.ask(HEADLINE), question=HEADLINE) == page


def test_the_page_is_one_file_without_script_under_its_weight(page):
    assert "<script" not in page
    assert not re.search(r"""\s(?:src|srcset|action|formaction|on\w+|style)\s*=""", page)
    assert len(page.encode()) <= 700_000


def test_the_policy_allows_the_style_sheet_of_the_page_and_nothing_else(page):
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    (said,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)
    said = said.replace("&#39;", "'")
    assert said == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_every_passage_behind_the_likeliest_ways_is_on_the_page(page, exposure):
    plain = re.sub(r"</?mark>", "", page)
    quotes = {p.quote for x in exposure.results for hop in x.paths[0].hops for c in hop.claims for p in c.evidence}
    assert quotes
    assert all(quote.replace("'", "&#39;") in plain for quote in quotes)


def test_the_page_tells_its_rules_with_their_reasons(page, exposure):
    rules = {hop.rule for line in exposure.results for hop in line.paths[0].hops}
    assert rules
    assert all(str(escape(words)) in page for rule in rules for words in (rule.mechanism, rule.reason))


def test_the_scenario_on_the_page_replays(page, exposure):
    (text,) = re.findall(r'<pre[^>]*aria-label="The scenario as YAML">(.*?)</pre>', page, re.DOTALL)
    assert read_record(yaml.safe_load(text)) == exposure.scenario


def test_the_page_says_what_changes_is_at_risk_and_could_stand_in(page):
    assert all(f'id="{part}"' in page for part in ("matters", "at-risk", "instead", "method", "sources", "cite"))


def test_another_scenario_is_compared_on_the_page(example, exposure):
    other = Scenario((Shock(Ref("ent", "iran"), probability=0.125),), name="contained")
    assert 'id="compared"' in example.report(exposure, against=other)


def test_a_comparison_of_nothing_says_so():
    found = nothing()
    assert comparison_section(found.compare(found), "one", "other").note


def test_an_exposure_of_nothing_says_why():
    found = nothing()
    assert found.note
    assert found.note in report(found.store, found)


@pytest.mark.parametrize(
    ("question", "values"),
    [("corridors", ("Iran",)), ("stance", ("Azerbaijan", "Iran")), ("timeline", ("Iran", "Azerbaijan"))],
)
def test_an_answer_page_has_rows_graph_passages_sources_and_method(example, question, values):
    answer = example.ask(question, *values)
    page = example.report(answer)
    assert len(re.findall(r'id="row-\d+"', page)) == len(answer.rows)
    assert all(f'id="{part}"' in page for part in ("graph", "passages", "sources", "method", "cite"))
    assert answer.question.counts in page


def test_an_answer_page_numbers_only_passages_that_it_quotes(example):
    page = example.report(example.ask("stance", "Azerbaijan", "Iran"))
    cited, quoted = set(re.findall(r'href="#said-(\d+)"', page)), set(re.findall(r'id="said-(\d+)"', page))
    assert cited == quoted


def test_a_denial_is_not_told_as_a_claim(example):
    page = example.report(example.ask("stance", "Azerbaijan", "Iran"))
    assert "<bdi>Azerbaijan intervenes in Iran (negated)</bdi>" in page
    assert "<bdi>Azerbaijan intervenes in Iran</bdi>" not in page


def test_an_answer_without_rows_says_that_nothing_is_known(example):
    answer = example.ask("neighbours", "India")
    assert not answer.rows
    assert "Nothing is known." in example.report(answer)


def test_a_dossier_and_a_table_have_pages(example):
    assert "<h1><bdi>Araz River</bdi></h1>" in example.report(example.show("Araz River"))
    table = example.sparql("SELECT ?a WHERE { ?a a az:State } LIMIT 2")
    assert example.report(table, query="SELECT 1").count('id="row-') == 2


def test_a_source_without_a_licence_is_said_to_have_none():
    store, _ = small(licence="")
    page = report(store, whatif(store, Scenario((Shock(Ref("ent", "state")),)), of="infrastructure"))
    assert "no licence stated" in page


def test_a_source_that_is_not_on_record_is_named_by_its_id():
    store, _ = small(source=False)
    page = report(store, whatif(store, Scenario((Shock(Ref("ent", "state")),)), of="infrastructure"))
    assert "src:s" in page


def test_the_longest_name_in_a_quote_is_marked_wherever_it_stands():
    pieces = marked("Baku, old Baku port, BAKU PORT.", ["Baku", "Baku port"])
    assert [piece.text for piece in pieces if piece.marked] == ["Baku port", "BAKU PORT"]


def test_part_of_a_word_is_not_marked():
    assert not any(piece.marked for piece in marked("Iranian", ["Iran"]))


def small(*, licence="CC BY 4.0", source=True):
    """A state that operates a plant, and why that is said."""
    ends = [
        Entity(Ref("ent", "state"), Kind.STATE, (Name("State"),)),
        Entity(Ref("ent", "plant"), Kind.HYDRO_PLANT, (Name("Plant"),)),
    ]
    said = Passage(Ref("src", "s"), 0, 5, "words")
    claim = Claim(ends[0].id, Relation.OPERATES, ends[1].id, Modality.REPORTED, evidence=(said,))
    store = MemoryStore()
    store.write(Batch([Source(said.source, "A title", licence=licence)] if source else [], ends, [claim]))
    return store, claim


def nothing():
    """An answer without results: a plant stands still, and no claim ties anything to it by which that passes on."""
    store, claim = small()
    return whatif(store, Scenario((Shock(claim.object, "drought"),)), of="infrastructure")


def test_what_is_reported_is_tagged_and_drawn_as_such():
    store, _ = small()
    page = report(store, whatif(store, Scenario((Shock(Ref("ent", "state")),)), of="infrastructure"))
    assert '<span class="tag m-reported">reported</span>' in page
    assert re.search(r'class="f edge m-reported[^"]*"><path [^>]*stroke-dasharray="14 4"', page)


def test_a_table_page_without_a_store_needs_none():
    from araz.views.report_answer import table_page

    page = table_page(None, Table(("who", "sure"), ((Ref("ent", "iran"), 0.5),)), title="Rows")
    assert "ent:iran" in page
