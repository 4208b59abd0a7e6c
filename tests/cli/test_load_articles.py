"""`araz load` of articles: what goes in, what is read only once, what stops nothing, and what people decided."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ..loaders.articles.conftest import serving
from .inprocess import Done, Run, araz  # noqa: F401 - a fixture
from .reading import readers, typed  # noqa: F401 - fixtures
from .test_commands import araz as process

BORDERS = "The frontier\n\nIran borders Turkey. Iran may borders Armenia.\n"
OPERATES = "The plant\n\nArmenia operates Salt plant.\n"
PAGE = (
    b"<!doctype html><html><head><title>Frontiers</title></head><body><article><h1>Frontiers</h1>"
    b"<p>Iran borders Turkey. It is a long frontier, and much is traded over it every day.</p></article></body></html>"
)
SOURCES = "SELECT ?title ?text { ?s a az:Source ; dcterms:title ?title ; az:text ?text } ORDER BY ?title"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, readers) -> Path:  # noqa: F811
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def load(araz: Run):  # noqa: F811
    """Loads in this process, and gives the reports."""
    return lambda *args: araz("load", *args, "--workers", "0")


def reports(done: Done) -> list[dict[str, object]]:
    found = json.loads(done.out) if done.out else []
    return found if isinstance(found, list) else [found]


def new(done: Done) -> list[int]:
    return [report["claims"]["new"] for report in reports(done)]


@pytest.fixture
def folder(place: Path) -> Path:
    folder = place / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text(BORDERS, "utf-8")
    (folder / "b.md").write_text(f"# {OPERATES}", "utf-8")
    return folder


def rows(araz: Run, query: str) -> list[list[object]]:  # noqa: F811
    return json.loads(araz("sparql", query).out)["rows"]


def test_an_article_becomes_claims_that_cite_its_text(load, araz, folder):  # noqa: F811
    assert new(load("articles/a.txt")) == [1]
    assert rows(araz, SOURCES) == [["The frontier", BORDERS]]
    shown = json.loads(araz("show", "Iran").out)
    assert "Iran borders Turkey." in json.dumps(shown)


def test_a_new_entity_says_why_it_was_made(load, araz, folder):  # noqa: F811
    load("articles/b.md")
    [[why]] = rows(araz, "SELECT ?d { ent:salt-plant dcterms:description|rdfs:comment ?d }")
    assert "not in the registry" in why
    assert "ent:meghri" in why


def test_reading_an_article_again_changes_nothing(load, folder):
    load("articles/a.txt")
    done = load("articles/a.txt")
    assert [report["claims"] for report in reports(done)] == [
        {"new": 0, "updated": 0, "unchanged": 1, "quarantined": 0}
    ]


def test_a_folder_takes_claims_first_and_then_articles(load, araz, folder):  # noqa: F811
    source = {"type": "source", "id": "src:own", "title": "By hand", "text_file": "a.txt"}
    claim = {"subject": "ent:iran", "relation": "rivalOf", "object": "ent:turkiye"}
    said = {"source": "src:own", "quote": "Iran borders Turkey."}
    lines = [source, {**claim, "evidence": [said]}]
    (folder / "z.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    done = load("articles")
    assert [report["source"] for report in reports(done)] == ["articles/z.jsonl", "articles/a.txt", "articles/b.md"]
    # The text beside the claims is known by their source, also when it is read.
    assert [row[0] for row in rows(araz, SOURCES)] == ["By hand", "The plant"]


def test_one_bad_document_gives_one_line_and_stops_nothing(load, folder):
    (folder / "aa.pdf").write_bytes(b"%PDF-1.4 nothing of the kind")
    (folder / "ab.txt").write_text("BREAK", "utf-8")
    done = load("articles")
    assert done.code == 3
    assert new(done) == [1, 1]
    lines = done.err.splitlines()
    assert [line.partition(": ")[2][:16] for line in lines] == ["articles/aa.pdf:", "articles/ab.txt:"]
    assert lines[1].endswith("ValueError: the reader broke")


def test_of_several_those_read_before_are_left_out(load, folder, readers):  # noqa: F811
    assert new(load("articles")) == [1, 1]
    done = load("articles")
    assert done.line() == "araz: 2 of 2 articles were read before and are left out; --again reads them again\n"
    assert (done.code, done.out) == (0, "[]\n")
    (folder / "c.txt").write_text("Iran borders Azerbaijan.", "utf-8")
    (folder / "a.txt").write_text("Iran borders Armenia.", "utf-8")
    done = load("articles")
    assert [report["source"] for report in reports(done)] == ["articles/a.txt", "articles/c.txt"]
    assert "1 of 3 articles" in done.line()
    assert [each.read_so_far for each in readers] == [2, 2]


def test_again_and_another_reader_or_threshold_read_anew(load, folder):
    load("articles")
    assert new(load("articles", "--again")) == [0, 0]
    assert new(load("articles", "--threshold", "recall")) == [1, 0]
    assert len(reports(load("articles", "--reader", "other"))) == 2


def test_an_article_that_failed_is_tried_again(load, folder):
    (folder / "c.txt").write_text("", "utf-8")
    load("articles")
    (folder / "c.txt").write_text("Iran borders Azerbaijan.", "utf-8")
    assert [report["source"] for report in reports(load("articles"))] == ["articles/c.txt"]


def test_a_run_that_is_ended_is_taken_up_where_it_was(load, araz, folder):  # noqa: F811
    (folder / "b.txt").write_text("STOP", "utf-8")
    assert load("articles").code == 130
    assert rows(araz, "SELECT (COUNT(?c) AS ?n) { ?c a az:Claim }") == [[2]]
    (folder / "b.txt").write_text("Iran borders Azerbaijan.", "utf-8")
    assert [report["source"] for report in reports(load("articles"))] == ["articles/b.txt"]


def test_many_articles_are_written_twenty_at_a_time_and_an_end_loses_none(load, araz, place):  # noqa: F811
    many = place / "many"
    many.mkdir()
    for number in range(50):
        (many / f"{number:02}.txt").write_text(f"Iran borders Turkey.\n\nNumber {number}.", "utf-8")
    (many / "45.txt").write_text("STOP", "utf-8")
    assert load("many").code == 130
    (many / "45.txt").write_text("Iran borders Armenia.", "utf-8")
    done = load("many")
    assert done.line().startswith("araz: 45 of 50 articles were read before")
    assert [report["source"] for report in reports(done)] == [f"many/{number}.txt" for number in range(45, 50)]
    done = load("many", "--again")
    assert reports(done)[0]["source"] == "20 articles, many/00.txt to many/19.txt"
    assert [report["claims"]["unchanged"] for report in reports(done)] == [20, 20, 10]


def test_a_text_under_another_name_keeps_its_source(load, araz, place, folder):  # noqa: F811
    load("articles/a.txt")
    (place / "renamed.txt").write_text(BORDERS, "utf-8")
    assert new(load("renamed.txt")) == [0]
    assert [row[0] for row in rows(araz, SOURCES)] == ["The frontier"]


def test_replacing_withdraws_what_a_reader_no_longer_says_and_nothing_else(load, araz, place, folder):  # noqa: F811
    load("articles/a.txt", "--threshold", "recall")
    [[source]] = rows(araz, "SELECT ?s { ?s az:text ?text }")
    said = {"source": source, "quote": "Iran borders Turkey."}
    own = {"subject": "ent:iran", "relation": "rivalOf", "object": "ent:turkiye", "evidence": [said]}
    (place / "own.jsonl").write_text(json.dumps(own) + "\n", "utf-8")
    assert new(araz("load", "own.jsonl")) == [1]
    [report] = reports(load("articles/a.txt", "--replace"))
    assert report["claims"] == {"new": 0, "updated": 0, "unchanged": 2, "quarantined": 0, "withdrawn": 1}


def test_what_a_reviewer_rejected_does_not_come_back(load, araz, folder, typed):  # noqa: F811
    load("articles")
    typed(b"r\nq\n")
    assert araz("review", "--by", "Ana", "--relation", "borders").code == 0
    standing = "ASK { ent:iran az:borders ent:turkiye }"
    assert rows(araz, standing) == [[False]]
    load("articles", "--again")
    load("articles/a.txt", "--replace")
    assert rows(araz, standing) == [[False]]


def test_standard_input_is_an_article_where_that_is_said_or_seen(load, typed):  # noqa: F811
    typed(BORDERS.encode())
    assert new(load("-", "--syntax", "article")) == [1]
    typed(PAGE.replace(b"Turkey", b"Armenia"))
    assert new(load("-")) == [1]
    typed(BORDERS.encode())
    assert load("-").line().endswith("if it is text to be read, --syntax article\n")


def test_an_article_is_fetched_and_nothing_else_is(load):
    with serving() as web:
        assert new(load(web.page("/news", PAGE))) == [1]
        web.pages.clear()
        assert load(web.url("/news")).code == 3
    refused = load("https://example.org/a.ttl")
    assert refused.line().endswith("only articles are fetched from the web; save it and load the file\n")


def test_a_claim_that_does_not_fit_is_kept_in_quarantine_and_told(load, place):
    (place / "a.txt").write_text("Iran operates Turkey. Iran borders Armenia.", "utf-8")
    done = load("a.txt")
    assert (done.code, new(done)) == (0, [1])
    assert done.line().startswith("araz: a.txt, characters 0 to 21: ")
    assert json.loads((place / "araz.db" / "quarantine.jsonl").read_text("utf-8"))["record"]["relation"] == "operates"


def test_hostile_text_goes_in_as_text(load, araz, place):  # noqa: F811
    text = 'Iran borders Turkey. <script>alert(1)</script> \u202e"} . DROP ent:iran\x00 [red]{{7*7}}'
    (place / "a.txt").write_text(text, "utf-8")
    assert new(load("a.txt")) == [1]
    [[_, kept]] = rows(araz, SOURCES)
    assert "<script>alert(1)</script>" in kept
    assert rows(araz, "SELECT (COUNT(?c) AS ?n) { ?c a az:Claim }") == [[1]]


def test_a_text_in_a_language_that_the_reader_does_not_know_is_told(load, place):
    (place / "a.txt").write_text("Россия и Иран подписали соглашение о строительстве железной дороги.", "utf-8")
    assert load("a.txt").line() == (
        "araz: a.txt: the text is in 'ru', and the reader 'small' was made for 'en': expect little\n"
    )


def test_no_store_is_made_for_an_article_that_cannot_be_read(load, place):
    (place / "a.pdf").write_bytes(b"%PDF-1.4")
    done = load("a.pdf")
    assert done.code == 3
    assert done.line().startswith("araz: a.pdf: ")
    assert [path.name for path in place.iterdir()] == ["a.pdf"]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (
            ["--threshold", "1.5"],
            "'1.5' is no threshold; give recall, balanced, precision, or a confidence from 0 to 1",
        ),
        (["--threshold", "nan"], "'nan' is no threshold"),
        (["--reader", "smal"], "unknown reader 'smal'; use one of small"),
    ],
)
def test_a_mistake_in_the_call_gets_one_clear_line(load, folder, args, said):
    done = load("articles", *args)
    assert done.code == 2
    assert said in done.line()


def test_the_trained_reader_fills_a_store(place):
    for name in ("iraq", "armenia", "pakistan", "turkmenistan"):
        (place / f"{name}.txt").write_text(f"Iran borders {name.title()}.", "utf-8")
    done = process("load", ".", "--workers", "2", cwd=place)
    assert done.returncode == 0, done.stderr
    found = process("ask", "neighbours", "Iran", cwd=place).stdout
    assert all(f"ent:{name}" in found for name in ("iraq", "armenia", "pakistan", "turkmenistan"))
