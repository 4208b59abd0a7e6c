"""How a language model's endpoint is asked: retries, forms of JSON, budgets, the cache, and a key that nobody sees."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from araz.errors import ArazError, InputError, UsageError
from araz.graph.ref import Ref
from araz.loaders.llm.account import Left
from araz.loaders.llm.budget import Budget, Prices, read_budget
from araz.loaders.llm.chat import Patience
from araz.loaders.llm.settings import Settings, settings_from
from araz.loaders.reader.readers import TextReader

from .server import BORDERS, BROKEN, EMPTY, GOOD, KEY, Reply, said

LONG = "\n".join(f"Iran borders Turkey. Day {number} was calm." for number in range(40))
BUSY = Reply(status=429, body=b'{"error": {"message": "slow down"}}', headers={"Retry-After": "7"})


def failure(server, text=BORDERS, **options) -> ArazError:
    with pytest.raises(ArazError) as caught:
        server.reader(**options).read(text)
    assert KEY not in f"{caught.value!r} {caught.value} {caught.value.__cause__!r}"
    assert "\n" not in str(caught.value)
    return caught.value


def test_the_reader_is_a_text_reader_as_the_others(server):
    server.says(GOOD)
    reader: TextReader = server.reader()
    assert said(reader.read(BORDERS, Ref("src", "a"))) == [("iran", "borders", "turkiye")]


def test_the_request_is_the_same_each_time_and_holds_the_schema(server):
    server.says(GOOD)
    server.reader().read(BORDERS)
    server.reader().read(BORDERS)
    first, second = server.asked
    assert first == second
    assert first["path"] == "/v1/chat/completions"
    assert (first["model"], first["temperature"], first["seed"]) == ("some-model", 0, 0)
    schema = first["response_format"]["json_schema"]["schema"]
    assert "borders" in schema["properties"]["claims"]["items"]["properties"]["relation"]["enum"]
    assert server.heard[0]["authorization"] == f"Bearer {KEY}"


def test_without_a_key_none_is_sent(server):
    server.says(GOOD)
    server.reader(key="").read(BORDERS)
    assert "authorization" not in server.heard[0]


@pytest.mark.parametrize("refused", [1, 2])
def test_a_server_without_schemas_is_asked_in_plainer_forms(server, refused):
    server.says(*[Reply(status=400, body=b'{"error": "response_format is not supported"}')] * refused, GOOD)
    reader = server.reader()
    assert len(reader.read(BORDERS).claims) == 1
    assert [asked.get("response_format", {}).get("type") for asked in server.asked] == [
        "json_schema",
        "json_object",
        None,
    ][: refused + 1]
    reader.read(BORDERS)
    assert server.asked[-1].get("response_format") == server.asked[-2].get("response_format")


def test_a_wish_that_a_server_refuses_is_left_out(server):
    refusal = b'{"error": {"message": "Unsupported parameter: max_tokens, use max_completion_tokens"}}'
    server.says(Reply(status=400, body=refusal), GOOD)
    server.reader().read(BORDERS)
    assert "max_tokens" not in server.asked[1]
    assert server.asked[1]["max_completion_tokens"] == server.asked[0]["max_tokens"]


@pytest.mark.parametrize(
    "content",
    ["Here it is:\n```json\n%s\n```\nGlad to help.", "<think>{hm} {}</think>%s", '{"a": 1} %s', "%s {"],
)
def test_json_is_found_among_other_words(server, content):
    server.says(content % json.dumps(GOOD))
    assert len(server.reader().read(BORDERS).claims) == 1


def test_retry_after_is_honoured(server):
    server.says(BUSY, GOOD)
    assert len(server.reader().read(BORDERS).claims) == 1
    assert server.slept == [7.0]


def test_retry_after_may_be_a_date(server):
    then = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    server.says(Reply(status=503, body=b"", headers={"Retry-After": then}), GOOD)
    server.reader().read(BORDERS)
    assert 20 < server.slept[0] <= 30


def test_pauses_grow(server):
    server.says(BROKEN, BROKEN, GOOD)
    server.reader().read(BORDERS)
    assert server.slept == [1.0, 2.0]


def test_a_server_that_stays_broken_is_an_error_that_says_so(server):
    server.says(BROKEN)
    assert "nothing of the text was read" in str(failure(server))
    assert "the server answers 500, after 3 tries" in str(failure(server))


def test_a_server_that_wants_an_hour_is_not_waited_for(server):
    server.says(Reply(status=429, body=b"", headers={"Retry-After": "3600"}))
    assert "wants 3600 s to pass" in str(failure(server))
    assert server.slept == []


def test_an_account_without_money_is_not_asked_again(server):
    server.says(Reply(status=429, body=b'{"error": {"message": "no", "code": "insufficient_quota"}}'))
    assert "see to the account" in str(failure(server))
    assert len(server.asked) == 1


def test_a_silent_server_is_given_up(server):
    server.says(Reply(GOOD, silence=0.4))
    patience = Patience(tries=2, silence=0.05)
    assert "silent for 0.05 s, after 2 tries" in str(failure(server, patience=patience))


def test_an_answer_that_drips_is_given_up(server):
    server.says(GOOD)
    assert "was not there after -1 s" in str(failure(server, patience=Patience(tries=1, silence=5, in_all=-1)))


def test_a_huge_answer_is_dropped(server):
    server.says(Reply(body=b'{"choices": "' + b"x" * 300_000))
    assert "larger than 100,000 bytes" in str(failure(server, patience=Patience(most=100_000)))
    assert len(server.asked) == 1


def test_a_page_in_place_of_json_says_so(server):
    server.says(Reply(body=b"<html>", headers={"Content-Type": "text/html; charset=utf-8"}))
    assert str(failure(server)) == f"{server.url}: the server answers text/html, not JSON; check ARAZ_LLM_URL"


@pytest.mark.parametrize("body", [b'{"choices": [{"mess', b"[]", b'{"choices": []}', b"[" * 5000, b"\xff\xfe"])
def test_a_broken_reply_is_asked_for_again(server, body):
    server.says(Reply(body=body), GOOD)
    assert len(server.reader().read(BORDERS).claims) == 1


@pytest.mark.parametrize("message", [7, None, [], {"content": 7}, {"content": {"a": 1}}])
def test_a_message_of_another_shape_is_no_answer(server, message):
    server.says(Reply(body=json.dumps({"choices": [{"message": message}], "usage": "?"}).encode()))
    assert "refused to read a part" in str(failure(server))


def test_a_wrong_key_is_an_error_that_does_not_show_it(server):
    body = json.dumps({"error": {"message": f"Incorrect API key: {KEY}"}}).encode()
    for status in (401, 403, 404, 418):
        server.says(Reply(status=status, body=body))
        assert f"the server answers {status}" in str(failure(server))


def test_a_part_of_the_key_that_a_server_quotes_is_not_shown(server):
    body = json.dumps({"error": {"message": f"Incorrect API key: {KEY[:10]}***"}}).encode()
    server.says(Reply(status=401, body=body))
    assert KEY[:10] not in str(failure(server))


def test_a_key_that_is_withdrawn_halfway_keeps_what_was_read(server):
    server.says(GOOD, Reply(status=401, body=b"{}"))
    found, account = server.reader(longest=500).read_with_account(LONG)
    assert (bool(found.claims), len(server.asked)) == (True, 2)
    assert account.stopped == f"{server.url}: the server answers 401; check ARAZ_LLM_KEY"


def test_a_redirect_is_not_followed(server):
    server.says(Reply(status=307, body=b"", headers={"Location": "http://127.0.0.1:9/v1"}))
    assert "give the address that it leads to" in str(failure(server))
    assert len(server.asked) == 1


def test_a_server_that_is_not_there_is_one_clear_line(server):
    server.server_close()
    assert "cannot be reached" in str(failure(server))


def test_control_characters_of_a_server_do_not_reach_the_terminal(server):
    server.says(Reply(status=418, body=json.dumps({"error": {"message": "a\x1b[31m b\nc"}}).encode()))
    assert "\x1b" not in str(failure(server))


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Reply(None, refusal="I cannot help with that."), Left.REFUSED),
        (Reply("I am sorry, I cannot."), Left.REFUSED),
        (Reply("", finish="content_filter"), Left.REFUSED),
        (Reply('{"entities": [], "claims": ['), Left.NO_JSON),
        (Reply('{"entities": {}, "claims": []}'), Left.NO_JSON),
        (Reply('{"entities": [], "cla', finish="length"), Left.CUT_SHORT),
    ],
)
def test_a_part_without_a_good_answer_is_counted_and_the_rest_is_read(server, reply, reason):
    second = "Iran borders Turkey. " * 4
    server.says(*[reply] * (2 if reason is Left.NO_JSON else 1), GOOD)
    found, account = server.reader(longest=90).read_with_account(f"{'It rains on and on ' * 4}.\n{second}")
    assert (account.parts, account.read, account.left) == (
        2,
        1,
        {reason: 1} | dict.fromkeys(account.left.keys() - {reason}, 3),
    )
    assert said(found)


def test_an_answer_cut_short_is_asked_for_in_halves(server):
    text = "Iran borders Turkey. It rains. Iran borders Turkey again."
    server.says(Reply('{"entities": [', finish="length"), GOOD, EMPTY)
    found, account = server.reader().read_with_account(text)
    assert (len(found.claims), account.read, account.left, account.requests) == (1, 1, {}, 3)


def test_a_text_that_is_too_long_for_the_model_is_asked_about_in_halves(server):
    server.says(Reply(status=400, body=b'{"error": {"message": "maximum context length is 4096 tokens"}}'), GOOD, EMPTY)
    assert len(server.reader().read(BORDERS).claims) == 1


def test_a_long_text_goes_in_parts_and_each_claim_counts_once(server):
    server.says(GOOD)
    found, account = server.reader(longest=500).read_with_account(LONG)
    assert account.parts == account.requests == account.read == len(server.asked) > 3
    assert len(found.claims) == len({c.sentence for c in found.claims}) == account.accepted


def test_three_parts_in_vain_end_it_and_keep_what_was_read(server):
    server.says(GOOD, BROKEN)
    found, account = server.reader(longest=200).read_with_account(LONG)
    assert found.claims
    assert account.left[Left.NO_ANSWER] == 3
    assert account.stopped.startswith("no answer came on a part (the server answers 500")


def test_a_budget_stops_with_one_line_and_keeps_what_was_read(server):
    server.says(GOOD)
    found = server.reader(longest=500, budget=Budget(requests=2)).read(LONG, Ref("src", "a"))
    assert (len(server.asked), bool(found.claims)) == (2, True)
    (line,) = [line for line in server.notices if "stopped" in line]
    assert line.startswith("src:a: stopped: the budget of 2 requests is spent after 2 of ")


def test_tries_count_for_the_budget_too(server):
    server.says(BROKEN)
    assert "the budget of 1 request is spent" in str(failure(server, budget=Budget(requests=1)))
    assert len(server.asked) == 1


@pytest.mark.parametrize("budget", [Budget(tokens=9000), Budget(money=0.02, prices=Prices(2, 10))])
def test_tokens_and_money_are_limits_as_well(server, budget):
    server.says(Reply(GOOD, usage=(5000, 100)))
    _, account = server.reader(longest=500, budget=budget).read_with_account(LONG)
    assert 1 <= account.requests < account.parts
    assert "is spent" in account.stopped


def test_tokens_are_estimated_when_the_server_does_not_count(server):
    server.says(Reply(GOOD, usage=None))
    _, account = server.reader().read_with_account(BORDERS)
    assert account.asked > 1000
    assert account.answered > 10


def test_a_budget_that_was_spent_before_is_an_error_of_the_next_text(server):
    server.says(GOOD)
    reader = server.reader(budget=Budget(requests=1))
    reader.read(BORDERS)
    with pytest.raises(InputError, match="nothing of the text was read: the budget of 1 request is spent"):
        reader.read("Iran borders Turkey still.")


@pytest.mark.parametrize("words", ["request=1", "requests=-1", "requests=x", "money=1", "tokens=nan", "tokens"])
def test_words_that_are_no_budget_are_refused(words):
    with pytest.raises(UsageError):
        read_budget(words)


def test_a_text_read_before_is_read_from_the_cache(server, tmp_path):
    server.says(GOOD)
    first = server.reader(cache=tmp_path / "kept").read(BORDERS)
    again, account = server.reader(cache=tmp_path / "kept", budget=Budget(requests=0)).read_with_account(BORDERS)
    assert (again, account.cached, account.requests, len(server.asked)) == (first, 1, 0, 1)
    assert [path.suffix for path in (tmp_path / "kept").rglob("*") if path.is_file()] == [".json"]


def test_another_text_or_model_is_no_hit(server, tmp_path):
    server.says(GOOD)
    server.reader(cache=tmp_path).read(BORDERS)
    server.reader(cache=tmp_path).read(BORDERS + " It snows.")
    assert len(server.asked) == 2


@pytest.mark.parametrize("kept", [b"", b"{", b"[]", b'{"content": 7}', b'{"other": ""}', b"[" * 5000])
def test_a_broken_file_of_the_cache_counts_as_none(server, tmp_path, kept):
    server.says(GOOD)
    server.reader(cache=tmp_path).read(BORDERS)
    (path,) = tmp_path.rglob("*.json")
    path.write_bytes(kept)
    assert server.reader(cache=tmp_path).read(BORDERS).claims


def test_a_bad_answer_is_not_kept(server, tmp_path):
    server.says("no", "no", GOOD)
    failure(server, cache=tmp_path)
    assert list(tmp_path.rglob("*.json")) == []


def test_the_key_stands_in_no_file_no_notice_and_no_representation(server, tmp_path):
    server.says(GOOD)
    server.reader(cache=tmp_path).read(BORDERS)
    assert all(KEY.encode() not in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert KEY not in " ".join(server.notices)
    assert KEY not in repr(Settings(server.url, "m", KEY))


@pytest.mark.parametrize(
    "given",
    [
        {"ARAZ_LLM_URL": ""},
        {"ARAZ_LLM_URL": f"ftp://{KEY}"},
        {"ARAZ_LLM_URL": f"http://user:{KEY}@localhost/v1"},
        {"ARAZ_LLM_URL": "http://localhost/v1", "ARAZ_LLM_MODEL": " "},
        {"ARAZ_LLM_URL": "http://api.example.com/v1", "ARAZ_LLM_KEY": KEY},
        {"ARAZ_LLM_URL": "http://localhost/v1", "ARAZ_LLM_KEY": f"{KEY}\nX: y"},
        {"ARAZ_LLM_URL": "http://localhost:99999999/v1"},
    ],
)
def test_settings_that_cannot_be_used_are_refused_without_the_key(given):
    with pytest.raises(UsageError) as caught:
        settings_from(environment={"ARAZ_LLM_MODEL": "m", **given})
    assert KEY not in str(caught.value)


def test_an_extra_that_is_not_installed_is_named(server, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "httpx", None)
    assert 'pip install "araz[llm]"' in str(failure(server))
