"""The Cypher that writes and reads the property graph on a Neo4j server. Values only ever come in as parameters.

Nodes and relationships of others in the same database are left alone: a statement names its own labels, its own
relationship types and its own properties, and takes out only what stands under an id that Araz gave.
"""

from __future__ import annotations

SCHEMA = (
    "CREATE CONSTRAINT araz_entity IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT araz_claim IF NOT EXISTS FOR (n:Claim) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT araz_passage IF NOT EXISTS FOR (n:Passage) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT araz_source IF NOT EXISTS FOR (n:Source) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT araz_store IF NOT EXISTS FOR (n:ArazStore) REQUIRE n.id IS UNIQUE",
    "CREATE INDEX araz_name IF NOT EXISTS FOR (n:Entity) ON (n.name)",
    "CREATE INDEX araz_relation IF NOT EXISTS FOR (n:Claim) ON (n.relation, n.modality)",
    "CREATE POINT INDEX araz_location IF NOT EXISTS FOR (n:Entity) ON (n.location)",
    "CREATE FULLTEXT INDEX araz_names IF NOT EXISTS FOR (n:Entity) ON EACH [n.name, n.aliases]",
    "CREATE FULLTEXT INDEX araz_quotes IF NOT EXISTS FOR (n:Passage) ON EACH [n.quote]",
    "CALL db.awaitIndexes(60)",
)
"""Constraints and indexes: one unique id a label, range indexes, a point index, two full-text indexes."""

# Writing one property first takes the lock of the node, so that two writers come one after the other.
LOCK = """
MERGE (store:ArazStore {id: 'store'})
SET store.writing = true
REMOVE store.writing
RETURN store.stamp AS stamp
"""

STAMP = "MATCH (store:ArazStore {id: 'store'}) RETURN store.stamp AS stamp"

NOTED = "MATCH (store:ArazStore {id: 'store'}) RETURN store.stamp AS stamp, store.seal AS seal"

# Whoever writes and does not know what the marks add up to leaves no seal.
SET_STAMP = "MERGE (store:ArazStore {id: 'store'}) SET store.stamp = $stamp, store.seal = $seal"

# What a node holds already is only read back when something stands under its id.
_CLAIM_ROW = """
RETURN c.id AS id, properties(c) AS properties, s.id AS subject, o.id AS object,
  head([(c)-[:IF]->(i:Entity) | i.id]) AS condition,
  head([(c)-[:SAID_BY]->(w:Entity) | w.id]) AS speaker,
  [(c)-[:EVIDENCE]->(p:Passage)-[:IN]->(d:Source) | {properties: properties(p), source: d.id}] AS passages
"""

# One record with a long list for each label travels faster than a record for each node. What bears a mark of its own
# says its id with it.
_MARKS = "collect(CASE WHEN n.mark STARTS WITH n.id + ' ' THEN n.mark ELSE [n.id, n.mark] END) AS marks"

MARKS = " UNION ALL ".join(
    f"MATCH (n:{label}) WHERE {ours} RETURN '{label}' AS label, {_MARKS}"
    for label, ours in (
        ("Claim", "n.id STARTS WITH 'claim:'"),
        ("Entity", "n.mark IS NOT NULL"),
        ("Source", "n.mark IS NOT NULL"),
    )
)

MARKS_OF = " UNION ALL ".join(
    f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) RETURN '{label}' AS label, {_MARKS}"
    for label in ("Claim", "Entity", "Source")
)

# How many nodes bear a mark of their own, and what the last digits of these add up to: no node can lose its mark or
# its id, come or go, without a difference here.
SEAL = " UNION ALL ".join(
    f"MATCH (n:{label}) WHERE n.mark STARTS WITH n.id + ' '"
    f" RETURN '{label}' AS label, count(*) AS nodes, sum(toInteger(right(n.mark, 12))) AS total"
    for label in ("Claim", "Entity", "Source")
)

