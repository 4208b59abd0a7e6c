"""The options of `araz whatif`: each does what its help says, and a wrong value gets one line."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

RULES = """@prefix az: <https://w3id.org/araz/ontology#> .
@prefix rule: <https://w3id.org/araz/rule/> .
@prefix shock: <https://w3id.org/araz/shock/> .
rule:mine a az:Rule ; az:shock shock:state-collapse ; az:relation az:builds ; az:direction "forward" ;
  az:probability 0.5 ; az:mechanism "It stops."@en ; az:reason "A test."@en .
"""


def araz(*args, cwd):
    return subprocess.run(
        [sys.executable, "-m", "araz.cli", "whatif", "--db", "example", *args],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_answer_names_method_worlds_seed_and_model(tmp_path):
    done = araz("Iran", "--method", "sampled", "--worlds", "640", "--seed", "7", "--top", "1", cwd=tmp_path)
    answer = json.loads(done.stdout)
    assert (answer["method"], answer["worlds"], answer["seed"]) == ("sampled", 640, 7)
    assert answer["model"]["name"] == "independent cascade"
    assert len(answer["results"]) == 1


def test_precision_stops_the_drawing_early(tmp_path):
    done = araz("Iran", "--method", "sampled", "--worlds", "65536", "--precision", "0.1", cwd=tmp_path)
    answer = json.loads(done.stdout)
    assert answer["worlds"] < 65_536
    assert all(line["high"] - line["low"] <= 0.1 for line in answer["results"])


def test_scenarios_of_the_library_are_compared_by_name(tmp_path):
    done = araz("--scenario", "iran-unrest-contained", "--against", "Iran state collapse", "--top", "3", cwd=tmp_path)
    compared = json.loads(done.stdout)
    assert list(compared) == ["one", "other", "method", "worlds", "seed", "results"]
    assert len(compared["results"]) == 3
    assert all(line["difference"] < 0 for line in compared["results"])


def test_rules_and_worlds_hold_for_both_sides_of_a_comparison(tmp_path):
    (tmp_path / "rules.ttl").write_text(RULES)
    args = ("Iran", "--against", "hormuz-closed", "--rules", "rules.ttl", "--method", "sampled", "--worlds", "640")
    compared = json.loads(araz(*args, cwd=tmp_path).stdout)
    assert compared["one"]["rules"] == compared["other"]["rules"] == "rules.ttl"
    assert compared["worlds"] == 640


@pytest.mark.parametrize("form", ["table", "jsonl", "csv"])
def test_a_comparison_is_written_in_every_form(tmp_path, form):
    done = araz("--scenario", "hormuz-closed", "--against", "drought-on-the-araz", "--format", form, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "North-South" in done.stdout


def test_rules_of_ones_own_take_the_place_of_ours(tmp_path):
    (tmp_path / "rules.ttl").write_text(RULES)
    answer = json.loads(araz("Iran", "--rules", "rules.ttl", cwd=tmp_path).stdout)
    assert answer["model"]["rules"].startswith("rules.ttl+")
    assert {hop["relation"] for line in answer["results"] for path in line["paths"] for hop in path["hops"]} == {
        "builds"
    }


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (["--scenario", "iran-statecollapse"], 2, "did you mean iran-state-collapse?"),
        (["Iran", "--method", "guess"], 2, "use auto, exact, sampled, path-bound"),
        (["Iran", "--precision", "1.2"], 2, "precision 1.2"),
        (["Iran", "--precision", "0.1", "--against", "hormuz-closed"], 2, "--precision does not go with --against"),
        (["Iran", "--rules", "none.ttl"], 3, "none.ttl"),
        (["Irann"], 2, "did you mean"),
        ([], 2, "nothing is struck"),
        (["Iran", "--kind", "plague"], 2, "plague"),
    ],
)
def test_a_wrong_value_gets_one_line(tmp_path, args, code, words):
    done = araz(*args, cwd=tmp_path)
    assert done.returncode == code
    assert words in done.stderr
    assert done.stderr.startswith("araz: ")
    assert done.stderr.count("\n") == 1


def test_flips_say_what_changes_and_who_changes_places(tmp_path):
    args = ("--scenario", "drought-on-the-araz", "--flips")
    flips = json.loads(araz(*args, cwd=tmp_path).stdout)["flips"]
    assert flips
    assert all(flip["swaps"] for flip in flips)
    table = araz(*args, "--format", "table", cwd=tmp_path).stdout
    assert "What would flip the order" in table
    assert flips[0]["claim"] in table
