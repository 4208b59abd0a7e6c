"""Every notebook runs from top to bottom, is committed without output, ends with its answer, and exports safely."""

from __future__ import annotations

import json

import pytest

from ..house.conftest import ROOT

NOTEBOOKS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_it_is_committed_clean_opens_with_its_question_and_ends_with_its_answer(name):
    cells = json.loads((ROOT / "notebooks" / name).read_text("utf-8"))["cells"]
    assert "?" in "".join(cells[0]["source"])
    assert any(cell["cell_type"] == "markdown" and "**Answer.**" in "".join(cell["source"]) for cell in cells[-2:])
    assert all(not cell["outputs"] and cell["execution_count"] is None for cell in cells if cell["cell_type"] == "code")


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_it_runs_from_top_to_bottom(ran, name):
    done = ran(name)
    assert done.ended, done.said
    assert any(cell.get("outputs") for cell in json.loads(done.path.read_text("utf-8"))["cells"])


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_what_it_shows_is_shown_once_and_as_text_too(ran, name):
    for cell in json.loads(ran(name).path.read_text("utf-8"))["cells"]:
        shown = [each for each in cell.get("outputs", ()) if each["output_type"] != "stream"]
        texts = ["".join(each["data"]["text/plain"]) for each in shown]
        assert all(text.strip() and "\x1b" not in text for text in texts)
        assert len(shown) <= 1


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_its_page_asks_nothing_of_a_network_and_is_silent_on_the_console(look, exported, name):
    watch = look(exported(name)).watch
    assert watch.clean(), watch


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_no_script_runs_in_its_page(look, exported, name):
    seen = look(exported(name).replace("</main>", "<script>document.title = 'harmed'</script></main>"))
    assert seen.page.title() == name.removesuffix(".ipynb")
    assert any("Content Security Policy" in said for said in seen.watch.said)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_its_page_reads_with_script_off(look, exported, name):
    page = look(exported(name), script=False).page
    assert page.locator("h1").first.is_visible()
    assert page.locator(".jp-OutputArea-output").first.is_visible()


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_nothing_serious_stands_in_the_way_of_a_reader(look, exported, violations, name, dark):
    bare = exported(name).replace("default-src 'none'", "script-src 'unsafe-eval'")
    assert violations(look(bare, dark=dark).page) == []


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_phone_shows_its_page_without_scrolling_sideways(look, exported, name):
    page = look(exported(name), phone=True).page
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
