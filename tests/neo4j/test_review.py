"""Review keeps the same promises on a Neo4j server, where people may decide by hand as well."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from araz.graph.claim import Review, Verdict
from araz.graph.memory import MemoryStore
from araz.graph.neo4j import Neo4jStore
from araz.graph.store import Batch, Store
from araz.graph.sync import pull, push

from ..cli.inprocess import Run, araz  # noqa: F401 - a fixture
from ..graph.review_promises import DAY, PROMISES, RUNS, load, sitting, stored
from .server import Server

EXAMPLE = Path(__file__).parents[2] / "loaders" / "example" / "claims.jsonl"


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
def test_review_keeps_its_promise(promise: Callable[[Store], None], store: Neo4jStore) -> None:
    promise(store)


def test_what_was_decided_is_pushed_and_nothing_else_is(store: Neo4jStore) -> None:
    origin = MemoryStore()
    load(origin, RUNS)
    push(origin, store)
    sitting(origin).reject(RUNS.id, "a joke")
    assert push(origin, store).claims_updated == 1
    assert stored(store, RUNS.id) == stored(origin, RUNS.id)
    sitting(origin).reopen(RUNS.id)
    assert push(origin, store).claims_updated == 1
    assert push(origin, store).claims_updated == 0
    assert stored(store, RUNS.id) == stored(origin, RUNS.id)


def test_a_verdict_written_by_hand_is_one_decision_more(store: Neo4jStore) -> None:
    origin = MemoryStore()
    load(origin, RUNS)
    sitting(origin).accept(RUNS.id)
    push(origin, store)
    store.cypher("MATCH (c:Claim) SET c.verdict = 'rejected', c.reviewed_by = 'Bo'", write=True)
    (pulled,) = pull(store, origin).claims
    assert pulled.review == Review(Verdict.REJECTED, "Bo", DAY).after([Review(Verdict.ACCEPTED, "Ana", DAY)])
    origin.write(Batch(claims=[pulled]))
    assert push(origin, store).claims_updated == 1
    assert stored(store, RUNS.id).review == pulled.review


@pytest.mark.usefixtures("store")
def test_the_command_reviews_a_server_as_it_reviews_a_store_on_disk(
    araz: Run,  # noqa: F811
    server: Server,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NEO4J_USERNAME", server.username)
    monkeypatch.setenv("NEO4J_PASSWORD", server.password)
    said: dict[str, object] = {}
    for place in ("region.db", server.uri):
        assert araz("load", EXAMPLE, "--db", place).code == 0
        assert araz("review", "--export", "todo.csv", "--entity", "Iran", "--limit", "6", "--db", place).code == 0
        waiting = list(csv.DictReader(Path("todo.csv").read_text("utf-8").splitlines()))
        decisions = ({"decision": "accept"}, {"decision": "reject", "reason": "a joke"})
        decided = [{**row, **decisions[number % 2]} for number, row in enumerate(waiting)]
        with Path("todo.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, decided[0].keys())
            writer.writeheader()
            writer.writerows(decided)
        done = araz("review", "--import", "todo.csv", "--db", place, "--by", "Ana", "--format", "json")
        assert done.code == 0, done.err
        said[place] = json.loads(done.out), araz("export", "--as", "n-quads", "--db", place).out
    assert said["region.db"] == said[server.uri]
    assert '"rejected"' in str(said["region.db"])
