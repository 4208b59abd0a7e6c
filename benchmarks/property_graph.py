"""Speed of the property-graph side, against peers in the same run: `python benchmarks/property_graph.py [CLAIMS]`.

Needs the Neo4j of the tests (NEO4J_URI, Docker, or Java 17 and Maven). Prints one line of JSON for each figure, and
ends with 1 when a target of the project is missed.
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import neo4j
from araz.graph.claim import Claim, Passage
from araz.graph.cypher import CypherGraph
from araz.graph.neo4j import Neo4jStore
from araz.graph.oxigraph import OxigraphStore
from araz.graph.properties import ClaimRow, claim_row
from araz.graph.ref import Ref
from araz.graph.store import Batch
from araz.graph.sync import push
from araz.ontology.vocabulary import Modality, Relation
from araz.tests.neo4j.server import running

BARE = (
    "UNWIND $rows AS row MERGE (:Entity {id: row.subject}) MERGE (:Entity {id: row.object})",
    "UNWIND $rows AS row UNWIND row.passages AS p MERGE (s:Source {id: p.source}) MERGE (x:Passage {id: p.id})"
    " SET x += p.properties MERGE (x)-[:IN]->(s)",
    "UNWIND $rows AS row MATCH (s:Entity {id: row.subject}) MATCH (o:Entity {id: row.object})"
    " MERGE (c:Claim {id: row.id}) SET c += row.properties MERGE (c)-[:SUBJECT]->(s) MERGE (c)-[:OBJECT]->(o)"
    " WITH c, row UNWIND row.passages AS p MATCH (x:Passage {id: p.id}) MERGE (c)-[:EVIDENCE]->(x)",
    "UNWIND $rows AS row WITH row WHERE row.relationship IS NOT NULL MATCH (s:Entity {id: row.subject})"
    " MATCH (o:Entity {id: row.object}) CREATE (s)-[r:$(row.relationship.type)]->(o)"
    " SET r = row.relationship.properties",
)
"""What somebody writes by hand for the same rows: the driver's own documentation, statement by statement."""


def made_up(count: int) -> list[Claim]:
    """Claims among 5,000 entities, three in four of them standing."""
    drawn = random.Random(7)  # noqa: S311 - the same claims every time
    relations = list(Relation)
    claims: list[Claim] = []
    for number in range(count):
        quote = f"sentence number {number} of it"
        start = number * 40
        claims.append(
            Claim(
                Ref("ent", f"e{drawn.randrange(5000)}"),
                drawn.choice(relations),
                Ref("ent", f"e{drawn.randrange(5000)}"),
                Modality.ASSERTED if drawn.random() < 0.75 else drawn.choice(list(Modality)),
                evidence=(Passage(Ref("src", f"s{number % 100}"), start, start + len(quote), quote, lang="en"),),
                confidence=drawn.random(),
            )
        )
    return claims


def timed(work: Callable[[], object]) -> float:
    """Seconds that `work` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def bare(driver: neo4j.Driver, rows: list[ClaimRow]) -> None:
    """The same rows through the driver alone, in transactions of the same size."""
    with driver.session() as session:
        for start in range(0, len(rows), 5000):
            part = rows[start : start + 5000]
            session.execute_write(lambda tx, part=part: [tx.run(query, rows=part).consume() for query in BARE])


def main(count: int) -> int:
    """Measure, print, and say whether every target is met."""
    server = running(quick=False)
    os.environ["NEO4J_USERNAME"], os.environ["NEO4J_PASSWORD"] = server.username, server.password
    claims = made_up(count)
    source = OxigraphStore.in_memory()
    source.write(Batch(claims=claims))
    target = Neo4jStore(server.uri, write=True)
    driver = neo4j.GraphDatabase.driver(server.uri, auth=(server.username, server.password))

    def wipe() -> None:
        with driver.session() as session:
            session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS").consume()

    results: list[tuple[str, float, str, bool]] = []
    rows: list[ClaimRow] = []
    seconds = timed(lambda: rows.extend(claim_row(claim) for claim in claims))
    results.append(("claims to rows, claims a second", count / seconds, ">= 40000", count / seconds >= 40_000))
    # Once each unmeasured: the server compiles its code and its plans.
    small = rows[:2000]
    bare(driver, small)
    wipe()
    push_small = OxigraphStore.in_memory()
    push_small.write(Batch(claims=claims[:2000]))
    push(push_small, target)
    push_small.write(Batch(claims=[replace(claim, confidence=0.5) for claim in claims[:20]]))
    push(push_small, target)
    wipe()
    by_hand = timed(lambda: bare(driver, rows))
    wipe()
    full = timed(lambda: push(source, target))
    results.append(("push, claims a second", count / full, "", True))
    results.append(("push against a bare UNWIND of the same rows", by_hand / full, ">= 0.8", by_hand / full >= 0.8))
    changed = [replace(claim, confidence=0.5) for claim in claims[::100]]
    source.write(Batch(claims=changed))
    part = timed(lambda: push(source, target))
    results.append(("push of 1 % changed, share of the full time", part / full, "<= 0.05", part / full <= 0.05))
    with tempfile.TemporaryDirectory() as folder:
        first = timed(lambda: CypherGraph.of(source, Path(folder)))
        again = timed(lambda: CypherGraph.of(source, Path(folder)))
    limit = 25 * max(1, count / 100_000)
    results.append(("embedded graph, seconds to build", first, f"<= {limit:.0f}", first <= limit))
    results.append(("embedded graph, seconds when current", again, "<= 1", again <= 1))
    for what, figure, wanted, met in results:
        print(json.dumps({"what": what, "figure": round(figure, 3), "target": wanted, "met": met, "claims": count}))
    wipe()
    target.close()
    driver.close()
    return 0 if all(met for *_, met in results) else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000))
