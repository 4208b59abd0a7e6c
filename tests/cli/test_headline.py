"""The question the project was born for, answered on the bundled example."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

# The assets the project started from, each with words that its passage must hold.
ASSETS = {
    "ent:khudafarin-plant": "Khudafarin",
    "ent:qiz-qalasi-plant": "Qiz Qalasi",
    "ent:ordubad-plant": "Ordubad",
    "ent:marazad-plant": "Marazad",
    "ent:instc": "North-South",
    "ent:araz-corridor": "Araz",
    "ent:azerbaijan-iran-electricity": "electricity",
}


@pytest.fixture(scope="module")
def answer(tmp_path_factory):
    done = subprocess.run(
        [sys.executable, "-m", "araz.cli", "whatif", "Iran", "--format", "json", "--db", "example"],
        cwd=tmp_path_factory.mktemp("headline"),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize("asset", ASSETS)
def test_the_asset_is_ranked_with_a_path_and_a_passage_that_names_it(answer, asset):
    line = next(line for line in answer["results"] if line["id"] == asset)
    assert {"ent:iran", "ent:azerbaijan"} <= set(line["shared_by"])
    last = line["paths"][0]["hops"][-1]
    quotes = [claim["quote"] for claim in last["claims"]]
    assert any(ASSETS[asset].casefold() in quote.casefold() for quote in quotes), quotes


def test_the_record_has_the_promised_shape(answer):
    assert set(answer) >= {"scenario", "method", "worlds", "seed", "results"}
    line = answer["results"][0]
    assert set(line) >= {"rank", "id", "name", "class", "exposure", "low", "high", "shared_by", "paths"}
    hop = line["paths"][0]["hops"][0]
    assert set(hop) >= {"from", "relation", "to", "probability", "claims"}
    assert set(hop["claims"][0]) >= {"id", "modality", "quote", "source", "start", "end"}


def test_ranks_follow_exposure_and_stay_in_bounds(answer):
    lines = answer["results"]
    assert [line["rank"] for line in lines] == list(range(1, len(lines) + 1))
    exposures = [line["exposure"] for line in lines]
    assert exposures == sorted(exposures, reverse=True)
    assert all(0 < line["low"] <= line["exposure"] <= line["high"] <= 1 for line in lines)


def test_the_headline_in_plain_words_gives_the_same_assets(tmp_path, answer):
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "araz.cli",
            "ask",
            "Which shared infrastructure is exposed if Iran destabilises?",
            "--format",
            "json",
            "--db",
            "example",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    rows = json.loads(done.stdout)["rows"]
    assert {row[0] for row in rows} == {line["id"] for line in answer["results"]} or {row[1] for row in rows} == {
        line["id"] for line in answer["results"]
    }