# A relationship of one of Araz's types between two of its entities, which no claim stands behind.
DRAWN = """
MATCH (s:Entity)-[r]->(o:Entity)
WHERE type(r) IN $types AND r.claim IS NULL AND s.id IS NOT NULL AND o.id IS NOT NULL
RETURN s.id AS subject, type(r) AS type, o.id AS object
ORDER BY subject, type, object
"""

CLAIMS_OF = (
    "UNWIND $ids AS id MATCH (c:Claim {id: id})"
    " OPTIONAL MATCH (c)-[:SUBJECT]->(s:Entity) OPTIONAL MATCH (c)-[:OBJECT]->(o:Entity)" + _CLAIM_ROW
)

CLAIMS = (
    "MATCH (c:Claim) OPTIONAL MATCH (c)-[:SUBJECT]->(s:Entity) OPTIONAL MATCH (c)-[:OBJECT]->(o:Entity)"
    + _CLAIM_ROW
    + "ORDER BY id"
)

ENTITIES_OF = """
UNWIND $ids AS id MATCH (e:Entity {id: id})
RETURN e.id AS id, labels(e) AS labels, properties(e) AS properties
"""

ENTITIES = "MATCH (e:Entity) RETURN e.id AS id, labels(e) AS labels, properties(e) AS properties ORDER BY id"

SOURCES_OF = "UNWIND $ids AS id MATCH (s:Source {id: id}) RETURN s.id AS id, properties(s) AS properties"

SOURCES = "MATCH (s:Source) RETURN s.id AS id, properties(s) AS properties ORDER BY id"

ENSURE_ENTITIES = "UNWIND $ids AS id MERGE (:Entity {id: id})"

ENSURE_SOURCES = "UNWIND $ids AS id MERGE (:Source {id: id})"

PUT_ENTITIES = """
UNWIND $rows AS row
MERGE (e:Entity {id: row.id})
SET e += row.properties, e:$(row.labels)
REMOVE e:$(row.stale)
SET e.location = CASE WHEN e.lat IS NULL OR e.lon IS NULL THEN null
  ELSE point({latitude: e.lat, longitude: e.lon}) END
"""

PUT_SOURCES = "UNWIND $rows AS row MERGE (s:Source {id: row.id}) SET s += row.properties"

# Rows are lists where there are many: the keys of a map would travel with every row.
PUT_PASSAGES = """
UNWIND $rows AS row
WITH row[0] AS source, row[1] AS properties
MATCH (s:Source {id: source})
MERGE (p:Passage {id: properties.id})
SET p += properties
MERGE (p)-[:IN]->(s)
"""
"""Rows: [id of the source, properties]."""

_TIED = """
CREATE (c)-[:SUBJECT]->(s)
CREATE (c)-[:OBJECT]->(o)
FOREACH (kind IN row[4] |
  CREATE (s)-[r:$(kind)]->(o)
  SET r = {claim: said.id, confidence: said.confidence, valid_from: said.valid_from, valid_to: said.valid_to}
)
WITH c, row
UNWIND row[3] AS passage
MATCH (p:Passage {id: passage})
CREATE (c)-[:EVIDENCE]->(p)
"""

NEW_CLAIMS = f"""
UNWIND $rows AS row
WITH row, row[0] AS said
MATCH (s:Entity {{id: row[1]}})
MATCH (o:Entity {{id: row[2]}})
CREATE (c:Claim)
SET c = said
{_TIED}
"""
"""Rows: [properties, subject, object, ids of the passages, type of the plain relationship where there is one]."""

CHANGED_CLAIMS = f"""
UNWIND $rows AS row
WITH row, row[0] AS said
MATCH (c:Claim {{id: said.id}})
SET c += $nothing
SET c += said
WITH c, row, said
MATCH (s:Entity {{id: row[1]}})
MATCH (o:Entity {{id: row[2]}})
{_TIED}
"""
"""Rows as those of `NEW_CLAIMS`; `nothing` has null for what a claim may no longer say."""

