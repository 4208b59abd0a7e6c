"""The explorer in a real browser with no network: what it does, and what nobody can make it do."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from araz.views.explorer import write_explorer

from .hostile import HOSTILE, region, shown


@pytest.fixture(scope="module")
def around(example) -> str:
    return write_explorer(example.store, ["Khudafarin dam"])


@pytest.fixture(scope="module")
def answered(example) -> str:
    return write_explorer(example.store, exposure=example.whatif("Iran"))


@pytest.fixture(scope="module")
def harmful() -> str:
    return write_explorer(region(), ["State"])


def test_it_asks_for_nothing_and_has_no_error(look, around):
    page = look(around)
    page.page.wait_for_function("document.querySelector('#shown').textContent.includes('entities')")
    assert page.watch.clean(), page.watch


def test_the_policy_is_in_force(look, around):
    page = look(around)
    ran = page.page.evaluate(
        """() => { const s = document.createElement('script'); window.ran = 0;
        try { s.textContent = 'window.ran = 1'; document.body.append(s); } catch (e) {} return window.ran; }"""
    )
    assert ran == 0
    assert page.watch.said  # The browser says that it refused.


def test_it_reads_with_script_off(look, around):
    page = look(around, script=False).page
    assert page.locator("#tables table").is_visible()
    assert page.locator("#tables li q").first.is_visible()
    assert not page.locator("#stage").is_visible()


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("which", ["around", "answered"])
def test_axe_finds_nothing_serious(look, violations, request, which, dark):
    page = look(request.getfixturevalue(which), dark=dark).page
    page.locator("#open-records").click()
    assert violations(page) == []


def test_a_phone_scrolls_one_way_only(look, around):
    page = look(around, phone=True).page
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_keyboard_alone_reaches_every_passage(look, around):
    page = look(around).page
    wanted = {f"#{each}" for each in re.findall(r"<li id=(p\d+)>", around)}
    page.get_by_label("negated").focus()
    page.keyboard.press("Space")
    page.locator("#open-records").focus()
    page.keyboard.press("Enter")
    reached: set[str] = set()
    for _ in range(400):
        page.keyboard.press("Tab")
        here = page.evaluate("document.activeElement.closest('#tables') && document.activeElement.getAttribute('href')")
        if here and here.startswith("#p"):
            reached.add(here)
        if reached >= wanted:
            break
    assert wanted
    assert reached == wanted


def test_arrow_keys_and_enter_lead_to_a_passage(look, example):
    page = look(write_explorer(example.store, ["Iran"])).page
    page.locator("#stage").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('#card') !== null")
    assert page.locator("#card blockquote").first.inner_text()


def choose(page, text: str) -> None:
    page.locator("#search").fill(text)
    page.keyboard.press("Enter")


def test_search_shows_the_claims_of_a_name_with_their_words(look, around):
    page = look(around).page
    choose(page, "khudafarin dam")
    assert page.locator("#card .title").inner_text() == "Khudafarin dam"
    assert "Mughan plain" in page.locator("#card").inner_text()
    assert page.locator("#card blockquote").count() >= 1


def test_expanding_brings_neighbours_in_and_collapsing_takes_them_away(look, around):
    page = look(around).page
    before = page.locator("#shown").inner_text()
    choose(page, "qiz qalasi hydroelectric")
    page.get_by_role("button", name="Expand").click()
    assert page.locator("#shown").inner_text() != before
    page.get_by_role("button", name="Collapse").click()
    assert page.locator("#shown").inner_text() == before


def test_filters_take_lines_and_rows_away(look, around):
    page = look(around).page
    page.locator("#open-records").click()
    rows = page.locator("#tables tbody tr:visible").count()
    page.get_by_label("asserted").uncheck()
    assert page.locator("#tables tbody tr:visible").count() < rows
    assert "0 lines" in page.locator("#shown").inner_text()


def test_time_and_confidence_filter(look, example):
    page = look(write_explorer(example.store)).page
    lines = page.locator("#shown").inner_text()
    page.locator("#confidence").fill("0.95")
    fewer = page.locator("#shown").inner_text()
    assert fewer != lines
    page.locator("#confidence").fill("0")
    page.locator("#to").fill("1950")
    page.keyboard.press("Tab")
    assert page.locator("#shown").inner_text() not in (lines, fewer)
    page.locator("#to").fill("soon")
    page.keyboard.press("Tab")
    assert page.locator("#to").get_attribute("aria-invalid") == "true"


def test_a_path_between_two_is_told_step_by_step(look, around):
    page = look(around).page
    choose(page, "mughan")
    page.get_by_role("button", name="Path from here").click()
    page.locator("#path-to").fill("qiz qalasi hydroelectric")
    page.keyboard.press("Enter")
    assert page.locator("#card .kind").inner_text() == "path, 2 steps"
    assert page.locator("#card .claim").count() == 2


def test_a_link_brings_everything_back(look, around):
    page = look(around).page
    choose(page, "mughan")
    page.get_by_role("button", name="Pin").click()
    page.get_by_label("reported").uncheck()
    address = unquote(page.evaluate("location.hash"))
    again = look(around, at=page.evaluate("location.hash")).page
    assert unquote(again.evaluate("location.hash")) == address
    assert again.locator("#card .title").inner_text() == "Mughan plain"
    assert again.get_by_role("button", name="Unpin").count() == 1
    assert not again.get_by_label("reported").is_checked()


@pytest.mark.parametrize("hash_", ["#n=nobody&open=99&class=x&path=a~b&confidence=nan", "#%", "#n=__proto__", "#p1"])
def test_any_address_opens(look, around, hash_):
    page = look(around, at=hash_)
    assert page.page.locator("#shown").inner_text()
    assert page.watch.clean(), page.watch


@pytest.mark.parametrize(("button", "starts"), [("#save-png", b"\x89PNG"), ("#save-svg", b"<svg ")])
def test_the_picture_is_saved(look, harmful, button, starts):
    page = look(harmful)
    with page.page.expect_download() as saved:
        page.page.locator(button).click()
    data = saved.value.path().read_bytes()
    assert data.startswith(starts)
    assert b"<script" not in data
    assert page.watch.clean(), page.watch


def test_a_scenario_is_ranked_and_can_be_switched_off(look, answered, example):
    page = look(answered).page
    first = example.whatif("Iran").results[0]
    assert page.locator("#card .ranked li").first.inner_text().split("\n")[0] == first.name
    page.locator("#whatif").click()
    assert page.locator("#whatif").get_attribute("aria-pressed") == "false"
    assert "if=0" in page.evaluate("location.hash")


def test_hostile_texts_are_shown_as_text(look, harmful):
    page = look(harmful)
    page.page.locator("#open-records").click()
    text = page.page.locator("body").inner_text()
    for number, each in enumerate(HOSTILE):
        assert " ".join(shown(each).split()) in " ".join(text.split()), each
        choose(page.page, f"plant {number}")
        assert page.page.locator("#card .title").inner_text() != "State"
    assert page.page.evaluate("window.harmed") is None
    assert page.page.locator("img, iframe, form, base, link").count() == 0
    assert page.watch.clean(), page.watch


def test_nothing_leads_to_script(look, harmful):
    page = look(harmful).page
    links = page.evaluate("[...document.querySelectorAll('a')].map((a) => a.protocol)")
    assert set(links) <= {"https:", "file:"}
