"""The language model's reader on the command line, with a server of this machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from .server import BORDERS, BROKEN, GOOD, KEY


def araz(server, folder, *words, **environment):
    given = {
        "ARAZ_LLM_URL": server.url,
        "ARAZ_LLM_MODEL": "some-model",
        "ARAZ_LLM_KEY": KEY,
        "ARAZ_LLM_CACHE": str(folder / "kept"),
        "NO_PROXY": "127.0.0.1",
        **environment,
    }
    return subprocess.run(
        [sys.executable, "-m", "araz.cli", *words],
        cwd=folder,
        env={**os.environ, **given},
        capture_output=True,
        text=True,
        check=False,
    )


def test_extract_reads_with_the_model_and_says_what_it_cost(server, tmp_path):
    (tmp_path / "a.txt").write_text(BORDERS)
    server.says(GOOD)
    done = araz(server, tmp_path, "extract", "a.txt", "--reader", "llm", "--format", "json")
    (claim,) = json.loads(done.stdout)["claims"]
    assert (claim["subject"], claim["method"]) == ("ent:iran", "llm:some-model")
    assert "1 of 1 parts read; 1 of 1 claims accepted; 1 requests, 0 from the cache, 100 + 20 tokens" in done.stderr
    assert KEY not in done.stdout + done.stderr


def test_readers_are_compared_on_annotated_texts(server, tmp_path):
    server.says(GOOD)
    (tmp_path / "a.txt").write_text(BORDERS)
    read = araz(server, tmp_path, "extract", "a.txt", "--reader", "llm", "--format", "json")
    (tmp_path / "gold.json").write_text(read.stdout)
    done = araz(server, tmp_path, "evaluate", "gold.json", "--reader", "llm", "--format", "json")
    assert done.returncode == 0, done.stderr
    assert len(server.asked) == 1, "the second reading is from the cache"


def test_a_server_that_fails_is_one_line_without_a_trace(server, tmp_path):
    (tmp_path / "a.txt").write_text(BORDERS)
    server.says(BROKEN)
    done = araz(server, tmp_path, "extract", "a.txt", "--reader", "llm", ARAZ_LLM_BUDGET="requests=1")
    assert done.returncode == 3
    assert done.stderr.startswith("araz: nothing of the text was read: the budget of 1 request is spent")
    assert "Traceback" not in done.stderr


def test_without_a_url_the_error_says_what_to_set(server, tmp_path):
    (tmp_path / "a.txt").write_text(BORDERS)
    done = araz(server, tmp_path, "extract", "a.txt", "--reader", "llm", ARAZ_LLM_URL="")
    assert done.returncode == 2
    assert "set ARAZ_LLM_URL" in done.stderr


def test_articles_are_read_again_by_another_model_and_left_out_with_the_same_wherever_it_is_asked(server, tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text(BORDERS)
    (folder / "b.txt").write_text(f"{BORDERS} It is cold.")
    server.says(GOOD)
    call = ("load", "articles", "--reader", "llm", "--db", "region.db")
    moved = {"ARAZ_LLM_URL": server.url.replace("/v1", "/elsewhere/v1"), "ARAZ_LLM_KEY": "sk-another-31"}
    asked = []
    for given in ({}, {}, {"ARAZ_LLM_MODEL": "other model"}, moved, {"ARAZ_LLM_MODEL": "other model"}):
        done = araz(server, tmp_path, *call, **given)
        assert done.returncode == 0, done.stderr
        asked.append([each["model"] for each in server.asked])
        server.asked.clear()
    assert asked == [["some-model"] * 2, [], ["other model"] * 2, [], []]
    assert "2 of 2 articles were read before and are left out; --again reads them again" in done.stderr
    noted = (tmp_path / "region.db" / "articles.jsonl").read_text()
    assert not any(secret in noted for secret in (KEY, "sk-another-31", "127.0.0.1"))


def test_without_a_model_the_error_says_what_to_set_though_all_was_read_before(server, tmp_path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"{BORDERS} It is {name}.")
    server.says(GOOD)
    call = ("load", "a.txt", "b.txt", "--reader", "llm", "--db", "region.db")
    assert araz(server, tmp_path, *call).returncode == 0
    done = araz(server, tmp_path, *call, ARAZ_LLM_MODEL="")
    assert done.returncode == 2
    assert "set ARAZ_LLM_MODEL" in done.stderr