# A claim whose id stays is tied to the same things: only what it says of itself has changed. It answers with the claims
# that it found so, and leaves those that somebody untied by hand.
REWRITTEN_CLAIMS = """
UNWIND $rows AS row
MATCH (c:Claim {id: row.id})
WITH c, row, [(c)-[tie:SUBJECT|OBJECT|IF|SAID_BY|EVIDENCE]->(e) | type(tie) + ' ' + e.id] AS ties
WHERE size(ties) = size(row.ties) AND all(tie IN row.ties WHERE tie IN ties)
SET c += $nothing
SET c += row.properties
WITH row
MATCH (s:Entity {id: row.subject})
MATCH (o:Entity {id: row.object})
OPTIONAL MATCH (s)-[r]->(o)
WHERE r.claim = row.id
DELETE r
RETURN collect(DISTINCT row.id) AS ids
"""

CONDITIONS = "UNWIND $rows AS row MATCH (c:Claim {id: row.id}) MATCH (e:Entity {id: row.to}) CREATE (c)-[:IF]->(e)"

SPEAKERS = "UNWIND $rows AS row MATCH (c:Claim {id: row.id}) MATCH (e:Entity {id: row.to}) CREATE (c)-[:SAID_BY]->(e)"

RELATIONSHIPS = """
UNWIND $rows AS row
MATCH (s:Entity {id: row.subject})
MATCH (o:Entity {id: row.object})
CREATE (s)-[r:$(row.type)]->(o)
SET r = row.properties
"""

# What hangs on a claim, to look after once the claim is gone or changed.
TOUCHED = """
UNWIND $ids AS id
MATCH (c:Claim {id: id})
RETURN [(c)-[:SUBJECT|OBJECT|IF|SAID_BY]->(e:Entity) | e.id] AS entities,
  [(c)-[:EVIDENCE]->(p:Passage) | p.id] AS passages,
  [(c)-[:EVIDENCE]->(:Passage)-[:IN]->(s:Source) | s.id] AS sources
"""

# The relationships of claims, found between the ends that the claims have now.
UNLINK_RELATIONSHIPS = """
UNWIND $ids AS id
MATCH (c:Claim {id: id})-[:SUBJECT]->(s:Entity)
MATCH (c)-[:OBJECT]->(o:Entity)
MATCH (s)-[r]->(o)
WHERE r.claim = id
DELETE r
"""

UNLINK = """
UNWIND $ids AS id
MATCH (c:Claim {id: id})-[r:SUBJECT|OBJECT|IF|SAID_BY|EVIDENCE]->()
DELETE r
"""

# What others tied to a claim stays tied: such a node is kept, stripped of all that made it a claim.
REMOVE_CLAIMS = """
UNWIND $ids AS id
MATCH (c:Claim {id: id})
FOREACH (_ IN CASE WHEN EXISTS { MATCH (c)--() WHERE true } THEN [1] ELSE [] END |
  SET c += $nothing
  SET c:Withdrawn
  REMOVE c:Claim
)
FOREACH (_ IN CASE WHEN EXISTS { MATCH (c)--() WHERE true } THEN [] ELSE [1] END | DELETE c)
"""

FORGET_PASSAGES = """
UNWIND $ids AS id
MATCH (p:Passage {id: id})
WHERE NOT EXISTS { MATCH (p)--(other) WHERE NOT other:Source }
DETACH DELETE p
"""

# An entity or a source that nothing describes is there only for what names it.
FORGET_ENTITIES = """
UNWIND $ids AS id
MATCH (e:Entity {id: id})
WHERE e.name IS NULL AND NOT EXISTS { MATCH (e)--() WHERE true }
DELETE e
"""

FORGET_SOURCES = """
UNWIND $ids AS id
MATCH (s:Source {id: id})
WHERE s.name IS NULL AND NOT EXISTS { MATCH (s)--() WHERE true }
DELETE s
"""
